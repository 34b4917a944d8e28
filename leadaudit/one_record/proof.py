"""What was found about a record, line by line: checks, evidence and clauses."""

import json
from collections.abc import Mapping
from typing import Final

from leadaudit.findings import sentence
from leadaudit.intake.fields import FIELDS
from leadaudit.one_record.record import Record, Row, Words
from leadaudit.vocabulary import FindingStatus, ReasonStatus
from leadaudit.words import reason_name

_STATUS_WORDS: Final = {
    FindingStatus.PROBLEM: "certain",
    FindingStatus.DOUBT: "doubtful",
    FindingStatus.NOTE: "note",
}
_REASON_WORDS: Final = {
    ReasonStatus.VIOLATED: "",
    ReasonStatus.UNKNOWN: " (cannot be told)",
    ReasonStatus.NOT_JUDGED: " (not judged)",
}


def finding_rows(record: Record) -> list[list[Words]]:
    """What the checks found, certain things first."""
    order = list(_STATUS_WORDS)
    ranked = sorted(record.findings, key=lambda row: order.index(FindingStatus(str(row["status"]))))
    return [[_STATUS_WORDS[FindingStatus(str(row["status"]))], finding_words(row)] for row in ranked]


def nothing_found(record: Record) -> str | None:
    """What to say when no check found anything; nothing of a line that could not be read."""
    return "No check found anything wrong with a value." if record.is_read else None


def finding_words(row: Row) -> str:
    """One finding as a sentence."""
    args = json.loads(str(row["args"])) if row.get("args") else {}
    field = row.get("field")
    return sentence(str(row["check"]), args, field=None if field is None else str(field))


def evidence_rows(record: Record) -> list[list[Words]]:
    """The dated things that are known of the person, newest first, and what becomes of each."""
    if record.explanation is None:
        return []
    logged = {str(row["evidence_id"]): row for row in record.evidence}
    return [
        [told.sentence, told.standing, _text(logged, told.evidence_id, "asset"), _origin(logged, told.evidence_id)]
        for told in record.explanation.evidence
    ]


def _text(logged: Mapping[str, Row], evidence_id: str, name: str) -> Words:
    value = logged.get(evidence_id, {}).get(name)
    return None if value is None else str(value)


def _origin(logged: Mapping[str, Row], evidence_id: str) -> Words:
    field = _text(logged, evidence_id, "raw_ref")
    return FIELDS[field].label if isinstance(field, str) and field in FIELDS else field


def reason_rows(record: Record) -> list[list[Words]]:
    """The clauses the record breaks, or that could not be judged, with their proof."""
    return [
        [
            reason_name(str(row["code"])) + _REASON_WORDS[ReasonStatus(str(row["status"]))],
            str(row["clause"]),
            None if row.get("delivered") is None else str(row["delivered"]),
            None if row.get("proof") is None else str(row["proof"]),
        ]
        for row in record.reasons
    ]
