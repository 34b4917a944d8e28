"""Verdicts about budget: each rule and its near miss."""

from dataclasses import replace

import numpy as np
import pytest

from leadaudit.economics.compare import MoveValue
from leadaudit.economics.cost import Shown
from leadaudit.economics.decisions import (
    BudgetVerdict,
    Comparison,
    Hindrance,
    Worked,
    decide,
    follow_up_is_alike,
    records_to_decide,
)
from leadaudit.policy import default_policy

RULES = default_policy().decisions
CLEAR = Comparison(
    p_by_record=0.90,
    p_by_money=0.90,
    p_alike=0.1,
    value=MoveValue(gain=10.0, regret=1.0),
    shown=(Shown.RANK, Shown.RANK),
    worked=(Worked(worked=60, usable=100), Worked(worked=75, usable=100)),
)


def test_everything_just_met_moves_half_the_budget() -> None:
    found = decide(CLEAR, RULES)
    assert (found.verdict, found.hindrances, found.max_step_share) == (BudgetVerdict.MOVE, (), 0.5)


@pytest.mark.parametrize(
    ("changed", "hindrance"),
    [
        (replace(CLEAR, p_by_record=0.899), Hindrance.MODELS_DISAGREE),
        (replace(CLEAR, p_by_money=0.899), Hindrance.MODELS_DISAGREE),
        (replace(CLEAR, p_by_record=0.899, p_by_money=0.899), Hindrance.PROBABILITY),
        (replace(CLEAR, value=MoveValue(gain=10.0, regret=1.001)), Hindrance.REGRET),
        (replace(CLEAR, shown=(Shown.RANK, Shown.DIRECTIONAL_ONLY)), Hindrance.ONLY_DIRECTIONAL),
        (replace(CLEAR, shown=(Shown.DIRECTIONAL_ONLY, Shown.RANK)), Hindrance.ONLY_DIRECTIONAL),
    ],
)
def test_one_thing_short_of_a_move_is_a_lean(changed: Comparison, hindrance: Hindrance) -> None:
    found = decide(changed, RULES)
    assert (found.verdict, found.hindrances, found.max_step_share) == (BudgetVerdict.LEAN, (hindrance,), 0)


@pytest.mark.parametrize(
    ("p", "p_alike", "verdict"),
    [
        (0.75, 0.9, BudgetVerdict.LEAN),
        (0.749, 0.80, BudgetVerdict.NO_PRACTICAL_DIFFERENCE),
        (0.749, 0.799, BudgetVerdict.NOT_ENOUGH_DATA),
    ],
)
def test_below_a_lean_it_is_alike_or_not_known(p: float, p_alike: float, verdict: BudgetVerdict) -> None:
    assert decide(replace(CLEAR, p_by_record=p, p_alike=p_alike), RULES).verdict is verdict


@pytest.mark.parametrize(
    "worked",
    [
        (Worked(worked=599, usable=1000), Worked(worked=600, usable=1000)),
        (Worked(worked=600, usable=1000), Worked(worked=751, usable=1000)),
        (Worked(worked=61, usable=233), Worked(worked=180, usable=210)),
        (Worked(worked=0, usable=0), Worked(worked=70, usable=100)),
    ],
)
def test_follow_up_that_differs_compares_nothing(worked: tuple[Worked, Worked]) -> None:
    found = decide(replace(CLEAR, worked=worked), RULES)
    assert found.verdict is BudgetVerdict.NOT_COMPARABLE
    assert found.hindrances[0] is Hindrance.FOLLOW_UP_DIFFERS
    assert decide(replace(CLEAR, p_by_record=0.8, worked=worked), RULES).verdict is BudgetVerdict.NOT_COMPARABLE


def test_too_few_data_are_not_blamed_on_follow_up() -> None:
    unlike = (Worked(worked=61, usable=233), Worked(worked=180, usable=210))
    found = decide(replace(CLEAR, p_by_record=0.6, p_alike=0.2, worked=unlike), RULES)
    assert found.verdict is BudgetVerdict.NOT_ENOUGH_DATA
    assert not follow_up_is_alike(*unlike, RULES)


@pytest.mark.parametrize("shown", [Shown.NOT_KNOWN_YET, Shown.TOO_FEW_RECORDS])
def test_a_vendor_without_a_figure_moves_nothing(shown: Shown) -> None:
    found = decide(replace(CLEAR, shown=(Shown.RANK, shown)), RULES)
    assert (found.verdict, found.hindrances) == (BudgetVerdict.NOT_ENOUGH_DATA, (Hindrance.NO_FIGURE_YET,))


def test_records_that_decide_are_about_what_simulation_needs() -> None:
    needed = records_to_decide(rate=0.02, cost_per_record=50, other_rate=0.01, other_cost_per_record=50, policy=RULES)
    assert needed is not None
    random = np.random.Generator(np.random.PCG64(11))
    x, y = (random.binomial(needed, rate, 1500) for rate in (0.02, 0.01))
    one = random.beta(x[:, None] + 0.5, needed - x[:, None] + 0.5, (1500, 400))
    other = random.beta(y[:, None] + 0.5, needed - y[:, None] + 0.5, (1500, 400))
    called = ((one > other).mean(axis=1) >= 0.9).mean()
    assert called == pytest.approx(0.8, abs=0.05)


def test_vendors_that_cost_the_same_are_never_told_apart() -> None:
    same = records_to_decide(rate=0.02, cost_per_record=60, other_rate=0.01, other_cost_per_record=30, policy=RULES)
    never = records_to_decide(rate=0.0, cost_per_record=60, other_rate=0.01, other_cost_per_record=30, policy=RULES)
    assert (same, never) == (None, None)
