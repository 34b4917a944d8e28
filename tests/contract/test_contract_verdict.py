"""From reasons to a verdict, its money and its deadline."""

from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from leadaudit.contract.program import program_without_contract
from leadaudit.contract.verdict import returnable_reasons
from leadaudit.vocabulary import ReasonCode
from tests.contract.contract_records import File, Told, judged, program, told

SPEC = "[[spec]]\nconfirmed_at = 2026-01-01\n"
INTERN = {"title": "Intern", "email": "i@mail.example"}


def test_without_a_contract_everything_is_accepted() -> None:
    files = [File(records=[told(is_test=True, email_status="unusable")], program="zeta")]
    bare = {"zeta": program_without_contract("zeta", Decimal("48.50"), "USD", where="--vendor")}
    found = judged(files, bare)
    row = found.verdicts[0]
    assert found.reasons == []
    assert (row["verdict"], row["code"], row["sentence"]) == ("accept", None, "no contract given")
    assert (row["amount_minor"], row["claimable_minor"], row["deadline_at"]) == (4850, 0, None)


def test_a_delivery_of_no_known_program_has_no_price_and_is_accepted() -> None:
    row = judged([File(records=[told()], program="gone")], {"spring": program()}).verdicts[0]
    assert (row["verdict"], row["sentence"], row["amount_minor"]) == ("accept", "no contract given", None)


def test_while_a_price_is_unknown_no_record_has_an_amount() -> None:
    unknown = program_without_contract("zeta", None, None, where="file")
    row = judged([File(records=[told()], program="zeta")], {"zeta": unknown}).verdicts[0]
    assert (row["verdict"], row["amount_minor"], row["claimable_minor"]) == ("accept", None, 0)


def test_a_record_nothing_speaks_against_is_accepted() -> None:
    row = judged(told(), SPEC + 'levels = ["director"]').verdicts[0]
    assert (row["verdict"], row["sentence"]) == ("accept", "Nothing in the contract speaks against it.")


def test_all_broken_clauses_are_kept_and_the_first_returnable_leads() -> None:
    record = told(INTERN, seniority="entry", function="hr", email_is_free=True)
    clauses = SPEC + 'levels = ["vp"]\nfunctions = ["it"]\nrefused_emails = ["free"]\n'
    found = judged(record, clauses + '[returns]\nreturnable = ["off_spec_function", "off_spec_level"]')
    assert [row["code"] for row in found.reasons] == ["freemail", "off_spec_function", "off_spec_level"]
    assert (found.verdicts[0]["code"], found.verdicts[0]["clause"]) == ("off_spec_level", "spec.levels")
    assert judged(record, clauses).verdicts[0]["code"] == "freemail"


def test_a_broken_clause_goes_before_an_unknown_one() -> None:
    record = told(INTERN, seniority="entry", country_code=None)
    found = judged(record, SPEC + 'levels = ["vp"]\ngeo = ["US"]')
    assert {row["status"] for row in found.reasons} == {"unknown", "violated"}
    assert (found.verdicts[0]["verdict"], found.verdicts[0]["code"]) == ("return", "off_spec_level")


def test_a_broken_clause_that_is_not_taken_back_is_accepted_unless_something_is_unknown() -> None:
    refused = '[returns]\nrefused = ["off_spec_level"]\n'
    clauses = refused + SPEC + 'levels = ["vp"]\ngeo = ["US"]'
    accepted = judged(told(INTERN, seniority="entry"), clauses).verdicts[0]
    assert accepted["verdict"] == "accept"
    assert accepted["sentence"] == "The contract takes no record back for this reason: level not ordered."
    unknown = judged(told(INTERN, seniority="entry", country_code=None), clauses).verdicts[0]
    assert (unknown["verdict"], unknown["code"]) == ("review", "off_spec_geo")


def test_clauses_of_their_own_are_returnable_unless_the_contract_lists_its_reasons() -> None:
    clauses = (
        'goal = 9\nover_delivery_allowed = false\n[dedupe]\nscope = "all_vendors"\ncrm = true\n'
        '[[spec]]\ncap_domain = 4\nrefused_emails = ["role", "free", "disposable"]\nlists = ["own_domains"]\n'
    )
    named = returnable_reasons(program(clauses)) - returnable_reasons(program())
    assert named == {
        ReasonCode.OVER_DELIVERY,
        ReasonCode.DUPLICATE_CROSS_VENDOR,
        ReasonCode.DUPLICATE_CRM,
        ReasonCode.OVER_CAP,
        ReasonCode.ROLE_MAILBOX,
        ReasonCode.FREEMAIL,
        ReasonCode.DISPOSABLE,
        ReasonCode.OWN_EMPLOYEE,
    }
    listed = program(clauses + '[returns]\nreturnable = ["fake", "over_cap"]\nrefused = ["fake"]')
    assert returnable_reasons(listed) == {ReasonCode.OVER_CAP}
    refused = program(clauses + '[returns]\nrefused = ["freemail"]')
    assert ReasonCode.FREEMAIL not in returnable_reasons(refused)


def test_a_return_is_worth_its_price_until_its_deadline() -> None:
    clauses = '[returns]\nwindow = 5\nunit = "business_days"'
    in_time = judged(told(is_test=True), clauses, as_of=date(2026, 3, 17)).verdicts[0]
    late = judged(told(is_test=True), clauses, as_of=date(2026, 3, 18)).verdicts[0]
    assert in_time["deadline_at"] == datetime(2026, 3, 18, tzinfo=UTC)
    assert (in_time["verdict"], in_time["claimable_minor"]) == ("return", 4800)
    assert (late["verdict"], late["claimable_minor"], late["amount_minor"]) == ("return", 0, 4800)
    assert judged(told(), clauses).verdicts[0]["claimable_minor"] == 0


def test_a_row_with_its_own_delivery_day_has_its_own_deadline() -> None:
    records = [told(is_test=True, delivered_row_on=date(2026, 3, 2)), told(is_test=True)]
    found = judged([File(records=records)], "[returns]\nwindow = 2", as_of=date(2026, 3, 12))
    assert [row["claimable_minor"] for row in found.verdicts] == [0, 4800]


def test_a_price_with_fractions_of_a_cent_is_rounded_once_and_spread_by_line() -> None:
    fractional = program().model_copy(update={"price": Decimal("0.335")})
    found = judged([File(records=[told()] * 7)], {"spring": fractional})
    # 7 x 0.335 = 2.345, half to even 2.34
    assert [row["amount_minor"] for row in found.verdicts] == [34, 34, 34, 33, 33, 33, 33]


def amounts(clauses: str, *records: Told, as_of: date = date(2026, 3, 12)) -> list[object]:
    return [row["amount_minor"] for row in judged([File(records=records)], clauses, as_of=as_of).verdicts]


def test_a_price_may_depend_on_one_field_as_delivered_or_as_read() -> None:
    pricing = '[pricing]\nby_field = "country"\nby_value = { Germany = 60, "US" = 50 }\n'
    records = [
        told({"country": "BRD"}, country_code="DE"),
        told({"country": "us"}, country_code=None),
        told({"country": "France"}, country_code="FR"),
    ]
    assert amounts(pricing, *records) == [6000, 5000, 4800]
    by_level = '[pricing]\nby_field = "job_level"\nby_value = { c_level = 99 }\n'
    assert amounts(by_level, told(seniority="c_level"), told(seniority="vp")) == [9900, 4800]


def test_a_flat_price_is_spread_over_all_records() -> None:
    assert amounts('[pricing]\nmodel = "flat"\namount = 100', told(), told(), told()) == [3334, 3333, 3333]


def test_a_minimum_that_was_not_reached_is_owed_when_the_program_has_ended() -> None:
    pricing = 'end_on = 2026-03-31\n[pricing]\nmodel = "minimum_commitment"\namount = 100'
    assert amounts(pricing, told()) == [4800]
    assert amounts(pricing, told(), as_of=date(2026, 3, 31)) == [4800]
    assert amounts(pricing, told(), as_of=date(2026, 4, 1)) == [10000]
    assert amounts(pricing, told(), told(), told(), as_of=date(2026, 4, 1)) == [4800] * 3


def test_bonus_records_are_the_last_and_free_and_over_delivery_has_its_own_price() -> None:
    assert amounts("[pricing]\nbonus_records = 1", told(), told()) == [4800, 0]
    extra = "goal = 1\nover_delivery_allowed = true\nover_delivery_price = 10"
    assert amounts(extra, told(is_test=True), told(), told()) == [4800, 4800, 1000]


RECORDS = st.lists(
    st.builds(
        lambda test, level, country, email: told(
            {"email": f"{email}@northwell.example"}, is_test=test, seniority=level, country_code=country
        ),
        st.booleans(),
        st.sampled_from(["director", "vp", "entry", "unknown"]),
        st.sampled_from(["US", "FR", None]),
        st.sampled_from("abcd"),
    ),
    min_size=1,
    max_size=12,
)


# Every example runs a dozen queries twice.
@settings(max_examples=15)
@given(first=RECORDS, second=RECORDS, price=st.decimals(0, 99, places=3))
def test_every_record_has_one_verdict_and_the_money_of_a_delivery_closes(
    first: list[Told], second: list[Told], price: Decimal
) -> None:
    bought = program(SPEC + 'levels = ["vp"]\ngeo = ["US"]\ncap_domain = 3\n[dedupe]\n').model_copy(
        update={"price": price}
    )
    files = [
        File(records=first),
        File(records=second, delivery="osprelle-2026-03-11-bbbbbb", delivered_on=date(2026, 3, 11)),
    ]
    found = judged(files, {"spring": bought})
    for each in files:
        rows = [row for row in found.verdicts if row["delivery"] == each.delivery]
        assert [row["line"] for row in rows] == list(range(2, 2 + len(each.records)))
        assert all(row["verdict"] in {"accept", "return", "review"} for row in rows)
        owed = (price * len(each.records) * 100).to_integral_value(rounding="ROUND_HALF_EVEN")
        assert sum(int(str(row["amount_minor"])) for row in rows) == owed
        spread = [int(str(row["amount_minor"])) for row in rows]
        assert max(spread) - min(spread) <= 1
    assert judged(files[::-1], {"spring": bought}) == found


def test_an_empty_delivery_is_judged_to_nothing() -> None:
    found = judged([File(records=[])], SPEC + 'levels = ["vp"]\n[dedupe]\n', lists=[])
    assert (found.reasons, found.verdicts) == ([], [])
