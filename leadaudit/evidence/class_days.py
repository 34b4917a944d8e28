"""The class of every record at its delivery and 30, 60, 90 and 180 days after it, each computed for its date.

Source: docs/method.md, "Classes over time".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

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
    horizons = pa.table({"after_days": pa.array(HORIZONS, pa.int32())})
    asked = sql.run(
        "evidence_class_days_asked",
        {
            "flags": judged.flags,
            "counted": judged.counted,
            "reach": judged.reach,
            "outcomes": judged.outcomes,
            "returned": judged.returned,
            "horizons": horizons,
        },
        {"as_of": as_of},
    )
    cases = sql.run(
        "evidence_class_days_cases",
        {
            "asked": asked,
            "flags": judged.flags,
            "counted": judged.counted,
            "reach": _reach(judged, read, asked, policy),
            "outcomes": judged.outcomes,
            "returned": judged.returned,
            "employers": _employers(judged, asked, policy),
            "kinds": _live_days(policy),
        },
    )
    classes_then = judge_distinct(cases["case_key"], lambda key: decide(case_from_key(key), policy))
    decided = cases.drop_columns(["case_key"]).append_column(
        "class", classes_then.column(lambda decision: decision.record_class.value, tables.TEXT)
    )
    found = sql.run("evidence_class_days", {"classes": classes, "decided": decided}, {"as_of": as_of})
    return tables.CLASS_DAYS.require(found)


def with_settling_day(returned: pa.Table) -> pa.Table:
    """Returned records with the day each was settled; null where nobody says, which is a day that has not come."""
    if "settled_on" in returned.column_names:
        return returned.select(["delivery", "line", "settled_on"])
    nobody_says = pa.nulls(returned.num_rows, tables.DAY)
    return returned.select(["delivery", "line"]).append_column("settled_on", nobody_says)


def _reach(judged: Judged, read: Mapping[str, pa.Table], asked: pa.Table, policy: Policy) -> pa.Table:
    if not judged.reach.num_rows:
        return judged.reach
    days = asked.select(["delivery", "line", "day"]).join(
        judged.reach.select(["delivery", "line"]), keys=["delivery", "line"], join_type="left semi"
    )
    return reach_on(
        days.group_by(["delivery", "line", "day"]).aggregate([]),
        facts=read["facts"],
        people=read["people"],
        evidence=read["evidence"],
        subjects=read["subjects"],
        policy=policy,
    )


def _employers(judged: Judged, asked: pa.Table, policy: Policy) -> pa.Table:
    """Whether the employer was likely enough on each day on which that decides."""
    rules = policy.classes
    ages = sql.run(
        "evidence_class_days_ages",
        {"asked": asked, "counted": judged.counted, "ages": judged.ages},
        {"fresh_statement_days": rules.fresh_statement_days, "explicit_valid_days": rules.explicit_valid_days},
    )
    encoded = ages["case_key"].combine_chunks().dictionary_encode()
    p_employer = judged_columns(encoded.dictionary, policy.freshness)["p_employer"].take(encoded.indices)
    return ages.drop_columns(["case_key"]).append_column("stands", pc.greater_equal(p_employer, rules.min_employer_p))


def _live_days(policy: Policy) -> pa.Table:
    """How old evidence of each kind may be to support a class by itself; null where age alone does not end it."""
    kinds = sorted(policy.kinds)
    days = [live_days(kind, policy) if policy.kinds[kind].role in EXPIRING else None for kind in kinds]
    return pa.table({"kind": pa.array(kinds, tables.TEXT), "live_days": pa.array(days, pa.int32())})


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
