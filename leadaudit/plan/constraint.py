"""The one stage or capacity that holds revenue back, or that it cannot be told yet.

Source: docs/method.md, "Primary constraint".
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from leadaudit.economics.bounds import Bounds
from leadaudit.economics.compare import Priced, p_cheaper
from leadaudit.economics.distributions import beta_cdf
from leadaudit.economics.rates import RatePosterior
from leadaudit.policy.outcomes import Planner


@dataclass(frozen=True, slots=True, kw_only=True)
class StageSeen:
    """One stage and what it is held against.

    Args:
        stage: Its name.
        passed: Records that passed it.
        entered: Records that entered it.
        benchmark: The rate it is held against.
        is_own_benchmark: From the own last twelve months; else published, and not your data.
        before: Passed and entered in the own last twelve months; None: no such history.
        dwell_change: Interval of the change of the time spent in it, days; None: not measured.
        is_capacity_bound: Whether budget, hours or caps keep it where it is.
    """

    stage: str
    passed: float
    entered: float
    benchmark: float
    is_own_benchmark: bool = True
    before: tuple[float, float] | None = None
    dwell_change: Bounds | None = None
    is_capacity_bound: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFound:
    """What is found of one stage.

    Args:
        stage: Its name.
        raw_rate: Passed over entered; None of none.
        shrunk_rate: Drawn toward its benchmark.
        p_below: P(its rate is below the benchmark).
        gain: Relative gain of revenue if it reached the benchmark; never below 0.
        unguarded_gain: Mean gain of an unshrunken posterior: large where data are few, so it names no constraint, and
            tells where measuring would teach most.
        is_eligible: Surely enough below the benchmark.
        p_declining: P(its rate is below its own past); None without history.
        is_declining: That this is sure enough.
        is_hesitating: That people surely stay longer in it.
        is_own_benchmark: As given.
        is_capacity_bound: As given.
    """

    stage: str
    raw_rate: float | None
    shrunk_rate: float
    p_below: float
    gain: float
    unguarded_gain: float
    is_eligible: bool
    p_declining: float | None
    is_declining: bool
    is_hesitating: bool
    is_own_benchmark: bool
    is_capacity_bound: bool


class ConstraintKind(StrEnum):
    """What holds revenue back."""

    RESPONSE = "response"
    """Answers come too late; first, because it is cheap to fix."""
    STAGE = "stage"
    BUDGET = "budget"
    HOURS = "hours"
    VOLUME = "volume"


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """One thing that holds revenue back.

    Args:
        kind: What it is.
        name: The stage, the vendor, or nothing.
        gain: Relative gain of revenue from lifting it; None: not told in money.
    """

    kind: ConstraintKind
    name: str
    gain: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstraintVerdict:
    """The three questions answered apart, then one verdict.

    Args:
        stages: Every stage given.
        largest_drop: Lowest raw rate; descriptive, stages differ by nature; None without data.
        declining: Stages below their own past.
        hesitating: Stages in which people stay longer.
        constraints: All that was found, the first being primary.
        measure_next: The stage that would teach most, where no stage is eligible; None otherwise.
    """

    stages: tuple[StageFound, ...]
    largest_drop: str | None
    declining: tuple[str, ...]
    hesitating: tuple[str, ...]
    constraints: tuple[Constraint, ...]
    measure_next: str | None

    @property
    def primary(self) -> Constraint | None:
        """The one; None: not distinguishable."""
        return self.constraints[0] if self.constraints else None


def find_constraint(
    stages: Sequence[StageSeen],
    policy: Planner,
    *,
    capacities: Sequence[Constraint] = (),
    answered_in_time: float | None = None,
) -> ConstraintVerdict:
    """What holds revenue back.

    Args:
        stages: Stages in order.
        policy: Limits.
        capacities: Budget, hours or volumes that bind, with what a tenth more of them would bring.
        answered_in_time: Share of high-priority records answered in time; None: not measured.
    """
    found = tuple(stage_found(stage, policy) for stage in stages)
    eligible = [
        Constraint(kind=ConstraintKind.STAGE, name=stage.stage, gain=stage.gain)
        for stage in found
        if stage.is_eligible and not stage.is_capacity_bound
    ]
    competing = sorted([*eligible, *capacities], key=lambda one: -(one.gain or 0.0))
    late = answered_in_time is not None and answered_in_time < policy.min_sla_met
    response = [Constraint(kind=ConstraintKind.RESPONSE, name="", gain=None)] if late else []
    known = [stage for stage in found if stage.raw_rate is not None]
    return ConstraintVerdict(
        stages=found,
        largest_drop=min(known, key=lambda stage: stage.raw_rate or 0.0).stage if known else None,
        declining=tuple(stage.stage for stage in found if stage.is_declining),
        hesitating=tuple(stage.stage for stage in found if stage.is_hesitating),
        constraints=(*response, *competing),
        measure_next=None if eligible or not found else max(found, key=lambda stage: stage.unguarded_gain).stage,
    )


def stage_found(seen: StageSeen, policy: Planner) -> StageFound:
    """One stage held against its benchmark.

    Raises:
        ValueError: The benchmark is no rate, or more passed than entered.
    """
    if not 0 < seen.benchmark < 1:
        raise ValueError(f"{seen.stage}: a benchmark of {seen.benchmark:g} is not between 0 and 1")
    strength = policy.prior_strength
    prior = (strength * seen.benchmark, strength * (1 - seen.benchmark))
    rate = RatePosterior(events=seen.passed, trials=seen.entered, prior=prior)
    below = float(beta_cdf(seen.benchmark, rate.a, rate.b))
    declining = _p_declining(seen)
    return StageFound(
        stage=seen.stage,
        raw_rate=seen.passed / seen.entered if seen.entered else None,
        shrunk_rate=rate.mean,
        p_below=below,
        gain=max(0.0, seen.benchmark / rate.mean - 1),
        unguarded_gain=unguarded_gain(RatePosterior(events=seen.passed, trials=seen.entered), seen.benchmark),
        is_eligible=below >= policy.eligible_p,
        p_declining=declining,
        is_declining=declining is not None and declining >= policy.decline_p,
        is_hesitating=seen.dwell_change is not None and seen.dwell_change.low > 0,
        is_own_benchmark=seen.is_own_benchmark,
        is_capacity_bound=seen.is_capacity_bound,
    )


def unguarded_gain(rate: RatePosterior, benchmark: float) -> float:
    """Mean gain of revenue by the benchmark, where the rate is below it; infinite with no passage seen."""
    if rate.a <= 1:
        return math.inf
    # E[1/rate; rate < benchmark] is a Beta with one event less.
    inverse = (rate.a + rate.b - 1) / (rate.a - 1) * float(beta_cdf(benchmark, rate.a - 1, rate.b))
    return benchmark * inverse - float(beta_cdf(benchmark, rate.a, rate.b))


def p_below_past(*, now: tuple[float, float], past: tuple[float, float]) -> float:
    """P(the rate now is below the rate then), events and records of each; Jeffreys posteriors."""
    rates = [RatePosterior(events=events, trials=trials) for events, trials in (past, now)]
    return p_cheaper(Priced(rate=rates[0], cost_per_record=1.0), Priced(rate=rates[1], cost_per_record=1.0))


def _p_declining(seen: StageSeen) -> float | None:
    if seen.before is None or not seen.before[1] or not seen.entered:
        return None
    return p_below_past(now=(seen.passed, seen.entered), past=seen.before)


def adds_to_an_open_constraint(
    verdict: ConstraintVerdict, *, planned_records: float, current_records: float
) -> Constraint | None:
    """The stage constraint that a plan buys more records in front of: what comes more is lost at the same place."""
    if planned_records <= current_records:
        return None
    return next((one for one in verdict.constraints if one.kind is ConstraintKind.STAGE), None)
