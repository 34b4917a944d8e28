"""What of a CRM cannot be counted, and what its exports lack."""

from datetime import date

import pyarrow as pa
import pytest

from leadaudit import tables
from leadaudit.answers.crm import doubt_sentences, link_sentences, unnamed_sentences, word_sentences
from leadaudit.outcomes import lists
from leadaudit.outcomes.completeness import Ready, Scope, answerable, how_full
from leadaudit.outcomes.stages import Meaning, WordOf
from tests.outcomes.outcomes_house import AS_OF, Row, Scene, ada_delivered, on


def unnamed(scene: Scene) -> pa.Table:
    found = scene.steps()
    return lists.unnamed_opportunities(found, scene.names(found))


def test_opportunities_that_name_nobody_are_listed_with_why() -> None:
    scene = ada_delivered()
    scene.record("ben", email="team@northwell.example")
    scene.record("cleo", email="team@northwell.example")
    scene.row("opportunity", "O1", stage="Proposal", created_on=on(5), contact_ids=["C1"])
    scene.row("opportunity", "O2", stage="Proposal", created_on=on(5), name="Platform")
    scene.row("opportunity", "O3", stage="Proposal", created_on=on(5), contact_ids=["C99"])
    scene.row("opportunity", "O4", stage="Proposal", created_on=on(5), emails=["team@northwell.example"])
    found = unnamed(scene)
    assert [(row["opportunity_id"], row["why"]) for row in found.to_pylist()] == [
        ("O2", "no_name"),
        ("O3", "nobody_here"),
        ("O4", "several"),
    ]
    assert unnamed_sentences(found, 4) == [
        "1 of 4 opportunities name no contact; they cannot be credited.",
        "1 of 4 name only somebody who is not here.",
        "1 of 4 name only an address that several people share.",
    ]


def test_what_cannot_be_is_counted_and_named() -> None:
    scene = ada_delivered()
    more: Row = {"contact_ids": ["C1"], "created_on": on(5)}
    scene.row("opportunity", "O1", stage="Closed Won", amount_minor=5, **more)
    scene.row("opportunity", "O2", stage="Closed Won", closed_on=on(2), currency="USD", amount_minor=-5, **more)
    scene.row("opportunity", "O3", stage="Closed Won", closed_on=on(9), **{**more, "created_on": None})
    scene.row("activity", "A1", type="Call", stage="Completed", contact_ids=["C1"], occurred_on=on(-30))
    found = scene.steps()
    doubts = lists.doubts(found, scene.names(found), people=scene.people(), contacts=scene.crm_people(), as_of=AS_OF)
    assert [(row["doubt"], row["source_id"]) for row in doubts.to_pylist()] == [
        ("before_person", "activity:A1"),
        ("closed_before_opened", "O2"),
        ("negative_amount", "O2"),
        ("no_amount", "O3"),
        ("no_currency", "O1"),
        ("opened_without_day", "O3"),
        ("won_without_day", "O1"),
    ]
    assert doubt_sentences(doubts)[0] == "1 outcome is dated before the CRM had the person."
    assert doubt_sentences(doubts)[-1] == "1 opportunity is won without a close date; no win is counted for it."


def test_a_link_rate_counts_people_of_the_month_who_could_be_in_the_export() -> None:
    classes = tables.CLASSES.build(
        [
            {"delivery": "a", "line": 2, "vendor": "osprelle", "person": "ada", "delivered_on": date(2026, 3, 1)},
            {"delivery": "a", "line": 3, "vendor": "osprelle", "person": "ben", "delivered_on": date(2026, 3, 1)},
            {"delivery": "b", "line": 2, "vendor": "osprelle", "person": "cleo", "delivered_on": date(2026, 5, 2)},
        ]
    )
    classes = classes.set_column(
        classes.schema.get_field_index("class"), "class", pa.array(["signal", "signal", "signal"])
    ).set_column(classes.schema.get_field_index("flags"), "flags", pa.array([[], [], []], tables.TEXTS))
    links = tables.LINKS.build(
        [
            {"person": "ada", "linked": True, "ambiguous": False},
            {"person": "ben", "linked": False, "ambiguous": True},
            {"person": "cleo", "linked": False, "ambiguous": False},
        ]
    )
    [rate] = lists.link_rates(classes=classes, links=links, through=date(2026, 5, 1))
    assert (rate.month, rate.records, rate.linked, rate.ambiguous, rate.before) == (date(2026, 3, 1), 2, 1, 1, None)
    assert link_sentences([rate]) == [
        "1 of 2 (50 %) of the records are of people whom the CRM holds.",
        "1 more may be somebody in the CRM; look at them, until then they are not counted.",
    ]


@pytest.mark.parametrize(
    ("linked", "records", "before", "has_fallen"),
    [
        (40, 100, (160, 200), True),  # from 80 to 40 in 100
        (71, 100, (160, 200), False),  # nine points are no fall
        (12, 19, (190, 200), False),  # too few to say
        (55, 79, (405, 500), False),  # eleven points that chance may have made
        (100, 100, (160, 200), False),
    ],
)
def test_a_month_has_fallen_only_when_it_is_far_and_hardly_by_chance(
    linked: int, records: int, before: tuple[int, int], has_fallen: bool
) -> None:
    assert lists.has_fallen(linked, records, *before) is has_fallen


def test_unknown_words_are_named_with_what_to_do() -> None:
    words = {(WordOf.OPPORTUNITY, "Zorbing"): (None, 2), (WordOf.OPPORTUNITY, "Won"): (Meaning.WON, 9)}
    assert word_sentences(words) == [
        '2 rows with "Zorbing" (stage of an opportunity): nobody said what that means. '
        'Say it with leadaudit stages set opportunity "Zorbing" MEANING.'
    ]


SCOPE = Scope(first_delivered_on=on(0), last_delivered_on=on(100), active_days=90)


def ready(scene: Scene) -> dict[str, Ready]:
    return {one.number: one.ready for one in answerable(how_full(scene.steps().rows), SCOPE)}


def test_without_a_crm_no_number_can_be_told() -> None:
    assert set(ready(Scene()).values()) == {Ready.MISSING}


def test_opportunities_without_contacts_cannot_be_credited_and_the_checker_says_so() -> None:
    scene = Scene()
    scene.row("opportunity", "O1", stage="Won", created_on=on(5), closed_on=on(9), amount_minor=5, currency="USD")
    found = {one.number: one for one in answerable(how_full(scene.steps().rows), SCOPE)}
    assert found["opportunities"].ready is Ready.MISSING
    assert found["opportunities"].gaps[0].startswith("No opportunity names a contact: export contact roles")
    assert found["wins and pipeline"].ready is Ready.READY
    scene.row("contact_role", "R1", opportunity_id="O1", contact_ids=["C1"])
    assert ready(scene)["opportunities"] is Ready.PARTLY


def test_activities_that_begin_too_late_tell_part_of_who_was_active() -> None:
    scene = Scene()
    scene.row("contact", "C1", created_on=on(-300))
    scene.row(
        "activity", "A1", type="Call", stage="Completed", contact_ids=["C1"], occurred_on=on(-80), created_on=on(-80)
    )
    found = {one.number: one for one in answerable(how_full(scene.steps().rows), SCOPE)}
    assert found["who was known before"].gaps == (
        "The first activity is of 11 December 2025; who was active before the first delivery shows only from "
        "1 December 2025 on. Export activities from that day.",
    )
    scene.row(
        "activity", "A2", type="Call", stage="Completed", contact_ids=["C1"], occurred_on=on(-90), created_on=on(-90)
    )
    assert ready(scene)["who was known before"] is Ready.READY
    assert ready(scene)["follow-up and response time"] is Ready.PARTLY
