"""What came of lists: alerts that led somewhere, what asking brought, who agrees with whom, whose side falls short.

Source: docs/method.md, "Follow up" and "Agreement".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

import pyarrow as pa

from leadaudit.economics.filters import AskYield, ask_yield
from leadaudit.economics.lift import Arm, Lift, lift
from leadaudit.economics.rates import Interval, RatePosterior
from leadaudit.policy import Policy

LABELS: Final = ("vendor", "marketing", "sales", "evidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerts:
    """What came of people given out on one list.

    Args:
        list: The list.
        given_out: People.
        due: Of them, those whose hours have run out.
        in_time: Of these, tried by then.
        tried: Of all, tried at all.
        old_enough: Given out long enough ago to tell what came.
        came: Of these, a meeting or an opportunity.
        precision: came over old_enough with its interval; None of none.
    """

    list: str
    given_out: int
    due: int
    in_time: int
    tried: int
    old_enough: int
    came: int
    precision: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskOfVendor:
    """What asking one vendor's people brought.

    Args:
        vendor: Who first delivered them.
        asked: People, answers, yes, and what a yes cost.
        brought: Leads among those given out to be asked against those held out, drawn by chance; None while either is
            nobody old enough to tell.
    """

    vendor: str
    asked: AskYield
    brought: Lift | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MediumValue:
    """What following up medium signals brought, beside those held back by chance.

    Args:
        given: Given to sales and old enough to tell.
        given_came: Of them, with a meeting or an opportunity.
        held: Held back and old enough.
        held_came: Likewise.
        given_young: Given to sales too lately to tell.
        held_young: Held back too lately.
        brought: The difference; None while a side is nobody old enough to tell.
    """

    given: int
    given_came: int
    held: int
    held_came: int
    given_young: int
    held_young: int
    brought: Lift | None


def medium_value(row: Mapping[str, int], *, level: float) -> MediumValue:
    """The row of ``followup_held_back.sql`` with what the draw tells."""
    brought = lift(
        Arm(events=row["given_came"], records=row["given"]),
        Arm(events=row["held_came"], records=row["held"]),
        level=level,
        is_randomised=True,
    )
    return MediumValue(**row, brought=brought)


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelPair:
    """Two of the four labels held against each other.

    Args:
        one: The first.
        other: The second.
        counts: People by both, where both say something.
    """

    one: str
    other: str
    counts: Mapping[tuple[str, str], int]

    @property
    def people(self) -> int:
        """Labelled by both."""
        return sum(self.counts.values())


def alerts(rows: pa.Table, *, level: float) -> tuple[Alerts, ...]:
    """The rows of ``followup_alerts.sql`` with the share that led somewhere."""
    return tuple(
        Alerts(
            **row,
            precision=RatePosterior(events=row["came"], trials=row["old_enough"]).interval(level)
            if row["old_enough"]
            else None,
        )
        for row in rows.to_pylist()
    )


def asks(rows: pa.Table, *, cost_minor: Mapping[str, float], policy: Policy) -> tuple[AskOfVendor, ...]:
    """The rows of ``followup_asks.sql`` with yields, cost per lead created and what asking brought.

    Args:
        rows: One per vendor.
        cost_minor: What asking each vendor's people cost, where it is known.
        policy: Levels.
    """
    return tuple(_ask(row, cost_minor.get(row["vendor"]), policy.cost.level) for row in rows.to_pylist())


def _ask(row: Mapping[str, Any], cost: float | None, level: float) -> AskOfVendor:
    both = row["given"] and row["held"]
    return AskOfVendor(
        vendor=row["vendor"],
        asked=ask_yield(asked=row["asked"], answered=row["answered"], yes=row["yes"], cost=cost, level=level),
        brought=lift(
            Arm(events=row["given_leads"], records=row["given"]),
            Arm(events=row["held_leads"], records=row["held"]),
            level=level,
            is_randomised=True,
        )
        if both
        else None,
    )


def label_pairs(rows: pa.Table) -> tuple[LabelPair, ...]:
    """Each two of the four labels; people of whom one says nothing are left out of that pair."""
    combined = rows.to_pylist()
    pairs = []
    for one, other in combinations(LABELS, 2):
        counts: dict[tuple[str, str], int] = {}
        for row in combined:
            key = (row[one], row[other])
            if "undecided" not in key:
                counts[key] = counts.get(key, 0) + row["people"]
        pairs.append(LabelPair(one=one, other=other, counts=counts))
    return tuple(pairs)
