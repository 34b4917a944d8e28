"""CSV that a spreadsheet opens without running it."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Final

# A spreadsheet runs a cell that starts with one of these as a formula (OWASP, "CSV Injection").
_FORMULA_START: Final = ("=", "+", "-", "@", "\t", "\r", "\n")

# Plain numbers and phones start like formulas and are none: "-5", "+49 30 123456", "-1.250,00".
_NUMBER_OR_PHONE: Final = re.compile(r"[+-]?[0-9(][0-9 ().,/-]*[0-9)]|[+-]?[0-9]")


def safe_cell(text: str) -> str:
    """The text, with an apostrophe before anything a spreadsheet would take for a formula."""
    if text.startswith(_FORMULA_START) and not _NUMBER_OR_PHONE.fullmatch(text):
        return f"'{text}"
    return text


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CSV with safe cells: comma, quotes where needed, CRLF as RFC 4180 asks; None is an empty cell."""
    target = StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([safe_cell(name) for name in header])
    writer.writerows([["" if cell is None else safe_cell(str(cell)) for cell in row] for row in rows])
    return target.getvalue()
