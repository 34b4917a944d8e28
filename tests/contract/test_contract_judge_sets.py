"""Reasons that need more than one record: lists, repeats, the CRM, caps."""

from datetime import date

import pytest

from tests.contract.contract_records import File, Judged, judged, program, told

SPEC = "[[spec]]\nconfirmed_at = 2026-01-01\n"
ANN = {"email": "Ann@Northwell.example", "company": "Northwell Ltd"}


def listed(name: str, value: str, kind: str = "domain", supplied_on: date | None = None) -> dict[str, object]:
    return {"list": name, "kind": kind, "value": value, "supplied_on": supplied_on}


@pytest.mark.parametrize(
    ("entry", "code", "proof"),
    [
        (
            listed("competitors", "northwell.example"),
            "competitor",
            "The domain is on the competitor list (northwell.example).",
        ),
        (
            listed("suppression", "ann@northwell.example", "email"),
            "suppressed",
            "The e-mail is on the suppression list (ann@northwell.example).",
        ),
        (
            listed("customers", "northwell", "company", date(2026, 3, 9)),
            "suppressed",
            "The company is on the list of existing customers (northwell, handed over on 9 Mar 2026).",
        ),
    ],
)
def test_a_record_on_a_list_the_contract_names(entry: dict[str, object], code: str, proof: str) -> None:
    clauses = SPEC + f'lists = ["{entry["list"]}"]'
    reason = judged(told(ANN), clauses, lists=[entry]).only_reason()
    assert (reason["code"], reason["clause"], reason["status"], reason["proof"]) == (
        code,
        "spec.lists",
        "violated",
        proof,
    )
    assert judged(told(ANN), SPEC, lists=[entry]).reasons == []
    other = listed(str(entry["list"]), "southwell.example")
    assert judged(told(ANN), clauses, lists=[other]).reasons == []


def test_a_list_handed_over_later_than_a_day_before_the_record_does_not_bind() -> None:
    records = [told(ANN, captured_on=date(2026, 3, day)) for day in (4, 5, 6)]
    entry = listed("suppression", "northwell.example", supplied_on=date(2026, 3, 5))
    found = judged([File(records=records)], SPEC + 'lists = ["suppression"]', lists=[entry])
    assert found.codes() == [(4, "suppressed")]


def test_the_day_in_the_contract_speaks_for_entries_without_one() -> None:
    entry = listed("suppression", "northwell.example")
    clauses = SPEC + 'lists = ["suppression"]\nlists_supplied_on = 2026-03-05'
    assert judged(told(ANN, captured_on=date(2026, 3, 5)), clauses, lists=[entry]).reasons == []
    reason = judged(told(ANN, captured_on=date(2026, 3, 6)), clauses, lists=[entry]).only_reason()
    assert reason["proof"] == "The domain is on the suppression list (northwell.example, handed over on 5 Mar 2026)."


def test_a_named_list_that_is_not_loaded_gives_review() -> None:
    found = judged(told(ANN), SPEC + 'lists = ["suppression"]', lists=[])
    assert (found.only_reason()["status"], found.verdicts[0]["sentence"]) == (
        "not_judged",
        "The contract names the suppression list, but none is loaded.",
    )


def test_our_own_people_are_named_without_a_clause_and_paid_for_unless_the_contract_takes_them_back() -> None:
    own = listed("own_domains", "northwell.example")
    found = judged(told(ANN), "", lists=[own])
    assert (found.only_reason()["code"], found.only_reason()["clause"]) == ("own_employee", "buyer.own_domains")
    assert (found.verdicts[0]["verdict"], found.verdicts[0]["code"], found.verdicts[0]["sentence"]) == (
        "accept",
        None,
        "The contract takes no record back for this reason: person of our own.",
    )
    returned = judged(told(ANN), '[returns]\nreturnable = ["own_employee"]', lists=[own])
    assert returned.verdicts[0]["verdict"] == "return"


TARGETS = SPEC + 'lists = ["target_accounts"]'


def test_a_company_that_is_not_on_the_target_list() -> None:
    targets = [listed("target_accounts", "southwell.example"), listed("target_accounts", "eastwell", "company")]
    reason = judged(told(ANN), TARGETS, lists=targets).only_reason()
    assert (reason["code"], reason["delivered"], reason["proof"]) == (
        "not_on_target_list",
        "Northwell Ltd",
        "'Northwell Ltd' is not on the target list that the spec of 1 Jan 2026 names.",
    )
    assert judged(told(ANN, company_key="eastwell"), TARGETS, lists=targets).reasons == []
    assert judged(told({"email": "b@uk.southwell.example"}), TARGETS, lists=targets).reasons == []
    unknown = judged(told(company_key=None), TARGETS, lists=targets).only_reason()
    assert (unknown["status"], unknown["proof"]) == (
        "unknown",
        "No company or domain was delivered to compare with the target list that the spec of 1 Jan 2026 names.",
    )


def test_a_target_list_that_came_after_the_record_does_not_bind() -> None:
    targets = [listed("target_accounts", "southwell.example", supplied_on=date(2026, 3, 5))]
    assert judged(told(ANN, captured_on=date(2026, 3, 5)), TARGETS, lists=targets).reasons == []
    assert judged(told(ANN, captured_on=date(2026, 3, 6)), TARGETS, lists=targets).codes() == [
        (2, "not_on_target_list")
    ]


FIRST = "osprelle-2026-01-09-aaaaaa"
SECOND = "osprelle-2026-03-10-bbbbbb"
OTHER = "zeta-2026-01-08-cccccc"


def repeats(
    dedupe: str, *, second_program: str = "spring", second_on: date = date(2026, 3, 10), **read: object
) -> Judged:
    """Ann from zeta in January, from osprelle a day later, and from osprelle twice in March."""
    ann = told(ANN, **read)
    files = [
        File(records=[ann, told(ANN, **read)], delivery=SECOND, program=second_program, delivered_on=second_on),
        File(records=[ann], delivery=FIRST, delivered_on=date(2026, 1, 9)),
        File(records=[ann], delivery=OTHER, vendor="zeta", program="zeta", delivered_on=date(2026, 1, 8)),
    ]
    bought = program(f"[dedupe]\n{dedupe}")
    programs = {
        "spring": bought,
        "autumn": bought.model_copy(update={"id": "autumn"}),
        "zeta": program().model_copy(update={"id": "zeta", "vendor": "zeta"}),
    }
    return judged(files, programs)


def found_in(found: Judged) -> list[tuple[object, object, object]]:
    return [(row["delivery"], row["line"], row["code"]) for row in found.reasons]


def test_a_contract_that_is_silent_about_repeats_forbids_none() -> None:
    assert found_in(repeats('scope = "none"')) == []


def test_repeats_within_the_file_the_program_the_vendor_and_across_vendors() -> None:
    in_file = (SECOND, 3, "duplicate_delivery")
    of_vendor = [(SECOND, 2, "duplicate_vendor"), in_file, (SECOND, 3, "duplicate_vendor")]
    assert found_in(repeats('scope = "delivery"')) == [in_file]
    assert found_in(repeats('scope = "program"')) == of_vendor
    assert found_in(repeats('scope = "program"', second_program="autumn")) == [in_file]
    assert found_in(repeats('scope = "vendor"', second_program="autumn")) == of_vendor
    assert found_in(repeats('scope = "all_vendors"')) == [
        (FIRST, 2, "duplicate_cross_vendor"),
        (SECOND, 2, "duplicate_cross_vendor"),
        (SECOND, 2, "duplicate_vendor"),
        (SECOND, 3, "duplicate_cross_vendor"),
        in_file,
        (SECOND, 3, "duplicate_vendor"),
    ]


def test_a_repeat_names_where_the_first_came_and_never_another_vendor() -> None:
    proofs = {(row["line"], row["code"]): row["proof"] for row in repeats('scope = "all_vendors"').reasons}
    assert proofs[3, "duplicate_delivery"] == "The same e-mail stands in line 2 of the same file."
    assert proofs[2, "duplicate_vendor"] == f"The same e-mail came on 9 Jan 2026 in delivery {FIRST}, line 2."
    assert proofs[2, "duplicate_cross_vendor"] == "The same e-mail was received from another source on 8 Jan 2026."
    assert not any("zeta" in str(proof) for proof in proofs.values())


def test_the_look_back_counts_days_between_deliveries_inclusive() -> None:
    assert (date(2026, 3, 10) - date(2026, 1, 9)).days == 60
    within = repeats("look_back_days = 60")
    assert (SECOND, 2, "duplicate_vendor") in found_in(within)
    assert within.reasons[0]["proof"] == (
        f"The same e-mail came on 9 Jan 2026 in delivery {FIRST}, line 2; the contract allows no repeat within 60 days."
    )
    assert found_in(repeats("look_back_days = 59")) == [(SECOND, 3, "duplicate_delivery")]


@pytest.mark.parametrize(
    ("key", "same_phone", "expected"),
    [
        ("email", False, 1),
        ("phone", False, 0),
        ("phone", True, 1),
        ("email_and_phone", True, 1),
        ("email_and_phone", False, 0),
        ("email_or_phone", False, 1),
    ],
)
def test_the_contract_says_by_what_two_records_are_the_same(key: str, same_phone: bool, expected: int) -> None:
    phones = ("+12025550101", "+12025550101" if same_phone else "+12025550102")
    records = [told(ANN, phone_e164=phone, phone_status="ok") for phone in phones]
    found = judged([File(records=records)], f'[dedupe]\nkey = "{key}"\nscope = "delivery"')
    assert len(found.reasons) == expected


def test_a_value_that_is_missing_or_no_address_repeats_nothing() -> None:
    records = [
        told(),
        told(),
        told({"email": "n/a"}, email_status="unusable"),
        told({"email": "n/a"}, email_status="unusable"),
    ]
    found = judged(
        [File(records=records)], '[dedupe]\nscope = "delivery"\n[returns]\nreturnable = ["duplicate_delivery"]'
    )
    assert [row for row in found.reasons if row["code"] == "duplicate_delivery"] == []


CRM = "[dedupe]\ncrm = true\n"
CONTACT = {"source": "crm", "contact_id": "c1", "lead_source": "Webinar"}


def test_a_person_the_crm_held_before_is_a_repeat_where_the_contract_says_so() -> None:
    records = [told(ANN), told(ANN), told(ANN)]
    known = {2: date(2026, 3, 6), 3: date(2026, 3, 7), 4: date(2026, 3, 20)}
    found = judged([File(records=records)], CRM.replace("crm", 'scope = "none"\ncrm'), contacts=[CONTACT], known=known)
    assert [(row["line"], row["code"], row["proof"]) for row in found.reasons] == [
        (2, "duplicate_crm", "The person has been in our CRM since 6 Mar 2026.")
    ]
    assert found.verdicts[0]["verdict"] == "return"
    assert judged(told(ANN), "", contacts=[CONTACT], known=known).reasons == []


def test_a_contact_whose_lead_source_names_the_vendor_came_from_it() -> None:
    contact = {**CONTACT, "lead_source": "Paid: Osprelle, Q1"}
    assert judged(told(ANN), CRM, contacts=[contact], known={2: date(2026, 1, 1)}).reasons == []


def test_a_contact_of_unknown_age_or_a_crm_that_is_not_loaded_gives_review() -> None:
    undated = judged(told(ANN), CRM, contacts=[CONTACT], known={2: None}).only_reason()
    assert (undated["status"], undated["proof"]) == (
        "unknown",
        "The person is in our CRM, but since when is not known.",
    )
    unloaded = judged(told(ANN), CRM).only_reason()
    assert (unloaded["status"], unloaded["proof"]) == (
        "not_judged",
        "The contract takes back people already in our CRM, but no CRM contacts are loaded.",
    )


def test_the_fifth_of_a_company_is_beyond_a_cap_of_four() -> None:
    records = [told({"email": f"p{number}@northwell.example"}) for number in range(5)]
    found = judged([File(records=[*records, told({"email": "p@eastwell.example"})])], SPEC + "cap_domain = 4")
    assert found.codes() == [(6, "over_cap")]
    assert found.only_reason()["proof"] == (
        "4 payable records of northwell.example are allowed, and this one comes after them."
    )
    assert judged([File(records=records[:4])], SPEC + "cap_domain = 4").reasons == []


def test_a_returned_record_takes_no_place_under_a_cap() -> None:
    fake = told({"email": "t@northwell.example"}, is_test=True)
    records = [fake, told({"email": "a@northwell.example"}), told({"email": "b@northwell.example"})]
    found = judged([File(records=records)], SPEC + "cap_domain = 1")
    assert found.codes() == [(2, "fake"), (4, "over_cap")]


def test_a_record_after_one_in_review_may_be_beyond_the_cap() -> None:
    doubtful = told({"email": "a@northwell.example"}, email_status="doubtful", email_suggestion="a@northwel.example")
    records = [doubtful, told({"email": "b@northwell.example"}), told({"email": "c@northwell.example"})]
    found = judged([File(records=records)], SPEC + "cap_domain = 1")
    assert [(row["line"], row["code"], row["status"]) for row in found.reasons] == [
        (2, "invalid_email", "unknown"),
        (3, "over_cap", "unknown"),
        (4, "over_cap", "violated"),
    ]
    assert found.reasons[1]["proof"] == (
        "1 payable records of northwell.example are allowed, and this one comes after them "
        "if the records before it that are in review turn out payable."
    )


def test_free_mail_addresses_are_no_company() -> None:
    records = [told({"email": f"p{number}@mail.example"}, email_is_free=True) for number in range(3)]
    assert judged([File(records=records)], SPEC + "cap_domain = 1").reasons == []


def test_caps_count_in_order_of_delivery_and_not_of_import() -> None:
    later = File(records=[told({"email": "b@northwell.example"})], delivery="a-later", delivered_on=date(2026, 3, 11))
    first = File(records=[told({"email": "a@northwell.example"})], delivery="b-first", delivered_on=date(2026, 3, 10))
    for files in ([later, first], [first, later]):
        found = judged(files, SPEC + "cap_total = 1")
        assert [row["delivery"] for row in found.reasons] == ["a-later"]


def test_what_is_beyond_the_cap_of_a_company_does_not_count_toward_the_total() -> None:
    records = [told({"email": f"p{number}@northwell.example"}) for number in range(3)]
    records += [told({"email": "p@eastwell.example"}), told({"email": "p@southwell.example"})]
    found = judged([File(records=records)], SPEC + "cap_domain = 1\ncap_total = 2")
    assert found.codes() == [(3, "over_cap"), (4, "over_cap"), (6, "over_cap")]
    assert [row["clause"] for row in found.reasons] == ["spec.cap_domain", "spec.cap_domain", "spec.cap_total"]


def test_records_beyond_the_goal_are_over_delivery_and_returned_only_when_the_contract_says_so() -> None:
    files = [File(records=[told(), told(), told()])]
    silent = judged(files, "goal = 2")
    assert silent.codes() == [(4, "over_delivery")]
    assert silent.only_reason()["proof"] == "2 payable records are ordered, and this one comes after them."
    assert silent.verdicts[2]["verdict"] == "accept"
    assert judged(files, "goal = 2\nover_delivery_allowed = false").verdicts[2]["verdict"] == "return"
    assert judged(files, "goal = 2\nover_delivery_allowed = true").reasons == []
