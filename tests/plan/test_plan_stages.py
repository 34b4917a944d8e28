"""Which stage holds revenue back, whether we get better, and how mature the house is: from people and their days."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from leadaudit.economics.followed import NextStep
from leadaudit.economics.outcome_cells import Sight
from leadaudit.plan.directions import Answer
from leadaudit.plan.progress import Measure, Progress, progress_of
from leadaudit.plan.progress_words import correlation_words, progress_answer
from leadaudit.plan.stages import FEWEST_IN_PAST, SHOW_RATE, STAGE_NAMES, flow_report
from leadaudit.plan.words import constraint_answer
from leadaudit.policy import default_policy
from tests.signals.followed_house import THROUGH, FollowedHouse

RULES = default_policy().planner
DAY = timedelta(days=1)
LEAD, OPPORTUNITY = STAGE_NAMES[NextStep.LEAD], STAGE_NAMES[NextStep.OPPORTUNITY]
NOW = THROUGH - 150 * DAY
PAST = THROUGH - 400 * DAY


def house(*, asks: Mapping[date, tuple[int, int]], opens: Mapping[date, int] | None = None) -> FollowedHouse:
    """On each day so many people, so many of whom ask on day 20 and so many of those have an opportunity on day 40."""
    made = FollowedHouse()
    for on, (people, leads) in asks.items():
        for at in range(people):
            name = f"{on}-{at}"
            made.person(name, on, first_confirmed_lead_on=on + 20 * DAY if at < leads else None)
            if at < (opens or {}).get(on, 0):
                made.came(name, "opportunity", on + 40 * DAY)
    return made


def test_a_stage_below_its_own_year_is_named_with_what_it_is_worth() -> None:
    report = flow_report(house(asks={PAST: (200, 40), NOW: (200, 10)}).followed(), RULES)
    assert report is not None
    primary = report.verdict.primary
    assert primary is not None
    assert primary.name == LEAD
    assert report.verdict.declining == (LEAD,)
    assert constraint_answer(report)[0].startswith("**Record to real lead** holds revenue back; lifting it is worth ")


def test_the_same_rate_as_last_year_names_nothing_and_says_what_to_measure() -> None:
    same = house(asks={PAST: (200, 40), NOW: (200, 40)}, opens={PAST: 6, NOW: 6})
    report = flow_report(same.followed(), RULES)
    assert report is not None
    assert report.answered_in_time is None
    assert report.verdict.primary is None
    assert constraint_answer(report)[0].startswith(
        "**No single constraint can be told.** The stage to measure next is "
    )


def test_a_stage_without_own_year_is_held_against_a_published_rate_and_says_so() -> None:
    report = flow_report(house(asks={NOW: (100, 30)}).followed(), RULES)
    assert report is not None
    assert report.without_benchmark == (LEAD,)
    [stage] = [one for one in report.stages if one.stage == OPPORTUNITY]
    assert not stage.is_own_benchmark
    assert stage.benchmark == RULES.fallback_benchmarks.lead_to_opportunity


@pytest.mark.parametrize(("people", "is_own"), [(FEWEST_IN_PAST - 1, False), (FEWEST_IN_PAST, True)])
def test_an_own_year_of_few_people_is_no_benchmark(people: int, is_own: bool) -> None:
    report = flow_report(house(asks={PAST: (people, 5), NOW: (100, 30)}).followed(), RULES)
    assert report is not None
    assert (LEAD in {one.stage for one in report.stages}) is is_own


def test_whoever_is_too_young_to_pass_is_not_counted_as_stopped() -> None:
    young = THROUGH - 60 * DAY
    report = flow_report(house(asks={PAST: (200, 40), NOW: (200, 40), young: (500, 0)}).followed(), RULES)
    assert report is not None
    [stage] = [one for one in report.stages if one.stage == LEAD]
    assert (stage.passed, stage.entered) == (40, 200)


def test_whoever_had_asked_before_entered_no_stage_by_the_record() -> None:
    made = house(asks={PAST: (200, 40), NOW: (100, 10)})
    made.person("known", NOW, first_confirmed_lead_on=NOW - DAY)
    made.came("known", "won", NOW + 10 * DAY)
    report = flow_report(made.followed(), RULES)
    assert report is not None
    [stage] = [one for one in report.stages if one.stage == LEAD]
    assert stage.passed == 10


def test_one_vendor_is_told_apart_from_all_of_them() -> None:
    made = house(asks={PAST: (200, 40), NOW: (200, 40)})
    made.person("other", NOW, vendor="aldergate")
    report = flow_report(made.followed(), RULES, vendor="aldergate")
    assert report is not None
    assert report.records_now == 1


def test_late_answers_come_first() -> None:
    made = house(asks={PAST: (200, 40), NOW: (200, 40)})
    for row in made.classes:
        if row["delivered_on"] == NOW and row["first_confirmed_lead_on"] is not None:
            made.followup.append({"delivery": row["delivery"], "line": row["line"], "first_touch_on": NOW + 27 * DAY})
    report = flow_report(made.followed(), RULES)
    assert report is not None
    assert report.answered_in_time == 0.0
    assert constraint_answer(report)[0].startswith("**Answers come too late**")


def test_meetings_that_are_not_held_are_a_stage_of_their_own() -> None:
    made = FollowedHouse()
    for at in range(40):
        made.person(f"p{at}", NOW)
        made.came(f"p{at}", "meeting_set", NOW + 10 * DAY)
        if at < 5:
            made.came(f"p{at}", "meeting_held", NOW + 12 * DAY)
    report = flow_report(made.followed(), RULES)
    assert report is not None
    primary = report.verdict.primary
    assert primary is not None
    assert primary.name == SHOW_RATE


def test_without_outcomes_nothing_is_said_to_hold_revenue_back() -> None:
    followed = house(asks={NOW: (50, 0)}).followed(Sight(known_through=None))
    assert flow_report(followed, RULES) is None
    assert constraint_answer(None) == (
        "What holds revenue back is **not known yet**: nothing loaded shows what came of people.",
    )


EARLIER, LATER = THROUGH - 360 * DAY, THROUGH - 120 * DAY
COSTS = {EARLIER.replace(day=1): (300_000.0, 300.0), LATER.replace(day=1): (150_000.0, 300.0)}


def progress(made: FollowedHouse, costs: Mapping[date, tuple[float, float]] = COSTS) -> Progress:
    """Directions of a house."""
    told = progress_of(made.followed(), cost_of_months=costs, delivered_of_months={}, sure=0.9, level=0.9)
    assert told is not None
    return told


def test_more_leads_for_less_money_is_better_and_a_little_more_cannot_be_told() -> None:
    better = progress(house(asks={EARLIER: (300, 20), LATER: (300, 60)}))
    assert better.of(Measure.CONVERSION).answer is Answer.YES
    assert better.of(Measure.COST).now == pytest.approx(500 / 0.2)
    assert better.of(Measure.COST).answer is Answer.YES
    assert (
        progress(house(asks={EARLIER: (300, 30), LATER: (300, 31)})).of(Measure.CONVERSION).answer is Answer.CANNOT_TELL
    )
    worse = progress(house(asks={EARLIER: (300, 60), LATER: (300, 20)}))
    assert worse.of(Measure.CONVERSION).answer is Answer.NO
    assert "**worse**: real leads within 90 days" in progress_answer(worse)


def test_few_records_on_a_side_are_no_direction() -> None:
    told = progress(house(asks={EARLIER: (10, 0), LATER: (300, 200)}))
    assert told.of(Measure.CONVERSION).p_better is None


def test_wins_count_as_revenue_of_the_records_they_came_from() -> None:
    made = house(asks={EARLIER: (100, 10), LATER: (100, 10)})
    for at in range(40):
        made.came(f"{LATER}-{at}", "won", LATER + 50 * DAY, 10_000)
    told = progress(made).of(Measure.REVENUE)
    assert (told.before, told.now) == (0.0, 4_000.0)
    assert told.answer is Answer.YES


def test_a_month_count_that_goes_with_revenue_two_months_later_is_seen_at_that_lag_among_all() -> None:
    made, delivered = FollowedHouse(), {}
    volumes = (5, 9, 2, 8, 1, 7, 3, 9, 4, 6, 2, 8)
    for at, volume in enumerate(volumes):
        month = date(2025 + (at + 9) // 12, (at + 9) % 12 + 1, 1)
        delivered[month] = volume
        for each in range(volume):
            name = f"{month}-{each}"
            made.person(name, month)
            made.came(name, "won", month + 61 * DAY, 1_000)
    told = progress_of(made.followed(), cost_of_months={}, delivered_of_months=delivered, sure=0.9, level=0.9)
    assert told is not None
    best = max(told.counts_and_revenue, key=lambda one: one.rho or -1)
    assert best.lag == 2
    assert "2 months" in correlation_words(told)


def test_a_customers_worth_and_the_days_to_a_win_are_told_of_those_won() -> None:
    made = house(asks={EARLIER: (100, 0), LATER: (100, 0)})
    for on, days, amount in ((EARLIER, 40, 10_000), (LATER, 20, 30_000)):
        for at in range(24):
            made.came(f"{on}-{at}", "opportunity", on + 5 * DAY)
            made.came(f"{on}-{at}", "won", on + (5 + days + at % 3) * DAY, amount + at)
    told = progress(made)
    worth, cycle = told.of(Measure.CUSTOMER), told.of(Measure.SALES_CYCLE)
    assert worth.before == pytest.approx(10_011.5)
    assert worth.now == pytest.approx(30_011.5)
    assert worth.answer is Answer.YES
    assert cycle.before == pytest.approx(41)
    assert cycle.now == pytest.approx(21)
    assert cycle.answer is Answer.YES


def test_nineteen_wins_on_a_side_are_no_direction() -> None:
    made = house(asks={EARLIER: (100, 0), LATER: (100, 0)})
    for on, number in ((EARLIER, 19), (LATER, 40)):
        for at in range(number):
            made.came(f"{on}-{at}", "won", on + 30 * DAY, 10_000)
    told = progress(made).of(Measure.CUSTOMER)
    assert (told.of_before, told.of_now, told.p_better) == (19, 40, None)
