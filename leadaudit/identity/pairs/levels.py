"""How far two records agree, comparison by comparison: a level for every pair, cheap tests on numbers first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from leadaudit.identity.pairs.blocking import Candidates
from leadaudit.identity.pairs.coded import MISSING, Coded, Codes, Texts
from leadaudit.identity.pairs.likeness import (
    NameTexts,
    company_levels,
    day_levels,
    email_levels,
    first_levels,
    last_levels,
    number_levels,
    place_levels,
    postcode_levels,
    same_or_not,
    street_levels,
    title_levels,
)

Levels: TypeAlias = npt.NDArray[np.int8]

# Every comparison and its levels, the best first; the number of a level is its place here, -1 is missing.
LEVELS: Final[Mapping[str, tuple[str, ...]]] = {
    "first": ("same", "nickname", "close", "initial", "alike", "distant", "differs"),
    "last": ("same", "close", "part", "alike", "distant", "differs"),
    "order": ("as_written", "swapped"),
    "middle": ("same", "initial", "differs"),
    "generation": ("same", "differs"),
    "email": ("same", "slip", "mailbox", "close", "other_here", "differs"),
    "phone": ("same", "slip", "differs"),
    "profile": ("same", "differs"),
    "person_id": ("same", "slip", "differs"),
    "employer": ("same", "close", "similar", "differs"),
    "title": ("same", "close", "similar", "differs"),
    "street": ("same", "close", "similar", "differs"),
    "city": ("same", "close", "differs"),
    "postcode": ("same", "slip", "area", "differs"),
    "state": ("same", "differs"),
    "country": ("same", "differs"),
    "born": ("same", "slip", "two_slips", "year", "differs"),
    "gender": ("same", "differs"),
}
COMPARISONS: Final = tuple(LEVELS)
# How good a level of a name is when the straight and the swapped reading of two names are held against each other.
_WORTH_OF_FIRST: Final = np.array([3, 2.5, 2, 1, 0.5, -1, -2, 0])
_WORTH_OF_LAST: Final = np.array([3, 2, 1.5, 0.5, -1, -2, 0])
_OF_ONE_PERSON: Final = ("email", "line", "street", "born", "person_id", "local_part")
_TELLING: Final = (*_OF_ONE_PERSON, "profile", "company", "domain", "title", "postcode")
_ALIKE_FIRST: Final = LEVELS["first"].index("alike")
_ALIKE_LAST: Final = LEVELS["last"].index("alike")
_DIFFERENT_FIRST: Final = LEVELS["first"].index("differs")
_DIFFERENT_LAST: Final = LEVELS["last"].index("differs")
_UNLIKE: Final = LEVELS["first"].index("distant")
_SWAPPED_MUST_BE_BETTER_BY: Final = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Pairs that were compared.

    Args:
        left: Node of each pair.
        right: The other node.
        rules: Bits of the blocking rules that found the pair.
        stands_for: How many pairs each one stands for, where only a sample was compared.
        levels: Level of every comparison.
    """

    left: Codes
    right: Codes
    rules: npt.NDArray[np.int64]
    stands_for: npt.NDArray[np.float64]
    levels: Mapping[str, Levels]

    def where(self, chosen: npt.NDArray[np.bool_]) -> "Seen":
        """Some of the pairs."""
        levels = {name: of_pair[chosen] for name, of_pair in self.levels.items()}
        return Seen(
            left=self.left[chosen],
            right=self.right[chosen],
            rules=self.rules[chosen],
            stands_for=self.stands_for[chosen],
            levels=levels,
        )


def seen(values: Coded, pairs: Candidates) -> Seen:
    """The pairs that are worth comparing in full, compared.

    Two names that clash are one person's only where several other things agree; such pairs are dropped before any
    other text is looked at.
    """
    names = _name_levels(values, pairs.left, pairs.right)
    agreeing = sum(_agree(values, name, pairs.left, pairs.right).astype(np.int8) for name in _TELLING)
    first_clash, last_clash = names[0] == _DIFFERENT_FIRST, names[1] == _DIFFERENT_LAST
    kept = agreeing >= first_clash.astype(np.int8) + last_clash
    if pairs.are_many:
        # Names that are only somewhat alike, and no other value in common.
        kept &= (agreeing > 0) | (names[0] < _ALIKE_FIRST) & (names[1] < _ALIKE_LAST)
    left, right = pairs.left[kept], pairs.right[kept]
    levels = compared(values, left, right, names=(names[0][kept], names[1][kept], names[2][kept]))
    return Seen(left=left, right=right, rules=pairs.rules[kept], stands_for=pairs.stands_for[kept], levels=levels)


def compared(
    values: Coded, left: Codes, right: Codes, *, names: tuple[Levels, Levels, Levels] | None = None
) -> dict[str, Levels]:
    """The level of every comparison for every pair.

    Args:
        values: What the nodes say.
        left: Node of each pair.
        right: The other node.
        names: Levels of first and last name and their order, where they are known already.
    """
    first, last, order = _name_levels(values, left, right) if names is None else names

    def sides(name: str) -> tuple[Texts, Codes, Codes]:
        column = values.columns[name]
        return column.texts, column.codes[left], column.codes[right]

    return {
        "first": first,
        "last": last,
        "order": order,
        "middle": _middle_levels(*sides("middle")),
        "generation": same_or_not(*sides("generation")[1:]),
        "email": email_levels(sides("email"), sides("mailbox"), sides("mail_domain"), sides("domain")),
        "phone": number_levels(*sides("line")),
        "profile": same_or_not(*sides("profile")[1:]),
        "person_id": number_levels(*sides("person_id")),
        "employer": company_levels(sides("company"), sides("domain")),
        "title": title_levels(*sides("title")),
        "street": street_levels(*sides("street")),
        "city": place_levels(*sides("city")),
        "postcode": postcode_levels(*sides("postcode")),
        "state": same_or_not(*sides("state")[1:]),
        "country": same_or_not(*sides("country")[1:]),
        "born": day_levels(*sides("born")),
        "gender": same_or_not(*sides("gender")[1:]),
    }


def _name_levels(values: Coded, left: Codes, right: Codes) -> tuple[Levels, Levels, Levels]:
    """Levels of first and last name, read straight or swapped, whichever fits better, and which it is."""
    names = NameTexts(values.columns["first"].texts, values.sounds, values.lengths)
    first, last = values.columns["first"].codes, values.columns["last"].codes
    first_level = first_levels(names, first[left], first[right])
    last_level = last_levels(names, last[left], last[right])
    order = np.zeros(len(left), np.int8)
    order[(first_level == MISSING) & (last_level == MISSING)] = MISSING
    crossed = (first[left] >= 0) & (first[left] == last[right]) | (last[left] >= 0) & (last[left] == first[right])
    # Swapped and misspelled as well: only worth a look where something else speaks for the pair.
    unlike = (first_level >= _UNLIKE) & (last_level >= _UNLIKE - 1) & _something_agrees(values, left, right)
    at = np.flatnonzero(crossed & ((first_level != 0) | (last_level != 0)) | unlike)
    one = first[left[at]], last[right[at]]
    other = last[left[at]], first[right[at]]
    straight = _worth(first_level[at], last_level[at])
    # Which of the two stands for the first name cannot be told: the better reading, whichever side comes first.
    readings = [(first_levels(names, *a), last_levels(names, *b)) for a, b in ((one, other), (other, one))]
    worth = [_worth(*reading) for reading in readings]
    is_second = worth[1] > worth[0]
    even = np.flatnonzero(worth[1] == worth[0])
    texts = np.append(names.texts, "")
    is_second[even] = [
        sorted(two[2:]) < sorted(two[:2]) for two in zip(*(texts[codes[even]] for codes in (*one, *other)), strict=True)
    ]
    swapped = [np.where(is_second, second, first) for first, second in zip(*readings, strict=True)]
    better = _worth(*swapped) > straight + _SWAPPED_MUST_BE_BETTER_BY
    first_level[at[better]], last_level[at[better]], order[at[better]] = swapped[0][better], swapped[1][better], 1
    return first_level, last_level, order


def _worth(first: Levels, last: Levels) -> npt.NDArray[np.float64]:
    return np.asarray(_WORTH_OF_FIRST[first] + _WORTH_OF_LAST[last])


def _something_agrees(values: Coded, left: Codes, right: Codes) -> npt.NDArray[np.bool_]:
    return np.asarray(np.any([_agree(values, name, left, right) for name in _OF_ONE_PERSON], axis=0))


def _agree(values: Coded, name: str, left: Codes, right: Codes) -> npt.NDArray[np.bool_]:
    codes = values.columns[name].codes
    return np.asarray((codes[left] >= 0) & (codes[left] == codes[right]))


def _middle_levels(texts: Texts, left: Codes, right: Codes) -> Levels:
    levels = same_or_not(left, right)
    at = np.flatnonzero(levels == 1)
    pairs = zip(texts[left[at]], texts[right[at]], strict=True)
    initial = np.array([1 in {len(one), len(other)} and one[0] == other[0] for one, other in pairs], np.bool_)
    levels[at] = np.where(initial, 1, 2)
    return levels
