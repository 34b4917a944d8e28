"""What becomes of delivered files of every kind."""

import io
import zipfile
from datetime import datetime

import odf.opendocument
import odf.table
import odf.text
import pytest
import xlsxwriter
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from leadaudit.errors import LeadauditError, NotATableError
from leadaudit.intake.delivered import DeliveredTable, ReadOverrides
from leadaudit.intake.read import read_table

HEADER = "First name,Last name,Email,Company,Phone,Downloaded on"
PEOPLE = [
    "Ada,Archer,ada.archer@northwell.example,Northwell,+1 202 555 0101,2026-03-01",
    "Ben,Brook,ben.brook@osprelle.example,Osprelle,+1 202 555 0102,2026-03-02",
    "Cleo,Carver,cleo.carver@tarnworks.example,Tarnworks,+1 202 555 0103,2026-03-03",
    "Dan,Dyer,dan.dyer@quillmere.example,Quillmere,+1 202 555 0104,2026-03-04",
    "Eve,Ember,eve.ember@harbourly.example,Harbourly,+1 202 555 0105,2026-03-05",
    "Finn,Frost,finn.frost@pellworth.example,Pellworth,+1 202 555 0106,2026-03-06",
    "Gia,Grove,gia.grove@sandmoor.example,Sandmoor,+1 202 555 0107,2026-03-07",
    "Hal,Hurst,hal.hurst@brackenly.example,Brackenly,+1 202 555 0108,2026-03-08",
]


def read(text: str | bytes, **overrides: object) -> DeliveredTable:
    content = text if isinstance(text, bytes) else text.encode()
    return read_table(content, file_name="leads.csv", delivery="d", overrides=ReadOverrides(**overrides))  # type: ignore[arg-type]


def statuses(table: DeliveredTable) -> dict[int, str]:
    return dict(zip(table.lines["line"].to_pylist(), table.lines["status"].to_pylist(), strict=True))


def cells_of(table: DeliveredTable, line: int) -> list[str]:
    at = table.lines["line"].to_pylist().index(line)
    cells: list[str] = table.lines["cells"][at].as_py()
    return cells


def row_of(table: DeliveredTable, line: int) -> dict[str, object]:
    at = table.lines["line"].to_pylist().index(line)
    row: dict[str, object] = table.lines.slice(at, 1).to_pylist()[0]
    return row


def file_of(*lines: str) -> str:
    return "\n".join(lines) + "\n"


def test_a_clean_file_is_read_line_by_line_with_its_physical_line_numbers() -> None:
    table = read(file_of(HEADER, *PEOPLE))
    assert table.header == tuple(HEADER.split(","))
    assert statuses(table) == dict.fromkeys(range(2, 10), "read")
    assert cells_of(table, 4) == PEOPLE[2].split(",")
    assert table.detection.header_line.value == "1"
    assert table.detection.delimiter is not None
    assert table.detection.delimiter.value == ","


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "||", "^"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    table = read(file_of(*(line.replace(",", delimiter) for line in [HEADER, *PEOPLE])))
    assert table.detection.delimiter is not None
    assert table.detection.delimiter.value == delimiter
    assert cells_of(table, 9) == PEOPLE[7].split(",")


@pytest.mark.parametrize(
    ("codec", "named"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16-le"), ("utf-16-be", "utf-16-be"),
     ("cp1252", "cp1252"), ("latin-1", "cp1252")],
)  # fmt: skip
def test_the_encoding_is_found(codec: str, named: str) -> None:
    content = file_of(HEADER, *PEOPLE, PEOPLE[0].replace("Ada", "Zoë")).encode(codec)
    table = read(content)
    assert table.detection.encoding is not None
    assert table.detection.encoding.value == named
    assert cells_of(table, 10)[0] == "Zoë"
    assert table.header[0] == "First name"


def test_one_wrong_byte_costs_one_character_and_the_rest_keeps_its_encoding() -> None:
    content = file_of(HEADER, *PEOPLE, PEOPLE[0].replace("Ada", "Zoë"), PEOPLE[1].replace("Ben", "Bjørn")).encode()
    table = read(content.replace(b"Dan", b"D\xffn"))
    assert cells_of(table, 5)[0] == "D\ufffdn"
    assert cells_of(table, 10)[0] == "Zoë"
    assert table.detection.encoding is not None
    assert table.detection.encoding.value == "utf-8"


def test_nul_bytes_are_shown_as_replaced_and_lose_no_line() -> None:
    table = read(file_of(HEADER, *PEOPLE).encode().replace(b"Dan", b"D\0n"))
    assert cells_of(table, 5)[0] == "D\ufffdn"
    assert table.lines.num_rows == 8


def test_a_line_separator_of_unicode_breaks_no_line() -> None:
    table = read(file_of(HEADER, *PEOPLE).replace("Tarnworks,", "Tarn\u2028works,"))
    assert cells_of(table, 4)[3] == "Tarn\u2028works"
    assert table.lines.num_rows == 8


def test_quoted_line_breaks_belong_to_their_cell_and_lines_are_counted_through_them() -> None:
    text = file_of(HEADER, PEOPLE[0].replace("Northwell,", '"Northwell\nNorth\nOffice",'), *PEOPLE[1:])
    table = read(text)
    assert cells_of(table, 2)[3] == "Northwell\nNorth\nOffice"
    assert list(statuses(table)) == [2, 5, 6, 7, 8, 9, 10, 11]
    assert table.continued == 2


def test_an_unclosed_quote_costs_no_other_line() -> None:
    broken = PEOPLE[3].replace("Quillmere", '"Quillmere')
    table = read(file_of(HEADER, *PEOPLE[:3], broken, *PEOPLE[4:]))
    assert table.lines.num_rows == 8
    row = row_of(table, 5)
    assert row["status"] == "repaired"
    assert row["before"] == broken
    assert row["cells"] == PEOPLE[3].replace("Quillmere", '"Quillmere').split(",")
    assert [status for line, status in statuses(table).items() if line != 5] == ["read"] * 7


def test_inch_marks_in_unquoted_cells_are_simply_read() -> None:
    table = read(file_of("Name,Email,Size", *(f'Person {n},p{n}@northwell.example,{n}" pipe' for n in range(30))))
    assert set(statuses(table).values()) == {"read"}
    assert cells_of(table, 4)[2] == '2" pipe'


def test_a_quote_left_open_on_every_line_swallows_none() -> None:
    table = read(file_of("Name,Email,Note", *(f'Person {n},p{n}@northwell.example,"note {n}' for n in range(30))))
    assert list(statuses(table).values()) == ["repaired"] * 30
    assert cells_of(table, 4) == ["Person 2", "p2@northwell.example", '"note 2']


def test_a_stray_quote_before_an_address_is_dropped_because_the_column_holds_addresses() -> None:
    table = read(file_of(HEADER, *PEOPLE[:3], PEOPLE[3].replace("dan.dyer@", '"dan.dyer@'), *PEOPLE[4:]))
    assert row_of(table, 5)["status"] == "repaired"
    assert cells_of(table, 5)[2] == "dan.dyer@quillmere.example"


def test_a_missing_separator_is_put_in_where_one_reading_fits() -> None:
    broken = PEOPLE[4].replace("0105,2026", "01052026")
    row = row_of(read(file_of(HEADER, *PEOPLE[:4], broken, *PEOPLE[5:])), 6)
    assert (row["status"], row["cells"], row["before"]) == ("repaired", PEOPLE[4].split(","), broken)
    assert row["reason"] == "a missing separator between columns 5 and 6 was put in"


def test_a_space_in_place_of_a_separator_belongs_to_neither_value() -> None:
    broken = PEOPLE[4].replace(".example,", ".example ")
    row = row_of(read(file_of(HEADER, *PEOPLE[:4], broken, *PEOPLE[5:])), 6)
    assert (row["status"], row["cells"], row["before"]) == ("repaired", PEOPLE[4].split(","), broken)


def test_an_extra_separator_is_dropped_where_one_reading_fits() -> None:
    broken = PEOPLE[4].replace("eve.ember", ",eve.ember")
    row = row_of(read(file_of(HEADER, *PEOPLE[:4], broken, *PEOPLE[5:])), 6)
    assert (row["status"], row["cells"]) == ("repaired", PEOPLE[4].split(","))
    assert row["reason"] == "a separator too many before column 3 was dropped"


def test_a_comma_inside_a_company_is_taken_as_part_of_it() -> None:
    broken = PEOPLE[4].replace("Harbourly,", "Harbourly, Inc.,")
    row = row_of(read(file_of(HEADER, *PEOPLE[:4], broken, *PEOPLE[5:])), 6)
    assert row["status"] == "repaired"
    assert row["cells"] == [*PEOPLE[4].split(",")[:3], "Harbourly, Inc.", *PEOPLE[4].split(",")[4:]]


def test_a_shifted_line_that_several_readings_fit_is_kept_unreadable_with_its_text() -> None:
    rows = [f"Name{n} A,City B,Word C,Note D" for n in range(20)]
    row = row_of(read(file_of("Alpha,Beta,Gamma,Delta", *rows, "One,Two,Three,Four,Five")), 22)
    assert row["status"] == "unreadable"
    assert row["cells"] is None
    assert row["before"] == "One,Two,Three,Four,Five"
    assert row["reason"] == "5 cells instead of 4, and more than one reading fits the columns"


def test_a_short_line_and_one_with_empty_cells_too_many_are_simply_read() -> None:
    short, long = "Ida,Ivory,ida.ivory@fenwick.example", PEOPLE[0] + ",,"
    table = read(file_of(HEADER, *PEOPLE, short, long))
    assert statuses(table)[10] == statuses(table)[11] == "read"
    assert cells_of(table, 10) == [*short.split(","), "", "", ""]
    assert cells_of(table, 11) == PEOPLE[0].split(",")


def test_banners_totals_footers_and_blank_lines_are_no_delivered_lines() -> None:
    top = ["Northwell lead report", "Filter: all leads", ""]
    bottom = ["", "Grand total,,,,,8", "", "Copyright 2026 Northwell. Confidential."]
    table = read(file_of(*top, HEADER, *PEOPLE, *bottom))
    assert table.detection.header_line.value == "4"
    assert list(statuses(table)) == list(range(5, 13))
    assert dict(table.skipped.by_kind) == {"banner": 2, "blank": 3, "header": 1, "totals": 1, "footer": 1}
    assert [(skipped.line, skipped.kind) for skipped in table.skipped.listed][-1] == (16, "footer")


def test_a_crm_report_with_every_line_at_full_width_is_framed_the_same_way() -> None:
    def wide(text: str) -> str:
        return f'"{text}"' + ',""' * 5

    top = [
        wide("Leads by source"),
        wide("As of 2026-03-09 09:30"),
        wide(""),
        wide("Filtered by"),
        wide("Show: all leads"),
    ]
    quoted = [",".join(f'"{cell}"' for cell in line.split(",")) for line in [HEADER, *PEOPLE]]
    notes = ["Confidential Information - Do Not Distribute", "Copyright (c) 2026 Northwell. All rights reserved.",
             "Generated by: Ada Archer", "Northwell.example"]  # fmt: skip
    bottom = ['"Grand Total","","","","","8"', wide(""), *map(wide, notes)]
    table = read(file_of(*top, *quoted, *bottom))
    assert table.detection.header_line.value == "6"
    assert list(statuses(table)) == list(range(7, 15))
    assert dict(table.skipped.by_kind) == {"banner": 4, "blank": 2, "header": 1, "totals": 1, "footer": 4}


def test_an_empty_tail_of_delimiter_lines_is_no_delivered_line() -> None:
    table = read(file_of(HEADER, *PEOPLE, *[",,,,,"] * 1500))
    assert table.lines.num_rows == 8
    assert dict(table.skipped.by_kind)["blank"] == 1500


def test_a_file_without_header_gets_made_up_names() -> None:
    table = read(file_of(*PEOPLE))
    assert table.detection.header_line.value == "0"
    assert table.header == tuple(f"Column {n}" for n in range(1, 7))
    assert table.raw_header == ()
    assert table.lines.num_rows == 8


def test_empty_and_repeated_names_are_made_distinct() -> None:
    table = read(file_of("First name,Email,,Email,Phone,Date", *PEOPLE))
    assert table.header == ("First name", "Email", "Column 3", "Email (2)", "Phone", "Date")
    assert table.raw_header == ("First name", "Email", "", "Email", "Phone", "Date")


def test_a_header_alone_is_a_table_of_no_lines() -> None:
    table = read(HEADER + "\n")
    assert table.header == tuple(HEADER.split(","))
    assert table.lines.num_rows == 0


def test_two_header_rows_name_the_columns_together() -> None:
    table = read(file_of("Person,,,Employer,,", "First,Last,Email,Name,Phone,Date", *PEOPLE))
    assert table.header == (
        "Person: First", "Person: Last", "Person: Email", "Employer: Name", "Employer: Phone", "Employer: Date"
    )  # fmt: skip
    assert table.lines.num_rows == 8


def test_a_second_table_with_other_columns_is_kept_apart() -> None:
    table = read(file_of(HEADER, *PEOPLE, "", "Email,Score", "ada.archer@northwell.example,4"))
    assert table.lines.num_rows == 9
    assert row_of(table, 12)["reason"] == "belongs to a second table that starts on line 11 with 2 columns"


def test_tables_under_captions_are_kept_apart_and_none_of_their_lines_is_a_record() -> None:
    summary = ["", "Summary", "Country,Leads,Cost", "US,300,100", "DE,200,50"]
    rejected = ["", "Rejected leads", "Address,Reason", "ada.archer@northwell.example,no fit"]
    table = read(file_of(HEADER, *PEOPLE, *summary, *rejected))
    assert list(statuses(table).values()) == ["read"] * 8 + ["unreadable"] * 3
    assert row_of(table, 13)["reason"] == "belongs to a second table that starts on line 12 with 3 columns"
    assert row_of(table, 18)["reason"] == "belongs to a second table that starts on line 17 with 2 columns"
    kinds = {skipped.line: skipped.kind for skipped in table.skipped.listed}
    assert {line: kinds[line] for line in (11, 12, 16, 17)} == {11: "banner", 12: "header", 16: "banner", 17: "header"}


def test_a_second_table_that_names_our_columns_again_needs_no_blank_line() -> None:
    shorter = [line.rsplit(",", 1)[0] for line in [HEADER, *PEOPLE[:2]]]
    table = read(file_of(HEADER, *PEOPLE, *shorter))
    assert [row_of(table, line)["status"] for line in (11, 12)] == ["unreadable", "unreadable"]
    assert row_of(table, 11)["reason"] == "belongs to a second table that starts on line 10 with 5 columns"


def test_a_damaged_record_with_a_quoted_line_break_stays_one_line() -> None:
    broken = PEOPLE[3].replace("Quillmere,", '"Quillmere\nNorth",,')
    table = read(file_of(HEADER, *PEOPLE[:3], broken, *PEOPLE[4:]))
    assert row_of(table, 5)["status"] == "repaired"
    assert row_of(table, 5)["before"] == broken
    assert cells_of(table, 5)[3] == "Quillmere\nNorth"
    assert list(statuses(table)) == [2, 3, 4, 5, 7, 8, 9, 10]
    assert table.continued == 1


def test_a_copyright_line_is_a_footer_even_where_the_column_holds_words() -> None:
    names = ["Company,City", "Northwell,Springfield", "Osprelle,Shelbyville", "Tarnworks,Ogdenville"]
    table = read(file_of(*names, "Copyright 2026 Northwell"))
    assert table.lines.num_rows == 3
    assert dict(table.skipped.by_kind)["footer"] == 1


@settings(max_examples=150)
@given(st.lists(st.text(alphabet=st.sampled_from("ab1@.,;\t\"'\n\r \\\0é\u2028\ufeff"), max_size=12), max_size=12))
def test_any_text_is_read_or_refused_and_no_line_is_lost(pieces: list[str]) -> None:
    text = "\n".join(pieces)
    try:
        table = read(text)
    except NotATableError:
        return
    delivered = table.lines["line"].to_pylist()
    outside = [skipped.line for skipped in table.skipped.listed if skipped.kind == "blank"]
    assert sorted(set(delivered)) == delivered
    assert not set(delivered) & set(outside)
    assert table.lines.num_rows + table.skipped.count + table.continued == table.physical_lines


def test_a_repeated_header_is_no_delivered_line_and_what_follows_is_read() -> None:
    table = read(file_of(HEADER, *PEOPLE[:4], HEADER, *PEOPLE[4:]))
    assert table.lines.num_rows == 8
    assert dict(table.skipped.by_kind)["header"] == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "leads.csv: the file is empty. Ask for the file again."),
        (b"%PDF-1.7 ...", "leads.csv: this is a PDF, not a table. Deliver the table as CSV, XLSX, XLS or ODS."),
        (b"\x89PNG\r\n\x1a\n", "leads.csv: this is an image, not a table. Deliver the table as CSV, XLSX, XLS or ODS."),
        (b" \n\n", "leads.csv: the file holds nothing but blank lines. Ask for the file again."),
        (
            b"PK\x03\x04 broken",
            "leads.csv: the workbook or archive is damaged and cannot be opened. "
            "Deliver the table as CSV, XLSX, XLS or ODS.",
        ),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(NotATableError) as refused:
        read(content)
    assert str(refused.value) == sentence


def test_prose_is_no_table() -> None:
    lines = [
        "We met on Tuesday and it went well.",
        "Everybody was glad about the new list we got from Northwell.",
        "Next week the others will look at it, too; then we shall know more.",
        "Until then nothing has to be done by anybody.",
    ]
    with pytest.raises(NotATableError, match="this reads as prose, not as a table"):
        read(file_of("Dear all", "", *lines))


def test_a_letter_is_no_table() -> None:
    with pytest.raises(NotATableError, match="this reads as prose, not as a table"):
        read(file_of("Dear team,", "", "please find the leads in the next message I send.", "", "Kind regards", "Ada"))


def test_years_over_figures_are_a_header() -> None:
    assert read(file_of("Company,2024,2025", "Northwell,12,31", "Osprelle,40,51")).header == ("Company", "2024", "2025")


def test_a_chosen_header_line_encoding_and_delimiter_are_used() -> None:
    text = file_of("a;b", HEADER.replace(",", ";"), *(person.replace(",", ";") for person in PEOPLE))
    table = read(text.encode("cp1252"), header_line=2, encoding="cp1252", delimiter="semicolon")
    assert table.header == tuple(HEADER.split(","))
    assert table.detection.header_line.reason == "line 2, as chosen"
    assert table.detection.delimiter is not None
    assert table.detection.delimiter.reason == "semicolon, as chosen"


def test_an_unknown_encoding_is_named() -> None:
    with pytest.raises(LeadauditError, match="no encoding is called klingon"):
        read(file_of(HEADER, *PEOPLE), encoding="klingon")


def workbook(rows: list[list[object]], *, other_sheet: str = "Notes") -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    notes = book.add_worksheet(other_sheet)
    notes.write(0, 0, "Delivered by Northwell")
    sheet = book.add_worksheet("Leads")
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(at, column, value)
    book.close()
    return buffer.getvalue()


def test_the_sheet_that_holds_the_table_is_chosen_and_rows_keep_their_numbers() -> None:
    rows: list[list[object]] = [[], ["Lead report"], [], ["Name", "Email", "Employees", "Score"]]
    rows += [[f"Person {n}", f"p{n}@northwell.example", 1000 + n, 0.5] for n in range(5)]
    rows += [[], ["Total", "", 5010, ""]]
    table = read(workbook(rows))
    assert table.detection.sheet is not None
    assert (table.detection.sheet.value, table.detection.sheet.reason) == (
        "Leads",
        "holds the largest table of 2 sheets",
    )
    assert table.header == ("Name", "Email", "Employees", "Score")
    assert list(statuses(table)) == [5, 6, 7, 8, 9]
    assert cells_of(table, 7) == ["Person 2", "p2@northwell.example", "1002", "0.5"]
    assert dict(table.skipped.by_kind) == {"banner": 1, "blank": 3, "header": 1, "totals": 1}


def test_a_workbook_that_unpacks_beyond_the_limits_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 40_000_000)
    with pytest.raises(NotATableError, match="would unpack to 38 MB"):
        read(buffer.getvalue())


def test_a_cell_far_from_the_table_does_no_harm_when_empty_and_is_named_when_not() -> None:
    def with_far_cell(value: str | None) -> bytes:
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer, {"in_memory": True})
        sheet = book.add_worksheet()
        for at, row in enumerate([["Name", "Email"], ["Ada Archer", "ada@northwell.example"]]):
            sheet.write_row(at, 0, row)
        sheet.write(1_048_575, 16_383, value, book.add_format({"bold": True}))
        book.close()
        return buffer.getvalue()

    table = read(with_far_cell(None))
    assert (table.header, table.lines.num_rows) == (("Name", "Email"), 1)
    with pytest.raises(NotATableError, match="1,048,576 rows and 16,384 columns, nearly all of them empty"):
        read(with_far_cell("x"))


def sheet_of(rows: dict[int, list[str]], *, notes: dict[tuple[int, int], str] | None = None) -> bytes:
    """A workbook of one sheet with these rows, by 0-based number, and notes elsewhere."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    for at, row in rows.items():
        sheet.write_row(at, 0, row)
    for (row_no, column_no), note in (notes or {}).items():
        sheet.write(row_no, column_no, note)
    book.close()
    return buffer.getvalue()


RECORDS_OF_SHEET = dict(enumerate([line.split(",") for line in (HEADER, *PEOPLE)]))


def test_a_note_in_the_last_column_of_a_sheet_is_one_column_more_and_not_sixteen_thousand() -> None:
    table = read(sheet_of(RECORDS_OF_SHEET, notes={(3, 16383): "call first"}))
    assert len(table.header) == len(HEADER.split(",")) + 1
    assert cells_of(table, 4)[-1] == "call first"
    assert table.lines.num_rows == 8


def test_a_second_table_lower_on_the_sheet_is_kept_apart_and_no_record() -> None:
    summary = {11: ["Summary"], 12: ["Country", "Leads"], 13: ["US", "7"], 14: ["DE", "1"]}
    table = read(sheet_of(RECORDS_OF_SHEET | summary))
    assert list(statuses(table).values()) == ["read"] * 8 + ["unreadable"] * 2
    assert row_of(table, 14)["reason"] == "belongs to a second table that starts on line 13 with 2 columns"
    assert (row_of(table, 14)["before"], row_of(table, 15)["before"]) == ("US\t7", "DE\t1")
    assert dict(table.skipped.by_kind) == {"banner": 1, "blank": 2, "header": 2}


def test_records_behind_an_empty_row_of_a_sheet_stay_records() -> None:
    apart = {at + 20: row for at, row in RECORDS_OF_SHEET.items() if at > 0}
    table = read(sheet_of(RECORDS_OF_SHEET | apart))
    assert list(statuses(table).values()) == ["read"] * 16


def test_dates_times_and_numbers_of_a_workbook_become_text_that_says_the_same() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Name", "Captured", "Opened", "Employees", "Score", "Opt-in"])
    sheet.write(1, 0, "Ada Archer")
    sheet.write_datetime(1, 1, datetime(2026, 3, 1), book.add_format({"num_format": "yyyy-mm-dd"}))  # noqa: DTZ001
    sheet.write_datetime(1, 2, datetime(2026, 3, 1, 9, 30), book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))  # noqa: DTZ001
    sheet.write_number(1, 3, 12_000)
    sheet.write_number(1, 4, 0.25)
    sheet.write_boolean(1, 5, True)
    book.close()
    cells = cells_of(read(buffer.getvalue()), 2)
    assert cells == ["Ada Archer", "2026-03-01", "2026-03-01 09:30:00", "12000", "0.25", "TRUE"]


def test_old_excel_and_opendocument_workbooks_are_read() -> None:
    rows = [["Name", "Email"], ["Ada Archer", "ada@northwell.example"], ["Ben Brook", "ben@osprelle.example"]]
    old = io.BytesIO()
    book = xlwt.Workbook()
    sheet = book.add_sheet("Leads")
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(at, column, value)
    book.save(old)
    open_document = io.BytesIO()
    document = odf.opendocument.OpenDocumentSpreadsheet()
    leads = odf.table.Table(name="Leads")
    for row in rows:
        line = odf.table.TableRow()
        for value in row:
            cell = odf.table.TableCell(valuetype="string")
            cell.addElement(odf.text.P(text=value))
            line.addElement(cell)
        leads.addElement(line)
    document.spreadsheet.addElement(leads)
    document.write(open_document)
    for content, file_format in ((old.getvalue(), "xls"), (open_document.getvalue(), "ods")):
        table = read(content)
        assert table.detection.file_format.value == file_format
        assert table.lines["cells"].to_pylist() == rows[1:]


def test_a_workbook_that_breaks_its_reader_is_refused_and_breaks_nothing_else() -> None:
    old = io.BytesIO()
    book = xlwt.Workbook()
    sheet = book.add_sheet("Leads")
    for at in range(20):
        sheet.write(at, 0, f"Person {at}")
    book.save(old)
    content = bytearray(old.getvalue())
    del content[len(content) // 2 :]
    with pytest.raises(NotATableError, match="the workbook is damaged and cannot be read"):
        read(bytes(content[:-3]))


def test_an_encrypted_workbook_is_refused() -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(1000)
    with pytest.raises(NotATableError, match="the workbook is protected by a password"):
        read(content)
