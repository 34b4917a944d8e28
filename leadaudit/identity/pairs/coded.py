"""Texts as numbers: equal numbers are equal texts, so that most comparing needs no text at all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.identity.pairs.described import DESCRIBED, VALUE_COLUMNS
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
class Shapes:
    """What can be told of texts without comparing them letter by letter.

    Args:
        lengths: Letters of each text.
        letters: A bit for each letter that occurs in it.
        words: A bit for each word that occurs in it; different words may share one.
        numbers: Which digits it holds, -1 for none.
    """

    lengths: Codes
    letters: npt.NDArray[np.uint64]
    words: npt.NDArray[np.uint64]
    numbers: Codes

    def most_alike(self, left: Codes, right: Codes) -> npt.NDArray[np.float32]:
        """The most that ``similarity.letter_similarities`` can be: a letter that one of two lacks has to go."""
        lengths = self.lengths[left] + self.lengths[right]
        apart = np.bitwise_count(self.letters[left] ^ self.letters[right])
        return np.asarray(1 - apart / np.maximum(lengths, 1), np.float32)

    def may_contain(self, left: Codes, right: Codes) -> npt.NDArray[np.bool_]:
        """Whether all letters of one text might be in the other."""
        one, other = self.letters[left], self.letters[right]
        both = one & other
        return np.asarray((both == one) | (both == other))

    def may_share_a_word(self, left: Codes, right: Codes) -> npt.NDArray[np.bool_]:
        """Whether two texts might have a word in common."""
        return np.asarray((self.words[left] & self.words[right]) != 0)

    def are_numbered(self, left: Codes, right: Codes) -> npt.NDArray[np.bool_]:
        """Whether digits tell two texts apart: "firm 1" and "firm 2" are two, however alike."""
        one, other = self.numbers[left], self.numbers[right]
        return np.asarray((one >= 0) & (other >= 0) & (one != other))


def shapes_of(texts: pa.StringArray) -> Shapes:
    """The shapes of some texts."""
    said: list[str] = texts.to_pylist()
    digits = pa.array([_digits_of(text) for text in said], TEXT)
    return Shapes(
        lengths=np.array([len(text) for text in said], np.int32),
        letters=np.array([_bits(text) for text in said], np.uint64),
        words=_words(said),
        numbers=column_of(digits).codes,
    )


def _bits(signs: str) -> int:
    found = 0
    for sign in set(signs):
        found |= 1 << (ord(sign) & 63)
    return found


def _words(texts: Sequence[str]) -> npt.NDArray[np.uint64]:
    number: dict[str, int] = {}
    found = np.zeros(len(texts), np.uint64)
    for place, text in enumerate(texts):
        bits = 0
        for word in text.split():
            bits |= 1 << (number.setdefault(word, len(number)) & 63)
        found[place] = bits
    return found


def _digits_of(text: str) -> str | None:
    return "".join(sign for sign in text if sign.isdigit()) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """Everything some nodes say, as numbers; nodes are numbered from 0, those of the left table first.

    Args:
        columns: By the names of ``DESCRIBED``; ``first`` and ``last`` share their texts: swapped names are seen.
        sounds: For every text of a name how it sounds, -1 where that cannot be told.
        shapes: Of the texts of ``first`` and ``last`` (under ``name``), ``company``, ``title`` and ``street``.
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
    address = columns["email"]
    columns |= {
        "first_sound": columns["first"].of_texts(sounds),
        "last_sound": columns["last"].of_texts(sounds),
        "first_start": columns["first"].derived(lambda name: name[:3]),
        "last_start": columns["last"].derived(lambda name: name[:4]),
        "last_end": columns["last"].derived(lambda name: name[-4:]),
        "company_start": columns["company"].derived(lambda name: name.replace(" ", "")[:5]),
        "mailbox": address.derived(lambda text: text.rpartition("@")[0] or None),
        "local_part": address.derived(_local_part),
        "mail_domain": address.derived(lambda text: text.rpartition("@")[2] or None),
        "mail_start": address.derived(lambda text: text[:1] + (_digits_of(text) or "")),
        "line": columns["phone"].derived(lambda digits: digits[-_DIGITS_OF_A_LINE:]),
        "born_year": columns["born"].derived(lambda day: day[:4]),
        "born_day": columns["born"].derived(lambda day: day[4:]),
    }
    columns |= {
        "line_start": columns["line"].derived(lambda digits: digits[: _DIGITS_OF_A_LINE // 2]),
        "line_end": columns["line"].derived(lambda digits: digits[-(_DIGITS_OF_A_LINE // 2) :]),
    }
    shapes = {name: shapes_of(columns[name].texts) for name in ("company", "title", "street")}
    return Coded(
        columns=columns,
        sounds=sounds.codes,
        shapes={"name": shapes_of(columns["first"].texts), **shapes},
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


def _local_part(address: str) -> str | None:
    local = address.rpartition("@")[0]
    return local if len(local) >= _SHORTEST_LOCAL_PART else None


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
