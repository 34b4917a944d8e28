"""Classes of delivered records, from whole rows."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadaudit.evidence.case import Case, Event
from leadaudit.evidence.class_days import case_from_key
from leadaudit.policy import default_policy
from leadaudit.vocabulary import Actor, Category, Flag, Source

DELIVERED_ON = date(2026, 3, 5)
QUESTION = "Would you like Fernhollow Systems to call you about pricing?"
WORDS = "I agree that Fernhollow Systems may write to me by e-mail."
CONSENT_CELLS = {
    "consent_text": WORDS,
    "consent_method": "form",
    "consent_url": "https://corvane.example/f",
    "asset": "Paper",
}
CONSENT_FACTS: dict[str, object] = {"consent_answer": True, "consent_on": date(2026, 3, 2)}
STATEMENT = {"statement_wording": QUESTION, "statement_proof": "https://cert.corvane.example/8f1"}
SAID: dict[str, object] = {"statement_answer": True, "statement_on": date(2026, 3, 1)}


def imported(
    kind: str, day: date, email: str = "mara.lindqvist@northwell.example", **changes: object
) -> dict[str, object]:
    return {
        "evidence_id": f"{kind}-{day}-{email}",
        "email": email,
        "kind": kind,
        "actor": "person",
        "source": "first",
        "occurred_on": day,
        "observed_on": day,
        "category": "unmapped",
        "raw_ref": "import",
        **changes,
    }


def told(row: dict[str, Any]) -> tuple[str, str | None, str]:
    return row["class"], row["tier"], row["rule"]


def test_a_number_found_wrong_is_not_called_and_a_mailbox_still_reaches(delivered: Any) -> None:
    delivered.record(facts={"phone_e164": "+442079460011", "phone_status": "ok"})
    assert delivered.class_of()["may_call"] is True
    found = {"delivery": "corvane-1", "line": 2, "told_on": DELIVERED_ON, "known_on": DELIVERED_ON}
    delivered.told = [found | {"code": "left_company", "kind": "profile_left"}]
    assert delivered.class_of()["may_call"] is True
    delivered.told = [found | {"code": "wrong_number", "kind": "wrong_number"}]
    row = delivered.class_of()
    assert (row["may_call"], row["class"]) == (False, "unproven")


def test_a_sold_mql_with_proven_permission_is_an_opt_in(delivered: Any) -> None:
    delivered.record(cells=CONSENT_CELLS, facts=CONSENT_FACTS)
    row = delivered.class_of()
    assert told(row) == ("opt_in", None, "opt-in.consent-only")
    assert (row["consent"], row["flags"], row["may_market"]) == ("proven", ["consent_valid"], True)
    assert (row["vendor"], row["delivered_on"], row["person"]) == ("corvane", DELIVERED_ON, "corvane-1:2")


def test_a_bare_yes_is_unproven_and_may_not_be_marketed_to(delivered: Any) -> None:
    delivered.record(cells={"asset": "Paper", "consent": "Y"}, facts={"consent_answer": True})
    row = delivered.class_of()
    assert told(row) == ("unproven", None, "unproven.no-consent-no-evidence")
    assert (row["consent"], row["may_market"]) == ("asserted", False)


def test_an_attested_statement_makes_a_lead_from_the_day_of_delivery(delivered: Any) -> None:
    delivered.record(cells=STATEMENT, facts=SAID)
    row = delivered.class_of(as_of=DELIVERED_ON + timedelta(days=10))
    assert told(row) == ("lead", "high", "lead.explicit-statement")
    assert row["attested"] is True
    assert (row["first_lead_on"], row["first_confirmed_lead_on"], row["first_attested_lead_on"]) == (
        DELIVERED_ON,
        None,
        DELIVERED_ON,
    )


def test_the_day_of_the_lead_stays_when_the_statement_has_lapsed(delivered: Any) -> None:
    delivered.record(cells=STATEMENT, facts=SAID)
    row = delivered.class_of(as_of=date(2026, 3, 1) + timedelta(days=91))
    assert told(row) == ("signal", "med", "signal.lapsed-statement")
    assert row["first_attested_lead_on"] == DELIVERED_ON


def test_a_statement_too_old_at_delivery_never_made_a_lead(delivered: Any) -> None:
    delivered.record(cells=STATEMENT, facts={**SAID, "statement_on": DELIVERED_ON - timedelta(days=91)})
    assert delivered.class_of()["first_lead_on"] is None
    delivered.facts[0]["statement_on"] = DELIVERED_ON - timedelta(days=90)
    assert delivered.class_of()["first_lead_on"] == DELIVERED_ON


def test_a_doubtful_employer_keeps_an_older_statement_from_making_a_lead_at_delivery(delivered: Any) -> None:
    stale = {"domain_is_employers": False, "seniority": "entry", "function": "hr"}
    delivered.record(cells=STATEMENT, facts={**SAID, **stale, "statement_on": DELIVERED_ON - timedelta(days=31)})
    row = delivered.class_of()
    assert row["p_employer"] < 0.5
    assert told(row) == ("signal", "med", "signal.confirm-employer")
    assert row["first_lead_on"] is None
    delivered.facts[0]["statement_on"] = DELIVERED_ON - timedelta(days=30)
    later = delivered.class_of(as_of=DELIVERED_ON + timedelta(days=1))
    assert (later["class"], later["first_lead_on"]) == ("signal", DELIVERED_ON)


def test_a_request_to_us_confirms_from_the_day_we_knew_of_it(delivered: Any) -> None:
    delivered.record()
    asked_on, known_on = DELIVERED_ON + timedelta(days=20), DELIVERED_ON + timedelta(days=25)
    delivered.imported = [imported("demo_request", asked_on, observed_on=known_on)]
    assert delivered.class_of(as_of=known_on - timedelta(days=1))["class"] == "unproven"
    row = delivered.class_of(as_of=known_on + timedelta(days=100))
    assert (row["class"], row["first_confirmed_lead_on"], row["first_attested_lead_on"]) == ("signal", known_on, None)


def test_a_later_no_takes_the_class_and_leaves_the_day(delivered: Any) -> None:
    delivered.record(cells=STATEMENT, facts=SAID)
    delivered.imported = [imported("ask_no", DELIVERED_ON + timedelta(days=5))]
    row = delivered.class_of(as_of=DELIVERED_ON + timedelta(days=6))
    assert told(row) == ("unproven", None, "cooling-off")
    assert row["first_lead_on"] == DELIVERED_ON


def test_an_unsubscribe_excludes_and_forbids_marketing_and_calls(delivered: Any) -> None:
    delivered.record(cells=CONSENT_CELLS, facts={**CONSENT_FACTS, "phone_e164": "+442079460011", "phone_status": "ok"})
    assert (delivered.class_of()["may_market"], delivered.class_of()["may_call"]) == (True, True)
    delivered.imported = [imported("unsubscribe", DELIVERED_ON)]
    row = delivered.class_of()
    assert (row["class"], row["excluded_reason"], row["rule"]) == ("excluded", "suppressed", "excluded.suppressed")
    assert (row["may_market"], row["may_call"]) == (False, False)


def test_a_request_after_unsubscribing_may_be_called_and_not_marketed_to(delivered: Any) -> None:
    delivered.record(cells=CONSENT_CELLS, facts={**CONSENT_FACTS, "phone_e164": "+442079460011", "phone_status": "ok"})
    delivered.imported = [
        imported("unsubscribe", DELIVERED_ON),
        imported("contact_me", DELIVERED_ON + timedelta(days=1)),
    ]
    row = delivered.class_of(as_of=DELIVERED_ON + timedelta(days=1))
    assert (row["class"], row["may_market"], row["may_call"]) == ("lead", False, True)


@pytest.mark.parametrize("facts", [{"do_not_call": True}, {"phone_status": "unusable"}, {"phone_e164": None}])
def test_a_closed_or_unusable_number_may_not_be_called(delivered: Any, facts: dict[str, object]) -> None:
    delivered.record(facts={"phone_e164": "+442079460011", "phone_status": "ok", **facts})
    assert delivered.class_of()["may_call"] is False


def test_the_webinar_that_made_the_record_is_no_signal_and_another_one_is(delivered: Any) -> None:
    webinar = {"activity_type": "Webinar"}
    delivered.record(2, person="mara", cells={**webinar, "asset": "Closing faster"}, facts={"attended": True})
    assert delivered.class_of()["class"] == "unproven"
    delivered.record(3, person="mara", cells={**webinar, "asset": "Closing FASTER"}, facts={"attended": True})
    assert delivered.class_of()["class"] == "unproven"
    delivered.record(4, person="mara", cells={**webinar, "asset": "Paying on time"}, facts={"attended": True})
    assert told(delivered.class_of()) == ("signal", "med", "signal.high-value-or-two-kinds-or-vendor-reported")


def test_another_paper_of_the_same_vendor_is_a_low_signal(delivered: Any) -> None:
    delivered.record(2, person="mara", cells={"asset": "One"})
    delivered.record(3, person="mara", cells={"asset": "Two"})
    delivered.record(4, person="somebody else", cells={"asset": "Three"})
    assert told(delivered.class_of()) == ("signal", "low", "signal.single-live-behaviour")
    assert delivered.class_of(4)["class"] == "unproven"


def test_another_paper_of_another_vendor_is_none(delivered: Any) -> None:
    delivered.record(2, person="mara", cells={"asset": "One"})
    delivered.record(2, "quillmere-1", person="mara", cells={"asset": "Two"})
    assert delivered.class_of()["class"] == "unproven"


def test_the_same_paper_twice_is_one(delivered: Any) -> None:
    delivered.record(2, person="mara", cells={"asset": "One"})
    delivered.record(3, person="mara", cells={"asset": "one"}, facts={"activity_on": date(2026, 3, 3)})
    assert delivered.class_of()["class"] == "unproven"


def test_a_second_paper_in_the_row_counts(delivered: Any) -> None:
    delivered.record(cells={"asset": "One; Two"})
    assert told(delivered.class_of()) == ("signal", "low", "signal.single-live-behaviour")


def test_what_one_vendor_reports_lifts_no_other_vendors_record(delivered: Any) -> None:
    delivered.record(2, person="mara", answers={"Budget": "Yes", "Need": "Yes"})
    delivered.record(2, "quillmere-1", person="mara")
    assert told(delivered.class_of()) == ("signal", "med", "signal.high-value-or-two-kinds-or-vendor-reported")
    assert delivered.class_of(2, "quillmere-1")["class"] == "unproven"


def test_what_the_person_said_with_proof_lifts_every_record_of_the_person(delivered: Any) -> None:
    delivered.record(2, person="mara", cells=STATEMENT, facts=SAID)
    delivered.record(2, "quillmere-1", person="mara")
    assert delivered.class_of(2, "quillmere-1")["class"] == "lead"


def test_permission_given_on_one_line_proves_nothing_on_another(delivered: Any) -> None:
    delivered.record(2, person="mara", cells=CONSENT_CELLS, facts=CONSENT_FACTS)
    delivered.record(3, person="mara", cells={"asset": "Paper"})
    assert (delivered.class_of()["class"], delivered.class_of(3)["class"]) == ("opt_in", "unproven")


def test_evidence_about_an_address_two_people_share_is_about_nobody(delivered: Any) -> None:
    delivered.record(2, person="mara")
    delivered.record(3, person="jonas")
    delivered.imported = [imported("demo_request", DELIVERED_ON)]
    assert delivered.classes()["class"].to_pylist() == ["unproven", "unproven"]


def test_a_duplicate_is_excluded_and_its_statement_counts_for_the_first_record(delivered: Any) -> None:
    delivered.record(2, person="mara")
    delivered.record(3, person="mara", cells=STATEMENT, facts=SAID)
    delivered.repeats = [{"delivery": "corvane-1", "line": 3, "earlier_delivery": "corvane-1", "earlier_line": 2}]
    assert delivered.class_of()["class"] == "lead"
    duplicate = delivered.class_of(3)
    assert (duplicate["class"], duplicate["excluded_reason"], duplicate["first_lead_on"]) == (
        "excluded",
        "duplicate",
        None,
    )


@pytest.mark.parametrize(
    ("listed", "reason"),
    [("own_domains", "own_employee"), ("competitors", "competitor"), ("suppression", "suppressed")],
)
def test_list_hits_exclude(delivered: Any, listed: str, reason: str) -> None:
    delivered.record()
    delivered.list_hits = [
        {"delivery": "corvane-1", "line": 2, "list": listed, "kind": "domain", "value": "northwell.example"}
    ]
    row = delivered.class_of()
    assert (row["class"], row["excluded_reason"], row["may_market"]) == ("excluded", reason, False)


def test_customers_and_target_accounts_exclude_nobody(delivered: Any) -> None:
    delivered.record()
    delivered.list_hits = [
        {"delivery": "corvane-1", "line": 2, "list": listed, "kind": "domain", "value": "northwell.example"}
        for listed in ("customers", "target_accounts")
    ]
    assert delivered.class_of()["class"] == "unproven"


def test_a_suppressed_person_is_suppressed_on_every_record_and_a_competitor_on_that_one(delivered: Any) -> None:
    delivered.record(2, person="mara")
    delivered.record(3, person="mara")
    hit = {"delivery": "corvane-1", "line": 2, "kind": "email", "value": "mara.lindqvist@northwell.example"}
    delivered.list_hits = [{**hit, "list": "suppression"}]
    assert delivered.class_of(3)["excluded_reason"] == "suppressed"
    delivered.list_hits = [{**hit, "list": "competitors"}]
    assert delivered.class_of(3)["class"] == "unproven"


@pytest.mark.parametrize(
    ("code", "status", "expected"),
    [
        ("off_spec_geo", "violated", "excluded"),
        ("not_on_target_list", "violated", "excluded"),
        ("off_spec_geo", "unknown", "unproven"),
        ("off_spec_industry", "violated", "unproven"),
        ("over_cap", "violated", "unproven"),
        ("no_consent", "violated", "unproven"),
    ],
)
def test_out_of_spec_is_geography_level_function_size_and_target_list(
    delivered: Any, code: str, status: str, expected: str
) -> None:
    delivered.record()
    delivered.reasons = [{"delivery": "corvane-1", "line": 2, "code": code, "status": status, "clause": "spec"}]
    assert delivered.class_of()["class"] == expected


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"email_status": "unusable", "phone_e164": None}, "unreachable"),
        ({"email_norm": None, "phone_e164": "+442079460011", "phone_status": "unusable"}, "unreachable"),
        ({"email_norm": None, "phone_e164": "+442079460011", "phone_status": "doubtful"}, None),
        ({"email_status": "doubtful", "phone_e164": None}, None),
        ({"email_norm": None, "phone_e164": None, "is_account_only": True}, None),
        ({"is_test": True}, "non_human"),
    ],
)
def test_a_record_without_a_channel_or_a_person_is_excluded(
    delivered: Any, facts: dict[str, object], reason: str | None
) -> None:
    delivered.record(facts=facts)
    assert delivered.class_of()["excluded_reason"] == reason


def test_an_account_alone_is_a_low_signal_flagged_as_one(delivered: Any) -> None:
    delivered.record(facts={"is_account_only": True, "email_norm": None, "intent_on": date(2026, 3, 1)})
    row = delivered.class_of()
    assert told(row) == ("signal", "low", "signal.account-only")
    assert row["flags"] == ["account_only"]


def test_a_role_mailbox_is_unproven_without_a_person_and_a_person_with_one_is_not(delivered: Any) -> None:
    delivered.record(
        cells=CONSENT_CELLS, facts={**CONSENT_FACTS, "email_is_role": True, "first_name": None, "last_name": None}
    )
    assert told(delivered.class_of()) == ("unproven", None, "unproven.role-mailbox")
    delivered.facts[0]["last_name"] = "Lindqvist"
    assert delivered.class_of()["class"] == "opt_in"


@pytest.mark.parametrize(
    ("facts", "learner"),
    [
        ({"is_learner_title": True}, True),
        ({"email_is_academic": True, "function": "it"}, False),
        ({"email_is_academic": True, "function": "education"}, True),
        ({"email_is_academic": True, "function": "unknown"}, True),
        ({"email_is_free": True, "function": "unknown"}, False),
    ],
)
def test_a_learner_has_a_learners_title_or_an_academic_address_without_a_function(
    delivered: Any, facts: dict[str, object], *, learner: bool
) -> None:
    delivered.record(facts=facts)
    assert (Flag.LEARNER.value in delivered.class_of()["flags"]) is learner


def machine(delivered: Any, lines: int, seconds_apart: int, ip: str | None, people: int) -> None:
    start = datetime(2026, 3, 2, 10, 0, 0, tzinfo=UTC)
    for number in range(lines):
        delivered.record(
            2 + number,
            person=f"person {number % people}",
            facts={"captured_at": start + timedelta(seconds=number * seconds_apart)},
            cells={"consent_ip": ip} if ip else {},
        )


@pytest.mark.parametrize(
    ("lines", "seconds_apart", "ip", "people", "reason"),
    [
        (20, 0, "203.0.113.7", 20, "non_human"),  # one second, one address, one minute
        (20, 0, None, 20, None),  # one second alone: a server may stamp a batch
        (8, 1, "203.0.113.7", 8, "non_human"),  # one address and one minute
        (8, 90, "203.0.113.7", 8, None),  # one address alone: an office
        (4, 1, "203.0.113.7", 4, None),  # four people are too few for one address
        (8, 1, "203.0.113.7", 1, None),  # one person, again and again
    ],
)
def test_two_patterns_together_make_a_machine(
    delivered: Any, lines: int, seconds_apart: int, ip: str | None, people: int, reason: str | None
) -> None:
    machine(delivered, lines, seconds_apart, ip, people)
    assert {row["excluded_reason"] for row in delivered.classes().to_pylist()} == {reason}


def test_a_second_shared_by_a_small_part_of_a_delivery_is_no_pattern(delivered: Any) -> None:
    machine(delivered, 20, 0, "203.0.113.7", 4)
    assert {row["excluded_reason"] for row in delivered.classes().to_pylist()} == {"non_human"}
    for number in range(81):
        delivered.record(100 + number)
    assert delivered.class_of()["excluded_reason"] is None


def test_every_read_record_has_one_class_and_the_table_keeps_its_contract(delivered: Any) -> None:
    for line in range(2, 30):
        delivered.record(
            line, facts={"is_test": line % 5 == 0, "email_norm": None if line % 7 == 0 else f"m{line}@x.example"}
        )
    classes = delivered.classes()
    assert classes["line"].to_pylist() == list(range(2, 30))
    assert None not in classes["class"].to_pylist()


def test_an_empty_delivery_has_no_classes(delivered: Any) -> None:
    delivered.deliver()
    assert delivered.classes().num_rows == 0


def test_a_case_is_read_back_as_it_was_written() -> None:
    key = "consent_valid,learner#0#demo_request,3,person,first,evaluation;pricing_page,9,bot,third,pricing"
    assert case_from_key(key) == Case(
        flags=frozenset({Flag.CONSENT_VALID, Flag.LEARNER}),
        p_employer=0.0,
        events=(
            Event(kind="demo_request", age_days=3, category=Category.EVALUATION),
            Event(kind="pricing_page", age_days=9, actor=Actor.BOT, source=Source.THIRD, category=Category.PRICING),
        ),
    )
    assert case_from_key("##") == Case()


KINDS = sorted(default_policy().kinds)


_BEFORE = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(-120, 60)), max_size=5)
_AFTER = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 200)), min_size=1, max_size=3)


@settings(max_examples=4)
@given(st.lists(st.tuples(_BEFORE, _AFTER), min_size=15, max_size=15))
def test_what_is_dated_after_the_day_never_matters(
    deliver_anew: Any, histories: list[tuple[list[tuple[str, int]], list[tuple[str, int]]]]
) -> None:
    # Fifteen people at once cost as much as one, and what is dated after the day must not touch the others either.
    as_of = DELIVERED_ON + timedelta(days=60)
    delivered = deliver_anew()
    future = []
    for number, (before, after) in enumerate(histories):
        email = f"mara{number}@northwell{number}.example"
        delivered.record(
            2 + number,
            facts={"email_norm": email, "email_domain": f"northwell{number}.example"},
            person=f"mara {number}",
        )
        delivered.imported += [imported(kind, DELIVERED_ON + timedelta(days=day), email) for kind, day in before]
        future += [imported(kind, as_of + timedelta(days=day), email) for kind, day in after]
    known = delivered.classes(as_of=as_of).to_pylist()
    delivered.imported += future
    assert delivered.classes(as_of=as_of).to_pylist() == known
