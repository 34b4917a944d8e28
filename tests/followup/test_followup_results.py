"""What following up medium signals brought, told by those held back by chance."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from leadaudit import sql, tables
from leadaudit.followup.results import MediumValue, medium_value
from leadaudit.followup.words import medium_words

AS_OF, GIVEN_ON = date(2026, 11, 1), date(2026, 7, 1)
Row = dict[str, Any]


def drawn(given: int, given_came: int, held: int, held_came: int, young: int = 0) -> MediumValue:
    row = {"given": given, "given_came": given_came, "held": held, "held_came": held_came,
           "given_young": young, "held_young": young}  # fmt: skip
    return medium_value(row, level=0.9)


def counted(routed: list[Row], outcomes: list[Row]) -> Row:
    people = sorted({row["line"] for row in routed})
    rows = sql.run(
        "followup_held_back",
        {
            "routed": tables.ROUTED.build(
                [{"delivery": "d", "routed_at": datetime(2026, 7, 1, tzinfo=UTC), **row} for row in routed]
            ),
            "classes": tables.CLASSES.build([{"delivery": "d", "line": line, "person": f"p{line}"} for line in people]),
            "outcomes": tables.OUTCOMES.build([{"outcome_id": str(at), **row} for at, row in enumerate(outcomes)]),
        },
        {"as_of": AS_OF, "outcome_days": 90},
    )
    [row] = rows.to_pylist()
    return dict(row)


def given(line: int, name: str = "confirm", on: date = GIVEN_ON, rule: str = "signal.live", tier: str = "med") -> Row:
    return {"line": line, "list": name, "routed_on": on, "class": "signal", "tier": tier, "rule": rule}


def held_meeting(person: str, on: date) -> Row:
    return {"person": person, "kind": "meeting_held", "occurred_on": on}


def test_an_outcome_counts_within_ninety_days_after_the_draw_on_either_side() -> None:
    routed = [given(2), given(3), given(4, "held_back"), given(5, "held_back"), given(6, "held_back")]
    outcomes = [
        held_meeting("p2", date(2026, 9, 29)),  # day 90
        held_meeting("p3", date(2026, 9, 30)),  # day 91
        held_meeting("p4", GIVEN_ON),  # the day itself
        held_meeting("p5", date(2026, 7, 2)),
    ]
    row = counted(routed, outcomes)
    assert (row["given"], row["given_came"], row["held"], row["held_came"]) == (2, 1, 3, 1)


def test_the_young_the_twice_drawn_and_what_is_not_medium_are_left_out() -> None:
    routed = [
        given(2, on=date(2026, 10, 1)),
        given(3, "held_back", on=date(2026, 10, 1)),
        given(4), given(4, "held_back"),
        given(5, tier="high"), given(6, rule="signal.confirm-employer"), given(7, "call_now"),
    ]  # fmt: skip
    row = counted(routed, [])
    assert (row["given"], row["held"], row["given_young"], row["held_young"]) == (0, 0, 1, 1)


def test_a_draw_that_tells_names_the_cause_and_one_that_does_not_says_what_could_have_been_seen() -> None:
    told = medium_words(drawn(400, 60, 100, 3))
    assert told == (
        "Of medium signals given to sales 60 of 400 (15 %) led to a meeting or an opportunity; of those held back by "
        "chance 3 of 100 (3.0 %): **following up caused more**, as chance alone drew who was held back."
    )
    open_still = medium_words(drawn(40, 3, 7, 0))
    assert "**not distinguishable**; a difference below " in open_still
    assert "caused" not in open_still


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (drawn(0, 0, 0, 0), "No medium signals were given out yet"),
        (
            drawn(12, 1, 0, 0, young=3),
            "**cannot be told yet**: 12 given to sales and 0 held back are old enough, 3 and 3",
        ),
    ],
    ids=["nobody", "nobody-held-back"],
)
def test_without_two_sides_nothing_is_said_of_what_it_brings(found: MediumValue, said: str) -> None:
    assert found.brought is None
    assert said in medium_words(found)
