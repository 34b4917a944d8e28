"""A text file as a table: every physical line read, mended, kept as unreadable, or named as outside the table."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from leadaudit.errors import NotATableError
from leadaudit.intake.assembly import ReadRows, SkippedLog, SpecialLine, rows_from_lists
from leadaudit.intake.cells import Dialect, Leniency, Row, split_lenient, split_rows
from leadaudit.intake.delivered import RawLine, ReadOverrides
from leadaudit.intake.dialect import FoundDialect, detect_dialect
from leadaudit.intake.encoding import Utf8Text
from leadaudit.intake.fit import LEARN_FROM, TYPED_KINDS, TableFit, kind_of
from leadaudit.intake.layout import Layout, find_layout, is_heading, usual_width
from leadaudit.intake.lines import TextLines, index_lines
from leadaudit.intake.outside import first_footer, is_totals, may_be_footer
from leadaudit.intake.readings import split_as_heading
from leadaudit.intake.scan import Scanned, Suspect, scan, to_arrow
from leadaudit.intake.suspects import Settled, follows_blank_line, settle
from leadaudit.intake.walk import walk

_SAMPLE_LINES: Final = 400
_SAMPLE_BYTES: Final = 2 * 1024**2
# Rows with few cells are looked at for totals; a table with more of them than this is simply sparse.
_SPARSE_LOOKED_AT: Final = 50_000
_PREVIEW_SHOWN: Final = 500
_LONGEST_TAIL: Final = 100
# Wide tables are learnt from fewer rows, so that learning costs the same.
_LEARN_CELLS: Final = 50_000
# With fewer well-formed records than this, the others teach as well.
_FEW: Final = 20
_REMEDY: Final = "Deliver the table as CSV, XLSX, XLS or ODS"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTable:
    """A text file, read: see ``DeliveredTable`` for the words."""

    found: FoundDialect
    layout: Layout
    names: tuple[str, ...]
    parts: list[ReadRows]
    specials: list[SpecialLine]
    skipped: SkippedLog
    preview: tuple[RawLine, ...]
    physical_lines: int
    continued: int


def read_text_table(utf8: Utf8Text, *, file_name: str, overrides: ReadOverrides) -> TextTable:
    """Read a text file.

    Args:
        utf8: Its characters.
        file_name: For the sentence of an error.
        overrides: What the user chose.

    Raises:
        NotATableError: The text is no table.
    """
    buffer = np.frombuffer(utf8.buffer, dtype=np.uint8)
    text = TextLines(buffer, index_lines(buffer, utf8.start))
    if len(text.index) == 0:
        raise NotATableError(file_name, "the file is empty", "Ask for the file again")
    sample = _sample(text)
    _refuse_other_text(sample, file_name)
    found = detect_dialect(sample, delimiter=overrides.delimiter, quote=overrides.quote)
    rows = split_rows(sample, found.dialect)
    layout = find_layout(_with_damaged_heading(rows, text, found.dialect), chosen_line=overrides.header_line)
    if layout is None:
        raise NotATableError(file_name, "the file holds nothing but blank lines", "Ask for the file again")
    _refuse_prose(rows, layout, file_name)
    skipped = SkippedLog()
    _log_top(rows, layout, text, skipped)
    blocks = list(_blocks(text, layout.body_line - 1, found.dialect, layout.body_width))
    parts = [_without_outsiders(block, layout, text, skipped) for block in blocks]
    suspects = [suspect for block in blocks for suspect in block.suspects]
    parts, tail = _split_tail(parts)
    fit = TableFit.learn([], layout.width)
    if suspects or tail:
        fit = _learn(parts, suspects, text, found.dialect, layout)
        parts.append(_log_footers(tail, fit, text, found.dialect, skipped))
    footer_line = min((line.line for line in skipped.listed if line.kind == "footer"), default=len(text.index) + 1)
    last_read = max((int(part.lines[-1]) for part in parts if len(part.lines)), default=0)
    settled = settle(suspects, text, found.dialect, fit, layout, last_read=last_read, footer_line=footer_line)
    _log_settled(settled, skipped)
    continued = sum(int((block.spans - 1).sum()) for block in blocks) + sum(s.span - 1 for s in settled.specials)
    return TextTable(
        found=found,
        layout=layout,
        names=layout.names(),
        parts=parts,
        specials=settled.specials,
        skipped=skipped,
        preview=_preview(text, layout),
        physical_lines=len(text.index),
        continued=continued,
    )


def _sample(text: TextLines) -> list[str]:
    limit = int(text.index.starts[0]) + _SAMPLE_BYTES
    count = int(np.searchsorted(text.index.ends[:_SAMPLE_LINES], limit, side="right"))
    return [text.cut(line, _SAMPLE_BYTES) for line in range(max(1, min(count, len(text.index))))]


def _with_damaged_heading(rows: list[Row], text: TextLines, dialect: Dialect) -> list[Row]:
    """The rows, the first of them split anew where it holds a name for every column in spite of a damage."""
    filled = [at for at, row in enumerate(rows) if row.filled]
    if len(filled) < 3:
        return rows
    first = rows[filled[0]]
    width = usual_width([rows[at] for at in filled])
    if len(first.cells) == width or first.span > 1:
        return rows
    cells = split_as_heading(text.text(first.line - 1), dialect, width)
    if cells is None or not is_heading(cells, [rows[at].cells for at in filled[1:20]]):
        return rows
    return [Row(first.line, cells) if row is first else row for row in rows]


def _refuse_other_text(sample: Sequence[str], file_name: str) -> None:
    joined = "\n".join(sample)[:100_000]
    start = joined.lstrip()
    strange = sum(1 for c in joined if c == "\ufffd" or (c < " " and c not in "\t\n\r\f\v\x01\x1c\x1d\x1e\x1f"))
    if strange > 0.1 * len(joined) + 4:
        raise NotATableError(file_name, "the bytes are no text", _REMEDY)
    if start.startswith(("[{", '{"', "{\n", "[\n", "{ ")):
        raise NotATableError(file_name, "this is JSON, not a table", _REMEDY)


def _refuse_prose(rows: Sequence[Row], layout: Layout, file_name: str) -> None:
    """One column of sentences is a letter, not a list."""
    if layout.width > 1:
        return
    values = [" ".join(row.cells).strip() for row in rows if row.filled]
    kinds = Counter(kind_of(value) for value in values)
    sentences = sum(value[-1] in ".,!?:;" for value in values)
    is_letter = kinds["text"] > 0 and sentences >= 0.25 * len(values) and not TYPED_KINDS & kinds.keys()
    if is_letter or kinds["text"] > 0.5 * len(values):
        raise NotATableError(file_name, "this reads as prose, not as a table", _REMEDY)


def _log_top(rows: Sequence[Row], layout: Layout, text: TextLines, skipped: SkippedLog) -> None:
    """Name every line above the first record."""
    header = {row.line for row in layout.header_rows}
    for row in rows:
        if row.line >= layout.body_line:
            break
        if row.filled:
            kind = "header" if row.line in header else "banner"
            skipped.add(row.line, kind, text.text(row.line - 1, row.line + row.span - 2), span=row.span)
        else:
            skipped.add_blank(range(row.line, row.line + row.span))


def _blocks(text: TextLines, first: int, dialect: Dialect, width: int) -> Iterator[Scanned]:
    """The body of the file, by the fast pass where the dialect allows it."""
    if first >= len(text.index):
        return iter(())
    if len(dialect.delimiter.encode()) == 1 and not dialect.skips_space and not dialect.has_escape:
        return scan(text.buffer, text.index, first, dialect, width)
    return walk(text.text, len(text.index), first, dialect, width)


def _learn(
    parts: Sequence[ReadRows], suspects: Sequence[Suspect], text: TextLines, dialect: Dialect, layout: Layout
) -> TableFit:
    """What the columns hold, from well-formed records spread over the file, and from others where those are few."""
    most = min(LEARN_FROM, max(50, _LEARN_CELLS // layout.width))
    step = max(1, sum(len(part.lines) for part in parts) // most)
    rows = []
    for part in parts:
        rows.extend(part.cells.take(pa.array(np.arange(0, len(part.lines), step))).to_pylist())
    if len(rows) < _FEW:
        for suspect in suspects[:most]:
            cells = split_lenient(text.text(suspect.first), dialect, Leniency(closes_first=True))
            if len(cells) == layout.width and any(cell.strip() for cell in cells):
                rows.append([cell.strip(str(dialect.quote)) for cell in cells])
    return TableFit.learn(rows, layout.width)


def _without_outsiders(block: Scanned, layout: Layout, text: TextLines, skipped: SkippedLog) -> ReadRows:
    """The records of a block less blank, delimiter-only, header and totals rows, which are logged."""
    cells = to_arrow(block, layout.width)
    kept = np.ones(len(block.lines), dtype=bool)
    skipped.add_blank(block.blank + 1)
    rows = len(block.lines)
    lengths = block.lengths.reshape(rows, -1) if rows else block.lengths.reshape(0, 1)
    for at in _looked_at(lengths, layout):
        values = cells[at].as_py()
        kind = _kind_outside(values, layout)
        if kind is None:
            continue
        kept[at] = False
        line, span = int(block.lines[at]), int(block.spans[at])
        if kind == "blank":
            skipped.add_blank(range(line, line + span))
        else:
            skipped.add(line, kind, text.text(line - 1, line + span - 2), span=span)
        block.spans[at] = 1
    last_line = max(
        int(block.lines[-1]) if rows else 0,
        block.suspects[-1].last + 1 if block.suspects else 0,
        int(block.blank[-1]) + 1 if len(block.blank) else 0,
    )
    if kept.all():
        return ReadRows(block.lines, cells, last_line)
    return ReadRows(block.lines[kept], cells.filter(pa.array(kept)), last_line)


def _split_tail(parts: Sequence[ReadRows]) -> tuple[list[ReadRows], list[tuple[int, list[str]]]]:
    """The parts without their last rows that may be footers, and those: line number and cells, ascending."""
    kept = list(parts)
    tail: list[tuple[int, list[str]]] = []
    for at in range(len(kept) - 1, -1, -1):
        part = kept[at]
        end = len(part.lines)
        while end and len(tail) < _LONGEST_TAIL and may_be_footer(cells := part.cells[end - 1].as_py()):
            end -= 1
            tail.append((int(part.lines[end]), cells))
        kept[at] = ReadRows(part.lines[:end], part.cells[:end], tail[-1][0] - 1 if tail else part.last_line)
        if end:
            break
    return kept, tail[::-1]


def _log_footers(
    tail: Sequence[tuple[int, list[str]]], fit: TableFit, text: TextLines, dialect: Dialect, skipped: SkippedLog
) -> ReadRows:
    """The rows of the tail that are records after all; the footers are logged."""
    cells = [row for _, row in tail]
    first = first_footer(cells, fit, lambda at: follows_blank_line(tail[at][0] - 1, text, dialect))
    for line, row in tail[first:]:
        skipped.add(line, "footer", "\t".join(row).strip())
    return rows_from_lists([line for line, _ in tail[:first]], cells[:first], len(text.index))


def _looked_at(lengths: npt.NDArray[np.int32], layout: Layout) -> list[int]:
    """Rows that may stand outside the table: with few values, only spaces, or as long as the header."""
    filled = (lengths > 0).sum(axis=1)
    sparse = np.flatnonzero(filled <= max(3, lengths.shape[1] // 2))
    if lengths.shape[1] <= 3:
        sparse = np.flatnonzero(filled < lengths.shape[1])
    if len(sparse) > _SPARSE_LOOKED_AT:
        sparse = np.flatnonzero(filled == 0)
    looked: set[int] = set(sparse.tolist())
    looked.update(np.flatnonzero(lengths.sum(axis=1) <= 2 * lengths.shape[1]).tolist()[:_SPARSE_LOOKED_AT])
    for row in layout.header_rows:
        sizes = np.array([len(cell.encode()) for cell in row.cells])
        if len(sizes) == lengths.shape[1]:
            looked.update(np.flatnonzero((lengths == sizes).all(axis=1)).tolist())
    return sorted(looked)


def _kind_outside(values: Sequence[str], layout: Layout) -> str | None:
    if not any(value.strip() for value in values):
        return "blank"
    if any(list(values[: len(row.cells)]) == row.cells for row in layout.header_rows):
        return "header"
    return "totals" if is_totals(values, layout.width) else None


def _log_settled(settled: Settled, skipped: SkippedLog) -> None:
    for line, kind, shown, span in settled.outside:
        if kind == "blank":
            skipped.add_blank(range(line, line + span))
        else:
            skipped.add(line, kind, shown, span=span)


def _preview(text: TextLines, layout: Layout) -> tuple[RawLine, ...]:
    """The raw file around the header."""
    first = max(0, (layout.header_line or layout.body_line) - 4)
    last = min(len(text.index), first + 10)
    return tuple(RawLine(line=at + 1, text=text.cut(at, _PREVIEW_SHOWN)) for at in range(first, last))
