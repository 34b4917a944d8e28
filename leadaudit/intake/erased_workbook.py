"""A workbook without some rows of its sheet: the cells are emptied, every row number stays."""

import io
import re
import zipfile
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from html import unescape
from typing import Final

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from leadaudit.intake.erased_words import ERASED, Words

_ROW: Final = re.compile(rb"<((?:\w+:)?)row\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?row>)", re.DOTALL)
_ROW_NUMBER: Final = re.compile(rb'\br="(\d+)"')
_CELL: Final = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+\d+)"')
_SHARED: Final = re.compile(rb'<(?:\w+:)?c\b[^>]*?\bt="s"[^>]*>\s*<(?:\w+:)?v>(\d+)</(?:\w+:)?v>')
_STRING: Final = re.compile(rb"<((?:\w+:)?)si\b[^>]*?(?:/>|>.*?</(?:\w+:)?si>)", re.DOTALL)
_SHEETS: Final = re.compile(r"xl/worksheets/[^/]+\.xml")
_STRINGS: Final = "xl/sharedStrings.xml"
_TEXTS: Final = (".xml", ".rels", ".vml")
_FORMATS: Final = {
    datetime: "yyyy-mm-dd hh:mm:ss", date: "yyyy-mm-dd", time: "hh:mm:ss", timedelta: "[h]:mm:ss",
}  # fmt: skip


def without_rows(content: bytes, sheet: str, rows: Collection[int], words: Words) -> bytes:
    """The bytes of a workbook in which some rows of a sheet say nothing any more.

    An XLSX file is changed cell by cell, and a text no other cell shares goes with its cell; a workbook of another kind
    is written anew as XLSX with its values.  An address that stands elsewhere is replaced where it stands.

    Args:
        content: The workbook.
        sheet: Name of the sheet that was read.
        rows: 1-based numbers of its rows.
        words: The addresses.
    """
    changed = _changed(content, sheet, frozenset(rows), words) if content.startswith(b"PK\x03\x04") else None
    if changed is None or words.are_in_bytes(changed):
        return _as_values(content, sheet, frozenset(rows), words)
    return changed


def _changed(content: bytes, sheet: str, rows: frozenset[int], words: Words) -> bytes | None:
    """The workbook changed in place; None when it is none of XML sheets."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {info: archive.read(info) for info in archive.infolist()}
    names = {info.filename: info for info in parts}
    target = _part_of(sheet, {name: parts[info] for name, info in names.items()})
    if target is None or target not in names:
        return None
    parts[names[target]] = _emptied(parts[names[target]], rows)
    if _STRINGS in names:
        used = {
            int(at) for name, info in names.items() if _SHEETS.fullmatch(name) for at in _SHARED.findall(parts[info])
        }
        parts[names[_STRINGS]] = _strings(parts[names[_STRINGS]], used, words)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, part in parts.items():
            cleaned = words.replaced_bytes(part) if info.filename.endswith(_TEXTS) else part
            archive.writestr(info, cleaned, compress_type=zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _part_of(sheet: str, parts: dict[str, bytes]) -> str | None:
    """The member of the archive that holds a sheet."""
    book, relations = parts.get("xl/workbook.xml"), parts.get("xl/_rels/workbook.xml.rels")
    if book is None or relations is None:
        return None
    targets = {one.get("Id"): one.get("Target", "") for one in _tags(relations, "Relationship")}
    for one in _tags(book, "sheet"):
        if one.get("name") == sheet:
            target = targets.get(one.get("id"), "")
            return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return None


def _tags(xml: bytes, name: str) -> Iterator[dict[str, str]]:
    """The attributes of every tag of a name, without their prefixes."""
    for tag in re.findall(rf"<(?:\w+:)?{name}\b([^>]*)>", xml.decode("utf-8", errors="replace")):
        yield {key: unescape(value) for key, value in re.findall(r'(?:\w+:)?(\w+)="([^"]*)"', tag)}


def _emptied(sheet: bytes, rows: frozenset[int]) -> bytes:
    number = 0

    def empty(found: re.Match[bytes]) -> bytes:
        nonlocal number
        prefix, attributes, inside = found.groups()
        said = _ROW_NUMBER.search(attributes)
        number = int(said.group(1)) if said else number + 1
        first = _CELL.search(inside or b"")
        if number not in rows or inside is None:
            return found.group(0)
        # Its first cell says so; a row whose cells are not named is left empty, so that no column begins anew.
        marker = b"" if first is None else _marker(prefix, first.group(1))
        return b"<%srow%s>%s</%srow>" % (prefix, attributes, marker, prefix)

    return _ROW.sub(empty, sheet)


def _marker(prefix: bytes, cell: bytes) -> bytes:
    template = '<{0}c r="{1}" t="inlineStr"><{0}is><{0}t>{2}</{0}t></{0}is></{0}c>'
    return template.format(prefix.decode(), cell.decode(), ERASED).encode()


def _strings(shared: bytes, used: set[int], words: Words) -> bytes:
    """The texts the cells share, without those no cell needs and those that hold an address in parts."""
    numbers: Iterator[int] = iter(range(1 << 62))

    def keep(found: re.Match[bytes]) -> bytes:
        whole, prefix = found.group(0), found.group(1).decode()
        text = re.sub(rb"<[^>]*>", b"", whole).decode("utf-8", errors="replace")
        if next(numbers) not in used:
            return f"<{prefix}si><{prefix}t>{ERASED}</{prefix}t></{prefix}si>".encode()
        if not words.are_in(text):
            return whole
        return f'<{prefix}si><{prefix}t xml:space="preserve">{words.replaced(text)}</{prefix}t></{prefix}si>'.encode()

    return _STRING.sub(keep, shared)


def _as_values(content: bytes, sheet: str, rows: frozenset[int], words: Words) -> bytes:
    """A new workbook of the same sheets and values."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    written = io.BytesIO()
    import xlsxwriter  # noqa: PLC0415 - costs every start a twentieth of a second, and few ever erase

    with xlsxwriter.Workbook(
        written, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    ) as target:
        formats = {kind: target.add_format({"num_format": shape}) for kind, shape in _FORMATS.items()}
        for meta in book.sheets_metadata:
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            page = target.add_worksheet(meta.name)
            if meta.visible != SheetVisibleEnum.Visible:
                page.hide()
            source = book.get_sheet_by_name(meta.name)
            gone: Callable[[int], bool] = rows.__contains__ if meta.name == sheet else _nothing
            for number, row in enumerate(source.iter_rows() if source.height else (), start=1):
                _write_row(page, number, row, formats, words, is_gone=gone(number))
    return written.getvalue()


def _nothing(_number: int) -> bool:
    return False


def _write_row(
    page: object, number: int, row: Sequence[object], formats: dict[type, object], words: Words, *, is_gone: bool
) -> None:
    filled = [at for at, value in enumerate(row) if value != ""]
    for at in filled:
        value = row[at]
        if is_gone:
            value = ERASED if at == filled[0] else ""
        if value == "":
            continue
        _write_cell(page, number - 1, at, words.replaced(value) if isinstance(value, str) else value, formats)


def _write_cell(page: object, row: int, column: int, value: object, formats: dict[type, object]) -> None:
    if isinstance(value, str):
        page.write_string(row, column, value)  # type: ignore[attr-defined]
    elif isinstance(value, bool):
        page.write_boolean(row, column, value)  # type: ignore[attr-defined]
    elif isinstance(value, int | float):
        page.write_number(row, column, value)  # type: ignore[attr-defined]
    else:
        page.write_datetime(row, column, value, formats[type(value)])  # type: ignore[attr-defined]
