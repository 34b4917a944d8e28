"""Until when an opportunity keeps what its people said alive."""

from datetime import date, timedelta
from typing import Any

import pytest

from leadaudit import tables
from leadaudit.evidence.opportunities import opportunities_alive

T0 = date(2026, 3, 1)


def outcome(kind: str, day: int, **more: object) -> dict[str, object]:
    state = {"opportunity": "open", "no_show": "no_show", "meeting_held": "held"}[kind]
    on = T0 + timedelta(days=day)
    return {"outcome_id": f"{kind}-{day}", "person": "mara", "kind": kind, "occurred_on": on, "state": state, **more}


def ends(*rows: dict[str, object], as_of: int = 300) -> list[tuple[object, object]]:
    alive = opportunities_alive(tables.OUTCOMES.build(list(rows)), as_of=T0 + timedelta(days=as_of)).to_pylist()
    return [
        (row["state"], None if row["due_on"] is None else (row["due_on"] - T0).days)
        for row in alive
        if row["kind"] == "opportunity"
    ]


def test_the_second_missed_meeting_in_a_row_ends_it() -> None:
    assert ends(outcome("opportunity", 10), outcome("no_show", 20)) == [("open", None)]
    assert ends(outcome("opportunity", 10), outcome("no_show", 20), outcome("no_show", 40)) == [("lost", 40)]
    assert ends(outcome("opportunity", 10), outcome("no_show", 20), outcome("no_show", 40), as_of=39) == [
        ("open", None)
    ]


@pytest.mark.parametrize("held", [30, 50])
def test_a_meeting_that_was_held_since_starts_the_count_anew(held: int) -> None:
    rows = [outcome("opportunity", 10), outcome("no_show", 20), outcome("no_show", 40), outcome("meeting_held", held)]
    assert ends(*rows) == [("open", None)]
    assert ends(*rows, as_of=45) == ([("open", None)] if held == 30 else [("lost", 40)])


def test_one_that_was_opened_later_or_closed_earlier_and_those_of_others_stay() -> None:
    missed = [outcome("no_show", 20), outcome("no_show", 40)]
    assert ends(outcome("opportunity", 41), *missed) == [("open", None)]
    closed = outcome("opportunity", 10, state="won", due_on=T0 + timedelta(days=35))
    assert ends(closed, *missed) == [("won", 35)]
    assert ends(outcome("opportunity", 10, person="ben"), *missed) == [("open", None)]
    expected = outcome("opportunity", 10, due_on=T0 + timedelta(days=35))
    assert ends(expected, *missed) == [("lost", 40)]


def test_who_misses_two_meetings_lapses_by_the_day_the_meeting_was_booked(delivered: Any) -> None:
    delivered.record(person="mara", facts={"activity_on": date(2026, 3, 2)})
    booked = {
        "evidence_id": "a", "kind": "meeting_booked", "actor": "rep", "source": "crm", "occurred_on": date(2026, 3, 10),
        "observed_on": date(2026, 3, 10), "category": "unmapped", "delivery": "corvane-1", "line": 2,
    }  # fmt: skip
    confirmed = {**booked, "evidence_id": "b", "kind": "profile_confirmed", "occurred_on": date(2026, 6, 1)}
    delivered.imported = [booked, {**confirmed, "observed_on": date(2026, 6, 1)}]
    delivered.outcomes = [outcome("opportunity", 10), outcome("no_show", 20)]
    assert delivered.class_of(as_of=date(2026, 6, 20))["rule"] == "lead.explicit-statement"
    delivered.outcomes.append(outcome("no_show", 40))
    assert delivered.class_of(as_of=date(2026, 6, 8))["rule"] == "lead.explicit-statement"  # 90 days after the booking
    assert delivered.class_of(as_of=date(2026, 6, 9))["rule"] == "signal.lapsed-statement"
