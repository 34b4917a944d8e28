"""How alike two values of one kind are, for many pairs at once: a level for each pair, -1 where one is missing.

Texts are looked at only where the numbers differ.
"""

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from leadaudit.identity.names import nickname_lists
from leadaudit.identity.pairs.coded import MISSING, Codes, Texts
from leadaudit.similarity import letter_similarities, name_similarities, slips, word_similarities

Levels: TypeAlias = npt.NDArray[np.int8]
Flags: TypeAlias = npt.NDArray[np.bool_]
Places: TypeAlias = npt.NDArray[np.int64]
Sides: TypeAlias = tuple[Texts, Codes, Codes]

# "Jon" and "John" reach .93, "Mario" and "Maria" .92, "Caleb" and "Celeb" .91, "Anna" and "Hanna" .93.
_CLOSE_NAME: Final = 0.92
_CLOSE_MAILBOX: Final = 0.85
_SLIPPED_ADDRESS: Final = 0.80
_SLIPPED_TWICE: Final = 0.92
_CLOSE_WORDS: Final = 0.90
_SIMILAR_COMPANY: Final = 0.75
_SIMILAR_TITLE: Final = 0.70
_SIMILAR_STREET: Final = 0.80
_CLOSE_PLACE: Final = 0.75
_ALIKE_NAME: Final = 0.80
_DISTANT_NAME: Final = 0.50
# An initial against a name of eleven letters.
_FEWEST_LETTERS: Final = 0.16
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


def same_or_not(left: Codes, right: Codes) -> Levels:
    """0 the same, 1 not."""
    return _start(left, right, 1)[0]


@dataclass(frozen=True, slots=True)
class NameTexts:
    """The texts of names with what is known of each.

    Args:
        texts: The names.
        sounds: How each sounds as a number, -1 where that cannot be told.
        lengths: How many letters each has.
    """

    texts: Texts
    sounds: Codes
    lengths: Codes


def first_levels(names: NameTexts, left: Codes, right: Codes) -> Levels:
    """0 same, 1 nickname, 2 close, 3 initial or beginning, 4 alike, 5 distant, 6 differs."""
    levels, at = _start(left, right, 6)
    nickname = _are_nicknames(names.texts, left[at], right[at])
    levels[at[nickname]] = 1
    looks = _looks(names, left, right, at[~nickname])
    levels[looks.at[looks.letters >= _DISTANT_NAME]] = 5
    levels[looks.at[looks.alike | looks.two_slips]] = 4
    levels[looks.at[looks.begins]] = 3
    levels[looks.at[looks.close | looks.one_slip | looks.sounds]] = 2
    return levels


def last_levels(names: NameTexts, left: Codes, right: Codes) -> Levels:
    """0 same, 1 close, 2 part of a double name or beginning, 3 alike, 4 distant, 5 differs."""
    levels, at = _start(left, right, 5)
    looks = _looks(names, left, right, at)
    levels[looks.at[looks.letters >= _DISTANT_NAME]] = 4
    levels[looks.at[looks.alike | looks.two_slips]] = 3
    levels[looks.at[looks.begins | looks.ends]] = 2
    levels[looks.at[looks.close & ~looks.begins | looks.one_slip | looks.sounds]] = 1
    return levels


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


def _looks(names: NameTexts, left: Codes, right: Codes, at: Places) -> _Looks:
    one, other = names.texts[left[at]], names.texts[right[at]]
    letters = letter_similarities(one, other, at_least=_FEWEST_LETTERS)
    lengths = names.lengths[left[at]], names.lengths[right[at]]
    shorter, both = np.minimum(*lengths), lengths[0] + lengths[1]
    # One contains the other: then all its letters are shared, in order.
    contains = (letters > 0) & (np.abs(letters * both - 2 * shorter) < 0.01)
    near = np.flatnonzero((letters >= _DISTANT_NAME) | contains)
    at, one, other, letters, shorter = at[near], one[near], other[near], letters[near], shorter[near]
    contains = contains[near]
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


def _are_nicknames(texts: Texts, left: Codes, right: Codes) -> Flags:
    lists = nickname_lists()
    has = np.append([text in lists for text in texts], False).astype(np.bool_)
    found = has[left] & has[right]
    at = np.flatnonzero(found)
    found[at] = [bool(lists[a] & lists[b]) for a, b in zip(texts[left[at]], texts[right[at]], strict=True)]
    return found


def number_levels(texts: Texts, left: Codes, right: Codes) -> Levels:
    """0 same, 1 one digit wrong, missing, doubled or two swapped, 2 differs."""
    levels, at = _start(left, right, 2)
    if len(at):
        near = slips(texts[left[at]], texts[right[at]], at_most=1)
        levels[at[near == 1]] = 1
    return levels


def email_levels(email: Sides, mailbox: Sides, mail_domain: Sides, employer_domain: Sides) -> Levels:
    """0 same, 1 a slip, 2 same mailbox elsewhere, 3 close at one domain, 4 another at one employer, 5 differs."""
    texts, left, right = email
    levels, at = _start(left, right, 5)
    if not len(at):
        return levels
    same_domain = (mail_domain[1][at] >= 0) & (mail_domain[1][at] == mail_domain[2][at])
    same_box = (mailbox[1][at] >= 0) & (mailbox[1][at] == mailbox[2][at])
    at_employer = (employer_domain[1][at] >= 0) & (employer_domain[1][at] == employer_domain[2][at])
    one, other = texts[left[at]], texts[right[at]]
    alike = letter_similarities(one, other, at_least=_SLIPPED_ADDRESS)
    found = np.full(len(at), 5, np.int8)
    found[same_domain & at_employer] = 4
    here = np.flatnonzero(same_domain)
    found[here[_boxes_alike(mailbox, at[here])]] = 3
    found[same_box & ~same_domain] = 2
    slip = np.flatnonzero(alike >= _SLIPPED_ADDRESS)
    near = slips(one[slip], other[slip], at_most=2)
    slip = slip[np.where(same_domain[slip], near <= 1, (near <= 2) | (alike[slip] >= _SLIPPED_TWICE))]
    are_slips = np.array([_is_a_slip(a, b) for a, b in zip(one[slip], other[slip], strict=True)], np.bool_)
    found[slip[are_slips]] = 1
    levels[at] = found
    return levels


def _boxes_alike(mailbox: Sides, at: Places) -> Flags:
    texts = np.append(mailbox[0], "")
    return name_similarities(texts[mailbox[1][at]], texts[mailbox[2][at]]) >= _CLOSE_MAILBOX


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
        alike = np.maximum(
            word_similarities(one, other, at_least=_SIMILAR_COMPANY),
            letter_similarities(one, other, at_least=_SIMILAR_COMPANY),
        )
        levels[at[alike >= _SIMILAR_COMPANY]] = 2
        levels[at[alike >= _CLOSE_WORDS]] = 1
    own, others = domain[1], domain[2]
    levels[(levels == MISSING) & (own >= 0) & (others >= 0)] = 3
    levels[(own >= 0) & (own == others)] = 0
    return levels


def title_levels(texts: Texts, left: Codes, right: Codes) -> Levels:
    """0 same, 1 close, 2 similar, 3 differs."""
    levels, at = _start(left, right, 3)
    if len(at):
        words = word_similarities(texts[left[at]], texts[right[at]], at_least=_SIMILAR_TITLE)
        levels[at[words >= _SIMILAR_TITLE]] = 2
        levels[at[words >= _CLOSE_WORDS]] = 1
    return levels


def street_levels(texts: Texts, left: Codes, right: Codes) -> Levels:
    """0 same, 1 close with the same number of the house, 2 similar, 3 differs."""
    levels, at = _start(left, right, 3)
    if len(at):
        one, other = texts[left[at]], texts[right[at]]
        letters = letter_similarities(one, other, at_least=_SIMILAR_STREET)
        words = word_similarities(one, other, at_least=_SIMILAR_STREET)
        levels[at[np.maximum(letters, words) >= _SIMILAR_STREET]] = 2
        near = np.flatnonzero(letters >= _SIMILAR_STREET)
        number = [_digits(a) == _digits(b) for a, b in zip(one[near], other[near], strict=True)]
        levels[at[near[np.array(number, np.bool_)]]] = 1
    return levels


def place_levels(texts: Texts, left: Codes, right: Codes) -> Levels:
    """0 same, 1 close, 2 differs."""
    levels, at = _start(left, right, 2)
    if len(at):
        levels[at[letter_similarities(texts[left[at]], texts[right[at]], at_least=_CLOSE_PLACE) >= _CLOSE_PLACE]] = 1
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
