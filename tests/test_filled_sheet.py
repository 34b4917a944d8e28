"""A sheet that was filled in and given back."""

import pytest

from leadaudit.errors import FileMistakesError
from leadaudit.filled_sheet import filled_lines

HEADER = [" Ref ", "Valid", "checked_on"]


def test_cells_go_by_the_names_of_their_columns_whatever_their_case_and_blanks() -> None:
    lines = filled_lines(HEADER, [(2, ["a1 ", " Yes", "2026-11-01"])], needed=("ref", "valid"), where="sheet.csv")
    assert list(lines) == [(2, {"ref": "a1", "valid": "Yes", "checked_on": "2026-11-01"})]


def test_a_short_line_lacks_its_last_cells() -> None:
    assert list(filled_lines(HEADER, [(3, ["a2"])], needed=("ref",), where="sheet.csv")) == [(3, {"ref": "a2"})]


def test_every_missing_column_is_named_before_any_line_is_read() -> None:
    with pytest.raises(FileMistakesError) as caught:
        filled_lines(["valid"], [], needed=("ref", "valid", "checked_on"), where="sheet.csv")
    assert str(caught.value).splitlines() == [
        "sheet.csv, column ref: is missing. Fill in the sheet as it was drawn.",
        "sheet.csv, column checked_on: is missing. Fill in the sheet as it was drawn.",
    ]
