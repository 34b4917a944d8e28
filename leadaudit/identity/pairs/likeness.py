"""How alike two values of one kind are, for many pairs at once: a level for each pair, -1 where one is missing.

Texts are looked at only where the numbers differ, only where their letters leave a chance of being alike, and every two
texts once, however many pairs of records hold them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from leadaudit.identity.pairs.coded import MISSING, YEAR, Codes, Column
from leadaudit.identity.pairs.shapes import Shapes
from leadaudit.similarity import letter_similarities, name_similarities, slips, word_similarities

Levels: TypeAlias = npt.NDArray[np.int8]
Flags: TypeAlias = npt.NDArray[np.bool_]
Places: TypeAlias = npt.NDArray[np.int64]

_CLOSE_MAILBOX: Final = 0.85
_SLIPPED_ADDRESS: Final = 0.80
# An address elsewhere may hold so many slips, or more if it is long.
MOST_SLIPS: Final = 2
SLIPPED_OFTEN: Final = 0.92
_CLOSE_WORDS: Final = 0.90
SIMILAR_COMPANY: Final = 0.75
SIMILAR_TITLE: Final = 0.70
SIMILAR_STREET: Final = 0.80
# Likeness is computed in single precision.
ROUNDING: Final = 1e-5
_CLOSE_PLACE: Final = 0.75


def start(left: Codes, right: Codes, differs: int) -> tuple[Levels, npt.NDArray[np.int64]]:
    """Levels with same and missing filled in, and the places that are still to be looked at."""
    levels = np.where(left == right, np.int8(0), np.int8(differs))
    levels[np.flatnonzero((left < 0) | (right < 0))] = MISSING
    return levels, np.flatnonzero(levels == differs)


def same_or_not(left: Codes, right: Codes) -> Levels:
    """0 the same, 1 not."""
    return start(left, right, 1)[0]


def of_distinct(left: Codes, right: Codes, judge: Callable[[Codes, Codes], Levels]) -> Levels:
    """What ``judge`` says of each pair of texts; it is asked once for every two texts."""
    if len(left) < _WORTH_SORTING:
        return judge(left, right)
    width = int(right.max()) + 1
    pairs = left.astype(np.int64) * width + right
    order = np.argsort(pairs)
    ordered = pairs[order]
    is_new = np.append(True, ordered[1:] != ordered[:-1])
    known = ordered[is_new]
    levels = np.empty(len(left), np.int8)
    levels[order] = judge((known // width).astype(np.int32), (known % width).astype(np.int32))[np.cumsum(is_new) - 1]
    return levels


# Fewer pairs than this are judged as they come.
_WORTH_SORTING: Final = 1_000


def number_levels(numbers: Column, left: Codes, right: Codes) -> Levels:
    """0 same, 1 one digit wrong, missing, doubled or two swapped, 2 differs."""
    levels, at = start(left, right, 2)
    if len(at):
        near = slips(numbers.written(left[at]), numbers.written(right[at]), at_most=1)
        levels[at[near == 1]] = 1
    return levels


def phone_levels(lines: Column, whole: Column, left: Codes, right: Codes) -> Levels:
    """0 same, 1 one digit wrong, missing, doubled or two swapped, 2 differs.

    Args:
        lines: The last digits of the numbers, which are the same however a country is written.
        whole: The numbers.
        left: Node of each pair.
        right: The other node.
    """
    levels = number_levels(lines, lines.at(left), lines.at(right))
    at = np.flatnonzero(levels == 1)
    if len(at):
        one, other = whole.written(whole.at(left[at])), whole.written(whole.at(right[at]))
        # What stands before the last digits may be missing on one side, but is no second slip.
        of_one_length = np.char.str_len(one.astype(str)) == np.char.str_len(other.astype(str))
        levels[at[of_one_length & (slips(one, other, at_most=1) > 1)]] = 2
    return levels


@dataclass(frozen=True, slots=True)
class Addresses:
    """Columns about e-mail addresses.

    Args:
        whole: The address.
        mailbox: What stands before the "@".
        mail_domain: What stands after it.
        mail_start: Its first letter and its digits.
        domain: The employer's domain.
    """

    whole: Column
    mailbox: Column
    mail_domain: Column
    mail_start: Column
    domain: Column


def email_levels(addresses: Addresses, left: Codes, right: Codes) -> Levels:
    """0 same, 1 a slip, 2 same mailbox elsewhere, 3 close at one domain, 4 another at one employer, 5 differs.

    Args:
        addresses: What the nodes say.
        left: Node of each pair.
        right: The other node.
    """
    whole = addresses.whole
    levels, at = start(whole.at(left), whole.at(right), 5)
    if not len(at):
        return levels
    one, other = left[at], right[at]
    same_domain = addresses.mail_domain.agree(one, other)
    found = np.full(len(at), 5, np.int8)
    found[same_domain & addresses.domain.agree(one, other)] = 4
    here = np.flatnonzero(same_domain)
    found[here[_boxes_alike(addresses.mailbox, one[here], other[here])]] = 3
    found[addresses.mailbox.agree(one, other) & ~same_domain] = 2
    # Another initial or number is another person's; only the others may be slips.
    slip = np.flatnonzero(addresses.mail_start.agree(one, other))
    texts = whole.written(whole.at(one[slip])), whole.written(whole.at(other[slip]))
    alike = letter_similarities(*texts, at_least=_SLIPPED_ADDRESS)
    near = np.flatnonzero(alike >= _SLIPPED_ADDRESS)
    texts, slip, alike = (texts[0][near], texts[1][near]), slip[near], alike[near]
    count = slips(*texts, at_most=MOST_SLIPS)
    kept = np.where(same_domain[slip], count <= 1, count <= MOST_SLIPS)
    # A long address may hold more, but not in its domain: lindenbruch and ulmenbruch are two companies.
    long = np.flatnonzero(~kept & ~same_domain[slip] & (alike >= SLIPPED_OFTEN))
    domains = addresses.mail_domain
    texts = domains.written(domains.at(one[slip[long]])), domains.written(domains.at(other[slip[long]]))
    kept[long] = slips(*texts, at_most=1) <= 1
    found[slip[kept]] = 1
    levels[at] = found
    return levels


def _boxes_alike(mailbox: Column, left: Codes, right: Codes) -> Flags:
    one, other = mailbox.at(left), mailbox.at(right)
    both = np.flatnonzero((one >= 0) & (other >= 0))
    found = np.zeros(len(left), np.bool_)
    found[both] = name_similarities(mailbox.written(one[both]), mailbox.written(other[both])) >= _CLOSE_MAILBOX
    return found


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def company_levels(company: Column, domain: Column, shapes: Shapes, left: Codes, right: Codes) -> Levels:
    """0 same name or domain, 1 close, 2 similar, 3 differs.

    Args:
        company: Names of companies.
        domain: Domains of employers.
        shapes: Of the names.
        left: Node of each pair.
        right: The other node.
    """
    one, other = company.at(left), company.at(right)
    levels, at = start(one, other, 3)
    own, others = domain.at(left), domain.at(right)
    same_domain = (own >= 0) & (own == others)
    at = at[~same_domain[at]]
    at = at[may_be_alike(shapes, one[at], other[at], at_least=SIMILAR_COMPANY)]
    # "Studio 1" and "Studio 2" are two, however alike.
    at = at[~shapes.are_numbered(one[at], other[at])]

    def judged(some: Codes, more: Codes) -> Levels:
        texts = company.written(some), company.written(more)
        alike = np.maximum(
            word_similarities(*texts, at_least=SIMILAR_COMPANY), letter_similarities(*texts, at_least=SIMILAR_COMPANY)
        )
        return np.where(alike >= _CLOSE_WORDS, 1, np.where(alike >= SIMILAR_COMPANY, 2, 3)).astype(np.int8)

    levels[at] = of_distinct(one[at], other[at], judged)
    levels[(levels == MISSING) & (own >= 0) & (others >= 0)] = 3
    levels[same_domain] = 0
    return levels


def may_be_alike(shapes: Shapes, left: Codes, right: Codes, *, at_least: float) -> Flags:
    """Whether letters or words of two texts can be as alike as that."""
    return (shapes.most_alike(left, right) >= at_least - ROUNDING) | shapes.may_share_a_word(left, right)


def title_levels(titles: Column, shapes: Shapes, left: Codes, right: Codes) -> Levels:
    """0 same, 1 close, 2 similar, 3 differs."""
    levels, at = start(left, right, 3)
    at = at[may_be_alike(shapes, left[at], right[at], at_least=SIMILAR_TITLE)]

    def judged(one: Codes, other: Codes) -> Levels:
        words = word_similarities(titles.written(one), titles.written(other), at_least=SIMILAR_TITLE)
        return np.where(words >= _CLOSE_WORDS, 1, np.where(words >= SIMILAR_TITLE, 2, 3)).astype(np.int8)

    levels[at] = of_distinct(left[at], right[at], judged)
    return levels


def street_levels(streets: Column, shapes: Shapes, left: Codes, right: Codes) -> Levels:
    """0 same, 1 close with the same number of the house, 2 similar, 3 differs."""
    levels, at = start(left, right, 3)
    at = at[may_be_alike(shapes, left[at], right[at], at_least=SIMILAR_STREET)]

    def judged(one: Codes, other: Codes) -> Levels:
        texts = streets.written(one), streets.written(other)
        letters = letter_similarities(*texts, at_least=SIMILAR_STREET)
        words = word_similarities(*texts, at_least=SIMILAR_STREET)
        found = np.where(np.maximum(letters, words) >= SIMILAR_STREET, 2, 3).astype(np.int8)
        near = np.flatnonzero(letters >= SIMILAR_STREET)
        number = [_digits(a) == _digits(b) for a, b in zip(texts[0][near], texts[1][near], strict=True)]
        found[near[np.array(number, np.bool_)]] = 1
        return found

    levels[at] = of_distinct(left[at], right[at], judged)
    return levels


def place_levels(places: Column, left: Codes, right: Codes) -> Levels:
    """0 same, 1 close, 2 differs."""
    levels, at = start(left, right, 2)

    def judged(one: Codes, other: Codes) -> Levels:
        alike = letter_similarities(places.written(one), places.written(other), at_least=_CLOSE_PLACE)
        return np.where(alike >= _CLOSE_PLACE, 1, 2).astype(np.int8)

    levels[at] = of_distinct(left[at], right[at], judged)
    return levels


def postcode_levels(postcodes: Column, left: Codes, right: Codes) -> Levels:
    """0 same, 1 one slip, 2 the same area, 3 differs."""
    levels, at = start(left, right, 3)

    def judged(one: Codes, other: Codes) -> Levels:
        texts = postcodes.written(one), postcodes.written(other)
        area = np.array([_area(a) == _area(b) for a, b in zip(*texts, strict=True)], np.bool_)
        return np.where(slips(*texts, at_most=1) == 1, 1, np.where(area, 2, 3)).astype(np.int8)

    levels[at] = of_distinct(left[at], right[at], judged)
    return levels


def _area(postcode: str) -> str:
    return postcode[: min(3, len(postcode) // 2)]


def day_levels(days: Column, left: Codes, right: Codes) -> Levels:
    """0 same, 1 one slip or day and month swapped, 2 two slips, 3 the same year, 4 differs.

    Of a year alone a slip makes another one, as years are few; one year more or less stands with two slips.
    """
    levels, at = start(left, right, 4)

    def judged(one: Codes, other: Codes) -> Levels:
        texts = days.written(one), days.written(other)
        pairs = list(zip(*texts, strict=True))
        are_days = np.array([min(len(a), len(b)) > YEAR for a, b in pairs], np.bool_)
        near = slips(*texts, at_most=2)
        found = np.full(len(one), 4, np.int8)
        found[np.array([a[:YEAR] == b[:YEAR] for a, b in pairs], np.bool_)] = 3
        found[(near == 2) & are_days | np.array([_are_next(a, b) for a, b in pairs], np.bool_) & ~are_days] = 2
        found[((near == 1) | np.array([_are_turned(a, b) for a, b in pairs], np.bool_)) & are_days] = 1
        return found

    levels[at] = of_distinct(left[at], right[at], judged)
    return levels


def _are_next(left: str, right: str) -> bool:
    """Whether two years are one apart: somebody counted from an age."""
    one, other = left[:YEAR], right[:YEAR]
    return one.isdecimal() and other.isdecimal() and abs(int(one) - int(other)) == 1


def _are_turned(left: str, right: str) -> bool:
    """Whether two days (yyyymmdd) are one with day and month swapped."""
    return left[:4] == right[:4] and left[4:6] == right[6:8] and left[6:8] == right[4:6]
