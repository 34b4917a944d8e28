"""Everything that an assessment holds of one delivered line, and how it is found by its id."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from leadaudit import sql
from leadaudit.errors import UnknownNameError
from leadaudit.evidence.explain import Explanation, explain_record
from leadaudit.vocabulary import LineStatus
from leadaudit.workspace.assessments import StoredAssessment

Row = Mapping[str, object]
Words = str | None

# A query over an assessment: its name, the tables it reads, its parameters.
Query = Callable[[str, tuple[str, ...], Mapping[str, sql.Parameter]], pa.Table]

_TABLES: Final = (
    "lines", "records", "facts", "classes", "verdicts", "usable", "consent", "freshness", "findings", "reasons",
    "answers",
)  # fmt: skip

# Larger than any line number a file can have.
_MOST_LINES: Final = 2**31


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Everything an assessment holds of one delivered line; a table without a row of it gives an empty one."""

    delivery: str
    line: int
    lines: Row
    records: Row
    facts: Row
    classes: Row
    verdicts: Row
    usable: Row
    consent: Row
    freshness: Row
    findings: Sequence[Row]
    reasons: Sequence[Row]
    evidence: Sequence[Row]
    answers: Sequence[Row]
    person: Sequence[Row]
    explanation: Explanation | None

    @property
    def is_read(self) -> bool:
        """Whether the line could be read."""
        return self.lines.get("status") != LineStatus.UNREADABLE


def find_record(found: StoredAssessment, written: str, *, query: Query | None = None) -> Record:
    """The record an id names, ``<delivery>:<line>``.

    Args:
        found: The assessment to look into.
        written: The id, as every table shows it.
        query: Asks the assessment; a face may remember answers.

    Raises:
        UnknownNameError: There is no such record in it.
    """
    ask = query or asks(found)
    delivery, _, number = written.rpartition(":")
    if number.isdecimal() and int(number) < _MOST_LINES:
        record = _find(ask, found, delivery, int(number))
        if record is not None:
            return record
    raise UnknownNameError(f"record {written}", "there is none of that name here", "Write it as <delivery>:<line>")


def asks(found: StoredAssessment) -> Query:
    """Asks an assessment on disk."""

    def ask(name: str, needs: tuple[str, ...], params: Mapping[str, sql.Parameter]) -> pa.Table:
        return sql.run(name, {need.partition("=")[0]: found.paths[need.rpartition("=")[2]] for need in needs}, params)

    return ask


def _find(ask: Query, found: StoredAssessment, delivery: str, line: int) -> Record | None:
    named: dict[str, sql.Parameter] = {"delivery": delivery, "line": line}
    rows = {name: ask("record_rows", (f"rows={name}",), named).to_pylist() for name in _TABLES}
    if not rows["lines"]:
        return None
    first: dict[str, Row] = {name: next(iter(found_rows), {}) for name, found_rows in rows.items()}
    return Record(
        delivery=delivery,
        line=line,
        lines=first["lines"],
        records=first["records"],
        facts=first["facts"],
        classes=first["classes"],
        verdicts=first["verdicts"],
        usable=first["usable"],
        consent=first["consent"],
        freshness=first["freshness"],
        findings=rows["findings"],
        reasons=rows["reasons"],
        evidence=ask("record_person_evidence", ("evidence", "people", "subjects"), named).to_pylist(),
        answers=rows["answers"],
        person=ask("record_person", ("people", "deliveries", "usable"), named).to_pylist(),
        explanation=_explanation(ask, found, named) if rows["classes"] else None,
    )


def _explanation(ask: Query, found: StoredAssessment, named: Mapping[str, sql.Parameter]) -> Explanation:
    return explain_record(
        delivery=str(named["delivery"]),
        line=int(str(named["line"])),
        classes=ask("record_person_rows", ("rows=classes", "people"), named),
        evidence=ask("record_person_evidence", ("evidence", "people", "subjects"), named),
        subjects=ask("record_person_subjects", ("subjects", "people"), named),
        policy=found.policy,
        as_of=found.as_of,
        suspended=ask("record_suspended", ("attested",), {})["vendor"].to_pylist(),
    )
