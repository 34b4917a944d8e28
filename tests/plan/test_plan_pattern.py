"""Activity or progress: what is bought, what comes of it, and how often vendors change."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from leadaudit.plan.directions import Answer
from leadaudit.plan.pattern import PatternKind, pattern_of, pattern_words
from leadaudit.plan.progress import Direction, Measure, Progress

AS_OF = date(2026, 11, 1)
STEADY = [
    (vendor, AS_OF - timedelta(days=30 * month)) for vendor in ("aldergate", "northwell") for month in range(1, 20)
]


def progress(now: int, before: int, begins_on: date = AS_OF, **answers: Answer) -> Progress:
    told: Mapping[Measure, Answer] = {Measure(name): one for name, one in answers.items()}
    directions = tuple(
        Direction(
            measure=measure, before=None, now=None, of_before=before, of_now=now, p_better=None,
            answer=told.get(measure, Answer.CANNOT_TELL),
        )
        for measure in Measure
    )  # fmt: skip
    day = (AS_OF, AS_OF)
    return Progress(
        directions=directions, now=day, before=day, begins_on=begins_on, records_now=now, records_before=before,
        counts_and_revenue=(), months=0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("found", "kind"),
    [
        (progress(1242, 638), PatternKind.ACTIVITY_HEAVY),
        (progress(640, 638), PatternKind.CANNOT_TELL),
        (progress(1242, 638, conversion=Answer.YES), PatternKind.PROGRESS_DRIVEN),
        (progress(400, 638, cost=Answer.YES), PatternKind.PROGRESS_DRIVEN),
        (progress(1242, 638, conversion=Answer.YES, cost=Answer.NO), PatternKind.CANNOT_TELL),
        (progress(1242, 638, cost=Answer.NO), PatternKind.ACTIVITY_HEAVY),
        (progress(400, 638, cost=Answer.NO), PatternKind.CANNOT_TELL),
    ],
    ids=[
        "more",
        "as-much",
        "more-and-better",
        "less-and-cheaper",
        "better-and-dearer",
        "more-and-dearer",
        "less-and-dearer",
    ],
)
def test_what_is_bought_is_held_against_what_comes_of_it(found: Progress, kind: PatternKind) -> None:
    assert pattern_of(found, STEADY, as_of=AS_OF, sure=0.9).kind is kind


def deliveries(*vendors: tuple[str, int, int]) -> list[tuple[str, date]]:
    """A steady house, and vendors that delivered from so many days ago until so many days ago."""
    return STEADY + [(name, AS_OF - timedelta(days=day)) for name, first, last in vendors for day in {first, last}]


def test_vendors_taken_on_and_given_up_in_a_year_are_counted_and_three_are_a_habit() -> None:
    two = deliveries(("brackenfeld", 200, 20), ("corvane", 300, 120))
    found = pattern_of(progress(600, 638), two, as_of=AS_OF, sure=0.9)
    assert (found.taken_on, found.given_up) == (("brackenfeld", "corvane"), ("corvane",))
    assert found.kind is PatternKind.ACTIVITY_HEAVY
    fewer = pattern_of(progress(600, 638), deliveries(("corvane", 500, 119)), as_of=AS_OF, sure=0.9)
    assert (fewer.taken_on, fewer.given_up, fewer.kind) == ((), (), PatternKind.CANNOT_TELL)


def test_a_list_bought_once_is_not_given_up_and_the_first_vendors_are_not_taken_on() -> None:
    once = pattern_of(progress(600, 638), deliveries(("lumivane", 200, 200)), as_of=AS_OF, sure=0.9)
    assert once.given_up == ()
    young = [(vendor, AS_OF - timedelta(days=day)) for vendor, day in (("a", 150), ("b", 100), ("c", 61), ("d", 59))]
    assert pattern_of(progress(600, 638), young, as_of=AS_OF, sure=0.9).taken_on == ("d",)
    assert pattern_of(progress(600, 638), [], as_of=AS_OF, sure=0.9).taken_on == ()


def test_the_pattern_is_said_with_what_it_stands_on() -> None:
    found = pattern_of(progress(1242, 638, cost=Answer.NO), deliveries(("brackenfeld", 200, 20)), as_of=AS_OF, sure=0.9)
    assert pattern_words(found) == (
        "What the last year looks like: **activity, not progress** (records: 1,242 against 638 in the half year "
        "before; the cost of a real lead got worse; vendors taken on in a year: brackenfeld, given up: none)."
    )


def test_a_house_that_began_within_the_half_year_before_did_not_grow_for_all_we_know() -> None:
    for days, kind in ((30, PatternKind.ACTIVITY_HEAVY), (31, PatternKind.CANNOT_TELL)):
        young = progress(1242, 638, begins_on=AS_OF + timedelta(days=days))
        assert pattern_of(young, STEADY, as_of=AS_OF, sure=0.9).kind is kind
    assert "cannot be compared" in pattern_words(pattern_of(young, STEADY, as_of=AS_OF, sure=0.9))
