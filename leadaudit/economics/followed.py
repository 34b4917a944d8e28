"""People whose outcomes can be known, with the day of each: what back-test, planner and progress are counted from.

Source: docs/method.md, "Signals".
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql
from leadaudit.economics.outcome_cells import Sight

Days = npt.NDArray[np.float64]

EPOCH: Final = date(1970, 1, 1)

_NEEDS: Final = ("classes", "links", "followup", "outcomes")


class NextStep(StrEnum):
    """An outcome that a behaviour or a stage may lead to."""

    PROGRESS = "progress"
    """A meeting held or an opportunity, whichever comes first."""
    LEAD = "lead"
    """Asked us."""
    MEETING_SET = "meeting_set"
    MEETING_HELD = "meeting_held"
    OPPORTUNITY = "opportunity"
    WON = "won"


_COLUMNS: Final = {
    NextStep.PROGRESS: ("meeting_held_on", "opportunity_on"),
    NextStep.LEAD: ("lead_on",),
    NextStep.MEETING_SET: ("meeting_set_on",),
    NextStep.MEETING_HELD: ("meeting_held_on",),
    NextStep.OPPORTUNITY: ("opportunity_on",),
    NextStep.WON: ("won_on",),
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FollowedPeople:
    """Followed people, one row per vendor and person.

    Args:
        people: economics_followed.sql, or of it what economics_followed_days.sql keeps.
        known_through: The day up to which outcomes are known; None: nothing loaded could show one, then no rows.
        currency: Of the amounts won; None: no currency is common.
    """

    people: pa.Table
    known_through: date | None
    currency: str | None

    @property
    def through(self) -> float:
        """The day outcomes are known through, as a number of days."""
        return day_number(self.known_through) if self.known_through is not None else 0.0

    @property
    def vendors(self) -> tuple[str, ...]:
        """Vendors that delivered one of them."""
        return tuple(sorted(str(name) for name in pc.unique(self.people["vendor"]).to_pylist()))

    def days(self, column: str) -> Days:
        """A column of days since 1970-01-01; NaN where there is none."""
        numbers = pc.cast(pc.cast(self.people[column], pa.int32()), pa.float64())
        return np.asarray(pc.fill_null(numbers, float("nan")).to_numpy(), np.float64)

    def first(self, step: NextStep) -> Days:
        """The day each person first reached a step, before or after the delivery; NaN: not so far."""
        return np.asarray(np.fmin.reduce([self.days(column) for column in _COLUMNS[step]]), np.float64)

    def amounts(self) -> Days:
        """What was won of each, in minor units; 0 where nothing was."""
        return np.asarray(pc.fill_null(self.people["won_minor"], 0.0).to_numpy(), np.float64)

    def of_vendor(self, vendor: str | None) -> "FollowedPeople":
        """One vendor's people; None: everybody once, with who delivered them first."""
        wanted = self.people["is_first"] if vendor is None else pc.equal(self.people["vendor"], vendor)
        return replace(self, people=self.people.filter(wanted))


def read_followed(
    assessed: Mapping[str, sql.Source], *, sight: Sight, as_of: date, currency: str | None
) -> FollowedPeople:
    """The followed people of an assessment.

    Args:
        assessed: classes, links, followup and outcomes of an assessment.
        sight: How far outcomes are known.
        as_of: The day of the assessment.
        currency: In which wins are added up; wins in another are left out.
    """
    asked = followed_asked(assessed, sight=sight, as_of=as_of, currency=currency)
    people = sql.run(asked.name, asked.tables, asked.params)
    if sight.known_through is None:
        people = people.slice(0, 0)
    return FollowedPeople(people=people, known_through=sight.known_through, currency=currency)


def followed_asked(
    assessed: Mapping[str, sql.Source], *, sight: Sight, as_of: date, currency: str | None = None
) -> sql.Asked:
    """The question that the followed people are the answer of; arguments as for ``read_followed``."""
    return sql.Asked(
        name="economics_followed",
        tables={name: assessed[name] for name in _NEEDS},
        params={
            "known_through": sight.known_through or as_of,
            "sees_everybody": sight.sees_everybody,
            "currency": currency or "",
        },
    )


def read_followed_days(people: sql.Asked, *, sight: Sight, query: sql.Query = sql.run) -> FollowedPeople:
    """The followed people by the days and the worth of what became of them: enough for stages, and quick for a page.

    Args:
        people: ``followed_asked`` of an assessment.
        sight: How far outcomes are known.
        query: Whom to ask.
    """
    rows = query("economics_followed_days", {"people": people}, {})
    each = pa.array(np.repeat(np.arange(rows.num_rows), rows["people"].to_numpy()))
    found = rows.drop_columns(["people"]).take(each)
    if sight.known_through is None:
        found = found.slice(0, 0)
    currency = str(people.params["currency"]) or None
    return FollowedPeople(people=found, known_through=sight.known_through, currency=currency)


def day_number(day: date) -> float:
    """Days since 1970-01-01."""
    return float((day - EPOCH).days)


def day_of(number: float) -> date:
    """The day that so many days after 1970-01-01 is."""
    return EPOCH + timedelta(days=round(number))
