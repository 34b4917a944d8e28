"""Samples for checking by hand, and the sheets that come back."""

from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pytest

from leadaudit import tables
from leadaudit.errors import FileMistakesError
from leadaudit.evidence.audit_sample import audit_frame, checks_as_evidence, draw_sample, kind_of, read_checks
from leadaudit.policy import default_policy

RULES = default_policy().freshness.audit
AT = datetime(2026, 11, 21, tzinfo=UTC)
HEADER = ("ref", "employer_now", "title_now", "checked_on")


def assessed(**records: int) -> dict[str, pa.Table]:
    """So many records of each vendor; every tenth is a repeat, every fifth names no employer."""
    keys = [(vendor, line) for vendor, number in records.items() for line in range(2, number + 2)]
    classes: list[dict[str, object]] = [
        {
            "delivery": f"{vendor}-1", "line": line, "vendor": vendor,
            "excluded_reason": "duplicate" if line % 10 == 0 else None,
        }
        for vendor, line in keys
    ]  # fmt: skip
    freshness: list[dict[str, object]] = [
        {"delivery": f"{vendor}-1", "line": line, "p_employer": None if line % 5 == 1 else 0.8} for vendor, line in keys
    ]
    facts: list[dict[str, object]] = [
        {"delivery": f"{vendor}-1", "line": line, "last_name": f"{vendor} {line}", "company": "Northwell"}
        for vendor, line in keys
    ]
    return {
        "classes": tables.CLASSES.build(classes),
        "freshness": tables.FRESHNESS.build(freshness),
        "facts": tables.FACTS.build(facts),
    }


def drawn(tables_: Any, **asked: Any) -> set[str]:
    return set(draw_sample(tables_, rules=RULES, **asked).sheet["last_name"].to_pylist())


def test_a_sample_is_drawn_of_each_vendors_countable_people() -> None:
    found = draw_sample(assessed(corvane=1000, zephon=30), rules=RULES, seed="1")
    # Of 1,000 lines every fifth names no employer and every tenth is a repeat: 700 are left, 21 of the 30.
    assert found.frame == {"corvane": 700, "zephon": 21}
    assert found.drawn == {"corvane": 183, "zephon": 21}
    assert found.sheet.num_rows == 204
    lines = [int(name.partition(" ")[2]) for name in found.sheet["last_name"].to_pylist()]
    assert [line for line in lines if line % 10 == 0 or line % 5 == 1] == [], "a repeat, or nobody's employer"
    assert audit_frame(assessed(corvane=1000)) == {"corvane": 700}


def test_a_sharper_precision_asks_for_more() -> None:
    many = assessed(corvane=5000)
    sizes = [draw_sample(many, rules=RULES, seed="1", precision=wide).drawn["corvane"] for wide in (0.2, 0.05, 0.02)]
    assert sizes == [60, 230, 1069]


def test_one_seed_draws_the_same_records_whatever_else_is_loaded() -> None:
    alone = drawn(assessed(corvane=1000), seed="7")
    beside = {name for name in drawn(assessed(corvane=1000, zephon=800), seed="7") if name.startswith("corvane")}
    assert alone == beside
    assert alone != drawn(assessed(corvane=1000), seed="8")
    assert drawn(assessed(corvane=900, zephon=800), seed="7", vendor="zephon") == drawn(
        assessed(zephon=800), seed="7", vendor="zephon"
    )


def test_the_sheet_tells_neither_vendor_nor_chance_and_mixes_them() -> None:
    sheet = draw_sample(assessed(corvane=1000, zephon=1000), rules=RULES, seed="1").sheet
    assert sheet.column_names == [
        "ref", "first_name", "last_name", "title", "company", "email", "phone", "country",
        "employer_now", "title_now", "checked_on",
    ]  # fmt: skip
    assert not any("corvane" in ref for ref in sheet["ref"].to_pylist())
    first = [name.partition(" ")[0] for name in sheet["last_name"].to_pylist()[:40]]
    assert {"corvane", "zephon"} == set(first)


@pytest.mark.parametrize(
    ("employer", "title", "kind"),
    [
        ("same", "same", "profile_confirmed"),
        ("same", "new", "profile_new_title"),
        ("same", "unknown", "employer_confirmed"),
        ("left", "same", "profile_left"),
        ("left", "unknown", "profile_left"),
        ("wrong", "same", "employer_wrong"),
        ("same", "wrong", "title_wrong"),
        ("unknown", "same", None),
    ],
)
def test_what_was_found_is_a_kind_of_evidence(employer: str, title: str, kind: str | None) -> None:
    assert kind_of(employer, title) == kind


def test_a_sheet_comes_back_with_what_was_found_out() -> None:
    lines = [
        (2, ["1-aaa", "Same", "same", "2026-11-20"]),
        (3, ["1-bbb", "left", "", "2026-11-19"]),
        (4, ["1-ccc", "unknown", "", ""]),
        (5, ["1-ddd", "", "", ""]),
    ]
    found = read_checks(HEADER, lines, imported_at=AT, where="sheet.csv").to_pylist()
    assert [(row["ref"], row["seed"], row["checked_on"], row["kind"]) for row in found] == [
        ("1-aaa", "1", date(2026, 11, 20), "profile_confirmed"),
        ("1-bbb", "1", date(2026, 11, 19), "profile_left"),
    ]


def test_every_cell_that_cannot_be_understood_is_named() -> None:
    lines = [
        (2, ["1-aaa", "yes", "same", "2026-11-20"]),
        (3, ["1-bbb", "left", "gone", "2026-11-20"]),
        (4, ["1-ccc", "same", "same", "20 November"]),
    ]
    with pytest.raises(FileMistakesError) as caught:
        read_checks(HEADER, lines, imported_at=AT, where="sheet.csv")
    assert str(caught.value).splitlines() == [
        "sheet.csv, line 2, employer_now: is 'yes'. Use same, left, wrong or unknown.",
        "sheet.csv, line 3, title_now: is 'gone'. Use same, new, wrong or unknown.",
        "sheet.csv, line 4, checked_on: is '20 November'. Write the day of the check like 2026-11-21.",
    ]


def test_a_sheet_without_its_columns_is_refused() -> None:
    with pytest.raises(FileMistakesError) as caught:
        read_checks(("Ref", "note"), [], imported_at=AT, where="sheet.csv")
    assert str(caught.value).splitlines() == [
        "sheet.csv, column employer_now: is missing. Fill in the sheet as it was drawn.",
        "sheet.csv, column checked_on: is missing. Fill in the sheet as it was drawn.",
    ]


def test_findings_lead_back_to_the_lines_they_were_drawn_from() -> None:
    read = assessed(corvane=100)
    sheet = draw_sample(read, rules=RULES, seed="a-1").sheet.to_pylist()
    lines = [(2, [sheet[0]["ref"], "left", "", "2026-11-20"]), (3, ["a-1-0123456789ab", "left", "", "2026-11-20"])]
    checks = read_checks(HEADER, lines, imported_at=AT, where="sheet.csv")
    (found,) = checks_as_evidence(pa.concat_tables([checks, checks]), read["facts"]).to_pylist()
    assert f"corvane {found['line']}" == sheet[0]["last_name"]
    assert (found["kind"], found["occurred_on"], found["delivery"]) == ("profile_left", date(2026, 11, 20), "corvane-1")


def test_no_checks_are_no_evidence() -> None:
    assert checks_as_evidence(tables.CHECKS.empty(), tables.FACTS.empty()).num_rows == 0
