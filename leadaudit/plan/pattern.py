"""Does a house buy more and change vendors, or does it get more out of what it buys?

Source: docs/method.md, "Maturity".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from leadaudit.plan.directions import Answer
from leadaudit.plan.divergence import p_more
from leadaudit.plan.progress import Measure, Progress

# A year is looked back on; whoever delivered in its first quarter was there before, as far as anybody can tell.
YEAR_DAYS: Final = 365
FIRST_DAYS: Final = 90
# Who delivered on several days and not for so long has been given up.
SILENT_DAYS: Final = 120
# So many vendors taken on or given up in a year are a habit.
MANY_SWITCHES: Final = 3


class PatternKind(StrEnum):
    """How a house grows."""

    ACTIVITY_HEAVY = "activity_heavy"
    """More is bought, or vendors come and go, and nothing shows that it brings more."""
    PROGRESS_DRIVEN = "progress_driven"
    """What is bought brings more, whether or not it is more."""
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """The pattern and what it stands on.

    Args:
        kind: Which.
        records_now: Records of the latest stretch.
        records_before: Of the one before.
        p_more: P(more are bought than before); None where deliveries began within the stretch before.
        taken_on: Vendors that first delivered in the last year, and not at the beginning of everything.
        given_up: Vendors that delivered on several days of the last year and no longer do.
        better: What surely got better of conversion and cost.
        worse: What surely got worse.
    """

    kind: PatternKind
    records_now: int
    records_before: int
    p_more: float | None
    taken_on: tuple[str, ...]
    given_up: tuple[str, ...]
    better: tuple[Measure, ...]
    worse: tuple[Measure, ...]


def pattern_of(progress: Progress, deliveries: Iterable[tuple[str, date]], *, as_of: date, sure: float) -> Pattern:
    """The pattern of the latest year.

    Args:
        progress: Records and what they brought, now and before.
        deliveries: Vendor and day of every delivery.
        as_of: The day asked about.
        sure: From which probability more is told from as much.
    """
    days: dict[str, set[date]] = {}
    for vendor, on in deliveries:
        days.setdefault(vendor, set()).add(on)
    taken_on, given_up = _switches(days, as_of)
    told = [progress.of(measure) for measure in (Measure.CONVERSION, Measure.COST)]
    better = tuple(one.measure for one in told if one.answer is Answer.YES)
    worse = tuple(one.measure for one in told if one.answer is Answer.NO)
    more = p_more(before=progress.records_before, now=progress.records_now) if progress.has_whole_before else None
    is_active = (more is not None and more >= sure) or len(taken_on) + len(given_up) >= MANY_SWITCHES
    if better and not worse:
        kind = PatternKind.PROGRESS_DRIVEN
    else:
        kind = PatternKind.ACTIVITY_HEAVY if is_active and not better else PatternKind.CANNOT_TELL
    return Pattern(
        kind=kind, records_now=progress.records_now, records_before=progress.records_before, p_more=more,
        taken_on=taken_on, given_up=given_up, better=better, worse=worse,
    )  # fmt: skip


def _switches(days: dict[str, set[date]], as_of: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if not days:
        return (), ()
    year = as_of - timedelta(days=YEAR_DAYS)
    settled = max(min(min(one) for one in days.values()) + timedelta(days=FIRST_DAYS), year)
    taken_on = tuple(sorted(vendor for vendor, on in days.items() if min(on) > settled))
    silent = as_of - timedelta(days=SILENT_DAYS)
    # a list bought once was never meant to go on
    given_up = tuple(sorted(vendor for vendor, on in days.items() if len(on) > 1 and year < max(on) <= silent))
    return taken_on, given_up


_KINDS: Final = {
    PatternKind.ACTIVITY_HEAVY: "activity, not progress",
    PatternKind.PROGRESS_DRIVEN: "progress",
    PatternKind.CANNOT_TELL: "neither can be told",
}
_MEASURES: Final = {Measure.CONVERSION: "the share of real leads", Measure.COST: "the cost of a real lead"}


def pattern_words(found: Pattern) -> str:
    """The pattern in one sentence, with what it stands on."""
    results = [
        *(f"{_MEASURES[one]} got better" for one in found.better),
        *(f"{_MEASURES[one]} got worse" for one in found.worse),
    ] or ["neither the share of real leads nor what one costs is surely better or worse"]
    records = (
        "how many records were bought before cannot be compared, deliveries began within that half year"
        if found.p_more is None
        else f"records: {found.records_now:,} against {found.records_before:,} in the half year before"
    )
    taken_on, given_up = (", ".join(vendors) or "none" for vendors in (found.taken_on, found.given_up))
    return (
        f"What the last year looks like: **{_KINDS[found.kind]}** ({records}; {', '.join(results)}; vendors taken on "
        f"in a year: {taken_on}, given up: {given_up})."
    )
