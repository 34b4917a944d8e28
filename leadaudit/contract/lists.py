"""Which records stand on the buyer's lists."""

from typing import Final

import pyarrow as pa

from leadaudit import sql, tables

COMPANY_NAMES: Final = pa.schema([("company", tables.TEXT), ("kind", tables.TEXT), ("name", tables.TEXT)])


def list_hits(*, facts: pa.Table, lists: pa.Table, companies: pa.Table | None = None) -> pa.Table:
    """Every record found on a list of the buyer.

    An address matches exactly, a company by its key, a domain by itself and its subdomains, whether it is
    written ``acme.example`` or ``*.acme.example``; it is compared with the domain of the e-mail and of the
    website.  Where the user's words name a company, an entry that is one of its names or domains is met by all of
    them.  Whether a list binds the vendor is another question, see ``judge``.

    Args:
        facts: tables.FACTS.
        lists: tables.LISTS.
        companies: ``COMPANY_NAMES``: the domains and the compared name of each company in the user's words.

    Returns:
        tables.LIST_HITS: one row per record and list.
    """
    if lists.num_rows == 0:
        return tables.LIST_HITS.empty()
    named = COMPANY_NAMES.empty_table() if companies is None else companies
    return tables.LIST_HITS.require(sql.run("contract_list_hits", {"facts": facts, "lists": lists, "companies": named}))
