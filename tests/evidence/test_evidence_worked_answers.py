"""The worked answers of docs/method.md, "Freshness" and "Classes", to their tolerances."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from leadaudit.evidence.case import Case, Event
from leadaudit.evidence.decision import decide, weight
from leadaudit.evidence.order import Weighed, ordering_probability, ordering_score
from leadaudit.evidence.states import ON_THE_FACT_DATE, Hazards, Seen, States, aged, states_at, updated
from leadaudit.policy import default_policy
from leadaudit.vocabulary import (
    Actor,
    Category,
    ClassRule,
    EvidenceRole,
    ExcludedReason,
    Flag,
    RecordClass,
    Source,
    Tier,
)

POLICY = default_policy()
ANSWERS = {case["id"]: case for case in json.loads((Path(__file__).parent / "worked_answers.json").read_text("utf-8"))}
CLASSES = [case for case in ANSWERS.values() if "cls" in case["expected"]]
POSTERIORS = [case for case in ANSWERS.values() if "likelihood" in case["inputs"]]

# How the worked answers call the rows of the table.
RULES = {
    "no_consent_no_evidence": ClassRule.NO_EVIDENCE,
    "consent_only": ClassRule.CONSENT_ONLY,
    "single_live_behaviour": ClassRule.SINGLE_BEHAVIOUR,
    "single_high_value_or_two_kinds_or_vendor_reported": ClassRule.STRONG_BEHAVIOUR,
    "combination": ClassRule.COMBINATION,
    "explicit_statement": ClassRule.EXPLICIT_STATEMENT,
    "lapsed_statement": ClassRule.LAPSED_STATEMENT,
    "cooling_off": ClassRule.COOLING_OFF,
    "learner_cap": ClassRule.LEARNER_CAP,
    "suppressed": ClassRule.SUPPRESSED,
    "denied_engagement": ClassRule.DENIED,
    **{reason.value: ClassRule.EXCLUDED_FLAG for reason in list(ExcludedReason)[:7]},
}


def case_of(inputs: Mapping[str, Any]) -> Case:
    return Case(
        flags=frozenset(Flag(flag) for flag in inputs.get("flags", [])),
        events=tuple(event_of(event) for event in inputs["events"]),
        p_employer=inputs.get("p_employer"),
    )


def event_of(event: Mapping[str, Any]) -> Event:
    return Event(
        kind=event["kind"],
        age_days=event["age"],
        actor=Actor(event.get("actor", "person")),
        source=Source(event.get("src", "first")),
        category=Category(event.get("category", "unmapped").lower()),
        proof_complete=event.get("proof", "complete") == "complete",
    )


@pytest.mark.parametrize("case", CLASSES, ids=[f"{case['id']} {case['what']}" for case in CLASSES])
def test_the_class_is_the_worked_one(case: Mapping[str, Any]) -> None:
    expected = case["expected"]
    decision = decide(case_of(case["inputs"]), POLICY)
    assert decision.record_class is RecordClass(expected["cls"])
    assert decision.tier == (expected["tier"] and Tier(expected["tier"].lower()))
    assert decision.rule is RULES[expected["reason"]]
    assert decision.attested is expected.get("attested", False)
    excluded = decision.record_class is RecordClass.EXCLUDED
    assert decision.excluded_reason == (ExcludedReason(expected["reason"]) if excluded else None)


def test_the_policy_is_the_one_the_worked_classes_were_made_with() -> None:
    expected = ANSWERS["C_policy"]["expected"]
    rules = POLICY.classes
    for key in ("explicit_valid_days", "lapse_days", "live_weight", "high_weight", "min_employer_p", "cooloff_days"):
        assert getattr(rules, key) == expected[key], key
    assert [category.value for category in rules.stage_categories] == [
        name.lower() for name in expected["stage_categories"]
    ]
    assert {kind: POLICY.kinds[kind].half_life_days for kind in expected["half_life"]} == expected["half_life"]
    # Of files that hold visits and attendance; none can do anything.
    later = {"webinar_registered", "webinar_missed", "page_view"}
    for role in ("high_value", "vanity", "explicit_yes", "vendor_explicit"):
        of_role = {kind for kind, entry in POLICY.kinds.items() if entry.role is EvidenceRole(role)}
        assert of_role - later == set(expected[role]), role


def test_weight_halves_every_half_life() -> None:
    case = ANSWERS["C01"]
    weights = [weight("pricing_page", age, POLICY) for age in case["inputs"]["age_days"]]
    assert weights == pytest.approx(case["expected"]["w"], abs=case["tolerance"])


def test_ordering_score_and_probability() -> None:
    case = ANSWERS["C02"]
    events = [
        Weighed(kind=kind, age_days=age, half_life_days=half_life, log_ratio=log_ratio)
        for kind, age, half_life, log_ratio in case["inputs"]["events"]
    ]
    score = ordering_score(events, repeat_discount=POLICY.classes.repeat_discount)
    probability = ordering_probability(score, base_rate=case["inputs"]["prior"])
    assert score == pytest.approx(case["expected"]["score"], abs=case["tolerance"])
    assert probability == pytest.approx(case["expected"]["probability"], abs=case["tolerance"])


@pytest.mark.parametrize(("answer", "band"), [("B01", "individual"), ("B02", "entry")])
def test_the_shipped_hazards_are_those_of_the_published_tenures(answer: str, band: str) -> None:
    case = ANSWERS[answer]
    hazard = getattr(POLICY.freshness.employer_hazard, band)
    assert hazard == pytest.approx(case["expected"]["hazard"], abs=case["tolerance"])
    for key, years in (("s_0_5", 0.5), ("s_1", 1), ("s_2", 2)):
        if key in case["expected"]:
            stays = aged(ON_THE_FACT_DATE, Hazards(employer=hazard, title=0.0), years).p_employer
            assert stays == pytest.approx(case["expected"][key], abs=case["tolerance"])


def test_the_shipped_title_hazard_is_that_of_published_promotions() -> None:
    case = ANSWERS["B04"]
    assert POLICY.freshness.title_hazard.individual == pytest.approx(case["expected"]["hazard"], abs=case["tolerance"])


def test_three_states_after_a_year() -> None:
    case = ANSWERS["B05"]
    hazards = Hazards(employer=case["inputs"]["lambda_E"], title=case["inputs"]["lambda_I"])
    states = aged(ON_THE_FACT_DATE, hazards, case["inputs"]["years"])
    _assert_states(states, case["expected"], case["tolerance"])


@pytest.mark.parametrize("case", POSTERIORS, ids=[f"{case['id']} {case['what']}" for case in POSTERIORS])
def test_one_item_seen_after_a_year(case: Mapping[str, Any]) -> None:
    prior, likelihood = case["inputs"]["prior"], case["inputs"]["likelihood"]
    shipped = POLICY.freshness.likelihood[case["what"].rpartition(": ")[2]]
    assert shipped == (likelihood["C"], likelihood["T"], likelihood["X"])
    states = updated(States(same=prior["C"], retitled=prior["T"], left=prior["X"]), shipped)
    _assert_states(states, case["expected"], case["tolerance"])


def test_items_are_taken_in_on_their_own_day() -> None:
    case = ANSWERS["B21"]
    hazards = Hazards(employer=case["inputs"]["lambda_E"], title=case["inputs"]["lambda_I"])
    seen = [Seen(years=years, kind=kind) for years, kind in case["inputs"]["events"]]
    for step in case["expected"]["trace"]:
        states = states_at(step["t"], hazards=hazards, seen=seen, rules=POLICY.freshness)
        _assert_states(states, step, case["tolerance"])
    final = states_at(case["inputs"]["asof"], hazards=hazards, seen=seen, rules=POLICY.freshness)
    _assert_states(
        final, {**case["expected"]["final"], "p_employer": case["expected"]["p_employer"]}, case["tolerance"]
    )


def test_the_scenario_range_of_a_year() -> None:
    case = ANSWERS["B31"]
    for scenario, expected in case["expected"].items():
        hazard = getattr(POLICY.freshness.scenario_hazard, scenario)
        assert math.exp(-hazard) == pytest.approx(expected, abs=case["tolerance"])


def _assert_states(states: States, expected: Mapping[str, Any], tolerance: float) -> None:
    found = {
        "C": states.same,
        "T": states.retitled,
        "X": states.left,
        "p_employer": states.p_employer,
        "p_title": states.p_title,
    }
    for key, value in found.items():
        if key in expected:
            assert value == pytest.approx(expected[key], abs=tolerance), key
