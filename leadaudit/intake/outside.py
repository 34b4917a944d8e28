"""Which rows of a file are no delivered lines: repeated headers, totals, footers."""

import re
from collections.abc import Sequence
from typing import Final

from leadaudit.intake.fit import TableFit, kind_of

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
    filled = _filled(cells)
    if width < 2 or not filled or len(filled) > max(3, width // 2) or len(filled) == width > 3:
        return False
    if not _TOTALS.match(filled[0][1]):
        return False
    return all(kind_of(value) in {"number", "money"} or _TOTALS.match(value) for _, value in filled[1:])


def is_footer(cells: Sequence[str], fit: TableFit, *, follows_blank: bool) -> bool:
    """A note behind the last record: one or two cells that do not fit the columns.

    Args:
        cells: Of a row behind which no record comes.
        fit: What the columns hold.
        follows_blank: A blank line separates it from the table.
    """
    filled = _filled(cells)
    width = len(fit.columns)
    if not filled or len(filled) > min(2, width - 1 if width > 1 else 1):
        return False
    if any(kind_of(value) == "email" for _, value in filled):
        return False
    text = " ".join(value for _, value in filled)
    if _FOOTER.search(text) or (width > 1 and is_totals(cells, width)):
        return True
    if width < 3:
        return False
    fits = all(fit.columns[at].fits(value) for at, value in filled if at < width)
    return not fits or (follows_blank and len(filled) == 1 and filled[0][1].count(" ") >= 2)


def repeats_header(cells: Sequence[str], names: frozenset[str]) -> bool:
    """A row whose cells are the names of the columns again, all or most of them.

    Args:
        cells: Of any row.
        names: The column names as delivered, case folded.
    """
    given = [cell.strip().casefold() for cell in cells if cell.strip()]
    return len(given) >= 2 and len(names) >= 2 and sum(cell in names for cell in given) >= 0.7 * len(given)
