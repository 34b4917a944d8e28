from datetime import date
from itertools import pairwise

import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadaudit.errors import UnknownNameError
from leadaudit.split.choice import DayRule, Split, columns_of, read_kept, read_split, write_kept, write_split
from leadaudit.split.parts import find_again, part_key, require_all_placed, take_apart
from leadaudit.vocabulary import DateOrder
from tests.split.split_files import UNTIL, by_month, opened, report

LINES = [
    ("Acme Media", "Guide", "2026-09-03"),
    ("ACME media ", "Guide", "2026-09-13"),
    ("Acme Media Ltd", "Guide", "2026-10-03"),
    ("Zenith", "Webinar", "2026-10-05"),
    ("Zenith", "", "2026-10-04"),
    ("", "Guide", "2026-10-03"),
    ("Zenith", "Webinar", "never"),
    ("Zenith", "Webinar", "2062-10-01"),
]


def told(split: Split, *, broken: int = 0) -> list[tuple[str | None, str | None, str, int, int]]:
    parts = take_apart(opened(report(LINES, broken=broken)).table, split).parts
    return [
        (
            part.vendor_key,
            part.program_key,
            "" if part.month is None else f"{part.month:%Y-%m}",
            part.lines,
            part.unreadable,
        )
        for part in parts
    ]


def test_each_vendor_and_month_is_a_part_and_what_has_no_place_is_the_rest() -> None:
    assert told(by_month(), broken=2) == [
        ("acmemedia", None, "2026-09", 2, 0),
        ("acmemedia", None, "2026-10", 1, 0),
        ("zenith", None, "2026-10", 2, 0),
        ("zenith", None, "", 2, 0),
        (None, None, "", 3, 2),
    ]


def test_a_column_of_programs_tells_them_apart_and_an_empty_cell_is_a_part_of_its_own() -> None:
    found = told(by_month(program="Campaign"))
    assert [row for row in found if row[0] == "zenith"] == [
        ("zenith", "webinar", "2026-10", 1, 0),
        ("zenith", "webinar", "", 2, 0),
        ("zenith", None, "2026-10", 1, 0),
    ]


def test_without_a_column_of_dates_a_vendor_is_one_part() -> None:
    assert told(by_month(month=None)) == [
        ("acmemedia", None, "", 3, 0),
        ("zenith", None, "", 4, 0),
        (None, None, "", 1, 0),
    ]


def test_spellings_are_listed_the_most_frequent_first() -> None:
    lines = [("Acme", "", "2026-10-01"), ("ACME", "", "2026-10-01"), ("ACME", "", "2026-10-02")]
    [part] = take_apart(opened(report(lines)).table, by_month()).parts
    assert part.vendor_written == ("ACME", "Acme")


def test_names_a_person_calls_one_vendor_become_one_part() -> None:
    lines = [("Acme", "", "2026-10-01"), ("Acme Group Worldwide", "", "2026-10-02"), ("Zenith", "", "2026-10-02")]
    split = by_month(vendors={"acmegroupworldwide": "acme"})
    parts = take_apart(opened(report(lines)).table, split).parts
    assert [(part.vendor_key, part.lines) for part in parts] == [("acme", 2), ("zenith", 1)]


def test_the_day_of_delivery_is_the_newest_of_the_month_or_its_last() -> None:
    part = take_apart(opened(report(LINES)).table, by_month()).parts[0]
    assert part.delivered_on(by_month()) == date(2026, 9, 13)
    assert part.delivered_on(by_month(day=DayRule.MONTH_END)) == date(2026, 9, 30)
    assert part.delivered_on(by_month(day=DayRule.MONTH_END, until=date(2026, 9, 20))) == date(2026, 9, 20)


def test_the_end_of_december_is_in_the_same_year() -> None:
    lines = [("Acme", "", "2025-12-04")]
    [part] = take_apart(opened(report(lines)).table, by_month()).parts
    assert part.delivered_on(by_month(day=DayRule.MONTH_END)) == date(2025, 12, 31)


def test_the_order_of_dates_is_the_columns() -> None:
    lines = [("Acme", "", "03/04/2026"), ("Acme", "", "05/04/2026")]
    table = opened(report(lines)).table
    months = {
        order: {part.month for part in take_apart(table, by_month(date_order=order)).parts}
        for order in (DateOrder.DMY, DateOrder.MDY)
    }
    assert months == {
        DateOrder.DMY: {date(2026, 4, 1)},
        DateOrder.MDY: {date(2026, 3, 1), date(2026, 5, 1)},
    }


def test_a_column_is_named_by_its_header_whatever_its_case_and_others_are_refused() -> None:
    table = opened(report(LINES)).table
    assert len(take_apart(table, by_month(vendor="lead source")).parts) == 5
    with pytest.raises(UnknownNameError) as refused:
        take_apart(table, by_month(vendor="Vendor"))
    assert str(refused.value) == (
        "crm_report.csv, column Vendor: there is none of that name. Its columns are Lead Source, Campaign, "
        "Created Date, First Name, Last Name, Email, Company."
    )


def test_lines_of_the_parts_are_the_lines_of_the_file_by_their_physical_numbers() -> None:
    table = opened(report(LINES, broken=1)).table
    parts = take_apart(table, by_month())
    require_all_placed(table, parts)
    places = parts.places.to_pylist()
    numbers = sorted(row["line"] for part in parts.parts for row in places if row["part"] == part.key)
    assert numbers == table.lines["line"].to_pylist() == list(range(2, 11))


def test_a_split_is_the_same_after_writing_and_reading() -> None:
    split = by_month(
        program="Campaign", date_order=DateOrder.DMY, day=DayRule.MONTH_END, delivered_on=date(2026, 10, 9),
        rest_vendor="acme", vendors={"a": "b"}, programs={"acme": "acme-2026"},
    )  # fmt: skip
    assert read_split(write_split(split)) == split
    kept = take_apart(opened(report(LINES)).table, split).kept(split)
    assert read_kept(write_kept(kept)) == kept


@settings(max_examples=30)
@given(
    lines=st.lists(
        st.tuples(
            st.sampled_from(["Acme", "ACME", "Zenith", "", "n/a"]),
            st.sampled_from(["Guide", ""]),
            st.sampled_from(["2026-09-01", "2026-10-01", "", "soon", "2099-01-01"]),
        ),
        min_size=1,
        max_size=12,
    ),
    broken=st.integers(0, 2),
    has_program=st.booleans(),
)
def test_every_line_belongs_to_exactly_one_part_and_is_found_again(
    lines: list[tuple[str, str, str]], broken: int, has_program: bool
) -> None:
    table = opened(report(lines, broken=broken)).table
    split = by_month(program="Campaign" if has_program else None)
    parts = take_apart(table, split)
    require_all_placed(table, parts)
    keys = [part.key for part in parts.parts]
    assert len(keys) == len(set(keys))
    counted = {key: pc.sum(pc.equal(parts.places["part"], key)).as_py() for key in keys}
    assert counted == {part.key: part.lines for part in parts.parts}
    assert find_again(table, parts.kept(split)).equals(parts.places)


def test_a_line_that_newer_rules_find_goes_to_the_rest_and_else_to_the_largest_part() -> None:
    before = opened(report(LINES[:5]))
    kept = take_apart(before.table, by_month()).kept(by_month())
    assert kept.home == part_key("acmemedia", None, date(2026, 9, 1)) or kept.home == part_key(
        "zenith", None, date(2026, 10, 1)
    )
    now = opened(report(LINES, broken=1)).table
    places = find_again(now, kept)
    assert set(places["part"].to_pylist()) == set(kept.parts)
    homeless = places["part"].to_pylist()[5:]
    assert homeless == [kept.home] * 4
    with_rest = take_apart(now, by_month()).kept(by_month())
    assert with_rest.home == part_key(None, None, None)


def test_spellings_stay_what_they_were_when_folding_changes() -> None:
    table = opened(report([("Acme", "", "2026-10-01"), ("Zenith", "", "2026-10-01")])).table
    kept = take_apart(table, by_month()).kept(by_month())
    swapped = {"Acme": "zenith", "Zenith": "acme"}
    moved = type(kept)(split=kept.split, parts=kept.parts, home=kept.home, spellings={"vendor": swapped})
    before, after = (find_again(table, each)["part"].to_pylist() for each in (kept, moved))
    assert before == after[::-1]


def test_columns_are_named_on_the_command_line_by_their_role() -> None:
    assert columns_of('vendor=Lead Source,month="Created, at"') == {"vendor": "Lead Source", "month": "Created, at"}


@pytest.mark.parametrize("written", ["Lead Source", "vendor=", "seller=Lead Source", "vendor=A,vendor=B", ""])
def test_what_names_no_column_is_refused(written: str) -> None:
    with pytest.raises(Exception, match=r"says no column\. Write vendor"):
        columns_of(written)


def test_parts_are_in_the_order_of_vendor_and_month() -> None:
    parts = take_apart(opened(report(LINES)).table, by_month()).parts
    named = [(part.vendor_key or "~", part.month or UNTIL) for part in parts]
    assert all(first <= second for first, second in pairwise(named))
