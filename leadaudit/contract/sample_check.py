"""Acceptance by sample: how many to look at, a blind sheet, and what the looked-at say of the whole.

Where a contract hangs on it the interval is Clopper and Pearson's, which never covers less than it says
(docs/method.md, "Acceptance by sample").
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

import pyarrow as pa

from leadaudit import sql, tables
from leadaudit.contract.program_sections import Acceptance
from leadaudit.errors import FileMistakesError
from leadaudit.filled_sheet import filled_lines

# Columns the person who looks fills in.
VALID: Final = "valid"
REASON: Final = "reason"
CHECKED_ON: Final = "checked_on"
_YES: Final = frozenset({"yes", "y", "valid", "true", "1", "ja", "oui"})
_NO: Final = frozenset({"no", "n", "invalid", "false", "0", "nein", "non"})
LEVEL: Final = 0.95


class SampleVerdict(StrEnum):
    """What a sample says under the rule that was agreed."""

    ACCEPT = "accept"
    NOT_ACCEPTED = "not_accepted"
    TOO_FEW = "too_few"
    NO_RULE = "no_rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleResult:
    """What was found among looked-at records.

    Args:
        checked: Records looked at.
        invalid: Of them not valid.
        frame: Records they speak for.
        low: Lower end of the interval of the invalid share.
        high: Upper end.
        level: Of the interval, and of the bound.
        bound: Above it the share is not, so sure: one-sided.
        verdict: Under the agreed rule.
        reasons: What was wrong, how often.
    """

    checked: int
    invalid: int
    frame: int
    low: float
    high: float
    level: float
    bound: float
    verdict: SampleVerdict
    reasons: Mapping[str, int]


def upper_bound(invalid: int, checked: int, *, level: float) -> float:
    """The share that the true one is above with a chance of ``1 - level`` at most; 1 where nothing was looked at."""
    if checked in {0, invalid}:
        return 1.0
    # Loaded here: importing it takes longer than most commands take.
    from scipy.special import betaincinv  # noqa: PLC0415

    return float(betaincinv(invalid + 1, checked - invalid, level))


def lower_bound(invalid: int, checked: int, *, level: float) -> float:
    """The share that the true one is below with a chance of ``1 - level`` at most."""
    return 1.0 - upper_bound(checked - invalid, checked, level=level) if checked else 0.0


def interval(invalid: int, checked: int, *, level: float = LEVEL) -> tuple[float, float]:
    """The Clopper-Pearson interval of a share; 0 to 1 where nothing was looked at."""
    one_sided = (1 + level) / 2
    return lower_bound(invalid, checked, level=one_sided), upper_bound(invalid, checked, level=one_sided)


def records_to_check(
    *, precision: float, records: int, expected: float = 0.05, rule: Acceptance | None = None, level: float = LEVEL
) -> int:
    """How many records to look at, so that the upper bound lies no further than a precision above the expected share.

    Args:
        precision: Distance of the bound from the share, between 0 and 1.
        records: How many there are; never more than all of them.
        expected: Share of invalid records expected.
        rule: What was agreed; a sample that could not pass with none invalid is no use.
        level: Of the bound.

    Raises:
        ValueError: The precision is not between 0 and 1.
    """
    if not 0 < precision < 1:
        raise ValueError(f"precision {precision} is not between 0 and 1")
    low, high = 0, 1
    while high < records and not _is_narrow(high, expected, precision, level):
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _is_narrow(middle, expected, precision, level) else (middle, high)
    least = 1 if rule is None else fewest_to_pass(rule)
    return min(max(high, least), records)


def _is_narrow(checked: int, expected: float, precision: float, level: float) -> bool:
    invalid = math.ceil(expected * checked)
    return upper_bound(invalid, checked, level=level) - expected <= precision


def fewest_to_pass(rule: Acceptance) -> int:
    """Records of which none may be invalid for the rule to accept."""
    return math.floor(math.log(1 - float(rule.level)) / math.log(1 - float(rule.max_invalid_share))) + 1


def judge_sample(
    *, invalid: int, checked: int, frame: int, rule: Acceptance | None, reasons: Mapping[str, int] | None = None
) -> SampleResult:
    """What a sample says: the invalid share with its interval, and whether the delivery is accepted."""
    level = LEVEL if rule is None else float(rule.level)
    low, high = interval(invalid, checked, level=level)
    # Once every record was looked at nothing is left to be unsure of.
    bound = invalid / checked if checked and checked >= frame else upper_bound(invalid, checked, level=level)
    if checked and checked >= frame:
        low = high = bound
    return SampleResult(
        checked=checked,
        invalid=invalid,
        frame=frame,
        low=low,
        high=high,
        level=level,
        bound=bound,
        verdict=_verdict(invalid, checked, bound, rule),
        reasons=reasons or {},
    )


def _verdict(invalid: int, checked: int, bound: float, rule: Acceptance | None) -> SampleVerdict:
    if rule is None:
        return SampleVerdict.NO_RULE
    if bound < float(rule.max_invalid_share):
        return SampleVerdict.ACCEPT
    # With so few looked at, not even a sample without a fault could have passed.
    return SampleVerdict.TOO_FEW if invalid == 0 or checked == 0 else SampleVerdict.NOT_ACCEPTED


def draw_sheet(assessed: Mapping[str, sql.Source], *, program: str, records: int, seed: str) -> pa.Table:
    """A blind sheet of records of a program we would pay for: the same seed draws the same.

    Args:
        assessed: verdicts, deliveries and facts of an assessment.
        program: Of which program.
        records: How many.
        seed: Any word.

    Returns:
        One row per drawn record in an order that tells nothing: ref, names, title, company, channels, country, and
        empty columns to fill in.
    """
    named = {name: assessed[name] for name in ("verdicts", "deliveries", "facts")}
    sheet = sql.run("contract_sample", named, {"program": program, "records": records, "seed": seed})
    for name in (VALID, REASON, CHECKED_ON):
        sheet = sheet.append_column(name, pa.nulls(sheet.num_rows, tables.TEXT))
    return sheet


def sample_results(
    assessed: Mapping[str, sql.Source], *, checks: pa.Table, rules: Mapping[str, Acceptance | None], as_of: date
) -> dict[str, SampleResult]:
    """What the looked-at records say of each program.

    Args:
        assessed: verdicts and deliveries of an assessment.
        checks: tables.VALIDITY.
        rules: Program to what was agreed.
        as_of: Later checks are not known yet.
    """
    named = {"verdicts": assessed["verdicts"], "deliveries": assessed["deliveries"], "checks": checks}
    found = sql.run("contract_sample_found", named, {"as_of": as_of}).to_pylist()
    results: dict[str, SampleResult] = {}
    for row in found:
        listed = [one for one in row["reasons"] or [] if one]
        reasons = {one: listed.count(one) for one in sorted(set(listed))}
        results[row["program"]] = judge_sample(
            invalid=row["invalid"],
            checked=row["checked"],
            frame=row["frame"],
            rule=rules.get(row["program"]),
            reasons=reasons,
        )
    return results


def read_sheet(
    header: Sequence[str], lines: Sequence[tuple[int, Sequence[str]]], *, source: str, where: str
) -> pa.Table:
    """The filled-in sheet as tables.VALIDITY; rows nobody filled in are left out.

    Raises:
        FileMistakesError: Every cell that cannot be understood.
    """
    rows: list[dict[str, object]] = []
    mistakes: list[str] = []
    for number, given in filled_lines(header, lines, needed=("ref", VALID, CHECKED_ON), where=where):
        answer = given.get(VALID, "").casefold()
        if not answer:
            continue
        day = _day(given.get(CHECKED_ON, ""))
        if answer not in _YES | _NO:
            mistakes.append(f"line {number}, {VALID}: is {given[VALID]!r}. Use yes or no.")
        if day is None:
            written = given.get(CHECKED_ON) or "empty"
            mistakes.append(f"line {number}, {CHECKED_ON}: is {written}. Write the day like 2026-11-21.")
        if not given.get("ref"):
            mistakes.append(f"line {number}, ref: is empty. Fill in the sheet as it was drawn.")
        rows.append(
            {
                "delivery": source, "line": number, "ref": given.get("ref"), "valid": answer in _YES,
                "reason": given.get(REASON) or None, "checked_on": day,
            }
        )  # fmt: skip
    if mistakes:
        raise FileMistakesError(where, mistakes)
    return tables.VALIDITY.build(rows)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
