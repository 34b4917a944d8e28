"""Which stage holds revenue back: three questions, then one verdict."""

from dataclasses import replace

import pytest

from leadaudit.economics.bounds import Bounds
from leadaudit.plan.constraint import (
    Constraint,
    ConstraintKind,
    StageSeen,
    adds_to_an_open_constraint,
    find_constraint,
    p_below_past,
    stage_found,
)
from leadaudit.policy import default_policy

RULES = default_policy().planner
STAGES = [
    StageSeen(stage="lead_to_meeting", passed=40, entered=90, benchmark=0.55),
    StageSeen(stage="show", passed=29, entered=40, benchmark=0.72),
    StageSeen(stage="meeting_to_opp", passed=9, entered=29, benchmark=0.45),
    StageSeen(stage="opp_to_win", passed=2, entered=9, benchmark=0.22),
]


@pytest.mark.parametrize(
    ("seen", "raw", "shrunk", "below", "gain", "unguarded"),
    [
        pytest.param(STAGES[0], 0.44444444, 0.46363636, 0.96525668, 0.18627451, 0.25390084, id="G07-meeting"),
        pytest.param(STAGES[1], 0.725, 0.72333333, 0.46001395, 0.0, 0.04501996, id="G07-show"),
        pytest.param(STAGES[2], 0.31034483, 0.36734694, 0.88345523, 0.225, 0.54025022, id="G07-opportunity"),
        pytest.param(STAGES[3], 0.22222222, 0.22068966, 0.52990261, 0.0, 0.49030141, id="G07-win"),
    ],
)
def test_a_stage_is_drawn_toward_its_benchmark(
    seen: StageSeen, raw: float, shrunk: float, below: float, gain: float, unguarded: float
) -> None:
    found = stage_found(seen, RULES)
    assert (found.raw_rate, found.shrunk_rate, found.p_below) == pytest.approx((raw, shrunk, below), abs=1e-6)
    assert (found.gain, found.unguarded_gain) == pytest.approx((gain, unguarded), abs=1e-6)


def test_g07_few_data_name_no_constraint() -> None:
    verdict = find_constraint(STAGES, RULES)
    assert verdict.primary is not None
    assert (verdict.primary.kind, verdict.primary.name) == (ConstraintKind.STAGE, "meeting_to_opp")
    assert verdict.primary.gain == pytest.approx(0.225, abs=1e-6)
    assert verdict.largest_drop == "opp_to_win"
    by_unguarded = sorted(verdict.stages, key=lambda stage: -stage.unguarded_gain)
    assert by_unguarded[1].stage == "opp_to_win"
    assert [one.name for one in verdict.constraints] == ["meeting_to_opp", "lead_to_meeting"]
    assert verdict.measure_next is None


def test_no_eligible_stage_says_what_to_measure_next() -> None:
    verdict = find_constraint([STAGES[1], STAGES[3]], RULES)
    assert (verdict.primary, verdict.measure_next) == (None, "opp_to_win")
    unseen = replace(STAGES[1], passed=0, entered=0)
    assert find_constraint([unseen, STAGES[3]], RULES).measure_next == "show"
    assert find_constraint([unseen], RULES).largest_drop is None


def test_a_stage_is_eligible_from_eighty_in_a_hundred_on() -> None:
    seen = StageSeen(stage="show", passed=8, entered=20, benchmark=0.5)
    below = stage_found(seen, RULES).p_below
    assert stage_found(seen, RULES.model_copy(update={"eligible_p": below})).is_eligible
    assert not stage_found(seen, RULES.model_copy(update={"eligible_p": below + 1e-9})).is_eligible


def test_a_stage_that_capacity_holds_back_is_no_constraint_of_its_own() -> None:
    bound = [replace(stage, is_capacity_bound=stage.stage == "meeting_to_opp") for stage in STAGES]
    primary = find_constraint(bound, RULES).primary
    assert primary is not None
    assert primary.name == "lead_to_meeting"


def test_capacities_compete_with_stages_and_late_answers_come_first() -> None:
    hours = Constraint(kind=ConstraintKind.HOURS, name="", gain=0.2)
    found = find_constraint(STAGES, RULES, capacities=[hours], answered_in_time=0.49)
    assert [one.kind for one in found.constraints] == [
        ConstraintKind.RESPONSE,
        ConstraintKind.STAGE,
        ConstraintKind.HOURS,
        ConstraintKind.STAGE,
    ]
    in_time = find_constraint(STAGES, RULES, capacities=[hours], answered_in_time=0.5)
    assert in_time.constraints[0].kind is ConstraintKind.STAGE


def test_a_decline_is_told_against_the_own_past() -> None:
    falling = replace(STAGES[1], passed=10, entered=40, before=(300.0, 400.0))
    steady = replace(STAGES[1], before=(288.0, 400.0))
    verdict = find_constraint([falling, replace(steady, stage="steady")], RULES)
    assert verdict.declining == ("show",)
    assert stage_found(STAGES[1], RULES).p_declining is None
    assert p_below_past(now=(5, 300), past=(5, 300)) == pytest.approx(0.5, abs=1e-6)
    assert p_below_past(now=(2, 200), past=(40, 1000)) == pytest.approx(0.98, abs=0.02)


def test_hesitation_is_a_longer_stay_beyond_doubt() -> None:
    longer = replace(STAGES[1], dwell_change=Bounds(low=0.5, high=9, level=0.9))
    doubtful = replace(STAGES[0], dwell_change=Bounds(low=-0.5, high=9, level=0.9))
    assert find_constraint([longer, doubtful], RULES).hesitating == ("show",)


def test_a_benchmark_is_a_rate() -> None:
    with pytest.raises(ValueError, match="show: a benchmark of 1 is not between 0 and 1"):
        stage_found(replace(STAGES[1], benchmark=1), RULES)


def test_more_records_before_an_open_constraint_are_warned_of() -> None:
    verdict = find_constraint(STAGES, RULES, answered_in_time=0.3)
    warned = adds_to_an_open_constraint(verdict, planned_records=1001, current_records=1000)
    assert warned is not None
    assert warned.name == "meeting_to_opp"
    assert adds_to_an_open_constraint(verdict, planned_records=1000, current_records=1000) is None
    quiet = find_constraint([STAGES[1]], RULES)
    assert adds_to_an_open_constraint(quiet, planned_records=2000, current_records=1000) is None
