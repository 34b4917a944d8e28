"""Texts as numbers: equal numbers are equal texts, so that most comparing needs no text at all."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.identity.names import bits_of_nicknames
from leadaudit.identity.pairs.described import DESCRIBED, VALUE_COLUMNS
from leadaudit.identity.pairs.shapes import Bits, Shapes, shapes_of
from leadaudit.identity.pairs.sounds import sound
from leadaudit.tables import TEXT

Codes: TypeAlias = npt.NDArray[np.int32]
Places: TypeAlias = npt.NDArray[np.int64]
Texts: TypeAlias = npt.NDArray[np.object_]

MISSING: Final = -1
# Digits of a year, where no more is said of a date of birth.
YEAR: Final = 4
_SHORTEST_LOCAL_PART: Final = 5
_DIGITS_OF_A_LINE: Final = 9
_COMPANIES_OF_A_PROVIDER: Final = 10
# So many texts are written out once; of more, only those that are asked for: they would take too much memory.
_FEW_TEXTS: Final = 250_000
# Texts become numbers outside the interpreter's lock.
_THREADS: Final = 2


@dataclass(frozen=True, kw_only=True)
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

    def cut(self, start: int, stop: int | None = None) -> "Column":
        """The column of a part of each text, letters counted as in a slice."""
        return self.of_texts(column_of(pc.utf8_slice_codeunits(self.texts, start, stop)))

    def of_texts(self, said: "Column") -> "Column":
        """The column of what is said of each text."""
        codes = np.append(said.codes, np.int32(MISSING))[self.codes]
        return Column(codes=codes, texts=said.texts)

    def written(self, codes: Codes) -> Texts:
        """The texts of some numbers; none of them is missing."""
        if len(self.texts) <= _FEW_TEXTS and len(codes):
            return np.asarray(self._written_out[codes], np.object_)
        return np.asarray(self.texts.take(pa.array(codes)).to_numpy(zero_copy_only=False), np.object_)

    @cached_property
    def _written_out(self) -> Texts:
        return np.asarray(self.texts.to_numpy(zero_copy_only=False), np.object_)

    @cached_property
    def ranks(self) -> Codes:
        """The place of every text among all in order, with -1 for a missing one at the end, where its number leads."""
        ranks = np.empty(len(self.texts) + 1, np.int32)
        ranks[pc.sort_indices(self.texts).to_numpy()] = np.arange(len(self.texts), dtype=np.int32)
        ranks[-1] = MISSING
        return ranks

    def lengths(self) -> Codes:
        """Letters of every text."""
        return np.asarray(pc.utf8_length(self.texts).to_numpy(), np.int32)

    def at(self, nodes: Codes | Places) -> Codes:
        """The numbers of some nodes."""
        # Numpy's own brackets take twice as long for short whole numbers.
        return self.codes.take(nodes)

    def agree(self, left: Codes, right: Codes) -> npt.NDArray[np.bool_]:
        """Of which pairs of nodes both say the same."""
        if self.is_empty:
            return np.zeros(len(left), np.bool_)
        one = self.at(left)
        return np.asarray((one == self.at(right)) & (one >= 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """Everything some nodes say, as numbers; nodes are numbered from 0, those of the left table first.

    Args:
        columns: By the names of ``DESCRIBED``; ``first`` and ``last`` share their texts: swapped names are seen.
            ``first_there`` and ``last_there`` are names with their country, as names are common where they come from.
        sounds: For every text of a name how it sounds, -1 where that cannot be told.
        called: For every text of a name a bit for each list of nicknames that it stands in.
        shapes: Of the texts of ``company``, ``title``, ``street``, ``email`` and, as ``name``, of first and last names.
        left_count: Nodes of the left table.
        is_between: Whether there is a right table: pairs are then looked for between the two and not within them.
    """

    columns: Mapping[str, Column]
    sounds: Codes
    called: Bits
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
    plain = [name for name in VALUE_COLUMNS if name not in {"first", "last"}]
    with ThreadPoolExecutor(_THREADS) as threads:
        both = threads.submit(_names, together["first"], together["last"])
        columns = dict(zip(plain, threads.map(lambda name: column_of(together[name]), plain), strict=True))
        of_employers = threads.submit(_of_one_employer, columns["domain"], columns["company"])
        columns |= both.result()
        email, said = columns["email"], {name: columns[_TEXTS_OF.get(name, name)].texts for name in _SHAPED}
        of_emails = threads.submit(_parts_of_emails, email)
        shapes = threads.map(lambda name: shapes_of(said[name], of_words=name != "email"), _SHAPED)
        sounds = _sounds(columns["first"].texts)
        columns |= _parts(columns, sounds) | of_emails.result() | {"domain": of_employers.result()}
        return Coded(
            columns=columns,
            sounds=sounds.codes,
            called=bits_of_nicknames(said["name"]),
            shapes=dict(zip(_SHAPED, shapes, strict=True)),
            left_count=left.num_rows,
            is_between=right is not None,
        )


_SHAPED: Final = ("email", "name", "company", "title", "street")
_TEXTS_OF: Final = {"name": "first"}


def _sounds(names: pa.StringArray) -> Column:
    return column_of(pa.array([sound(text) for text in names.to_pylist()], TEXT))


def _parts(columns: Mapping[str, Column], sounds: Column) -> dict[str, Column]:
    first, last, company = columns["first"], columns["last"], columns["company"]
    line = columns["phone"].cut(-_DIGITS_OF_A_LINE)
    return {
        "first_there": _there(first, columns["country"]),
        "last_there": _there(last, columns["country"]),
        "first_sound": first.of_texts(sounds),
        "last_sound": last.of_texts(sounds),
        "first_start": first.cut(0, 3),
        "last_start": last.cut(0, 4),
        "last_end": last.cut(-4),
        "company_start": company.of_texts(column_of(pc.replace_substring(company.texts, " ", ""))).cut(0, 5),
        "line": line,
        "line_start": line.cut(0, _DIGITS_OF_A_LINE // 2),
        "line_end": line.cut(-(_DIGITS_OF_A_LINE // 2)),
        "born_year": columns["born"].cut(0, YEAR),
    }


def _there(name: Column, country: Column) -> Column:
    """Names with their country, "garcia|es"; nothing where either is not said."""
    count = max(len(country.texts), 1)
    given = np.flatnonzero((name.codes >= 0) & (country.codes >= 0))
    both = pa.array(name.codes[given].astype(np.int64) * count + country.codes[given]).dictionary_encode()
    codes, known = np.full(len(name.codes), MISSING, np.int32), both.dictionary.to_numpy()
    codes[given] = both.indices.to_numpy()
    names, countries = (
        texts.take(pa.array(at)) for texts, at in ((name.texts, known // count), (country.texts, known % count))
    )
    return Column(codes=codes, texts=pc.binary_join_element_wise(names, countries, "|"))


def _parts_of_emails(address: Column) -> dict[str, Column]:
    mailbox = address.of_texts(column_of(pc.replace_substring_regex(address.texts, "@[^@]*$", "")))
    return {
        "mailbox": mailbox,
        "local_part": mailbox.of_texts(column_of(_long_enough(mailbox.texts))),
        "mail_domain": address.of_texts(column_of(pc.replace_substring_regex(address.texts, "^.*@", ""))),
        "mail_start": address.of_texts(column_of(_start_and_digits(address.texts))),
    }


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
