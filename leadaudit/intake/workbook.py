"""A workbook as a table: the sheet that holds it, and its cells as the text a person would type."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from leadaudit.errors import LeadauditError, NotATableError
from leadaudit.intake.assembly import ReadRows, SkippedLog, rows_from_lists
from leadaudit.intake.cells import Row
from leadaudit.intake.delivered import Detected, RawLine, ReadOverrides
from leadaudit.intake.fit import LEARN_FROM, TableFit
from leadaudit.intake.layout import Layout, find_layout
from leadaudit.intake.outside import first_footer, is_totals, may_be_footer

Cell: TypeAlias = int | float | str | bool | time | date | datetime | timedelta

_HEAD: Final = 400
_LONGEST_TAIL: Final = 100
_ROWS_AT_ONCE: Final = 50_000
_LEARN_CELLS: Final = 50_000
_REMEDY: Final = "Deliver the table as CSV, XLSX, XLS or ODS"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookTable:
    """A workbook, read: see ``DeliveredTable`` for the words."""

    sheet: Detected
    layout: Layout
    parts: list[ReadRows]
    skipped: SkippedLog
    preview: tuple[RawLine, ...]
    physical_lines: int


def read_workbook_table(source: Path | bytes, *, file_name: str, overrides: ReadOverrides) -> WorkbookTable:
    """Read the sheet that holds the table.

    Raises:
        NotATableError: The workbook is encrypted, damaged, or holds nothing.
        LeadauditError: The chosen sheet does not exist.
    """
    try:
        with _opened(source, file_name) as workbook:
            name, reason = _choose_sheet(workbook, overrides.sheet, file_name)
            return _read_sheet(
                workbook.get_sheet_by_name(name), Detected(value=name, reason=reason), file_name, overrides
            )
    except (CalamineError, OSError, ValueError) as error:
        raise NotATableError(file_name, "the workbook is damaged and cannot be read", _REMEDY) from error


def _opened(source: Path | bytes, file_name: str) -> CalamineWorkbook:
    try:
        if isinstance(source, bytes):
            return CalamineWorkbook.from_filelike(io.BytesIO(source))
        return CalamineWorkbook.from_path(source)
    except PasswordError as error:
        what = "the workbook is protected by a password"
        raise NotATableError(file_name, what, "Remove the password and deliver it again") from error


def _choose_sheet(workbook: CalamineWorkbook, chosen: str | None, file_name: str) -> tuple[str, str]:
    if chosen is not None:
        if chosen not in workbook.sheet_names:
            names = ", ".join(workbook.sheet_names)
            raise LeadauditError(file_name, f"no sheet is called {chosen}", f"Choose one of: {names}")
        return chosen, "as chosen"
    sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    visible = [sheet for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible] or sheets
    if not visible:
        raise NotATableError(file_name, "the workbook has no sheet with cells", _REMEDY)
    if len(visible) == 1:
        return visible[0].name, "the only sheet"
    rated = [(_table_size(workbook.get_sheet_by_name(sheet.name)), sheet.name) for sheet in visible]
    size, name = max(rated, key=lambda pair: pair[0])
    if size == 0:
        raise NotATableError(file_name, "the workbook holds nothing but empty sheets", "Ask for the file again")
    return name, f"holds the largest table of {len(visible)} sheets"


def _table_size(sheet: CalamineSheet) -> float:
    """How much of a table a sheet holds: rows of usual width, counted on its beginning and scaled to its height."""
    if sheet.start is None or sheet.height == 0:
        return 0
    rows = [Row(at + 1, cells) for at, cells in enumerate(_head_rows(sheet)) if any(cell.strip() for cell in cells)]
    layout = find_layout(rows)
    if layout is None:
        return 0
    records = [row for row in rows if row.line >= layout.body_line and row.filled]
    columns = sum(1 for name in layout.raw_header if name) or layout.width
    filled = sum(row.filled for row in records)
    return 1 + columns + filled * max(1.0, sheet.height / max(1, len(rows)))


def _head_rows(sheet: CalamineSheet) -> list[list[str]]:
    return [_texts(row) for row in sheet.to_python(skip_empty_area=True, nrows=_HEAD)]


def _texts(row: Sequence[Cell]) -> list[str]:
    return [cell if isinstance(cell, str) else cell_text(cell) for cell in row]


def cell_text(cell: Cell) -> str:
    """A cell as text that means the same: ISO dates, whole numbers without a point."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        is_day = cell.time() == time(0)
        return cell.date().isoformat() if is_day else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def _read_sheet(sheet: CalamineSheet, found: Detected, file_name: str, overrides: ReadOverrides) -> WorkbookTable:
    rows = _trimmed(_filled_rows(sheet))
    layout = find_layout(rows[:_HEAD], chosen_line=overrides.header_line)
    if layout is None:
        raise NotATableError(file_name, f"the sheet {found.value} is empty", "Choose another sheet")
    skipped = SkippedLog()
    body = _without_outsiders(rows, layout, skipped)
    filled = np.array([row.line for row in rows], dtype=np.int64)
    skipped.add_blank(np.setdiff1d(np.arange(1, rows[-1].line + 1), filled, assume_unique=True))
    parts = [
        rows_from_lists([row.line for row in part], [_padded(row.cells, layout.width) for row in part], part[-1].line)
        for part in _parts(body)
    ]
    return WorkbookTable(
        sheet=found,
        layout=layout,
        parts=parts,
        skipped=skipped,
        preview=_preview(rows, layout),
        physical_lines=rows[-1].line,
    )


def _filled_rows(sheet: CalamineSheet) -> list[Row]:
    """The rows of a sheet that hold anything, with their numbers in the sheet."""
    rows = []
    for line, values in enumerate(sheet.iter_rows() if sheet.height else (), start=1):
        if any(value != "" for value in values):
            cells = _texts(values)
            if any(cell.strip() for cell in cells):
                rows.append(Row(line, cells))
    return rows


def _trimmed(rows: list[Row]) -> list[Row]:
    """The rows without the columns to the left and right that hold nothing."""
    left = min((_first_filled(row.cells) for row in rows), default=0)
    right = max((len(row.cells) - _first_filled(row.cells[::-1]) for row in rows), default=0)
    return [Row(row.line, row.cells[left:right]) for row in rows]


def _first_filled(cells: Sequence[str]) -> int:
    return next(at for at, cell in enumerate(cells) if cell.strip())


def _padded(cells: list[str], width: int) -> list[str]:
    return cells if len(cells) == width else (cells + [""] * width)[:width]


def _parts(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for at in range(0, len(rows), _ROWS_AT_ONCE):
        yield rows[at : at + _ROWS_AT_ONCE]


def _shown(row: Row) -> str:
    return "\t".join(row.cells).strip("\t")


def _without_outsiders(rows: Sequence[Row], layout: Layout, skipped: SkippedLog) -> list[Row]:
    """The delivered rows; everything else is logged."""
    header = {row.line for row in layout.header_rows}
    body = []
    for row in rows:
        kind = _kind_outside(row, layout, header)
        if kind is None:
            body.append(row)
        else:
            skipped.add(row.line, kind, _shown(row))
    return _without_footer(body, layout, skipped)


def _kind_outside(row: Row, layout: Layout, header: set[int]) -> str | None:
    if row.line in header:
        return "header"
    if row.line < layout.body_line:
        return "banner"
    if any(row.cells == heading.cells for heading in layout.header_rows):
        return "header"
    return "totals" if is_totals(row.cells, layout.width) else None


def _without_footer(body: list[Row], layout: Layout, skipped: SkippedLog) -> list[Row]:
    start = len(body)
    while start and len(body) - start < _LONGEST_TAIL and may_be_footer(body[start - 1].cells):
        start -= 1
    if start == len(body):
        return body
    step = max(1, start // min(LEARN_FROM, max(50, _LEARN_CELLS // layout.width)))
    fit = TableFit.learn([_padded(row.cells, layout.width) for row in body[:start:step]], layout.width)

    def follows_blank(at: int) -> bool:
        return start + at > 0 and body[start + at - 1].line < body[start + at].line - 1

    first = start + first_footer([row.cells for row in body[start:]], fit, follows_blank)
    for row in body[first:]:
        skipped.add(row.line, "footer", _shown(row))
    return body[:first]


def _preview(rows: Sequence[Row], layout: Layout) -> tuple[RawLine, ...]:
    around = [row for row in rows if row.line >= (layout.header_line or layout.body_line) - 3][:10]
    return tuple(RawLine(line=row.line, text=_shown(row)) for row in around)
