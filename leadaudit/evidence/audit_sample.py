"""A sample for checking by hand: random, per vendor, blind; and what came back of it.

Source: docs/method.md, "Your own calibration".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import pyarrow as pa

from leadaudit import sql, tables
from leadaudit.errors import FileMistakesError
from leadaudit.evidence.calibration import sample_size
from leadaudit.filled_sheet import filled_lines
from leadaudit.policy.model import AuditRules

# Columns the person who checks fills in, with what may stand there.
EMPLOYER_NOW: Final = "employer_now"
TITLE_NOW: Final = "title_now"
CHECKED_ON: Final = "checked_on"
# "wrong": was not true even when the record came.
_EMPLOYER: Final = ("same", "left", "wrong", "unknown")
_TITLE: Final = ("same", "new", "wrong", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Records drawn for checking by hand.

    Args:
        sheet: One row per record in an order that tells nothing: ref, name, title, company, channels, and empty columns
            to fill in.
        drawn: How many of each vendor.
        frame: Of how many.
    """

    sheet: pa.Table
    drawn: Mapping[str, int]
    frame: Mapping[str, int]


def draw_sample(
    assessed: Mapping[str, sql.Source],
    *,
    rules: AuditRules,
    seed: str,
    precision: float | None = None,
    vendor: str | None = None,
) -> Sample:
    """Draw a sample of each vendor's records, large enough for a wanted precision.

    Args:
        assessed: Classes, freshness and facts of an assessment.
        rules: Fewest records, and the precision when none is given.
        seed: Draws the same records again.
        precision: Half the width of the interval wanted for the share that is no longer true.
        vendor: One vendor alone.
    """
    read = {name: assessed[name] for name in ("classes", "freshness", "facts")}
    frame = _frame(assessed)
    sizes = {
        row["vendor"]: sample_size(
            precision=precision or rules.precision,
            expected=row["expected_stale"],
            records=row["records"],
            at_least=rules.at_least,
        )
        for row in frame
        if vendor in {None, row["vendor"]}
    }
    wanted = pa.table({"vendor": pa.array(sizes, tables.TEXT), "records": pa.array(sizes.values(), pa.int64())})
    sheet = sql.run("evidence_audit_sample", {**read, "sizes": wanted}, {"seed": seed})
    for name in (EMPLOYER_NOW, TITLE_NOW, CHECKED_ON):
        sheet = sheet.append_column(name, pa.nulls(sheet.num_rows, tables.TEXT))
    return Sample(
        sheet=sheet, drawn=sizes, frame={row["vendor"]: row["records"] for row in frame if row["vendor"] in sizes}
    )


def audit_frame(assessed: Mapping[str, sql.Source]) -> dict[str, int]:
    """How many records of each vendor a sample is drawn from."""
    return {row["vendor"]: row["records"] for row in _frame(assessed)} if assessed.get("classes") else {}


def _frame(assessed: Mapping[str, sql.Source]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = sql.run(
        "evidence_audit_frame", {name: assessed[name] for name in ("classes", "freshness")}
    ).to_pylist()
    return found


def read_checks(
    header: Sequence[str], lines: Sequence[tuple[int, Sequence[str]]], *, imported_at: datetime, where: str
) -> pa.Table:
    """The filled-in sheet: one row per record that somebody could tell of; the unknown and the empty are left out.

    Args:
        header: Column names as delivered.
        lines: Line number and cells of each line.
        imported_at: When it came.
        where: The file's name, for sentences.

    Raises:
        FileMistakesError: Every cell that cannot be understood.
    """
    rows: list[dict[str, object]] = []
    mistakes: list[str] = []
    for line, given in filled_lines(header, lines, needed=("ref", EMPLOYER_NOW, CHECKED_ON), where=where):
        _check_line(f"line {line}", given, rows, mistakes)
    if mistakes:
        raise FileMistakesError(where, mistakes)
    return tables.CHECKS.build([{**row, "imported_at": imported_at} for row in rows])


def _check_line(where: str, given: Mapping[str, str], rows: list[dict[str, object]], mistakes: list[str]) -> None:
    employer, title = given[EMPLOYER_NOW].lower() or "unknown", given.get(TITLE_NOW, "").lower() or "unknown"
    for name, value, allowed in ((EMPLOYER_NOW, employer, _EMPLOYER), (TITLE_NOW, title, _TITLE)):
        if value not in allowed:
            mistakes.append(f"{where}, {name}: is {value!r}. Use {', '.join(allowed[:-1])} or {allowed[-1]}.")
    kind = kind_of(employer, title)
    if kind is None or employer not in _EMPLOYER:
        return
    try:
        checked_on = date.fromisoformat(given[CHECKED_ON])
    except ValueError:
        mistakes.append(f"{where}, {CHECKED_ON}: is {given[CHECKED_ON]!r}. Write the day of the check like 2026-11-21.")
        return
    rows.append({"ref": given["ref"], "seed": given["ref"].rpartition("-")[0], CHECKED_ON: checked_on, "kind": kind})


def kind_of(employer: str, title: str) -> str | None:
    """The kind of evidence that a finding is; None where nothing was found out."""
    if employer != "same":
        return {"left": "profile_left", "wrong": "employer_wrong"}.get(employer)
    found = {"same": "profile_confirmed", "new": "profile_new_title", "wrong": "title_wrong"}
    return found.get(title, "employer_confirmed")


def checks_as_evidence(checks: pa.Table, records: pa.Table) -> pa.Table:
    """The checks of records that are here, as tables.EVIDENCE.

    Args:
        checks: CHECKS.
        records: Delivery and line of every read record.
    """
    if not checks.num_rows:
        return tables.EVIDENCE.empty()
    found = sql.run("evidence_checks", {"checks": checks, "records": records.select(["delivery", "line"])})
    return tables.EVIDENCE.require(found)
