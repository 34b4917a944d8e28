"""What another policy would move: rules, records, and what each vendor's records cost.

Source: docs/method.md, "Another policy".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from leadaudit import sql
from leadaudit.answers.story import Outcomes
from leadaudit.economics.summary import Summary
from leadaudit.policy import Policy

# Parts of a policy that explain its rules and change no result.
_WORDS_ONLY: Final = frozenset({"name", "version", "provenance", "fingerprint"})
_COMPARED: Final = ("classes", "freshness", "usable")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """One key of the policy with both values; None where a policy does not have the key."""

    key: str
    before: object
    after: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Some records that would be judged otherwise.

    Args:
        what: ``class``, ``excluded``, ``tier``, ``permission``, ``usable``, ``employer`` or ``title``.
        before: A word of the vocabulary; "" where there is none.
        after: Likewise.
        records: How many.
    """

    what: str
    before: str
    after: str
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorEffect:
    """One vendor under both policies.

    Args:
        vendor: Which.
        before: What its records are under the policy in force.
        after: What they are under the other one.
        moves: What moves of them.
        came: What is told of its real leads under each; None: no outcomes are known.
    """

    vendor: str
    before: Summary
    after: Summary
    moves: tuple[Move, ...]
    came: tuple[Outcomes | None, Outcomes | None] = (None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyEffect:
    """Everything another policy would move.

    Args:
        before: The policy in force.
        after: The other one.
        rules: Keys whose values differ.
        records: Read records that were judged by both.
        moves: What moves, over all vendors; most records first within one thing.
        vendors: Each vendor under both.
    """

    before: Policy
    after: Policy
    rules: tuple[RuleChange, ...]
    records: int
    moves: tuple[Move, ...]
    vendors: tuple[VendorEffect, ...]

    def of(self, what: str) -> tuple[Move, ...]:
        """The moves of one thing."""
        return tuple(move for move in self.moves if move.what == what)


def changed_rules(before: Policy, after: Policy) -> tuple[RuleChange, ...]:
    """The keys whose values differ, in the order of the policy."""
    old, new = (_leaves(policy.model_dump(mode="json", exclude=set(_WORDS_ONLY))) for policy in (before, after))
    return tuple(
        RuleChange(key=key, before=old.get(key), after=new.get(key))
        for key in dict.fromkeys([*old, *new])
        if old.get(key) != new.get(key)
    )


def effect_on_nothing(before: Policy, after: Policy) -> PolicyEffect:
    """What differs where nothing is delivered that could move."""
    return PolicyEffect(before=before, after=after, rules=changed_rules(before, after), records=0, moves=(), vendors=())


def policy_effect(
    *,
    policies: tuple[Policy, Policy],
    assessed: tuple[Mapping[str, sql.Source], Mapping[str, sql.Source]],
    summaries: tuple[Mapping[str, Summary], Mapping[str, Summary]],
    came: tuple[Mapping[str, Outcomes], Mapping[str, Outcomes]],
) -> PolicyEffect:
    """What the second policy moves against the first.

    Args:
        policies: The one in force, and the other.
        assessed: Classes, freshness and usable of the assessment under each, of the same inputs and day.
        summaries: The summary of each vendor under each.
        came: What is told of each vendor's real leads under each; empty: no outcomes are known.
    """
    sources = {
        f"{name}_{side}": tables[name]
        for side, tables in zip(("before", "after"), assessed, strict=True)
        for name in _COMPARED
    }
    by_vendor: dict[str, list[Move]] = {vendor: [] for vendor in summaries[0]}
    for row in sql.run("policy_moves", sources).to_pylist():
        by_vendor[row.pop("vendor")].append(Move(**row))
    return PolicyEffect(
        before=policies[0],
        after=policies[1],
        rules=changed_rules(*policies),
        records=sum(summary.lines.read for summary in summaries[0].values()),
        moves=_together(by_vendor),
        vendors=tuple(
            VendorEffect(
                vendor=vendor,
                before=summaries[0][vendor],
                after=summaries[1][vendor],
                moves=tuple(by_vendor[vendor]),
                came=(came[0].get(vendor), came[1].get(vendor)),
            )
            for vendor in sorted(summaries[0])
        ),
    )


def _together(by_vendor: Mapping[str, list[Move]]) -> tuple[Move, ...]:
    counts: dict[tuple[str, str, str], int] = {}
    for moves in by_vendor.values():
        for move in moves:
            key = (move.what, move.before, move.after)
            counts[key] = counts.get(key, 0) + move.records
    ordered = sorted(counts.items(), key=lambda pair: (pair[0][0], -pair[1], pair[0]))
    return tuple(
        Move(what=what, before=before, after=after, records=number) for (what, before, after), number in ordered
    )


def _leaves(tables: Mapping[str, object], path: str = "") -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in tables.items():
        if isinstance(value, dict):
            found |= _leaves(value, f"{path}{key}.")
        else:
            found[f"{path}{key}"] = float(value) if isinstance(value, Decimal) else value
    return found
