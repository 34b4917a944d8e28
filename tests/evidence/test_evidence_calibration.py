"""What an audit says of rates and likelihoods, and what a check is worth."""

import json
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadaudit.evidence.calibration import (
    Checked,
    audited_hazard,
    audited_likelihood,
    current_status_hazard,
    dated_hazard,
    held_against,
    sample_size,
    stale_share,
)
from leadaudit.evidence.verification_worth import Action, Prices, upcharge_gain, worth_of_check

ANSWERS: Final[dict[str, Any]] = {
    case["id"]: case for case in json.loads((Path(__file__).parent / "worked_answers.json").read_text("utf-8"))
}


def answer(name: str) -> tuple[Any, Any, float]:
    case = ANSWERS[name]
    return case["inputs"], case["expected"], case["tolerance"]


def groups_of(inputs: Any) -> list[Checked]:
    each = zip(inputs["age_years"], inputs["checked"], inputs["changed"], strict=True)
    return [Checked(years=years, checked=checked, changed=changed) for years, checked, changed in each]


def test_known_days_of_leaving_move_a_published_rate() -> None:
    inputs, expected, tolerance = answer("B23")
    rate = dated_hazard(
        inputs["lambda0"],
        prior_years=inputs["prior_person_years"],
        events=inputs["events"],
        person_years=inputs["person_years"],
    )
    assert (rate.value, rate.low, rate.high) == pytest.approx(
        (expected["mean"], expected["low"], expected["high"]), abs=tolerance
    )


def test_audits_of_several_ages_give_a_rate() -> None:
    inputs, expected, tolerance = answer("B25")
    rate = current_status_hazard(groups_of(inputs))
    assert rate is not None
    assert (rate.value, rate.low, rate.high) == pytest.approx(
        (expected["hazard"], expected["low"], expected["high"]), abs=tolerance
    )


@pytest.mark.parametrize("changed", [0, 10])
def test_where_nobody_or_everybody_changed_audits_alone_give_no_rate(changed: int) -> None:
    assert current_status_hazard([Checked(years=1, checked=10, changed=changed)]) is None


def test_a_published_rate_moves_towards_what_the_audit_found() -> None:
    groups = groups_of(answer("B25")[0])
    rate = audited_hazard(0.1, groups, prior_years=50)
    alone = current_status_hazard(groups)
    assert alone is not None
    assert 0.1 < rate.low < rate.value < alone.value
    assert audited_hazard(0.1, groups, prior_years=1e6).value == pytest.approx(0.1, abs=1e-3)


def test_many_short_checks_say_what_known_days_say() -> None:
    # 6,000 records of 1/100 year are 60 person-years; a change in so short a time is as good as dated.
    short = audited_hazard(0.1777300463, [Checked(years=0.01, checked=6000, changed=14)], prior_years=50)
    dated = dated_hazard(0.1777300463, prior_years=50, events=14, person_years=60)
    assert (short.value, short.low, short.high) == pytest.approx((dated.value, dated.low, dated.high), abs=2e-4)


def test_an_audit_of_nobody_changes_nothing() -> None:
    assert audited_hazard(0.2, [], prior_years=50).value == pytest.approx(0.2, abs=1e-4)


def test_a_likelihood_is_never_nought_or_one() -> None:
    assert audited_likelihood(0, 9) == pytest.approx(0.05)
    assert audited_likelihood(9, 9) == pytest.approx(0.95)


def test_a_sample_says_how_many_of_the_list_are_stale() -> None:
    inputs, expected, tolerance = answer("B29")
    found = stale_share(inputs["stale"], inputs["checked"], records=inputs["list"])
    assert (found.rate.value, found.rate.low, found.rate.high) == pytest.approx(
        (expected["rate"], expected["low"], expected["high"]), abs=tolerance
    )
    assert (found.stale_low, found.stale_high) == pytest.approx(
        (expected["stale_low"], expected["stale_high"]), abs=tolerance
    )


def test_a_list_checked_whole_leaves_nothing_open() -> None:
    found = stale_share(0, 20, records=20)
    assert (found.rate.low, found.stale_low, found.stale_high) == (0.0, 0, 0)


def test_probabilities_are_held_against_what_was_found() -> None:
    held = held_against([0.9, 0.8, 0.5, 0.2], [True, True, False, False])
    assert (held.checked, held.observed) == (4, 2)
    assert held.expected == pytest.approx(2.4)
    assert held.ratio == pytest.approx(2 / 2.4)
    assert held.brier == pytest.approx((0.01 + 0.04 + 0.25 + 0.04) / 4)
    # By hand: (.1 * -.8 + .2 * -.6 + -.5 * 0 + -.2 * .6) over the root of .64*.09 + .36*.16 + 0 + .36*.16.
    assert held.z == pytest.approx(-0.32 / 0.1728**0.5)


def test_nothing_checked_holds_nothing() -> None:
    held = held_against([], [])
    assert (held.checked, held.ratio, held.brier, held.z) == (0, None, None, None)


def test_a_sample_is_as_large_as_its_precision_asks_and_never_larger_than_the_list() -> None:
    # 1.96² * .2 * .8 / .05² = 245.9 of an endless list; of 4,000 the correction leaves 232.
    assert sample_size(precision=0.05, expected=0.2, records=4000) == 232
    assert sample_size(precision=0.2, expected=0.2, records=4000) == 60
    assert sample_size(precision=0.05, expected=0.2, records=40) == 40
    assert sample_size(precision=0.01, expected=0.5, records=10**6) == 9513


def test_a_check_pays_by_the_touches_it_saves() -> None:
    inputs, expected, tolerance = answer("B26")
    prices = Prices(value=inputs["value_if_current"], touch=inputs["cost_touch"], check=inputs["verify_cost"])
    worth = worth_of_check(inputs["p_current"], prices)
    assert (worth.work, worth.verify, worth.breakeven_check) == pytest.approx(
        (expected["ev_work"], expected["ev_verify"], expected["breakeven_upcharge"]), abs=tolerance
    )
    assert worth.action is Action(expected["action"])
    assert worth.gain == pytest.approx(expected["ev_verify"] - expected["ev_work"])


@pytest.mark.parametrize(
    ("p_employer", "check", "action"),
    [(0.9, 1.5, Action.WORK), (0.2, 1.5, Action.VERIFY), (0.2, 7.0, Action.LEAVE), (0.62, 3.42, Action.WORK)],
)
def test_what_brings_most_is_done(p_employer: float, check: float, action: Action) -> None:
    assert worth_of_check(p_employer, Prices(value=40, touch=9, check=check)).action is action


def test_who_would_not_be_worked_is_checked_for_the_people_it_finds() -> None:
    worth = worth_of_check(0.2, Prices(value=40, touch=9, check=1.5))
    assert worth.breakeven_check == pytest.approx(0.2 * 31)
    assert worth.gain == pytest.approx(0.2 * 31 - 1.5)


def test_a_verified_list_is_worth_the_people_it_adds() -> None:
    assert upcharge_gain(p_verified=0.95, p_unverified=0.8, value=40, upcharge=5) == pytest.approx(1.0)
    assert upcharge_gain(p_verified=0.82, p_unverified=0.8, value=40, upcharge=5) == pytest.approx(-4.2)


@given(st.floats(0, 1), st.floats(0, 100), st.floats(0, 100), st.floats(0, 50))
def test_the_break_even_price_is_where_the_gain_is_nought(p: float, value: float, touch: float, check: float) -> None:
    worth = worth_of_check(p, Prices(value=value, touch=touch, check=check))
    assert worth.gain == pytest.approx(worth.breakeven_check - check, abs=1e-9)
    assert (worth.action is Action.VERIFY) == (worth.gain > 0)
