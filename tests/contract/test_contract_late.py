"""Records that come long after they were generated: returned, or paid at a price of their own."""

from datetime import UTC, date, datetime

import pytest

from tests.contract.contract_records import File, Judged, judged, told

DELIVERED = date(2026, 3, 10)


def made(days_before: int, clauses: str) -> Judged:
    generated = datetime(2026, 3, 10 - days_before, tzinfo=UTC)
    record = told({"title": "Director"}, captured_at=generated, captured_on=generated.date())
    return judged([File(records=[record], delivered_on=DELIVERED)], clauses)


def test_a_record_a_day_too_late_is_returned_and_says_which_days() -> None:
    reason = made(4, "delivery_days = 3").only_reason()
    assert (reason["code"], reason["clause"], reason["proof"]) == (
        "late",
        "delivery_days",
        "The record was generated on 6 Mar 2026 and delivered on 10 Mar 2026, 4 days later; 3 are allowed.",
    )
    assert made(4, "delivery_days = 3").verdicts[0]["verdict"] == "return"


def test_a_record_on_the_last_day_is_in_time() -> None:
    assert made(3, "delivery_days = 3").reasons == []


@pytest.mark.parametrize(("days", "amount"), [(3, 4800), (4, 2000)])
def test_a_late_record_may_be_payable_at_a_price_of_its_own(days: int, amount: int) -> None:
    verdict = made(days, "delivery_days = 3\nlate_price = 20").verdicts[0]
    assert (verdict["verdict"], verdict["amount_minor"]) == ("accept", amount)
