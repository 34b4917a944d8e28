"""Plans and constraints in sentences.

Source: docs/method.md, "Planner", "Allocation" and "Primary constraint".
"""

from collections.abc import Mapping
from typing import Final

from leadaudit.economics.bounds import Bounds
from leadaudit.format import UNDEFINED, count, day, interval, money, percent, plural, share
from leadaudit.money import minor_digits
from leadaudit.plan.allocate import Allocation, Scarce
from leadaudit.plan.chain import whole
from leadaudit.plan.constraint import Constraint, ConstraintKind, ConstraintVerdict, StageFound, StageSeen
from leadaudit.plan.divergence import Divergence
from leadaudit.plan.planner import Planned
from leadaudit.plan.stages import FlowReport
from leadaudit.plan.target import PlanTarget

# Money a shadow price is told for: nobody thinks of one more cent.
STEP_MAJOR: Final = 1_000

_SCARCE: Final[Mapping[ConstraintKind, str]] = {
    ConstraintKind.BUDGET: "the budget",
    ConstraintKind.HOURS: "sales hours",
}
_STEP_WORDS: Final = {"records": "records", "lead": "real leads", "opportunity": "opportunities", "won": "wins"}


def plan_answer(found: Planned, target: PlanTarget) -> tuple[str, ...]:
    """What the target needs, whether it can be reached, and whether buying is the answer."""
    currency, revenue = target.currency, f"{target.revenue:,.0f} {target.currency}"
    if found.needed is None:
        return (f"What {revenue} need is **not known yet**.", *found.missing)
    needed = found.needed
    spend = "" if needed.middle.spend is None else f", {money(needed.middle.spend, currency)}"
    sentences = [
        f"{revenue} need **{plural(whole(needed.middle.records), 'record')}**{spend} "
        f"({percent(needed.records.level)}: {range_words(needed.records)} records); "
        f"{plural(whole(needed.records_assured), 'record')} are enough in {round(needed.assurance * 100)} of 100 cases."
    ]
    if found.is_beyond_reach and found.leads is not None:
        sentences.append(
            f"That is beyond what these vendors can bring: at their limits {count(round(found.reachable or 0))} real "
            f"leads of {count(whole(found.leads))} needed. Raise the limits, add a vendor, or improve a stage."
        )
    elif found.allocation is None and found.facts.offers:
        sentences.append("The least every vendor keeps is beyond the budget or the hours alone. Give more of either.")
    if found.warning is not None:
        sentences.append(warning_words(found.warning, found, currency))
    if found.share_in_time is not None and target.until is not None:
        sentences.append(
            f"Of the wins of records bought today {percent(found.share_in_time)} close by {day(target.until)}; the "
            "rest comes later."
            if found.share_in_time > 0
            else f"{day(target.until)} is over: nothing bought now closes by then."
        )
    return tuple(sentences)


def warning_words(one: Constraint, found: Planned, currency: str) -> str:
    """Why more records are not the answer, and what the same money may cost elsewhere."""
    gain = "" if one.gain is None else f" {percent(one.gain)} more revenue"
    spend = None if found.needed is None else found.needed.middle.spend
    beside = (
        f" Bringing it back is worth{gain}, so up to {money(spend * one.gain / (1 + one.gain), currency)} spent there "
        "pays as well as records for the same revenue."
        if spend is not None and one.gain
        else ""
    )
    return f"This plan buys more in front of an open constraint: **{one.name}** loses what comes.{beside}"


def constraint_answer(report: FlowReport | None) -> tuple[str, ...]:
    """Which one stage holds revenue back, or that it cannot be told and what to measure."""
    if report is None:
        return ("What holds revenue back is **not known yet**: nothing loaded shows what came of people.",)
    verdict = report.verdict
    return (primary_words(verdict), *three_words(verdict), *map(divergence_words, report.divergences))


def primary_words(verdict: ConstraintVerdict) -> str:
    """The verdict in one sentence."""
    one = verdict.primary
    if one is None:
        stage = verdict.measure_next
        rest = f"The stage to measure next is {stage}: there more data would teach most." if stage else (
            "No stage has been entered often enough."
        )  # fmt: skip
        return f"**No single constraint can be told.** {rest}"
    gain = "" if one.gain is None else f"; lifting it is worth {percent(one.gain)} more revenue"
    match one.kind:
        case ConstraintKind.RESPONSE:
            return "**Answers come too late**: fewer than half of the leads are touched within a day; cheap to fix."
        case ConstraintKind.STAGE:
            return f"**{one.name[0].upper()}{one.name[1:]}** holds revenue back{gain}."
        case ConstraintKind.VOLUME:
            return f"**What {one.name} can deliver** holds revenue back{gain}."
        case _:
            named = _SCARCE[one.kind]
            return f"**{named[0].upper()}{named[1:]}** hold revenue back{gain}."


def three_words(verdict: ConstraintVerdict) -> tuple[str, str, str]:
    """Largest drop, decline, hesitation: each by itself."""
    drop = verdict.largest_drop
    return (
        f"Largest drop: {drop}; stages differ by nature, so this alone says little."
        if drop is not None
        else "Largest drop: no stage was entered lately.",
        f"Below its own year before: {', '.join(verdict.declining) or 'no stage, as far as can be told'}.",
        f"People stay longer in: {', '.join(verdict.hesitating) or 'no stage, as far as can be told'}.",
    )


def divergence_words(one: Divergence) -> str:
    """Which stage is not the problem."""
    grew, lost = _STEP_WORDS.get(one.grew, one.grew), _STEP_WORDS.get(one.lost_before, one.lost_before)
    return f"More {grew} came in and a smaller share became {lost}: the number of {grew} is not the problem."


def stage_words(seen: StageSeen, found: StageFound) -> tuple[str, str, str, str]:
    """A stage's rate, what it is held against, how surely it is below, and what it would gain."""
    against = percent(seen.benchmark) + ("" if seen.is_own_benchmark else ", published, not your data")
    below = f"{min(max(round(found.p_below * 100), 1), 99)} in 100 that it is below"
    return (
        share(round(seen.passed), round(seen.entered)) if seen.entered else "nobody lately",
        against,
        below,
        percent(found.gain) if found.is_eligible else UNDEFINED,
    )


def shadow_words(found: Allocation, target: PlanTarget, last_lead: float | None) -> tuple[str, ...]:
    """What is scarce, in words."""
    currency = target.currency
    if last_lead is not None:
        hours = [] if found.shadow_hours <= 0 else [f"An extra sales hour saves {money(found.shadow_hours, currency)}."]
        return (f"The last real lead of this plan costs {money(last_lead, currency)}.", *hours)
    minor = found.shadow_budget * STEP_MAJOR * 10 ** minor_digits(currency)
    budget = f"An extra {STEP_MAJOR:,} {currency} brings {_leads(minor)}."
    if target.sales_hours is None:
        return (budget,)
    hour = f"An extra sales hour brings {_leads(found.shadow_hours)}."
    scarce = {
        (True, False): "Money is scarce, hours are not.",
        (False, True): "Hours are scarce: more money brings nothing, people to call would.",
        (True, True): "Money and hours are both scarce.",
        (False, False): "Neither money nor hours are scarce: the vendors' limits are.",
    }[Scarce.BUDGET in found.binding, Scarce.HOURS in found.binding]
    return (budget, hour, scarce)


def met_words(p_met: float | None) -> str:
    """How likely an allocation is to bring the leads that are needed."""
    if p_met is None:
        return ""
    chance = "below 1" if p_met < 0.01 else "above 99" if p_met > 0.99 else str(round(p_met * 100))
    return f"The chance that this brings the real leads needed is {chance} in 100."


def _leads(number: float) -> str:
    return "no further real lead" if number <= 1e-9 else f"{number:.2g} more real leads"


def range_words(bounds: Bounds) -> str:
    """Two ends, rounded up."""
    return interval(count(whole(bounds.low)), count(whole(bounds.high)))
