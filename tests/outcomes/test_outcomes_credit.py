"""Which vendor has which part of an outcome."""

from random import Random

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadaudit import sql, tables
from tests.outcomes.outcomes_house import T0, Scene, ada_delivered, on


def meeting(scene: Scene, days: int, *, crm_id: str = "A1", contact: str = "C1") -> Scene:
    """A meeting held some days after the delivery, entered the same day."""
    scene.row(
        "activity",
        crm_id,
        type="Meeting",
        result="Completed",
        contact_ids=[contact],
        created_on=on(days),
        occurred_on=on(days),
    )
    return scene


def won(
    scene: Scene, opened: int, closed: int, *, amount_minor: int = 900, contacts: tuple[str, ...] = ("C1",)
) -> None:
    """An opportunity that was won."""
    scene.row(
        "opportunity",
        "O1",
        stage="Closed Won",
        contact_ids=list(contacts),
        created_on=on(opened),
        closed_on=on(closed),
        amount_minor=amount_minor,
        currency="USD",
    )


def test_one_vendor_has_all_of_it() -> None:
    [credit] = meeting(ada_delivered(), 9).credits_of("meeting_held")
    assert (credit["vendor"], credit["days"], credit["k"], credit["fractional"]) == ("osprelle", 9, 1, 1)
    assert (credit["standing"], credit["turn"], credit["first"], credit["last"]) == ("net_new", 1, 1, 1)


@pytest.mark.parametrize("days", [-20, -1, 0, 181])
def test_what_came_on_or_before_the_delivery_or_too_late_gives_nothing(days: int) -> None:
    assert meeting(ada_delivered(), days).credits_of("meeting_held") == []


@pytest.mark.parametrize("days", [1, 180])
def test_the_first_and_the_last_day_of_the_window_count(days: int) -> None:
    assert len(meeting(ada_delivered(), days).credits_of("meeting_held")) == 1


def two_vendors() -> Scene:
    """Ada from osprelle, ten days later from quillmere, the same day from corvane."""
    scene = ada_delivered()
    scene.record("ada", vendor="quillmere", delivered_on=on(10))
    scene.record("ada", vendor="corvane", delivered_on=on(10))
    return scene


def test_vendors_that_had_delivered_by_then_share_equally_and_ties_split() -> None:
    shares = {str(row["vendor"]): row for row in meeting(two_vendors(), 20).credits_of("meeting_held")}
    assert {vendor: row["fractional"] for vendor, row in shares.items()} == pytest.approx(
        {"osprelle": 1 / 3, "quillmere": 1 / 3, "corvane": 1 / 3}
    )
    assert {vendor: row["first"] for vendor, row in shares.items()} == {"osprelle": 1, "quillmere": 0, "corvane": 0}
    assert {vendor: row["last"] for vendor, row in shares.items()} == {"osprelle": 0, "quillmere": 0.5, "corvane": 0.5}


def test_who_delivered_after_the_outcome_has_no_part() -> None:
    [credit] = meeting(two_vendors(), 10).credits_of("meeting_held")
    assert (credit["vendor"], credit["k"]) == ("osprelle", 1)


def test_an_excluded_copy_has_no_part() -> None:
    scene = ada_delivered()
    scene.records.append({"person": "ada", "vendor": "quillmere", "delivered_on": T0, "class": "excluded"})
    [credit] = meeting(scene, 9).credits_of("meeting_held")
    assert credit["vendor"] == "osprelle"


def test_two_contacts_of_one_person_are_one_outcome() -> None:
    scene = ada_delivered()
    scene.contact("C2", "ada", created_on=on(1))
    won(scene, 20, 60, contacts=("C1", "C2"))
    [credit] = scene.credits_of("won")
    assert (credit["people"], credit["amount_minor"], credit["days"]) == (1, 900, 60)


def test_two_people_on_one_opportunity_share_its_amount() -> None:
    scene = ada_delivered()
    scene.record("ben")
    scene.contact("C2", "ben", created_on=on(1))
    won(scene, 20, 60, contacts=("C1", "C2"))
    shares = scene.credits_of("won")
    assert [credit["people"] for credit in shares] == [2, 2]
    assert sum(900 * float(str(row["fractional"])) / int(str(row["people"])) for row in shares) == 900


def test_a_second_meeting_of_a_person_is_the_second_turn() -> None:
    scene = meeting(meeting(ada_delivered(), 30, crm_id="A2"), 9)
    assert {(row["turn"], row["days"]) for row in scene.credits_of("meeting_held")} == {(1, 9), (2, 30)}


def test_a_confirmed_lead_is_credited_from_the_day_it_was_one() -> None:
    scene = Scene()
    scene.record("ada", first_confirmed_lead_on=on(12))
    scene.record("ben", first_confirmed_lead_on=T0)
    [credit] = scene.credits_of("lead")
    assert (credit["person"], credit["days"], credit["standing"]) == ("ada", 12, "net_new")


def test_a_statement_delivered_with_the_record_counts_as_half_a_day_and_after_a_confirmed_one() -> None:
    scene = Scene()
    scene.record("ada", first_attested_lead_on=T0, first_confirmed_lead_on=on(5))
    [attested] = scene.credits_of("lead_attested")
    [confirmed] = scene.credits_of("lead")
    assert (attested["days"], attested["turn"]) == (0.5, 2)
    assert (confirmed["days"], confirmed["turn"]) == (5, 1)


def test_without_a_crm_everybody_is_new() -> None:
    scene = Scene()
    scene.record("ada", first_confirmed_lead_on=on(12))
    came = scene.came()
    assert came.links.num_rows == came.followup.num_rows == came.influence.num_rows == 0
    assert scene.credits_of("lead")[0]["standing"] == "net_new"


@settings(max_examples=25, deadline=None)
@given(
    delivered=st.lists(
        st.tuples(st.sampled_from(["ada", "ben"]), st.sampled_from("abcd"), st.integers(0, 200)), min_size=1, max_size=8
    ),
    held=st.lists(st.tuples(st.sampled_from(["ada", "ben"]), st.integers(-10, 400)), min_size=1, max_size=5),
    order=st.randoms(use_true_random=False),
)
def test_the_parts_of_an_outcome_add_up_to_one_whatever_the_order(
    delivered: list[tuple[str, str, int]], held: list[tuple[str, int]], order: Random
) -> None:
    def parts(
        records: list[tuple[str, str, int]], meetings: list[tuple[int, tuple[str, int]]]
    ) -> dict[tuple[str, ...], tuple[float, float, float]]:
        credited = sql.run(
            "outcomes_credits",
            {
                "classes": classes(records),
                "outcomes": outcomes(meetings),
                "links": tables.LINKS.empty(),
                "attested": _NOBODY_ASKED,
            },
            {"window_days": 180},
        )
        return {
            tuple(str(row[name]) for name in ("kind", "outcome_id", "person", "vendor")): (
                row["fractional"],
                row["first"],
                row["last"],
            )
            for row in credited.to_pylist()
        }

    numbered = list(enumerate(held))
    found = parts(delivered, numbered)
    sums: dict[tuple[str, ...], list[float]] = {}
    for (kind, outcome, person, _), shares in found.items():
        entry = sums.setdefault((kind, outcome, person), [0.0, 0.0, 0.0])
        sums[kind, outcome, person] = [before + share for before, share in zip(entry, shares, strict=True)]
    assert all(entry == pytest.approx([1, 1, 1]) for entry in sums.values())
    shuffled_records, shuffled_meetings = list(delivered), list(numbered)
    order.shuffle(shuffled_records)
    order.shuffle(shuffled_meetings)
    assert parts(shuffled_records, shuffled_meetings) == found


_NOBODY_ASKED = pa.schema([("delivery", tables.TEXT), ("line", tables.LINE), ("credit", tables.SHARE)]).empty_table()


def classes(records: list[tuple[str, str, int]]) -> pa.Table:
    return tables.CLASSES.build(
        [
            {
                "delivery": vendor,
                "line": line,
                "vendor": vendor,
                "person": person,
                "delivered_on": on(days),
                "class": "signal",
            }
            for line, (person, vendor, days) in enumerate(records)
        ]
    )


def outcomes(meetings: list[tuple[int, tuple[str, int]]]) -> pa.Table:
    return tables.OUTCOMES.build(
        [
            {"outcome_id": str(number), "person": person, "kind": "meeting_held", "occurred_on": on(days), "people": 1}
            for number, (person, days) in meetings
        ]
    )
