from datetime import date

import pytest

from leadaudit import tables
from leadaudit.audit_file import delivery_id
from leadaudit.audit_inputs import list_rows, normalize_list_entry
from leadaudit.date_columns import with_date_orders
from leadaudit.intake.mapping import propose_mapping
from leadaudit.vocabulary import DateOrder, ListKind, ListValueKind


@pytest.mark.parametrize(
    ("entry", "kind", "value"),
    [
        ("Ada.Brook@Northwell.Example", ListValueKind.EMAIL, "ada.brook@northwell.example"),
        ("@northwell.example", ListValueKind.DOMAIN, "northwell.example"),
        ("https://www.northwell.example/about", ListValueKind.DOMAIN, "northwell.example"),
        ("*.northwell.example", ListValueKind.DOMAIN, "*.northwell.example"),
        ("Northwell Systems GmbH", ListValueKind.COMPANY, "northwell systems"),
    ],
)
def test_a_line_of_a_list_is_an_address_a_domain_or_a_company(entry: str, kind: ListValueKind, value: str) -> None:
    assert normalize_list_entry(entry) == (kind, value)


def test_an_entry_that_stands_twice_counts_once() -> None:
    rows = list_rows(ListKind.COMPETITORS, ["rivalco.example", "RivalCo.example", " "], supplied_on=date(2026, 1, 5))
    assert [(row["value"], row["supplied_on"]) for row in rows.to_pylist()] == [("rivalco.example", date(2026, 1, 5))]


def test_an_id_depends_on_program_and_bytes_and_nothing_else() -> None:
    one = delivery_id("acme", date(2026, 1, 2), "p1", "00")
    assert one == delivery_id("acme", date(2026, 1, 2), "p1", "00")
    assert one.startswith("acme-2026-01-02-")
    assert (
        len({one, delivery_id("acme", date(2026, 1, 2), "p2", "00"), delivery_id("acme", date(2026, 1, 2), "p1", "01")})
        == 3
    )


def lines_of(*dates: str) -> object:
    return tables.LINES.build(
        [
            {"delivery": "d", "line": number + 2, "status": "read", "cells": [f"p{number}@a.example", day]}
            for number, day in enumerate(dates)
        ]
    )


def test_the_order_of_dates_is_decided_over_the_column() -> None:
    lines = lines_of("03/04/2026", "25/04/2026")
    mapping = with_date_orders(propose_mapping(["Email", "Download Date"], lines), lines, chosen={})
    assert [column.date_order for column in mapping.columns] == [None, DateOrder.DMY]
    assert mapping.questions == ()


def test_two_readings_are_asked_about_and_an_answer_settles_it() -> None:
    lines = lines_of("03/04/2026", "05/06/2026")
    proposed = propose_mapping(["Email", "Download Date"], lines)
    asked = with_date_orders(proposed, lines, chosen={})
    assert [question.about for question in asked.questions] == ["date_order"]
    assert "Which is right:" in asked.questions[0].sentence
    settled = with_date_orders(proposed, lines, chosen={"Download Date": DateOrder.MDY})
    assert settled.questions == ()
    assert settled.columns[1].date_order is DateOrder.MDY
