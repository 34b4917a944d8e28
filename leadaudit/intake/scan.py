"""A fast pass over the lines of a text file: whole blocks of well-formed records at once.

What it takes, it takes exactly as ``cells.split_strict`` would; every other line is handed on as a suspect.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from leadaudit.intake.cells import LONGEST_DOUBT, Dialect
from leadaudit.intake.lines import Bytes, Flags, LineIndex, Offsets

_BLOCK: Final = 24 * 1024**2
# A quote that does not close within so much text is taken as open by mistake.
_LONGEST_RECORD: Final = 128 * 1024**2
_BACKSLASH: Final = 92
# Tables narrower than this have lines of prose that look like records by chance.
TELLING_WIDTH: Final = 3


@dataclass(frozen=True, slots=True)
class Suspect:
    """Physical lines (0-based, last included) that need a closer look; several where an open quote joins them."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Scanned:
    """What one block of lines gave.

    Args:
        lines: Line number of each well-formed record, ascending.
        spans: Physical lines of each.
        lengths: Bytes of each cell, record by record.
        text: The cells' bytes, one behind the other.
        suspects: The other lines that are not blank, ascending.
        blank: Lines without any character but spaces, 0-based.
    """

    lines: Offsets
    spans: Offsets
    lengths: npt.NDArray[np.int32]
    text: Bytes
    suspects: list[Suspect]
    blank: Offsets


def scan(buffer: Bytes, index: LineIndex, first: int, dialect: Dialect, width: int) -> Iterator[Scanned]:
    """The records from physical line ``first`` (0-based) on, block by block.

    Args:
        buffer: The text.
        index: Its lines.
        first: Where the body begins.
        dialect: Delimiter and quote, one byte each.
        width: Cells of a well-formed record.
    """
    total = len(index)
    size = _BLOCK
    while first < total:
        end = int(np.searchsorted(index.ends, index.starts[first] + size, side="right"))
        end = min(total, max(end, first + 1))
        is_last = end == total or size > _LONGEST_RECORD
        scanned, taken = _Block(buffer, index, first, end, dialect, width).result(is_last=is_last)
        if taken == first:
            size *= 2
            continue
        size = _BLOCK
        yield scanned
        first = taken


class _Block:
    """The work on one block; positions are relative to its first byte."""

    def __init__(self, buffer: Bytes, index: LineIndex, first: int, end: int, dialect: Dialect, width: int) -> None:
        base = int(index.starts[first])
        self.first, self.end, self.width = first, end, width
        self.text = buffer[base : int(index.ends[end - 1])]
        self.starts = index.starts[first:end] - base
        self.ends = index.ends[first:end] - base
        self.delimiters = np.flatnonzero(self.text == ord(dialect.delimiter))
        counts = np.searchsorted(self.delimiters, np.stack([self.starts, self.ends]))
        self.delimiter_counts = counts[1] - counts[0]
        self.delimiter_lines = np.repeat(np.arange(end - first), self.delimiter_counts)
        self.quote = ord(dialect.quote) if dialect.quote is not None else -1
        self.quotes = np.flatnonzero(self.text == self.quote) if dialect.quote else np.empty(0, dtype=np.int64)
        self.has_escape = dialect.has_escape

    def result(self, *, is_last: bool) -> tuple[Scanned, int]:
        """What the block gave, and the first line it leaves to the next block."""
        lines = self.end - self.first
        blank = self._blank()
        self.flipped = np.zeros(lines, dtype=bool)  # lines that begin inside a quoted cell
        if len(self.quotes) == 0:
            good = (self.delimiter_counts == self.width - 1) & ~blank
            record_first = np.flatnonzero(good)
            record_last, suspects, taken = record_first, self._singles(~good & ~blank), lines
        else:
            record_first, record_last, suspects, taken = self._quoted(blank, is_last=is_last)
        if taken == 0:
            return Scanned(
                record_first, record_first, np.empty(0, np.int32), self.text[:0], [], record_first
            ), self.first
        lengths, text = self._cells(record_first, record_last, taken)
        blank[taken:] = False
        inside = np.zeros(lines + 1, dtype=np.int64)  # a blank line inside a quoted cell is part of the cell
        np.add.at(inside, record_first, 1)
        np.add.at(inside, record_last + 1, -1)
        blank &= np.cumsum(inside)[:-1] == 0
        for suspect in suspects:
            if suspect.last > suspect.first:
                blank[suspect.first - self.first : suspect.last + 1 - self.first] = False
        scanned = Scanned(
            lines=record_first + self.first + 1,
            spans=record_last - record_first + 1,
            lengths=lengths,
            text=text,
            suspects=suspects,
            blank=np.flatnonzero(blank) + self.first,
        )
        return scanned, self.first + taken

    def _blank(self) -> Flags:
        """Lines of no character but spaces and tabs, delimiters aside."""
        blank: Flags = self.starts == self.ends
        if len(self.text) == 0:
            return blank
        begins_blank = self.text[np.minimum(self.starts, len(self.text) - 1)] <= 32
        for line in np.flatnonzero((self.delimiter_counts == 0) & ~blank & begins_blank).tolist():
            blank[line] = not self.text[self.starts[line] : self.ends[line]].tobytes().strip()
        return blank

    def _singles(self, flags: Flags) -> list[Suspect]:
        return [Suspect(self.first + line, self.first + line) for line in np.flatnonzero(flags).tolist()]

    def _quoted(self, blank: Flags, *, is_last: bool) -> tuple[Offsets, Offsets, list[Suspect], int]:
        """Records of a block with quotes: single lines, and lines joined by an open quote."""
        lines = len(self.starts)
        bounds = np.searchsorted(self.quotes, np.stack([self.starts, self.ends]))
        counts = bounds[1] - bounds[0]
        of_line = np.repeat(np.arange(lines), counts)
        quotes = self.quotes[bounds[0][0] : bounds[1][-1]] if lines else self.quotes
        ordinal = np.arange(len(of_line)) - np.repeat(np.cumsum(counts) - counts, counts)
        self.quote_lines, self.quote_ordinals, self.quotes = of_line, ordinal, quotes
        opens, closes = self._placed(quotes, of_line)
        even = ordinal % 2 == 0
        bad_out = _lines_with(of_line[~np.where(even, opens, closes)], lines)
        bad_in = _lines_with(of_line[~np.where(even, closes, opens)], lines)
        if self.has_escape:
            escaped = np.searchsorted(self.ends, np.flatnonzero(self.text == _BACKSLASH), side="right")
            bad_out |= _lines_with(escaped, lines)
            bad_in |= _lines_with(escaped, lines)
        before = np.searchsorted(quotes, self.delimiters) - np.repeat(np.cumsum(counts) - counts, self.delimiter_counts)
        self.delimiter_parity = before % 2 == 1
        outside = self.delimiter_counts - np.bincount(self.delimiter_lines[self.delimiter_parity], minlength=lines)
        odd = counts % 2 == 1
        good = ~odd & ~bad_out & (outside == self.width - 1) & ~blank
        groups = _Groups(
            odd=odd, bad_out=bad_out, bad_in=bad_in, outside=outside, inside=self.delimiter_counts - outside,
            good=good, delimiters=self.delimiter_counts, width=self.width,
        )  # fmt: skip
        joined, doubtful, taken = groups.find(is_last=is_last)
        used = np.zeros(lines, dtype=bool)
        for first, last in [*joined, *doubtful]:
            used[first : last + 1] = True
        for first, last in joined:
            self.flipped[first + 1 : last + 1] = True
        single = np.flatnonzero(good & ~used)
        single = single[single < taken]
        record_first = np.concatenate([single, np.array([first for first, _ in joined], dtype=np.int64)])
        record_last = np.concatenate([single, np.array([last for _, last in joined], dtype=np.int64)])
        order = np.argsort(record_first, kind="stable")
        rest = ~good & ~used & ~blank
        rest[taken:] = False
        suspects = self._singles(rest) + [Suspect(self.first + a, self.first + b) for a, b in doubtful]
        suspects.sort(key=lambda suspect: suspect.first)
        return record_first[order], record_last[order], suspects, taken

    def _placed(self, quotes: Offsets, of_line: Offsets) -> tuple[Flags, Flags]:
        """Whether each quote stands where one may open a cell, and where one may close it; a doubled one does both."""
        text, delimiter = self.text, self.text[self.delimiters[0]] if len(self.delimiters) else -1
        first, last = quotes == self.starts[of_line], quotes + 1 == self.ends[of_line]
        previous = text[np.maximum(quotes - 1, 0)]
        following = text[np.minimum(quotes + 1, len(text) - 1)]
        opens = first | (previous == delimiter) | (previous == self.quote)
        closes = last | (following == delimiter) | (following == self.quote)
        return opens, closes

    def _cells(self, record_first: Offsets, record_last: Offsets, taken: int) -> tuple[npt.NDArray[np.int32], Bytes]:
        """Lengths and bytes of the cells of the records, in order."""
        rows, width = len(record_first), self.width
        if rows == 0:
            return np.empty(0, dtype=np.int32), self.text[:0]
        owner = self._owners(record_first, record_last)
        structural = owner[self.delimiter_lines] >= 0
        if len(self.quotes):
            structural &= self.delimiter_parity == self.flipped[self.delimiter_lines]
        cuts = self.delimiters[structural]
        ends = np.empty((rows, width), dtype=np.int64)
        ends[:, :-1] = cuts.reshape(rows, width - 1)
        ends[:, -1] = self.ends[record_last]
        starts = np.empty_like(ends)
        starts[:, 0] = self.starts[record_first]
        starts[:, 1:] = ends[:, :-1] + 1
        lengths = (ends - starts).ravel()
        kept = np.ones(len(self.text), dtype=bool)
        kept[cuts] = False
        self._clear_terminators(kept, owner, taken)
        if len(self.quotes):
            removed = self._removed_quotes(owner)
            kept[removed] = False
            cell = np.searchsorted(ends.ravel(), removed)
            lengths -= np.bincount(cell, minlength=len(lengths))
        return lengths.astype(np.int32), self.text[kept]

    def _owners(self, record_first: Offsets, record_last: Offsets) -> Offsets:
        """For each line the record it belongs to, or -1."""
        owner = np.full(len(self.starts), -1, dtype=np.int64)
        owner[record_first] = np.arange(len(record_first))
        for at in np.flatnonzero(record_last > record_first).tolist():
            owner[record_first[at] : record_last[at] + 1] = at
        return owner

    def _clear_terminators(self, kept: Flags, owner: Offsets, taken: int) -> None:
        """Drop what is between records and every line that belongs to none; keep line breaks inside a record."""
        behind = np.append(self.starts[1:], len(self.text))
        ends_record = np.append(owner[1:] != owner[:-1], True) | (owner < 0)
        with_break = np.flatnonzero(ends_record & (behind > self.ends))
        kept[self.ends[with_break]] = False
        kept[behind[with_break] - 1] = False
        for line in np.flatnonzero(owner < 0).tolist():
            kept[self.starts[line] : behind[line]] = False
        if taken < len(self.starts):
            kept[self.starts[taken] :] = False

    def _removed_quotes(self, owner: Offsets) -> Offsets:
        """Quotes that are no character of their cell: all that open or close, and one of each doubled pair."""
        parity = self.quote_ordinals % 2 == self.flipped[self.quote_lines]  # True: opens
        doubled = np.zeros(len(self.quotes), dtype=bool)
        doubled[1:] = self.quotes[1:] == self.quotes[:-1] + 1
        removed: Offsets = self.quotes[(owner[self.quote_lines] >= 0) & ~(parity & doubled)]
        return removed


def _lines_with(lines: Offsets, total: int) -> Flags:
    flags: Flags = np.bincount(lines, minlength=total)[:total] > 0
    return flags


@dataclass(slots=True)
class _Groups:
    """Which lines an open quote joins; an open quote that closes nowhere sensible joins none."""

    odd: Flags
    bad_out: Flags
    bad_in: Flags
    outside: Offsets
    inside: Offsets
    good: Flags
    delimiters: Offsets
    width: int

    def find(self, *, is_last: bool) -> tuple[list[tuple[int, int]], list[tuple[int, int]], int]:
        """Groups that are records, groups that need a closer look, and how many lines of the block are settled."""
        candidates = np.flatnonzero(self.odd).tolist()
        bad_in, inside, records = (_running(flags) for flags in (self.bad_in, self.inside, self.good))
        total = len(self.odd)
        joined: list[tuple[int, int]] = []
        doubtful: list[tuple[int, int]] = []
        taken = total
        at = 0
        while at < len(candidates):
            first = candidates[at]
            if at + 1 >= len(candidates):
                taken = taken if is_last else first
                break
            last = candidates[at + 1]
            if self.bad_out[first] or bad_in[last + 1] > bad_in[first + 1]:
                at += 1
                continue
            cells = 1 + self.outside[first] + inside[last + 1] - inside[first + 1]
            swallows = records[last] > records[first + 1] or (
                self.delimiters[first] == self.delimiters[last] == self.width - 1
            )
            is_short = last - first < LONGEST_DOUBT
            is_safe = not swallows if self.width >= TELLING_WIDTH else is_short
            if cells == self.width and is_safe:
                joined.append((first, last))
            elif is_short:
                doubtful.append((first, last))
            else:
                at += 1
                continue
            at += 2
        return joined, doubtful, taken


def _running(flags: Flags | Offsets) -> list[int]:
    """Sums up to each position, exclusive."""
    return [0, *np.cumsum(flags, dtype=np.int64).tolist()]


def to_arrow(scanned: Scanned, width: int) -> pa.Array:
    """The cells of the records of a block as one list per record, padded to ``width``."""
    rows = len(scanned.lines)
    lengths = scanned.lengths
    given = len(lengths) // rows if rows else width
    if given < width:
        lengths = np.hstack([lengths.reshape(rows, given), np.zeros((rows, width - given), np.int32)]).ravel()
    offsets = np.zeros(len(lengths) + 1, dtype=np.int32)
    np.cumsum(lengths, out=offsets[1:])
    values = pa.StringArray.from_buffers(len(lengths), pa.py_buffer(offsets), pa.py_buffer(scanned.text))
    return pa.ListArray.from_arrays(pa.array(np.arange(0, len(lengths) + 1, width, dtype=np.int32)), values)
