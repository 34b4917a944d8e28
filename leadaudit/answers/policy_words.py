"""What another policy would move, in sentences and ledgers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Final

from leadaudit.answers.phrases import proper
from leadaudit.answers.policy_effect import Move, PolicyEffect, RuleChange, VendorEffect
from leadaudit.economics.summary import Summary
from leadaudit.format import UNDEFINED, count, money, plural, share
from leadaudit.words import CLASSES, CONSENT, FRESHNESS, TIERS, reason_name

RULE_HEADER: Final = ("Rule", "Now", "Then")
MOVE_HEADER: Final = ("What", "Now", "Then", "Records")
VENDOR_HEADER: Final = ("Vendor", "", "Usable", "Per usable record", "Leads", "Signals", "Opt-ins", "No proof")

_WHAT: Final[Mapping[str, str]] = {
    "class": "class",
    "excluded": "why not countable",
    "tier": "priority",
    "permission": "permission",
    "usable": "usable",
    "employer": "employer",
    "title": "title",
}
# How many moves of the classes the first sentence names; the ledger has all of them.
_NAMED: Final = 3


def effect_sentences(effect: PolicyEffect) -> tuple[str, ...]:
    """What would move, the classes first, then what it costs."""
    if not effect.rules:
        return ("**This policy changes no rule**; only its name, version or provenance differ.",)
    rules = f"{plural(len(effect.rules), 'rule changes', 'rules change')}."
    if not effect.records:
        return (rules, "Nothing is delivered yet, so **nothing moves today**.")
    if not effect.moves:
        still = f"**Nothing moves** among the {plural(effect.records, 'record')} delivered so far."
        return (rules, still, *_dearer_or_cheaper(effect))
    classes = effect.of("class")
    moved = sum(move.records for move in classes)
    told = [_named(move) for move in classes[:_NAMED]]
    rest = len(classes) - _NAMED
    if rest > 0:
        told.append(f"{plural(rest, 'other move')} of {count(sum(move.records for move in classes[_NAMED:]))} records")
    first = f"**{'; '.join(told)}**." if told else "**No class moves**."
    also = [
        f"{_WHAT[what]} of {plural(sum(move.records for move in effect.of(what)), 'record')}"
        for what in _WHAT
        if what != "class" and effect.of(what)
    ]
    return (
        first,
        rules,
        f"{share(moved, effect.records)} of the records change class." if moved else "",
        f"Also changing: {', '.join(also)}." if also else "",
        *_dearer_or_cheaper(effect),
    )


def _dearer_or_cheaper(effect: PolicyEffect) -> list[str]:
    """What happens to the costs of the vendors that it happens most to; the ledger has all of them."""
    changed = [vendor for vendor in effect.vendors if _costs(vendor)]
    ordered = sorted(changed, key=lambda vendor: (-max(cost.times for cost in _costs(vendor)), vendor.vendor))
    told = [_cost(vendor) for vendor in ordered[:_NAMED]]
    rest = len(changed) - _NAMED
    return [*told, f"Costs of {plural(rest, 'other vendor')} change less."] if rest > 0 else told


def _named(move: Move) -> str:
    return f"{plural(move.records, 'record')} from {word(move.what, move.before)} to {word(move.what, move.after)}"


@dataclass(frozen=True, slots=True)
class _Cost:
    """A cost that changes, in minor units; None: there is none."""

    of: str
    currency: str
    before: float | None
    after: float | None

    @property
    def times(self) -> float:
        """How many times the smaller one the larger is."""
        return max(self.before, self.after) / min(self.before, self.after) if self.before and self.after else inf


def _costs(vendor: VendorEffect) -> list[_Cost]:
    """Cost per usable record, and per real lead as it is told wherever outcomes are known, where they change."""
    known = [
        _Cost("usable record", currency, vendor.before.cost.per_usable_minor, vendor.after.cost.per_usable_minor)
        for currency in (vendor.before.cost.currency,)
        if currency
    ]
    before, after = vendor.came
    if before is not None and after is not None and before.currency:
        known.append(_Cost("real lead so far", before.currency, before.cost.realised_minor, after.cost.realised_minor))
    return [cost for cost in known if cost.before != cost.after]


def _cost(vendor: VendorEffect) -> str:
    told = [
        f"cost per {cost.of} from {_cost_words(cost.before, cost.currency)} to {_cost_words(cost.after, cost.currency)}"
        for cost in _costs(vendor)
    ]
    return f"{proper(vendor.vendor)}: {' and '.join(told)}."


def _cost_words(minor: float | None, currency: str) -> str:
    return "– (none left)" if minor is None else money(minor, currency)


def word(what: str, value: str) -> str:
    """How a page calls a word of the vocabulary."""
    if value == "":
        return "none"
    match what:
        case "class":
            return CLASSES[value]
        case "tier":
            return TIERS[value]
        case "permission":
            return CONSENT[value]
        case "employer" | "title":
            return FRESHNESS[value]
        case _:
            return "usable" if value == "usable" else reason_name(value)


def rule_rows(changes: Sequence[RuleChange]) -> list[tuple[str, str, str]]:
    """The rules that differ, with both values."""
    return [_rule_row(change) for change in changes]


def _rule_row(change: RuleChange) -> tuple[str, str, str]:
    return (change.key, _value(change.before), _value(change.after))


def _value(value: object) -> str:
    if value is None:
        return UNDEFINED
    if isinstance(value, list):
        return ", ".join(_value(each) for each in value) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)


def move_rows(effect: PolicyEffect) -> list[tuple[str, str, str, str]]:
    """What moves, thing by thing, most records first."""
    return [
        (_WHAT[what], word(what, move.before), word(what, move.after), count(move.records))
        for what in _WHAT
        for move in effect.of(what)
    ]


def vendor_rows(effect: PolicyEffect) -> list[tuple[str, ...]]:
    """Two rows for each vendor that anything moves for: now and then."""
    moved = [vendor for vendor in effect.vendors if vendor.moves]
    return [
        (vendor.vendor, name, *_vendor_row(summary))
        for vendor in moved
        for name, summary in (("now", vendor.before), ("then", vendor.after))
    ]


def _vendor_row(summary: Summary) -> tuple[str, ...]:
    currency = summary.cost.currency
    per_usable = UNDEFINED if currency is None else money(summary.cost.per_usable_minor, currency)
    classes = (count(summary.classes[name]) for name in ("lead", "signal", "opt_in", "unproven"))
    return (share(summary.usable.records, summary.lines.delivered), per_usable, *classes)
