"""What reading a delivered file gives: its lines, what was detected in it and why, and what was no delivered line."""

from dataclasses import dataclass
from typing import Final

import pyarrow as pa

# What stands outside the table is listed up to here and counted beyond.
SKIPPED_LISTED: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Detected:
    """One thing found out about a file, and why, in plain words."""

    value: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """How a file was understood.

    Args:
        file_format: csv, xlsx, xls or ods.
        encoding: Of a text file.
        delimiter: Between the cells of a text file.
        quote: Around the cells of a text file; an empty value means that none is used.
        sheet: The sheet of a workbook that holds the table.
        header_line: Line of the column names; "0" when the file has none.
    """

    file_format: Detected
    encoding: Detected | None
    delimiter: Detected | None
    quote: Detected | None
    sheet: Detected | None
    header_line: Detected


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOverrides:
    """What the user chose instead of what would be detected; None leaves it to us.

    Args:
        encoding: A name Python knows ("cp1252").
        delimiter: One or several characters, or one of the words tab, space, comma, semicolon, pipe.
        quote: One character; "" for none.
        sheet: Name of a sheet.
        header_line: 1-based line of the column names; 0 when the file has none.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    sheet: str | None = None
    header_line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawLine:
    """One physical line of the file as it is, for the screen; a row of a workbook is joined by tabs."""

    line: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedLine:
    """A physical line that is no delivered line.

    Args:
        line: 1-based.
        kind: banner, header, footer, totals or blank.
        text: The line, cut to a readable length.
    """

    line: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Everything that stands outside the table.

    Args:
        count: All such lines.
        by_kind: How many of each kind, by name.
        listed: The first of them; blank lines only where there is room.
    """

    count: int
    by_kind: tuple[tuple[str, int], ...]
    listed: tuple[SkippedLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveredTable:
    """A delivered file, read.

    Args:
        file_name: As the user knows it.
        sha256: Of the delivered bytes.
        byte_count: Of the delivered bytes.
        detection: How the file was understood.
        header: A distinct name for every column: made up for an empty one ("Column 3"), numbered where
            names repeat ("Email (2)").
        raw_header: The names as delivered, several header rows joined by a space; empty without a header.
        lines: One row per delivered line (tables.LINES).
        preview: The raw file around the header.
        skipped: What was no delivered line.
        physical_lines: Lines of the file, or rows of the sheet down to the last that holds anything.
        continued: Physical lines that belong to a record started above, through a quoted line break.
    """

    file_name: str
    sha256: str
    byte_count: int
    detection: Detection
    header: tuple[str, ...]
    raw_header: tuple[str, ...]
    lines: pa.Table
    preview: tuple[RawLine, ...]
    skipped: Skipped
    physical_lines: int
    continued: int
