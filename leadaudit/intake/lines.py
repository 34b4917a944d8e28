"""The physical lines of a text."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Offsets = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_PIECE: Final = 24 * 1024**2
_LF: Final = 10
_CR: Final = 13
# How many lines are held against each other to tell what a lone CR stands for, how long, and how many must agree.
_COMPARED: Final = 200
_LONGEST_COMPARED: Final = 64 * 1024
_FEWEST_PIECES: Final = 4
_AGREE: Final = 0.9


@dataclass(frozen=True, slots=True)
class LineIndex:
    """Where the physical lines of a text are: offsets of the first byte and behind the last, terminator excluded."""

    starts: Offsets
    ends: Offsets

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True, slots=True)
class TextLines:
    """The physical lines of a text, by 0-based number."""

    buffer: Bytes
    index: LineIndex

    def text(self, first: int, last: int | None = None) -> str:
        """One line, or several with the breaks between them."""
        end = self.index.ends[first if last is None else last]
        return self.buffer[self.index.starts[first] : end].tobytes().decode("utf-8", errors="replace")

    def cut(self, line: int, most: int) -> str:
        """The beginning of a line."""
        start = int(self.index.starts[line])
        end = min(int(self.index.ends[line]), start + 4 * most)
        return self.buffer[start:end].tobytes().decode("utf-8", errors="replace")[:most]


def index_lines(buffer: Bytes, start: int) -> LineIndex:
    """The physical lines of a text.

    A line ends at LF or CR LF; at CR where a file has no or hardly any LF, or where what stands between two of them
    has as many marks as the other lines, as in files of two systems put together.  U+2028 and its kin end no line.
    """
    if start >= len(buffer):
        return LineIndex(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))
    feeds, returns = _positions(buffer, _LF, start), _positions(buffer, _CR, start)
    before_feed = returns[_is_followed_by_feed(buffer, returns)] if len(returns) else returns
    lone = np.setdiff1d(returns, before_feed, assume_unique=True)
    breaks = feeds
    if len(lone) > len(feeds) or (len(lone) and _parts_records(buffer, start, feeds, lone)):
        breaks = np.union1d(feeds, lone)
    starts = np.concatenate([[start], breaks + 1]).astype(np.int64)
    ends = np.concatenate([breaks, [len(buffer)]]).astype(np.int64)
    ends -= _ends_with_return(buffer, starts, ends)
    if len(starts) > 1 and starts[-1] == len(buffer):  # the last line was terminated
        starts, ends = starts[:-1], ends[:-1]
    return LineIndex(starts, ends)


def _positions(buffer: Bytes, byte: int, start: int) -> Offsets:
    """Where a byte occurs, found in pieces so that no mask of the whole file is held."""
    found = [
        np.flatnonzero(buffer[at : at + _PIECE] == byte) + at for at in range(start, len(buffer), _PIECE)
    ]  # fmt: skip
    return np.concatenate(found) if found else np.empty(0, dtype=np.int64)


def _parts_records(buffer: Bytes, start: int, feeds: Offsets, lone: Offsets) -> bool:
    """Whether lone CRs stand between whole records: what they part has as many marks as lines that hold none."""
    first = np.concatenate([[start], feeds + 1])
    of_line = np.searchsorted(feeds, lone)
    plain = np.setdiff1d(np.arange(min(len(first) - 1, 2 * _COMPARED + len(of_line))), of_line)[:_COMPARED]
    with_returns = np.unique(of_line[:_COMPARED])
    lines = [_line(buffer, first, feeds, int(at)) for at in plain]
    pieces = [
        piece for at in with_returns for piece in _line(buffer, first, feeds, int(at)).split(b"\r")[:_COMPARED] if piece
    ]
    if not lines or len(pieces) < _FEWEST_PIECES:
        return False
    for mark in (b",", b";", b"\t", b"|"):
        usual, count = Counter(line.count(mark) for line in lines).most_common(1)[0]
        if usual and count >= _AGREE * len(lines):
            return sum(piece.count(mark) == usual for piece in pieces) >= _AGREE * len(pieces)
    return False


def _line(buffer: Bytes, first: Offsets, feeds: Offsets, at: int) -> bytes:
    end = int(feeds[at]) if at < len(feeds) else len(buffer)
    return bytes(buffer[int(first[at]) : min(end, int(first[at]) + _LONGEST_COMPARED)]).rstrip(b"\r")


def _is_followed_by_feed(buffer: Bytes, returns: Offsets) -> Flags:
    behind = np.minimum(returns + 1, len(buffer) - 1)
    followed: Flags = (buffer[behind] == _LF) & (returns + 1 < len(buffer))
    return followed


def _ends_with_return(buffer: Bytes, starts: Offsets, ends: Offsets) -> Flags:
    """Whether a CR stands before the line feed that ends the line, or before the end of the file."""
    has_text = ends > starts
    last = np.where(has_text, ends - 1, 0)
    at_feed = (ends >= len(buffer)) | (buffer[np.minimum(ends, len(buffer) - 1)] == _LF)
    ended: Flags = has_text & at_feed & (buffer[last] == _CR)
    return ended
