"""Where in a file the table begins: banners, header rows, the first record."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from leadaudit.intake.cells import Row
from leadaudit.intake.fit import TYPED_KINDS, kind_of
from leadaudit.intake.names import column_names, raw_names

# A header stands near the top; what follows it decides whether it is one.
_SEARCHED: Final = 60
_COMPARED: Final = 40
_MOST_HEADER_ROWS: Final = 4
# Words of column names, where nothing else tells a header from a record.
_HEADING_WORD: Final = re.compile(
    r"\b(?:name|first|last|e-?mail|mail|phone|mobile|company|title|job|city|state|country|date|id|url|website|address"
    r"|street|zip|postcode|industry|employees|revenue|source|campaign|status|owner"
    r"|vorname|nachname|firma|telefon|land|ort|plz|datum|straße|prénom|nom|société|pays|ville|téléphone|poste"
    r"|nombre|apellidos?|empresa|correo|país|ciudad|teléfono|cargo)\b",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_SUBHEADINGS: Final = frozenset({"response", "open-ended response", "string", "text", "required", "optional"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where the table is.

    Args:
        header_rows: Rows of column names, in order; empty without a header.
        body_line: Line of the first row behind the header (or of the first record).
        body_width: Cells that most records have.
        reason: Why the header is where it is, in plain words.
        raw_header: The names as delivered, header rows joined by a space; empty without a header.
    """

    header_rows: tuple[Row, ...]
    body_line: int
    body_width: int
    reason: str
    raw_header: tuple[str, ...]

    @property
    def header_line(self) -> int:
        """Line of the column names; 0 without."""
        return self.header_rows[-1].line if self.header_rows else 0

    @property
    def width(self) -> int:
        """Columns of the table: what most records have, or the header if it names more."""
        return max(self.body_width, len(self.raw_header))

    def names(self) -> tuple[str, ...]:
        """A distinct name for every column."""
        return column_names([row.cells for row in self.header_rows], self.body_width)


def _layout(header: Sequence[Row], body_line: int, body_width: int, reason: str) -> Layout:
    names = raw_names([row.cells for row in header], body_width)
    return Layout(
        header_rows=tuple(header), body_line=body_line, body_width=body_width, reason=reason, raw_header=names
    )


def find_layout(rows: Sequence[Row], *, chosen_line: int | None = None) -> Layout | None:
    """Where the table of these rows begins; None when no row holds anything.

    Args:
        rows: The beginning of a file, or all of a sheet.
        chosen_line: Header line the user chose; 0 for none, None to find out.
    """
    filled = [row for row in rows if row.filled]
    if not filled:
        return None
    body_width = usual_width(filled)
    if chosen_line is not None:
        return _as_chosen(filled, body_width, chosen_line)
    start = _table_start(filled, body_width)
    below = filled[start + 1 : start + 1 + _COMPARED]
    if not is_heading(filled[start].cells, [row.cells for row in below]):
        reason = "the first row of the table reads like a record: names are made up"
        return _layout((), filled[start].line, body_width, reason)
    first, last = _header_extent(filled, start, body_width)
    header = tuple(filled[first : last + 1])
    body_line = header[-1].line + header[-1].span
    return _layout(header, body_line, body_width, _reason(header, below))


def usual_width(rows: Sequence[Row]) -> int:
    """The width most rows have; of equally many the one of the first row that has either."""
    counts = Counter(len(row.cells) for row in rows)
    top = max(counts.values())
    if top * 2 < len(rows):  # ragged: one cell alone is rather a note than a record
        wide = {width: count for width, count in counts.items() if width > 1}
        top = max(wide.values(), default=top)
        counts = Counter(wide) or counts
    tied = [width for width, count in counts.items() if count == top]
    return max(tied)


def _as_chosen(rows: Sequence[Row], body_width: int, line: int) -> Layout:
    header = tuple(row for row in rows if row.line <= line < row.line + row.span)
    body_line = header[-1].line + header[-1].span if header else line + 1 if line else rows[0].line
    reason = "no header, as chosen" if line == 0 else f"line {line}, as chosen"
    return _layout(header, body_line, body_width, reason)


def _table_start(rows: Sequence[Row], body_width: int) -> int:
    """Position of the first row that is part of the table, header included."""
    if body_width == 1:
        return 0
    usual = sorted(row.filled for row in rows if len(row.cells) == body_width)
    middle = usual[len(usual) // 2] if usual else body_width
    least = max(2, 0.5 * middle)
    for at, row in enumerate(rows[:_SEARCHED]):
        if row.filled < least or len(row.cells) < 0.5 * body_width:
            continue
        better = _better_start(rows, at)
        return at if better is None else better
    return 0


def _better_start(rows: Sequence[Row], at: int) -> int | None:
    """A row shortly below that names clearly more columns, when this one is a note or a group heading."""
    here = rows[at]
    for later in range(at + 1, min(at + 6, len(rows))):
        row = rows[later]
        names_more = row.filled >= 1.3 * here.filled and _is_wordy(row.cells)
        if names_more and is_heading(row.cells, [below.cells for below in rows[later + 1 : later + 1 + _COMPARED]]):
            return later
    return None


def _is_wordy(cells: Sequence[str]) -> bool:
    return not any(kind_of(cell.strip()) in TYPED_KINDS for cell in cells if cell.strip())


def is_heading(cells: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a row names columns rather than holding values of them.

    A heading stands over values of another kind: a word over dates, over addresses, over numbers.
    """
    given = [cell.strip() for cell in cells if cell.strip()]
    if any(kind_of(cell) == "email" for cell in given):
        return False
    if not below:
        return _is_wordy(cells)
    votes = 0.0
    for at, cell in enumerate(cells):
        values = [row[at].strip() for row in below if at < len(row) and row[at].strip()]
        if not cell.strip() or not values:
            continue
        votes += _vote(cell.strip(), values)
    if votes:
        return votes > 0
    is_named = any(_HEADING_WORD.search(cell) for cell in given)
    return is_named or (len(set(given)) == len(given) and _is_wordy(cells))


def _vote(cell: str, values: Sequence[str]) -> float:
    """+1: the cell is of another kind than the values below; -1: of the same kind; about 0: cannot tell."""
    kind, count = Counter(kind_of(value) for value in values).most_common(1)[0]
    here = kind_of(cell)
    if _YEAR.fullmatch(cell) and not any(_YEAR.fullmatch(value) for value in values):
        return 0.0  # a year over figures
    if kind in TYPED_KINDS or kind == "code":
        if count < 0.6 * len(values) or (here == "code" != kind):
            return 0.0
        return -1.0 if here == kind or here in TYPED_KINDS else 1.0
    if here in TYPED_KINDS:
        return -1.0
    if cell in values:
        return -0.5
    return 0.25 if _HEADING_WORD.search(cell) and len(cell) < 30 else 0.0


def _header_extent(rows: Sequence[Row], start: int, body_width: int) -> tuple[int, int]:
    """First and last position of the header rows: repeated or divided names below, group headings above."""
    names = _folded(rows[start].cells)
    last = start
    while last + 1 < len(rows) and last - start < _MOST_HEADER_ROWS and _is_subheading(rows[last + 1], names):
        last += 1
    first = start
    if first and _is_group_heading(rows[first - 1], rows[first], body_width):
        first -= 1
    return first, last


def _folded(cells: Sequence[str]) -> list[str]:
    return [cell.strip().casefold() for cell in cells]


def _is_subheading(row: Row, names: list[str]) -> bool:
    here = _folded(row.cells)
    given = [cell for cell in here if cell]
    return here == names or (len(given) > 1 and all(cell in _SUBHEADINGS for cell in given))


def _is_group_heading(row: Row, header: Row, body_width: int) -> bool:
    """Names over groups of columns: several, spread over the width, directly above."""
    if row.line + row.span != header.line or len(row.cells) != len(header.cells) or not _is_wordy(row.cells):
        return False
    filled_at = [at for at, cell in enumerate(row.cells) if cell.strip()]
    return len(filled_at) >= 2 and filled_at[-1] >= min(2, body_width - 1) and filled_at != [0, 1]


def _reason(header: Sequence[Row], below: Sequence[Row]) -> str:
    line = header[-1].line
    if not below:
        return f"line {line} names columns, and nothing follows"
    names = len([name for name in header[-1].cells if name.strip()])
    widest = max(len(row.cells) for row in below[:5])
    if names < widest and len(header[-1].cells) < widest:
        return f"line {line} names {names} columns and the records have {widest} cells: compare names and values"
    if len(header) > 1:
        return f"lines {header[0].line} to {line} name the columns together"
    typed = sum(1 for value in below[0].cells if value.strip() and kind_of(value.strip()) in TYPED_KINDS)
    detail = "values of another kind follow" if typed else "records follow"
    return f"line {line} names columns, and {detail}"
