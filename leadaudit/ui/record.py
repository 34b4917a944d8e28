"""One record in full: what was delivered, what we made of it, what is found, and the rule that decided."""

from typing import Final

from leadaudit.account_intent import NOTHING, account_rows
from leadaudit.errors import UnknownNameError
from leadaudit.one_record import (
    Record,
    account_words,
    answer,
    delivered_line,
    elsewhere,
    evidence_rows,
    find_record,
    finding_rows,
    finding_words,
    line_words,
    name_of,
    nothing_found,
    reason_rows,
    standing,
    value_rows,
)
from leadaudit.pair_view import NOBODY_NEAR, is_in_crm, matched_rows, matched_with
from leadaudit.ui import run
from leadaudit.ui.one_pair import leads_to
from leadaudit.ui.parts import Cell, Column, Link
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment

__all__ = [
    "NOTHING", "Record", "answer", "delivered_line", "evidence_rows", "finding_rows", "finding_words", "line_words",
    "name_of", "nothing_found", "reason_rows", "value_rows",
]  # fmt: skip

VALUE_COLUMNS: Final = (
    Column(label="Field", align="word"),
    Column(label="Delivered", align="delivered"),
    Column(label="What we made of it", align="delivered"),
)
FINDING_COLUMNS: Final = (Column(label="How sure", align="word"), Column(label="What was found", align="delivered"))
EVIDENCE_COLUMNS: Final = (
    Column(label="What happened", width=30),
    Column(label="What becomes of it", width=30),
    Column(label="Content", align="delivered", width=20),
    Column(label="Read from", align="delivered", width=20),
)
ACCOUNT_COLUMNS: Final = (
    Column(label="When", align="word"),
    Column(label="What about", align="delivered"),
    Column(label="What becomes of it"),
    Column(label="Who says so", align="word"),
)
REASON_COLUMNS: Final = (
    Column(label="Reason"),
    Column(label="Clause", align="word"),
    Column(label="Delivered", align="delivered"),
    Column(label="Proof", align="delivered"),
)
PERSON_COLUMNS: Final = (
    Column(label="Where", align="delivered"),
    Column(label="Vendor", align="word"),
    Column(label="Delivered", align="word"),
    Column(label="Joined to the person by"),
    Column(label="There", align="word"),
)
MATCH_COLUMNS: Final = (
    Column(label="Who", align="delivered"),
    Column(label="What became of the two", align="word"),
    Column(label="Why"),
)

CALCULATION: Final = (
    "A record's class follows from its own line, from what its person said to us, and from what the same vendor "
    "reports of the person. The first row of the decision table that fits decides.",
    "Class and contract are independent: a record may be payable and still be no lead.",
)


def find(found: StoredAssessment, written: str | None) -> Record | None:
    """The record an id names, ``<delivery>:<line>``; None when there is none."""
    try:
        return find_record(
            found, written or "", query=lambda name, needs, params: run.query(found, name, needs, params)
        )
    except UnknownNameError:
        return None


def facts(record: Record, found: StoredAssessment) -> list[tuple[str, Cell]]:
    """Permission, freshness and contract of the record, in words, and the delivery it came in."""
    link = Link(words=record.delivery, page="deliveries", params=(("delivery", record.delivery),))
    account = account_words(record, lambda name, needs, params: run.query(found, name, needs, params))
    return [*standing(record, found), *([("Account", account)] if account else []), ("Delivery", link)]


def intent_rows(found: StoredAssessment, record: Record) -> list[list[Cell]]:
    """What the company of the record reads about: of the account, never the person's own signal."""
    rows = account_rows(found, record, query=lambda name, needs, params: run.query(found, name, needs, params))
    return [list(row) for row in rows]


def person_rows(record: Record) -> list[list[Cell]]:
    """Everywhere else the person stands."""
    return [
        [
            f"our CRM, {one.record}" if one.is_contact else _link(one.record, one.record),
            one.vendor,
            None if one.delivered_on is None else one.delivered_on.isoformat(),
            one.held_by,
            one.there,
        ]
        for one in elsewhere(record)
    ]


def match_rows(workspace: Workspace, found: StoredAssessment, record: Record) -> list[list[Cell]]:
    """Whom the record was matched with and why, and the nearest person it is not."""
    if not record.is_read:
        return []
    this = f"{record.delivery}:{record.line}"
    return [
        [who if is_in_crm(other) else _link(other, who), leads_to(this, other, became), why]
        for other, who, became, why in matched_rows(matched_with(workspace, found, this))
    ]


def _link(record: str, words: str) -> Link:
    return Link(words=words, page="records", params=(("record", record),))


def nobody_near(record: Record) -> str | None:
    """What stands where a record that was read was near nobody."""
    return NOBODY_NEAR if record.is_read else None
