"""What weights say and what other ones would move, in rows and sentences; shared by command line and app."""

from typing import Final

import numpy as np

from leadaudit.format import count, plural
from leadaudit.identity.pairs.levels import COMPARISONS, LEVELS
from leadaudit.identity.pairs.weights import COUNTED, Weights
from leadaudit.workspace.decisions import place_of
from leadaudit.workspace.file_store import Store
from leadaudit.workspace.near import names_of
from leadaudit.workspace.weights import SHIPPED
from leadaudit.workspace.weights_effect import Move, WeightsEffect

LEVEL_HEADER: Final = ("what is compared", "how alike", "bits in force", "bits then")
MOVE_HEADER: Final = ("who", "would be", "whom")
VERSION_HEADER: Final = ("version", "made, UTC", "records", "by", "in force")


def effect_sentences(effect: WeightsEffect) -> tuple[str, ...]:
    """What putting weights in force would move."""
    people, then = effect.people
    first = (
        f"**With weights {effect.after} the same {count(people)} people come out.**"
        if not effect.merged and not effect.split
        else f"**With weights {effect.after} the {count(people)} people would be {count(then)}.**"
    )
    moves = (
        f"{plural(effect.merged, 'person', 'people')} of now would be one with others, "
        f"{count(effect.split)} would be several."
    )
    now, later = effect.waiting
    waiting = f"{plural(later, 'pair')} would wait for a decision; {count(now)} {'does' if now == 1 else 'do'} now."
    return first, moves if effect.merged or effect.split else "", waiting


def move_rows(store: Store, effect: WeightsEffect) -> list[tuple[Move, str, str, str]]:
    """Some of those who would move: the move, who it is, what would become of them, and who the other is."""
    places = {end: place_of(end) for one in effect.moves for end in (one.person, one.other)}
    names = names_of(store, list(places.values()))

    def named(record: str) -> str:
        return names.get(places[record], record)

    return [(one, named(one.person), _becomes(one), named(one.other)) for one in effect.moves]


def _becomes(one: Move) -> str:
    more = one.parts - 2
    if one.becomes_one:
        return "one person with" if not more else f"one person with {plural(more, 'other')} and"
    return "another person than" if not more else f"{count(one.parts)} people, one of them"


def level_rows(before: Weights, after: Weights) -> list[tuple[str, str, str, str]]:
    """What every level of every comparison weighs under either; the same value is taken to be a rare one."""
    rows = []
    for name in COMPARISONS:
        for at, level in enumerate(LEVELS[name]):
            bits = (f"{_bits(weights, name, at):+.1f}" for weights in (before, after))
            rows.append((name.replace("_", " "), level.replace("_", " "), *bits))
    return rows  # type: ignore[return-value]


def _bits(weights: Weights, name: str, at: int) -> float:
    by_chance = weights.u[name][at] if at or name not in COUNTED else weights.unseen[COUNTED[name][0]]
    return float(np.log2(weights.m[name][at] / by_chance))


def in_force_sentence(version: str) -> str:
    """Which weights are in force."""
    if version == SHIPPED:
        return "The weights that come with leadaudit are in force."
    return f"Weights {version}, made from your own records, are in force."
