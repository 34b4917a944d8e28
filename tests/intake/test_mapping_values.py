"""What values say of a column where its header says nothing, too little or something else."""

import pyarrow as pa
import pytest

from leadaudit import tables
from leadaudit.intake.mapping import propose_mapping
from leadaudit.intake.records import read_records

COUNT = 12
FIRST = ["Anna", "Ben", "Carla", "David", "Eva", "Frank", "Grace", "Hugo", "Ines", "Jan", "Karin", "Luca"]
LAST = ["Meyer", "Young", "Rossi", "Stone", "Weber", "Novak", "Brown", "Moreau", "Lopez", "Vogel", "Keller", "Horvat"]
EMAILS = [f"{first}.{last}@bluepine.example".lower() for first, last in zip(FIRST, LAST, strict=True)]
VALUES = {
    "email": EMAILS,
    "domains": [f"firm{number}.example" for number in range(COUNT)],
    "digits": [f"120255501{number:02}" for number in range(COUNT)],
    "scores": [str(value) for value in (3, 97, 41, 12, 88, 41, 63, 100, 3, 12, 97, 50)],
    "yes": ["yes", "no"] * (COUNT // 2),
    "dates": [f"2026-03-{day:02}" for day in range(1, COUNT + 1)],
    "full": [f"{first} {last}" for first, last in zip(FIRST, LAST, strict=True)],
    "places": ["Boston, MA", "Austin, TX", "Denver, CO"] * (COUNT // 3),
    "phones": [f"+1 202 555 01{number:02}" for number in range(COUNT)],
    "more phones": [f"+44 20 7946 00{number:02}" for number in range(COUNT)],
    "streets": [f"{number} High Street" for number in range(COUNT)],
    "floors": [f"Floor {number}" for number in range(COUNT)],
    "levels": ["Manager", "Director", "VP", "C-Level"] * (COUNT // 4),
    "long ids": [f"00301{number:010}" for number in range(COUNT)],
}


def lines_of(*kinds: str) -> pa.Table:
    return tables.LINES.build(
        [
            {"delivery": "d", "line": number + 2, "status": "read", "cells": [VALUES[kind][number] for kind in kinds]}
            for number in range(COUNT)
        ]
    )


def fields_of(columns: dict[str, str]) -> list[str | None]:
    lines = lines_of(*columns.values())
    return [column.field for column in propose_mapping(list(columns), lines).columns]


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("domains", "website"),
        ("digits", "phone"),
        ("scores", "lead_score"),
        ("full", "full_name"),
        ("phones", "phone"),
        ("levels", "job_level"),
    ],
)
def test_a_column_without_a_header_is_what_its_values_look_like(kind: str, field: str) -> None:
    assert fields_of({"": "email", "Column 2": kind}) == ["email", field]


def test_yes_and_no_is_a_consent_only_where_dates_stand_beside_it() -> None:
    assert fields_of({"Email": "email", "": "yes", "Column 3": "dates"}) == ["email", "consent", "consent_at"]
    assert fields_of({"Email": "email", "": "yes", "Column 3": "levels"})[1] is None


@pytest.mark.parametrize("header", ["Host", "Ctc xyz"])
def test_domains_are_a_website_under_a_word_nobody_knows(header: str) -> None:
    assert fields_of({"Email": "email", header: "domains"}) == ["email", "website"]


def test_city_and_state_in_one_column_are_the_city_whatever_the_header_is_called() -> None:
    assert fields_of({"Email": "email", "City, State": "places"}) == ["email", "city"]
    assert fields_of({"Email": "email", "Location": "places"}) == ["email", "city"]


def test_two_lines_of_a_street_are_one_field_and_stay_in_order() -> None:
    header = ["Email", "Street 1", "Street 2"]
    lines = lines_of("email", "streets", "floors")

    records, _ = read_records(lines, propose_mapping(header, lines))

    assert records["street"].to_pylist()[1] == ["1 High Street", "Floor 1"]


def test_of_several_phones_each_has_its_place_and_none_is_lost() -> None:
    columns = {"Email": "email", "Phone 1": "phones", "Phone 2": "more phones", "Mobile": "digits"}

    assert fields_of(columns) == ["email", "phone", "other_phone", "mobile"]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Revenue ($M)", "revenue"),
        ("Revenue (in 000s USD)", "revenue"),
        ("Umsatz in Mio. €", "revenue"),
        ("Chiffre d'affaires (k€)", "revenue"),
        ("Facturación (M€)", "revenue"),
        ("Employees (k)", "employees"),
        ("Assets (USD)", None),
    ],
)
def test_a_unit_in_the_header_does_not_hide_what_the_column_is(header: str, field: str | None) -> None:
    assert fields_of({"Email": "email", header: "scores"})[1] == field


def test_ids_that_begin_like_a_phone_number_stay_ids() -> None:
    deals = {"Opportunity ID": "long ids", "Deal Name": "full", "Stage": "levels"}

    assert fields_of(deals)[0] == "opportunity_id"


@pytest.mark.parametrize(
    ("header", "kind"),
    [("Next activity date", "dates"), ("Assistant's Phone", "phones"), ("Founded Date", "dates")],
)
def test_fitting_values_do_not_make_up_for_a_word_that_speaks_against_a_field(header: str, kind: str) -> None:
    assert fields_of({"Email": "email", "Lead Owner": "full", header: kind})[2] is None
