"""What the CRM, other vendors, mailboxes and people who looked say of a delivered employer and title."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadaudit.evidence.freshness import FreshnessCase, judge_case
from leadaudit.evidence.states import Seen, curve_of, hazards_of, is_known_stale, states_at
from leadaudit.policy import default_policy, read_policy
from leadaudit.vocabulary import FreshnessLabel, JobFunction, Seniority

RULES = default_policy().freshness
DELIVERED_ON = date(2026, 3, 5)
LATER = DELIVERED_ON + timedelta(days=60)
MARA = "corvane-1:2"
ELSEWHERE = {
    "company": "Ostrava Mills", "company_key": "ostrava mills", "email_domain": "ostrava.example",
    "email_norm": "m.lindqvist@ostrava.example",
}  # fmt: skip
PROMOTED = {"title": "Chief Procurement Officer", "title_key": "chief procurement officer", "seniority": "c_level"}
UNDER_HER_TITLE = {"title_key": "head of purchasing"}


def items(delivered: Any, as_of: date = LATER, line: int = 2) -> list[tuple[str, date]]:
    found = delivered.seen(as_of).to_pylist()
    return [(row["item"], row["seen_on"]) for row in found if (row["delivery"], row["line"]) == ("corvane-1", line)]


def fresh(delivered: Any, as_of: date = LATER) -> dict[str, Any]:
    rows = delivered.freshness(as_of).to_pylist()
    found: dict[str, Any] = next(row for row in rows if (row["delivery"], row["line"]) == ("corvane-1", 2))
    return found


@pytest.mark.parametrize(
    ("facts", "item"),
    [
        (UNDER_HER_TITLE, "other_vendor_agree_both"),
        (PROMOTED, "other_vendor_diff_title"),
        ({**UNDER_HER_TITLE, **ELSEWHERE}, "other_vendor_diff_employer"),
    ],
)
def test_another_vendors_later_record_speaks(delivered: Any, facts: dict[str, Any], item: str) -> None:
    delivered.record(person=MARA, facts=UNDER_HER_TITLE)
    delivered.deliver("zephon-1", delivered_on=date(2026, 4, 1))
    delivered.record(2, "zephon-1", person=MARA, facts=facts)
    assert items(delivered) == [(item, date(2026, 4, 1))]
    assert fresh(delivered)["seen"] == f"{item} 2026-04-01"


def test_the_same_vendor_repeats_itself_and_an_earlier_record_is_older(delivered: Any) -> None:
    delivered.record(person=MARA, facts=UNDER_HER_TITLE)
    delivered.record(3, person=MARA, facts={**UNDER_HER_TITLE, **ELSEWHERE})
    delivered.deliver("zephon-1", delivered_on=date(2026, 2, 1))
    delivered.record(2, "zephon-1", person=MARA, facts={**UNDER_HER_TITLE, **ELSEWHERE})
    assert items(delivered) == []


def test_a_company_that_shares_a_domain_is_the_same_employer(delivered: Any) -> None:
    delivered.record(person=MARA, facts=UNDER_HER_TITLE)
    delivered.deliver("zephon-1", delivered_on=date(2026, 4, 1))
    delivered.record(2, "zephon-1", person=MARA, facts={**UNDER_HER_TITLE, "company_key": "northwell holding"})
    assert items(delivered) == [("other_vendor_agree_both", date(2026, 4, 1))]


def test_another_wording_of_the_same_job_is_no_new_title(delivered: Any) -> None:
    delivered.record(person=MARA, facts=UNDER_HER_TITLE)
    delivered.deliver("zephon-1", delivered_on=date(2026, 4, 1))
    delivered.record(2, "zephon-1", person=MARA, facts={"title_key": "purchasing director"})
    assert items(delivered) == [("other_vendor_agree_both", date(2026, 4, 1))]


@pytest.mark.parametrize(
    ("facts", "item"),
    [
        (UNDER_HER_TITLE, "crm_newer_same_both"),
        ({**PROMOTED}, "crm_newer_same_employer_diff_title"),
        ({**UNDER_HER_TITLE, **ELSEWHERE}, "crm_newer_diff_employer"),
    ],
)
def test_a_newer_contact_speaks(delivered: Any, facts: dict[str, Any], item: str) -> None:
    delivered.record(person=MARA, facts=UNDER_HER_TITLE)
    delivered.contact(MARA, facts={**facts, "last_updated_on": date(2026, 4, 2)})
    assert items(delivered) == [(item, date(2026, 4, 2))]
    assert items(delivered, as_of=date(2026, 4, 1)) == []


def test_an_older_contact_says_nothing(delivered: Any) -> None:
    # The profile counts as 180 days old on 5 March 2026: from 6 September 2025.
    delivered.record(person=MARA, facts=UNDER_HER_TITLE)
    delivered.contact(MARA, facts={**UNDER_HER_TITLE, **ELSEWHERE}, created_on=date(2025, 9, 6))
    assert items(delivered) == []
    delivered.contacts[0]["created_on"] = date(2025, 9, 7)
    assert items(delivered) == [("crm_newer_diff_employer", date(2025, 9, 7))]


@pytest.mark.parametrize("changes", [{"created_on": date(2026, 3, 7)}, {"lead_source": "Corvane Media"}])
def test_a_contact_made_from_the_delivery_repeats_it_and_proves_nothing(delivered: Any, changes: Any) -> None:
    delivered.record(person=MARA, facts=UNDER_HER_TITLE)
    delivered.contact(MARA, facts=UNDER_HER_TITLE, **changes)
    assert items(delivered) == []
    delivered.contact_facts[0].update(ELSEWHERE, last_updated_on=date(2026, 4, 2))
    assert items(delivered) == [("crm_newer_diff_employer", date(2026, 4, 2))]


def test_what_happened_at_an_address_is_about_every_record_that_gives_it(delivered: Any) -> None:
    delivered.record()
    delivered.record(3, facts=ELSEWHERE)
    bounce = {
        "evidence_id": "b", "email": "mara.lindqvist@northwell.example", "kind": "hard_bounce", "actor": "system",
        "source": "first", "occurred_on": date(2026, 4, 1), "observed_on": date(2026, 4, 3),
    }  # fmt: skip
    delivered.imported.append(bounce)
    assert items(delivered) == [("hard_bounce", date(2026, 4, 1))]
    assert items(delivered, line=3) == []
    assert items(delivered, as_of=date(2026, 4, 2)) == [], "its source knew it on 3 April only"
    assert fresh(delivered)["employer_label"] == "stale"


def test_an_undated_bounce_says_nothing(delivered: Any) -> None:
    delivered.record()
    delivered.imported.append(
        {"evidence_id": "b", "email": "mara.lindqvist@northwell.example", "kind": "hard_bounce", "source": "first"}
    )
    assert items(delivered) == []


def test_what_was_found_about_a_line_is_about_that_line(delivered: Any) -> None:
    delivered.record()
    delivered.record(3)
    delivered.imported.append(
        {
            "evidence_id": "a", "delivery": "corvane-1", "line": 2, "kind": "profile_left", "actor": "rep",
            "source": "first", "occurred_on": date(2026, 4, 1), "observed_on": date(2026, 4, 1),
        }
    )  # fmt: skip
    assert items(delivered) == [("verified_left", date(2026, 4, 1))]
    assert items(delivered, line=3) == []
    row = fresh(delivered)
    assert row["p_employer"] < 0.05
    assert (row["employer_label"], row["title_label"]) == ("stale", "stale")


def test_what_was_seen_before_the_person_typed_the_profile_is_about_an_older_one(delivered: Any) -> None:
    delivered.deliver(profile_source="typed")
    delivered.record()
    delivered.imported.append(
        {
            "evidence_id": "b", "email": "mara.lindqvist@northwell.example", "kind": "hard_bounce", "source": "first",
            "occurred_on": date(2026, 3, 1), "observed_on": date(2026, 3, 1),
        }
    )  # fmt: skip
    assert fresh(delivered)["seen"] is None


def test_a_newer_other_employer_takes_a_lead_away(delivered: Any) -> None:
    delivered.record(person=MARA, facts={**UNDER_HER_TITLE, "domain_is_employers": None})
    delivered.imported.append(
        {
            "evidence_id": "d", "email": "mara.lindqvist@northwell.example", "kind": "demo_request", "actor": "person",
            "source": "first", "category": "evaluation", "occurred_on": date(2026, 3, 20),
            "observed_on": date(2026, 3, 20),
        }
    )  # fmt: skip
    assert delivered.class_of(as_of=LATER)["class"] == "lead"
    delivered.contact(MARA, facts={**UNDER_HER_TITLE, **ELSEWHERE, "last_updated_on": date(2026, 4, 2)})
    found = delivered.class_of(as_of=LATER)
    assert (found["class"], found["rule"]) == ("signal", "signal.confirm-employer")


def case(*heard: tuple[str, int], as_of: int = 365, **changes: Any) -> FreshnessCase:
    plain = {
        "seniority": Seniority.UNKNOWN, "function": JobFunction.UNKNOWN, "as_of": as_of, "checked": None,
        "delivered": 180, "domain_evidence": None, "names_employer": True, "names_title": True, "is_stated": False,
    }  # fmt: skip
    return FreshnessCase(**{**plain, **changes}, heard=heard)


@pytest.mark.parametrize(
    ("item", "p_employer", "p_title"),
    [
        ("hard_bounce", 0.1281, 0.1177),
        ("delivered_not_catchall", 0.9438, 0.8674),
        ("delivered_catchall", 0.864, None),
        ("domain_mismatch", 0.3701, 0.3401),
        ("crm_newer_diff_employer", 0.2322, 0.2134),
        ("crm_newer_same_employer_diff_title", 0.9325, 0.5106),
        ("other_vendor_diff_employer", 0.507, None),
        ("vendor_verified", 0.9670, 0.9350),
        ("first_party_confirmed", 0.9978, 0.9933),
        ("autoreply_left", 0.017, None),
    ],
)
def test_each_item_seen_after_a_year_says_what_the_method_says(
    item: str, p_employer: float, p_title: float | None
) -> None:
    hazards = hazards_of(Seniority.UNKNOWN, JobFunction.UNKNOWN, RULES)
    states = states_at(1, hazards=hazards, seen=[Seen(years=1, kind=item)], rules=RULES)
    assert states.p_employer == pytest.approx(p_employer, abs=6e-4)
    assert p_title is None or states.p_title == pytest.approx(p_title, abs=6e-4)


def test_a_reply_that_she_left_stays_known_until_somebody_looked() -> None:
    said = [("autoreply_left", 200), ("delivered_not_catchall", 210), ("vendor_verified", 220)]
    assert judge_case(case(*said), RULES).employer_label is FreshnessLabel.STALE
    confirmed = judge_case(case(*said, ("first_party_confirmed", 230)), RULES)
    assert confirmed.employer_label is not FreshnessLabel.STALE
    earlier = judge_case(case(*said, ("first_party_confirmed", 190)), RULES)
    assert earlier.employer_label is FreshnessLabel.STALE


def test_a_finding_replaces_the_one_before_it() -> None:
    gone = [Seen(years=0.2, kind="verified_left")]
    back = [*gone, Seen(years=0.3, kind="first_party_confirmed")]
    assert is_known_stale(gone, 1, RULES)
    assert not is_known_stale(back, 1, RULES)
    assert is_known_stale(back, 0.25, RULES)


def test_on_one_day_the_one_who_left_is_believed() -> None:
    both = [Seen(years=0.2, kind="autoreply_left"), Seen(years=0.2, kind="first_party_confirmed")]
    assert is_known_stale(both, 1, RULES)


def test_age_and_a_matching_domain_alone_are_not_checked() -> None:
    assert judge_case(case(as_of=200, domain_evidence="domain_match"), RULES).employer_label is FreshnessLabel.UNKNOWN
    seen = judge_case(case(("delivered_not_catchall", 190), as_of=200), RULES)
    assert seen.employer_label is FreshnessLabel.FRESH


def test_the_range_is_that_of_slow_and_fast_leaving() -> None:
    judged = judge_case(case(as_of=365), RULES)
    assert judged.employer_range is not None
    assert judged.p_employer is not None
    low, high = judged.employer_range
    # 365 days are .9993 years: the published year of .775, .837 and .894.
    assert (low, judged.p_employer, high) == pytest.approx((0.775, 0.8372, 0.894), abs=3e-4)


def test_who_names_no_employer_has_no_range() -> None:
    judged = judge_case(case(names_employer=False, names_title=False), RULES)
    assert (judged.employer_range, judged.title_range) == (None, None)


def rules_of(model: str) -> Any:
    return read_policy(f'name = "o"\nversion = "1"\n[freshness]\nmodel = "{model}"\n', where="p").freshness


def still_there(model: str, years: float, **held: float) -> float:
    rules = rules_of(model)
    hazards = hazards_of(Seniority.UNKNOWN, JobFunction.UNKNOWN, rules)
    curve = curve_of(Seniority.UNKNOWN, JobFunction.UNKNOWN, rules, **held)
    return states_at(years, hazards=hazards, seen=[], rules=rules, curve=curve).p_employer


def test_the_other_models_are_chosen_in_the_policy() -> None:
    assert [still_there("renewal", years) for years in (0.5, 1, 2)] == pytest.approx([0.8679, 0.78, 0.6541], abs=1e-4)
    assert [still_there("bls_table", years) for years in (1, 2, 3, 5)] == pytest.approx([0.829, 0.768, 0.72, 0.536])
    assert still_there("exponential", 1) == pytest.approx(0.8372, abs=1e-4)


def test_a_long_held_job_lasts_longer_where_its_start_is_known() -> None:
    # exp(-((4/.8306)^.4369 - (3/.8306)^.4369)), worked by hand
    assert still_there("renewal", 1, held_years=3) == pytest.approx(0.7904, abs=1e-3)
    assert still_there("renewal", 1, held_years=10) > still_there("renewal", 1, held_years=3)


def test_what_was_seen_moves_the_other_models_too() -> None:
    rules = rules_of("renewal")
    bounced = judge_case(case(("hard_bounce", 300)), rules)
    assert bounced.p_employer is not None
    assert bounced.p_employer < 0.2


def test_a_start_of_the_job_is_read_where_the_model_asks(delivered: Any) -> None:
    delivered.record(facts={"job_started_on": date(2015, 3, 5), "domain_is_employers": None})
    plain = fresh(delivered)["p_employer"]
    delivered.policy = delivered.policy.model_copy(update={"freshness": rules_of("renewal")})
    held = fresh(delivered)["p_employer"]
    delivered.facts[0]["job_started_on"] = None
    assert held > fresh(delivered)["p_employer"]
    assert held != plain


KINDS = sorted(RULES.likelihood)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 700)), max_size=6),
    st.integers(0, 700),
    st.sampled_from(["exponential", "renewal", "bls_table"]),
    st.randoms(),
)
def test_order_of_arrival_never_matters_and_later_items_are_never_read(
    heard: list[tuple[str, int]], as_of: int, model: str, shuffle: Any
) -> None:
    rules = rules_of(model)
    judged = judge_case(case(*heard, as_of=as_of), rules)
    mixed = list(heard)
    shuffle.shuffle(mixed)
    assert judge_case(case(*mixed, as_of=as_of), rules) == judged
    by_then = [item for item in heard if item[1] <= as_of]
    if by_then:
        assert judge_case(case(*by_then, as_of=as_of), rules) == judged
    assert judged.p_employer is not None
    assert judged.p_title is not None
    assert 0 <= judged.p_title <= judged.p_employer <= 1
    assert judged.employer_range is not None
    assert judged.employer_range[0] - 1e-9 <= judged.p_employer <= judged.employer_range[1] + 1e-9
