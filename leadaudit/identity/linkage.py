"""Which of the people that keys and decisions know are one by likeness.

Whoever is likely one person hangs together.  What hangs together is joined two at a time, those first whose records say
most for each other on average, until what is left speaks against it (average linkage); people who contradict each other
never end as one, whoever stands between them.  docs/method.md, "Who is the same person".
"""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import combinations, product
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from leadaudit.identity.connected import average_linkage, components
from leadaudit.identity.contradictions import Traits
from leadaudit.identity.groups import Flags, Numbers, TraitTable, varies
from leadaudit.identity.names import names_differ
from leadaudit.similarity import slips_between

Bits: TypeAlias = npt.NDArray[np.float64]

# From here on two records are one person; from the second on a person should look.
SAME: Final = 0.95
UNSURE: Final = 0.5
LIKELY: Final = float(np.log2(SAME / (1 - SAME)))
# Two groups of people whose records say less than this for each other on average stay two.
_WEAKEST_AVERAGE: Final = -5.0
# What two records say that no pair was kept of: less than one in a hundred, or nothing brought them together.
_NOT_KEPT: Final = -8.0
# One overwhelming pair does not outvote many doubts.
_MOST_BITS: Final = 15.0
# Where less than this speaks for two records, another name in the same house is another person.
_DOUBTFUL: Final = -2.0
_NEVER: Final = -1e6
# Pairs grow with the square: what hangs together beyond this is first taken apart by asking for more and more.
_LARGEST: Final = 400
_STRICTER_BY: Final = 4.0
# An address may hold so many slips and still be the same.
_MOST_SLIPS: Final = 2
# Where nodes live and work; two are in one house where one of these agrees.
_HOUSE: Final = ("domain", "phone", "company")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """Pairs of nodes that were compared, each once; ``low`` is the earlier node.

    Args:
        low: One node of each pair.
        high: The other.
        bits: log2 of the odds that they are one person.
    """

    low: Numbers
    high: Numbers
    bits: Bits


@dataclass(frozen=True, slots=True, kw_only=True)
class _Between:
    """What stands between two people who are known as two so far, one row for each two with anything between them.

    Args:
        left: Label of the earlier one.
        right: Label of the other.
        bits: Mean of what their pairs of records say.
        strongest: The most that one of them says.
    """

    left: Numbers
    right: Numbers
    bits: Bits
    strongest: Bits

    def where(self, chosen: Flags | Numbers | slice) -> "_Between":
        return _Between(
            left=self.left[chosen], right=self.right[chosen], bits=self.bits[chosen], strongest=self.strongest[chosen]
        )


def linked(labels: Numbers, ties: Ties, apart: Set[tuple[int, int]], traits: TraitTable) -> Numbers:
    """For every node its person's earliest node, once likely people are one.

    Args:
        labels: For every node the earliest node of the person that keys and decisions make it.
        ties: What was compared, but for what somebody decided.
        apart: Pairs of nodes, the earlier first, that somebody said are two people.
        traits: What the nodes say of their person.
    """
    between = _between(labels, ties)
    together = _components(labels, between)
    between = between.where(together[between.left] == together[between.right])
    between = between.where(np.argsort(together[between.left], kind="stable"))
    roots = together[between.left]
    told: dict[int, list[tuple[int, int]]] = {}
    for low, high in apart:
        if together[low] == together[high]:
            told.setdefault(int(together[low]), []).append((low, high))
    found = together.copy()
    for members in _doubtful(labels, together, between, told, traits):
        root = int(together[members[0]])
        here = slice(int(np.searchsorted(roots, root, side="left")), int(np.searchsorted(roots, root, side="right")))
        for part in _small_enough(labels, members, between.where(here), LIKELY):
            found[part.nodes] = _split(labels, part, told.get(root, []), traits)
    return found


def _between(labels: Numbers, ties: Ties) -> _Between:
    one, other = labels[ties.low], labels[ties.high]
    two = one != other
    left, right = np.minimum(one, other)[two], np.maximum(one, other)[two]
    place = left * len(labels) + right
    order = np.argsort(place, kind="stable")
    place, bits = place[order], ties.bits[two][order]
    if not len(place):
        return _Between(left=left, right=right, bits=bits, strongest=bits)
    starts = np.flatnonzero(np.append(True, place[1:] != place[:-1]))
    records = np.diff(np.append(starts, len(place)))
    return _Between(
        left=place[starts] // len(labels),
        right=place[starts] % len(labels),
        bits=np.add.reduceat(np.clip(bits, -_MOST_BITS, _MOST_BITS), starts) / records,
        strongest=np.maximum.reduceat(bits, starts),
    )


def _components(labels: Numbers, between: _Between) -> Numbers:
    ties = between.where(between.strongest >= LIKELY)
    if not len(ties.left):
        return labels.copy()
    one, other = np.concatenate((np.arange(len(labels)), ties.left)), np.concatenate((labels, ties.right))
    return components(one, other, len(labels))


def _doubtful(
    labels: Numbers, together: Numbers, between: _Between, told: Iterable[int], traits: TraitTable
) -> Iterator[Numbers]:
    """Nodes of each component that might hold two people: a quick and generous answer."""
    is_grown = np.zeros(len(together), np.bool_)
    is_grown[together[together != labels]] = True
    nodes = np.flatnonzero(is_grown[together])
    nodes = nodes[np.argsort(together[nodes], kind="stable")]
    if not len(nodes):
        return
    roots = together[nodes]
    starts = np.flatnonzero(np.append(True, roots[1:] != roots[:-1]))
    sizes = np.diff(np.append(starts, len(nodes)))
    people = np.add.reduceat((labels[nodes] == nodes).astype(np.int64), starts)
    agree = np.bincount(together[between.left[between.bits >= _WEAKEST_AVERAGE]], minlength=len(together))
    all_agree = agree[roots[starts]] == people * (people - 1) // 2
    several = varies(traits.codes("name")[nodes], starts) | varies(traits.codes("email")[nodes], starts)
    doubtful = (sizes > 2) & (several | ~all_agree) | varies(traits.codes("generation")[nodes], starts)
    doubtful |= np.isin(roots[starts], np.array(sorted(told), np.int64))
    for start, size in zip(starts[doubtful].tolist(), sizes[doubtful].tolist(), strict=True):
        yield nodes[start : start + size]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """Nodes that hang together, and what stands between their people."""

    nodes: Numbers
    between: _Between


def _small_enough(labels: Numbers, nodes: Numbers, between: _Between, least: float) -> Iterator[_Part]:
    """The nodes in parts whose pairs can all be looked at, the weakest ties left out first."""
    people = np.unique(labels[nodes])
    if len(people) <= _LARGEST:
        yield _Part(nodes=nodes, between=between)
        return
    least += _STRICTER_BY
    left, right = np.searchsorted(people, between.left), np.searchsorted(people, between.right)
    ties = between.strongest >= least
    part = components(left[ties], right[ties], len(people))
    part_of_node = part[np.searchsorted(people, labels[nodes])]
    for number in np.unique(part):
        inside = (part[left] == number) & (part[right] == number)
        yield from _small_enough(labels, nodes[part_of_node == number], between.where(inside), least)


def _split(labels: Numbers, part: _Part, apart: Iterable[tuple[int, int]], traits: TraitTable) -> Numbers:
    """For every node of a part the earliest node of its person."""
    people, person = np.unique(labels[part.nodes], return_inverse=True)
    if len(people) == 1:
        return labels[part.nodes]
    bits = np.full((len(people), len(people)), _NOT_KEPT)
    left, right = np.searchsorted(people, part.between.left), np.searchsorted(people, part.between.right)
    bits[left, right] = bits[right, left] = part.between.bits
    _forbid_contradictions(bits, _said(part.nodes, person, traits))
    for low, high in apart:
        one, other = np.searchsorted(people, labels[[low, high]]).clip(max=len(people) - 1)
        if (people[one], people[other]) == (labels[low], labels[high]):
            bits[one, other] = bits[other, one] = _NEVER
    cluster = average_linkage(bits, least=_WEAKEST_AVERAGE)[person]
    earliest = np.full(int(cluster.max()) + 1, part.nodes.max())
    np.minimum.at(earliest, cluster, part.nodes)
    return earliest[cluster]


class _Said(NamedTuple):
    """What a record says of its person, and where it lives and works (numbers, -1 where it does not say)."""

    traits: Traits
    house: tuple[int, ...]

    @property
    def has_first_name(self) -> bool:
        return len(self.traits.first or "") > 1


def _said(nodes: Numbers, person: Numbers, traits: TraitTable) -> list[list[_Said]]:
    """What the records of each person say, each thing once."""
    said: list[dict[_Said, None]] = [{} for _ in range(int(person.max()) + 1)]
    houses = zip(*(traits.codes(name)[nodes].tolist() for name in _HOUSE), strict=True)
    for number, words, house in zip(person.tolist(), traits.of(nodes), houses, strict=True):
        said[number][_Said(words, house)] = None
    return [list(each) for each in said]


def _forbid_contradictions(bits: Bits, said: list[list[_Said]]) -> None:
    """Write it into the bits where two people can never be one."""
    # Somebody of whom only an initial is known may be either of two, and does not make one of them.
    bridges = [number for number, each in enumerate(said) if not any(one.has_first_name for one in each)]
    reach = bits[bridges] >= LIKELY
    for one, other in combinations(range(len(said)), 2):
        clash = max(_clash(left, right, float(bits[one, other])) for left, right in product(said[one], said[other]))
        if clash is _Clash.TWO_PEOPLE or (clash is _Clash.OTHER_NAME and (reach[:, one] & reach[:, other]).any()):
            bits[one, other] = bits[other, one] = _NEVER


class _Clash(IntEnum):
    NONE = 0
    # Alone it says little where records are full of slips.
    OTHER_NAME = 1
    TWO_PEOPLE = 2


def _clash(left: _Said, right: _Said, bits: float) -> _Clash:
    """What two records contradict each other in; ``bits`` is what speaks for their people being one."""
    one, other = left.traits, right.traits
    if one.generation and other.generation and one.generation != other.generation:
        return _Clash.TWO_PEOPLE
    # Two addresses at one company, and nothing that says they are one person's.
    if bits < LIKELY and one.domain is not None and one.domain == other.domain and _two_boxes(one.email, other.email):
        return _Clash.TWO_PEOPLE
    if bits >= LIKELY or not names_differ(one.first, one.last, other.first, other.last):
        return _Clash.NONE
    in_one_house = any(here >= 0 and here == there for here, there in zip(left.house, right.house, strict=True))
    if bits < _DOUBTFUL:
        return _Clash.TWO_PEOPLE if in_one_house else _Clash.OTHER_NAME
    return _Clash.OTHER_NAME if in_one_house else _Clash.NONE


@lru_cache(maxsize=100_000)
def _two_boxes(left: str | None, right: str | None) -> bool:
    """Whether two addresses are two mailboxes and not one with slips in it; digits number people."""
    one, other = left or "", right or ""
    if one == other:
        return False
    return _digits(one) != _digits(other) or slips_between(one, other) > _MOST_SLIPS


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())
