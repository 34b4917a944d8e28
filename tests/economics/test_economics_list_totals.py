"""How many of a list are still true."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadaudit.economics import list_totals
from leadaudit.economics.list_totals import list_total


def by_hand(chances: list[float]) -> list[float]:
    distribution = [0.0] * (len(chances) + 1)
    for found in itertools.product([True, False], repeat=len(chances)):
        probability = 1.0
        for chance, is_true in zip(chances, found, strict=True):
            probability *= chance if is_true else 1 - chance
        distribution[sum(found)] += probability
    return distribution


@given(st.lists(st.floats(0.01, 0.99), min_size=1, max_size=7))
def test_the_interval_of_a_list_is_that_of_every_outcome_counted(chances: list[float]) -> None:
    total = list_total(chances, [1] * len(chances), level=0.9)
    below = list(itertools.accumulate(by_hand(chances)))
    assert total.low == next(number for number, share in enumerate(below) if share >= 0.05 - 1e-9)
    assert total.high == next(number for number, share in enumerate(below) if share >= 0.95 - 1e-9)
    assert total.expected == pytest.approx(sum(chances))


def test_equal_chances_are_a_binomial() -> None:
    # Binomial(500, .8372): mean 418.6, standard deviation 8.255; its 2.5 and 97.5 % points are 402 and 434.
    total = list_total([0.8372], [500], level=0.95)
    assert (total.records, total.low, total.high) == (500, 402, 434)
    assert total.deviation == pytest.approx(8.2549, abs=1e-3)


def test_a_long_list_is_summed_by_moments_to_the_record(monkeypatch: pytest.MonkeyPatch) -> None:
    chances, counts = [0.3, 0.83, 0.92, 0.99], [40, 700, 900, 160]
    exact = list_total(chances, counts, level=0.95)
    monkeypatch.setattr(list_totals, "EXACT_UP_TO", 0)
    moments = list_total(chances, counts, level=0.95)
    assert abs(moments.low - exact.low) <= 1
    assert abs(moments.high - exact.high) <= 1


@pytest.mark.parametrize(("chances", "counts"), [([], []), ([1.0], [7]), ([0.0], [7])])
def test_a_list_without_doubt_has_no_width(chances: list[float], counts: list[int]) -> None:
    total = list_total(chances, counts, level=0.95)
    assert total.low == total.high == round(total.expected)


def test_an_interval_needs_a_level() -> None:
    with pytest.raises(ValueError, match=r"level 1 is not between 0 and 1"):
        list_total([0.5], [1], level=1)
