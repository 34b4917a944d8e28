"""The exact keys of a record: what two records of one person can have in common, as 64-bit hashes.

docs/method.md, "Who is the same person".  A key is there when the record says enough for it; whether a value is
shared by several people is judged when people are made, over everything that is active then.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.facts.url import registrable_domain
from leadaudit.facts.url_columns import plain_domains
from leadaudit.sql import run
from leadaudit.tables import FACTS, KEYS, TEXT, text_column

# Sites on which firms keep a page: as a website they say nothing of who somebody works for.
PUBLIC_HOSTS: Final = (
    "about.me", "bit.ly", "facebook.com", "github.com", "google.com", "indeed.com", "instagram.com", "linkedin.com",
    "linktr.ee", "medium.com", "twitter.com", "wikipedia.org", "x.com", "xing.com", "yelp.com", "youtube.com",
)  # fmt: skip


def keys(
    *, facts: pa.Table, records: pa.Table, vendor: str | None, one_domain: Mapping[str, str] | None = None
) -> pa.Table:
    """The exact keys of every record; one row per record and rule, ordered by delivery, line and rule.

    Args:
        facts: Facts of the records (``tables.FACTS``).
        records: The same lines with ``crm_contact_id``, ``crm_lead_id`` and ``vendor_record_id``, where mapped.
        vendor: Whose record ids these are; None leaves out that rule.
        one_domain: For the domains of companies that have several, the one that stands for all of them.

    Returns:
        ``tables.KEYS``.  ``hash64`` is taken of ``<rule>:<text>``; the text of a vendor's record id names the vendor.
    """
    identified = pa.table(
        {
            "delivery": records["delivery"],
            "line": records["line"],
            "crm_id": pc.coalesce(text_column(records, "crm_contact_id"), text_column(records, "crm_lead_id")),
            "vendor_record_id": text_column(records, "vendor_record_id"),
        }
    )
    tables = {
        "facts": FACTS.require(facts),
        "records": identified,
        "email_domains": registered_domains(facts["email_domain"]),
        "company_domains": _company_domains(one_domain or {}),
    }
    params = {"vendor": vendor, "public_hosts": list(PUBLIC_HOSTS)}
    return KEYS.require(_one_row_per_key(run("facts_keys", tables, params)))


def _one_row_per_key(records: pa.Table) -> pa.Table:
    """The keys of records with one column per rule, one below the other; no sorting, as the records are in order."""
    rules = records.column_names[2:]
    columns = [records[rule].combine_chunks() for rule in rules]
    is_there = np.column_stack([column.is_valid().to_numpy(zero_copy_only=False) for column in columns])
    hashes = np.column_stack([column.fill_null(0).to_numpy() for column in columns])
    record, rule = (pa.array(places) for places in np.nonzero(is_there))
    return pa.table(
        {
            "delivery": records["delivery"].take(record),
            "line": records["line"].take(record),
            "rule": pa.array(rules, TEXT).take(rule),
            "hash64": pa.array(hashes[is_there]),
        }
    )


def registered_domains(email_domains: pa.ChunkedArray) -> pa.Table:
    """One row per e-mail domain, with the one somebody registered: ``email_domain``, ``registrable_domain``."""
    domains = pc.unique(email_domains).drop_null()
    registered = plain_domains(domains)
    others = [registrable_domain(domain) for domain in domains.filter(registered.is_null()).to_pylist()]
    registered = pc.replace_with_mask(registered, registered.is_null(), pa.array(others, TEXT))
    return pa.table({"email_domain": domains, "registrable_domain": registered})


def _company_domains(one_domain: Mapping[str, str]) -> pa.Table:
    columns = [pa.array(list(one_domain), TEXT), pa.array(list(one_domain.values()), TEXT)]
    return pa.table(columns, names=["domain", "one_domain"])
