"""Which account each record is of: identity meets what the user's words and domains say of companies."""

import pyarrow as pa

from leadaudit.facts.company import company_key
from leadaudit.facts.keys import PUBLIC_HOSTS, registered_domains
from leadaudit.facts.legal_forms import load_legal_forms
from leadaudit.facts.own_words import OwnWords
from leadaudit.identity.accounts import Accounts, KnownCompanies, accounts


def accounts_of(*, facts: pa.Table, contact_facts: pa.Table, words: OwnWords) -> Accounts:
    """The account of every record.

    Args:
        facts: Facts of the records (``tables.FACTS``).
        contact_facts: Facts of the CRM contacts in force.
        words: The user's own words: other names and domains of companies.
    """
    domains = pa.chunked_array([*facts["email_domain"].chunks, *contact_facts["email_domain"].chunks], pa.string())
    known = KnownCompanies(
        registered=registered_domains(domains),
        public_hosts=PUBLIC_HOSTS,
        one_domain=words.one_domain,
        companies=_companies(words),
    )
    return accounts(facts=facts, contact_facts=contact_facts, known=known)


def _companies(words: OwnWords) -> dict[str, str | None]:
    """Companies in the user's words by what they are compared by, with the domain that stands for them."""
    forms = load_legal_forms(words.companies)
    found: dict[str, str | None] = dict.fromkeys(forms.names)
    for domain, name in forms.domains.items():
        found[company_key(name, forms)[0]] = words.one_domain.get(domain, domain)
    return found
