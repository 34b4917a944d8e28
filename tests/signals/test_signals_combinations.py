"""Two behaviours together: which are tried without a look at outcomes, and what they say."""

from datetime import timedelta

import numpy as np
import pytest

from leadaudit.economics.followed import NextStep
from leadaudit.policy import default_policy
from leadaudit.signals.back_test import BackTest, back_test, proposed_high
from leadaudit.signals.combinations import combinations_to_try
from leadaudit.signals.people import By
from leadaudit.signals.verdict import SignalVerdict
from leadaudit.signals.words import signal_words
from tests.signals.followed_house import THROUGH, FollowedHouse

RULES = default_policy()
DAY = timedelta(days=1)
KINDS = ("demo_video", "page_view", "pricing_page", "product_page")


def shown(*sizes: int, people: int = 1000) -> np.ndarray:
    """Each kind shown by the first so many people."""
    return np.arange(people)[:, None] < np.array(sizes)[None, :]


def tried(exposed: np.ndarray, again: np.ndarray, most: int = 10) -> list[tuple[str, str]]:
    policy = RULES.model_copy(update={"signals": RULES.signals.model_copy(update={"combinations": most})})
    return [(KINDS[one], KINDS[other]) for one, other in combinations_to_try(exposed, again, KINDS, policy)]


def test_those_most_people_showed_are_tried_first_and_no_more_than_the_policy_says() -> None:
    dice = np.random.default_rng(3)
    exposed = dice.random((2000, 4)) < np.array([0.3, 0.9, 0.5, 0.4])
    again = exposed & (dice.random((2000, 4)) < np.array([0.2, 0.5, 0.9, 0.2]))
    found = tried(exposed, again)
    assert found[:2] == [("pricing_page", "pricing_page"), ("pricing_page", "product_page")]
    # what is activity is combined with nothing
    assert not [pair for pair in found if "page_view" in pair]
    assert tried(exposed, again, most=2) == found[:2]
    assert tried(exposed, again, most=0) == []


def test_too_few_people_or_the_same_people_are_no_combination() -> None:
    nobody = shown(0, 0, 0, 0)
    exposed = shown(30, 0, 30, 0)
    exposed[:, 2] = np.roll(exposed[:, 2], 2)  # 28 of both
    assert tried(exposed, nobody) == []
    exposed[28:60, :] = [True, False, False, False]
    exposed[60:90, 2] = True
    exposed[:31, [0, 2]] = True
    assert tried(exposed, nobody) == [("demo_video", "pricing_page")]
    assert tried(shown(40, 0, 200, 0), nobody) == []  # all who saw the video looked at prices


@pytest.fixture(scope="module")
def together() -> BackTest:
    """Neither a video nor a price says anything, both together bring half of the people to an opportunity."""
    dice = np.random.default_rng(5)
    house = FollowedHouse()
    for at in range(2400):
        on, name = THROUGH - timedelta(days=600 - at // 4), f"p{at}"
        house.person(name, on)
        video, price = dice.random(2) < 0.3
        if video:
            house.did(name, "demo_video", on + 2 * DAY)
        if price:
            house.did(name, "pricing_page", on + 3 * DAY)
        if dice.random() < 0.3:
            house.did(name, "product_page", on + 4 * DAY)
            house.did(name, "product_page", on + 9 * DAY)
        if dice.random() < (0.5 if video and price else 0.03):
            house.came(name, "opportunity", on + 40 * DAY)
    return back_test(house.signals(), outcome=NextStep.OPPORTUNITY, by=By.KIND, policy=RULES)


def test_a_combination_that_says_more_than_its_parts_is_high_and_counts_as_a_test(together: BackTest) -> None:
    names = [one.name for one in together.signals]
    assert set(names) == {
        "demo_video", "pricing_page", "product_page", "demo_video + pricing_page", "demo_video + product_page",
        "pricing_page + product_page",
    }  # fmt: skip
    best = together.signals[0]
    assert (best.name, best.verdict) == ("demo_video + pricing_page", SignalVerdict.HIGH)
    assert best.ratio > 10
    assert signal_words(best, RULES) == "watched a demo and looked at prices"


def test_a_combination_is_never_proposed_as_a_kind(together: BackTest) -> None:
    alone = {one.kind for one in together.signals if one.also is None and one.stands is SignalVerdict.HIGH}
    assert set(proposed_high(together, RULES)) == alone


def test_twice_is_told_from_once_by_days_and_not_by_hits() -> None:
    house = FollowedHouse()
    for at in range(400):
        on, name = THROUGH - timedelta(days=500 - at), f"p{at}"
        house.person(name, on)
        house.did(name, "pricing_page", on + 3 * DAY)
        # on the same day, and after the landmark: neither is a second day
        house.did(name, "pricing_page", on + (3 * DAY if at % 2 else 20 * DAY))
        if at % 2 == 0 and at % 3 == 0:
            house.did(name, "pricing_page", on + 14 * DAY)
        if at % 4 == 0:
            house.came(name, "opportunity", on + 40 * DAY)
    test = back_test(house.signals(), outcome=NextStep.OPPORTUNITY, by=By.KIND, policy=RULES)
    twice = next(one for one in test.signals if one.also == "pricing_page")
    assert signal_words(twice, RULES) == "looked at prices, on two days"
    old_enough = [at for at in range(400) if 500 - at >= 104]
    assert twice.exposed == sum(at % 6 == 0 for at in old_enough)
    assert next(one for one in test.signals if one.also is None).exposed == len(old_enough)
