"""What somebody said of the columns of an evidence file."""

import pytest

from leadaudit.errors import FileMistakesError
from leadaudit.evidence.file_choice import NOTHING_SAID, ColumnChoice, read_column_choice, require_of_file
from leadaudit.evidence.file_columns import find_columns
from leadaudit.vocabulary import DateOrder

TEXT = r"""[columns]
"Result \"B\"" = "status"
"Type" = "ignore"

[dates]
"When" = "dmy"
"""


def test_what_is_written_reads_back_and_later_words_stand() -> None:
    choice = read_column_choice(TEXT, what="bounces", where="map.toml")
    assert choice == ColumnChoice(columns={'Result "B"': "status", "Type": "ignore"}, dates={"When": DateOrder.DMY})
    assert read_column_choice(choice.as_text(), what="bounces", where="map.toml") == choice
    assert read_column_choice(NOTHING_SAID.as_text(), what="bounces", where="map.toml") == NOTHING_SAID
    more = choice.with_more(ColumnChoice(columns={"Type": "status"}, dates={}))
    assert more.columns == {'Result "B"': "status", "Type": "status"}


def test_every_mistake_is_named_at_once() -> None:
    wrong = '[columns]\nA = "statsu"\n[dates]\nB = "american"\n[extra]\n'
    with pytest.raises(FileMistakesError) as raised:
        read_column_choice(wrong, what="bounces", where="m.toml")
    assert str(raised.value).splitlines() == [
        "m.toml, [extra]: there is no such section. Use [columns] and [dates].",
        "m.toml, columns, A: is said to be statsu, which such a file does not have. Did you mean status?",
        "m.toml, dates, B: is 'american'. Use ymd, dmy, mdy, serial, epoch, words.",
    ]
    choice = ColumnChoice(columns={"A": "status", "B": "status", "C": "at"}, dates={})
    with pytest.raises(FileMistakesError) as raised:
        require_of_file(choice, ["A", "B"], where="b.csv")
    assert str(raised.value).splitlines() == [
        "b.csv, column C: there is none in the file, which has A, B. Correct the name.",
        "b.csv, columns: two of them are said to be status. Leave one of them.",
    ]


def test_a_choice_goes_before_the_words_of_the_header() -> None:
    headers = ["Email", "Bounce type", "Their result"]
    assert find_columns(headers, "bounces")["status"].column_no == 1
    assert find_columns(headers, "bounces", {"Their result": "status"})["status"].column_no == 2
    assert "status" not in find_columns(headers, "bounces", {"Bounce type": "ignore", "Their result": "ignore"})
    assert find_columns(headers, "bounces", {"Gone": "status"})["status"].column_no == 1
