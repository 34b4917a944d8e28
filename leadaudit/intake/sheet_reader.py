"""Reads the sheets of a workbook in a process of its own, and writes them to standard output as JSON lines.

A damaged workbook can make the native reader panic, or ask for more memory than there is, which ends the process
it runs in; here that costs one small process and nothing else.  Run as a script: it knows nothing of the package.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

MEMORY_LIMIT = 6 * 1024**3
SECONDS_LIMIT = 900
PROTECTED, DAMAGED = 3, 4
_HEAD = 400
WIDE = 256
_ROWS_AT_ONCE = 1000

Cell = int | float | str | bool | time | date | datetime | timedelta


def cell_text(cell: Cell) -> str:
    """A cell as text that means the same: ISO dates, whole numbers without a point."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def filled_rows(rows: Iterable[Sequence[Cell]]) -> Iterable[tuple[int, list[str]]]:
    """The rows that hold anything, with their 1-based numbers."""
    for line, row in enumerate(rows, start=1):
        if any(value != "" for value in row):
            cells = [cell if isinstance(cell, str) else cell_text(cell) for cell in row]
            # One cell far to the right makes every row as wide; joined text finds the last filled cell fastest.
            cells = cells[: "\0".join(cells).rstrip("\0").count("\0") + 1] if len(cells) > WIDE else cells
            if any(cell.strip() for cell in cells):
                yield line, cells


def _write(message: object) -> None:
    sys.stdout.write(json.dumps(message, ensure_ascii=True) + "\n")


def _write_rows(sheet: CalamineSheet) -> None:
    rows: list[tuple[int, list[str]]] = []
    for row in filled_rows(sheet.iter_rows() if sheet.height else ()):
        rows.append(row)
        if len(rows) == _ROWS_AT_ONCE:
            _write(rows)
            rows = []
    _write(rows)


def _limit_process() -> None:
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    for what, limit in ((resource.RLIMIT_AS, MEMORY_LIMIT), (resource.RLIMIT_CPU, SECONDS_LIMIT)):
        _, most = resource.getrlimit(what)
        resource.setrlimit(what, (limit if most == resource.RLIM_INFINITY else min(limit, most), most))


def main(path: str, wanted: str) -> int:
    """Write what a workbook holds.

    First a line with the names of all sheets and of those in question; then, when one sheet is wanted or only one
    is in question, its rows in portions, else the beginning of each in question.

    Args:
        path: The workbook.
        wanted: Name of a sheet; "" to find out.

    Returns:
        0, or one of the codes above.
    """
    _limit_process()
    try:
        book = CalamineWorkbook.from_path(path)
        sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        shown = [sheet for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible] or sheets
        in_question = [sheet.name for sheet in shown]
        _write({"names": book.sheet_names, "in_question": in_question})
        if wanted and wanted not in book.sheet_names:
            return 0
        chosen = wanted or (in_question[0] if len(in_question) == 1 else None)
        if chosen is not None:
            _write_rows(book.get_sheet_by_name(chosen))
            return 0
        for name in in_question:
            sheet = book.get_sheet_by_name(name)
            head = sheet.to_python(skip_empty_area=True, nrows=_HEAD) if sheet.height else []
            _write({"height": sheet.height, "rows": list(filled_rows(head))})
    except PasswordError:
        return PROTECTED
    except (CalamineError, OSError, ValueError):
        return DAMAGED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
