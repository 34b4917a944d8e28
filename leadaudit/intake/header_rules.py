"""Which fields a header could be, by the rules of header_rules.toml."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from leadaudit.intake.fields import FIELDS
from leadaudit.intake.header_layout import Layout
from leadaudit.intake.header_words import HeaderWords, known_meanings

# What is left of a rule's certainty for every word it does not explain.
UNEXPLAINED_MEANING: Final = 0.3
UNEXPLAINED_WORD: Final = 0.6
# "Boss email", "Risk level", "Comparison page": where a field is told apart by whose or which it is, a word in no list
# most often says that it is another one.
UNEXPLAINED_WHOSE: Final = 0.45
UNEXPLAINED_ASIDE: Final = 0.85
_TOLD_APART: Final = frozenset({"person", "place"})  # groups of fields
_TOLD_APART_TOO: Final = frozenset(
    {
        *("company", "source_url", "channel", "sub_supplier", "vendor_record_id", "notes", "responded"),
        *("rating", "lead_status", "lifecycle_stage", "crm_lead_id", "crm_contact_id", "crm_account_id"),
        *("captured_at", "created_at", "activity_type", "vendor_label", "is_customer"),
    }
)
UNEXPLAINED_QUALIFIER: Final = 0.97
MISSPELLED: Final = 0.9
# "ZB Email" beside "Email": a tool added its own column to those it was given.
REPEATED: Final = 0.85
# "Phone" and "Phone number" are as clear as each other, and so are "SIC 1" and "SIC 2".
FREE: Final = frozenset({"number", "in_money", "first_of_many"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One way a header can name a field.

    Args:
        field: The field.
        needs: Groups of meanings; one of each group must be there.
        allows: Meanings that may be there.
        inside: Layout tags that must hold.
        outside: Layout tags that must not hold.
        without: Meanings that must not be there.
        certainty: How sure the rule is when it explains every word, 0 to 1.
        is_strict: Whether a word in no list rules it out.
    """

    field: str
    needs: tuple[frozenset[str], ...]
    allows: frozenset[str]
    inside: frozenset[str]
    outside: frozenset[str]
    without: frozenset[str]
    certainty: float
    is_strict: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A field a header could be.

    Args:
        field: The field.
        certainty: From 0 to 1.
        needs: How many meanings the rule asked for: the more, the more specific.
        words: The words of the header that named the field.
    """

    field: str
    certainty: float
    needs: int
    words: str


def parse_rule(field: str, text: str) -> Rule:
    """A rule from its short form.

    Args:
        field: The field the rule names.
        text: Meanings and conditions, as explained at the head of header_rules.toml.

    Raises:
        ValueError: The rule names a meaning that no word has.
    """
    needs: list[frozenset[str]] = []
    allows: set[str] = set()
    inside: set[str] = set()
    outside: set[str] = set()
    without: set[str] = set()
    certainty = 1.0
    for word in text.split():
        if word.startswith("@!"):
            outside.add(word[2:])
        elif word.startswith("@"):
            inside.add(word[1:])
        elif word.startswith("-"):
            without.add(word[1:])
        elif word.startswith("="):
            certainty = float(word[1:])
        elif word == "!":
            continue
        elif word.startswith("?"):
            allows |= set(word[1:].split("|"))
        else:
            needs.append(frozenset(word.split("|")))
    unknown = (allows | without | set().union(*needs)) - known_meanings()
    if unknown:
        raise ValueError(f"rule of {field}: no word means {', '.join(sorted(unknown))}")
    return Rule(
        field=field,
        needs=tuple(needs),
        allows=frozenset(allows),
        inside=frozenset(inside),
        outside=frozenset(outside),
        without=frozenset(without),
        certainty=certainty,
        is_strict="!" in text.split(),
    )


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the fields."""
    listed = tomllib.loads((files(__package__) / "header_rules.toml").read_text(encoding="utf-8"))
    return tuple(parse_rule(field, text) for field in FIELDS for text in listed.get(field, ()))


@cache
def _rules_that_need() -> dict[str, frozenset[int]]:
    """For each meaning the rules whose first need it meets: a file of thousands of columns asks few of them."""
    needing: dict[str, set[int]] = {}
    for at, rule in enumerate(rules()):
        for meaning in rule.needs[0]:
            needing.setdefault(meaning, set()).add(at)
    return {meaning: frozenset(found) for meaning, found in needing.items()}


def _present(header: HeaderWords, layout: Layout) -> frozenset[str]:
    is_topical = "score" in header.meanings and not layout.topical.isdisjoint(header.unknown)
    implied = ({"unknown"} if header.unknown else set()) | ({"intent"} if is_topical else set())
    return header.meanings | header.qualifiers | implied


def _costly(header: HeaderWords, layout: Layout) -> list[str]:
    """The words in no list that cost most certainty: a name of several words before all others counts once."""
    words = [word for word in header.unknown if word not in layout.prefixes | layout.topical | header.aside]
    return [word for word in words if word not in header.opening[1:]]


def _cost_of_a_word(field: str) -> float:
    is_told_apart = FIELDS[field].group in _TOLD_APART or field in _TOLD_APART_TOO
    return UNEXPLAINED_WHOSE if is_told_apart else UNEXPLAINED_WORD


def _certainty(rule: Rule, header: HeaderWords, layout: Layout, present: frozenset[str]) -> float:
    if rule.without & present or any(group.isdisjoint(present) for group in rule.needs):
        return 0.0
    if not rule.inside <= layout.tags or rule.outside & layout.tags:
        return 0.0
    explained = rule.allows.union(*rule.needs)
    if rule.is_strict and header.unknown and header.unknown[0] not in layout.prefixes:
        return 0.0
    unknown = () if "unknown" in explained else _costly(header, layout)
    return (
        rule.certainty
        * UNEXPLAINED_MEANING ** len(header.meanings - explained - layout.objects)
        * UNEXPLAINED_QUALIFIER ** len(header.qualifiers - explained - FREE)
        * _cost_of_a_word(rule.field) ** len(unknown)
        * UNEXPLAINED_ASIDE ** len(() if "unknown" in explained else header.aside.intersection(header.unknown))
        * (REPEATED if header.unknown and header.unknown[0] in layout.repeated else 1.0)
        * (MISSPELLED if header.is_repaired else 1.0)
    )


def read_fields(header: HeaderWords, layout: Layout) -> Sequence[Reading]:
    """Every field the header could be, the surest first and among equals the one that explains more words.

    Args:
        header: The header, read.
        layout: What the file is an export of.
    """
    best: dict[str, Reading] = {}
    present, needing = _present(header, layout), _rules_that_need()
    for at in sorted(frozenset().union(*(needing.get(meaning, frozenset()) for meaning in present))):
        rule = rules()[at]
        certainty = _certainty(rule, header, layout, present)
        known = best.get(rule.field)
        if certainty > 0 and (known is None or (certainty, len(rule.needs)) > (known.certainty, known.needs)):
            used = rule.allows.union(*rule.needs)
            words = " ".join(dict.fromkeys(header.words[one] for one in header.in_order if one in used))
            best[rule.field] = Reading(field=rule.field, certainty=certainty, needs=len(rule.needs), words=words)
    return sorted(best.values(), key=lambda reading: (-round(reading.certainty, 2), -reading.needs))
