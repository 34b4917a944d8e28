"""Under which values records are looked at together: for each rule one key per record that has all of its values.

Within one run a key is made of the values' numbers; a key that is kept for later files is made of their texts.
"""

from collections.abc import Iterator
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from leadaudit.identity.pairs.coded import Coded, Codes, distinct
from leadaudit.identity.pairs.rules import BY_NAME, EITHER_WAY
from leadaudit.sql import run

Keys: TypeAlias = npt.NDArray[np.int64]
Hashes: TypeAlias = npt.NDArray[np.uint64]

_LARGEST_KEY: Final = 1 << 62
# Odd numbers without a pattern in their bits (of the golden ratio, and of murmur3).
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX_AGAIN: Final = np.uint64(0xFF51AFD7ED558CCD)
_HALF: Final = np.uint64(32)


def numbered_keys(values: Coded, rule: str) -> tuple[Codes, Keys]:
    """The nodes that have a key of a rule, ascending, and their keys: the same where all values are the same."""
    columns = [values.columns[name] for name in BY_NAME[rule].keyed_on]
    nodes = _given(values, rule)
    key = np.zeros(len(nodes), np.int64)
    parts = [column.at(nodes).astype(np.int64) for column in columns]
    if rule in EITHER_WAY:
        parts = [np.minimum(*parts), np.maximum(*parts)]
    largest = 1
    for part, column in zip(parts, columns, strict=True):
        size = max(len(column.texts), 1)
        if largest * size >= _LARGEST_KEY:
            known = distinct(key)
            key, largest = np.searchsorted(known, key).astype(np.int64), len(known)
        key, largest = key * size + part, largest * size
    return nodes, key


def _given(values: Coded, rule: str) -> Codes:
    given = np.ones(values.count, np.bool_)
    for name in BY_NAME[rule].keyed_on:
        given &= values.columns[name].codes >= 0
    return np.flatnonzero(given).astype(np.int32)


def kept_keys(values: Coded) -> Iterator[tuple[int, Codes, npt.NDArray[np.uint32]]]:
    """For every rule but "everybody" its number, the nodes that have a key and the keys: by the texts alone."""
    hashes: dict[str, Hashes] = {}
    for number, (rule, (names, _, _)) in enumerate(BY_NAME.items()):
        if not names:
            continue
        nodes = _given(values, rule)
        for name in names:
            if name not in hashes and len(nodes):
                hashes[name] = _hashes(values.columns[name].texts)
        if len(nodes):
            parts = [hashes[name][values.columns[name].at(nodes)] for name in names]
            yield number, nodes, _mixed(number, parts, either_way=rule in EITHER_WAY)


def _hashes(texts: pa.Array) -> Hashes:
    asked = pa.table({"place": np.arange(len(texts)), "said": texts})
    return np.asarray(run("identity_hashes", {"texts": asked})["hash"].to_numpy(), np.uint64)


def _mixed(seed: int, parts: list[Hashes], *, either_way: bool) -> npt.NDArray[np.uint32]:
    ordered = [np.minimum(*parts), np.maximum(*parts)] if either_way else parts
    mixed = np.full(len(parts[0]), seed + 1, np.uint64) * _MIX
    for part in ordered:
        mixed = (mixed ^ part) * _MIX
        mixed ^= mixed >> _HALF
    mixed *= _MIX_AGAIN
    return (mixed >> _HALF).astype(np.uint32)
