"""Opportunities at companies a vendor delivered, beside those to be expected without."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest

from leadaudit import tables
from leadaudit.answers.influence import influence_notes, influence_row
from leadaudit.economics.influence import VendorInfluence, influences
from leadaudit.exchange import ExchangeRates, Rate

FIRST = date(2026, 1, 10)
AS_OF = date(2026, 10, 31)
LATE = FIRST + timedelta(days=100)


def rows_of(names: Iterable[str], rows: Iterable[tuple[object, ...]], like: pa.Schema) -> pa.Table:
    wanted = list(names)
    return pa.table(
        {name: pa.array([row[at] for row in rows], like.field(name).type) for at, name in enumerate(wanted)}
    )


def scene(*, silent: int, opening: int, opened_on: date = LATE, since: date = date(2025, 6, 1)) -> dict[str, pa.Table]:
    """Two delivered companies of one vendor, and companies of the CRM that nobody delivered."""
    facts = [
        "delivery",
        "line",
        "company_key",
        "email_domain",
        "email_is_free",
        "email_is_disposable",
        "website_domain",
    ]
    others = [f"quiet {at}" for at in range(silent)] + [f"busy {at}" for at in range(opening)]
    mine = [("d", 1, "northwell", None), ("d", 2, "aldergate", None), ("d", 3, "northwell", None)]
    deals = [(f"O{at}", name, opened_on) for at, name in enumerate(others[silent:])]
    schema = pa.schema(
        [("source", pa.string()), ("opportunity_id", pa.string()), ("opened_on", pa.date32()), ("state", pa.string()),
         ("account_id", pa.string()), ("account_key", pa.string())]
    )  # fmt: skip
    return {
        "classes": pa.table(
            {
                "delivery": ["d"] * 3,
                "line": pa.array([1, 2, 3], pa.int64()),
                "vendor": ["osprelle"] * 3,
                "class": ["unproven", "signal", "excluded"],
                "delivered_on": pa.array([FIRST] * 3, pa.date32()),
            }
        ),
        "facts": rows_of(
            facts,
            [(one, line, key, domain, False, False, None) for one, line, key, domain in mine],
            tables.FACTS.schema,
        ),
        "accounts": tables.ACCOUNTS.build(
            [{"delivery": one, "line": line, "account": key, "kind": "company"} for one, line, key, _ in mine]
        ),
        "account_names": tables.ACCOUNT_NAMES.empty(),
        "contacts": rows_of(
            ["delivery", "line", "created_on", "snapshot_on"],
            [("crm", at, since, AS_OF) for at, _ in enumerate([*others, "northwell"])],
            tables.CONTACTS.schema,
        ),
        "contact_facts": rows_of(
            facts,
            [("crm", at, name, None, False, False, None) for at, name in enumerate([*others, "northwell"])],
            tables.FACTS.schema,
        ),
        "rows": rows_of(["delivery", "line", "source", "object", "account_id"], [], tables.CRM_ROWS.schema),
        "opportunities": rows_of(
            schema.names, [("crm", deal, day, "open", None, name) for deal, name, day in deals], schema
        ),
        "influence": rows_of(
            ["vendor", "currency", "opened_on", "names_delivered", "amount_minor"],
            [("osprelle", "USD", LATE, True, 300_00), ("osprelle", "USD", LATE, False, 100_00)],
            tables.INFLUENCE.schema,
        ),
    }


def told(
    made: dict[str, pa.Table], *, rates: ExchangeRates | None = None, house_currency: str | None = None
) -> VendorInfluence:
    [one] = influences(
        made, as_of=AS_OF, window_days=180, rates=rates or ExchangeRates(), house_currency=house_currency
    )
    return one


def test_what_was_opened_stands_beside_what_companies_nobody_delivered_opened() -> None:
    one = told(scene(silent=30, opening=10))
    assert (one.accounts, one.opportunities, one.named, one.control_accounts) == (2, 2, 1, 40)
    assert one.expected == pytest.approx(2 * 10 / 40)
    assert one.amounts is not None
    assert one.amounts.influenced == 400_00
    assert one.amounts.expected_without == pytest.approx(0.5 * 200_00)
    assert influence_row(one) == ("osprelle", "2", "2", "1", "0.5", "400 USD", "100 USD")
    assert influence_notes([one])[1].startswith("To be expected without: as often as at companies your CRM held")


@pytest.mark.parametrize("opened_on", [FIRST, FIRST + timedelta(days=181), AS_OF + timedelta(days=1)])
def test_both_are_watched_over_the_same_days(opened_on: date) -> None:
    assert told(scene(silent=30, opening=10, opened_on=opened_on)).expected == 0


def test_a_company_the_crm_did_not_hold_on_the_day_is_no_comparison() -> None:
    assert told(scene(silent=30, opening=10, since=FIRST + timedelta(days=1))).control_accounts == 0


def test_too_few_companies_give_no_expectation_and_say_so() -> None:
    one = told(scene(silent=19, opening=10))
    assert one.expected is None
    assert one.amounts is not None
    assert one.amounts.expected_without is None
    assert influence_row(one)[4] == "–"
    assert "your CRM held 29 companies that nobody delivered, and it takes 30" in influence_notes([one])[1]


def test_amounts_count_at_the_rate_of_their_day_and_are_unknown_without_one() -> None:
    made = scene(silent=30, opening=10)
    rates = ExchangeRates.of([Rate(on=LATE, currency="USD", into="EUR", rate=Decimal("0.5"))])
    converted = told(made, rates=rates, house_currency="EUR").amounts
    assert converted is not None
    assert converted.influenced == 200_00
    assert told(made, house_currency="EUR").amounts is None
    assert influence_row(told(made, house_currency="EUR"))[5] == "not known"


def test_an_opportunity_without_an_amount_makes_the_sum_unknown_never_smaller() -> None:
    made = scene(silent=30, opening=10)
    made["influence"] = made["influence"].set_column(4, "amount_minor", pa.array([300_00, None], pa.int64()))
    assert told(made).amounts is None


def test_a_vendor_without_opportunities_stays_in_the_table() -> None:
    made = scene(silent=30, opening=10)
    made["influence"] = made["influence"].slice(0, 0)
    one = told(made, house_currency="EUR")
    assert (one.opportunities, one.expected) == (0, 0.5)
    assert one.amounts is not None
    assert one.amounts.influenced == 0


def test_a_company_is_counted_once_under_all_its_names_and_its_daughters_are_no_comparison() -> None:
    made = scene(silent=30, opening=10)
    one_account: list[dict[str, object]] = [
        {"delivery": "d", "line": line, "account": "northwell.example", "kind": "domain"} for line in (1, 2, 3)
    ]
    names: list[dict[str, object]] = [{"kind": "company", "name": "busy 0", "account": "northwell.example"}]
    joined = made | {
        "accounts": tables.ACCOUNTS.build(one_account),
        "account_names": tables.ACCOUNT_NAMES.build(names),
    }
    apart, one = told(made), told(joined)
    assert (apart.accounts, apart.control_accounts) == (2, 40)
    assert (one.accounts, one.control_accounts) == (1, 39)
    assert one.expected == pytest.approx(9 / 39)
