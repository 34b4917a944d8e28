"""From delivered bytes to lines: every one read, repaired, or kept as unreadable with its reason."""

import hashlib
import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leadaudit.errors import ConservationError
from leadaudit.intake.assembly import lines_table
from leadaudit.intake.container import recognize_format
from leadaudit.intake.delivered import DeliveredTable, Detected, Detection, ReadOverrides
from leadaudit.intake.encoding import read_utf8
from leadaudit.intake.text_table import read_text_table
from leadaudit.intake.workbook import read_workbook_table

_FORMAT_REASON = {
    "csv": "the bytes are text",
    "xlsx": "the bytes are an Excel workbook",
    "xls": "the bytes are an Excel workbook of the old kind",
    "ods": "the bytes are an OpenDocument workbook",
}
_NOTHING_CHOSEN = ReadOverrides()


def read_table(
    source: Path | bytes, *, file_name: str, delivery: str, overrides: ReadOverrides = _NOTHING_CHOSEN
) -> DeliveredTable:
    """Read a delivered file; nothing in it is guessed silently, and no line of it is lost.

    Args:
        source: The file, or its bytes.
        file_name: As the user knows it.
        delivery: Id that the lines get.
        overrides: What the user chose instead of what would be detected.

    Returns:
        The table, with what was detected and why.

    Raises:
        NotATableError: The bytes hold no table.
        LeadauditError: An override names something that does not exist.

    Source:
        docs/method.md, "Lines".
    """
    file_format = recognize_format(source, file_name=file_name)
    with _content(source) as content:
        sha256, byte_count = hashlib.sha256(content).hexdigest(), len(content)
        if file_format == "csv":
            table = _from_text(content, file_name, delivery, overrides, sha256, byte_count)
        else:
            table = _from_workbook(source, file_format, file_name, delivery, overrides, sha256, byte_count)
    _require_closed(table)
    return table


@contextmanager
def _content(source: Path | bytes) -> Iterator[bytes | memoryview]:
    """The bytes; of a file a map, so that they are not held in memory."""
    if isinstance(source, bytes):
        yield source
        return
    with source.open("rb") as handle:
        # Not closed here: arrays over it may outlive the block when an error passes through.
        yield memoryview(mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ))


def _from_text(
    content: bytes | memoryview, file_name: str, delivery: str, overrides: ReadOverrides, sha256: str, byte_count: int
) -> DeliveredTable:
    utf8 = read_utf8(content, file_name=file_name, chosen=overrides.encoding)
    table = read_text_table(utf8, file_name=file_name, overrides=overrides)
    return DeliveredTable(
        file_name=file_name,
        sha256=sha256,
        byte_count=byte_count,
        detection=Detection(
            file_format=Detected(value="csv", reason=_FORMAT_REASON["csv"]),
            encoding=utf8.encoding,
            delimiter=table.found.delimiter,
            quote=table.found.quote,
            sheet=None,
            header_line=Detected(value=str(table.layout.header_line), reason=table.layout.reason),
        ),
        header=table.names,
        raw_header=table.layout.raw_header,
        lines=lines_table(table.parts, table.specials, delivery),
        preview=table.preview,
        skipped=table.skipped.finish(),
        physical_lines=table.physical_lines,
        continued=table.continued,
    )


def _from_workbook(
    source: Path | bytes, file_format: str, file_name: str, delivery: str, overrides: ReadOverrides,
    sha256: str, byte_count: int,
) -> DeliveredTable:  # fmt: skip
    table = read_workbook_table(source, file_name=file_name, overrides=overrides)
    return DeliveredTable(
        file_name=file_name,
        sha256=sha256,
        byte_count=byte_count,
        detection=Detection(
            file_format=Detected(value=file_format, reason=_FORMAT_REASON[file_format]),
            encoding=None,
            delimiter=None,
            quote=None,
            sheet=table.sheet,
            header_line=Detected(value=str(table.layout.header_line), reason=table.layout.reason),
        ),
        header=table.layout.names(),
        raw_header=table.layout.raw_header,
        lines=lines_table(table.parts, table.specials, delivery),
        preview=table.preview,
        skipped=table.skipped.finish(),
        physical_lines=table.physical_lines,
        continued=0,
    )


def _require_closed(table: DeliveredTable) -> None:
    """Every physical line is a delivered line, part of one, or named as outside the table."""
    accounted = table.lines.num_rows + table.skipped.count + table.continued
    if accounted != table.physical_lines:
        what = f"{table.physical_lines:,} lines were delivered, {accounted:,} are accounted for"
        raise ConservationError(table.file_name, what, "Report this")
