"""How far two records agree, comparison by comparison: a level for every pair, cheap tests on numbers first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from leadaudit.identity.pairs.coded import MISSING, Coded, Codes, Column
from leadaudit.identity.pairs.likeness import (
    MOST_SLIPS,
    ROUNDING,
    SIMILAR_COMPANY,
    SIMILAR_STREET,
    SIMILAR_TITLE,
    SLIPPED_OFTEN,
    Addresses,
    company_levels,
    day_levels,
    email_levels,
    may_be_alike,
    number_levels,
    phone_levels,
    place_levels,
    postcode_levels,
    same_or_not,
    street_levels,
    title_levels,
)
from leadaudit.identity.pairs.name_likeness import Names, first_levels, last_levels
from leadaudit.identity.pairs.shapes import Shapes

Levels: TypeAlias = npt.NDArray[np.int8]
# Of first and last name, and their order.
NameLevels: TypeAlias = tuple[Levels, Levels, Levels]

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
NAMES: Final = ("first", "last", "order")
# The columns a comparison looks at, where they are not named like it.
_SAID_IN: Final[Mapping[str, tuple[str, ...]]] = {"phone": ("line",), "employer": ("company", "domain")}
# How good a level of a name is when the straight and the swapped reading of two names are held against each other.
_WORTH_OF_FIRST: Final = np.array([3, 2.5, 2, 1, 0.5, -1, -2, 0])
_WORTH_OF_LAST: Final = np.array([3, 2, 1.5, 0.5, -1, -2, 0])
_OF_ONE_PERSON: Final = ("email", "line", "street", "born", "person_id", "local_part")
_UNLIKE: Final = LEVELS["first"].index("distant")
# First names that may be one with slips in it, unless each stands in its own address.
_NEARLY_THE_FIRST: Final = tuple(LEVELS["first"].index(level) for level in ("close", "alike", "distant"))
_SHORTEST_SPELLED: Final = 3
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

    def where(self, chosen: npt.NDArray[np.int64] | slice) -> "Seen":
        """Some of the pairs."""
        levels = {name: of_pair[chosen] for name, of_pair in self.levels.items()}
        return Seen(
            left=self.left[chosen],
            right=self.right[chosen],
            rules=self.rules[chosen],
            stands_for=self.stands_for[chosen],
            levels=levels,
        )


def all_seen(parts: Sequence[Seen]) -> Seen:
    """Pairs that were compared in parts, in their order."""
    return Seen(
        left=np.concatenate([part.left for part in parts]),
        right=np.concatenate([part.right for part in parts]),
        rules=np.concatenate([part.rules for part in parts]),
        stands_for=np.concatenate([part.stands_for for part in parts]),
        levels={name: np.concatenate([part.levels[name] for part in parts]) for name in COMPARISONS},
    )


def compared(
    values: Coded, left: Codes, right: Codes, *, known: Mapping[str, Levels] | None = None
) -> dict[str, Levels]:
    """The level of every comparison for every pair.

    Args:
        values: What the nodes say.
        left: Node of each pair.
        right: The other node.
        known: Levels that are known already, those of names all or none.
    """
    given = dict(known or zip(NAMES, name_levels(values, left, right), strict=True))
    found = {name: given[name] if name in given else level_of(name, values, left, right) for name in COMPARISONS}
    _tell_namesakes_apart(found, values, left, right)
    return found


def _tell_namesakes_apart(levels: dict[str, Levels], values: Coded, left: Codes, right: Codes) -> None:
    """A first name that its own address spells is no slip: maria.rossi@ and mario.rossi@ are two people's."""
    near = np.isin(levels["first"], _NEARLY_THE_FIRST) & (levels["email"] > 0) & (levels["order"] == 0)
    at = np.flatnonzero(near)
    if not len(at):
        return
    firsts, boxes = (
        [values.columns[name].written(values.columns[name].at(side[at])) for side in (left, right)]
        for name in ("first", "mailbox")
    )
    spelled = [
        min(len(first), len(other)) >= _SHORTEST_SPELLED
        and first in box
        and other in other_box
        and first not in other_box
        and other not in box
        for first, other, box, other_box in zip(*firsts, *boxes, strict=True)
    ]
    two = at[np.array(spelled, np.bool_)]
    first, email = levels["first"].copy(), levels["email"].copy()
    first[two] = LEVELS["first"].index("differs")
    slip = two[email[two] == LEVELS["email"].index("slip")]
    domain = values.columns["mail_domain"]
    email[slip] = np.where(
        domain.agree(left[slip], right[slip]), LEVELS["email"].index("close"), LEVELS["email"].index("differs")
    )
    levels["first"], levels["email"] = first, email


def level_of(name: str, values: Coded, left: Codes, right: Codes) -> Levels:
    """The level of one comparison, but of those of names, for every pair."""
    columns, shapes = values.columns, values.shapes
    said = _SAID_IN.get(name, (name,))
    if all(columns[column].is_empty for column in said):
        return np.full(len(left), MISSING, np.int8)
    column = columns[said[0]]
    one, other = column.at(left), column.at(right)
    if name in _BY_NODES:
        return _BY_NODES[name](values, left, right)
    if name in _BY_TEXTS:
        return _BY_TEXTS[name](column, one, other)
    if name in _BY_WORDS:
        return _BY_WORDS[name](column, shapes[name], one, other)
    return same_or_not(one, other)


def best_levels(values: Coded, left: Codes, right: Codes) -> dict[str, Levels]:
    """The best level each comparison but that of names can come to, as far as numbers and shapes of texts tell."""
    columns, shapes = values.columns, values.shapes

    def same(name: str) -> Levels:
        return same_or_not(columns[name].at(left), columns[name].at(right))

    found = {name: same(name) for name in _BY_NUMBERS if not columns[name].is_empty}
    if not columns["email"].is_empty:
        found["email"] = _best_email_level(values, same("email"), left, right)
    if not columns["line"].is_empty:
        phone, short = same("line"), np.append(columns["line"].lengths() < _LENGTH_OF_A_LINE, True)
        slip = columns["line_start"].agree(left, right) | columns["line_end"].agree(left, right)
        slip |= short.take(columns["line"].at(left)) | short.take(columns["line"].at(right))
        found["phone"] = np.where((phone == 1) & ~slip, 2, phone).astype(np.int8)
    for name, at_least in (("title", SIMILAR_TITLE), ("street", SIMILAR_STREET)):
        if not columns[name].is_empty:
            found[name] = _best_text_level(same(name), columns[name], shapes[name], at_least, (left, right))
    if not (columns["company"].is_empty and columns["domain"].is_empty):
        company, domain = columns["company"], columns["domain"]
        levels = _best_text_level(same("company"), company, shapes["company"], SIMILAR_COMPANY, (left, right))
        own, others = domain.at(left), domain.at(right)
        levels[(levels == MISSING) & (own >= 0) & (others >= 0)] = 3
        levels[(own >= 0) & (own == others)] = 0
        found["employer"] = levels
    return found


# Where the numbers differ, any other level may come out.
_BY_NUMBERS: Final = (
    "middle", "profile", "person_id", "city", "postcode", "state", "country", "born", "gender",
)  # fmt: skip
_LENGTH_OF_A_LINE: Final = 9


def _best_email_level(values: Coded, levels: Levels, left: Codes, right: Codes) -> Levels:
    at = np.flatnonzero(levels == 1)
    one, other = left[at], right[at]
    start, mailbox, domain = (
        values.columns[name].agree(one, other) for name in ("mail_start", "mailbox", "mail_domain")
    )
    sides = values.columns["email"].at(one), values.columns["email"].at(other)
    shapes = values.shapes["email"]
    alike = (shapes.fewest_slips(*sides) <= MOST_SLIPS) | (shapes.most_alike(*sides) >= SLIPPED_OFTEN - ROUNDING)
    levels[at] = np.select([start & alike, mailbox, domain], [1, 2, 3], 5)
    return levels


def _best_text_level(
    levels: Levels, column: Column, shapes: Shapes, at_least: float, sides: tuple[Codes, Codes]
) -> Levels:
    at = np.flatnonzero(levels == 1)
    one, other = column.at(sides[0][at]), column.at(sides[1][at])
    levels[at[~may_be_alike(shapes, one, other, at_least=at_least)]] = 3
    return levels


def name_levels(values: Coded, left: Codes, right: Codes) -> NameLevels:
    """Levels of first and last name, read straight or swapped, whichever fits better, and which it is."""
    names = Names(values.columns["first"], values.sounds, values.called, values.shapes["name"])
    first, last = values.columns["first"].codes, values.columns["last"].codes
    first_level = first_levels(names, first[left], first[right])
    last_level = last_levels(names, last[left], last[right])
    order = np.zeros(len(left), np.int8)
    order[(first_level == MISSING) & (last_level == MISSING)] = MISSING
    crossed = (first[left] >= 0) & (first[left] == last[right]) | (last[left] >= 0) & (last[left] == first[right])
    # Swapped and misspelled as well: only worth a look where something else speaks for the pair.
    unlike = np.flatnonzero((first_level >= _UNLIKE) & (last_level >= _UNLIKE - 1) & ~crossed)
    unlike = unlike[_something_agrees(values, left[unlike], right[unlike])]
    at = np.union1d(np.flatnonzero(crossed & ((first_level != 0) | (last_level != 0))), unlike)
    one = first[left[at]], last[right[at]]
    other = last[left[at]], first[right[at]]
    straight = _worth(first_level[at], last_level[at])
    # Which of the two stands for the first name cannot be told: the better reading, whichever side comes first.
    readings = [(first_levels(names, *a), last_levels(names, *b)) for a, b in ((one, other), (other, one))]
    worth = [_worth(*reading) for reading in readings]
    is_second = worth[1] > worth[0]
    even = np.flatnonzero(worth[1] == worth[0])
    is_second[even] = _earlier(names.column, [codes[even] for codes in other], [codes[even] for codes in one])
    swapped = [np.where(is_second, second, first) for first, second in zip(*readings, strict=True)]
    better = _worth(*swapped) > straight + _SWAPPED_MUST_BE_BETTER_BY
    first_level[at[better]], last_level[at[better]], order[at[better]] = swapped[0][better], swapped[1][better], 1
    return first_level, last_level, order


def _earlier(texts: Column, some: Sequence[Codes], others: Sequence[Codes]) -> npt.NDArray[np.bool_]:
    """Where two texts, in order, come before two others; a missing one comes before all."""
    (low, high), (other_low, other_high) = (
        (np.minimum(*ranks), np.maximum(*ranks))
        for ranks in ([texts.ranks.take(codes) for codes in two] for two in (some, others))
    )
    return np.asarray((low < other_low) | (low == other_low) & (high < other_high))


def _worth(first: Levels, last: Levels) -> npt.NDArray[np.float64]:
    return np.asarray(_WORTH_OF_FIRST[first] + _WORTH_OF_LAST[last])


def _something_agrees(values: Coded, left: Codes, right: Codes) -> npt.NDArray[np.bool_]:
    found = np.zeros(len(left), np.bool_)
    for name in _OF_ONE_PERSON:
        found |= values.columns[name].agree(left, right)
    return found


def _middle_levels(middle: Column, left: Codes, right: Codes) -> Levels:
    levels = same_or_not(left, right)
    at = np.flatnonzero(levels == 1)
    pairs = zip(middle.written(left[at]), middle.written(right[at]), strict=True)
    initial = np.array([1 in {len(one), len(other)} and one[0] == other[0] for one, other in pairs], np.bool_)
    levels[at] = np.where(initial, 1, 2)
    return levels


_BY_TEXTS: Final[Mapping[str, Callable[[Column, Codes, Codes], Levels]]] = {
    "middle": _middle_levels,
    "person_id": number_levels,
    "city": place_levels,
    "postcode": postcode_levels,
    "born": day_levels,
}


def _email_levels(values: Coded, left: Codes, right: Codes) -> Levels:
    parts = ("email", "mailbox", "mail_domain", "mail_start", "domain")
    return email_levels(Addresses(*(values.columns[part] for part in parts)), left, right)


def _phone_levels(values: Coded, left: Codes, right: Codes) -> Levels:
    return phone_levels(values.columns["line"], values.columns["phone"], left, right)


def _employer_levels(values: Coded, left: Codes, right: Codes) -> Levels:
    return company_levels(values.columns["company"], values.columns["domain"], values.shapes["company"], left, right)


_BY_NODES: Final[Mapping[str, Callable[[Coded, Codes, Codes], Levels]]] = {
    "email": _email_levels,
    "phone": _phone_levels,
    "employer": _employer_levels,
}
_BY_WORDS: Final[Mapping[str, Callable[[Column, Shapes, Codes, Codes], Levels]]] = {
    "title": title_levels,
    "street": street_levels,
}
