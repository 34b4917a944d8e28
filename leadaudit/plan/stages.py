"""The stages of the flow from records to wins, now and in the own year before, and what holds revenue back among them.

Public names: ``STEPS``, ``FlowReport`` and ``flow_report`` (used by planner, funnel and maturity).

Source: docs/method.md, "Primary constraint".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from leadaudit.economics.bounds import Bounds
from leadaudit.economics.followed import FollowedPeople, NextStep
from leadaudit.economics.rates import RatePosterior
from leadaudit.economics.waiting import restricted_mean, restricted_mean_difference
from leadaudit.plan.constraint import Constraint, ConstraintVerdict, StageSeen, find_constraint
from leadaudit.plan.divergence import Divergence, StageVolume, divergences
from leadaudit.policy.outcomes import Planner

# Steps a person takes in order; an opportunity is a lead, and a win was an opportunity.
STEPS: Final = (NextStep.LEAD, NextStep.OPPORTUNITY, NextStep.WON)
STAGE_NAMES: Final[Mapping[NextStep, str]] = {
    NextStep.LEAD: "record to real lead",
    NextStep.OPPORTUNITY: "real lead to opportunity",
    NextStep.WON: "opportunity to win",
}
SHOW_RATE: Final = "meeting set to held"

# A person passes a stage when the next step comes within so many days; "now" are the latest people who had that long.
PASS_DAYS: Final = 90
NOW_DAYS: Final = 90
PAST_DAYS: Final = 365
# With fewer in the own year a published rate says more than the own one.
FEWEST_IN_PAST: Final = 20
# A lead is answered in time within a day.
ANSWER_DAYS: Final = 1

Days = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowReport:
    """What the stages say.

    Args:
        stages: Every stage with a benchmark, in order.
        verdict: The three questions and the constraint.
        divergences: Where more came in and no more came out.
        answered_in_time: Share of leads somebody had touched within a day; None: no leads to answer lately.
        without_benchmark: Stages without own history and without a published rate.
        records_now: People delivered in the days that are now.
        records_before: In as many days before.
    """

    stages: tuple[StageSeen, ...]
    verdict: ConstraintVerdict
    divergences: tuple[Divergence, ...]
    answered_in_time: float | None
    without_benchmark: tuple[str, ...]
    records_now: int
    records_before: int

    @property
    def posteriors(self) -> Mapping[str, RatePosterior]:
        """The rate of each stage now."""
        return {one.stage: RatePosterior(events=one.passed, trials=one.entered) for one in self.stages}


def flow_report(
    followed: FollowedPeople, policy: Planner, *, vendor: str | None = None, capacities: Sequence[Constraint] = ()
) -> FlowReport | None:
    """Where the flow is held back, of everybody or one vendor; None while no outcome is known.

    Args:
        followed: economics.followed.read_followed of an assessment.
        policy: Limits.
        vendor: One vendor's people.
        capacities: Budget, hours or volumes that bind.
    """
    people = followed.of_vendor(vendor)
    if followed.known_through is None or not people.people.num_rows:
        return None
    now_from, now_until = _now(followed)
    entries = _entries(people)
    seen, missing = [], []
    for name, entered, reached, published in _stages(entries, people, policy):
        stage = _seen(name, entered, reached, (now_from, now_until), published)
        if stage is None:
            missing.append(name)
        else:
            seen.append(stage)
    answered = _answered_in_time(people, entries[NextStep.LEAD], followed.through)
    return FlowReport(
        stages=tuple(seen),
        verdict=find_constraint(seen, policy, capacities=capacities, answered_in_time=answered),
        divergences=divergences(_volumes(entries, people.days("delivered_on"), now_from), sure=policy.decline_p),
        answered_in_time=answered,
        without_benchmark=tuple(missing),
        records_now=_between(people.days("delivered_on"), now_from, now_until),
        records_before=_between(people.days("delivered_on"), now_from - NOW_DAYS, now_from),
    )


def _now(followed: FollowedPeople) -> tuple[float, float]:
    """Whoever entered after the first and up to the second day is the latest to have had the time to pass."""
    last = followed.through - PASS_DAYS
    return last - NOW_DAYS, last


def _entries(people: FollowedPeople) -> dict[NextStep, Days]:
    """The day of each step; a later step says that the earlier ones were taken by then."""
    delivered = people.days("delivered_on")
    days: dict[NextStep, Days] = {}
    following = np.full(delivered.size, np.nan)
    for step in reversed(STEPS):
        following = np.fmin(people.first(step), following)
        days[step] = following
    # Whoever had asked before the delivery entered no stage by it.
    new = ~(days[NextStep.LEAD] <= delivered)
    return {step: np.where(new, found, np.nan) for step, found in days.items()}


def _stages(
    entries: Mapping[NextStep, Days], people: FollowedPeople, policy: Planner
) -> list[tuple[str, Days, Days, float | None]]:
    published = policy.fallback_benchmarks
    delivered, meeting = people.days("delivered_on"), people.days("meeting_set_on")
    return [
        (STAGE_NAMES[NextStep.LEAD], delivered, entries[NextStep.LEAD], None),
        (
            STAGE_NAMES[NextStep.OPPORTUNITY], entries[NextStep.LEAD], entries[NextStep.OPPORTUNITY],
            published.lead_to_opportunity,
        ),
        (
            STAGE_NAMES[NextStep.WON], entries[NextStep.OPPORTUNITY], entries[NextStep.WON],
            published.opportunity_to_win,
        ),
        (
            SHOW_RATE, np.where(meeting > delivered, meeting, np.nan), people.days("meeting_held_on"),
            published.show_rate,
        ),
    ]  # fmt: skip


def _seen(
    name: str, entered: Days, reached: Days, now: tuple[float, float], published: float | None
) -> StageSeen | None:
    past = (now[0] - PAST_DAYS, now[0])
    waits_now, passed_now = _waits(entered, reached, *now)
    waits_past, passed_past = _waits(entered, reached, *past)
    before = (float(passed_past.sum()), float(passed_past.size))
    own = before[0] / before[1] if before[1] >= FEWEST_IN_PAST and 0 < before[0] < before[1] else None
    benchmark = own if own is not None else published
    if benchmark is None:
        return None
    return StageSeen(
        stage=name,
        passed=float(passed_now.sum()),
        entered=float(passed_now.size),
        benchmark=benchmark,
        is_own_benchmark=own is not None,
        before=before if own is not None else None,
        dwell_change=_longer((waits_now, passed_now), (waits_past, passed_past)) if own is not None else None,
    )


def _waits(entered: Days, reached: Days, after: float, until: float) -> tuple[Days, npt.NDArray[np.bool_]]:
    """Days spent before the next step, cut off where the stage ends, and whether it came."""
    inside = (entered > after) & (entered <= until)
    wait = reached[inside] - entered[inside]
    came = wait <= PASS_DAYS
    return np.where(came, np.maximum(wait, 0.0), PASS_DAYS), came


def _longer(now: tuple[Days, npt.NDArray[np.bool_]], past: tuple[Days, npt.NDArray[np.bool_]]) -> Bounds | None:
    if not now[0].size or not past[0].size:
        return None
    means = [restricted_mean(waits, came, within_days=PASS_DAYS) for waits, came in (now, past)]
    return restricted_mean_difference(means[0], means[1], level=0.9)[1]


def _volumes(entries: Mapping[NextStep, Days], delivered: Days, now_from: float) -> list[StageVolume]:
    """How many of the people of two stretches reached each step within the days a stage has, one after the other."""
    # Young people have not had the days of a third step; two steps are over for all of them.
    flow = [("records", delivered), *((step.value, entries[step]) for step in STEPS[:2])]
    volumes, reached = [], np.ones(delivered.size, bool)
    previous = delivered
    for name, days in flow:
        reached = reached & (days - previous <= PASS_DAYS) if name != "records" else reached
        previous = days
        volumes.append(
            StageVolume(
                stage=name,
                before=_between(delivered[reached], now_from - 2 * NOW_DAYS, now_from - NOW_DAYS),
                now=_between(delivered[reached], now_from - NOW_DAYS, now_from),
            )
        )
    return volumes


def _between(days: Days, after: float, until: float) -> int:
    return int(((days > after) & (days <= until)).sum())


def _answered_in_time(people: FollowedPeople, leads: Days, through: float) -> float | None:
    """Share of the leads of the last half year that were touched within a day.

    Whoever was in touch before asking tells nothing of how fast we answer: only the first touch is known.  Where no
    touch of anybody is loaded, nobody knows how fast we are.
    """
    touched = people.days("touched_on")
    if np.isnan(touched).all():
        return None
    recent = (leads > through - PAST_DAYS / 2) & (leads <= through - ANSWER_DAYS) & ~(touched < leads)
    if not recent.any():
        return None
    return float((touched[recent] - leads[recent] <= ANSWER_DAYS).mean())
