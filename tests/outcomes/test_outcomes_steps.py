"""What the rows of a CRM say became of whom."""

from datetime import date

import pytest

from leadaudit.outcomes.stages import Meaning, Stages, WordOf
from leadaudit.outcomes.steps import unknown_words, words_in_use
from tests.outcomes.outcomes_house import Row, Scene, ada_delivered, on


def found(scene: Scene) -> list[tuple[object, object]]:
    """Kind and day of every outcome."""
    return sorted((row["kind"], row["occurred_on"]) for row in scene.outcomes())


def meeting_row(**more: object) -> Row:
    return {"type": "Meeting", "contact_ids": ["C1"], "created_on": on(3), "occurred_on": on(9), **more}


@pytest.mark.parametrize(
    ("result", "kinds"),
    [
        ("Completed", ["meeting_held", "meeting_set"]),
        ("No show", ["meeting_set", "no_show"]),
        ("Canceled", ["meeting_set"]),
        (None, ["meeting_set"]),
    ],
)
def test_a_meeting_is_set_when_entered_and_held_or_not_on_its_day(result: str | None, kinds: list[str]) -> None:
    scene = ada_delivered()
    scene.row("activity", "A1", **meeting_row(result=result))
    assert [kind for kind, _ in found(scene)] == kinds
    assert dict(found(scene))["meeting_set"] == on(3)


def test_people_may_say_that_a_meeting_without_a_result_was_held() -> None:
    scene = ada_delivered()
    scene.stages = Stages().with_word(WordOf.MEETING, "", Meaning.MEETING_HELD)
    scene.row("activity", "A1", **meeting_row())
    assert found(scene) == [("meeting_held", on(9)), ("meeting_set", on(3))]


def test_a_meeting_of_tomorrow_was_not_held() -> None:
    scene = ada_delivered()
    scene.as_of = on(5)
    scene.row("activity", "A1", **meeting_row(result="Completed"))
    assert [(row["kind"], row["state"]) for row in scene.outcomes()] == [("meeting_set", "open")]


def test_what_nobody_did_and_what_is_vanity_counts_for_nothing() -> None:
    scene = ada_delivered()
    scene.row("activity", "A1", **meeting_row(made_by="Automated Process"))
    scene.row("activity", "A2", **meeting_row(type="Email opened"))
    scene.row("activity", "A3", **meeting_row(type="Note"))
    scene.row("activity", "A4", **meeting_row(is_deleted=True))
    assert found(scene) == []
    assert scene.evidence() == []


def test_an_opportunity_becomes_won_on_the_day_it_was_closed() -> None:
    scene = ada_delivered()
    scene.row(
        "opportunity", "O1", stage="Closed Won", created_on=on(5), closed_on=on(40), amount_minor=7, currency="EUR"
    )
    scene.row("contact_role", "R1", opportunity_id="O1", contact_ids=["C1"])
    assert found(scene) == [("opportunity", on(5)), ("won", on(40))]
    assert {(row["amount_minor"], row["currency"], row["state"]) for row in scene.outcomes()} == {(7, "EUR", "won")}


def test_a_status_decides_where_a_stage_does_not() -> None:
    scene = ada_delivered()
    lost = {"stage": "Proposal", "result": "Lost", "closed_on": on(30), "reason": "Price"}
    scene.row("opportunity", "O1", created_on=on(5), contact_ids=["C1"], **lost)
    assert found(scene) == [("lost", on(30)), ("opportunity", on(5))]
    assert {(row["state"], row["reason"]) for row in scene.outcomes()} == {("lost", "Price")}


def test_a_win_without_a_day_is_an_opportunity_and_no_win() -> None:
    scene = ada_delivered()
    scene.row("opportunity", "O1", stage="Closed Won", created_on=on(5), contact_ids=["C1"])
    assert found(scene) == [("opportunity", on(5))]


def test_a_stage_that_is_only_a_meeting_makes_no_opportunity_yet() -> None:
    scene = ada_delivered()
    scene.row("opportunity", "O1", stage="Appointment Scheduled", created_on=on(5), contact_ids=["C1"])
    assert found(scene) == [("meeting_set", on(5))]
    assert [row["kind"] for row in scene.evidence()] == ["meeting_booked"]


def test_the_last_stage_of_a_history_speaks_for_today() -> None:
    scene = ada_delivered()
    for stage, days in (("Qualification", 5), ("Proposal", 20), ("Closed Won", 33)):
        more: Row = {"created_on": on(5), "closed_on": on(33), "contact_ids": ["C1"]}
        scene.row("opportunity", "O1", stage=stage, stage_on=on(days), **more)
    assert found(scene) == [("opportunity", on(5)), ("won", on(33))]


def test_a_converted_lead_stands_on_its_opportunity_from_the_day_it_was_converted() -> None:
    scene = Scene()
    scene.record("ada")
    scene.contact("L1", "ada", created_on=on(1))
    lead: Row = {"object": "lead", "crm_id": "L1", "delivery": "crm_contacts", "line": 2, "opportunity_id": "O1"}
    scene.rows.append({**lead, "stage": "Closed - Converted", "converted_on": on(21)})
    assert found(scene) == [("opportunity", on(21))]
    scene.row("opportunity", "O1", stage="Negotiation", created_on=on(20), amount_minor=5, currency="USD")
    assert found(scene) == [("opportunity", on(20))]
    [evidence] = scene.evidence()
    assert (evidence["kind"], evidence["occurred_on"]) == ("opp_contact", on(21))


def test_who_was_merged_away_is_found_under_the_id_that_took_the_place() -> None:
    scene = ada_delivered()
    person: Row = {"object": "contact", "crm_id": "C1", "delivery": "crm_contacts", "line": 2}
    scene.rows.append({**person, "merged_ids": ["C7"]})
    scene.row("contact", "C9", merged_into="C7", is_deleted=True)
    scene.row("activity", "A1", **meeting_row(contact_ids=["C9"], result="Held"))
    assert [row["person"] for row in scene.outcomes()] == ["ada", "ada"]


def test_an_id_that_a_report_calls_a_contact_may_be_a_lead() -> None:
    scene = Scene()
    scene.record("ada")
    scene.contact("L1", "ada")
    scene.rows.append({"object": "lead", "crm_id": "L1", "delivery": "crm_contacts", "line": 2})
    scene.row("activity", "A1", **meeting_row(contact_ids=["L1"], result="Held"))
    assert len(scene.outcomes()) == 2


def test_an_address_of_two_people_names_nobody() -> None:
    scene = Scene()
    scene.record("ada", email="sales@northwell.example")
    scene.record("ben", email="sales@northwell.example")
    scene.row("activity", "A1", **meeting_row(contact_ids=None, emails=["sales@northwell.example"]))
    assert scene.outcomes() == []


def test_meetings_opportunities_and_live_webinars_are_evidence_and_calls_are_not() -> None:
    scene = ada_delivered()
    scene.row("activity", "A1", **meeting_row(result="Held"))
    scene.row("activity", "A2", **meeting_row(type="Call", stage="Completed"))
    scene.row("opportunity", "O1", stage="Proposal", created_on=on(12), contact_ids=["C1"])
    webinar: Row = {"type": "Webinar", "contact_ids": ["C1"], "occurred_on": on(15)}
    scene.row("campaign_member", "M1", stage="Attended", **webinar)
    scene.row("campaign_member", "M2", stage="Clicked", **webinar)
    scene.row("campaign_member", "M3", stage="Attended", **{**webinar, "type": "Content"})
    told = sorted((str(row["kind"]), row["crm_id"], row["occurred_on"]) for row in scene.evidence())
    assert told == [
        ("meeting_booked", "C1", on(3)),
        ("meeting_held", "C1", on(9)),
        ("opp_contact", "C1", on(12)),
        ("webinar_live", "C1", on(15)),
    ]


def test_one_meeting_that_names_a_person_twice_is_one_piece_of_evidence() -> None:
    scene = ada_delivered()
    scene.row("activity", "A1", **meeting_row(emails=["ada@northwell.example"]))
    assert [(row["kind"], row["crm_id"], row["email"]) for row in scene.evidence()] == [("meeting_booked", "C1", None)]


def test_what_was_entered_later_was_not_known_before() -> None:
    scene = ada_delivered()
    scene.row("activity", "A1", **meeting_row(result="Held", created_on=on(30)))
    assert {row["kind"]: row["observed_on"] for row in scene.evidence()} == {
        "meeting_booked": on(30),
        "meeting_held": on(30),
    }
    undated = ada_delivered()
    undated.row("activity", "A1", **meeting_row(result="Held", created_on=None))
    assert {row["observed_on"] for row in undated.evidence()} == {date(2026, 10, 31)}


def test_words_that_nobody_knows_are_counted_and_named() -> None:
    scene = ada_delivered()
    scene.row("opportunity", "O1", stage="Zorbing", created_on=on(5))
    scene.row("opportunity", "O2", stage="Zorbing", created_on=on(5))
    scene.row("opportunity", "O3", stage="Closed Won", created_on=on(5))
    rows = scene.steps().rows
    assert unknown_words(rows, Stages()) == {(WordOf.OPPORTUNITY, "Zorbing"): 2}
    assert words_in_use(rows, Stages()) == {
        (WordOf.OPPORTUNITY, "Zorbing"): (None, 2),
        (WordOf.OPPORTUNITY, "Closed Won"): (Meaning.WON, 1),
    }


@pytest.mark.parametrize(
    ("reason", "kind"),
    [("No project", "closed_no_interest"), ("Kein Interesse", "closed_no_interest"), ("Wrong person", "wrong_person")],
)
def test_why_somebody_was_disqualified_may_say_what_they_want(reason: str, kind: str) -> None:
    scene = ada_delivered()
    person: Row = {"object": "contact", "crm_id": "C1", "delivery": "crm_contacts", "line": 2}
    scene.rows.append({**person, "stage": "Unqualified", "stage_on": on(30), "reason": reason})
    assert [(row["kind"], row["occurred_on"]) for row in scene.evidence()] == [(kind, on(30))]


@pytest.mark.parametrize(
    ("result", "kind"),
    [
        ("Wrong number", "wrong_number"),
        ("Left company", "profile_left"),
        ("Never worked there", "employer_wrong"),
        ("Wrong title", "title_wrong"),
        ("Wrong person", "wrong_person"),
        ("No answer", None),
        ("Not interested", None),
        ("Left message", None),
    ],
)
def test_the_result_of_a_call_says_what_was_found_out_about_the_record(result: str, kind: str | None) -> None:
    scene = ada_delivered()
    call: Row = {"object": "activity", "crm_id": "A1", "contact_ids": ["C1"], "type": "Call", "stage": "Completed"}
    scene.rows.append({**call, "result": result, "occurred_on": on(30), "created_on": on(30)})
    assert [row["kind"] for row in scene.evidence()] == ([] if kind is None else [kind])
    assert "contacted" in [what for what, _ in found(scene)]


def test_bad_timing_says_nothing_of_what_somebody_wants() -> None:
    scene = ada_delivered()
    person: Row = {"object": "contact", "crm_id": "C1", "delivery": "crm_contacts", "line": 2}
    scene.rows.append({**person, "stage": "Unqualified", "stage_on": on(30), "reason": "Bad timing"})
    assert scene.evidence() == []
    assert found(scene) == [("disqualified", on(30))]
