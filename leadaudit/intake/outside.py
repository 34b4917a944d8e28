"""Which rows of a file are no delivered lines: repeated headers, totals, footers."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from leadaudit.intake.fit import TableFit, kind_of

# A footer has no more cells than this.
FOOTER_CELLS: Final = 2
_TOTALS: Final = re.compile(
    r"\W*(?:(?:grand|sub|report|overall)[ -]?)?(?:totals?|count|sum)\b"
    r"|\W*(?:gesamt(?:summe)?|summe|zwischensumme|insgesamt|anzahl)\b"
    r"|\W*(?:total g[ée]n[ée]ral|sous-total|totaux|totales|suma)\b",
    re.IGNORECASE,
)
_FOOTER: Final = re.compile(
    r"copyright|©|\(c\) ?\d{4}|all rights reserved|alle rechte|confidential|vertraulich|do not distribute"
    r"|(?:generated|exported) (?:by|on|at|from)|erstellt (?:am|von)|g[ée]n[ée]r[ée] (?:par|le)"
    r"|report (?:run|name|generated|created)|end of (?:report|file)|page \d+ of \d+|^page \d+$"
    r"|\d+ (?:records?|rows?|results?|datens[äa]tze|enregistrements|registros)\b",
    re.IGNORECASE,
)


def _filled(cells: Sequence[str]) -> list[tuple[int, str]]:
    return [(at, cell.strip()) for at, cell in enumerate(cells) if cell.strip()]


def is_totals(cells: Sequence[str], width: int) -> bool:
    """A row that sums others: the word for it first, numbers or nothing in few other cells."""
    first = next((cell for cell in cells if cell.strip()), None)
    if width < 2 or first is None or not _TOTALS.match(first.strip()):
        return False
    filled = _filled(cells)
    if len(filled) > max(3, width // 2) or len(filled) == width > 3:
        return False
    return all(kind_of(value) in {"number", "money"} or _TOTALS.match(value) for _, value in filled[1:])


def may_be_footer(cells: Sequence[str]) -> bool:
    """Whether a row holds so little that it may be a note behind the last record."""
    filled = _filled(cells)
    return len(filled) <= FOOTER_CELLS and not any(kind_of(value) == "email" for _, value in filled)


def is_footer(cells: Sequence[str], fit: TableFit, *, follows_blank: bool) -> bool:
    """A note behind the last record: one or two cells that do not fit the columns.

    Args:
        cells: Of a row behind which no record comes.
        fit: What the columns hold.
        follows_blank: A blank line separates it from the table.
    """
    filled = _filled(cells)
    width = len(fit.columns)
    if not filled or not may_be_footer(cells) or len(filled) >= max(2, width):
        return False
    text = " ".join(value for _, value in filled)
    if _FOOTER.search(text) or is_totals(cells, width):
        return True
    if width < 3:
        return False
    fits = all(fit.columns[at].fits(value) for at, value in filled if at < width)
    return not fits or (follows_blank and len(filled) == 1 and filled[0][1].count(" ") >= 2)


def first_footer(tail: Sequence[Sequence[str]], fit: TableFit, follows_blank: Callable[[int], bool]) -> int:
    """Position of the first footer among the last rows; whatever comes behind it is one, too.

    Args:
        tail: Cells of the last rows, each of which may be a footer.
        fit: What the columns hold.
        follows_blank: Whether a blank line stands before a row of the tail.
    """
    found = (at for at, cells in enumerate(tail) if is_footer(cells, fit, follows_blank=follows_blank(at)))
    return next(found, len(tail))


def repeats_header(cells: Sequence[str], names: frozenset[str]) -> bool:
    """A row whose cells are the names of the columns again, all or most of them.

    Args:
        cells: Of any row.
        names: The column names as delivered, case folded.
    """
    given = [cell.strip().casefold() for cell in cells if cell.strip()]
    return len(given) >= 2 and len(names) >= 2 and sum(cell in names for cell in given) >= 0.7 * len(given)
