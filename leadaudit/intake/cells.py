"""From the text of one record to its cells, strictly or with the doubts named."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How the cells of a text file are written.

    Args:
        delimiter: One character, or several ("||").
        quote: Around cells; None when none is used.
        has_escape: A backslash before a quote makes it a character of the cell.
        skips_space: A space behind each delimiter belongs to the delimiter.
    """

    delimiter: str
    quote: str | None
    has_escape: bool = False
    skips_space: bool = False


def split_strict(text: str, dialect: Dialect) -> list[str] | None:
    """The cells of a record whose every quote stands where it must (RFC 4180, section 2); else None."""
    delimiter, quote = dialect.delimiter, dialect.quote
    if quote is None or quote not in text:
        cells = text.split(delimiter)
        return [cell.strip(" ") for cell in cells] if dialect.skips_space else cells
    cells = []
    at, size, width = 0, len(text), len(delimiter)
    while True:
        if dialect.skips_space:
            while at < size and text[at] == " ":
                at += 1
        if text.startswith(quote, at):
            closing = _closing_quote(text, at + 1, dialect)
            if closing is None:
                return None
            cells.append(_unquoted(text[at + 1 : closing], dialect))
            end = closing + 1
            if end < size and not text.startswith(delimiter, end):
                return None
        else:
            end = text.find(delimiter, at)
            end = size if end < 0 else end
            cell = text[at:end]
            if quote in cell:
                return None
            cells.append(cell.strip(" ") if dialect.skips_space else cell)
        if end >= size:
            return cells
        at = end + width


def _closing_quote(text: str, at: int, dialect: Dialect) -> int | None:
    """Position of the first quote from ``at`` on that is neither doubled nor escaped."""
    quote = str(dialect.quote)
    while True:
        found = text.find(quote, at)
        if found < 0:
            return None
        if dialect.has_escape and _is_escaped(text, found):
            at = found + 1
        elif text.startswith(quote, found + 1):
            at = found + 2
        else:
            return found


def _is_escaped(text: str, at: int) -> bool:
    """Whether an odd number of backslashes stands before the position."""
    first = at
    while first > 0 and text[first - 1] == "\\":
        first -= 1
    return (at - first) % 2 == 1


def _unquoted(inner: str, dialect: Dialect) -> str:
    quote = str(dialect.quote)
    if dialect.has_escape:
        inner = inner.replace("\\" + quote, quote)
    return inner.replace(quote + quote, quote)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leniency:
    """How doubtful quotes are taken.

    Args:
        closes_first: Of two quotes before a delimiter, the second closes the cell; else they are one character.
        literal: Positions of quotes that are characters of their cell.
    """

    closes_first: bool = False
    literal: frozenset[int] = frozenset()


def split_lenient(text: str, dialect: Dialect, leniency: Leniency) -> list[str]:
    """The cells of any text: a quote closes only before a delimiter or the end, any other is a character."""
    return [cell for cell, _ in split_marked(text, dialect, leniency)]


def split_marked(text: str, dialect: Dialect, leniency: Leniency) -> list[tuple[str, bool]]:
    """As ``split_lenient``, each cell with whether it was quoted."""
    quote, delimiter = dialect.quote, dialect.delimiter
    if quote is None:
        return [(cell, False) for cell in text.split(delimiter)]
    cells = []
    at, size, may_close = 0, len(text), True
    while True:
        if dialect.skips_space:
            while at < size and text[at] == " ":
                at += 1
        closing = None
        if may_close and text.startswith(quote, at) and at not in leniency.literal:
            closing = _lenient_closing(text, at + 1, dialect, leniency)
            may_close = closing is not None  # what closes nowhere up to the end need not be sought again
        if closing is not None:
            cells.append((_unquoted(text[at + 1 : closing], dialect), True))
            end = closing + 1
        else:
            end = text.find(delimiter, at)
            end = size if end < 0 else end
            cells.append((text[at:end].strip(" ") if dialect.skips_space else text[at:end], False))
        if end >= size:
            return cells
        at = end + len(delimiter)


def _lenient_closing(text: str, at: int, dialect: Dialect, leniency: Leniency) -> int | None:
    quote, delimiter = str(dialect.quote), dialect.delimiter

    def ends_cell(position: int) -> bool:
        return position >= len(text) or text.startswith(delimiter, position)

    while True:
        found = text.find(quote, at)
        if found < 0:
            return None
        if found in leniency.literal or (dialect.has_escape and _is_escaped(text, found)):
            at = found + 1
        elif ends_cell(found + 1):
            return found
        elif text.startswith(quote, found + 1):
            if leniency.closes_first and ends_cell(found + 2):
                return found + 1
            at = found + 2
        else:
            at = found + 1


@dataclass(frozen=True, slots=True)
class Row:
    """One record of the beginning of a file, or one row of a sheet.

    Args:
        line: 1-based line on which it starts.
        cells: As split.
        span: Physical lines it covers.
        is_regular: No quote of it was doubtful.
    """

    line: int
    cells: list[str]
    span: int = 1
    is_regular: bool = True

    @property
    def filled(self) -> int:
        """How many cells hold something."""
        return sum(1 for cell in self.cells if cell.strip())


# Lines that a doubtful open quote may join: one left open by mistake must not swallow a file.
LONGEST_DOUBT: Final = 50


def split_rows(texts: Sequence[str], dialect: Dialect, *, first_line: int = 1) -> list[Row]:
    """The records of a few lines, joining those that a quoted line break divides."""
    rows = []
    at = 0
    while at < len(texts):
        cells = split_strict(texts[at], dialect)
        if cells is not None:
            rows.append(Row(first_line + at, cells))
            at += 1
            continue
        span = _span(texts, at, dialect)
        text = "\n".join(texts[at : at + span])
        joined = split_strict(text, dialect) if span > 1 else None
        if joined is None:
            joined = split_lenient(text, dialect, Leniency(closes_first=True))
        rows.append(Row(first_line + at, joined, span, span > 1))
        at += span
    return rows


def _span(texts: Sequence[str], at: int, dialect: Dialect) -> int:
    """How many lines the record that starts here covers: 1 unless an open quote closes well further down."""
    quote = str(dialect.quote)
    if texts[at].count(quote) % 2 == 0:
        return 1
    for end in range(at + 1, len(texts)):
        if texts[end].count(quote) % 2 == 1:
            joined = split_strict("\n".join(texts[at : end + 1]), dialect)
            return end + 1 - at if joined is not None else 1
    return 1
