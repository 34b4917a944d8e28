"""Texts as numbers: equal numbers are equal texts, so that most comparing needs no text at all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.identity.pairs.described import DESCRIBED, VALUE_COLUMNS
from leadaudit.identity.pairs.shapes import Shapes, shapes_of
from leadaudit.identity.pairs.sounds import sound
from leadaudit.tables import TEXT

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
    texts: pa.StringArray

    @property
    def is_empty(self) -> bool:
        """Whether nobody says anything."""
        return not len(self.texts)

    def derived(self, function: Callable[[str], str | None]) -> "Column":
        """The column of what a function says of each text; it is asked once for each distinct text."""
        return self.of_texts(column_of(pa.array([function(text) for text in self.texts.to_pylist()], TEXT)))

    def cut(self, start: int, stop: int | None = None) -> "Column":
        """The column of a part of each text, letters counted as in a slice."""
        return self.of_texts(column_of(pc.utf8_slice_codeunits(self.texts, start, stop)))

    def of_texts(self, said: "Column") -> "Column":
        """The column of what is said of each text."""
        codes = np.append(said.codes, np.int32(MISSING))[self.codes]
        return Column(codes=codes, texts=said.texts)

    def written(self, codes: Codes) -> Texts:
        """The texts of some numbers; none of them is missing."""
        return np.asarray(self.texts.take(pa.array(codes)).to_numpy(zero_copy_only=False), np.object_)

    def lengths(self) -> Codes:
        """Letters of every text."""
        return np.asarray(pc.utf8_length(self.texts).to_numpy(), np.int32)

    def agree(self, left: Codes, right: Codes) -> npt.NDArray[np.bool_]:
        """Of which pairs of nodes both say the same."""
        if self.is_empty:
            return np.zeros(len(left), np.bool_)
        one = self.codes[left]
        return np.asarray((one == self.codes[right]) & (one >= 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """Everything some nodes say, as numbers; nodes are numbered from 0, those of the left table first.

    Args:
        columns: By the names of ``DESCRIBED``; ``first`` and ``last`` share their texts: swapped names are seen.
        sounds: For every text of a name how it sounds, -1 where that cannot be told.
        shapes: Of the texts of ``company``, ``title``, ``street``, ``email`` and, as ``name``, of first and last names.
        left_count: Nodes of the left table.
        is_between: Whether there is a right table: pairs are then looked for between the two and not within them.
    """

    columns: Mapping[str, Column]
    sounds: Codes
    shapes: Mapping[str, Shapes]
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
    columns = {name: column_of(together[name]) for name in VALUE_COLUMNS if name not in {"first", "last"}}
    columns["domain"] = _of_one_employer(columns["domain"], columns["company"])
    columns |= _names(together["first"], together["last"])
    sounds = column_of(pa.array([sound(text) for text in columns["first"].texts.to_pylist()], TEXT))
    address, line = columns["email"], columns["phone"].cut(-_DIGITS_OF_A_LINE)
    mailbox = address.of_texts(column_of(pc.replace_substring_regex(address.texts, "@[^@]*$", "")))
    columns |= {
        "first_sound": columns["first"].of_texts(sounds),
        "last_sound": columns["last"].of_texts(sounds),
        "first_start": columns["first"].cut(0, 3),
        "last_start": columns["last"].cut(0, 4),
        "last_end": columns["last"].cut(-4),
        "company_start": columns["company"].derived(lambda name: name.replace(" ", "")[:5]),
        "mailbox": mailbox,
        "local_part": mailbox.of_texts(column_of(_long_enough(mailbox.texts))),
        "mail_domain": address.of_texts(column_of(pc.replace_substring_regex(address.texts, "^.*@", ""))),
        "mail_start": address.of_texts(column_of(_start_and_digits(address.texts))),
        "line": line,
        "line_start": line.cut(0, _DIGITS_OF_A_LINE // 2),
        "line_end": line.cut(-(_DIGITS_OF_A_LINE // 2)),
        "born_year": columns["born"].cut(0, 4),
    }
    shapes = {name: shapes_of(columns[name].texts) for name in ("company", "title", "street")}
    return Coded(
        columns=columns,
        sounds=sounds.codes,
        shapes={
            "name": shapes_of(columns["first"].texts),
            "email": shapes_of(address.texts, of_words=False),
            **shapes,
        },
        left_count=left.num_rows,
        is_between=right is not None,
    )


def _of_one_employer(domain: Column, company: Column) -> Column:
    """The domains without those of many companies: they are a provider's, whoever's list says otherwise."""
    named = np.flatnonzero((domain.codes >= 0) & (company.codes >= 0))
    pairs = distinct(domain.codes[named].astype(np.int64) * len(company.texts) + company.codes[named])
    companies = np.bincount(pairs // max(len(company.texts), 1), minlength=len(domain.texts))
    holders = np.bincount(domain.codes[named], minlength=len(domain.texts))
    is_provider = np.append((companies >= _COMPANIES_OF_A_PROVIDER) & (companies * 3 >= holders), False)
    return Column(codes=np.where(is_provider[domain.codes], MISSING, domain.codes).astype(np.int32), texts=domain.texts)


def _long_enough(mailboxes: pa.StringArray) -> pa.StringArray:
    """Mailboxes that are no two people's by chance."""
    return pc.if_else(
        pc.greater_equal(pc.utf8_length(mailboxes), _SHORTEST_LOCAL_PART), mailboxes, pa.scalar(None, TEXT)
    )


def _start_and_digits(addresses: pa.StringArray) -> pa.StringArray:
    """First letter and digits: another initial or another number is another person's address."""
    digits = pc.replace_substring_regex(addresses, "[^0-9]+", "")
    return pc.binary_join_element_wise(pc.utf8_slice_codeunits(addresses, 0, 1), digits, "")


def column_of(values: pa.ChunkedArray | pa.Array) -> Column:
    """A column of texts as numbers."""
    whole = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    encoded = whole.dictionary_encode()
    return Column(codes=pc.fill_null(encoded.indices, MISSING).to_numpy().astype(np.int32), texts=encoded.dictionary)


def _names(first: pa.ChunkedArray, last: pa.ChunkedArray) -> dict[str, Column]:
    both = column_of(pa.chunked_array([*first.chunks, *last.chunks], TEXT))
    half = len(first)
    return {
        "first": Column(codes=both.codes[:half], texts=both.texts),
        "last": Column(codes=both.codes[half:], texts=both.texts),
    }


def distinct(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The different numbers, ascending.  Sorting is several times faster here than ``numpy.unique``, which hashes."""
    ordered = np.sort(numbers)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered
