"""Month end, the money of returned records, and hours on records that are not leads."""

from datetime import date

import pytest

from leadaudit.contract.billing.accrual import accruals, money_state, wasted_time
from leadaudit.contract.billing.invoice import LineKind
from tests.contract.billing_house import AS_OF, OSPRELLE, billed, ledger, matched, program, rows

ORDER = OSPRELLE.replace("price = 10", "price = 10\ngoal = 100")


def test_month_end_is_what_is_owed_and_not_invoiced_less_open_claims() -> None:
    first = rows("accepted", "accepted", "claimed", delivery="one", on=date(2026, 9, 1))
    second = rows("accepted", "too_late", "on_hold", "claimable", delivery="two")
    result = matched([billed(3, delivery="one")], ledger(first, second), text=ORDER)
    [one] = accruals(result, {"osprelle-2026": program(ORDER)}, on=AS_OF)
    assert (one.period_from, one.period_to) == (date(2026, 11, 1), AS_OF)
    assert (one.invoiced_minor, one.payable_not_invoiced_minor, one.open_claims_minor) == (3000, 2000, 1000)
    assert (one.accrual_minor, one.on_hold_minor, one.claimable_minor) == (1000, 1000, 0)
    # 100 records at 10.50 with their verification, and 100 of set-up.
    assert (one.purchase_order_minor, one.order_left_minor) == (115_000, 110_000)


def test_a_prepayment_is_a_balance_and_no_cost() -> None:
    lines = [
        billed(None, unit=None, amount=5000, kind=LineKind.PREPAYMENT, line=2),
        billed(2, line=3),
        billed(None, unit=None, amount=-2000, kind=LineKind.PREPAYMENT_DRAWN, line=4),
    ]
    result = matched(lines, ledger(rows("accepted", "accepted")))
    [one] = accruals(result, {"osprelle-2026": program()}, on=AS_OF)
    assert (one.prepaid_minor, one.invoiced_minor, one.accrual_minor) == (3000, 2000, 0)
    assert one.purchase_order_minor is None


def test_finance_sees_what_can_be_claimed_was_claimed_came_back_and_was_lost() -> None:
    table = ledger(rows("claimable", "claimed", "claimed", "credited", "credited", "too_late", "accepted"))
    note = billed(None, unit=None, amount=-1500, kind=LineKind.CREDIT, number="C-1", credits_invoice="I-1")
    one = money_state(matched([note], table), "osprelle-2026")
    assert (one.claimable_minor, one.claimed_minor, one.credited_minor, one.lost_minor) == (1000, 2000, 2000, 1000)
    # E18: credits of 2,000 were agreed, notes of 1,500 came.
    assert (one.credit_notes_minor, one.credit_missing_minor) == (1500, 500)


def test_hours_on_records_that_are_not_leads_cost_money() -> None:
    # E17
    found = wasted_time(hours_total=120, hours_on_leads=22, rate=55)
    assert (found.hours, found.cost) == (98, 5390)
    assert found.share == pytest.approx(0.81666667, abs=1e-6)
