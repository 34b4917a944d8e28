"""People, what they did and what came of it, as the tables of an assessment."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from leadaudit import tables
from leadaudit.economics.followed import FollowedPeople, read_followed
from leadaudit.economics.outcome_cells import Sight
from leadaudit.policy import Policy, default_policy
from leadaudit.signals.people import SignalData, read_signals

THROUGH = date(2026, 11, 1)
SEES_THE_CRM = Sight(known_through=THROUGH, has_crm=True, has_crm_outcomes=True)
Row = dict[str, object]


@dataclass
class FollowedHouse:
    """Every person is one record of its own delivery line; what is not said is not there."""

    classes: list[Row] = field(default_factory=list)
    links: list[Row] = field(default_factory=list)
    followup: list[Row] = field(default_factory=list)
    outcomes: list[Row] = field(default_factory=list)
    evidence: list[Row] = field(default_factory=list)
    subjects: list[Row] = field(default_factory=list)
    known: set[str] = field(default_factory=set)

    def person(self, name: str, on: date, *, vendor: str = "northwell", linked: bool = True, **more: object) -> None:
        """A vendor delivers a person on a day."""
        line = len(self.classes) + 2
        ordinary: Row = {"delivery": f"{vendor}-{on}", "line": line, "vendor": vendor, "delivered_on": on, "flags": []}
        self.classes.append({**ordinary, "person": name, **more})
        if name not in self.known:
            self.known.add(name)
            self.links.append({"person": name, "first_delivered_on": on, "linked": linked, "state": "net_new"})

    def came(self, name: str, kind: str, on: date, amount_minor: int | None = None) -> None:
        """The CRM says what became of a person."""
        self.outcomes.append({
            "outcome_id": f"o{len(self.outcomes)}", "person": name, "kind": kind, "occurred_on": on,
            "amount_minor": amount_minor, "currency": "USD", "people": 1,
        })  # fmt: skip

    def did(self, name: str, kind: str, on: date, *, seen: date | None = None, actor: str = "person") -> None:
        """Something was done, told to us."""
        key = f"e{len(self.evidence)}"
        self.evidence.append({
            "evidence_id": key, "kind": kind, "actor": actor, "source": "first", "occurred_on": on, "observed_on": seen,
        })  # fmt: skip
        self.subjects.append({"evidence_id": key, "person": name})

    def reported(self, name: str, kind: str, on: date) -> None:
        """The vendor that delivered a person first says that something was done."""
        record = next(row for row in self.classes if row["person"] == name)
        self.evidence.append({
            "evidence_id": f"e{len(self.evidence)}", "kind": kind, "actor": "person", "source": "vendor",
            "delivery": record["delivery"], "line": record["line"], "occurred_on": on, "observed_on": on,
        })  # fmt: skip

    def tables(self) -> dict[str, pa.Table]:
        """The tables of the assessment."""
        names = ("classes", "links", "followup", "outcomes", "evidence", "subjects")
        return {name: tables.ALL[name].build(getattr(self, name)) for name in names}

    def followed(self, sight: Sight = SEES_THE_CRM) -> FollowedPeople:
        """The people whose outcomes can be known."""
        return read_followed(self.tables(), sight=sight, as_of=THROUGH, currency="USD")

    def signals(self, policy: Policy | None = None, sight: Sight = SEES_THE_CRM) -> SignalData:
        """The same with what they did by the landmark."""
        return read_signals(self.tables(), self.followed(sight), policy or default_policy())


def crowd(
    number: int, *, kinds: Sequence[tuple[str, float, float]], base: float, seed: int = 7, days: int = 600
) -> FollowedHouse:
    """People delivered evenly over so many days, each with its chance of an opportunity on day 40.

    Args:
        number: People.
        kinds: Kind, share that shows it on day 3, and the factor of its chance.
        base: Chance without any.
        seed: Of the dice.
        days: Days of delivery before the last day.
    """
    dice = np.random.default_rng(seed)
    house = FollowedHouse()
    factor = np.ones(number)
    shown = []
    for kind, share, times in kinds:
        has = dice.random(number) < share
        factor = np.where(has, factor * times, factor)
        shown.append((kind, has))
    wins = dice.random(number) < base * factor
    for at in range(number):
        on = THROUGH - timedelta(days=days - at * days // number)
        house.person(f"p{at}", on)
        for kind, has in shown:
            if has[at]:
                house.did(f"p{at}", kind, on + timedelta(days=3))
        if wins[at]:
            house.came(f"p{at}", "opportunity", on + timedelta(days=40))
    return house
