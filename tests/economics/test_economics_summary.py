"""What is said of a delivery, a vendor and everything."""

from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pytest

from leadaudit.economics.cost import Shown
from leadaudit.economics.delivery_counts import Counted
from leadaudit.economics.summary import By, LineCounts, summarize
from leadaudit.policy import default_policy
from tests.economics.economics_house import DELIVERED_ON, Row, assessed, deadline, summaries, summary

LATER = DELIVERED_ON + timedelta(days=1)


def test_every_line_is_counted_once() -> None:
    found = summary([{}, {"status": "repaired"}, {"status": "unreadable"}, {"email_status": "missing"}])
    assert found.lines == LineCounts(delivered=4, read=3, repaired=1, unreadable=1)
    assert found.usable == Counted(records=2, amount_minor=9600)
    assert found.not_usable == {
        "no_channel": Counted(records=1, amount_minor=4800),
        "unreadable": Counted(records=1, amount_minor=0),
    }
    assert found.usable_share is not None
    assert found.usable_share.median == pytest.approx(0.5)
    assert found.deliveries == ("d1",)


def test_keys_are_never_omitted() -> None:
    found = summary([{"class": "signal", "flags": ["account_only"]}, {"class": "signal"}])
    assert found.classes == {"lead": 0, "signal": 2, "opt_in": 0, "unproven": 0, "excluded": 0}
    assert found.account_level == 1
    assert found.consent == {"proven": 0, "proven_by_program": 0, "asserted": 2, "absent": 0, "contradicted": 0}
    assert {word: each.records for word, each in found.verdicts.items()} == {"accept": 2, "return": 0, "review": 0}
    assert found.employer == {"fresh": 2, "doubtful": 0, "stale": 0, "unknown": 0}
    assert found.title == {"fresh": 0, "doubtful": 2, "stale": 0, "unknown": 0}
    assert found.excluded == {}


def test_reasons_come_with_the_most_frequent_first() -> None:
    rows: list[Row] = [
        {"class": "excluded", "excluded_reason": "suppressed"},
        {"class": "excluded", "excluded_reason": "duplicate"},
        {"class": "excluded", "excluded_reason": "duplicate"},
    ]
    assert list(summary(rows).excluded.items()) == [("duplicate", 2), ("suppressed", 1)]
    assert list(summary(rows).not_usable) == ["duplicate", "suppressed"]


def test_claims_say_what_is_still_in_time_and_until_when() -> None:
    returned: Row = {"verdict": "return", "code": "fake", "claimable_minor": 4800, "deadline_at": deadline(20)}
    rows: list[Row] = [
        returned,
        {**returned, "code": "off_spec_geo", "deadline_at": deadline(18)},
        {**returned, "claimable_minor": 0, "deadline_at": deadline(1)},
        {},
    ]
    claims = summary(rows).claims
    assert claims.by_code == {
        "fake": Counted(records=2, amount_minor=9600),
        "off_spec_geo": Counted(records=1, amount_minor=4800),
    }
    assert (claims.claimable, claims.until_at) == (Counted(records=2, amount_minor=9600), deadline(18))
    assert summary([{}]).claims.until_at is None


def test_costs_divide_the_money_by_the_records_of_each_rung() -> None:
    rows: list[Row] = [{}, {"verdict": "return", "code": "fake"}, {"email_status": "missing"}, {"status": "unreadable"}]
    cost = summary(rows).cost
    assert (cost.currency, cost.media_minor, cost.media_basis) == ("USD", 14_400, "contract")
    assert (cost.per_delivered_minor, cost.per_payable_minor, cost.per_usable_minor) == (3600, 7200, 14_400)
    assert summary(rows).prices_at == {0.01: 360_000, 0.02: 180_000, 0.04: 90_000}


def test_a_real_lead_is_not_known_yet_and_never_none() -> None:
    cost = summary([{}] * 60).cost
    for rung in (cost.confirmed, cost.real_lead):
        assert (rung.leads, rung.realised_minor, rung.expected, rung.shown) == (None, None, None, Shown.NOT_KNOWN_YET)


def test_an_empty_delivery_has_counts_of_zero_and_no_rates() -> None:
    found = summary([])
    assert (found.lines.delivered, found.usable, found.usable_share) == (0, Counted(records=0, amount_minor=0), None)
    assert (found.cost.media_minor, found.cost.per_delivered_minor, found.prices_at) == (0, None, {})


def test_an_unknown_price_is_unknown_and_never_zero() -> None:
    found = summary([{"amount_minor": None}, {}])
    assert (found.cost.media_minor, found.cost.per_usable_minor, found.prices_at) == (None, None, {})
    assert found.usable == Counted(records=2, amount_minor=None)


def attested(person: str, **more: object) -> Row:
    return {"class": "lead", "person": person, "first_attested_lead_on": DELIVERED_ON, **more}


def test_attested_leads_have_a_cost_of_their_own() -> None:
    rows = [attested(f"p{number}") for number in range(3)] + [{} for _ in range(57)]
    found = summary(rows)
    assert found.attested == 3
    rung = found.cost.real_lead
    assert (rung.leads, rung.realised_minor, rung.shown) == (3, 60 * 4800 / 3, Shown.DIRECTIONAL_ONLY)
    assert rung.expected is not None
    assert rung.expected.low is not None
    assert rung.expected.low < 96_000 < (rung.expected.high or 0)
    assert found.cost.confirmed.leads is None


def test_a_statement_after_the_delivery_or_of_an_excluded_record_is_not_attested_with_it() -> None:
    assert summary([attested("p", first_attested_lead_on=LATER)]).attested == 0
    assert summary([attested("p", **{"class": "excluded", "excluded_reason": "duplicate"})]).attested == 0


HEADS: list[Row] = [
    {"delivery": "d1", "vendor": "osprelle", "program": "spring"},
    {"delivery": "d2", "vendor": "osprelle", "program": "autumn"},
    {"delivery": "d3", "vendor": "zeta", "program": "zeta"},
]


def test_a_person_two_vendors_delivered_in_time_is_shared_by_them() -> None:
    asked = attested("p", delivery="d1")
    for gap, expected in ((0, (0.5, 0.5)), (180, (0.5, 0.5)), (181, (1.0, 0.0)), (-1, (1.0, 0.0))):
        copy = {"delivery": "d3", "person": "p", "delivered_on": DELIVERED_ON - timedelta(days=gap)}
        found = summaries(assessed([asked, copy], HEADS), By.VENDOR)
        assert (found["osprelle"].attested, found["zeta"].attested) == expected
    returned = {"delivery": "d3", "person": "p", "class": "excluded", "excluded_reason": "returned"}
    found = summaries(assessed([asked, returned], HEADS), By.VENDOR)
    assert (found["osprelle"].attested, found["zeta"].attested) == (1.0, 0.0)


def test_vendors_and_everything_are_the_sums_of_their_deliveries() -> None:
    rows: list[Row] = [
        {"delivery": "d1"},
        {"delivery": "d2", "email_status": "missing"},
        {"delivery": "d3"},
        {"delivery": "d3", "verdict": "return", "code": "fake"},
    ]
    named = assessed(rows, HEADS)
    dollars = {"spring": "USD", "autumn": "USD", "zeta": "USD"}
    by_vendor = summaries(named, By.VENDOR, dollars)
    assert {name: each.lines.delivered for name, each in by_vendor.items()} == {"osprelle": 2, "zeta": 2}
    assert by_vendor["osprelle"].deliveries == ("d1", "d2")
    everything = summaries(named, By.EVERYTHING, dollars)["everything"]
    assert everything.lines.delivered == 4
    assert everything.cost.media_minor == sum(each.cost.media_minor or 0 for each in by_vendor.values()) == 19_200


def test_paid_twice_is_what_the_later_vendor_gets_for_a_person_the_other_had_delivered() -> None:
    early, late = DELIVERED_ON - timedelta(days=9), DELIVERED_ON + timedelta(days=30)
    osprelle, zeta = {"also_delivered_by": ["zeta"]}, {"delivery": "d3", "also_delivered_by": ["osprelle"]}
    rows: list[Row] = [
        {"delivery": "d1", "person": "p", **osprelle},
        {"delivery": "d2", "person": "p", **osprelle, "delivered_on": late},  # a repeat of its own
        {**zeta, "person": "p", "delivered_on": late},
        {**zeta, "person": "p", "delivered_on": late},  # another repeat: it was paid twice for one person
        {"delivery": "d1", "person": "q", **osprelle},
        {**zeta, "person": "q", "delivered_on": late, "verdict": "return", "code": "fake"},  # costs nothing
        {"delivery": "d1", "person": "r", **osprelle, "amount_minor": 4500},
        {**zeta, "person": "r", "delivered_on": early},  # was first
    ]
    by_vendor = summaries(assessed(rows, HEADS), By.VENDOR, dict.fromkeys(("spring", "autumn", "zeta"), "USD"))
    assert by_vendor["zeta"].paid_twice == Counted(records=1, amount_minor=4800)
    assert by_vendor["osprelle"].paid_twice == Counted(records=1, amount_minor=4500)


def test_money_of_two_currencies_is_never_added() -> None:
    named = assessed([{"delivery": "d1"}, {"delivery": "d3"}], HEADS)
    currencies = {"spring": "USD", "autumn": "USD", "zeta": "EUR"}
    everything = summaries(named, By.EVERYTHING, currencies)["everything"]
    assert (everything.cost.currency, everything.cost.media_minor, everything.usable.amount_minor) == (None, None, None)
    assert everything.usable.records == 2
    assert summaries(named, By.VENDOR, currencies)["zeta"].cost.currency == "EUR"


def test_a_vendor_whose_file_held_no_record_stays_in_the_table() -> None:
    found = summaries(assessed([{"delivery": "d1"}], HEADS), By.VENDOR)
    assert found["zeta"].lines == LineCounts(delivered=0, read=0, repaired=0, unreadable=0)


@pytest.mark.parametrize(
    ("zone", "ends", "last_on"),
    [
        ("America/Los_Angeles", datetime(2026, 3, 18, 7, tzinfo=UTC), date(2026, 3, 17)),
        ("Pacific/Auckland", datetime(2026, 3, 17, 11, tzinfo=UTC), date(2026, 3, 17)),
        # Windows in hours may end in the afternoon: that day is still within them.
        ("Asia/Kolkata", datetime(2026, 3, 17, 9, 30, tzinfo=UTC), date(2026, 3, 17)),
        ("UTC", datetime(2026, 3, 18, tzinfo=UTC), date(2026, 3, 17)),
    ],
)
def test_the_last_day_to_claim_is_that_of_the_programs_own_clock(zone: str, ends: datetime, last_on: date) -> None:
    row = {"verdict": "return", "code": "bounced", "claimable_minor": 4800, "deadline_at": ends}
    named = assessed([row])
    found = summarize(
        named,
        deliveries=named["deliveries"],
        currencies={"spring": "USD"},
        policy=default_policy(),
        zones={"spring": zone},
    )
    assert found["d1"].claims.last_on == last_on


def test_what_was_credited_or_came_instead_costs_nothing_and_the_basis_says_so() -> None:
    named = assessed([{}, {}, {}])
    unpaid = pa.table({"delivery": ["d1"], "line": pa.array([3], pa.int32())})
    found = summarize(
        named, deliveries=named["deliveries"], currencies={"spring": "USD"}, policy=default_policy(), unpaid=unpaid
    )["d1"].cost
    assert (found.media_minor, found.media_basis, found.per_delivered_minor) == (9600, "contract_less_credits", 3200)
