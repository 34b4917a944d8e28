"""What the company of a record reads about: of the account, never a person's signal.

Source: docs/method.md, "Files of evidence".
"""

from datetime import date, timedelta
from typing import Final

from leadaudit import sql
from leadaudit.evidence.decision import live_days
from leadaudit.format import day
from leadaudit.one_record import Query, Record
from leadaudit.workspace.assessments import StoredAssessment

_READ: Final = ("evidence", "facts", "deliveries", "accounts", "account_names")
SURGE: Final = "account_topic_surge"
NOTHING: Final = "Nothing is known of what the company reads about."


def account_rows(found: StoredAssessment, record: Record, *, query: Query) -> list[tuple[str, str, str, str]]:
    """When, about what, until when it is news, and who says so; newest first.

    Args:
        found: The assessment.
        record: The record whose company it is.
        query: Asks the assessment.
    """
    if not record.is_read:
        return []
    named: dict[str, sql.Parameter] = {"delivery": record.delivery, "line": record.line, "as_of": found.as_of}
    rows = query("record_account_intent", _READ, named).to_pylist()
    alive = live_days(SURGE, found.policy) or 0
    return [
        (
            "day not said" if row["occurred_on"] is None else day(row["occurred_on"]),
            row["topic"] or "topic not said",
            _standing(row["occurred_on"], alive, found.as_of),
            "account intent" if row["told_by"] is None else f"a delivery of {row['told_by']}",
        )
        for row in rows
    ]


def _standing(occurred_on: date | None, alive_days: int, as_of: date) -> str:
    if occurred_on is None:
        return "says nothing without a day"
    until = occurred_on + timedelta(days=alive_days)
    return f"news of the account until {day(until)}" if until >= as_of else f"old since {day(until)}"
