"""Groups of nodes that hold one key, split until nobody in a group contradicts anybody else in it."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import combinations
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.identity.contradictions import JOINING_RULES, SHARED_RULES, Ground, Traits, contradict
from leadaudit.vocabulary import KeyRule

Numbers: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]

# Pairs grow with the square; a key held under more names than this is a form's default or a front desk.
MOST_VARIANTS: Final = 50
_NOT_GIVEN: Final = -1
# What is looked at as numbers only: a line and a company are shared by colleagues, and contradict nobody.
_ALSO: Final = ("phone", "company")


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """Nodes that hold one key: one entry per node and key, entries of a group together, the earliest node first.

    Args:
        group: Number of the group, ascending.
        rank: Place of the key's rule in ``JOINING_RULES``.
        shared_line: Whether the key is a phone line of several people.
        node: Number of the node.
    """

    group: Numbers
    rank: Numbers
    shared_line: Flags
    node: Numbers

    def where(self, chosen: Flags | Numbers) -> "Groups":
        """The chosen entries: a yes or no for each, or their positions."""
        return Groups(
            group=self.group[chosen],
            rank=self.rank[chosen],
            shared_line=self.shared_line[chosen],
            node=self.node[chosen],
        )

    def starts(self) -> Numbers:
        """Position of the first entry of every group."""
        if not len(self.group):
            return np.zeros(0, np.int64)
        return np.flatnonzero(np.concatenate(([True], self.group[1:] != self.group[:-1])))

    def ground(self, position: int) -> Ground:
        """Why the nodes of the group at this entry might be one person."""
        return Ground(JOINING_RULES[self.rank[position]], bool(self.shared_line[position]))


class TraitTable:
    """The traits of all nodes, as numbers for whole columns and as words for one node.

    Args:
        described: One row per node, ordered by node (``identity_described.sql``).
    """

    def __init__(self, described: pa.Table) -> None:
        self._words: list[list[str | None]] = []
        self._codes: dict[str, Numbers] = {}
        for name in Traits._fields:
            column = described[name].combine_chunks().dictionary_encode()
            self._words.append([*column.dictionary.to_pylist(), None])
            self._codes[name] = pc.fill_null(column.indices, _NOT_GIVEN).to_numpy().astype(np.int64)
        for name in _ALSO:
            column = described[name].combine_chunks().dictionary_encode()
            self._codes[name] = pc.fill_null(column.indices, _NOT_GIVEN).to_numpy().astype(np.int64)
        # One number for both parts of a name: the earliest number stands for "no name at all".
        first, last = self._codes["first"], self._codes["last"]
        names = (first + 1) * (last.max(initial=0) + 2) + (last + 1)
        self._codes["name"] = np.where(names == 0, _NOT_GIVEN, names)

    @property
    def count(self) -> int:
        """Number of nodes."""
        return len(self._codes["name"])

    def codes(self, trait: str) -> Numbers:
        """One number per node for a trait (or ``name``, both parts): equal numbers are equal words, -1 is none."""
        return self._codes[trait]

    def of(self, nodes: Numbers) -> list[Traits]:
        """The traits of some nodes, in words."""
        columns = [
            [words[code] for code in self._codes[name][nodes].tolist()]
            for name, words in zip(Traits._fields, self._words, strict=True)
        ]
        return [Traits(*row) for row in zip(*columns, strict=True)]


def varies(values: Numbers, starts: Numbers, *, missing_counts: bool = False) -> Flags:
    """For every run of entries whether it holds two different values.

    Args:
        values: A number per entry, -1 for none.
        starts: Position of the first entry of every run.
        missing_counts: Whether none is a value of its own; else it agrees with anything.
    """
    if not len(starts):
        return np.zeros(0, np.bool_)
    highest = np.maximum.reduceat(values, starts)
    least = values if missing_counts else np.where(values == _NOT_GIVEN, np.iinfo(np.int64).max, values)
    lowest = np.minimum.reduceat(least, starts)
    return np.asarray((lowest < highest) & (highest != _NOT_GIVEN))


def _may_contradict(groups: Groups, traits: TraitTable, labels: Numbers) -> Flags:
    """For every group whether two of its nodes might contradict each other; a quick and generous answer."""
    starts = groups.starts()

    def seen(trait: str) -> Numbers:
        return traits.codes(trait)[groups.node]

    if not len(starts):
        return np.zeros(0, np.bool_)
    rank = groups.rank[starts]
    suspect = varies(seen("name"), starts) | varies(seen("generation"), starts)
    by_vendor_id = rank == JOINING_RULES.index(KeyRule.VENDOR_RECORD_ID)
    name_or_email_missing = varies(seen("name"), starts, missing_counts=True) | varies(seen("email"), starts)
    one_part = (seen("first") == _NOT_GIVEN) | (seen("last") == _NOT_GIVEN)
    suspect |= by_vendor_id & (name_or_email_missing | np.logical_or.reduceat(one_part, starts))
    shareable = np.isin(rank, [JOINING_RULES.index(rule) for rule in SHARED_RULES])
    # On a line of one's own only two addresses at one company speak against a join.
    own_line = (rank == JOINING_RULES.index(KeyRule.PHONE_AND_LAST_NAME)) & ~groups.shared_line[starts]
    suspect |= shareable & (
        varies(seen("generation"), starts, missing_counts=True)
        | varies(np.where(seen("domain") == _NOT_GIVEN, _NOT_GIVEN, seen("email")), starts)
        | (~own_line & varies(seen("email"), starts))
        | varies(seen("profile"), starts)
        | (groups.shared_line[starts] & np.logical_or.reduceat(seen("first") == _NOT_GIVEN, starts))
    )
    return suspect & varies(labels[groups.node], starts)


def _agreeing(variants: Sequence[Traits], ground: Ground, known: Set[tuple[int, int]]) -> list[int]:
    """Which variants of one group are one person: a number per variant, -1 for one that joins nobody.

    A variant that agrees with two who contradict each other could be either, so it joins neither; what is
    left falls into sets in which everybody agrees with everybody.  ``known`` pairs are one person already.
    """
    pairs = list(combinations(range(len(variants)), 2))
    apart = {(one, other) for one, other in pairs if contradict(variants[one], variants[other], ground)} - known
    agrees: list[list[int]] = [[] for _ in variants]
    for one, other in pairs:
        if (one, other) not in apart:
            agrees[one].append(other)
            agrees[other].append(one)
    joins_nobody = {
        one
        for one, variant in enumerate(variants)
        if contradict(variant, variant, ground) or any(pair in apart for pair in combinations(sorted(agrees[one]), 2))
    }
    person = [_NOT_GIVEN] * len(variants)
    for one in range(len(variants)):
        if one not in joins_nobody:
            person[one] = min([one, *(other for other in agrees[one] if other not in joins_nobody)])
    return person


def _split(entries: Sequence[Traits], labels: Sequence[int], ground: Ground) -> list[int]:
    """Which entries of one group are one person: a number per entry, -1 for one that joins nobody."""
    numbers: dict[Traits, int] = {}
    places = [numbers.setdefault(entry, len(numbers)) for entry in entries]
    if len(numbers) == 2:
        return _split_two(list(numbers), places, labels, ground)
    if len(numbers) > MOST_VARIANTS:
        # Too many to compare: only records that name a person and say exactly the same stay together.
        return [
            place if entry.first and entry.last and not contradict(entry, entry, ground) else _NOT_GIVEN
            for entry, place in zip(entries, places, strict=True)
        ]
    held_by: dict[int, set[int]] = {}
    for label, place in zip(labels, places, strict=True):
        held_by.setdefault(label, set()).add(place)
    known = {pair for held in held_by.values() for pair in combinations(sorted(held), 2)}
    person = _agreeing(list(numbers), ground, known)
    return [person[place] for place in places]


def _split_two(variants: Sequence[Traits], places: list[int], labels: Sequence[int], ground: Ground) -> list[int]:
    """``_split`` for the usual case, two variants: several times as fast and the same answer."""
    left, right = variants
    alone = [contradict(left, left, ground), contradict(right, right, ground)]
    known = len(set(zip(labels, places, strict=True))) > len(set(labels))
    if not any(alone) and (known or not contradict(left, right, ground)):
        return [0] * len(places)
    return [_NOT_GIVEN if alone[place] else place for place in places]


def split_groups(groups: Groups, traits: TraitTable, labels: Numbers) -> Groups:
    """The groups without contradictions in them, numbered anew; entries that join nobody are left out.

    Args:
        groups: Nodes that hold one key.
        traits: What the nodes say of their person.
        labels: For every node the earliest node of the person it is known to be.
    """
    starts = groups.starts()
    ends = np.append(starts[1:], len(groups.group))
    part = np.zeros(len(groups.group), np.int64)
    suspects = _may_contradict(groups, traits, labels)
    entries = np.flatnonzero(np.repeat(suspects, ends - starts))
    # In words once for all of them: asking for each group costs more than judging it.
    said, known_as = traits.of(groups.node[entries]), labels[groups.node[entries]].tolist()
    judged: list[int] = []
    for start, end in zip(starts[suspects].tolist(), ends[suspects].tolist(), strict=True):
        here = slice(len(judged), len(judged) + end - start)
        judged += _split(said[here], known_as[here], groups.ground(start))
    part[entries] = judged
    return _regrouped(groups, part)


def _regrouped(groups: Groups, part: Numbers) -> Groups:
    """Every part a group of its own, in the order of groups and within one of the parts' earliest entries."""
    joining = part != _NOT_GIVEN
    kept = groups.where(joining)
    number = kept.group * (int(part.max(initial=0)) + 1) + part[joining]
    order = np.argsort(number, kind="stable")
    kept = Groups(
        group=number[order], rank=kept.rank[order], shared_line=kept.shared_line[order], node=kept.node[order]
    )
    starts = kept.starts()
    holders = np.diff(np.append(starts, len(kept.group)))
    return kept.where(np.repeat(holders > 1, holders))
