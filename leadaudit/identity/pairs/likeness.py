"""How alike two values of one kind are, for many pairs at once: a level for each pair, -1 where one is missing.

Texts are looked at only where the numbers differ.
"""

from functools import cache
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from leadaudit.identity.names import nickname_lists
from leadaudit.identity.pairs.coded import MISSING, Codes, Texts
from leadaudit.identity.pairs.sounds import sound
from leadaudit.similarity import letter_similarities, name_similarities, slips, word_similarities

Levels: TypeAlias = npt.NDArray[np.int8]
Flags: TypeAlias = npt.NDArray[np.bool_]
Sides: TypeAlias = tuple[Texts, Codes, Codes]

# "Jon" and "John" reach .93, "Mario" and "Maria" .92, "Caleb" and "Celeb" .91, "Anna" and "Hanna" .93.
_CLOSE_NAME: Final = 0.92
_ALIKE_NAME: Final = 0.80
_DISTANT_NAME: Final = 0.50
_LONG_ENOUGH_FOR_A_SLIP: Final = 4
_LONG_ENOUGH_FOR_TWO: Final = 6
_SHORTEST_PART: Final = 3


def _start(left: Codes, right: Codes, differs: int) -> tuple[Levels, npt.NDArray[np.int64]]:
    """Levels with same and missing filled in, and the places that are still to be looked at."""
    levels = np.full(len(left), MISSING, np.int8)
    both = (left >= 0) & (right >= 0)
    levels[both] = differs
    levels[both & (left == right)] = 0
    return levels, np.flatnonzero(both & (left != right))


def same_or_not(texts: Texts, left: Codes, right: Codes) -> Levels:
    """0 the same, 1 not."""
    return _start(left, right, 1)[0]


def first_levels(texts: Texts, left: Codes, right: Codes) -> Levels:
    """0 same, 1 nickname, 2 close, 3 initial or beginning, 4 alike, 5 distant, 6 differs."""
    levels, at = _start(left, right, 6)
    if not len(at):
        return levels
    alike, one_slip, two_slips, begins, sounds, lengths, letters = _looks(texts, left[at], right[at])
    found = np.full(len(at), 6, np.int8)
    found[letters >= _DISTANT_NAME] = 5
    found[(alike >= _ALIKE_NAME) | two_slips] = 4
    found[begins] = 3
    found[(alike >= _CLOSE_NAME) & (lengths >= _SHORTEST_PART) | one_slip | sounds] = 2
    found[_are_nicknames(texts, left[at], right[at])] = 1
    levels[at] = found
    return levels


def last_levels(texts: Texts, left: Codes, right: Codes) -> Levels:
    """0 same, 1 close, 2 part of a double name or beginning, 3 alike, 4 distant, 5 differs."""
    levels, at = _start(left, right, 5)
    if not len(at):
        return levels
    alike, one_slip, two_slips, begins, sounds, lengths, letters = _looks(texts, left[at], right[at])
    found = np.full(len(at), 5, np.int8)
    found[letters >= _DISTANT_NAME] = 4
    found[(alike >= _ALIKE_NAME) | two_slips] = 3
    found[begins | _ends(texts[left[at]], texts[right[at]])] = 2
    found[(alike >= _CLOSE_NAME) & (lengths >= _SHORTEST_PART) & ~begins | one_slip | sounds] = 1
    levels[at] = found
    return levels


def _looks(texts: Texts, left: Codes, right: Codes) -> tuple[npt.NDArray[np.float32], Flags, Flags, Flags, Flags, npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    one, other = texts[left], texts[right]
    alike = name_similarities(one, other)
    lengths = np.minimum(_lengths(texts)[left], _lengths(texts)[right])
    near = slips(one, other, at_most=2)
    turned = np.array([len(a) > 2 and sorted(a) == sorted(b) for a, b in zip(one, other, strict=True)], np.bool_)
    one_slip = (near == 1) & ((lengths >= _LONG_ENOUGH_FOR_A_SLIP) | turned)
    two_slips = (near == 2) & (lengths >= _LONG_ENOUGH_FOR_TWO)
    begins = np.array([b.startswith(a) or a.startswith(b) for a, b in zip(one, other, strict=True)], np.bool_)
    heard = np.array([sound(a) == sound(b) is not None for a, b in zip(one, other, strict=True)], np.bool_)
    return alike, one_slip, two_slips, begins, heard & (alike >= _ALIKE_NAME), lengths, letter_similarities(one, other)


def _lengths(texts: Texts) -> npt.NDArray[np.int64]:
    return np.array([len(text) for text in texts], np.int64)


def _ends(left: Texts, right: Texts) -> Flags:
    def ends(one: str, other: str) -> bool:
        return min(len(one), len(other)) >= _SHORTEST_PART and (one.endswith(other) or other.endswith(one))

    return np.array([ends(one, other) for one, other in zip(left, right, strict=True)], np.bool_)


def _are_nicknames(texts: Texts, left: Codes, right: Codes) -> Flags:
    lists = nickname_lists()
    none: frozenset[int] = frozenset()
    pairs = zip(texts[left], texts[right], strict=True)
    return np.array([bool(lists.get(one, none) & lists.get(other, none)) for one, other in pairs], np.bool_)


def number_levels(texts: Texts, left: Codes, right: Codes) -> Levels:
    """0 same, 1 one digit wrong, missing, doubled or two swapped, 2 differs."""
    levels, at = _start(left, right, 2)
    if len(at):
        near = slips(texts[left[at]], texts[right[at]], at_most=1)
        levels[at[near == 1]] = 1
    return levels


def email_levels(email: Sides, mailbox: Sides, mail_domain: Sides, employer_domain: Sides) -> Levels:
    """0 same, 1 a slip, 2 same mailbox elsewhere, 3 close at the same domain, 4 another at the same employer, 5 differs."""
    texts, left, right = email
    levels, at = _start(left, right, 5)
    if not len(at):
        return levels
    same_domain = (mail_domain[1][at] >= 0) & (mail_domain[1][at] == mail_domain[2][at])
    same_box = (mailbox[1][at] >= 0) & (mailbox[1][at] == mailbox[2][at])
    at_employer = (employer_domain[1][at] >= 0) & (employer_domain[1][at] == employer_domain[2][at])
    one, other = texts[left[at]], texts[right[at]]
    alike = letter_similarities(one, other)
    near = slips(one, other, at_most=2)
    near_domain = alike >= 0.80
    boxes = name_similarities(_or_empty(mailbox, 1, at), _or_empty(mailbox, 2, at))
    found = np.full(len(at), 5, np.int8)
    found[same_domain & at_employer] = 4
    found[same_domain & (boxes >= 0.85)] = 3
    found[same_box & ~same_domain] = 2
    slip = np.where(same_domain, near <= 1, (near <= 2) | (alike >= 0.92))
    slip &= np.array([_is_a_slip(a, b) for a, b in zip(one, other, strict=True)], np.bool_) & near_domain
    found[slip] = 1
    levels[at] = found
    return levels


def _or_empty(sides: Sides, which: int, at: npt.NDArray[np.int64]) -> Texts:
    texts, codes = np.append(sides[0], ""), sides[1] if which == 1 else sides[2]
    return texts[codes[at]]


def _is_a_slip(left: str, right: str) -> bool:
    """Whether two addresses may be one, written wrongly: another initial or number is another person's."""
    return left[:1] == right[:1] and _digits(left) == _digits(right)


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def company_levels(company: Sides, domain: Sides) -> Levels:
    """0 same name or domain, 1 close, 2 similar, 3 differs."""
    texts, left, right = company
    levels, at = _start(left, right, 3)
    if len(at):
        one, other = texts[left[at]], texts[right[at]]
        words, letters = word_similarities(one, other), letter_similarities(one, other)
        found = np.full(len(at), 3, np.int8)
        found[np.maximum(words, letters) >= 0.75] = 2
        found[np.maximum(words, letters) >= 0.90] = 1
        levels[at] = found
    own, others = domain[1], domain[2]
    levels[(levels == MISSING) & (own >= 0) & (others >= 0)] = 3
    levels[(own >= 0) & (own == others)] = 0
    return levels


def title_levels(texts: Texts, left: Codes, right: Codes) -> Levels:
    """0 same, 1 close, 2 similar, 3 differs."""
    levels, at = _start(left, right, 3)
    if len(at):
        words = word_similarities(texts[left[at]], texts[right[at]])
        levels[at[words >= 0.70]] = 2
        levels[at[words >= 0.90]] = 1
    return levels


def street_levels(texts: Texts, left: Codes, right: Codes) -> Levels:
    """0 same, 1 close with the same number of the house, 2 similar, 3 differs."""
    levels, at = _start(left, right, 3)
    if len(at):
        one, other = texts[left[at]], texts[right[at]]
        letters = letter_similarities(one, other)
        number = np.array([_digits(a) == _digits(b) for a, b in zip(one, other, strict=True)], np.bool_)
        levels[at[np.maximum(letters, word_similarities(one, other)) >= 0.80]] = 2
        levels[at[(letters >= 0.80) & number]] = 1
    return levels


def place_levels(texts: Texts, left: Codes, right: Codes) -> Levels:
    """0 same, 1 close, 2 differs."""
    levels, at = _start(left, right, 2)
    if len(at):
        levels[at[letter_similarities(texts[left[at]], texts[right[at]]) >= 0.75]] = 1
    return levels


def postcode_levels(texts: Texts, left: Codes, right: Codes) -> Levels:
    """0 same, 1 one slip, 2 the same area, 3 differs."""
    levels, at = _start(left, right, 3)
    if len(at):
        one, other = texts[left[at]], texts[right[at]]
        area = np.array([_area(a) == _area(b) for a, b in zip(one, other, strict=True)], np.bool_)
        levels[at[area]] = 2
        levels[at[slips(one, other, at_most=1) == 1]] = 1
    return levels


def _area(postcode: str) -> str:
    return postcode[: min(3, len(postcode) // 2)]


def day_levels(texts: Texts, left: Codes, right: Codes) -> Levels:
    """0 same, 1 one slip or day and month swapped, 2 two slips, 3 the same year, 4 differs."""
    levels, at = _start(left, right, 4)
    if len(at):
        one, other = texts[left[at]], texts[right[at]]
        near = slips(one, other, at_most=2)
        found = np.full(len(at), 4, np.int8)
        found[np.array([a[:4] == b[:4] for a, b in zip(one, other, strict=True)], np.bool_)] = 3
        found[near == 2] = 2
        found[(near == 1) | np.array([_are_turned(a, b) for a, b in zip(one, other, strict=True)], np.bool_)] = 1
        levels[at] = found
    return levels


def _are_turned(left: str, right: str) -> bool:
    """Whether two days (yyyymmdd) are one with day and month swapped."""
    return left[:4] == right[:4] and left[4:6] == right[6:8] and left[6:8] == right[4:6]
