"""Texts as numbers: equal numbers are equal texts, so that most comparing needs no text at all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.identity.pairs.described import DESCRIBED, VALUE_COLUMNS
from leadaudit.identity.pairs.sounds import sound

Codes: TypeAlias = npt.NDArray[np.int32]
Texts: TypeAlias = npt.NDArray[np.object_]

MISSING: Final = -1
_SHORTEST_LOCAL_PART: Final = 5
_DIGITS_OF_A_LINE: Final = 9
_COMPANIES_OF_A_PROVIDER: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of all nodes.

    Args:
        codes: A number per node, -1 where nothing is said.
        texts: The text of every number.
    """

    codes: Codes
    texts: Texts

    def derived(self, function: Callable[[str], str | None]) -> "Column":
        """The column of what a function says of each text; it is asked once for each distinct text."""
        of_text = _column(pa.chunked_array([pa.array([function(text) for text in self.texts], pa.string())]))
        return self.of_texts(of_text)

    def of_texts(self, said: "Column") -> "Column":
        """The column of what is said of each text."""
        codes = np.append(said.codes, np.int32(MISSING))[self.codes]
        return Column(codes=codes, texts=said.texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """Everything some nodes say, as numbers; nodes are numbered from 0, those of the left table first.

    Args:
        columns: By the names of ``DESCRIBED``; ``first`` and ``last`` share their texts: swapped names are seen.
        sounds: For every text of a name how it sounds, -1 where that cannot be told.
        lengths: For every text of a name its letters.
        left_count: Nodes of the left table.
        is_between: Whether there is a right table: pairs are then looked for between the two and not within them.
    """

    columns: Mapping[str, Column]
    sounds: Codes
    lengths: Codes
    left_count: int
    is_between: bool

    @property
    def count(self) -> int:
        """Number of nodes."""
        return len(self.columns["first"].codes)


def coded(left: pa.Table, right: pa.Table | None = None) -> Coded:
    """The values of one table, or of two, as numbers.

    Args:
        left: ``DESCRIBED``.
        right: ``DESCRIBED``; None to look for pairs within the left table.
    """
    together = DESCRIBED.require(left)
    if right is not None:
        together = pa.concat_tables([together, DESCRIBED.require(right)])
    columns = {name: _column(together[name]) for name in VALUE_COLUMNS if name not in {"first", "last"}}
    columns["domain"] = _of_one_employer(columns["domain"], columns["company"])
    columns |= _names(together["first"], together["last"])
    heard = [sound(text) for text in columns["first"].texts]
    lengths = np.array([len(text) for text in columns["first"].texts], np.int32)
    sounds = _column(pa.chunked_array([pa.array(heard, pa.string())]))
    columns |= {
        "first_sound": columns["first"].of_texts(sounds),
        "last_sound": columns["last"].of_texts(sounds),
        "first_start": columns["first"].derived(lambda name: name[:3]),
        "last_start": columns["last"].derived(lambda name: name[:4]),
        "last_end": columns["last"].derived(lambda name: name[-4:]),
        "company_start": columns["company"].derived(lambda name: name.replace(" ", "")[:5]),
        "mailbox": columns["email"].derived(lambda address: address.rpartition("@")[0] or None),
        "local_part": columns["email"].derived(_local_part),
        "mail_domain": columns["email"].derived(lambda address: address.rpartition("@")[2] or None),
        "line": columns["phone"].derived(lambda digits: digits[-_DIGITS_OF_A_LINE:]),
        "born_year": columns["born"].derived(lambda day: day[:4]),
        "born_day": columns["born"].derived(lambda day: day[4:]),
    }
    return Coded(
        columns=columns, sounds=sounds.codes, lengths=lengths, left_count=left.num_rows, is_between=right is not None
    )


def _of_one_employer(domain: Column, company: Column) -> Column:
    """The domains without those of many companies: they are a provider's, whoever's list says otherwise."""
    named = np.flatnonzero((domain.codes >= 0) & (company.codes >= 0))
    pairs = distinct(domain.codes[named].astype(np.int64) * len(company.texts) + company.codes[named])
    companies = np.bincount(pairs // max(len(company.texts), 1), minlength=len(domain.texts))
    holders = np.bincount(domain.codes[named], minlength=len(domain.texts))
    is_provider = np.append((companies >= _COMPANIES_OF_A_PROVIDER) & (companies * 3 >= holders), False)
    return Column(codes=np.where(is_provider[domain.codes], MISSING, domain.codes).astype(np.int32), texts=domain.texts)


def _local_part(address: str) -> str | None:
    local = address.rpartition("@")[0]
    return local if len(local) >= _SHORTEST_LOCAL_PART else None


def _texts(values: pa.Array) -> Texts:
    return np.array(values.to_pylist(), dtype=np.object_)


def _column(values: pa.ChunkedArray) -> Column:
    encoded = values.combine_chunks().dictionary_encode()
    codes = pc.fill_null(encoded.indices, MISSING).to_numpy().astype(np.int32)
    return Column(codes=codes, texts=_texts(encoded.dictionary))


def _names(first: pa.ChunkedArray, last: pa.ChunkedArray) -> dict[str, Column]:
    both = _column(pa.chunked_array([*first.chunks, *last.chunks], pa.string()))
    half = len(first)
    return {
        "first": Column(codes=both.codes[:half], texts=both.texts),
        "last": Column(codes=both.codes[half:], texts=both.texts),
    }


def distinct(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The different numbers, ascending.  Sorting is several times faster here than ``numpy.unique``, which hashes."""
    ordered = np.sort(numbers)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered


def blocked_on(values: Coded) -> pa.Table:
    """The numbers as a table for the blocking queries: one row per node; null where nothing is said."""
    arrays = {"node": pa.array(np.arange(values.count, dtype=np.int32))}
    for name, column in values.columns.items():
        arrays[name] = pa.array(column.codes, mask=column.codes == MISSING)
    arrays["is_right"] = pa.array(np.arange(values.count) >= values.left_count)
    return pa.table(arrays)
