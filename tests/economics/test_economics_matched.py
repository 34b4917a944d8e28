"""A vendor's people beside like people of others: who is compared with whom, and the sentence it makes."""

from datetime import date, timedelta

import pyarrow as pa
import pytest

from leadaudit.answers.matched import matched_words
from leadaudit.economics.matched import MatchedLift, matched_lifts

ON = date(2026, 3, 10)
THROUGH = date(2026, 9, 1)
Told = tuple[str, str, date, int | None]


def lifts(*told: Told, employees: dict[str, int] | None = None) -> tuple[MatchedLift, ...]:
    """People as (vendor, person, delivered on, days until an opportunity); companies of 100 unless said."""
    sizes = employees or {}
    people = pa.table(
        {
            "vendor": pa.array([vendor for vendor, *_ in told], pa.string()),
            "person": pa.array([person for _, person, *_ in told], pa.string()),
            "delivered_on": pa.array([on for *_, on, _ in told], pa.date32()),
            "delivery": pa.array([vendor for vendor, *_ in told], pa.string()),
            "line": pa.array(range(len(told)), pa.int64()),
            "meeting_held_on": pa.nulls(len(told), pa.date32()),
            "opportunity_on": pa.array(
                [None if days is None else on + timedelta(days=days) for *_, on, days in told], pa.date32()
            ),
        }
    )
    facts = pa.table(
        {
            "delivery": people["delivery"],
            "line": people["line"],
            "employees_low": pa.array([sizes.get(person, 100) for _, person, *_ in told], pa.int64()),
            "function": pa.array(["it"] * len(told), pa.string()),
        }
    )
    links = pa.table({"person": pa.array([], pa.string()), "state": pa.array([], pa.string())})
    tables = {"facts": facts, "links": links}
    return matched_lifts(people, tables, known_through=THROUGH, outcome_days=90, level=0.9)


def crowd(vendor: str, number: int, came: int, *, on: date = ON) -> list[Told]:
    return [(vendor, f"{vendor}-{place}", on, 20 if place < came else None) for place in range(number)]


def test_a_difference_is_called_associated_and_never_caused() -> None:
    osprelle, quillmere = lifts(*crowd("osprelle", 200, 30), *crowd("quillmere", 200, 6))
    assert (osprelle.exposed.events, osprelle.control.events, osprelle.left_out) == (30, 6, 0)
    assert matched_words(osprelle) == (
        "Osprelle's people: 30 of 200 (15 %) held a meeting or came to an opportunity within 90 days, of like people "
        "6 of 200 (3.0 %): **associated with 12.0 in 100 more** (90 %: 7.4 to 16.6)."
    )
    assert "**associated with 12.0 in 100 fewer** (90 %: 7.4 to 16.6)" in matched_words(quillmere)


def test_an_interval_that_holds_none_says_what_would_have_been_seen() -> None:
    osprelle, _ = lifts(*crowd("osprelle", 50, 3), *crowd("quillmere", 50, 2))
    # Both spreads by hand: sqrt(.06 x .94 / 50 + .04 x .96 / 50) = .0435; times 1.645 + .842 = .108.
    assert osprelle.smallest_detectable == pytest.approx(0.108, abs=0.001)
    assert matched_words(osprelle).endswith(
        "**not distinguishable from no lift**; the least that would have been seen is 10.8 in 100."
    )


def test_without_anybody_alike_it_cannot_be_told_and_what_it_takes_is_named() -> None:
    osprelle, _ = lifts(*crowd("osprelle", 50, 3), *crowd("quillmere", 50, 2, on=date(2026, 4, 10)))
    assert matched_words(osprelle) == (
        "Osprelle's people: **cannot be told**, for nobody else delivered people like them. "
        "It takes another vendor's delivery of the same month, or a holdout drawn by chance."
    )


def test_nobody_coming_on_either_side_tells_nothing() -> None:
    osprelle, _ = lifts(*crowd("osprelle", 50, 0), *crowd("quillmere", 50, 0))
    assert matched_words(osprelle).endswith("of like people 0 of 50 (0 %): **cannot be told** until somebody comes.")


def test_people_whom_nobody_is_like_are_left_out_and_counted() -> None:
    large = {f"osprelle-{place}": 5000 for place in range(40, 50)}
    osprelle, _ = lifts(*crowd("osprelle", 50, 3), *crowd("quillmere", 50, 2), employees=large)
    assert (osprelle.exposed.records, osprelle.left_out) == (40, 10)
    assert matched_words(osprelle).endswith("Left out: 10 people of 50 whom nobody is like.")


def test_shared_people_are_no_comparison_and_the_young_and_those_already_there_take_no_part() -> None:
    osprelle = lifts(
        *crowd("osprelle", 10, 1),
        *crowd("quillmere", 10, 1),
        ("quillmere", "osprelle-5", ON, 20),
        ("quillmere", "there-before", ON, 0),
        ("quillmere", "too-late", ON, 91),
        ("osprelle", "too-young", THROUGH - timedelta(days=89), 5),
        ("marrowby", "quillmere-3", ON + timedelta(days=1), None),
    )[1]
    assert osprelle.vendor == "osprelle"
    assert (osprelle.exposed.records, osprelle.exposed.events) == (10, 1)
    assert (osprelle.control.records, osprelle.control.events) == (11, 1)
