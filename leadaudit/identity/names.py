"""Whether two names can be one person's: another person's name on the same address keeps two records apart."""

import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.similarity import name_similarity

# "Jon" and "John" reach .93, "Mario" and "Maria" .92, "John" and "Jane" .70, "Anna" and "Hanna" .93.
FIRST_NAME_ALIKE: Final = 0.85
LAST_NAME_ALIKE: Final = 0.90
# Shorter beginnings than this are shared by chance ("Al", "Jo").
SHORTEST_BEGINNING: Final = 3


@cache
def nickname_lists() -> dict[str, frozenset[int]]:
    """For every first name the lists of ``nicknames.toml`` in which it stands."""
    lists = tomllib.loads((files(__package__) / "nicknames.toml").read_text(encoding="utf-8"))["names"]
    found: dict[str, set[int]] = {}
    for number, names in enumerate(lists):
        for name in names:
            found.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def bits_of_nicknames(names: pa.StringArray) -> npt.NDArray[np.uint64]:
    """For each name a bit for every list of nicknames in which it stands; two lists may share one."""
    lists = nickname_lists()
    bits = [sum({1 << number % _BITS for number in numbers}) for numbers in lists.values()]
    place = pc.fill_null(pc.index_in(names, pa.array(list(lists), pa.string())), -1).to_numpy()
    return np.asarray(np.array([*bits, 0], np.uint64)[place])


_BITS: Final = 64


def _one_begins_the_other(left: str, right: str) -> bool:
    shorter, longer = sorted((left, right), key=len)
    return len(shorter) >= SHORTEST_BEGINNING and longer.startswith(shorter)


def first_names_agree(left: str, right: str) -> bool:
    """Whether two first names can be the same one: equal, initial, part, nickname or a slip of the pen."""
    if left == right or _one_begins_the_other(left, right):
        return True
    if 1 in {len(left), len(right)}:
        return left[0] == right[0]
    none: frozenset[int] = frozenset()
    if nickname_lists().get(left, none) & nickname_lists().get(right, none):
        return True
    return name_similarity(left, right) >= FIRST_NAME_ALIKE


def last_names_agree(left: str, right: str) -> bool:
    """Whether two last names can be the same one: equal, half of a double name, without particle, a slip."""
    if left == right or _one_begins_the_other(left, right):
        return True
    shorter, longer = sorted((left, right), key=len)
    if len(shorter) >= SHORTEST_BEGINNING and longer.endswith(shorter):
        return True
    return name_similarity(left, right) >= LAST_NAME_ALIKE


@lru_cache(maxsize=200_000)
def names_differ(first: str | None, last: str | None, other_first: str | None, other_last: str | None) -> bool:
    """Whether two names clearly belong to two people; False when that cannot be told.

    A first name decides where both have one: people change their last name, and colleagues or families who
    share an address differ in the first.  Names in the wrong column and swapped names do not differ.
    """
    joined, other_joined = (first or "") + (last or ""), (other_first or "") + (other_last or "")
    if not joined or not other_joined:
        return False
    if joined in {other_joined, (other_last or "") + (other_first or "")}:
        return False
    if first and other_first:
        return not first_names_agree(first, other_first)
    if last and other_last:
        return not last_names_agree(last, other_last)
    return False


def names_are_one(first: str | None, last: str | None, other_first: str | None, other_last: str | None) -> bool:
    """Whether two whole names agree in both parts: more than not differing, a ground of its own."""
    if not (first and last and other_first and other_last):
        return False
    return first_names_agree(first, other_first) and last_names_agree(last, other_last)
