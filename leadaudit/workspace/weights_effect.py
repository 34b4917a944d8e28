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
class WeightsEffect:
    """What a version of weights would move on a day.

    Args:
        before: The version in force.
        after: The other.
        people: People under either.
        waiting: Pairs of people who wait for somebody's decision, under either.
        merged: People of before who would be one with others.
        split: People of before who would be several.
        examples: Some of these, by the ids of their earliest records.
    """

    before: str
    after: str
    people: tuple[int, int]
    waiting: tuple[int, int]
    merged: int
    split: int
    examples: tuple[str, ...]


_MOST_EXAMPLES = 10


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
        examples=tuple(moved["person"].slice(0, _MOST_EXAMPLES).to_pylist()),
    )


def _people(found: Persons) -> int:
    return int(pc.count_distinct(found.people["person"]).as_py())


def _waiting(found: Persons) -> int:
    rows = sql.run("matches_counts", {"matches": found.matches}).to_pylist()
    return sum(int(row["people"]) for row in rows if row["outcome"] == MatchOutcome.UNSURE.value)


def _count(column: object, more_than: int) -> int:
    return int(pc.sum(pc.greater(column, more_than)).as_py() or 0)
