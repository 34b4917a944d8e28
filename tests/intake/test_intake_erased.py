"""Delivered bytes without some of their records: the person is gone, everything else is where it was."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from leadaudit.intake.delivered import ReadOverrides
from leadaudit.intake.erased_text import TextForm, without_lines
from leadaudit.intake.erased_words import Words
from leadaudit.intake.erased_workbook import without_rows
from leadaudit.intake.read import read_table
from leadaudit.vocabulary import LineStatus

WORDS = Words(addresses=("ada.brook@northwell.example",))
TEXT = (
    "Report for ADA.BROOK@northwell.example\r\n"
    "Name,Email,Note\r\n"
    'Ben Castle,ben@northwell.example,"asked by ada.brook@northwell.example"\r\n'
    'Ada Brook,Ada.Brook@Northwell.example,"two\r\nlines, é"\r\n'
    "Cleo Drum,xada.brook@northwell.example,plain\r\n"
    "Dora Elm,dora@northwell.example,éé\r\n"
)


def erased(content: bytes, *lines: int, encoding: str) -> bytes:
    read = {row["line"]: LineStatus(row["status"]) for row in cells_of(content)}
    form = TextForm(encoding=encoding, delimiter=",", quote='"', columns=3)
    return without_lines(content, form, lines=lines, delivered=read, words=WORDS)


def cells_of(content: bytes) -> list[dict[str, Any]]:
    read = read_table(content, file_name="leads", delivery="d", overrides=ReadOverrides())
    rows: list[dict[str, Any]] = read.lines.select(["line", "status", "cells"]).to_pylist()
    return rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16-le", "utf-16-be", "utf-32-le"])
def test_a_record_over_several_lines_says_nothing_and_the_others_stay_where_they_were(encoding: str) -> None:
    marks = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff", "utf-32-le": b"\xff\xfe\0\0"}
    content = marks.get(encoding, b"") + TEXT.encode(encoding)
    found = erased(content, 4, encoding=encoding.removesuffix("-sig"))
    assert not WORDS.are_in(found.decode(encoding.replace("-le", "").replace("-be", "")))
    was = {row["line"]: [WORDS.replaced(cell) for cell in row["cells"]] for row in cells_of(content)}
    now = {row["line"]: row["cells"] for row in cells_of(found)}
    assert {**now, 4: None} == {**was, 4: None}
    assert now[3] == ["Ben Castle", "ben@northwell.example", "asked by erased@erased.invalid"]
    assert now[7] == ["Dora Elm", "dora@northwell.example", "éé"]
    assert found.count("é".encode(encoding.removesuffix("-sig"))) == 2


def test_only_the_bytes_of_the_record_change() -> None:
    content = b"Name,Email\nBen \xff\x00Castle,ben@x.example\nAda,ada.brook@northwell.example\n\nCleo,c@x.example"
    form = TextForm(encoding="utf-8", delimiter=",", quote='"', columns=2)
    found = without_lines(content, form, lines=[3], delivered=dict.fromkeys((2, 3, 5), LineStatus.READ), words=WORDS)
    assert found == b"Name,Email\nBen \xff\x00Castle,ben@x.example\nerased,\n\nCleo,c@x.example"


def test_a_line_that_was_mended_is_emptied_up_to_the_next_record() -> None:
    content = b'Name,Email\n"Ada,ada@x.example\nmore of her\nCleo,c@x.example\n'
    form = TextForm(encoding="utf-8", delimiter=",", quote='"', columns=2)
    statuses = {2: LineStatus.UNREADABLE, 4: LineStatus.READ}
    found = without_lines(content, form, lines=[2], delivered=statuses, words=WORDS)
    assert found == b"Name,Email\nerased,\n\nCleo,c@x.example\n"


def workbook(*, shared: bool = True) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"constant_memory": not shared}) as book:
        other = book.add_worksheet("Notes & more")
        other.write_row(0, 0, ["Ask Ada.Brook@northwell.example", "Northwell"])
        page = book.add_worksheet("Leads")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        rows = [
            ("Name", "Email", "Company", "On"),
            ("Ben Castle", "ben@northwell.example", "Northwell", date(2026, 9, 1)),
            ("Ada Brook", "ada.brook@northwell.example", "Northwell", date(2026, 9, 2)),
            ("Cleo Drum", "cleo@northwell.example", "Northwell", date(2026, 9, 3)),
        ]
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(at, column + 1, value, day)
                else:
                    page.write_string(at, column + 1, value)
    return written.getvalue()


@pytest.mark.parametrize("shared", [True, False])
def test_a_row_of_a_workbook_is_emptied_with_the_texts_it_alone_had(shared: bool) -> None:
    content = workbook(shared=shared)
    assert WORDS.are_in_bytes(content)
    found = without_rows(content, "Leads", {3}, WORDS)
    with zipfile.ZipFile(io.BytesIO(found)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).lower()
    assert b"ada brook" not in everything
    assert everything.count(b"ben castle") == 1
    assert b"northwell" in everything
    before, after = cells_of(content), cells_of(found)
    assert [row for row in after if row["line"] != 3] == [row for row in before if row["line"] != 3]


def test_an_address_parted_by_formatting_is_erased_too() -> None:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        page = book.add_worksheet("Leads")
        bold = book.add_format({"bold": True})
        page.write_row(0, 0, ["Name", "Email"])
        page.write_string(1, 0, "Ben")
        page.write_rich_string(1, 1, bold, "ada.brook", "@northwell.example")
    assert WORDS.are_in_bytes(written.getvalue())
    found = without_rows(written.getvalue(), "Leads", set(), WORDS)
    assert not WORDS.are_in_bytes(found)
    assert cells_of(found)[0]["cells"] == ["Ben", "erased@erased.invalid"]


def test_a_workbook_of_the_old_kind_is_written_anew_with_its_values() -> None:
    xlwt = pytest.importorskip("xlwt")
    book = xlwt.Workbook()
    page = book.add_sheet("Leads")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    rows = [("Name", "Email", "Size"), ("Ben", "ben@x.example", 7), ("Ada", "ada.brook@northwell.example", 8)]
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            page.write(at, column, value)
        page.write(at, 3, "On" if at == 0 else date(2026, 9, at), day)
    written = io.BytesIO()
    book.save(written)
    found = without_rows(written.getvalue(), "Leads", {3}, WORDS)
    assert not WORDS.are_in_bytes(found)
    assert cells_of(found)[0] == {"line": 2, "status": "read", "cells": ["Ben", "ben@x.example", "7", "2026-09-01"]}


def test_an_address_inside_a_longer_one_is_another_address() -> None:
    text = (
        "xada.brook@northwell.example ada.brook@northwell.example.org ada.brook@northwell.example, "
        "mailto:ADA.brook%40northwell.example."
    )
    assert WORDS.replaced(text) == (
        "xada.brook@northwell.example ada.brook@northwell.example.org erased@erased.invalid, "
        "mailto:erased@erased.invalid."
    )
    assert WORDS.replaced_bytes(text.encode()).decode() == WORDS.replaced(text)
    assert WORDS.replaced("for ada.brook@northwell.example.xlsx") == "for erased@erased.invalid.xlsx"
    for codec in ("utf-8", "utf-16-le", "utf-16-be"):
        assert WORDS.are_in_bytes(b"x" + text.encode(codec))
        assert not WORDS.are_in_bytes(" xada.brook@northwell.example,ada.brook@northwell.example.org".encode(codec))
