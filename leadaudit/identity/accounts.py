"""The company a record's person works for: one account for all its names and domains."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from leadaudit.sql import run
from leadaudit.tables import ACCOUNT_NAMES, ACCOUNTS, TEXT

# Of the people who name a company, the part that has to be at one domain for the name to mean it.  Two thirds leave
# room for old addresses and for daughters, and a name that two companies bear stays a name.
LEAST_SHARE: Final = 2 / 3
ACCOUNT_FACTS: Final = (
    "delivery", "line", "company_key", "email_domain", "email_is_free", "email_is_disposable", "website_domain",
    "domain_is_employers",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCompanies:
    """What is known of companies beside the records.

    Args:
        registered: The registrable domain of each e-mail domain.
        public_hosts: Domains that are nobody's employer although they stand as a website.
        one_domain: For the domains of companies that have several, the one that stands for all of them.
        companies: The companies in the user's words, by what they are compared by, with their first domain.
    """

    registered: pa.Table
    public_hosts: Sequence[str]
    one_domain: Mapping[str, str]
    companies: Mapping[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """Which account each record is of.

    Args:
        accounts: ``tables.ACCOUNTS``, one row per record.
        names: ``tables.ACCOUNT_NAMES``: what else a company is called.
    """

    accounts: pa.Table
    names: pa.Table


def accounts(*, facts: pa.Table, contact_facts: pa.Table, known: KnownCompanies) -> Accounts:
    """The account of every record; names are learnt from records and CRM contacts alike.

    docs/method.md, "Accounts".  The order of records does not matter, and nothing of a record that was taken out
    stays.

    Args:
        facts: Facts of the records (``tables.FACTS``).
        contact_facts: Facts of the CRM contacts in force.
        known: Domains as registered, and the user's words.
    """
    own_domains = _pairs(known.one_domain, ("domain", "one_domain"))
    own_companies = _pairs(known.companies, ("company_key", "domain"))
    hosts = {"public_hosts": list(known.public_hosts)}

    def employed(rows: pa.Table) -> pa.Table:
        asked = {
            "facts": rows.select(ACCOUNT_FACTS),
            "email_domains": known.registered,
            "own_domains": own_domains,
        }
        return run("identity_account_domains", asked, hosts)

    records = employed(facts)
    everybody = pa.concat_tables([records, employed(contact_facts)]) if contact_facts.num_rows else records
    told = {"employed": everybody, "own_domains": own_domains, "own_companies": own_companies}
    names = ACCOUNT_NAMES.require(run("identity_account_names", told, {"least_share": LEAST_SHARE}))
    made = run("identity_accounts", {"employed": records, "account_names": names})
    return Accounts(accounts=ACCOUNTS.require(made), names=names)


def _pairs(values: Mapping[str, str | None] | Mapping[str, str], names: tuple[str, str]) -> pa.Table:
    rows = sorted(values.items())
    return pa.table(
        [pa.array([key for key, _ in rows], TEXT), pa.array([value for _, value in rows], TEXT)], names=names
    )
