"""Which records and contacts of the CRM are one person, and which are repeats."""

from typing import Final

import pyarrow as pa

from leadaudit.tables.form import DAY, FLAG, INSTANT, LINE, RECORD_KEY, SHARE, TEXT, TEXTS, contract

KEYS: Final = contract(
    "keys",
    "exact key of a record or CRM contact",
    [*RECORD_KEY, ("rule", TEXT), ("hash64", pa.uint64())],
    ["delivery", "line", "rule"],
)

CONTACTS: Final = contract(
    "contacts",
    "CRM person in force (newest snapshot per source and id)",
    [
        *RECORD_KEY,  # import id and line
        ("source", TEXT),
        ("contact_id", TEXT),
        ("snapshot_on", DAY),
        ("created_on", DAY),
        ("last_activity_on", DAY),
        ("lead_source", TEXT),
        ("is_customer", FLAG),
    ],
    ["source", "contact_id"],
)

NODES: Final = contract(
    "nodes",
    "record or CRM contact, among which people are looked for",
    [
        *RECORD_KEY,
        ("is_contact", FLAG),
        ("vendor", TEXT),  # null for a contact
        ("delivered_on", DAY),  # the row's own delivery date, else the file's; for a contact when it was created
        ("received_at", INSTANT),
    ],
    ["delivery", "line"],
)

PEOPLE: Final = contract(
    "people",
    "record or CRM contact",
    [
        *RECORD_KEY,
        ("is_contact", FLAG),
        ("person", TEXT),  # id of the person's earliest node, "<delivery>:<line>"
        ("rule", TEXT),  # strongest vocabulary.KeyRule that joins it to the person; null when alone
    ],
    ["delivery", "line"],
)

ACCOUNTS: Final = contract(
    "accounts",
    "read record",
    [
        *RECORD_KEY,
        ("account", TEXT),  # the company its person works for; null: not said
        ("kind", TEXT),  # what the account is called by: "domain", or "company" where no domain is known
    ],
    ["delivery", "line"],
)

ACCOUNT_NAMES: Final = contract(
    "account_names",
    "name or domain of a company whose account is called otherwise",
    [
        ("kind", TEXT),  # "company": as FACTS.company_key, "domain": a registrable domain
        ("name", TEXT),
        ("account", TEXT),  # the domain that stands for the account
    ],
    ["kind", "name"],
)

MATCHES: Final = contract(
    "matches",
    "pair of records or CRM contacts that may be one person, or that somebody decided about",
    [
        *RECORD_KEY,  # the smaller of the two
        ("other_delivery", TEXT),
        ("other_line", LINE),
        ("bits", SHARE),  # log2 of the odds that the two are one person; null: never compared
        ("p", SHARE),
        ("outcome", TEXT),  # vocabulary.MatchOutcome
        ("person", TEXT),  # of each side, as it came out in the end
        ("other_person", TEXT),
    ],
    ["delivery", "line", "other_delivery", "other_line"],
)

REPEATS: Final = contract(
    "repeats",
    "record",
    [
        *RECORD_KEY,
        ("person", TEXT),
        ("rule", TEXT),
        ("earlier_delivery", TEXT),  # the same vendor's first record of the person, when earlier
        ("earlier_line", LINE),
        ("also_delivered_by", TEXTS),  # other vendors that delivered the person by as_of
        ("contact_id", TEXT),  # the CRM contact of the person; null: none, or no CRM loaded
        ("contact_created_on", DAY),
    ],
    ["delivery", "line"],
)
