"""Maturity gates, the self-audit, directions and rank correlation."""

from dataclasses import replace

import pytest

from leadaudit.economics.rates import RatePosterior
from leadaudit.plan.constraint import Constraint, ConstraintKind, ConstraintVerdict
from leadaudit.plan.directions import Answer, answer, p_above, rank_correlations
from leadaudit.plan.maturity import Dimension, DimensionStage, MaturityFacts, Share, maturity_stage, of_stages
from leadaudit.plan.self_audit import SelfAuditFacts, self_audit

FULL = MaturityFacts(
    signal_types_defined=1,
    stages_with_outcome=Share(count=7, of=7),
    types_naming_outcome=Share(count=4, of=5),
    days_since_back_test=180,
    high_types_proved=Share(count=2, of=2),
    is_vanity_told=True,
    high_routed=Share(count=10, of=20),
    high_in_time=0.8,
    high_explained=Share(count=18, of=20),
    exported_dated=Share(count=50, of=100),
    exported_full=Share(count=90, of=100),
    records_linked=Share(count=60, of=100),
    lifts_compared=1,
    has_velocity=True,
    has_progression=True,
)


def stages(facts: MaturityFacts) -> dict[Dimension, int]:
    return {one.dimension: one.stage for one in maturity_stage(facts).dimensions}


def test_h02_the_weakest_dimension_decides() -> None:
    found = of_stages((), dict(zip(Dimension, (3, 2, 2, 1, 2), strict=True)))
    assert (found.overall, found.index) == (1, 2)


def test_every_gate_just_passed_is_the_third_stage() -> None:
    found = maturity_stage(FULL)
    assert (found.overall, found.index) == (3, 3)
    assert all(one.next_gate is None for one in found.dimensions)


@pytest.mark.parametrize(
    ("changed", "dimension", "stage"),
    [
        (replace(FULL, signal_types_defined=0), Dimension.DEFINITIONS, 1),
        (replace(FULL, stages_with_outcome=Share(count=6, of=7)), Dimension.DEFINITIONS, 2),
        (replace(FULL, types_naming_outcome=Share(count=79, of=100)), Dimension.DEFINITIONS, 2),
        (replace(FULL, days_since_back_test=181), Dimension.SIGNAL_QUALITY, 1),
        (replace(FULL, high_types_proved=Share(count=1, of=2)), Dimension.SIGNAL_QUALITY, 2),
        (replace(FULL, is_vanity_told=False), Dimension.SIGNAL_QUALITY, 2),
        (replace(FULL, high_routed=Share(count=9, of=20)), Dimension.ROUTING, 1),
        (replace(FULL, high_in_time=0.79), Dimension.ROUTING, 2),
        (replace(FULL, high_explained=Share(count=17, of=20)), Dimension.ROUTING, 2),
        (replace(FULL, exported_dated=Share(count=49, of=100)), Dimension.CRM_VISIBILITY, 1),
        (replace(FULL, exported_full=Share(count=89, of=100)), Dimension.CRM_VISIBILITY, 2),
        (replace(FULL, records_linked=Share(count=59, of=100)), Dimension.MEASUREMENT, 1),
        (replace(FULL, lifts_compared=0), Dimension.MEASUREMENT, 2),
        (replace(FULL, has_velocity=False), Dimension.MEASUREMENT, 2),
        (replace(FULL, has_progression=False), Dimension.MEASUREMENT, 2),
    ],
)
def test_one_thing_short_is_one_stage_lower(changed: MaturityFacts, dimension: Dimension, stage: int) -> None:
    assert stages(changed) == {one: stage if one is dimension else 3 for one in Dimension}


def test_the_second_gate_needs_the_first() -> None:
    assert DimensionStage(dimension=Dimension.ROUTING, gates=(False, True)).stage == 1
    assert DimensionStage(dimension=Dimension.ROUTING, gates=(True, None)).next_gate == 2


def test_no_data_is_no_gate_and_says_so() -> None:
    found = maturity_stage(MaturityFacts())
    assert found.overall == 1
    assert all(one.gates == (None, None) for one in found.dimensions)
    none_of_none = maturity_stage(replace(FULL, high_routed=Share(count=0, of=0)))
    assert none_of_none.dimensions[2].gates[0] is None


VERDICT = ConstraintVerdict(
    stages=(),
    largest_drop=None,
    declining=(),
    hesitating=(),
    constraints=(Constraint(kind=ConstraintKind.STAGE, name="show", gain=0.1),),
    measure_next=None,
)
AUDITED = SelfAuditFacts(
    pipeline=200.0,
    pipeline_from_old_records=99.0,
    stages={"show": RatePosterior(events=29, trials=40)},
    constraint=VERDICT,
    p_cost_fell=0.95,
    records_change=0.1,
    has_target=True,
    is_target_linked=True,
)


def test_the_five_answers() -> None:
    found = self_audit(AUDITED, level=0.9, sure=0.9)
    assert (found.would_collapse, found.lasting_share) == (Answer.YES, 0.495)
    assert (found.knows_conversion, found.unknown_stages) == (Answer.YES, ())
    assert (found.knows_bottleneck, found.is_efficient, found.starts_with_revenue) == (Answer.YES,) * 3
    assert found.records_change == 0.1


def test_the_five_answers_the_other_way() -> None:
    found = self_audit(
        replace(
            AUDITED,
            pipeline_from_old_records=100.0,
            stages={"show": RatePosterior(events=29, trials=40), "win": RatePosterior(events=2, trials=80)},
            constraint=replace(VERDICT, constraints=(Constraint(kind=ConstraintKind.RESPONSE, name="", gain=None),)),
            p_cost_fell=0.05,
            is_target_linked=False,
        ),
        level=0.9,
        sure=0.9,
    )
    assert (found.would_collapse, found.unknown_stages) == (Answer.NO, ("win",))
    assert (found.knows_conversion, found.knows_bottleneck) == (Answer.NO, Answer.NO)
    assert (found.is_efficient, found.starts_with_revenue) == (Answer.NO, Answer.NO)


def test_without_data_nothing_is_answered() -> None:
    found = self_audit(
        SelfAuditFacts(
            pipeline=0.0,
            pipeline_from_old_records=None,
            stages=None,
            constraint=None,
            p_cost_fell=None,
            records_change=None,
            has_target=False,
            is_target_linked=False,
        ),
        level=0.9,
        sure=0.9,
    )
    unanswered = (found.would_collapse, found.knows_conversion, found.knows_bottleneck, found.is_efficient)
    assert unanswered == (Answer.CANNOT_TELL,) * 4
    assert found.starts_with_revenue is Answer.NO


@pytest.mark.parametrize(
    ("p", "found"), [(0.9, Answer.YES), (0.899, Answer.CANNOT_TELL), (0.1, Answer.NO), (None, Answer.CANNOT_TELL)]
)
def test_a_direction_is_told_when_it_is_sure(p: float | None, found: Answer) -> None:
    assert answer(p, sure=0.9) is found


def test_a_difference_is_above_nothing_as_its_error_says() -> None:
    assert p_above(1.6449, 1.0) == pytest.approx(0.95, abs=1e-4)
    assert (p_above(0, 0), p_above(1, 0), p_above(-1, 0)) == (0.5, 1, 0)


def test_counts_go_with_revenue_at_the_lag_they_do() -> None:
    counts = [3, 1, 4, 1.5, 5, 9, 2, 6, 5.5, 3.5, 8, 7]
    revenue = [0.0, 0.0, *[10 * count for count in counts[:-2]]]
    by_lag = {found.lag: found for found in rank_correlations(counts, revenue, lags=[0, 1, 2], level=0.9)}
    assert by_lag[2].rho == pytest.approx(1)
    assert (by_lag[2].pairs, by_lag[0].pairs) == (10, 12)
    assert by_lag[1].rho is not None
    assert abs(by_lag[1].rho) < 0.6


def test_ranks_and_not_amounts_are_compared() -> None:
    found = rank_correlations([1, 2, 3, 4, 5], [1, 10, 100, 1000, 10], lags=[0], level=0.9)[0]
    # Ranks 1 to 5 against 1, 2.5, 4, 5, 2.5: products of the distances from 3 add up to 5.5, squares to 10 and 9.5.
    assert found.rho is not None
    assert found.rho == pytest.approx(5.5 / (10 * 9.5) ** 0.5)
    assert found.bounds is not None
    assert found.bounds.low < found.rho < found.bounds.high


def test_three_months_or_a_flat_line_correlate_with_nothing() -> None:
    assert rank_correlations([1, 2, 3], [1, 2, 3], lags=[0], level=0.9)[0].rho is None
    assert rank_correlations([1, 2, 3, 4, 5], [7, 7, 7, 7, 7], lags=[0], level=0.9)[0].rho is None
    assert rank_correlations([1, 2], [1, 2], lags=[5], level=0.9)[0].pairs == 0
