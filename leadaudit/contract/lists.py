"""Which records stand on the buyer's lists."""

import pyarrow as pa

from leadaudit import sql, tables


def list_hits(*, facts: pa.Table, lists: pa.Table) -> pa.Table:
    """Every record found on a list of the buyer.

    An address matches exactly, a company by its key, a domain by itself and its subdomains, whether it is
    written ``acme.example`` or ``*.acme.example``; it is compared with the domain of the e-mail and of the
    website.  Whether a list binds the vendor is another question, see ``judge``.

    Args:
        facts: tables.FACTS.
        lists: tables.LISTS.

    Returns:
        tables.LIST_HITS: one row per record and list.
    """
    if lists.num_rows == 0:
        return tables.LIST_HITS.empty()
    return tables.LIST_HITS.require(sql.run("contract_list_hits", {"facts": facts, "lists": lists}))
