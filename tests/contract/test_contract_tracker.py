"""Programs against their goal, their pace and their money."""

from datetime import date

import pytest

from leadaudit.contract.program import Program, read_program
from leadaudit.contract.tracker import DayCame, progress_of


def program(more: str = "") -> Program:
    text = f'id = "spring"\nvendor = "osprelle"\nprice = 48\ncurrency = "USD"\n{more}'
    return read_program(text, where="spring.toml")


def came(on: date, payable: int, delivered: int | None = None) -> DayCame:
    return DayCame(
        delivered_on=on, delivered=delivered or payable, replacements=0, payable=payable, in_review=0,
        usable=payable - 1, payable_minor=payable * 4800,
    )  # fmt: skip


PACED = 'goal = 100\nstart_on = 2026-01-10\nend_on = 2026-12-31\npacing = { records = 10, per = "month" }\n'


def test_what_is_to_go_and_what_money_is_left() -> None:
    made = progress_of(program("goal = 100\n"), [came(date(2026, 2, 1), 30, 40)], as_of=date(2026, 3, 1))
    assert (made.delivered, made.payable, made.usable, made.to_go) == (40, 30, 29, 70)
    assert (made.committed_minor, made.owed_minor, made.remaining_minor) == (480_000, 144_000, 336_000)


@pytest.mark.parametrize(
    ("as_of", "planned"),
    [
        (date(2026, 2, 9), 0),
        (date(2026, 2, 10), 10),
        (date(2026, 3, 9), 10),
        (date(2026, 3, 10), 20),
        (date(2027, 6, 1), 100),
    ],
)
def test_a_month_is_due_when_it_is_over_and_never_more_than_the_goal(as_of: date, planned: int) -> None:
    assert progress_of(program(PACED), [came(date(2026, 1, 20), 5)], as_of=as_of).planned == planned


def test_a_program_is_behind_below_nine_tenths_of_the_plan() -> None:
    as_of = date(2026, 3, 10)
    assert progress_of(program(PACED), [came(date(2026, 1, 20), 18)], as_of=as_of).notes == ()
    behind = progress_of(program(PACED), [came(date(2026, 1, 20), 17)], as_of=as_of).notes
    assert behind == ("behind: 17 payable records, 20 were due",)


def test_twice_what_is_due_in_a_month_is_no_dump_and_more_is() -> None:
    days = [came(date(2026, 1, 20), 10, 12), came(date(2026, 1, 28), 8)]
    assert progress_of(program(PACED), days, as_of=date(2026, 2, 1)).notes == ()
    days = [came(date(2026, 1, 20), 10, 13), came(date(2026, 1, 28), 8)]
    assert progress_of(program(PACED), days, as_of=date(2026, 2, 1)).notes == (
        "dumped: 21 records in the month of 1 Jan 2026, 10 are due a month",
    )


def test_the_end_is_projected_from_the_pace_so_far() -> None:
    made = progress_of(program(PACED), [came(date(2026, 1, 20), 25)], as_of=date(2026, 1, 30))
    assert made.projected_end_on == date(2026, 3, 31)
    reached = progress_of(program(PACED), [came(date(2026, 1, 20), 100)], as_of=date(2026, 1, 30))
    assert (reached.projected_end_on, reached.to_go) == (None, 0)


def test_a_flat_program_commits_its_amount_whatever_comes() -> None:
    flat = program('[pricing]\nmodel = "flat"\namount = 5000\n')
    assert progress_of(flat, [came(date(2026, 1, 20), 3)], as_of=date(2026, 1, 30)).committed_minor == 500_000
