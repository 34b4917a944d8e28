"""The class of every record at its delivery and 30, 60, 90 and 180 days after it, each computed for its date.

Source: docs/method.md, "Classes over time".
"""

import math
import operator
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql, tables
from leadaudit.distinct import judge_distinct
from leadaudit.evidence.case import Case, Event
from leadaudit.evidence.decision import EXPIRING, decide, live_days
from leadaudit.evidence.freshness import judged_columns
from leadaudit.evidence.reach import reach_on
from leadaudit.policy import Policy
from leadaudit.vocabulary import Actor, Category, Flag, Source

# Days after the delivery.
HORIZONS: Final = (0, 30, 60, 90, 180)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What classes of a day were made from.

    Args:
        flags: One row per record, as ``evidence_flags.sql`` describes.
        counted: One row per record and piece of evidence, as ``evidence_counted.sql`` describes.
        ages: One row per record of a person who ever said yes, as ``evidence_freshness_cases.sql`` describes.
        reach: One row per record of whose address something is known, as ``evidence_reach.sql`` describes.
        outcomes: OUTCOMES.
        returned: delivery, line, settled_on of records their vendor took back.
    """

    flags: pa.Table
    counted: pa.Table
    ages: pa.Table
    reach: pa.Table
    outcomes: pa.Table
    returned: pa.Table


def class_days(
    judged: Judged, read: Mapping[str, pa.Table], *, classes: pa.Table, policy: Policy, as_of: date
) -> pa.Table:
    """The class of every record over time.

    A day reads what had happened and was known by then; people are who they are today, and what has no day of its own
    (a repeat, a competitor) holds on every day.

    Args:
        judged: What the classes were made from.
        read: facts, people, evidence, subjects.
        classes: CLASSES of the same day.
        policy: The rules.
        as_of: The day after which nothing is read.

    Returns:
        ``tables.CLASS_DAYS``, ordered by its key.
    """
    cases = sql.run(
        "evidence_class_days_cases",
        {
            "flags": judged.flags,
            "counted": judged.counted,
            "reach": _reach(judged, read, policy),
            "outcomes": judged.outcomes,
            "returned": judged.returned,
            "employers": _employers(judged, policy),
            "horizons": pa.table({"after_days": pa.array(HORIZONS, pa.int32())}),
            "kinds": kinds_with_live_days(policy),
        },
    )
    over_time = judge_distinct(cases["case_key"], _Days(policy).classes)
    decided = cases.drop_columns(["case_key"])
    for place, after in enumerate(HORIZONS):
        decided = decided.append_column(f"on_{after}", over_time.column(operator.itemgetter(place), tables.TEXT))
    found = sql.run("evidence_class_days", {"classes": classes, "decided": decided}, {"as_of": as_of})
    return tables.CLASS_DAYS.require(found)


class _Days:
    """The classes of a record on all the days asked about; what is asked twice is decided once."""

    def __init__(self, policy: Policy) -> None:
        self._live_days = _live_days(policy)
        self._decide = cache(lambda case: decide(case, policy).record_class.value)
        self._event = cache(_event_on)

    def classes(self, case_key: str) -> tuple[str, ...]:
        """The class at each of ``HORIZONS`` of a case that ``evidence_class_days_cases.sql`` wrote down as text."""
        flags, ways, number_gone, reached, settled, opportunities, stands, events = case_key.split("#")
        known = read_flags(flags)
        returned_after, number_gone_after = (int(day) if day else math.inf for day in (settled, number_gone))
        spans = [_span(span) for span in opportunities.split(";") if span]
        written = [_Written.read(event) for event in events.split(";") if event]
        classes = []
        for place, day in enumerate(HORIZONS):
            of_the_day = {
                Flag.RETURNED: returned_after <= day,
                Flag.ACTIVE_OPPORTUNITY: any(since <= day < until for since, until in spans),
                Flag.UNREACHABLE: _is_unreachable(
                    ways, reached[place : place + 1], is_number_gone=number_gone_after <= day
                ),
            }
            case = Case(
                flags=known.union(flag for flag, is_so in of_the_day.items() if is_so),
                events=tuple(self._on(day, written)),
                p_employer=_STANDS.get(stands[place : place + 1]),
            )
            classes.append(self._decide(case))
        return tuple(classes)

    def _on(self, day: int, written: Sequence["_Written"]) -> Iterator[Event]:
        """What had happened by a day, was known by then, and could still support anything."""
        for one in written:
            age, may_be = day - one.occurred, self._live_days[one.kind]
            if one.seen <= day and (may_be is None or age <= may_be):
                yield self._event(one.kind, age, one.rest)


class _Written(NamedTuple):
    """A piece of evidence in days from the delivery: when it happened, the first of ``HORIZONS`` that knew it."""

    kind: str
    occurred: int
    seen: int
    rest: str

    @classmethod
    def read(cls, written: str) -> "_Written":
        kind, occurred, seen, rest = written.split(",", 3)
        return cls(kind, int(occurred), int(seen), rest)


def _event_on(kind: str, age_days: int, rest: str) -> Event:
    return _event(f"{kind},{age_days},{rest}")


# Whether the employer was likely enough, as _employers writes it; anything else: nothing names one.
_STANDS: Final = {"1": 1.0, "0": 0.0}


def _is_unreachable(ways: str, reached: str, *, is_number_gone: bool) -> bool:
    """Whether nothing is left of the ways to reach somebody: m the mailbox, p the phone; ``never`` asks for none."""
    gone = {"m": reached == "g", "p": is_number_gone}
    return reached == "w" or all(gone.get(way, False) for way in ways)


def _span(written: str) -> tuple[float, float]:
    since, _, until = written.partition(":")
    return int(since), int(until) if until else math.inf


def kinds_with_live_days(policy: Policy) -> pa.Table:
    """How old evidence of each kind may be to support a class by itself; null where age alone does not end it."""
    live = _live_days(policy)
    return pa.table({"kind": list(live), "live_days": pa.array(live.values(), pa.int32())})


def _live_days(policy: Policy) -> dict[str, int | None]:
    return {kind: live_days(kind, policy) if rules.role in EXPIRING else None for kind, rules in policy.kinds.items()}


def with_settling_day(returned: pa.Table) -> pa.Table:
    """Returned records with the day each was settled; null where nobody says, which is a day that has not come."""
    if "settled_on" in returned.column_names:
        return returned.select(["delivery", "line", "settled_on"])
    nobody_says = pa.nulls(returned.num_rows, tables.DAY)
    return returned.select(["delivery", "line"]).append_column("settled_on", nobody_says)


def _reach(judged: Judged, read: Mapping[str, pa.Table], policy: Policy) -> pa.Table:
    """What was known at each time of the address of whoever something is known of today."""
    known = judged.flags.select(["delivery", "line", "delivered_on"]).join(
        judged.reach.select(["delivery", "line"]), keys=["delivery", "line"], join_type="left semi"
    )
    records, first = known.select(["delivery", "line"]), known["delivered_on"].cast(pa.int32())
    days = pa.concat_tables(
        records.append_column("day", pc.add(first, pa.scalar(after, pa.int32())).cast(tables.DAY)) for after in HORIZONS
    )
    told = reach_on(
        days,
        facts=read["facts"],
        people=read["people"],
        evidence=read["evidence"],
        subjects=read["subjects"],
        policy=policy,
    )
    return days.join(told, keys=["delivery", "line", "day"], join_type="left outer")


def _employers(judged: Judged, policy: Policy) -> pa.Table:
    """Whether the employer was likely enough at each time, a letter each: 1 yes, 0 no, - nothing names one."""
    encoded = judged.ages["case_key"].combine_chunks().dictionary_encode()
    keys = encoded.dictionary.to_pylist()
    letters = [_stands(keys, after, policy) for after in HORIZONS]
    stands = pa.array(map("".join, zip(*letters, strict=True)), tables.TEXT)
    return judged.ages.select(["delivery", "line"]).append_column("stands", stands.take(encoded.indices))


def _stands(keys: Sequence[str], after: int, policy: Policy) -> list[str]:
    """The letters of cases of age, asked about a day after the delivery instead of theirs."""
    then = []
    for key in keys:
        job, function, _, checked, delivered, *rest = key.split("|")
        then.append("|".join((job, function, str(int(delivered) + after), checked, delivered, *rest)))
    p_employer = judged_columns(pa.array(then, tables.TEXT), policy.freshness)["p_employer"].to_pylist()
    enough = policy.classes.min_employer_p
    return ["-" if p is None else "1" if p >= enough else "0" for p in p_employer]


def case_from_key(case_key: str) -> Case:
    """The case that a query wrote down as text: flags, whether the employer stands, events."""
    flags, employer, events = case_key.split("#")
    return Case(
        flags=read_flags(flags),
        events=read_events(events),
        p_employer=float(employer) if employer else None,
    )


def read_flags(flags: str) -> frozenset[Flag]:
    """Flags as the queries write them down."""
    return frozenset(Flag(flag) for flag in flags.split(",") if flag)


def read_events(events: str) -> tuple[Event, ...]:
    """Events as the queries write them down."""
    return tuple(_event(event) for event in events.split(";") if event)


def _event(event: str) -> Event:
    kind, age_days, actor, source, category = event.split(",")
    return Event(
        kind=kind, age_days=int(age_days), actor=Actor(actor), source=Source(source), category=Category(category)
    )
