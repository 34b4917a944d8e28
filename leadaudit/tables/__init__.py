"""Contracts of the Arrow tables that cross a module border.

A record's key is two columns, ``delivery`` and ``line``; the string id ``<delivery>:<line>`` exists only at the
faces.  Days are date32, instants timestamp[us, UTC], money int64 minor units; a missing value is null, never "".
A line of an *import* (a CRM export, say) has the same shape: its ``delivery`` is the import's id.
"""

from typing import Final

from leadaudit.tables.contract import CLAIMS, INVOICE_LINES, LIST_HITS, LISTS, REASONS, VALIDITY, VERDICTS
from leadaudit.tables.delivered import ANSWERS, DELIVERIES, FACTS, FINDINGS, LINES
from leadaudit.tables.economics import EXCHANGE_RATES, USABLE
from leadaudit.tables.evidence import (
    ATTESTED,
    CHECKS,
    CLASS_DAYS,
    CLASSES,
    CONSENT,
    EVIDENCE,
    FRESHNESS,
    SUBJECTS,
    WORDINGS,
)
from leadaudit.tables.followup import FOLLOWUP, ROUTED
from leadaudit.tables.form import (
    DAY,
    FLAG,
    INSTANT,
    LINE,
    MONEY,
    SHARE,
    TEXT,
    TEXTS,
    Contract,
    first_text_column,
    text_column,
)
from leadaudit.tables.identity import ACCOUNT_NAMES, ACCOUNTS, CONTACTS, KEYS, MATCHES, NODES, PEOPLE, REPEATS
from leadaudit.tables.outcomes import CREDITS, CRM_ROWS, INFLUENCE, LINKS, OUTCOMES

ALL: Final = {
    contract.name: contract
    for contract in (
        DELIVERIES, LINES, ANSWERS, FACTS, KEYS, FINDINGS, CONTACTS, LISTS, LIST_HITS, WORDINGS, NODES,
        ACCOUNTS, ACCOUNT_NAMES,
        PEOPLE, MATCHES, REPEATS, EVIDENCE, SUBJECTS, CHECKS, CONSENT, FRESHNESS, REASONS, VERDICTS, CLASSES,
        CLASS_DAYS, ATTESTED, USABLE,
        CLAIMS, INVOICE_LINES, EXCHANGE_RATES, VALIDITY, CRM_ROWS, LINKS, OUTCOMES, CREDITS, FOLLOWUP, INFLUENCE,
        ROUTED,
    )
}  # fmt: skip

__all__ = [
    "ACCOUNTS",
    "ACCOUNT_NAMES",
    "ALL",
    "ANSWERS",
    "ATTESTED",
    "CHECKS",
    "CLAIMS",
    "CLASSES",
    "CLASS_DAYS",
    "CONSENT",
    "CONTACTS",
    "CREDITS",
    "CRM_ROWS",
    "DAY",
    "DELIVERIES",
    "EVIDENCE",
    "EXCHANGE_RATES",
    "FACTS",
    "FINDINGS",
    "FLAG",
    "FOLLOWUP",
    "FRESHNESS",
    "INFLUENCE",
    "INSTANT",
    "INVOICE_LINES",
    "KEYS",
    "LINE",
    "LINES",
    "LINKS",
    "LISTS",
    "LIST_HITS",
    "MATCHES",
    "MONEY",
    "NODES",
    "OUTCOMES",
    "PEOPLE",
    "REASONS",
    "REPEATS",
    "ROUTED",
    "SHARE",
    "SUBJECTS",
    "TEXT",
    "TEXTS",
    "USABLE",
    "VALIDITY",
    "VERDICTS",
    "WORDINGS",
    "Contract",
    "first_text_column",
    "text_column",
]
