import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadaudit.errors import FileMistakesError
from leadaudit.intake.mapping_file import SavedMapping, names_of_columns, read_mapping_file, write_mapping_file
from leadaudit.vocabulary import DateOrder


def test_a_mapping_file_reads_as_it_is_written() -> None:
    saved = SavedMapping(columns={"E-Mail Address": "email", "Datum": "captured_at"}, dates={"Datum": DateOrder.DMY})

    text = write_mapping_file(saved)

    assert text == '[columns]\n"E-Mail Address" = "email"\n"Datum" = "captured_at"\n\n[dates]\n"Datum" = "dmy"\n'
    assert read_mapping_file(text, "acme.toml") == saved


@given(
    st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(["email", "ignore", "notes"]))
)
def test_any_header_survives_the_file(columns: dict[str, str]) -> None:
    assert read_mapping_file(write_mapping_file(SavedMapping(columns=columns)), "x.toml").columns == columns


def test_every_mistake_is_named_with_what_to_do() -> None:
    text = '[columns]\n"A" = "emial"\n"B" = 3\n[dates]\n"A" = "american"\n"C" = "dmy"\n[more]\n'

    with pytest.raises(FileMistakesError) as refused:
        read_mapping_file(text, "acme.toml")

    assert refused.value.mistakes == (
        "[more]: there is no such section. Use [columns] and [dates].",
        'columns."B": the value must be a word in quotes. Write "B" = "...".',
        "columns.\"A\": there is no field 'emial'. Did you mean 'email'?",
        "dates.\"A\": 'american' is no way to write dates. Use ymd, dmy, mdy, serial, epoch, words.",
        'dates."C": this column has no field. Add it to [columns].',
    )


def test_what_is_no_toml_is_said_to_be_none() -> None:
    with pytest.raises(FileMistakesError, match="this is not TOML"):
        read_mapping_file("email: E-Mail", "acme.toml")


def test_columns_without_a_header_and_repeated_ones_have_names_too() -> None:
    assert names_of_columns(["Phone", "", "Phone", "Phone "]) == ["Phone", "column 2", "Phone (2)", "Phone (3)"]
