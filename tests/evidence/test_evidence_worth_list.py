"""Which records to check first, and whether a vendor's own checks were worth their price."""

from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from leadaudit import tables
from leadaudit.evidence.states import Seen, hazards_of, states_at
from leadaudit.evidence.verification_worth import Action, Prices
from leadaudit.evidence.worth_list import worth_of_checks, worth_of_upcharge
from leadaudit.policy import default_policy
from leadaudit.vocabulary import JobFunction, Seniority

PRICES = Prices(value=40, touch=9, check=1.5)
POLICY = default_policy()


def test_the_records_that_gain_most_are_checked_first() -> None:
    chances = {2: 0.62, 3: 0.9, 4: 0.3, 5: 0.02, 6: None, 7: 0.5}
    usable: list[dict[str, object]] = [
        {"delivery": "c-1", "line": line, "vendor": "corvane", "usable": line != 7} for line in chances
    ]
    freshness: list[dict[str, object]] = [
        {"delivery": "c-1", "line": line, "p_employer": chance} for line, chance in chances.items()
    ]
    assessed = {"usable": tables.USABLE.build(usable), "freshness": tables.FRESHNESS.build(freshness)}
    vendors, first = worth_of_checks(assessed, PRICES)
    # Checked: .3 brings .3*31 - 1.5 - 3 = 4.8 over working it, .62 brings 1.92; .9 is worked, .02 left alone.
    assert [(row["line"], round(row["gain"], 6)) for row in first.to_pylist()] == [(4, 4.8), (2, 1.92)]
    corvane = vendors["corvane"]
    assert (corvane.records, corvane.cost) == (4, 3.0)
    assert corvane.gain == pytest.approx(6.72)
    assert corvane.actions == {Action.WORK: 1, Action.VERIFY: 2, Action.LEAVE: 1}


def assessed_with_a_check(**facts: Any) -> dict[str, pa.Table]:
    key = {"delivery": "c-1", "line": 2}
    plain = {"seniority": "director", "function": "procurement", "company_key": "northwell", "company": "Northwell"}
    delivery = {"delivery": "c-1", "vendor": "corvane", "delivered_on": date(2026, 3, 5), "profile_source": "unknown"}
    return {
        "facts": tables.FACTS.build([{**key, **plain, **facts}]),
        "classes": tables.CLASSES.build([{**key, "vendor": "corvane"}]),
        "deliveries": tables.DELIVERIES.build([delivery]),
        "records": pa.table({"delivery": ["c-1"], "line": pa.array([2], pa.int32()), "email_status": ["valid"]}),
    }


def worth(assessed: dict[str, pa.Table]) -> Any:
    return worth_of_upcharge(assessed, policy=POLICY, prices=PRICES, upcharge=2, as_of=date(2026, 11, 1))


def test_a_dated_check_is_worth_the_people_it_adds_on_the_day_of_delivery() -> None:
    found = worth(assessed_with_a_check(email_verified_on=date(2026, 2, 23)))["corvane"]
    hazards = hazards_of(Seniority.DIRECTOR, JobFunction.PROCUREMENT, POLICY.freshness)
    seen = [Seen(years=180 / 365.25, kind="vendor_verified")]
    chances = [
        states_at(190 / 365.25, hazards=hazards, seen=given, rules=POLICY.freshness).p_employer for given in (seen, [])
    ]
    assert found.verified == 1
    assert [found.p_verified, found.p_unverified] == pytest.approx(chances)
    assert found.gain == pytest.approx((chances[0] - chances[1]) * 40 - 2)


def test_an_undated_badge_and_a_check_after_delivery_are_no_evidence() -> None:
    assert worth(assessed_with_a_check()) == {}
    assert worth(assessed_with_a_check(email_verified_on=date(2026, 3, 9))) == {}
