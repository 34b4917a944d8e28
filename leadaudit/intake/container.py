"""What kind of file the bytes are; what can hold no table is refused in one sentence."""

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from leadaudit.errors import NotATableError

# A workbook is a zip archive: these limits keep a small upload from filling the memory.
UNPACKED_LIMIT: Final = 2 * 1024**3
RATIO_LIMIT: Final = 200
# Small archives of empty sheets pack better than 200:1 and do no harm.
_RATIO_FREE: Final = 16 * 1024**2
# Readers hold a sheet as a full rectangle: one stray value in the last cell makes it 17 billion cells.
CELLS_LIMIT: Final = 60_000_000
_CHUNK: Final = 4 * 1024**2
_CELL_WITH_VALUE: Final = re.compile(rb'<c [^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>')
# Longer than any tag of a cell: what a piece of the file cuts in two is looked at again with the next piece.
_OVERLAP: Final = 300


_TABLE_REMEDY: Final = "Deliver the table as CSV, XLSX, XLS or ODS"

# First bytes of formats that hold no table we could read.
_REFUSED: Final = (
    (b"%PDF", "this is a PDF, not a table"),
    (b"\x89PNG", "this is an image, not a table"),
    (b"\xff\xd8\xff", "this is an image, not a table"),
    (b"GIF8", "this is an image, not a table"),
    (b"II*\x00", "this is an image, not a table"),
    (b"MM\x00*", "this is an image, not a table"),
    (b"\x1f\x8b", "this is a packed file"),
    (b"BZh", "this is a packed file"),
    (b"\xfd7zXZ\x00", "this is a packed file"),
    (b"7z\xbc\xaf", "this is a packed file"),
    (b"Rar!", "this is a packed file"),
    (b"\x28\xb5\x2f\xfd", "this is a packed file"),
    (b"PAR1", "this is a Parquet file"),
    (b"SQLite format 3", "this is a database, not a table"),
    (b"{\\rtf", "this is a text document, not a table"),
    (b"\x7fELF", "this is a program, not a table"),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
# What a damaged archive makes the standard library raise, at one place or another.
_ZIP_FAULTS: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    OSError, EOFError, RuntimeError, NotImplementedError, ValueError, KeyError,
)  # fmt: skip
_MARKUP: Final = (b"<!doctype", b"<html", b"<?xml", b"<svg", b"<table")


@contextmanager
def _opened(source: Path | bytes) -> Iterator[io.BufferedIOBase]:
    handle: io.BufferedIOBase = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
    with handle:
        yield handle


def recognize_format(source: Path | bytes, *, file_name: str) -> str:
    """csv, xlsx, xls or ods, by the bytes and never by the name.

    Raises:
        NotATableError: The bytes are of a kind that holds no table, or a workbook beyond the limits.
    """
    with _opened(source) as handle:
        head = handle.read(4096)
    if not head:
        raise NotATableError(file_name, "the file is empty", "Ask for the file again")
    if head.startswith(_ZIP):
        return _recognize_zip(source, file_name=file_name)
    if head.startswith(_OLE):
        return _recognize_compound(source, file_name=file_name)
    for magic, what in _REFUSED:
        if head.startswith(magic):
            raise NotATableError(file_name, what, _TABLE_REMEDY)
    text_start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text_start.startswith(_MARKUP):
        raise NotATableError(file_name, "this is a web page or XML document, not a table", _TABLE_REMEDY)
    return "csv"


def _recognize_compound(source: Path | bytes, *, file_name: str) -> str:
    """xls, unless the compound file holds an encrypted workbook or a document."""
    with _opened(source) as handle:
        content = handle.read()
    if "EncryptedPackage".encode("utf-16-le") in content:
        what = "the workbook is protected by a password"
        raise NotATableError(file_name, what, "Remove the password and deliver it again")
    if "WordDocument".encode("utf-16-le") in content:
        raise NotATableError(file_name, "this is a text document, not a table", _TABLE_REMEDY)
    return "xls"


def _recognize_zip(source: Path | bytes, *, file_name: str) -> str:
    damaged = NotATableError(file_name, "the workbook or archive is damaged and cannot be opened", _TABLE_REMEDY)
    try:
        with _opened(source) as handle, zipfile.ZipFile(handle) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            kind = archive.read("mimetype")[:200] if "mimetype" in names else b""
    except _ZIP_FAULTS as error:
        raise damaged from error
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if unpacked > UNPACKED_LIMIT or (unpacked > _RATIO_FREE and unpacked > RATIO_LIMIT * packed):
        what = f"the workbook would unpack to {unpacked // 1024**2:,} MB, {unpacked // packed}:1"
        raise NotATableError(file_name, what, "Deliver it as CSV")
    if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    if not any(name.startswith("xl/") for name in names):
        raise NotATableError(file_name, "this is a packed file or a document, not a workbook", _TABLE_REMEDY)
    try:
        _refuse_vast_sheets(source, file_name)
    except _ZIP_FAULTS as error:
        raise damaged from error
    return "xlsx"


def _refuse_vast_sheets(source: Path | bytes, file_name: str) -> None:
    with _opened(source) as handle, zipfile.ZipFile(handle) as archive:
        for name in archive.namelist():
            if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
                continue
            rows, columns = _extent(archive, name)
            if rows * columns > CELLS_LIMIT:
                what = f"a sheet spans {rows:,} rows and {columns:,} columns, nearly all of them empty"
                raise NotATableError(file_name, what, "Delete what stands far from the table, or deliver it as CSV")


def _extent(archive: zipfile.ZipFile, name: str) -> tuple[int, int]:
    """Last row and last column of a sheet that hold a value, read in pieces; formatted empty cells do not count."""
    rows, columns, rest = 0, 0, b""
    with archive.open(name) as sheet:
        while chunk := sheet.read(_CHUNK):
            text = rest + chunk
            references = _CELL_WITH_VALUE.findall(text)
            rows = max(rows, max((int(row) for _, row in references), default=0))
            columns = max(columns, max(map(_column_number, {letters for letters, _ in references}), default=0))
            rest = text[-_OVERLAP:]
    return rows, columns


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
