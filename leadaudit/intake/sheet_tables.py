"""Further tables on one sheet, below the first and behind empty rows: kept apart, none of their rows a record."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from leadaudit.intake.assembly import SpecialLine
from leadaudit.intake.cells import Row
from leadaudit.intake.layout import Layout, is_heading
from leadaudit.vocabulary import LineStatus


@dataclass(slots=True)
class Apart:
    """What of a sheet belongs to the first table, and what does not.

    Args:
        rows: The rows of the first table and everything above it.
        specials: Rows of further tables, unreadable with their text.
        outside: Captions and headings of further tables, with what they are.
    """

    rows: list[Row] = field(default_factory=list)
    specials: list[SpecialLine] = field(default_factory=list)
    outside: list[tuple[Row, str]] = field(default_factory=list)


def keep_apart(rows: Sequence[Row], layout: Layout) -> Apart:
    """The rows of a sheet, those of further tables taken out.

    Args:
        rows: Filled rows, all as wide as the sheet.
        layout: Where the first table is.
    """
    apart = Apart()
    for block in _blocks(rows):
        at = _heading_at(block, layout)
        if at is None:
            apart.rows.extend(block)
            continue
        heading = block[at]
        apart.outside += [(row, "banner") for row in block[:at]] + [(heading, "header")]
        reason = f"belongs to a second table that starts on line {heading.line} with {heading.filled} columns"
        apart.specials += [
            SpecialLine(row.line, row.span, LineStatus.UNREADABLE, None, shown(row), reason) for row in block[at + 1 :]
        ]
    return apart


def shown(row: Row) -> str:
    """A row as text, cells parted by tabs."""
    return "\t".join(row.cells).strip("\t")


def _blocks(rows: Sequence[Row]) -> list[Sequence[Row]]:
    """Rows that follow each other without an empty one between."""
    starts = [at for at, row in enumerate(rows) if at == 0 or row.line > rows[at - 1].line + 1]
    return [rows[first:last] for first, last in zip(starts, [*starts[1:], len(rows)], strict=True)]


def _heading_at(block: Sequence[Row], layout: Layout) -> int | None:
    """Which row of a block heads a table of its own: the first, or the second under a caption; None when none does."""
    if block[0].line <= layout.body_line:
        return None
    at = 1 if block[0].filled == 1 else 0
    if len(block) < at + 2:
        return None
    heading, below = block[at], block[at + 1 :]
    columns = _columns(heading)
    is_narrower = 2 <= len(columns) <= 0.6 * layout.width
    if not is_narrower or any(not set(_columns(row)) <= set(columns) for row in below):
        return None
    values = [[row.cells[column] for column in columns] for row in below[:20]]
    return at if is_heading([heading.cells[column] for column in columns], values) else None


def _columns(row: Row) -> list[int]:
    return [at for at, cell in enumerate(row.cells) if cell.strip()]
