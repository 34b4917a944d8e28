import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadaudit.export.csv_file import csv_text, safe_cell


@pytest.mark.parametrize(
    "text", ["=cmd|' /C calc'!A0", "@SUM(A1)", "+cmd", "-2+3+cmd|x", "\t=1", "\r=1", "\n=1", "=1+1"]
)
def test_what_a_spreadsheet_would_run_is_written_as_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["+49 30 123456", "-5", "+1 (202) 555-0143", "-1.250,00", "plain", "", "a=b", "1-2"])
def test_numbers_and_phones_pass_as_they_are(text: str) -> None:
    assert safe_cell(text) == text


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_what_is_written_reads_back_but_for_the_apostrophe(rows: list[list[str]]) -> None:
    rows = [[cell.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "") for cell in row] for row in rows]
    written = csv_text(["left", "right"], rows)
    read = list(csv.reader(StringIO(written, newline="")))
    assert read == [["left", "right"], *([safe_cell(cell) for cell in row] for row in rows)]


def test_nothing_known_is_an_empty_cell() -> None:
    assert csv_text(["a", "b"], [[None, 0]]) == "a,b\r\n,0\r\n"
