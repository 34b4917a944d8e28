"""Acceptance by sample: bounds that can be checked by hand, and the rule that was agreed."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from leadaudit import tables
from leadaudit.contract.program_sections import Acceptance
from leadaudit.contract.sample_check import (
    SampleVerdict,
    draw_sheet,
    fewest_to_pass,
    interval,
    judge_sample,
    read_sheet,
    records_to_check,
    sample_results,
    upper_bound,
)
from leadaudit.errors import FileMistakesError

RULE = Acceptance(max_invalid_share=Decimal("0.05"))


def test_the_bounds_are_those_of_clopper_and_pearson() -> None:
    # None of 59: 1 - 0.05 ** (1 / 59); and the table value for 3 of 10.
    assert upper_bound(0, 59, level=0.95) == pytest.approx(1 - 0.05 ** (1 / 59))
    assert interval(3, 10) == pytest.approx((0.0667, 0.6525), abs=5e-5)
    assert interval(0, 0) == (0.0, 1.0)
    assert interval(10, 10)[1] == 1.0


def test_a_sample_without_a_fault_passes_from_fifty_nine_on() -> None:
    assert fewest_to_pass(RULE) == 59
    assert judge_sample(invalid=0, checked=59, frame=1000, rule=RULE).verdict is SampleVerdict.ACCEPT
    assert judge_sample(invalid=0, checked=58, frame=1000, rule=RULE).verdict is SampleVerdict.TOO_FEW
    assert judge_sample(invalid=1, checked=59, frame=1000, rule=RULE).verdict is SampleVerdict.NOT_ACCEPTED
    assert judge_sample(invalid=0, checked=59, frame=1000, rule=None).verdict is SampleVerdict.NO_RULE


def test_once_all_were_looked_at_the_share_is_known() -> None:
    one = judge_sample(invalid=1, checked=40, frame=40, rule=RULE)
    assert (one.low, one.high, one.bound, one.verdict) == (0.025, 0.025, 0.025, SampleVerdict.ACCEPT)


@pytest.mark.parametrize("precision", [0.02, 0.05, 0.1])
def test_as_many_are_drawn_as_the_precision_needs(precision: float) -> None:
    wanted = records_to_check(precision=precision, records=100_000)
    assert upper_bound(round(0.05 * wanted), wanted, level=0.95) - 0.05 <= precision * 1.1
    assert records_to_check(precision=precision, records=30) == 30
    assert records_to_check(precision=0.9, records=1000, rule=RULE) == 59


def assessed(*verdicts: str) -> dict[str, pa.Table]:
    rows = [{"delivery": "d1", "line": at + 2, "verdict": verdict} for at, verdict in enumerate(verdicts)]
    facts = [{"delivery": "d1", "line": at + 2, "last_name": f"Person {at}"} for at in range(len(verdicts))]
    delivery = {"delivery": "d1", "vendor": "osprelle", "program": "osprelle-2026", "delivered_on": date(2026, 10, 1)}
    return {
        "verdicts": tables.VERDICTS.build(rows),
        "facts": tables.FACTS.build(facts),
        "deliveries": tables.DELIVERIES.build([delivery]),
    }


def test_a_sheet_is_blind_drawn_again_by_its_seed_and_holds_no_returned_record() -> None:
    table = assessed("accept", "return", "review", "accept")
    sheet = draw_sheet(table, program="osprelle-2026", records=10, seed="s")
    assert sorted(sheet["last_name"].to_pylist()) == ["Person 0", "Person 2", "Person 3"]
    assert sheet.column_names[-3:] == ["valid", "reason", "checked_on"]
    assert "delivery" not in sheet.column_names
    assert draw_sheet(table, program="osprelle-2026", records=10, seed="s").equals(sheet)
    assert draw_sheet(table, program="osprelle-2026", records=1, seed="s").num_rows == 1


def test_what_was_looked_at_comes_back_to_its_program_and_the_newest_look_counts() -> None:
    table = assessed("accept", "accept", "review")
    refs = draw_sheet(table, program="osprelle-2026", records=3, seed="s")["ref"].to_pylist()
    header = ("ref", "valid", "reason", "checked_on")
    lines = [
        (2, (refs[0], "no", "left", "2026-10-10")),
        (3, (refs[1], "yes", "", "2026-10-10")),
        (4, (refs[0], "yes", "", "2026-10-12")),
        (5, (refs[2], "No", "wrong number", "2026-10-11")),
        (6, ("elsewhere-000000000000", "no", "", "2026-10-11")),
    ]
    checks = read_sheet(header, lines, source="i", where="sheet.csv")
    found = sample_results(table, checks=checks, rules={"osprelle-2026": RULE}, as_of=date(2026, 11, 1))
    assert list(found) == ["osprelle-2026"]
    one = found["osprelle-2026"]
    assert (one.checked, one.invalid, one.frame, one.reasons) == (3, 1, 3, {"wrong number": 1})
    earlier = sample_results(table, checks=checks, rules={}, as_of=date(2026, 10, 10))["osprelle-2026"]
    assert (earlier.checked, earlier.invalid) == (2, 1)


def test_a_sheet_that_cannot_be_understood_is_refused_with_every_cell_and_empty_rows_are_left_out() -> None:
    header = ("ref", "valid", "reason", "checked_on")
    with pytest.raises(FileMistakesError) as error:
        read_sheet(header, [(2, ("a", "maybe", "", "soon")), (3, ("", "yes", "", "2026-10-10"))], source="i", where="s")
    assert str(error.value).splitlines() == [
        "s, line 2, valid: is 'maybe'. Use yes or no.",
        "s, line 2, checked_on: is soon. Write the day like 2026-11-21.",
        "s, line 3, ref: is empty. Fill in the sheet as it was drawn.",
    ]
    assert read_sheet(header, [(2, ("a", "", "", ""))], source="i", where="s").num_rows == 0
