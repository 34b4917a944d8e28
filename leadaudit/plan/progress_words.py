"""Activity beside progress in words: a count of what was done never stands for what came of it.

Source: docs/method.md, "Progress".
"""

from collections.abc import Mapping
from typing import Final

from leadaudit.format import UNDEFINED, count, interval, money, percent, plural
from leadaudit.plan.directions import Answer, RankCorrelation
from leadaudit.plan.progress import OUTCOME_DAYS, Direction, Measure, Progress

MEASURES: Final[Mapping[Measure, str]] = {
    Measure.CONVERSION: f"Real leads within {OUTCOME_DAYS} days",
    Measure.COST: "Cost of a real lead",
    Measure.CYCLE: "Days until they asked",
    Measure.CLOSE_RATE: "Opportunities won within 90 days",
    Measure.REVENUE: "Revenue of a record",
    Measure.CUSTOMER: "Worth of a customer won",
    Measure.SALES_CYCLE: "Days from opportunity to win",
}


def direction_row(one: Direction, currency: str) -> tuple[str, str, str, str]:
    """Measure, before, now, and whether that is better with how likely it is."""
    return (
        MEASURES[one.measure],
        _value(one, one.before, one.of_before, currency),
        _value(one, one.now, one.of_now, currency),
        better_words(one),
    )


def better_words(one: Direction) -> str:
    """``yes, 94 in 100``; "cannot tell" with the chance as far as there is one."""
    if one.p_better is None:
        return "cannot tell"
    chance = min(max(round(one.p_better * 100), 1), 99)
    match one.answer:
        case Answer.YES:
            return f"yes, with {chance} in 100"
        case Answer.NO:
            return f"no: worse with {100 - chance} in 100"
        case Answer.CANNOT_TELL:
            return f"cannot tell ({chance} in 100 that it is)"


def _value(one: Direction, value: float | None, of: int, currency: str) -> str:
    if value is None:
        return UNDEFINED
    match one.measure:
        case Measure.CONVERSION | Measure.CLOSE_RATE:
            return f"{percent(value)} of {count(of)}"
        case Measure.CYCLE:
            return f"{value:.0f} days, {count(of)} leads"
        case Measure.SALES_CYCLE:
            return f"{value:.0f} days, {plural(of, 'win')}"
        case Measure.CUSTOMER:
            return f"{money(value, currency)}, {plural(of, 'win')}"
        case Measure.COST | Measure.REVENUE:
            return f"{money(value, currency)}, {count(of)} records"


def progress_answer(found: Progress) -> str:
    """Which measures got better or worse, in one sentence."""
    better = [MEASURES[one.measure].lower() for one in found.directions if one.answer is Answer.YES]
    worse = [MEASURES[one.measure].lower() for one in found.directions if one.answer is Answer.NO]
    if not better and not worse:
        return "Whether we get better **cannot be told yet** on any measure."
    parts = [
        *([f"**better**: {', '.join(better)}"] if better else []),
        *([f"**worse**: {', '.join(worse)}"] if worse else []),
    ]
    unsure = len(found.directions) - len(better) - len(worse)
    return f"Against the half year before, {'; '.join(parts)}" + (f"; {unsure} cannot be told." if unsure else ".")


def correlation_words(found: Progress) -> str:
    """How delivered records and later revenue go together, at every lag; empty where no lag can be told."""
    told = [one for one in found.counts_and_revenue if one.rho is not None]
    if not told:
        return (
            f"Whether more records a month go with more revenue later cannot be told from {found.months} months; it "
            "takes four pairs of months in which both change."
        )
    linked = [one for one in told if one.bounds is not None and (one.bounds.low > 0 or one.bounds.high < 0)]
    said = (
        "Records delivered in a month and revenue later go together only after "
        + ", ".join(f"{one.lag} months ({_rho(one)})" for one in linked)
        if linked
        else "Records delivered in a month say nothing that can be told from chance about revenue, at no lag up to "
        f"{told[-1].lag} months ({'; '.join(f'{one.lag}: {_rho(one)}' for one in told)})"
    )
    return f"{said}; every lag was looked at, none is picked."


def _rho(one: RankCorrelation) -> str:
    bounds = "" if one.bounds is None else f", {interval(f'{one.bounds.low:+.2f}', f'{one.bounds.high:+.2f}')}"
    return f"{one.rho:+.2f}{bounds}"
