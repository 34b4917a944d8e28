"""Which behaviours predict something: nothing of what came later is a feature, chance is not promoted."""

import random
from datetime import timedelta

import pytest

from leadaudit.economics.followed import NextStep
from leadaudit.economics.outcome_cells import Sight
from leadaudit.errors import FileMistakesError
from leadaudit.policy import Policy, default_policy, read_policy
from leadaudit.signals.activity import activity_counts
from leadaudit.signals.back_test import BackTest, back_test, proposed_high
from leadaudit.signals.people import By, SignalData
from leadaudit.signals.verdict import SignalVerdict
from leadaudit.signals.words import signals_answer, verdict_words
from tests.signals.followed_house import THROUGH, FollowedHouse, crowd

RULES = default_policy()
DAY = timedelta(days=1)
ON = THROUGH - 300 * DAY


def shown(house: FollowedHouse) -> list[tuple[int, str]]:
    """Place and kind of everything that counts."""
    return [(row["place"], row["kind"]) for row in house.signals().events.to_pylist()]


def with_high(*kinds: str) -> Policy:
    """The rules, with kinds called high."""
    names = ", ".join(f'"{kind}"' for kind in kinds)
    return read_policy(f'name = "ours"\nversion = "1"\n[classes]\nvalidated_high_kinds = [{names}]', where="ours")


@pytest.fixture(scope="module")
def telling() -> SignalData:
    """A demo video that triples the chance, a page that does nothing, one that nobody sees often."""
    kinds = [("demo_video", 0.2, 4.0), ("page_view", 0.5, 1.0), ("webinar_live", 0.004, 1.0)]
    return crowd(4000, kinds=kinds, base=0.05).signals()


@pytest.fixture(scope="module")
def told(telling: SignalData) -> BackTest:
    """Its back-test."""
    return back_test(telling, outcome=NextStep.PROGRESS, by=By.KIND, policy=RULES)


def verdict_of(test: BackTest, kind: str) -> SignalVerdict:
    """The verdict on a kind."""
    return next(one.verdict for one in test.signals if one.kind == kind)


def test_shuffling_everything_after_the_landmark_changes_no_feature() -> None:
    dice = random.Random(3)  # noqa: S311 - no secret
    kinds = ("demo_video", "pricing_page", "page_view")

    def house(seed: int) -> FollowedHouse:
        later, made = random.Random(seed), FollowedHouse()  # noqa: S311 - no secret
        dice.seed(3)
        for at in range(40):
            name, on = f"p{at}", ON + dice.randrange(60) * DAY
            made.person(name, on)
            for kind in dice.sample(kinds, 2):
                made.did(name, kind, on + dice.randrange(15) * DAY)
            made.did(name, dice.choice(kinds), on + dice.randrange(15) * DAY)
            # all of this is after the landmark, and told otherwise each time
            made.did(name, later.choice(kinds), on + (15 + later.randrange(80)) * DAY)
            made.came(name, later.choice(("opportunity", "meeting_held")), on + (15 + later.randrange(90)) * DAY)
        return made

    first = house(1).signals().events.to_pylist()
    assert any(row["again"] is not None for row in first)
    assert all(house(seed).signals().events.to_pylist() == first for seed in range(2, 8))


def test_a_signal_recorded_after_the_landmark_is_no_feature_however_early_it_happened() -> None:
    house = FollowedHouse()
    house.person("ada", ON)
    house.did("ada", "demo_video", ON + 3 * DAY, seen=ON + 15 * DAY)
    house.did("ada", "pricing_page", ON + 3 * DAY, seen=ON + 14 * DAY)
    assert shown(house) == [(0, "pricing_page")]


def test_what_sales_makes_happen_is_barred() -> None:
    house = FollowedHouse()
    house.person("ada", ON)
    house.did("ada", "meeting_booked", ON + DAY)
    house.did("ada", "page_view", ON + DAY, actor="rep")
    house.did("ada", "email_open", ON + DAY, actor="system")
    house.did("ada", "email_click", ON + DAY)
    assert shown(house) == [(0, "email_click")]


def test_what_a_vendor_reports_counts_for_its_own_people_alone() -> None:
    house = FollowedHouse()
    house.person("ada", ON, vendor="northwell")
    house.person("ada", ON + DAY, vendor="aldergate")
    house.reported("ada", "vendor_bant_yes", ON)
    house.did("ada", "demo_video", ON + 2 * DAY)
    assert shown(house) == [(0, "demo_video"), (0, "vendor_bant_yes"), (1, "demo_video")]


def test_people_the_crm_does_not_hold_are_not_taken_for_people_without_outcome() -> None:
    house = FollowedHouse()
    house.person("ada", ON)
    house.person("ben", ON, linked=False)
    house.person("firm", ON, flags=["account_only"])
    assert house.followed().people["person"].to_pylist() == ["ada"]


def test_what_triples_the_chance_is_high_and_what_does_nothing_is_not(told: BackTest) -> None:
    assert verdict_of(told, "demo_video") is SignalVerdict.HIGH
    assert verdict_of(told, "page_view") is SignalVerdict.VANITY
    assert verdict_of(told, "webinar_live") is SignalVerdict.UNPROVEN


def test_what_trains_was_known_before_what_proves_it_was_delivered(told: BackTest) -> None:
    assert told.split is not None
    assert (told.split.holdout_after - told.split.training_until).days == 104
    assert (THROUGH - told.split.holdout_until).days == 104
    assert 0 < told.held_out_people < told.trained_people < told.people


def test_a_line_without_enough_says_how_much_more(told: BackTest) -> None:
    needed = next(one.needed for one in told.signals if one.kind == "webinar_live")
    assert needed.exposed > 0
    assert needed.exposed_events > 0


def test_the_answer_names_what_holds(told: BackTest) -> None:
    first = signals_answer(told, RULES)[0]
    assert first.startswith("**1 of 3 behaviours predicted a meeting held or an opportunity**")
    assert RULES.kinds["demo_video"].words in first


def test_a_proved_kind_is_proposed_and_a_refuted_one_is_not_kept(telling: SignalData, told: BackTest) -> None:
    assert proposed_high(told, RULES) == ("demo_video",)
    policy = with_high("page_view", "event_attend")
    again = back_test(telling, outcome=NextStep.PROGRESS, by=By.KIND, policy=policy)
    # nobody attended an event, so nothing speaks against it
    assert proposed_high(again, policy) == ("demo_video", "event_attend")


def test_a_high_kind_that_fails_two_reviews_falls_by_one_and_says_so() -> None:
    # too rare to be refuted, and in no review better than those without
    data = crowd(3000, kinds=[("demo_video", 0.02, 0.0)], base=0.03).signals()
    test = back_test(data, outcome=NextStep.OPPORTUNITY, by=By.KIND, policy=with_high("demo_video"))
    [one] = test.signals
    assert one.failed_reviews >= 2
    assert one.stands is SignalVerdict.MED
    assert verdict_words(one) == "not enough data; high until now, medium from here"
    assert proposed_high(test, with_high("demo_video")) == ()


def test_one_failed_review_is_not_enough(telling: SignalData) -> None:
    test = back_test(telling, outcome=NextStep.PROGRESS, by=By.KIND, policy=with_high("demo_video"))
    assert next(one for one in test.signals if one.kind == "demo_video").failed_reviews < 2


def test_every_vendor_has_a_line_of_its_own_and_all_lines_are_tested_together() -> None:
    house = FollowedHouse()
    for at in range(60):
        on = ON - at * DAY
        house.person(f"p{at}", on, vendor="northwell" if at % 2 else "aldergate")
        house.did(f"p{at}", "demo_video", on + DAY)
        if at % 3 == 0:
            house.came(f"p{at}", "opportunity", on + 30 * DAY)
    test = back_test(house.signals(), outcome=NextStep.OPPORTUNITY, by=By.VENDOR, policy=RULES)
    assert sorted((one.name, one.exposed, one.exposed_events) for one in test.signals) == [
        ("demo_video / aldergate", 30, 10), ("demo_video / northwell", 30, 10),
    ]  # fmt: skip


def test_people_given_to_sales_are_told() -> None:
    data = crowd(200, kinds=[("demo_video", 0.5, 1.0)], base=0.3).signals()
    routed = SignalData(followed=data.followed, events=data.events, routed=frozenset({"p0", "p1", "p2", "p3"}))
    [plain], [marked] = (
        back_test(one, outcome=NextStep.PROGRESS, by=By.KIND, policy=RULES).signals for one in (data, routed)
    )
    assert plain.routed == 0
    assert 0 < marked.routed <= 4
    assert verdict_words(marked).endswith(f"; {marked.routed} given to sales")
    assert "given to sales" not in verdict_words(plain)


def test_fewer_than_twenty_outcomes_say_nothing() -> None:
    house = crowd(60, kinds=[("demo_video", 0.5, 1.0)], base=0.2)
    test = back_test(house.signals(), outcome=NextStep.PROGRESS, by=By.KIND, policy=RULES)
    assert 0 < test.events < 20
    assert signals_answer(test, RULES)[0].startswith(
        f"Which signals predict a meeting held or an opportunity is **not known yet**: {test.events} outcome"
    )


def test_without_a_crm_nothing_is_known_and_it_is_said_what_to_bring() -> None:
    house = crowd(30, kinds=[("demo_video", 0.5, 1.0)], base=0.2)
    data = house.signals(sight=Sight(known_through=None))
    test = back_test(data, outcome=NextStep.PROGRESS, by=By.KIND, policy=RULES)
    assert test.signals == ()
    assert signals_answer(test, RULES)[1] == (
        "Bring in the activities and opportunities of your CRM for the last twelve months."
    )


def test_a_kind_that_may_speak_for_a_purchase_says_what_it_is_for() -> None:
    text = """
name = "ours"
version = "1"
[kinds.kiosk]
words = "used the kiosk"
role = "behaviour"
half_life_days = 30
prior = "low"
next_step = "call"
"""
    with pytest.raises(FileMistakesError) as caught:
        read_policy(text, where="ours")
    assert "role behaviour may speak for a purchase and has no meaning, no outcome." in str(caught.value)


def test_activity_is_counted_apart_from_signals() -> None:
    house = FollowedHouse()
    house.person("ada", ON)
    for days, kind in (
        (0, "email_open"),
        (40, "email_open"),
        (130, "email_open"),
        (1, "demo_video"),
        (400, "email_open"),
    ):
        house.did("ada", kind, THROUGH - days * DAY)
    [opened] = activity_counts(house.tables(), RULES, THROUGH)
    assert (opened.kind, opened.now, opened.before) == ("email_open", 2, 1)
