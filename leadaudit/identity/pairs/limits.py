"""The most that a pair may say, whatever its bits add up to: where a person should look, and where two are two.

Bits add up what agrees; these rules say what agreement is not enough.  docs/method.md, "Who is the same person".
"""

import re
from collections.abc import Mapping
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from leadaudit.identity.pairs.coded import MISSING, YEAR, Coded, Codes
from leadaudit.identity.pairs.levels import LEVELS, Levels
from leadaudit.identity.pairs.likeness import Places

Bits: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]

# log2 of the odds: below .95, so that somebody looks; and little enough to join nobody, but kept, so that it is told.
_WAITS: Final = 3.0
_TWO_PEOPLE: Final = -6.0


def limits(values: Coded, left: Codes, right: Codes, levels: Mapping[str, Levels], *, is_counted: bool) -> Bits:
    """log2 of the odds that a pair can come to at most; infinite where it is held to nothing.

    Args:
        values: What the nodes say.
        left: Node of each pair.
        right: The other node.
        levels: Level of every comparison (``levels.compared``).
        is_counted: Whether the weights were made from the records.  Shipped ones do not know which names are common
            there, and take a name for rarer than it is.
    """
    are_born = not values.columns["born"].is_empty
    if are_born:
        levels = {**levels, "born": _whole_days(values, left, right, levels["born"])}
    two = _two_addresses_here(levels)
    agreed = (
        _same_title(levels) & (levels["first"] < _at("first", "differs")) & (levels["last"] < _at("last", "differs"))
    )
    agreed[two & agreed] = ~_are_numbered(values, left[two & agreed], right[two & agreed])
    most = np.where(two & ~agreed | _couple(levels), _WAITS, np.inf)
    if are_born:
        most[_parent_and_child(values, left, right, levels)] = _TWO_PEOPLE
    return most if is_counted else np.minimum(most, _by_name(values, left, right, levels))


def _couple(levels: Mapping[str, Levels]) -> Flags:
    """Two first names under one address, where no employer is known that would have given it to one of them."""
    another = levels["first"] == _at("first", "differs")
    return np.asarray(another & (levels["email"] == 0) & (levels["employer"] < 0) & ~_is_personal(levels, but="email"))


def _whole_days(values: Coded, left: Codes, right: Codes, born: Levels) -> Levels:
    """Levels of days of birth; many people share a year, so where no more is said it is nobody's own."""
    column = values.columns["born"]
    is_year = np.append(column.lengths() <= YEAR, False)
    return np.where(is_year.take(column.at(left)) | is_year.take(column.at(right)), MISSING, born).astype(np.int8)


def _parent_and_child(values: Coded, left: Codes, right: Codes, levels: Mapping[str, Levels]) -> Places:
    """Pairs of one name born a generation apart, where nothing but the year is said: of dates it is their weight."""
    column = values.columns["born_year"]
    alike = (levels["last"] == 0) & (levels["first"] >= 0) & (levels["first"] <= _at("first", "close"))
    said = (column.at(left) >= 0) & (column.at(right) >= 0)
    at = np.flatnonzero(alike & said & (levels["born"] == MISSING) & ~_is_personal(levels))
    years = zip(*(column.written(column.at(side[at])).tolist() for side in (left, right)), strict=True)
    return at[np.array([_generations_apart(one, other) for one, other in years], np.bool_)]


def _generations_apart(year: str, other: str) -> bool:
    return year.isdecimal() and other.isdecimal() and abs(int(year) - int(other)) >= _GENERATION


_GENERATION: Final = 15


def _two_addresses_here(levels: Mapping[str, Levels]) -> Flags:
    """Where two addresses at one company are two namesakes' or one person's, as far as nothing personal agrees."""
    two = (levels["email"] == _at("email", "close")) | (levels["email"] == _at("email", "other_here"))
    return np.asarray(two & ~_is_personal(levels) & ~_up_to(levels, "street", "close"))


def _are_numbered(values: Coded, left: Codes, right: Codes) -> Flags:
    """Whether two mailboxes differ in a short number alone: garcia1 and garcia2 are two people, whatever they do."""
    column = values.columns["mailbox"]
    boxes = zip(*(column.written(column.at(side)).tolist() for side in (left, right)), strict=True)
    return np.array([_NUMBER.sub("", one) == _NUMBER.sub("", other) for one, other in boxes], np.bool_)


# Longer ones are somebody's id, in which digits slip as letters do.
_NUMBER: Final = re.compile(r"(?<!\d)\d{1,3}(?!\d)")


def _by_name(values: Coded, left: Codes, right: Codes, levels: Mapping[str, Levels]) -> Bits:
    """What little more than a name is worth, and what no name is: two of one name at two companies, colleagues."""
    last = levels["last"]
    elsewhere = levels["employer"] == _at("employer", "differs")
    # Of a company whose name is similar another domain makes another one.
    elsewhere |= (levels["employer"] == _at("employer", "similar")) & _two_domains(values, left, right)
    other_last = last >= _at("last", "distant")
    other_first = levels["first"] >= _at("first", "distant")
    another_first = (levels["first"] == _at("first", "differs")) & (last >= 0)
    only_alike = (levels["first"] == _at("first", "alike")) | (last == _at("last", "alike"))
    nameless = (levels["first"] < 0) & (last < 0)
    # A line that colleagues share is their company's; one that nearly agrees is a slip under one name only.
    same_line = elsewhere & (levels["phone"] == 0)
    slipped_line = elsewhere & (levels["phone"] == _at("phone", "slip")) & (last >= 0) & ~other_last & ~other_first
    at_home = _up_to(levels, "street", "close") & ~other_last
    same_name = (last == 0) & (levels["first"] == 0) & (_same_title(levels) | (levels["city"] == 0))
    return np.select(
        [
            _is_personal(levels),
            (other_last & other_first) | another_first,
            (other_last & (levels["first"] >= 0)) | nameless,
            elsewhere & ~same_line & ~at_home,
            only_alike & ~_same_title(levels) & ~_up_to(levels, "phone", "slip"),
        ],
        [
            np.inf,
            _TWO_PEOPLE,
            np.where(same_line, _WAITS, _TWO_PEOPLE),
            np.where(same_name | slipped_line, _WAITS, _TWO_PEOPLE),
            # Cattermole and Gathercole at one company.
            _WAITS,
        ],
        np.inf,
    )


def _two_domains(values: Coded, left: Codes, right: Codes) -> Flags:
    domain = values.columns["domain"]
    one, other = domain.at(left), domain.at(right)
    return np.asarray((one >= 0) & (other >= 0) & (one != other))


def _is_personal(levels: Mapping[str, Levels], *, but: str = "") -> Flags:
    """Of which pairs something agrees that is of one person, and of no company and no family."""
    agree = [_up_to(levels, name, level) for name, level in _PERSONAL.items() if name != but]
    return np.asarray(np.any(agree, axis=0))


_PERSONAL: Final = {"email": "slip", "profile": "same", "person_id": "slip", "born": "slip"}


def _same_title(levels: Mapping[str, Levels]) -> Flags:
    return _up_to(levels, "title", "close")


def _up_to(levels: Mapping[str, Levels], name: str, level: str) -> Flags:
    """Where a comparison reaches this level or a better one."""
    return np.asarray((levels[name] >= 0) & (levels[name] <= _at(name, level)))


def _at(name: str, level: str) -> int:
    return LEVELS[name].index(level)
