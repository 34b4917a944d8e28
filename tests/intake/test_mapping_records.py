import pyarrow as pa

from leadaudit import tables
from leadaudit.intake.mapping import propose_mapping
from leadaudit.intake.records import read_records

HEADER = ["Email", "Street 1", "Street 2", "Do you plan to buy?", "Extra", "What budget do you have for it?"]


def lines() -> pa.Table:
    def line(number: int, status: str, cells: list[str] | None) -> dict[str, object]:
        return {"delivery": "d", "line": number, "status": status, "cells": cells}

    return tables.LINES.build(
        [
            line(2, "read", [" a@b.example ", "High Street 1", " Floor 2", "yes", "x", ""]),
            line(3, "unreadable", None),
            line(4, "repaired", ["", "", "Floor 3", "no", "y", "none yet"]),
            line(5, "read", ["c@b.example", "", " ", "\u00a0"]),
        ]
    )


def test_records_hold_the_read_lines_trimmed_and_empty_cells_are_null() -> None:
    records, _ = read_records(lines(), propose_mapping(HEADER, lines()))

    assert records.to_pylist() == [
        {"delivery": "d", "line": 2, "email": "a@b.example", "street": ["High Street 1", "Floor 2"]},
        {"delivery": "d", "line": 4, "email": None, "street": ["Floor 3"]},
        {"delivery": "d", "line": 5, "email": "c@b.example", "street": None},
    ]


def test_questions_keep_their_header_and_every_answer() -> None:
    _, answers = read_records(lines(), propose_mapping(HEADER, lines()))

    assert answers.schema == tables.ANSWERS.schema
    assert [tuple(row.values()) for row in answers.to_pylist()] == [
        ("d", 2, 3, "Do you plan to buy?", "yes"),
        ("d", 4, 3, "Do you plan to buy?", "no"),
        ("d", 4, 5, "What budget do you have for it?", "none yet"),
    ]


def test_unmapped_columns_and_unmapped_fields_are_no_columns() -> None:
    records, _ = read_records(lines(), propose_mapping(HEADER, lines()).with_choice(0, None))

    assert records.column_names == ["delivery", "line", "street"]
    assert tables.text_column(records, "email").null_count == 3


def test_words_for_missing_are_left_to_be_judged_later() -> None:
    delivered = tables.LINES.build([{"delivery": "d", "line": 2, "status": "read", "cells": ["N/A"]}])

    records, _ = read_records(delivered, propose_mapping(["Company"], delivered))

    assert records["company"].to_pylist() == ["N/A"]


def test_a_header_alone_gives_no_records_but_their_columns() -> None:
    records, answers = read_records(tables.LINES.empty(), propose_mapping(HEADER, tables.LINES.empty()))

    assert (records.num_rows, records.column_names) == (0, ["delivery", "line", "email", "street"])
    assert answers == tables.ANSWERS.empty()


def test_lines_in_several_chunks_stay_in_order() -> None:
    first = lines()
    both = pa.concat_tables([first, first])

    records, answers = read_records(both, propose_mapping(HEADER, both))

    assert records["line"].to_pylist() == [2, 4, 5, 2, 4, 5]
    assert records["street"].to_pylist() == [["High Street 1", "Floor 2"], ["Floor 3"], None] * 2
    assert answers.num_rows == 6
