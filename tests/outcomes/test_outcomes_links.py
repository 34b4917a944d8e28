"""How well people were known before they were delivered, and what our side did about them."""

from datetime import UTC, datetime

import pytest

from tests.outcomes.outcomes_house import Row, Scene, ada_delivered, on


def known_ada(**more: object) -> Scene:
    """Ada, delivered on the first of March, in the CRM for a year."""
    scene = Scene()
    scene.record("ada", company_key="northwell")
    scene.contact("C1", "ada", **{"created_on": on(-365), **more})
    return scene


def call(scene: Scene, days: int, **more: object) -> Scene:
    """A call of our own people."""
    given: Row = {"type": "Call", "stage": "Completed", "contact_ids": ["C1"], "occurred_on": on(days), **more}
    scene.row("activity", f"A{len(scene.rows)}", **given)
    return scene


def opportunity(scene: Scene, opened: int, *, stage: str = "Negotiation", **more: object) -> Scene:
    """An opportunity."""
    scene.row("opportunity", f"O{len(scene.rows)}", stage=stage, created_on=on(opened), **more)
    return scene


def test_who_came_with_the_delivery_is_new() -> None:
    assert ada_delivered().state_of("ada") == "net_new"


def test_a_contact_created_three_days_before_came_with_it_and_one_of_four_days_did_not() -> None:
    assert known_ada(created_on=on(-3)).state_of("ada") == "net_new"
    assert known_ada(created_on=on(-4)).state_of("ada") == "re_engaged"


def test_a_lead_source_that_names_the_vendor_makes_nobody_known() -> None:
    assert known_ada(lead_source="Content Syndication - Osprelle").state_of("ada") == "net_new"
    assert known_ada(lead_source="Quillmere").state_of("ada") == "re_engaged"


@pytest.mark.parametrize(("days", "state"), [(-91, "re_engaged"), (-90, "known_active"), (-1, "known_active")])
def test_activity_of_the_ninety_days_before_makes_a_known_person_active(days: int, state: str) -> None:
    assert call(known_ada(), days).state_of("ada") == state
    assert known_ada(last_activity_on=on(days)).state_of("ada") == state


def test_what_happened_after_the_delivery_makes_nobody_active_before_it() -> None:
    assert call(known_ada(last_activity_on=on(3)), 0).state_of("ada") == "re_engaged"


def test_who_stands_on_an_open_opportunity_is_active() -> None:
    assert opportunity(known_ada(), -300, contact_ids=["C1"]).state_of("ada") == "known_active"
    closed = opportunity(known_ada(), -300, stage="Closed Lost", contact_ids=["C1"], closed_on=on(-200))
    assert closed.state_of("ada") == "re_engaged"
    # today's stage is lost, but on the day of the delivery it was still open
    later = opportunity(known_ada(), -300, stage="Closed Lost", contact_ids=["C1"], closed_on=on(1))
    assert later.state_of("ada") == "known_active"


def test_a_new_person_at_an_account_with_an_open_opportunity_is_known_as_such() -> None:
    scene = Scene()
    scene.record("ada", company_key="northwell")
    scene.record("ben", company_key="southwell")
    opportunity(scene, -30, account_key="northwell")
    assert (scene.state_of("ada"), scene.state_of("ben")) == ("open_account", "net_new")


def test_an_opportunity_of_that_account_is_influence_and_a_meeting_is_credited() -> None:
    scene = ada_delivered(company_key="northwell")
    opportunity(scene, -30, account_key="northwell")
    opportunity(scene, 20, account_key="northwell", contact_ids=["C1"])
    scene.row("activity", "M1", type="Meeting", result="Held", contact_ids=["C1"], occurred_on=on(9))
    assert [row["standing"] for row in scene.credits_of("opportunity")] == ["influence"]
    assert [row["standing"] for row in scene.credits_of("meeting_held")] == ["net_new"]


def test_credit_of_known_people_stands_apart() -> None:
    scene = call(known_ada(), -10)
    scene.row("activity", "M1", type="Meeting", result="Held", contact_ids=["C1"], occurred_on=on(9))
    assert [row["standing"] for row in scene.credits_of("meeting_held")] == ["known"]
    dormant = known_ada()
    dormant.row("activity", "M1", type="Meeting", result="Held", contact_ids=["C1"], occurred_on=on(9))
    assert [row["standing"] for row in dormant.credits_of("meeting_held")] == ["re_engaged"]


def test_the_first_delivery_by_anybody_decides_for_all() -> None:
    scene = ada_delivered()
    scene.record("ada", vendor="quillmere", delivered_on=on(60))
    scene.row("activity", "M1", type="Meeting", result="Held", contact_ids=["C1"], occurred_on=on(70))
    assert {row["standing"] for row in scene.credits_of("meeting_held")} == {"net_new"}


def test_somebody_who_may_be_a_contact_is_to_be_looked_at_and_not_linked() -> None:
    scene = Scene()
    scene.record("ada")
    scene.contact("C1", "somebody")
    pair = {"delivery": "crm_contacts", "line": 2, "other_delivery": "delivered", "other_line": 2, "outcome": "unsure"}
    scene.matches.append(pair)
    [link] = scene.came().links.to_pylist()
    assert (link["linked"], link["ambiguous"]) == (False, True)


def test_an_address_that_an_activity_names_links_without_a_contact() -> None:
    scene = Scene()
    scene.record("ada")
    scene.row("activity", "A1", type="Call", stage="Completed", emails=["ada@northwell.example"], occurred_on=on(2))
    [link] = scene.came().links.to_pylist()
    assert (link["linked"], link["contacts"], link["state"]) == (True, 0, "net_new")


def test_the_first_touch_after_the_delivery_is_when_a_record_was_worked() -> None:
    scene = call(call(ada_delivered(), -5), 4, occurred_at=datetime(2026, 3, 5, 9, 30, tzinfo=UTC))
    call(scene, 4, occurred_at=datetime(2026, 3, 5, 8, 15, tzinfo=UTC))
    [followed] = scene.came().followup.to_pylist()
    assert (followed["worked"], followed["touches"], followed["first_touch_on"]) == (True, 2, on(4))
    assert followed["first_touch_at"] == datetime(2026, 3, 5, 8, 15, tzinfo=UTC)


def test_nobody_touched_is_not_worked_and_who_is_not_in_the_crm_is_not_known() -> None:
    scene = ada_delivered()
    scene.record("ben")
    [followed] = scene.came().followup.to_pylist()
    assert (followed["line"], followed["worked"], followed["first_touch_on"]) == (2, False, None)


def test_a_task_that_is_still_open_is_no_touch() -> None:
    assert [row["worked"] for row in call(ada_delivered(), 4, stage="Not Started").came().followup.to_pylist()] == [
        False
    ]


def test_a_disqualified_lead_ends_on_the_day_its_status_was_set() -> None:
    scene = Scene()
    scene.record("ada")
    scene.contact("L1", "ada", created_on=on(1))
    scene.rows.append(
        {
            "object": "lead", "crm_id": "L1", "delivery": "crm_contacts", "line": 2, "stage": "Unqualified",
            "stage_on": on(30), "reason": "No project",
        }
    )  # fmt: skip
    [followed] = scene.came().followup.to_pylist()
    assert (followed["terminal"], followed["terminal_on"]) == ("disqualified", on(30))


def test_an_opportunity_opened_after_the_first_delivery_to_its_account_is_its_influence() -> None:
    scene = Scene()
    scene.record("ada", company_key="northwell")
    scene.record("ben", company_key="northwell", delivered_on=on(5))
    opportunity(scene, 20, account_key="northwell", amount_minor=500, currency="USD")
    opportunity(scene, -20, account_key="northwell")
    opportunity(scene, 181, account_key="northwell")
    [row] = scene.came().influence.to_pylist()
    assert (row["vendor"], row["line"], row["days"], row["amount_minor"]) == ("osprelle", 2, 20, 500)
    assert row["names_delivered"] is False


def test_a_status_without_a_day_says_that_somebody_who_came_was_worked() -> None:
    scene = ada_delivered()
    status: Row = {"object": "contact", "crm_id": "C1", "delivery": "crm_contacts", "line": 2}
    scene.rows.append({**status, "stage": "Working - Contacted"})
    [followed] = scene.came().followup.to_pylist()
    assert (followed["worked"], followed["first_touch_on"]) == (True, None)
