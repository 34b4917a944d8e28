"""The careful pass: line by line, for dialects that the fast pass does not know, and to prove the fast one by."""

from collections.abc import Callable, Iterator

import numpy as np

from leadaudit.intake.cells import LONGEST_DOUBT, Dialect, split_strict
from leadaudit.intake.scan import TELLING_WIDTH, Scanned, Suspect

_LINES_AT_ONCE = 50_000
# What ``bytes.strip`` takes for space, so that both passes call the same lines blank.
_BLANK = " \t\n\r\v\f"


def walk(text: Callable[[int, int], str], total: int, first: int, dialect: Dialect, width: int) -> Iterator[Scanned]:
    """The records from physical line ``first`` (0-based) on, as ``scan.scan`` gives them.

    Args:
        text: The text of physical lines from the first to the last given.
        total: Physical lines of the file.
        first: Where the body begins.
        dialect: How cells are written.
        width: Cells of a well-formed record.
    """
    while first < total:
        end = min(total, first + _LINES_AT_ONCE)
        rows: list[tuple[int, int, list[str]]] = []
        suspects, blank = [], []
        at = first
        while at < end:
            line = text(at, at)
            if _is_blank(line, dialect):
                blank.append(at)
                at += 1
                continue
            cells = split_strict(line, dialect)
            if cells is not None:
                if len(cells) == width:
                    rows.append((at, 1, cells))
                else:
                    suspects.append(Suspect(at, at))
                at += 1
                continue
            last, joined = _join(text, at, total, dialect)
            is_short = last - at < LONGEST_DOUBT
            is_safe = is_short if width < TELLING_WIDTH else not _swallows(text, at, last, dialect, width)
            if joined is not None and len(joined) == width and is_safe:
                rows.append((at, last + 1 - at, joined))
            else:
                last = last if is_short else at
                suspects.append(Suspect(at, last))
            at = last + 1
        yield _scanned(rows, suspects, blank)
        first = at


def _is_blank(line: str, dialect: Dialect) -> bool:
    return not line.strip(_BLANK) and dialect.delimiter not in line


def _join(text: Callable[[int, int], str], at: int, total: int, dialect: Dialect) -> tuple[int, list[str] | None]:
    """The last line of the record that an open quote begins, and its cells; the line itself where none closes it."""
    if not _is_odd(text(at, at), dialect):
        return at, None
    for last in range(at + 1, total):
        if _is_odd(text(last, last), dialect):
            joined = split_strict(text(at, last), dialect)
            return (last, joined) if joined is not None else (at, None)
    return at, None


def _is_odd(line: str, dialect: Dialect) -> bool:
    quote = str(dialect.quote)
    count = line.count(quote)
    if dialect.has_escape:
        count -= line.count("\\" + quote)
    return count % 2 == 1


def _swallows(text: Callable[[int, int], str], first: int, last: int, dialect: Dialect, width: int) -> bool:
    """Whether a line that the quote joins looks like a record of its own."""
    for at in range(first + 1, last):
        cells = split_strict(text(at, at), dialect)
        if cells is not None and len(cells) == width and not _is_blank(text(at, at), dialect):
            return True
    counts = [text(at, at).count(dialect.delimiter) for at in (first, last)]
    return counts == [width - 1, width - 1]


def _scanned(rows: list[tuple[int, int, list[str]]], suspects: list[Suspect], blank: list[int]) -> Scanned:
    encoded = [[cell.encode("utf-8", errors="replace") for cell in cells] for _, _, cells in rows]
    flat = [cell for cells in encoded for cell in cells]
    return Scanned(
        lines=np.array([at + 1 for at, _, _ in rows], dtype=np.int64),
        spans=np.array([span for _, span, _ in rows], dtype=np.int64),
        lengths=np.array([len(cell) for cell in flat], dtype=np.int32),
        text=np.frombuffer(b"".join(flat), dtype=np.uint8),
        suspects=suspects,
        blank=np.array(blank, dtype=np.int64),
    )
