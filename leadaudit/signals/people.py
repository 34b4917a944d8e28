"""People, what they did by the landmark, and the groups whose lines are tested among each other.

Source: docs/method.md, "Signals".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql
from leadaudit.economics.followed import FollowedPeople, NextStep
from leadaudit.policy import Policy
from leadaudit.signals.landmark import Days, Followed, Places, SignalEvents
from leadaudit.vocabulary import EvidenceRole

# What may be tested beside whatever may speak for a purchase: activity may be a candidate, it is never the definition.
_TESTED_ROLES: Final = frozenset({EvidenceRole.VANITY})


class By(StrEnum):
    """What one line of a back-test speaks of."""

    KIND = "kind"
    TOPIC = "topic"
    """A kind about one buying question."""
    VENDOR = "vendor"
    """A kind among one vendor's people."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SignalData:
    """Followed people and what they did by the landmark.

    Args:
        followed: One row per vendor and person.
        events: signals_events.sql.
        routed: Persons who were given to somebody to follow up.
    """

    followed: FollowedPeople
    events: pa.Table
    routed: frozenset[str] = frozenset()


def read_signals(assessed: Mapping[str, sql.Source], followed: FollowedPeople, policy: Policy) -> SignalData:
    """What followed people did by the landmark.

    Args:
        assessed: classes, evidence and subjects of an assessment.
        followed: economics.followed.read_followed of it.
        policy: Kinds and the landmark.
    """
    named = {name: policy.kinds[name].category.value for name in tested_kinds(policy)}
    kinds = pa.table(
        {"kind": pa.array(list(named), pa.string()), "category": pa.array(list(named.values()), pa.string())}
    )
    sources = {name: assessed[name] for name in ("classes", "evidence", "subjects")}
    events = sql.run(
        "signals_events",
        {**sources, "followed": followed.people, "kinds": kinds},
        {"landmark_days": policy.signals.landmark_days},
    )
    return SignalData(followed=followed, events=events)


def tested_kinds(policy: Policy) -> tuple[str, ...]:
    """Kinds that may be tested, by name."""
    return tuple(
        sorted(
            name
            for name, kind in policy.kinds.items()
            if (kind.is_signal or kind.role in _TESTED_ROLES) and not kind.made_by_sales
        )
    )


def barred_kinds(policy: Policy) -> tuple[str, ...]:
    """Kinds that our own sales makes happen."""
    return tuple(sorted(name for name, kind in policy.kinds.items() if kind.made_by_sales))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Group:
    """People whose lines are tested among each other."""

    of: str | None
    followed: Followed
    events: SignalEvents
    repeats: SignalEvents
    """The same kinds where they were shown on a second day, by that day."""
    is_routed: npt.NDArray[np.bool_]
    labels: Sequence[tuple[str, str | None]]
    combined: Places = field(default_factory=lambda: np.zeros((0, 2), np.int64))
    """Two kinds each that are tried together, by their places among the labels."""


def groups_of(data: SignalData, outcome: NextStep, by: By) -> list[Group]:
    """Everybody as one group, or every vendor's people as one; those in which nobody did anything are left out."""
    vendors: Sequence[str | None] = data.followed.vendors if by is By.VENDOR else (None,)
    groups = [_group(data, vendor, outcome, by) for vendor in vendors]
    return [group for group in groups if group.labels and group.followed.delivered.size]


def _group(data: SignalData, vendor: str | None, outcome: NextStep, by: By) -> Group:
    people = data.followed.of_vendor(vendor)
    at = np.full(data.followed.people.num_rows, -1, np.int64)
    at[_whole(people.people["place"])] = np.arange(people.people.num_rows)
    topic = "topic" if by is By.TOPIC else None
    names = data.events["kind"] if topic is None else pc.binary_join_element_wise(
        data.events["kind"], pc.fill_null(data.events[topic], "unmapped"), "\x1f"
    )  # fmt: skip
    encoded = names.combine_chunks().dictionary_encode() if data.events.num_rows else None
    if encoded is None:
        return Group(
            of=vendor,
            followed=_followed(people, outcome),
            events=_no_events(),
            repeats=_no_events(),
            is_routed=np.zeros(0, bool),
            labels=(),
        )
    words = [str(word) for word in encoded.dictionary.to_pylist()]
    record = at[_whole(data.events["place"])]
    kept = record >= 0
    shown = np.asarray(data.events["shown"].to_numpy(), np.float64)[kept]
    kind = np.asarray(encoded.indices.to_numpy(zero_copy_only=False), np.int64)[kept]
    return Group(
        of=vendor,
        followed=_followed(people, outcome),
        events=SignalEvents(record=record[kept], kind=kind, occurred=shown, observed=shown),
        repeats=_repeats(record[kept], kind, np.asarray(data.events["again"].to_numpy(), np.float64)[kept]),
        is_routed=_is_routed(people, data.routed),
        labels=[(word.partition("\x1f")[0], word.partition("\x1f")[2] or None) for word in words],
    )


def _repeats(record: Places, kind: Places, again: Days) -> SignalEvents:
    told = np.isfinite(again)
    return SignalEvents(record=record[told], kind=kind[told], occurred=again[told], observed=again[told])


def _followed(people: FollowedPeople, outcome: NextStep) -> Followed:
    return Followed(delivered=people.days("delivered_on"), outcome=people.first(outcome), ended=people.days("ended_on"))


def _is_routed(people: FollowedPeople, routed: frozenset[str]) -> npt.NDArray[np.bool_]:
    names = pa.array(sorted(routed), pa.string())
    return np.asarray(pc.is_in(people.people["person"], names).to_numpy(), np.bool_)


def _no_events() -> SignalEvents:
    nobody, never = np.zeros(0, np.int64), np.zeros(0)
    return SignalEvents(record=nobody, kind=nobody, occurred=never, observed=never)


def _whole(column: pa.ChunkedArray) -> npt.NDArray[np.int64]:
    return np.asarray(column.to_numpy(), np.int64)


def some_of(group: Group, kept: npt.NDArray[np.bool_]) -> Group:
    """Some people of a group with what they did."""
    at = np.cumsum(kept) - 1
    followed = group.followed
    return replace(
        group,
        followed=Followed(
            delivered=followed.delivered[kept], outcome=followed.outcome[kept], ended=followed.ended[kept]
        ),
        events=_of_some(group.events, kept, at),
        repeats=_of_some(group.repeats, kept, at),
    )


def _of_some(events: SignalEvents, kept: npt.NDArray[np.bool_], at: Places) -> SignalEvents:
    inside = kept[events.record]
    return SignalEvents(
        record=at[events.record[inside]],
        kind=events.kind[inside],
        occurred=events.occurred[inside],
        observed=events.observed[inside],
    )
