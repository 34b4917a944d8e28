"""Features end at the landmark, outcomes begin after it."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadaudit.signals.landmark import Followed, SignalEvents, both_shown, landmark_table, signal_counts
from leadaudit.signals.time_split import time_split

NONE = float("nan")


def followed(outcome: list[float], *, delivered: float = 0, ended: list[float] | None = None) -> Followed:
    return Followed(
        delivered=np.full(len(outcome), delivered),
        outcome=np.array(outcome),
        ended=np.array(ended or [NONE] * len(outcome)),
    )


def events(*shown: tuple[int, int, float, float]) -> SignalEvents:
    record, kind, occurred, observed = zip(*shown, strict=True)
    return SignalEvents(
        record=np.array(record), kind=np.array(kind), occurred=np.array(occurred), observed=np.array(observed)
    )


def at_once(record: int, *days: float) -> list[tuple[int, int, float, float]]:
    return [(record, 0, day, day) for day in days]


def test_f05_signals_after_the_landmark_and_outcomes_before_it_do_not_count() -> None:
    table = landmark_table(
        followed([25, NONE, 8, 60, 14, 100]),
        events(*at_once(0, 3, 10, 40), *at_once(1, 5), *at_once(3, 12, 20), *at_once(4, 2), *at_once(5, 16)),
        kinds=1,
        landmark_days=14,
        outcome_days=90,
        as_of=400,
    )
    counts = signal_counts(table)
    assert table.excluded_before == 2
    assert (counts.exposed_events[0], counts.exposed[0]) == (2, 3)
    assert (counts.unexposed_events[0], counts.unexposed[0]) == (1, 1)


def test_a_signal_recorded_late_was_not_known_at_the_landmark() -> None:
    table = landmark_table(
        followed([50, 50]), events((0, 0, 3, 15), (1, 0, 3, 14)), kinds=1, landmark_days=14, outcome_days=90, as_of=400
    )
    assert table.exposed[:, 0].tolist() == [False, True]


def test_the_horizon_includes_its_last_day() -> None:
    table = landmark_table(
        followed([104, 105]), events((0, 0, 1, 1)), kinds=1, landmark_days=14, outcome_days=90, as_of=400
    )
    assert table.outcome.tolist() == [True, False]


def test_records_too_young_or_already_ended_are_left_out() -> None:
    table = landmark_table(
        followed([NONE, 20, NONE], ended=[14, NONE, 15]),
        events((0, 0, 1, 1)),
        kinds=1,
        landmark_days=14,
        outcome_days=90,
        as_of=104,
    )
    assert (table.record.tolist(), table.excluded_ended, table.excluded_young) == ([1, 2], 1, 0)
    young = landmark_table(followed([20]), events((0, 0, 1, 1)), kinds=1, landmark_days=14, outcome_days=90, as_of=103)
    assert (young.record.size, young.excluded_young) == (0, 1)


def test_two_kinds_together_are_a_kind_of_their_own() -> None:
    table = landmark_table(
        followed([20, 30, NONE]),
        events((0, 0, 1, 1), (0, 1, 2, 2), (1, 0, 1, 1), (2, 1, 1, 1)),
        kinds=2,
        landmark_days=14,
        outcome_days=90,
        as_of=400,
    )
    assert both_shown(table, np.array([[0, 1]])).tolist() == [[True], [False], [False]]


EVENTS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 2), st.integers(-5, 40), st.integers(0, 40)), min_size=1, max_size=30
)


@settings(max_examples=50, deadline=None)
@given(EVENTS, st.randoms(use_true_random=False))
def test_what_comes_after_the_landmark_changes_no_feature(
    shown: list[tuple[int, int, int, int]], random: object
) -> None:
    assert hasattr(random, "shuffle")
    given_events = [(record, kind, float(on), float(on + later)) for record, kind, on, later in shown]
    early = [one for one in given_events if max(one[2:]) <= 14]
    late = [one for one in given_events if max(one[2:]) > 14]
    # Everything later is given to somebody else, as another kind.
    records = [one[0] for one in late]
    random.shuffle(records)
    moved = [(record, (kind + 1) % 3, on, seen) for record, (_, kind, on, seen) in zip(records, late, strict=True)]
    people = followed([NONE, 20, 40] * 3 + [90])
    one, other = (
        landmark_table(people, events(*chosen), kinds=3, landmark_days=14, outcome_days=90, as_of=400)
        for chosen in (early + late, early + moved)
    )
    assert np.array_equal(one.exposed, other.exposed)
    assert np.array_equal(one.outcome, other.outcome)


def test_training_outcomes_were_known_before_the_holdout_began() -> None:
    split = time_split(date(2026, 12, 31), landmark_days=14, outcome_days=90)
    assert split.holdout_until == date(2026, 9, 18)
    assert split.holdout_after == date(2026, 6, 20)
    assert split.training_until == date(2026, 3, 8)
    assert (split.holdout_until - split.holdout_after).days == 90
    assert (split.holdout_after - split.training_until).days == 104


def test_many_people_and_kinds_are_counted_as_one_by_one() -> None:
    random = np.random.Generator(np.random.PCG64(3))
    outcome = np.where(random.random(500) < 0.2, random.integers(1, 120, 500).astype(float), NONE)
    people = Followed(delivered=np.zeros(500), outcome=outcome, ended=np.full(500, NONE))
    record, kind = random.integers(0, 500, 3000), random.integers(0, 5, 3000)
    on = random.integers(0, 30, 3000).astype(float)
    table = landmark_table(
        people,
        SignalEvents(record=record, kind=kind, occurred=on, observed=on),
        kinds=5,
        landmark_days=14,
        outcome_days=90,
        as_of=400,
    )
    counts = signal_counts(table)
    for place in range(5):
        having = set(record[(kind == place) & (on <= 14)].tolist())
        kept = [one for one in range(500) if not outcome[one] <= 14]
        had = [one for one in kept if one in having]
        assert counts.exposed[place] == len(had)
        assert counts.exposed_events[place] == sum(14 < outcome[one] <= 104 for one in had)
        assert counts.exposed[place] + counts.unexposed[place] == pytest.approx(len(kept))
