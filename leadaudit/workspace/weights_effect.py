"""What other weights would move, before they are in force: who would be one person, who two, and who would wait."""

from dataclasses import dataclass
from datetime import date

import pyarrow.compute as pc

from leadaudit import sql
from leadaudit.audit import Report, silent
from leadaudit.identity.people import Persons
from leadaudit.vocabulary import MatchOutcome
from leadaudit.workspace.assessments import people_of_day
from leadaudit.workspace.file_store import Store
from leadaudit.workspace.weights import version_in_force, weights_named


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Somebody who would be one person with another, or several.

    Args:
        becomes_one: Whether two people of now would be one; else one would be several.
        person: The earliest record of the one.
        other: The earliest record of the other.
        parts: How many people of now it is made of, or how many it makes.
    """

    becomes_one: bool
    person: str
    other: str
    parts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsEffect:
    """What a version of weights would move on a day.

    Args:
        before: The version in force.
        after: The other.
        people: People under either.
        waiting: Pairs of people who wait for somebody's decision, under either.
        merged: People of before who would be one with others.
        split: People of before who would be several.
        moves: Some of these, those that would be one first.
    """

    before: str
    after: str
    people: tuple[int, int]
    waiting: tuple[int, int]
    merged: int
    split: int
    moves: tuple[Move, ...]


# So many of each kind are named.
_MOST_NAMED = 10


def weights_effect(store: Store, version: str, *, as_of: date, report: Report = silent) -> WeightsEffect:
    """What putting a version in force would move.

    Raises:
        UnknownNameError: There is no such version.
    """
    other = weights_named(store, version)
    report("likeness", 0, None)
    before, after = people_of_day(store, as_of=as_of), people_of_day(store, as_of=as_of, weights=other)
    moved = sql.run("identity_moved_people", {"before": before.people, "after": after.people})
    with store.engine.connect() as connection:
        in_force = version_in_force(connection)
    return WeightsEffect(
        before=in_force,
        after=version,
        people=(_people(before), _people(after)),
        waiting=(_waiting(before), _waiting(after)),
        merged=_count(moved["others"], 0),
        split=_count(moved["parts"], 1),
        moves=_moves(before, after),
    )


def _moves(before: Persons, after: Persons) -> tuple[Move, ...]:
    rows = sql.run("weights_moves", {"before": before.people, "after": after.people}).to_pylist()
    found = [Move(**row) for row in rows]
    joined, parted = ([one for one in found if one.becomes_one is is_one] for is_one in (True, False))
    return (*joined[:_MOST_NAMED], *parted[:_MOST_NAMED])


def _people(found: Persons) -> int:
    return int(pc.count_distinct(found.people["person"]).as_py())


def _waiting(found: Persons) -> int:
    rows = sql.run("matches_counts", {"matches": found.matches}).to_pylist()
    return sum(int(row["people"]) for row in rows if row["outcome"] == MatchOutcome.UNSURE.value)


def _count(column: object, more_than: int) -> int:
    return int(pc.sum(pc.greater(column, more_than)).as_py() or 0)
