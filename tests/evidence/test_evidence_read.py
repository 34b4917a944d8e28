"""What delivered rows say that people did or said."""

from datetime import date
from typing import Any

import pytest

from leadaudit.evidence.answers import Said, Topic, read_answer, read_question

QUESTION = "Would you like Fernhollow Systems to call you about pricing?"


def kinds(delivered: Any) -> list[tuple[str, date | None]]:
    rows = delivered.evidence().to_pylist()
    return sorted((row["kind"], row["occurred_on"]) for row in rows)


def test_the_download_that_made_the_record_is_logged(delivered: Any) -> None:
    delivered.record(cells={"asset": "Ten ways to close faster"})
    (row,) = delivered.evidence().to_pylist()
    assert (row["kind"], row["actor"], row["source"], row["asset"]) == (
        "gated_download",
        "person",
        "vendor",
        "Ten ways to close faster",
    )
    assert (row["occurred_on"], row["observed_on"]) == (date(2026, 3, 2), date(2026, 3, 5))


def test_without_asset_or_kind_of_response_nothing_happened(delivered: Any) -> None:
    delivered.record()
    assert kinds(delivered) == []


def test_evidence_dated_after_the_delivery_is_logged_without_a_date(delivered: Any) -> None:
    delivered.record(cells={"asset": "Paper"}, facts={"activity_on": date(2026, 3, 7)})
    delivered.record(3, cells={"asset": "Paper"}, facts={"activity_on": date(2026, 3, 6)})
    dates = {row["line"]: row["occurred_on"] for row in delivered.evidence().to_pylist()}
    assert dates == {2: None, 3: date(2026, 3, 6)}


def test_two_assets_in_one_cell_are_two(delivered: Any) -> None:
    delivered.record(cells={"asset": "Paper one; Paper two"})
    rows = {row["kind"]: row["asset"] for row in delivered.evidence().to_pylist()}
    assert rows == {"gated_download": "Paper one", "second_asset": "Paper two"}


def test_the_same_asset_twice_in_one_cell_is_one(delivered: Any) -> None:
    delivered.record(cells={"asset": "Paper one; paper ONE"})
    assert [kind for kind, _ in kinds(delivered)] == ["gated_download"]


@pytest.mark.parametrize(
    ("activity", "attended", "expected"),
    [
        ("Webinar", True, ["gated_download", "webinar_live"]),
        ("Webinar", None, ["gated_download"]),
        ("Webinar", False, ["gated_download"]),
        ("On-demand webinar", True, ["gated_download"]),
        ("White paper", True, ["gated_download"]),
    ],
)
def test_attending_counts_for_live_events_only(
    delivered: Any, activity: str, *, attended: bool | None, expected: list[str]
) -> None:
    delivered.record(cells={"activity_type": activity}, facts={"attended": attended})
    assert [kind for kind, _ in kinds(delivered)] == expected


STATEMENT = {"statement_wording": QUESTION, "statement_proof": "https://cert.corvane.example/8f1"}
SAID: dict[str, object] = {"statement_answer": True, "statement_on": date(2026, 3, 1)}


def test_a_statement_with_complete_proof_is_the_persons(delivered: Any) -> None:
    delivered.record(cells=STATEMENT, facts=SAID)
    assert kinds(delivered) == [("statement_via_vendor", date(2026, 3, 1))]


def test_a_no_with_complete_proof_is_the_persons_too(delivered: Any) -> None:
    delivered.record(cells=STATEMENT, facts={**SAID, "statement_answer": False})
    assert kinds(delivered) == [("statement_via_vendor_no", date(2026, 3, 1))]


@pytest.mark.parametrize("lost", ["proof", "time", "wording", "our name", "buying step"])
def test_with_any_part_of_the_proof_missing_a_yes_is_the_vendors_word(delivered: Any, lost: str) -> None:
    cells, facts = dict(STATEMENT), dict(SAID)
    match lost:
        case "proof":
            del cells["statement_proof"]
        case "time":
            facts["statement_on"] = None
        case "wording":
            del cells["statement_wording"]
        case "our name":
            cells["statement_wording"] = "Would you like a call about pricing?"
        case "buying step":
            cells["statement_wording"] = "Is Fernhollow Systems known to you?"
    delivered.record(cells=cells, facts=facts)
    expected = date(2026, 3, 2) if lost == "time" else date(2026, 3, 1)
    assert kinds(delivered) == [("vendor_bant_yes", expected)]


def test_a_no_without_complete_proof_says_nothing(delivered: Any) -> None:
    delivered.record(cells={"statement_wording": QUESTION}, facts={**SAID, "statement_answer": False})
    assert kinds(delivered) == []


def test_the_id_of_a_stored_question_is_its_wording(delivered: Any) -> None:
    delivered.record(cells={**STATEMENT, "statement_wording": "ASK-2"}, facts=SAID)
    assert kinds(delivered) == [("vendor_bant_yes", date(2026, 3, 1))]
    delivered.wordings = [{"program": "corvane-program", "wording_id": "ask-2", "text": QUESTION}]
    assert kinds(delivered) == [("statement_via_vendor", date(2026, 3, 1))]
    delivered.wordings = [{"program": "another", "wording_id": "ask-2", "text": QUESTION}]
    assert kinds(delivered) == [("vendor_bant_yes", date(2026, 3, 1))]


def test_a_header_that_asks_for_us_is_the_wording(delivered: Any) -> None:
    delivered.record(answers={QUESTION: "Yes"}, cells={"certificate_url": "https://cert.corvane.example/8f1"})
    delivered.record(3, answers={QUESTION: "Yes"})
    delivered.record(4, answers={QUESTION: "No"}, cells={"certificate_url": "https://cert.corvane.example/8f2"})
    delivered.record(5, answers={QUESTION: "No"})
    found = {row["line"]: row["kind"] for row in delivered.evidence().to_pylist()}
    assert found == {2: "statement_via_vendor", 3: "vendor_bant_yes", 4: "statement_via_vendor_no"}


def test_an_answer_about_a_purchase_counts_and_one_about_the_person_does_not(delivered: Any) -> None:
    delivered.record(
        answers={
            "What is your timeframe for a purchase?": "3 to 6 months",
            "How many invoices do you handle a month?": "4,000",
            "Do you have a budget for this project?": "No",
        }
    )
    (row,) = delivered.evidence().to_pylist()
    assert (row["kind"], row["raw_ref"]) == ("custom_question", "What is your timeframe for a purchase?")


BANT = {"Budget": "Yes", "Authority": "Decision maker", "Need": "Yes", "Timeline": "Q3"}


def test_a_checklist_of_yeses_is_the_vendors_word(delivered: Any) -> None:
    delivered.record(answers=BANT)
    assert kinds(delivered) == [("vendor_bant_yes", date(2026, 3, 2))]


def test_one_column_is_no_checklist(delivered: Any) -> None:
    delivered.record(answers={"Budget": "Yes"})
    assert kinds(delivered) == [("custom_question", date(2026, 3, 2))]


def test_one_no_on_the_checklist_leaves_single_answers(delivered: Any) -> None:
    delivered.record(answers={**BANT, "Budget": "No"})
    delivered.record(3, answers={name: answer for name, answer in BANT.items() if name != "Need"})
    assert {kind for kind, _ in kinds(delivered)} == {"custom_question"}


def test_on_a_call_every_question_about_a_purchase_is_the_checklist(delivered: Any) -> None:
    answers = {"Do you have a budget for this project?": "Yes", "What is your biggest problem?": "Paper"}
    delivered.record(answers=answers)
    assert [kind for kind, _ in kinds(delivered)] == ["custom_question"]
    delivered.program_types = {"corvane-program": "telemarketing"}
    assert [kind for kind, _ in kinds(delivered)] == ["vendor_bant_yes"]


def test_an_account_has_intent_and_no_download(delivered: Any) -> None:
    delivered.record(
        facts={"is_account_only": True, "intent_on": date(2026, 3, 3)},
        cells={"asset": "Paper", "intent_topic": "invoice approval"},
    )
    (row,) = delivered.evidence().to_pylist()
    assert (row["kind"], row["source"], row["asset"]) == ("account_topic_surge", "third", "invoice approval")


def test_an_opt_out_in_the_row_is_logged_without_a_date(delivered: Any) -> None:
    delivered.record(facts={"unsubscribed": True})
    assert kinds(delivered) == [("unsubscribe", None)]


def test_who_was_enrolled_did_nothing(delivered: Any) -> None:
    delivered.record(cells={"activity_type": "Auto-enrolled webinar"}, facts={"attended": True})
    assert {row["actor"] for row in delivered.evidence().to_pylist()} == {"system"}


def test_reading_the_same_rows_twice_gives_the_same_evidence(delivered: Any) -> None:
    delivered.record(cells={"asset": "A; B"}, answers=BANT)
    delivered.record(3, cells=STATEMENT, facts=SAID)
    first = delivered.evidence()
    assert first.equals(delivered.evidence())
    assert len(set(first["evidence_id"].to_pylist())) == first.num_rows


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("What is your timeframe for evaluating a new system?", Topic.TIMEFRAME),
        ("Wann planen Sie die Einführung?", Topic.TIMEFRAME),
        ("What is your role in the purchasing process?", Topic.AUTHORITY),
        ("¿Tiene presupuesto asignado?", Topic.BUDGET),
        ("Avez-vous un projet d'achat ?", Topic.NEED),
        ("Planen Sie eine Anschaffung in den nächsten 12 Monaten?", Topic.NEED),
        ("When did you join the company?", None),
        ("What project management tool do you use?", None),
        ("What is your biggest challenge in data quality?", None),
        ("What best describes your role?", None),
    ],
)
def test_a_question_is_about_a_purchase_or_neutral(question: str, topic: Topic | None) -> None:
    assert read_question(question, ()).topic is topic


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("Yes", Said.YES),
        ("Ja, in Planung", Said.YES),
        ("0-3 months", Said.SOMETHING),
        ("> 100.000 EUR", Said.SOMETHING),
        ("Nobody decided yet: no plans", Said.NO),
        ("Kein Budget", Said.NO),
        ("Just researching", Said.NO),
        ("0", Said.NO),
        ("maybe", Said.NOTHING),
        ("N/A", Said.NOTHING),
        ("keine Angabe", Said.NOTHING),
        ("", Said.NOTHING),
    ],
)
def test_an_answer_is_yes_no_something_or_nothing(answer: str, said: Said) -> None:
    assert read_answer(answer) is said
