"""Which records and CRM contacts are one human, judged on read over the active inputs.

First by exact keys, as follows; then by likeness and by what people decided (``joined``).

Personal keys (address, CRM id, vendor's record id, profile page) join first; keys that colleagues and namesakes
can share (phone and last name, name and company domain) join what is left, under stricter conditions.  Within
each step: split every group of equal keys until nobody in it contradicts anybody, take components, and where a
component holds a contradiction that only its whole shows, join again one key after the other and refuse each
join that would bring two people together.  Everything goes by the nodes' own order, never by import order.

docs/method.md, "Who is the same person".
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from leadaudit.identity.connected import components
from leadaudit.identity.contradictions import (
    JOINING_RULES,
    PERSONAL_RULES,
    SHARED_RULES,
    Ground,
    Traits,
    are_two_people,
)
from leadaudit.identity.decisions import Decision, decision_rows
from leadaudit.identity.groups import Flags, Groups, Numbers, TraitTable, split_groups, varies
from leadaudit.identity.joined import Joined, PairNodes, join, pair_nodes
from leadaudit.sql import run
from leadaudit.tables import KEYS, MATCHES, NODES, PEOPLE
from leadaudit.vocabulary import KeyRule

_KEY_RULES: Final = [rule.value for rule in JOINING_RULES]
_RULES: Final = [*_KEY_RULES, KeyRule.LIKENESS.value, KeyRule.DECISION.value]


@dataclass(frozen=True, kw_only=True)
class Persons:
    """Who is who.

    Args:
        people: ``tables.PEOPLE``: ``person`` is the id of the person's earliest record (of its earliest contact when
            it has no record), ``rule`` the strongest key a node shares with another node of its person.
        list_matches: Gives ``tables.MATCHES``; among millions that takes longer than who is who.
    """

    people: pa.Table
    list_matches: Callable[[], pa.Table]

    @cached_property
    def matches(self) -> pa.Table:
        """``tables.MATCHES``: what was compared or decided, and what came of it."""
        return self.list_matches()


def people(*, nodes: pa.Table, keys: pa.Table, facts: pa.Table) -> pa.Table:
    """Which human each record and CRM contact is, by exact keys alone; see ``persons``."""
    return persons(nodes=nodes, keys=keys, facts=facts).people


def persons(
    *,
    nodes: pa.Table,
    keys: pa.Table,
    facts: pa.Table,
    pairs: pa.Table | None = None,
    decisions: Iterable[Decision] = (),
) -> Persons:
    """Which human each record and CRM contact is; one row per node, ordered by delivery and line.

    Args:
        nodes: The active records and CRM contacts (``tables.NODES``).
        keys: Their exact keys (``tables.KEYS``); keys of lines that are no node are ignored.
        facts: Their facts (``tables.FACTS``).
        pairs: Pairs that may be one person by all they say (``pairs.between.PAIRS``); None: none was compared.
        decisions: What people decided; those about lines that are no node are ignored.
    """
    earliest_first = run("identity_described", {"nodes": NODES.require(nodes), "facts": facts.select(_TRAIT_FACTS)})
    described = earliest_first.append_column("node", pa.array(np.arange(earliest_first.num_rows)))
    held = run("identity_groups", {"keys": KEYS.require(keys), "described": described}, {"rules": _KEY_RULES})
    groups = Groups(
        group=held["group_no"].to_numpy().astype(np.int64),
        rank=held["rank"].to_numpy().astype(np.int64),
        shared_line=held["shared_line"].combine_chunks().to_numpy(zero_copy_only=False).astype(np.bool_),
        node=held["node"].to_numpy().astype(np.int64),
    )
    traits = TraitTable(described)
    units, ranks = _settle(groups, traits)
    told = _pair_nodes(described, pairs, decision_rows(decisions))
    found = join(units, told, groups, traits)
    ranks = _ranks(ranks, units, found)
    nobody = ranks == len(_RULES)
    labelled = pa.table(
        {"node": np.arange(described.num_rows), "root": found.labels, "rank": pa.array(ranks, mask=nobody)}
    )
    named = {"described": described, "labels": labelled}
    return Persons(
        people=PEOPLE.require(run("identity_people", named, {"rules": _RULES})),
        list_matches=partial(_matches, named, told, found.outcome),
    )


def _pair_nodes(described: pa.Table, pairs: pa.Table | None, decisions: pa.Table) -> PairNodes:
    compared = pairs.select(["delivery", "line", "other_delivery", "other_line", "bits", "p"]) if pairs else None
    undecided = decisions.slice(0, 0) if compared is None else compared.append_column(
        "judgement", pa.nulls(compared.num_rows, pa.string())
    )  # fmt: skip
    return pair_nodes(
        *(run("identity_pair_nodes", {"pairs": part, "described": described}) for part in (undecided, decisions))
    )


def _ranks(ranks: Numbers, units: Numbers, found: Joined) -> Numbers:
    """Places in ``_RULES`` of what joins every node; who has no key in common is there by likeness or decision."""
    by_key = ranks < len(JOINING_RULES)
    sizes = np.bincount(found.labels, minlength=len(units))
    decided = np.zeros(len(units), np.bool_)
    decided[found.by_decision] = True
    others = np.where(decided, _RULES.index(KeyRule.DECISION), _RULES.index(KeyRule.LIKENESS))
    return np.where(sizes[found.labels] == 1, len(_RULES), np.where(by_key, ranks, others))


def _matches(named: dict[str, pa.Table], told: PairNodes, outcome: npt.NDArray[np.str_]) -> pa.Table:
    if not len(told.low):
        return MATCHES.empty()
    pairs = pa.table(
        {
            "low": told.low,
            "high": told.high,
            "bits": pa.array(told.bits, from_pandas=True),
            "p": pa.array(told.p, from_pandas=True),
            "outcome": pa.array(outcome.tolist(), pa.string()),
        }
    )
    return MATCHES.require(run("identity_matches", {**named, "pairs": pairs}))


_TRAIT_FACTS: Final = [
    "delivery", "line", "first_key", "last_key", "generation", "email_norm", "email_domain", "email_is_role",
    "email_is_free", "email_is_disposable", "profile_key", "phone_e164", "company_key",
]  # fmt: skip
# The same and the row's own day of delivery, by which the earliest is found.
PEOPLE_FACTS: Final = (*_TRAIT_FACTS, "delivered_row_on")


def _settle(groups: Groups, traits: TraitTable) -> tuple[Numbers, Numbers]:
    """For every node its person's earliest node and the rank of the strongest rule that joins it."""
    labels = np.arange(traits.count)
    strongest = np.full(traits.count, len(JOINING_RULES))
    for rules in (PERSONAL_RULES, SHARED_RULES):
        chosen = groups.where(np.isin(groups.rank, [JOINING_RULES.index(rule) for rule in rules]))
        parts = split_groups(chosen, traits, labels)
        labels = _joined(parts, traits, labels)
        np.minimum.at(strongest, *_ranks_of_joined(parts, labels))
    return labels, strongest


def _ranks_of_joined(parts: Groups, labels: Numbers) -> tuple[Numbers, Numbers]:
    """Nodes that share a key with another node of their person, and the ranks of those keys."""
    person_in_part = parts.group * len(labels) + labels[parts.node]
    _, place, holders = np.unique(person_in_part, return_inverse=True, return_counts=True)
    shared = holders[place] > 1
    return parts.node[shared], parts.rank[shared]


def _joined(parts: Groups, traits: TraitTable, labels: Numbers) -> Numbers:
    """The labels after every part has been joined, except where that would make one of two people."""
    together = _components(parts, labels)
    for members, entries in _suspect_components(parts, traits, labels, together):
        together[members] = _join_one_by_one(members, parts.where(entries), traits, labels)
    return together


def _components(parts: Groups, labels: Numbers) -> Numbers:
    """For every node the earliest node it is connected with, by its label or by a part."""
    if not len(parts.node):
        return labels
    count = len(labels)
    first_of_part = parts.node[np.repeat(parts.starts(), np.diff(np.append(parts.starts(), len(parts.node))))]
    left = np.concatenate((np.arange(count), first_of_part))
    right = np.concatenate((labels, parts.node))
    return components(left, right, count)


def _suspect_components(
    parts: Groups, traits: TraitTable, labels: Numbers, together: Numbers
) -> list[tuple[Numbers, Numbers]]:
    """Components in which two nodes might be two people: their nodes, and the positions of their parts' entries."""
    by_component = np.argsort(together, kind="stable")
    starts = _run_starts(together[by_component])
    suspect = varies(labels[by_component], starts) & _may_hold_two(parts, traits, together, by_component, starts)
    if not suspect.any():
        return []
    ends = np.append(starts[1:], len(by_component))
    component_of_entry = together[parts.node]
    by_entry = np.argsort(component_of_entry, kind="stable")
    roots = by_component[starts[suspect]]
    first_entry = np.searchsorted(component_of_entry[by_entry], roots, side="left")
    last_entry = np.searchsorted(component_of_entry[by_entry], roots, side="right")
    return [
        (by_component[start:end], by_entry[low:high])
        for start, end, low, high in zip(starts[suspect], ends[suspect], first_entry, last_entry, strict=True)
    ]


def _run_starts(values: Numbers) -> Numbers:
    return np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1]))) if len(values) else values


def _may_hold_two(
    parts: Groups, traits: TraitTable, together: Numbers, by_component: Numbers, starts: Numbers
) -> Flags:
    """For every component whether it might hold two people; a quick and generous answer."""

    def seen(trait: str) -> Numbers:
        return traits.codes(trait)[by_component]

    suspect = varies(seen("name"), starts) | varies(seen("generation"), starts)
    if not len(parts.rank) or JOINING_RULES[parts.rank.min()] in PERSONAL_RULES:
        return suspect
    suspect |= varies(seen("generation"), starts, missing_counts=True) | varies(seen("profile"), starts)
    # Addresses at different domains speak against a join by name and domain or by a shared line only.
    own_line = (parts.rank == JOINING_RULES.index(KeyRule.PHONE_AND_LAST_NAME)) & ~parts.shared_line
    namesakes_possible = np.zeros(len(together), np.bool_)
    namesakes_possible[together[parts.node[~own_line]]] = True
    suspect |= varies(seen("email"), starts) & namesakes_possible[by_component[starts]]
    return suspect | _two_addresses_at_a_domain(traits, by_component, starts)


def _two_addresses_at_a_domain(traits: TraitTable, by_component: Numbers, starts: Numbers) -> Flags:
    component = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(by_component))))
    domain = traits.codes("domain")[by_component]
    given = np.flatnonzero(domain >= 0)
    place = component[given] * (int(domain.max(initial=0)) + 1) + domain[given]
    order = np.argsort(place, kind="stable")
    place_starts = _run_starts(place[order])
    two = varies(traits.codes("email")[by_component[given[order]]], place_starts)
    found = np.zeros(len(starts), np.bool_)
    found[component[given[order]][place_starts[two]]] = True
    return found


def _join_one_by_one(members: Numbers, parts: Groups, traits: TraitTable, labels: Numbers) -> Numbers:
    """The labels of one component's nodes: strongest and earliest keys join first, contradictions are refused."""
    root_of: dict[int, int] = {}
    said: dict[int, set[Traits]] = {}
    for node, label, words in zip(members.tolist(), labels[members].tolist(), traits.of(members), strict=True):
        root_of[node] = label
        said.setdefault(label, set()).add(words)

    def root(node: int) -> int:
        while root_of[node] != node:
            root_of[node] = node = root_of[root_of[node]]
        return node

    ends = np.append(parts.starts()[1:], len(parts.node)).tolist()
    for start, end in zip(parts.starts().tolist(), ends, strict=True):
        ground = parts.ground(start)
        people_here: list[int] = []
        for one in dict.fromkeys(root(node) for node in parts.node[start:end].tolist()):
            partner = next((other for other in people_here if _can_be_one(said[other], said[one], ground)), None)
            if partner is None:
                people_here.append(one)
                continue
            earlier, later = sorted((partner, one))
            root_of[later] = earlier
            said[earlier] |= said.pop(later)
            people_here[people_here.index(partner)] = earlier
    return np.array([root(node) for node in members.tolist()], np.int64)


def _can_be_one(left: set[Traits], right: set[Traits], ground: Ground) -> bool:
    return not any(are_two_people(one, other, ground) for one in left for other in right)
