"""What a workspace knows of itself: progress, maturity and the five questions."""

from dataclasses import dataclass
from datetime import date
from typing import Final, get_args

from leadaudit import sql
from leadaudit.economics.credit import CreditRule
from leadaudit.economics.followed import NextStep
from leadaudit.economics.outcome_entry import Basis, Per
from leadaudit.plan.maturity import MaturityFacts, MaturityStage, Share, maturity_stage
from leadaudit.plan.pattern import Pattern, pattern_of
from leadaudit.plan.progress import Measure, Progress, progress_of
from leadaudit.plan.self_audit import SelfAudit, SelfAuditFacts, self_audit
from leadaudit.plan.target import PlanTarget
from leadaudit.policy import Policy
from leadaudit.policy.model import LifecycleStage
from leadaudit.signals.back_test import BackTest, back_test
from leadaudit.signals.people import By
from leadaudit.signals.verdict import SignalVerdict
from leadaudit.signals.words import FEWEST_EVENTS
from leadaudit.vocabulary import FollowUpList, Tier
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.file_store import Store
from leadaudit.workspace.followed import open_signals
from leadaudit.workspace.followup import routed_until
from leadaudit.workspace.outcome_costs import OutcomeCosts
from leadaudit.workspace.plans import PlanDesk, open_desk, stored_target

# Whoever is given out on one of these lists is to be answered.
_CIRCULAR: Final = ("evidence", "deliveries", "accounts", "account_names")
_TO_SALES: Final = frozenset({FollowUpList.CALL_NOW.value})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SelfView:
    """Everything the page on maturity shows.

    Args:
        facts: What is known.
        stage: The stage of every dimension.
        audit: The five questions.
        progress: What records bring, now and before; None while no outcome is known.
        pattern: Whether it buys more or gets more; None likewise.
        test: The back-test it stands on.
    """

    facts: MaturityFacts
    stage: MaturityStage
    audit: SelfAudit
    progress: Progress | None
    pattern: Pattern | None
    test: BackTest


def open_self_view(store: Store, found: StoredAssessment) -> SelfView:
    """What a workspace knows of itself on a day."""
    desk = open_desk(store, found)
    test = back_test(open_signals(store, found), outcome=NextStep.PROGRESS, by=By.KIND, policy=found.policy)
    progress = open_progress(desk)
    facts = maturity_facts(store, desk, test)
    return SelfView(
        facts=facts,
        stage=maturity_stage(facts),
        audit=self_audit(
            _audit_facts(desk, progress, stored_target(store)),
            level=found.policy.cost.level,
            sure=found.policy.planner.decline_p,
        ),
        progress=progress,
        pattern=None if progress is None else _pattern(desk, progress),
        test=test,
    )


def _pattern(desk: PlanDesk, progress: Progress) -> Pattern:
    lines = desk.costs.cells.lines.select(["vendor", "delivered_on"]).to_pylist()
    deliveries = [(str(row["vendor"]), row["delivered_on"]) for row in lines]
    return pattern_of(progress, deliveries, as_of=desk.found.as_of, sure=desk.policy.planner.decline_p)


def open_progress(desk: PlanDesk) -> Progress | None:
    """What records bring, now and before."""
    policy = desk.policy
    delivered: dict[date, int] = {}
    for row in desk.costs.cells.lines.to_pylist():
        month = row["delivered_on"].replace(day=1)
        delivered[month] = delivered.get(month, 0) + row["lines"]
    return progress_of(
        desk.followed,
        cost_of_months=_cost_of_months(desk.costs, policy),
        delivered_of_months=delivered,
        sure=policy.planner.decline_p,
        level=policy.cost.level,
    )


def _cost_of_months(costs: OutcomeCosts, policy: Policy) -> dict[date, tuple[float, float]]:
    """Price and people of every delivery month, of vendors whose price is known."""
    months: dict[date, tuple[float, float]] = {}
    basis = Basis(rule=CreditRule(policy.conversion.credit_rule))
    for one in costs.by(Per.MONTH, basis).values():
        cost = one.cost.known_minor
        if one.month is None or not one.people or cost <= 0:
            continue
        before = months.get(one.month, (0.0, 0.0))
        months[one.month] = (before[0] + cost, before[1] + one.people)
    return months


def maturity_facts(store: Store, desk: PlanDesk, test: BackTest) -> MaturityFacts:
    """The facts behind every gate."""
    policy, total = desk.policy, desk.total
    kinds = [kind for kind in policy.kinds.values() if kind.is_signal]
    weighty = [kind for kind in kinds if kind.prior in {Tier.HIGH, Tier.MED}]
    high = policy.classes.validated_high_kinds
    held = [one.kind for one in test.signals if one.verdict is SignalVerdict.HIGH]
    stages = [stage for stage in get_args(LifecycleStage) if stage != "any"]
    is_tested = test.split is not None and test.trained_people > 0 and test.events >= FEWEST_EVENTS
    through = desk.followed.known_through
    routed = _routed(store, desk.found)
    flow = desk.flow
    return MaturityFacts(
        signal_types_defined=sum(bool(kind.meaning and kind.next_step) for kind in kinds),
        stages_with_outcome=Share(
            count=sum(any({stage, "any"} & set(kind.meaning) and kind.outcome for kind in kinds) for stage in stages),
            of=len(stages),
        ),
        types_naming_outcome=Share(count=sum(kind.outcome is not None for kind in weighty), of=len(weighty)),
        days_since_back_test=(desk.found.as_of - through).days if is_tested and through is not None else None,
        high_types_proved=Share(count=sum(kind in held for kind in high), of=len(high)),
        is_vanity_told=True if is_tested else None,
        high_routed=routed.owned,
        high_in_time=None if flow is None else flow.answered_in_time,
        high_explained=routed.explained,
        exported_dated=routed.explained,
        exported_full=routed.full,
        records_linked=None if total is None or not total.people else Share(count=total.linked, of=total.people),
        lifts_compared=routed.held_out,
        has_velocity=None if flow is None else any(one.dwell_change is not None for one in flow.stages),
        has_progression=None if flow is None else sum(one.entered > 0 for one in flow.stages) >= len(stages) - 1,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Routed:
    owned: Share | None
    explained: Share | None
    full: Share | None
    held_out: int


def _routed(store: Store, found: StoredAssessment) -> _Routed:
    """What was given out: to whom, with which kinds, and whether anybody was held out to compare with."""
    with store.engine.connect() as connection:
        rows = routed_until(connection, store.files, found.as_of).to_pylist()
    given = [row for row in rows if row["list"] in _TO_SALES]
    if not given:
        return _Routed(owned=None, explained=None, full=None, held_out=0)
    explained = [row for row in given if row["kinds"]]
    full = [row for row in explained if row["tier"] and row["category"]]
    return _Routed(
        owned=Share(count=sum(row["owner"] is not None for row in given), of=len(given)),
        explained=Share(count=len(explained), of=len(given)),
        full=Share(count=len(full), of=len(given)),
        held_out=len({row["list"] for row in rows} & {"held_out", "held_back"}),
    )


def _audit_facts(desk: PlanDesk, progress: Progress | None, target: PlanTarget | None) -> SelfAuditFacts:
    pipeline = _pipeline(desk)
    cost = None if progress is None else progress.of(Measure.COST)
    flow = desk.flow
    known = set(desk.found.programs)
    return SelfAuditFacts(
        pipeline=None if pipeline is None else pipeline[0],
        pipeline_from_old_records=None if pipeline is None else pipeline[1],
        stages=None if flow is None else flow.posteriors,
        constraint=None if flow is None else flow.verdict,
        p_cost_fell=None if cost is None else cost.p_better,
        records_change=None
        if progress is None or not progress.records_before or not progress.has_whole_before
        else progress.records_now / progress.records_before - 1,
        has_target=target is not None,
        is_target_linked=target is not None and bool(target.programs) and set(target.programs) <= known,
    )


def _pipeline(desk: PlanDesk) -> tuple[float, float] | None:
    """Open pipeline in the main currency, and the part of it that is of people delivered long ago."""
    paths, day = desk.found.paths, desk.found.as_of
    rows = sql.run("plan_pipeline", {name: paths[name] for name in ("outcomes", "links")}, {"as_of": day}).to_pylist()
    main = [row for row in rows if row["currency"] == desk.followed.currency] or rows
    return (main[0]["open_minor"], main[0]["old_minor"]) if main else None


def circular_shares(found: StoredAssessment) -> dict[str, Share]:
    """For each vendor the share of all that is known of companies' interest that came with its own records."""
    paths = found.paths
    rows = sql.run("signals_circular", {name: paths[name] for name in _CIRCULAR}).to_pylist()
    return {row["vendor"]: Share(count=row["pieces"], of=row["all_pieces"]) for row in rows}
