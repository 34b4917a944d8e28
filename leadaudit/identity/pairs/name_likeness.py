"""How alike two first or two last names are, for many pairs at once: a level for each pair, -1 where one is missing."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from leadaudit.identity.names import nickname_lists
from leadaudit.identity.pairs.coded import Codes, Column
from leadaudit.identity.pairs.likeness import ROUNDING, Flags, Levels, Places, of_distinct, start
from leadaudit.identity.pairs.shapes import Bits, Shapes
from leadaudit.similarity import letter_similarities, name_similarities, slips

# "Jon" and "John" reach .93, "Mario" and "Maria" .92, "Caleb" and "Celeb" .91, "Anna" and "Hanna" .93.
_CLOSE_NAME: Final = 0.92
_ALIKE_NAME: Final = 0.80
_DISTANT_NAME: Final = 0.50
# An initial against a name of eleven letters.
_FEWEST_LETTERS: Final = 0.16
_LONG_ENOUGH_FOR_A_SLIP: Final = 4
_LONG_ENOUGH_FOR_TWO: Final = 6
_SHORTEST_PART: Final = 3


@dataclass(frozen=True, slots=True)
class Names:
    """The texts of names with what is known of each.

    Args:
        column: A column with the texts.
        sounds: How each sounds as a number, -1 where that cannot be told.
        called: A bit for each list of nicknames that it stands in; two lists may share one.
        shapes: Their shapes.
    """

    column: Column
    sounds: Codes
    called: Bits
    shapes: Shapes


def first_levels(names: Names, left: Codes, right: Codes) -> Levels:
    """0 same, 1 nickname, 2 close, 3 initial or beginning, 4 alike, 5 distant, 6 differs."""
    levels, at = start(left, right, 6)
    nickname = _are_nicknames(names, left[at], right[at])
    levels[at[nickname]] = 1
    at = at[~nickname]
    at = at[_may_look_alike(names, left[at], right[at])]

    def judged(one: Codes, other: Codes) -> Levels:
        found = np.full(len(one), 6, np.int8)
        looks = _looks(names, one, other)
        found[looks.at[looks.letters >= _DISTANT_NAME]] = 5
        found[looks.at[looks.alike | looks.two_slips]] = 4
        found[looks.at[looks.begins]] = 3
        found[looks.at[looks.close | looks.one_slip | looks.sounds]] = 2
        found[names.shapes.are_numbered(one, other)] = 6
        return found

    levels[at] = of_distinct(left[at], right[at], judged)
    return levels


def last_levels(names: Names, left: Codes, right: Codes) -> Levels:
    """0 same, 1 close, 2 part of a double name or beginning, 3 alike, 4 distant, 5 differs."""
    levels, at = start(left, right, 5)
    at = at[_may_look_alike(names, left[at], right[at])]

    def judged(one: Codes, other: Codes) -> Levels:
        found = np.full(len(one), 5, np.int8)
        looks = _looks(names, one, other)
        found[looks.at[looks.letters >= _DISTANT_NAME]] = 4
        found[looks.at[looks.alike | looks.two_slips]] = 3
        found[looks.at[looks.begins | looks.ends]] = 2
        found[looks.at[looks.close & ~looks.begins | looks.one_slip | looks.sounds]] = 1
        found[names.shapes.are_numbered(one, other)] = 5
        return found

    levels[at] = of_distinct(left[at], right[at], judged)
    return levels


def _may_look_alike(names: Names, left: Codes, right: Codes) -> Flags:
    """Whether two names share letters enough for any level but the last; by the letters that occur in them."""
    return (names.shapes.most_alike(left, right) >= _DISTANT_NAME - ROUNDING) | names.shapes.may_contain(left, right)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looks:
    """How two names look alike; only pairs that do in any way, at their places."""

    at: Places
    letters: npt.NDArray[np.float32]
    alike: Flags
    close: Flags
    one_slip: Flags
    two_slips: Flags
    begins: Flags
    ends: Flags
    sounds: Flags


def _looks(names: Names, left: Codes, right: Codes) -> _Looks:
    one, other = names.column.written(left), names.column.written(right)
    letters = letter_similarities(one, other, at_least=_FEWEST_LETTERS)
    lengths = names.shapes.lengths[left], names.shapes.lengths[right]
    shorter, both = np.minimum(*lengths), lengths[0] + lengths[1]
    # One contains the other: then all its letters are shared, in order.
    contains = (letters > 0) & (np.abs(letters * both - 2 * shorter) < 0.01)
    at = np.flatnonzero((letters >= _DISTANT_NAME) | contains)
    one, other, letters, shorter = one[at], other[at], letters[at], shorter[at]
    contains = contains[at]
    alike = name_similarities(one, other)
    slip = slips(one, other, at_most=2)
    turned = np.zeros(len(at), np.bool_)
    short = np.flatnonzero((slip == 1) & (shorter == _SHORTEST_PART))
    turned[short] = [sorted(a) == sorted(b) for a, b in zip(one[short], other[short], strict=True)]
    begins, ends = contains.copy(), contains & (shorter >= _SHORTEST_PART)
    inside = np.flatnonzero(contains)
    pairs = list(zip(one[inside], other[inside], strict=True))
    begins[inside] = [a.startswith(b) or b.startswith(a) for a, b in pairs]
    ends[inside] &= np.array([a.endswith(b) or b.endswith(a) for a, b in pairs], np.bool_)
    sounds = names.sounds[left[at]]
    return _Looks(
        at=at,
        letters=letters,
        alike=alike >= _ALIKE_NAME,
        close=(alike >= _CLOSE_NAME) & (shorter >= _SHORTEST_PART),
        one_slip=(slip == 1) & ((shorter >= _LONG_ENOUGH_FOR_A_SLIP) | turned),
        two_slips=(slip == 2) & (shorter >= _LONG_ENOUGH_FOR_TWO),
        begins=begins,
        ends=ends,
        sounds=(alike >= _ALIKE_NAME) & (sounds >= 0) & (sounds == names.sounds[right[at]]),
    )


def _are_nicknames(names: Names, left: Codes, right: Codes) -> Flags:
    found = np.asarray((names.called[left] & names.called[right]) != 0)
    at = np.flatnonzero(found)

    def judged(one: Codes, other: Codes) -> Levels:
        lists = nickname_lists()
        pairs = zip(names.column.written(one), names.column.written(other), strict=True)
        return np.array([bool(lists[a] & lists[b]) for a, b in pairs], np.int8)

    found[at] = of_distinct(left[at], right[at], judged) > 0
    return found
