"""How old a delivered employer is, and what speaks for it, row by row."""

from datetime import date, timedelta
from typing import Any

import pytest

from leadaudit.evidence.states import Seen, hazards_of, states_at
from leadaudit.policy import default_policy
from leadaudit.vocabulary import JobFunction, Seniority

RULES = default_policy().freshness
DELIVERED_ON = date(2026, 3, 5)
LEADER = hazards_of(Seniority.DIRECTOR, JobFunction.PROCUREMENT, RULES)


def fresh(delivered: Any, as_of: date = DELIVERED_ON) -> dict[str, Any]:
    found: dict[str, Any] = delivered.freshness(as_of).to_pylist()[0]
    return found


def expected(days: int, *seen: tuple[int, str]) -> Any:
    items = [Seen(years=at / 365.25, kind=kind) for at, kind in seen]
    return states_at(days / 365.25, hazards=LEADER, seen=items, rules=RULES)


def test_a_profile_of_unknown_date_is_half_a_year_old_when_it_arrives_and_is_not_checked(delivered: Any) -> None:
    delivered.record(facts={"domain_is_employers": None})
    row = fresh(delivered)
    assert (row["age_days"], row["age_assumed"], row["domain_evidence"]) == (180, True, None)
    assert row["p_employer"] == pytest.approx(expected(180).p_employer)
    assert row["p_title"] == pytest.approx(expected(180).p_title)
    assert (row["employer_label"], row["title_label"]) == ("unknown", "unknown")


def test_it_ages_on_from_there(delivered: Any) -> None:
    delivered.record()
    row = fresh(delivered, DELIVERED_ON + timedelta(days=400))
    assert row["age_days"] == 580
    assert row["p_employer"] == pytest.approx(expected(580, (180, "domain_match")).p_employer)
    assert row["title_label"] == "doubtful"


@pytest.mark.parametrize("source", ["typed", "called"])
def test_what_the_person_typed_or_said_is_as_old_as_the_form(delivered: Any, source: str) -> None:
    delivered.deliver(profile_source=source)
    delivered.record(facts={"domain_is_employers": None})
    row = fresh(delivered)
    assert (row["age_days"], row["age_assumed"]) == (3, False)
    assert row["p_employer"] == pytest.approx(expected(3).p_employer)
    assert row["employer_label"] == "fresh"


@pytest.mark.parametrize("source", ["prefilled", "appended", "unknown"])
def test_the_date_of_a_download_dates_no_profile_nobody_typed(delivered: Any, source: str) -> None:
    delivered.deliver(profile_source=source)
    delivered.record()
    assert fresh(delivered)["age_assumed"] is True


def test_a_form_sent_after_the_delivery_dates_nothing(delivered: Any) -> None:
    delivered.deliver(profile_source="typed")
    delivered.record(facts={"activity_on": date(2026, 3, 6)})
    assert fresh(delivered)["age_assumed"] is True


def test_a_matching_domain_helps_and_another_companys_domain_hurts(delivered: Any) -> None:
    delivered.record(facts={"domain_is_employers": True})
    assert fresh(delivered)["p_employer"] == pytest.approx(expected(180, (180, "domain_match")).p_employer)
    delivered.facts[0]["domain_is_employers"] = False
    row = fresh(delivered)
    assert row["p_employer"] == pytest.approx(expected(180, (180, "domain_mismatch")).p_employer)
    assert (row["domain_evidence"], row["employer_label"]) == ("domain_mismatch", "doubtful")


def test_free_mail_says_nothing_of_the_employer(delivered: Any) -> None:
    delivered.record(facts={"domain_is_employers": False, "email_is_free": True})
    assert fresh(delivered)["domain_evidence"] is None


def test_the_domain_is_seen_on_the_day_of_delivery_and_not_before(delivered: Any) -> None:
    delivered.record(facts={"domain_is_employers": False})
    before = fresh(delivered, DELIVERED_ON - timedelta(days=1))
    assert before["p_employer"] == pytest.approx(expected(179).p_employer)


def test_a_dated_check_speaks_and_an_undated_one_or_another_verdict_does_not(delivered: Any) -> None:
    checked = {"email_verified_on": date(2026, 2, 23), "domain_is_employers": None}
    delivered.record(facts=checked, cells={"email_status": "Valid"})
    row = fresh(delivered)
    # The check came at the assumed age, ten days before the delivery.
    assert (row["age_days"], row["age_assumed"], row["employer_label"]) == (10, False, "fresh")
    assert row["p_employer"] == pytest.approx(expected(190, (180, "vendor_verified")).p_employer)
    for cells, facts in (
        ({"email_status": "Valid"}, {**checked, "email_verified_on": None}),
        ({"email_status": "catch-all"}, checked),
        ({}, checked),
        ({"email_status": "Valid"}, {**checked, "email_verified_on": date(2026, 3, 6)}),
    ):
        delivered.facts[0].update(facts)
        delivered.cells[0] = {"delivery": "corvane-1", "line": 2, **cells}
        assert fresh(delivered)["age_assumed"] is True


def test_where_nothing_names_an_employer_nothing_is_known_of_it(delivered: Any) -> None:
    nameless = {"company": None, "company_key": None, "email_domain": "gmail.com", "email_is_free": True}
    delivered.record(facts={**nameless, "domain_is_employers": None, "title": None})
    row = fresh(delivered)
    assert (row["p_employer"], row["p_title"]) == (None, None)
    assert (row["employer_label"], row["title_label"]) == ("unknown", "unknown")


def test_an_account_has_nobody_who_could_have_left(delivered: Any) -> None:
    delivered.record(facts={"is_account_only": True})
    assert fresh(delivered)["p_employer"] is None


def test_a_rows_own_delivery_date_counts_unless_it_is_later_than_the_file(delivered: Any) -> None:
    delivered.record(facts={"delivered_row_on": date(2026, 2, 3)})
    assert fresh(delivered)["age_days"] == 210
    delivered.facts[0]["delivered_row_on"] = date(2026, 4, 1)
    assert fresh(delivered)["age_days"] == 180
