"""Which account each record is of, and what else it is called: stages meet what the user's words say of companies."""

import pyarrow as pa

from leadaudit.contract.lists import COMPANY_NAMES
from leadaudit.facts.company import company_key
from leadaudit.facts.keys import PUBLIC_HOSTS, registered_domains
from leadaudit.facts.legal_forms import load_legal_forms
from leadaudit.facts.own_words import OwnWords
from leadaudit.identity.accounts import Accounts, KnownCompanies, accounts
from leadaudit.vocabulary import ListValueKind


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


def company_names(words: OwnWords) -> pa.Table:
    """Every domain of a company in the user's words, and the name it is compared by: ``COMPANY_NAMES``, in order."""
    forms = load_legal_forms(words.companies)
    keys = {company_key(name, forms)[0] for name in (*forms.names, *forms.domains.values())}
    rows = [(key, ListValueKind.COMPANY.value, key) for key in keys]
    rows += [
        (company_key(name, forms)[0], ListValueKind.DOMAIN.value, domain) for domain, name in forms.domains.items()
    ]
    named = [dict(zip(COMPANY_NAMES.names, row, strict=True)) for row in sorted(rows)]
    return pa.Table.from_pylist(named, schema=COMPANY_NAMES)


def _companies(words: OwnWords) -> dict[str, str | None]:
    """Companies in the user's words by what they are compared by, with the domain that stands for them."""
    forms = load_legal_forms(words.companies)
    found: dict[str, str | None] = dict.fromkeys(forms.names)
    for domain, name in forms.domains.items():
        found[company_key(name, forms)[0]] = words.one_domain.get(domain, domain)
    return found
