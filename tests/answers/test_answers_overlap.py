"""Who delivered whom first, how many days later the other came, what is paid again, and which promises fail."""

from collections.abc import Mapping
from datetime import date

import pyarrow as pa
import pytest

from leadaudit.answers.overlap import (
    OVERLAP_HEADER,
    PEOPLE_HEADER,
    days_words,
    named_words,
    overlap,
    overlap_people,
    overlap_sentences,
    paid_words,
    promised,
)
from leadaudit.contract.program import Program, read_program

Row = Mapping[str, object]
# vendor, day, line, person, verdict, price in minor units, account.
DELIVERED = (
    ("acre", 1, 1, "ada", "accept", 4_000, "tidewell"),
    ("acre", 1, 2, "ben", "accept", 4_000, "tidewell"),
    ("acre", 1, 3, "cleo", "return", 4_000, "silverlane"),
    ("birch", 11, 1, "ada", "accept", 2_500, "tidewell"),
    # To be returned, so nobody pays for it again.
    ("birch", 11, 2, "ben", "return", 2_500, "tidewell"),
    ("birch", 11, 3, "dora", "accept", 2_500, "brightwater"),
    # A repeat of the same vendor is no overlap, and its first delivery counts.
    ("birch", 21, 4, "ada", "accept", 2_500, "tidewell"),
    ("cedar", 31, 1, "ada", "review", None, "tidewell"),
    ("cedar", 1, 2, "dora", "accept", None, "brightwater"),
)


def programs(*, exclusive: str = "", own: str = "") -> dict[str, Program]:
    made = {}
    for vendor, day, *_ in DELIVERED:
        text = f'[program]\nid = "{vendor}"\nvendor = "{vendor}"\ncurrency = "USD"\nprice = 25\n'
        if vendor == exclusive:
            text += "exclusive = true\n"
        if vendor == own:
            text += 'type = "inbound_baseline"\n'
        made[f"{vendor}-{day:02}"] = read_program(text, where=vendor)
    return made


@pytest.fixture(scope="module")
def paths() -> Mapping[str, pa.Table]:
    key = {
        "delivery": [f"{vendor}-{day:02}" for vendor, day, *_ in DELIVERED],
        "line": pa.array([row[2] for row in DELIVERED], pa.int32()),
    }
    return {
        "people": pa.table({**key, "person": [row[3] for row in DELIVERED]}),
        "classes": pa.table(
            {
                **key,
                "vendor": [row[0] for row in DELIVERED],
                "delivered_on": [date(2026, 8, row[1]) for row in DELIVERED],
            }
        ),
        "usable": pa.table({**key, "amount_minor": pa.array([row[5] for row in DELIVERED], pa.int64())}),
        "verdicts": pa.table({**key, "verdict": [row[4] for row in DELIVERED]}),
        "accounts": pa.table({**key, "account": [row[6] for row in DELIVERED]}),
    }


def rows(paths: Mapping[str, pa.Table], *, exclusive: str = "") -> dict[tuple[object, object], dict[str, object]]:
    return {(row["first_vendor"], row["vendor"]): row for row in overlap(paths, programs(exclusive=exclusive))}


def test_each_two_vendors_have_a_row_by_who_was_first(paths: Mapping[str, pa.Table]) -> None:
    found = rows(paths)
    assert {ends: row["people"] for ends, row in found.items()} == {
        ("acre", "birch"): 2, ("acre", "cedar"): 1, ("birch", "cedar"): 1, ("cedar", "birch"): 1,
    }  # fmt: skip
    first = found["acre", "birch"]
    assert {name: first[name] for name in ("vendor_people", "accounts", "median_days", "most_days")} == {
        "vendor_people": 3, "accounts": 1, "median_days": 10.0, "most_days": 10,
    }  # fmt: skip
    assert tuple(first) == OVERLAP_HEADER


def test_what_is_to_be_returned_is_not_paid_again(paths: Mapping[str, pa.Table]) -> None:
    found = rows(paths)
    assert [(row["paid"], row["paid_twice_minor"]) for row in found.values()] == [
        (1, 2_500),
        (1, None),
        (1, None),
        (1, 2_500),
    ]
    assert paid_words(found["acre", "birch"]) == "25 USD"
    assert paid_words(found["acre", "cedar"]) == "no price yet"


def test_who_came_from_three_vendors_is_again_once_for_each_later_one(paths: Mapping[str, pa.Table]) -> None:
    found = rows(paths)
    # Ada: acre, then birch, then cedar; cedar's copy counts beside acre, who was the very first.
    assert {ends: row["again"] for ends, row in found.items()} == {
        ("acre", "birch"): 2, ("acre", "cedar"): 1, ("birch", "cedar"): 0, ("cedar", "birch"): 1,
    }  # fmt: skip
    assert overlap_sentences([*found.values()]) == (
        "**4 times a vendor delivered somebody whom another had delivered before; 3 of these records are to be paid: "
        "50 USD.**",
        "Most often: birch delivered 2 people that acre had delivered before, usually 10 days later.",
        "No program promises its people to nobody else (exclusive = true in its file).",
    )


@pytest.mark.parametrize(
    ("exclusive", "broken"),
    [
        ("acre", ["Acre sold 2 people as exclusive whom birch delivered too.",
                  "Acre sold 1 person as exclusive whom cedar delivered too."]),
        ("cedar", ["Cedar sold 1 person as exclusive whom acre delivered too.",
                   "Cedar sold 2 people as exclusive whom birch delivered too."]),
    ],
)  # fmt: skip
def test_a_promise_of_exclusive_people_that_fails_names_who_promised_and_who_else_delivered(
    paths: Mapping[str, pa.Table], exclusive: str, broken: list[str]
) -> None:
    found = rows(paths, exclusive=exclusive)
    assert [*overlap_sentences([*found.values()], frozenset({exclusive}))[2:]] == broken
    assert sum(int(str(row["not_exclusive"])) for row in found.values()) == 3


def test_nobody_twice_is_said_plainly() -> None:
    assert overlap_sentences([], frozenset({"acre"})) == (
        "**No two vendors delivered the same person.**",
        "What acre sold as exclusive nobody else delivered.",
    )


def test_a_promise_that_held_is_said_beside_one_that_failed(paths: Mapping[str, pa.Table]) -> None:
    found = rows(paths, exclusive="acre")
    told = overlap_sentences([*found.values()], frozenset({"acre", "dell"}))
    assert told[-1] == "What dell sold as exclusive nobody else delivered."
    assert promised(programs(exclusive="acre").values()) == {"acre"}


def test_people_who_came_to_us_later_by_themselves_are_nobodys_sale(paths: Mapping[str, pa.Table]) -> None:
    found = overlap(paths, programs(own="birch"))
    assert [(named_words(row, "first_vendor"), named_words(row, "vendor")) for row in found] == [
        ("acre", "birch (ours)"), ("acre", "cedar"), ("birch (ours)", "cedar"), ("cedar", "birch (ours)"),
    ]  # fmt: skip
    assert paid_words(found[0]) == "nobody sells them"
    assert overlap_sentences(found)[0] == (
        "**1 time a vendor delivered somebody whom another had delivered before; 1 of these records is to be paid.**"
    )


def test_everybody_behind_the_rows_is_listed_with_both_records(paths: Mapping[str, pa.Table]) -> None:
    people, found = overlap_people(paths, programs()), rows(paths)
    assert tuple(people[0]) == PEOPLE_HEADER
    assert [(one["first_record"], one["record"], one["days"], one["is_paid"]) for one in people] == [
        ("acre-01:1", "birch-11:1", 10, True),
        ("acre-01:2", "birch-11:2", 10, False),
        ("acre-01:1", "cedar-31:1", 30, True),
        ("birch-11:1", "cedar-31:1", 20, True),
        ("cedar-01:2", "birch-11:3", 10, True),
    ]
    for ends, row in found.items():
        behind = [one for one in people if (one["first_vendor"], one["vendor"]) == ends]
        assert (row["people"], row["paid"], row["again"]) == (
            len(behind), sum(bool(one["is_paid"]) for one in behind), sum(bool(one["is_again"]) for one in behind),
        )  # fmt: skip


@pytest.mark.parametrize(("usual", "most", "words"), [(45.0, 323, "45, up to 323"), (10.0, 10, "10"), (0.0, 0, "0")])
def test_days_are_the_usual_ones_and_the_most(usual: float, most: int, words: str) -> None:
    assert days_words({"median_days": usual, "most_days": most}) == words
