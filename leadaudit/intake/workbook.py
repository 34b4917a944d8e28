"""A workbook as a table: the sheet that holds it, and its rows."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from leadaudit.errors import LeadauditError, NotATableError
from leadaudit.intake import sheet_reader
from leadaudit.intake.assembly import ReadRows, SkippedLog, SpecialLine, rows_from_lists
from leadaudit.intake.cells import Row
from leadaudit.intake.delivered import Detected, RawLine, ReadOverrides
from leadaudit.intake.fit import LEARN_FROM, TableFit
from leadaudit.intake.layout import Layout, find_layout
from leadaudit.intake.outside import first_footer, is_totals, may_be_footer
from leadaudit.intake.sheet_tables import keep_apart, shown

_HEAD: Final = 400
_LONGEST_TAIL: Final = 100
_LONGEST_GAP: Final = 20  # empty columns that may stand inside a table
_ROWS_AT_ONCE: Final = 50_000
_LEARN_CELLS: Final = 50_000
_REMEDY: Final = "Deliver the table as CSV, XLSX, XLS or ODS"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookTable:
    """A workbook, read: see ``DeliveredTable`` for the words."""

    sheet: Detected
    layout: Layout
    parts: list[ReadRows]
    specials: list[SpecialLine]
    skipped: SkippedLog
    preview: tuple[RawLine, ...]
    physical_lines: int


def read_workbook_table(source: Path | bytes, *, file_name: str, overrides: ReadOverrides) -> WorkbookTable:
    """Read the sheet that holds the table.

    Raises:
        NotATableError: The workbook is encrypted, damaged, or holds nothing.
        LeadauditError: The chosen sheet does not exist.
    """
    with _as_file(source) as path:
        messages = _messages(path, overrides.sheet or "", file_name)
        sheets = next(messages)
        names, in_question = sheets["names"], sheets["in_question"]
        if overrides.sheet is not None and overrides.sheet not in names:
            remedy = f"Choose one of: {', '.join(names)}"
            raise LeadauditError(file_name, f"no sheet is called {overrides.sheet}", remedy)
        if not in_question:
            raise NotATableError(file_name, "the workbook has no sheet with cells", _REMEDY)
        if overrides.sheet is not None:
            found = Detected(value=overrides.sheet, reason="as chosen")
        elif len(in_question) == 1:
            found = Detected(value=in_question[0], reason="the only sheet")
        else:
            found = _largest(in_question, list(messages), file_name)
            messages = _messages(path, found.value, file_name)
            next(messages)
        rows = [Row(line, cells) for portion in messages for line, cells in portion]
    return _table_of(_trimmed(rows), found, file_name, overrides)


@contextmanager
def _as_file(source: Path | bytes) -> Iterator[Path]:
    if isinstance(source, Path):
        yield source
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "workbook"
        path.write_bytes(source)
        yield path


def _messages(path: Path, wanted: str, file_name: str) -> Iterator[Any]:
    """What ``sheet_reader`` writes about a workbook, line by line.

    Raises:
        NotATableError: It could not read the workbook.
    """
    command = [sys.executable, "-P", sheet_reader.__file__, str(path), wanted]
    # The command is ours; the workbook is only named in it.
    process = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)  # noqa: S603
    if process.returncode == sheet_reader.PROTECTED:
        what = "the workbook is protected by a password"
        raise NotATableError(file_name, what, "Remove the password and deliver it again")
    if process.returncode != 0:
        raise NotATableError(file_name, "the workbook is damaged and cannot be read", _REMEDY)
    return map(json.loads, process.stdout.splitlines())


def _largest(names: Sequence[str], heads: Sequence[Any], file_name: str) -> Detected:
    """The sheet with the largest table."""
    rated = [(_table_size(head), name) for head, name in zip(heads, names, strict=True)]
    size, name = max(rated, key=lambda pair: pair[0])
    if size == 0:
        raise NotATableError(file_name, "the workbook holds nothing but empty sheets", "Ask for the file again")
    return Detected(value=name, reason=f"holds the largest table of {len(names)} sheets")


def _table_size(head: Any) -> float:
    """How much of a table a sheet holds: filled cells of its beginning, scaled to its height."""
    rows = [Row(line, cells) for line, cells in head["rows"]]
    layout = find_layout(rows)
    if layout is None:
        return 0
    records = [row for row in rows if row.line >= layout.body_line]
    columns = sum(1 for name in layout.raw_header if name) or layout.width
    filled = sum(row.filled for row in records)
    height: int = head["height"]
    return 1 + columns + filled * max(1.0, height / len(rows))


def _table_of(rows: Sequence[Row], found: Detected, file_name: str, overrides: ReadOverrides) -> WorkbookTable:
    layout = find_layout(rows[:_HEAD], chosen_line=overrides.header_line)
    if layout is None:
        raise NotATableError(file_name, f"the sheet {found.value} is empty", "Choose another sheet")
    skipped = SkippedLog()
    apart = keep_apart(rows, layout)
    for row, kind in apart.outside:
        skipped.add(row.line, kind, shown(row))
    body = _without_outsiders(apart.rows, layout, skipped)
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
        specials=apart.specials,
        skipped=skipped,
        preview=_preview(rows, layout),
        physical_lines=rows[-1].line,
    )


def _trimmed(rows: list[Row]) -> list[Row]:
    """The rows at one width, without columns that hold nothing: those around the table, and long runs of them in it.

    A note written far to the right of the table is a column of it, and not one behind thousands of empty ones.
    """
    width = max((len(row.cells) for row in rows), default=0)
    is_filled = np.zeros(width, dtype=bool)
    for row in rows:
        is_filled[[at for at, cell in enumerate(row.cells) if cell.strip()]] = True
    filled = np.flatnonzero(is_filled)
    gaps = np.diff(filled, prepend=filled[:1]) - 1
    kept = [
        column
        for at, gap in zip(filled.tolist(), gaps.tolist(), strict=True)
        for column in (range(at - gap, at + 1) if 0 < gap <= _LONGEST_GAP else [at])
    ]
    if kept and kept == list(range(kept[0], kept[-1] + 1)):
        first, last = kept[0], kept[-1] + 1
        return [Row(row.line, _padded(row.cells[first:last], last - first)) for row in rows]
    return [Row(row.line, [row.cells[at] if at < len(row.cells) else "" for at in kept]) for row in rows]


def _padded(cells: list[str], width: int) -> list[str]:
    return cells if len(cells) == width else (cells + [""] * width)[:width]


def _parts(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for at in range(0, len(rows), _ROWS_AT_ONCE):
        yield rows[at : at + _ROWS_AT_ONCE]


def _without_outsiders(rows: Sequence[Row], layout: Layout, skipped: SkippedLog) -> list[Row]:
    """The delivered rows; everything else is logged."""
    header = {row.line for row in layout.header_rows}
    body = []
    for row in rows:
        kind = _kind_outside(row, layout, header)
        if kind is None:
            body.append(row)
        else:
            skipped.add(row.line, kind, shown(row))
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
        skipped.add(row.line, "footer", shown(row))
    return body[:first]


def _preview(rows: Sequence[Row], layout: Layout) -> tuple[RawLine, ...]:
    around = [row for row in rows if row.line >= (layout.header_line or layout.body_line) - 3][:10]
    return tuple(RawLine(line=row.line, text=shown(row)) for row in around)
