"""Every verdict on a signal and its near miss."""

from dataclasses import replace

import pytest

from leadaudit.policy import default_policy
from leadaudit.signals.backtest import signal_lift
from leadaudit.signals.verdict import (
    HeldOut,
    SignalVerdict,
    Trained,
    after_reviews,
    has_support,
    held_out,
    signal_verdict,
    still_needed,
    trained,
)
from tests.signals.signals_house import counts

RULES = default_policy().signals
GOOD = Trained(
    exposed=30, exposed_events=5, total_events=10, q=0.10, shrunk_ratio=2.0, high=9.0, expected_exposed_events=1.0
)
PROVED = HeldOut(p_above_1=0.90, ratio=1.5)
HALF = HeldOut(p_above_1=0.80, ratio=1.25)


def test_everything_just_met_is_high() -> None:
    assert signal_verdict(GOOD, PROVED, RULES) is SignalVerdict.HIGH


@pytest.mark.parametrize(
    ("seen", "later"),
    [
        (replace(GOOD, shrunk_ratio=1.999), PROVED),
        (GOOD, replace(PROVED, p_above_1=0.899)),
        (GOOD, replace(PROVED, ratio=1.499)),
        (GOOD, HALF),
    ],
)
def test_one_thing_short_of_high_is_medium(seen: Trained, later: HeldOut) -> None:
    assert signal_verdict(seen, later, RULES) is SignalVerdict.MED


@pytest.mark.parametrize(
    ("seen", "later"),
    [
        (GOOD, replace(HALF, p_above_1=0.799)),
        (GOOD, replace(HALF, ratio=1.249)),
        (replace(GOOD, q=0.101), PROVED),
        (GOOD, None),
    ],
)
def test_one_thing_short_of_medium_is_low(seen: Trained, later: HeldOut | None) -> None:
    assert signal_verdict(seen, later, RULES) is SignalVerdict.LOW


@pytest.mark.parametrize(
    "seen",
    [replace(GOOD, exposed=29), replace(GOOD, exposed_events=4.9), replace(GOOD, total_events=9)],
)
def test_without_support_nothing_is_proven(seen: Trained) -> None:
    assert not has_support(seen, RULES.support)
    assert signal_verdict(seen, PROVED, RULES) is SignalVerdict.UNPROVEN


def test_no_useful_lift_is_shown_and_not_assumed() -> None:
    useless = replace(GOOD, q=0.9, shrunk_ratio=0.9, high=1.499, expected_exposed_events=5)
    assert signal_verdict(useless, None, RULES) is SignalVerdict.VANITY
    assert signal_verdict(replace(useless, exposed_events=2), None, RULES) is SignalVerdict.VANITY
    assert signal_verdict(replace(useless, high=1.5), None, RULES) is SignalVerdict.UNPROVEN
    assert signal_verdict(replace(useless, expected_exposed_events=4.9), None, RULES) is SignalVerdict.UNPROVEN


def test_a_signal_that_proved_itself_is_no_vanity_for_a_small_lift() -> None:
    small = replace(GOOD, shrunk_ratio=1.3, high=1.45, expected_exposed_events=50)
    assert signal_verdict(small, HALF, RULES) is SignalVerdict.MED


def test_a_tier_is_lost_after_two_failed_reviews() -> None:
    assert after_reviews(SignalVerdict.HIGH, 1, RULES) is SignalVerdict.HIGH
    assert after_reviews(SignalVerdict.HIGH, 2, RULES) is SignalVerdict.MED
    assert after_reviews(SignalVerdict.MED, 2, RULES) is SignalVerdict.LOW
    assert after_reviews(SignalVerdict.LOW, 9, RULES) is SignalVerdict.LOW
    assert after_reviews(SignalVerdict.VANITY, 2, RULES) is SignalVerdict.VANITY


def test_what_is_still_needed_is_told_in_records() -> None:
    seen = replace(GOOD, exposed=10, exposed_events=2, total_events=12)
    needed = still_needed(seen, records=500, support=RULES.support)
    # 20 more exposed at 10 of 500 take 1,000 records; 3 more events at 2 of 500 take 750.
    assert (needed.exposed, needed.exposed_events, needed.total_events, needed.records) == (20, 3, 0, 1000)
    never = still_needed(replace(seen, exposed_events=0), records=500, support=RULES.support)
    assert (never.exposed_events, never.records) == (5, None)
    enough = still_needed(GOOD, records=500, support=RULES.support)
    assert enough.is_nothing
    assert enough.records == 0


def test_one_kind_of_a_back_test_is_read_out() -> None:
    lift = signal_lift(counts((9, 120, 14, 880), (0, 0, 23, 1000)), prior_sd_log_rr=0.5)
    seen = trained(lift, 0)
    assert (seen.exposed, seen.exposed_events, seen.total_events) == (120, 9, 23)
    assert seen.q == pytest.approx(2 * 0.00072867, abs=1e-6)
    assert held_out(lift, 0).ratio == pytest.approx(4.71428571)
    assert held_out(lift, 1).ratio == 0
