"""Five questions a house answers about itself, from data where there are any.

Source: docs/method.md, "Maturity".
"""

from collections.abc import Mapping
from dataclasses import dataclass

from leadaudit.economics.rates import RatePosterior
from leadaudit.plan.constraint import ConstraintKind, ConstraintVerdict
from leadaudit.plan.directions import Answer, answer

# Below half the pipeline stands on what was bought lately (our assumption).
LASTING_SHARE = 0.5
EXACT_WITHIN = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfAuditFacts:
    """What the five answers need; None: no data.

    Args:
        pipeline: Open pipeline.
        pipeline_from_old_records: Of it, from records older than 90 days.
        stages: Posterior of each stage's rate.
        constraint: What holds revenue back.
        p_cost_fell: P(the cost of a real lead fell against the time before).
        records_change: Change of the records bought, relative.
        has_target: Whether a revenue target is set in the planner.
        is_target_linked: Whether purchase orders point to it.
    """

    pipeline: float | None
    pipeline_from_old_records: float | None
    stages: Mapping[str, RatePosterior] | None
    constraint: ConstraintVerdict | None
    p_cost_fell: float | None
    records_change: float | None
    has_target: bool
    is_target_linked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfAudit:
    """The five answers.

    Args:
        would_collapse: Would revenue collapse if new campaigns stopped?
        lasting_share: Share of the pipeline from records older than 90 days.
        knows_conversion: Is conversion known at each stage?
        unknown_stages: Stages where it is not.
        knows_bottleneck: Is there a constraint that can be named?
        is_efficient: Does the cost of a real lead fall, or does only volume grow?
        records_change: Change of the records bought, relative, to stand beside it.
        starts_with_revenue: Does planning start with revenue?
    """

    would_collapse: Answer
    lasting_share: float | None
    knows_conversion: Answer
    unknown_stages: tuple[str, ...]
    knows_bottleneck: Answer
    is_efficient: Answer
    records_change: float | None
    starts_with_revenue: Answer


def self_audit(facts: SelfAuditFacts, *, level: float, sure: float) -> SelfAudit:
    """The five questions answered.

    Args:
        facts: What is known.
        level: Of the intervals of the stages.
        sure: From which probability a direction is told.
    """
    share = _lasting_share(facts)
    unknown = tuple(
        stage
        for stage, rate in (facts.stages or {}).items()
        if rate.trials == 0 or rate.high_to_low(level) > EXACT_WITHIN
    )
    return SelfAudit(
        would_collapse=Answer.CANNOT_TELL if share is None else _yes(said=share < LASTING_SHARE),
        lasting_share=share,
        knows_conversion=_yes(said=not unknown) if facts.stages else Answer.CANNOT_TELL,
        unknown_stages=unknown,
        knows_bottleneck=_bottleneck(facts.constraint),
        is_efficient=answer(facts.p_cost_fell, sure=sure),
        records_change=facts.records_change,
        starts_with_revenue=_yes(said=facts.has_target and facts.is_target_linked),
    )


def _lasting_share(facts: SelfAuditFacts) -> float | None:
    if not facts.pipeline or facts.pipeline_from_old_records is None:
        return None
    return facts.pipeline_from_old_records / facts.pipeline


def _bottleneck(verdict: ConstraintVerdict | None) -> Answer:
    if verdict is None:
        return Answer.CANNOT_TELL
    return _yes(said=any(one.kind is ConstraintKind.STAGE for one in verdict.constraints))


def _yes(*, said: bool) -> Answer:
    return Answer.YES if said else Answer.NO
