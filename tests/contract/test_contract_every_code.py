"""Every reason a contract knows: a record that has it, one that just does not, and the sentence it gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from leadaudit.vocabulary import ReasonCode
from tests.contract.contract_records import File, Judged, Told, judged, told

SPEC = "[[spec]]\nconfirmed_at = 2026-03-01\n"
ON = {"captured_on": date(2026, 3, 5)}
ANN = {"email": "ann@northwell.example", "company": "Northwell"}
CONTACT = {
    "delivery": "crm-1", "line": 2, "source": "crm", "contact_id": "c1", "snapshot_on": date(2026, 3, 9),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Judges the record that has a reason, and the one that just does not."""

    has: Callable[[], Judged]
    spared: Callable[[], Judged]
    sentence: str


def one(clauses: str, broken: Told, kept: Told, sentence: str) -> Case:
    return Case(has=lambda: judged(broken, clauses), spared=lambda: judged(kept, clauses), sentence=sentence)


def read(clause: str, broken: Mapping[str, object], kept: Mapping[str, object], sentence: str) -> Case:
    texts = ("email", "phone", "title", "country", "employees", "industry", "city", "job_function")

    def record(of: Mapping[str, object]) -> Told:
        delivered = {name: str(value) for name, value in of.items() if name in texts}
        return told(delivered, **ON, **{name: value for name, value in of.items() if name not in texts})

    return one(SPEC + clause, record(broken), record(kept), sentence)


def listed(name: str, value: str) -> dict[str, object]:
    return {"list": name, "kind": "domain", "value": value, "supplied_on": date(2026, 1, 1)}


def on_list(name: str, clauses: str, sentence: str, *, is_there: bool = True) -> Case:
    here, elsewhere = listed(name, "northwell.example"), listed(name, "southwell.example")
    return Case(
        has=lambda: judged(told(ANN, **ON), clauses, lists=[here if is_there else elsewhere]),
        spared=lambda: judged(told(ANN, **ON), clauses, lists=[elsewhere if is_there else here]),
        sentence=sentence,
    )


def twice(scope: str, *, days: int, vendor: str, program: str, sentence: str) -> Case:
    """The same person a second time; spared is another person in the same place."""

    def found(second: Mapping[str, str]) -> Judged:
        clauses = f'[dedupe]\nkey = "email"\nscope = "{scope}"'
        first = File(records=[told(ANN)], delivery="osprelle-2026-03-10-aaaaaa")
        later = date(2026, 3, 10) + timedelta(days=days)
        if days == 0:
            return judged([File(records=[told(ANN), told(second)])], clauses)
        again = File(
            records=[told(second)],
            delivery=f"{vendor}-{later}-bbbbbb",
            vendor=vendor,
            program=program,
            delivered_on=later,
        )
        return judged([first, again], clauses)

    return Case(has=lambda: found(ANN), spared=lambda: found({"email": "ben@northwell.example"}), sentence=sentence)


def found_out(code: str, kind: str, sentence: str, *, ref: str | None = None) -> Case:
    """Found out on the last day of the window for returns; spared is the same found out on the day after it."""
    clauses = '[returns]\nwindow = 3\nreturnable = ["' + code + '"]'
    row = {
        "delivery": "osprelle-2026-03-10-aaaaaa",
        "line": 2,
        "code": code,
        "kind": kind,
        "words": "550 5.1.1",
        "ref": ref,
    }
    ann = told({**ANN, "phone": "+1 202 555 0101", "title": "Director"})

    def found(on: dict[str, object]) -> Judged:
        return judged(ann, clauses, as_of=date(2026, 3, 20), found_out=[{**row, "told_on": date(2026, 3, 13), **on}])

    return Case(has=lambda: found({}), spared=lambda: found({"told_on": date(2026, 3, 14)}), sentence=sentence)


def consent(clause: str, state: str, sentence: str) -> Case:
    return Case(
        has=lambda: judged(told({"consent": "Y"}, **ON), SPEC + clause, consent=[state]),
        spared=lambda: judged(told({"consent": "Y"}, **ON), SPEC + clause, consent=["proven"]),
        sentence=sentence,
    )


def many(clauses: str, sentence: str) -> Case:
    records = [told({"email": f"p{number}@northwell.example"}, **ON) for number in range(3)]
    return Case(
        has=lambda: judged([File(records=records)], clauses),
        spared=lambda: judged([File(records=records[:2])], clauses),
        sentence=sentence,
    )


def known_for(days: int) -> Judged:
    before = {2: date(2026, 3, 10) - timedelta(days=days)}
    return judged(told(ANN), '[dedupe]\nkey = "email"\nscope = "none"\ncrm = true', contacts=[CONTACT], known=before)


def after_days(days: int) -> Judged:
    return judged(told(captured_on=date(2026, 3, 10) - timedelta(days=days)), "delivery_days = 3")


CASES: Mapping[ReasonCode, Case] = {
    ReasonCode.MISSING_FIELD: read(
        'required_fields = ["city"]',
        {},
        {"city": "Leeds"},
        "City is required by the spec of 1 Mar 2026 and is not filled.",
    ),
    ReasonCode.FAKE: one(
        "",
        told({"email": "t@t.example"}, is_test=True),
        told({"email": "t@t.example"}, is_test=False),
        "'t@t.example' is a test entry, not a person.",
    ),
    ReasonCode.INVALID_EMAIL: one(
        "",
        told({"email": "ann"}, email_status="unusable"),
        told({"email": "ann"}, email_status="doubtful"),
        "The e-mail 'ann' is not an address mail can be sent to.",
    ),
    ReasonCode.DISPOSABLE: read(
        'refused_emails = ["disposable"]',
        {"email": "a@g.example", "email_is_disposable": True},
        {"email": "a@g.example", "email_is_free": True},
        "The e-mail 'a@g.example' is an address that vanishes; the spec of 1 Mar 2026 refuses these.",
    ),
    ReasonCode.ROLE_MAILBOX: read(
        'refused_emails = ["role"]',
        {"email": "info@g.example", "email_is_role": True},
        {"email": "info@g.example", "email_is_free": True},
        "The e-mail 'info@g.example' is "
        "the mailbox of a function, not of a person; the spec of 1 Mar 2026 refuses these.",
    ),
    ReasonCode.FREEMAIL: read(
        'refused_emails = ["free"]',
        {"email": "a@g.example", "email_is_free": True},
        {"email": "a@g.example", "email_is_role": True},
        "The e-mail 'a@g.example' is a free mailbox, not one of an employer; the spec of 1 Mar 2026 refuses these.",
    ),
    ReasonCode.DUPLICATE_DELIVERY: twice("delivery", days=0, vendor="osprelle", program="spring", sentence="line 2"),
    ReasonCode.DUPLICATE_VENDOR: twice("vendor", days=3, vendor="osprelle", program="spring", sentence="10 Mar 2026"),
    ReasonCode.DUPLICATE_CROSS_VENDOR: twice(
        "all_vendors", days=3, vendor="tarn", program="spring", sentence="another source"
    ),
    ReasonCode.DUPLICATE_CRM: Case(
        has=lambda: known_for(4),
        spared=lambda: known_for(3),
        sentence="The person has been in our CRM since 6 Mar 2026.",
    ),
    ReasonCode.OWN_EMPLOYEE: on_list("own_domains", "", "northwell.example"),
    ReasonCode.COMPETITOR: on_list(
        "competitors",
        SPEC + 'lists = ["competitors"]',
        "The domain is on the competitor list (northwell.example, handed over on 1 Jan 2026).",
    ),
    ReasonCode.SUPPRESSED: on_list(
        "suppression",
        SPEC + 'lists = ["suppression"]',
        "The domain is on the suppression list (northwell.example, handed over on 1 Jan 2026).",
    ),
    ReasonCode.OFF_SPEC_GEO: read(
        'geo = ["DE"]',
        {"country": "Brasil", "country_code": "BR"},
        {"country": "Deutschland", "country_code": "DE"},
        "Country 'Brasil' reads as BR; the spec of 1 Mar 2026 asks for DE.",
    ),
    ReasonCode.OFF_SPEC_LEVEL: read(
        'levels = ["vp"]',
        {"title": "Director", "seniority": "director"},
        {"title": "VP", "seniority": "vp"},
        "Title 'Director' reads as director; the spec of 1 Mar 2026 asks for VP.",
    ),
    ReasonCode.OFF_SPEC_FUNCTION: read(
        'functions = ["it"]',
        {"title": "CFO", "function": "finance"},
        {"title": "CIO", "function": "it"},
        "Title 'CFO' reads as finance; the spec of 1 Mar 2026 asks for IT.",
    ),
    ReasonCode.OFF_SPEC_SIZE: read(
        "size = { low = 200 }",
        {"employees": "199", "employees_low": 199, "employees_high": 199},
        {"employees": "200", "employees_low": 200, "employees_high": 200},
        "Employees '199' read as 199",
    ),
    ReasonCode.OFF_SPEC_INDUSTRY: read(
        'industries = ["Software"]',
        {"industry": "Farming"},
        {"industry": "software"},
        "Industry is 'Farming'; the spec of 1 Mar 2026 asks for Software.",
    ),
    ReasonCode.OFF_SPEC_TITLE: read(
        'titles = ["marketing"]',
        {"title": "Telemarketing", "title_key": "telemarketing"},
        {"title": "Mktg", "title_key": "marketing"},
        "Title 'Telemarketing' holds none of the words the spec of 1 Mar 2026 asks for: marketing.",
    ),
    ReasonCode.NOT_ON_TARGET_LIST: on_list(
        "target_accounts",
        SPEC + 'lists = ["target_accounts"]',
        "'Northwell' is not on the target list that the spec of 1 Mar 2026 names.",
        is_there=False,
    ),
    ReasonCode.OUTSIDE_DATES: one(
        "end_on = 2026-03-04",
        told(captured_on=date(2026, 3, 5)),
        told(captured_on=date(2026, 3, 4)),
        "The record was generated on 5 Mar 2026; the program ended on 4 Mar 2026.",
    ),
    ReasonCode.LATE: Case(
        has=lambda: after_days(4), spared=lambda: after_days(3), sentence="4 days later; 3 are allowed."
    ),
    ReasonCode.NO_CONSENT: consent(
        "required_consent = true", "absent", "No opt-in was delivered; the spec of 1 Mar 2026 asks for one."
    ),
    ReasonCode.CONSENT_PROOF_MISSING: consent(
        "required_consent_proof = true",
        "asserted",
        "The opt-in comes without the proof the spec of 1 Mar 2026 asks for: the wording shown, the page or asset.",
    ),
    ReasonCode.OVER_CAP: many(
        SPEC + "cap_domain = 2", "2 payable records of northwell.example are allowed, and this one comes after them."
    ),
    ReasonCode.OVER_DELIVERY: many("goal = 2", "2 payable records are ordered, and this one comes after them."),
    ReasonCode.INVALID_PHONE: read(
        'required_fields = ["phone"]',
        {"phone": "000", "phone_status": "unusable"},
        {"phone": "+1 202 555 0101", "phone_status": "ok"},
        "The phone '000' is not a number anybody can call.",
    ),
    ReasonCode.WRONG_NUMBER: found_out(
        "wrong_number", "wrong_number", "On 13 March 2026 the number was found to be somebody else's or out of service."
    ),
    ReasonCode.BOUNCED: found_out(
        "bounced",
        "hard_bounce",
        "A mail to the address came back for good (hard bounce) on 13 March 2026: 550 5.1.1. "
        "(Line 7 of our file of bounces of 13 March 2026.)",
        ref="bounces-rival-media-2026-03-13-a1b2c3:7",
    ),
    ReasonCode.LEFT_COMPANY: found_out(
        "left_company", "profile_left", "On 13 March 2026 we were told that the person no longer works there."
    ),
    ReasonCode.WRONG_EMPLOYER: found_out(
        "wrong_employer",
        "employer_wrong",
        "On 13 March 2026 it was found that the person did not work there when the record came. (Our audit sheet.)",
        ref="audit sheet",
    ),
    ReasonCode.WRONG_TITLE: found_out(
        "wrong_title",
        "profile_new_title",
        "On 13 March 2026, no later than the delivery of 10 March 2026, it was found that the person "
        "had another title.",
    ),
    ReasonCode.REGISTRANT_DENIAL: found_out(
        "registrant_denial", "denied_engagement", "On 13 March 2026 the person denied ever having asked for this."
    ),
}


def test_every_reason_is_here() -> None:
    assert set(CASES) == set(ReasonCode)
    assert len(CASES) == 33


@pytest.mark.parametrize("code", CASES)
def test_a_reason_names_one_record_spares_the_next_and_says_why(code: ReasonCode) -> None:
    case = CASES[code]
    proofs = [str(row["proof"]) for row in case.has().reasons if row["code"] == code]
    assert len(proofs) == 1
    assert case.sentence in proofs[0]
    assert [row for row in case.spared().reasons if row["code"] == code] == []
