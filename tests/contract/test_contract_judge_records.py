"""Each reason about one record: a record that has it, one that just does not, and the sentence."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.contract.contract_records import File, Told, judged, told

SPEC = "[[spec]]\nconfirmed_at = 2026-03-01\n"
GENERATED: dict[str, Any] = {"captured_on": date(2026, 3, 5)}


def spec(clause: str) -> str:
    return SPEC + clause


CASES = [
    pytest.param(
        spec('required_fields = ["title", "phone"]'),
        told({"title": "VP Sales", "phone": "-"}, phone_status="missing", **GENERATED),
        told({"title": "VP Sales", "phone": "+1 202 555 0101"}, phone_status="unusable", **GENERATED),
        ("missing_field", "spec.required_fields", None, "phone"),
        "Phone is required by the spec of 1 Mar 2026 and is not filled.",
        id="missing_field",
    ),
    pytest.param(
        spec('required_fields = ["city", "postal_code"]'),
        told({"city": "N/A"}, **GENERATED),
        told({"city": "Leeds", "postal_code": "LS1"}, **GENERATED),
        ("missing_field", "spec.required_fields", None, "city, postal code"),
        "City and postal code are required by the spec of 1 Mar 2026 and are not filled.",
        id="missing_field of a text",
    ),
    pytest.param(
        "",
        told({"first_name": "Test", "last_name": "Test", "email": "test@test.example"}, is_test=True),
        told({"first_name": "Tess", "last_name": "Test", "email": "tess@test.example"}, is_test=False),
        ("fake", "returns.returnable", "Test Test, test@test.example", "test entry"),
        "'Test Test, test@test.example' is a test entry, not a person.",
        id="fake",
    ),
    pytest.param(
        "",
        told({"email": "ann(at)northwell"}, email_status="unusable"),
        told({"email": "ann@northwell.example"}, email_status="ok"),
        ("invalid_email", "returns.returnable", "ann(at)northwell", "not an address"),
        "The e-mail 'ann(at)northwell' is not an address mail can be sent to.",
        id="invalid_email",
    ),
    pytest.param(
        spec('refused_emails = ["disposable"]'),
        told({"email": "ann@gone.example"}, email_is_disposable=True, **GENERATED),
        told({"email": "ann@gone.example"}, email_is_free=True, email_is_role=True, **GENERATED),
        ("disposable", "spec.refused_emails", "ann@gone.example", "disposable"),
        "The e-mail 'ann@gone.example' is an address that vanishes; the spec of 1 Mar 2026 refuses these.",
        id="disposable",
    ),
    pytest.param(
        spec('refused_emails = ["role"]'),
        told({"email": "info@northwell.example"}, email_is_role=True, **GENERATED),
        told({"email": "info@northwell.example"}, email_is_role=False, email_is_free=True, **GENERATED),
        ("role_mailbox", "spec.refused_emails", "info@northwell.example", "role"),
        "The e-mail 'info@northwell.example' is the mailbox of a function, not of a person; "
        "the spec of 1 Mar 2026 refuses these.",
        id="role_mailbox",
    ),
    pytest.param(
        spec('refused_emails = ["free"]'),
        told({"email": "ann@mail.example"}, email_is_free=True, **GENERATED),
        told({"email": "ann@mail.example"}, email_is_free=False, email_is_disposable=True, **GENERATED),
        ("freemail", "spec.refused_emails", "ann@mail.example", "free"),
        "The e-mail 'ann@mail.example' is a free mailbox, not one of an employer; "
        "the spec of 1 Mar 2026 refuses these.",
        id="freemail",
    ),
    pytest.param(
        spec('geo = ["United States", "DE"]'),
        told({"country": "Brasil"}, country_code="BR", **GENERATED),
        told({"country": "Deutschland"}, country_code="DE", **GENERATED),
        ("off_spec_geo", "spec.geo", "Brasil", "BR"),
        "Country 'Brasil' reads as BR; the spec of 1 Mar 2026 asks for United States or DE.",
        id="off_spec_geo",
    ),
    pytest.param(
        spec('geo = ["US-CA"]'),
        told({"country": "USA", "state": "Nevada"}, country_code="US", state_code="NV", **GENERATED),
        told({"country": "USA", "state": "California"}, country_code="US", state_code="CA", **GENERATED),
        ("off_spec_geo", "spec.geo", "Nevada, USA", "US-NV"),
        "Country 'Nevada, USA' reads as US-NV; the spec of 1 Mar 2026 asks for US-CA.",
        id="off_spec_geo by state",
    ),
    pytest.param(
        spec('levels = ["director", "vp", "c_level"]'),
        told({"title": "Mktg Assistant"}, seniority="individual", **GENERATED),
        told({"title": "Mktg Director"}, seniority="director", **GENERATED),
        ("off_spec_level", "spec.levels", "Mktg Assistant", "individual"),
        "Title 'Mktg Assistant' reads as individual; the spec of 1 Mar 2026 asks for director, VP or C-level.",
        id="off_spec_level",
    ),
    pytest.param(
        spec('functions = ["marketing", "it"]'),
        told({"title": "Chief Financial Officer"}, function="finance", seniority="c_level", **GENERATED),
        told({"title": "IT Manager"}, function="it", seniority="manager", **GENERATED),
        ("off_spec_function", "spec.functions", "Chief Financial Officer", "finance"),
        "Title 'Chief Financial Officer' reads as finance; the spec of 1 Mar 2026 asks for marketing or IT.",
        id="off_spec_function",
    ),
    pytest.param(
        spec('functions = ["it"]\nany_c_level = true'),
        told({"job_function": "Finance"}, function="finance", seniority="vp", **GENERATED),
        told({"job_function": "Finance"}, function="finance", seniority="c_level", **GENERATED),
        ("off_spec_function", "spec.functions", "Finance", "finance"),
        "Function 'Finance' reads as finance; the spec of 1 Mar 2026 asks for IT.",
        id="off_spec_function but any chief",
    ),
    pytest.param(
        spec("size = { low = 200, high = 1000 }"),
        told({"employees": "51-199"}, employees_low=51, employees_high=199, **GENERATED),
        told({"employees": "200-1000"}, employees_low=200, employees_high=1000, **GENERATED),
        ("off_spec_size", "spec.size", "51-199", "51 to 199"),
        "Employees '51-199' read as 51 to 199; the spec of 1 Mar 2026 asks for 200 to 1000.",
        id="off_spec_size",
    ),
    pytest.param(
        spec("size = { high = 1000 }"),
        told({"employees": "1,001+"}, employees_low=1001, **GENERATED),
        told({"employees": "1000"}, employees_low=1000, employees_high=1000, **GENERATED),
        ("off_spec_size", "spec.size", "1,001+", "1001 or more"),
        "Employees '1,001+' read as 1001 or more; the spec of 1 Mar 2026 asks for 0 to 1000.",
        id="off_spec_size open-ended",
    ),
    pytest.param(
        spec('industries = ["Software", "Financial Services"]'),
        told({"industry": "Farming"}, **GENERATED),
        told({"industry": "financial services"}, **GENERATED),
        ("off_spec_industry", "spec.industries", "Farming", None),
        "Industry is 'Farming'; the spec of 1 Mar 2026 asks for Software or Financial Services.",
        id="off_spec_industry",
    ),
    pytest.param(
        spec('titles = ["marketing", "demand gen"]'),
        told({"title": "Telemarketing Agent"}, title_key="telemarketing agent", **GENERATED),
        told({"title": "Head of Mktg"}, title_key="head of marketing", **GENERATED),
        ("off_spec_title", "spec.titles", "Telemarketing Agent", "telemarketing agent"),
        "Title 'Telemarketing Agent' holds none of the words the spec of 1 Mar 2026 asks for: marketing, demand gen.",
        id="off_spec_title",
    ),
    pytest.param(
        spec('excluded_titles = ["assistant"]'),
        told({"title": "Assistant to the CEO"}, **GENERATED),
        told({"title": "Assistants' Director"}, **GENERATED),
        ("off_spec_title", "spec.excluded_titles", "Assistant to the CEO", None),
        "Title 'Assistant to the CEO' holds 'assistant', which the spec of 1 Mar 2026 excludes.",
        id="off_spec_title excluded",
    ),
    pytest.param(
        "start_on = 2026-03-05\nend_on = 2026-03-31",
        told(captured_on=date(2026, 3, 4)),
        told(captured_on=date(2026, 3, 5)),
        ("outside_dates", "start_on", "2026-03-04", None),
        "The record was generated on 4 Mar 2026; the program started on 5 Mar 2026.",
        id="outside_dates before",
    ),
    pytest.param(
        "end_on = 2026-03-04",
        told(activity_on=date(2026, 3, 5)),
        told(activity_on=date(2026, 3, 4)),
        ("outside_dates", "end_on", "2026-03-05", None),
        "The record was generated on 5 Mar 2026; the program ended on 4 Mar 2026.",
        id="outside_dates after",
    ),
    pytest.param(
        spec('required_fields = ["phone"]'),
        told({"phone": "0000000000"}, phone_status="unusable", **GENERATED),
        told({"phone": "+1 202 555 0101"}, phone_status="ok", **GENERATED),
        ("invalid_phone", "returns.returnable", "0000000000", "not a number"),
        "The phone '0000000000' is not a number anybody can call.",
        id="invalid_phone",
    ),
]


@pytest.mark.parametrize(("clauses", "broken", "kept", "expected", "proof"), CASES)
def test_a_clause_speaks_against_one_record_and_spares_the_next(
    clauses: str, broken: Told, kept: Told, expected: tuple[str, str, str | None, str | None], proof: str
) -> None:
    reason = judged(broken, clauses).only_reason()
    assert (reason["code"], reason["clause"], reason["delivered"], reason["understood"]) == expected
    assert (reason["status"], reason["proof"]) == ("violated", proof)
    spared = judged(kept, clauses)
    assert [row["code"] for row in spared.reasons if row["code"] == expected[0]] == []


UNKNOWNS = [
    pytest.param(
        'geo = ["US"]',
        told({"country": "Atlantis"}, country_code=None),
        "off_spec_geo",
        "'Atlantis' names no country we know; the spec of 1 Mar 2026 asks for US.",
        id="country",
    ),
    pytest.param(
        'geo = ["US-CA", "DE"]',
        told({"country": "USA"}, country_code="US"),
        "off_spec_geo",
        "The state in US is not known; the spec of 1 Mar 2026 asks for US-CA or DE.",
        id="state",
    ),
    pytest.param(
        'levels = ["vp"]',
        told(seniority="unknown"),
        "off_spec_level",
        "No title was delivered, so its level is not known; the spec of 1 Mar 2026 asks for VP.",
        id="no title",
    ),
    pytest.param(
        'levels = ["vp"]',
        told({"title": "Ninja"}, seniority="unknown"),
        "off_spec_level",
        "Title 'Ninja' tells no level; the spec of 1 Mar 2026 asks for VP.",
        id="level",
    ),
    pytest.param(
        'functions = ["it"]',
        told({"title": "Ninja"}, function=None),
        "off_spec_function",
        "Title 'Ninja' tells no function; the spec of 1 Mar 2026 asks for IT.",
        id="function",
    ),
    pytest.param(
        "size = { low = 100 }",
        told({"employees": "SMB"}),
        "off_spec_size",
        "'SMB' tells no number of employees; the spec of 1 Mar 2026 asks for 100 or more.",
        id="size",
    ),
    pytest.param(
        "size = { low = 100 }",
        told({"employees": "51-200"}, employees_low=51, employees_high=200),
        "off_spec_size",
        "Employees '51-200' read as 51 to 200, partly outside; the spec of 1 Mar 2026 asks for 100 or more.",
        id="band across the edge",
    ),
    pytest.param(
        "size = { low = 100, high = 400 }",
        told({"employees": "51-100"}, employees_low=51, employees_high=100),
        "off_spec_size",
        "Employees '51-100' read as 51 to 100, partly outside; the spec of 1 Mar 2026 asks for 100 to 400.",
        id="band that ends on the edge",
    ),
    pytest.param(
        "size = { low = 100, high = 400 }",
        told({"employees": "400+"}, employees_low=400),
        "off_spec_size",
        "Employees '400+' read as 400 or more, partly outside; the spec of 1 Mar 2026 asks for 100 to 400.",
        id="band that starts on the edge",
    ),
    pytest.param(
        'industries = ["Information Technology"]',
        told({"industry": "IT"}),
        "off_spec_industry",
        "Industry 'IT' may be one of those; the spec of 1 Mar 2026 asks for Information Technology.",
        id="industry by initials",
    ),
    pytest.param(
        'industries = ["Software"]',
        told(),
        "off_spec_industry",
        "No industry was delivered; the spec of 1 Mar 2026 asks for Software.",
        id="no industry",
    ),
    pytest.param(
        'titles = ["marketing"]',
        told(),
        "off_spec_title",
        "No title was delivered, and the spec of 1 Mar 2026 names title words.",
        id="title words",
    ),
    pytest.param(
        "cap_domain = 4",
        told({"email": "ann@gmial.example"}, email_status="doubtful", email_suggestion="ann@mail.example"),
        "invalid_email",
        "The e-mail 'ann@gmial.example' looks misspelt, perhaps for 'ann@mail.example'; check it by hand.",
        id="misspelt e-mail",
    ),
]


@pytest.mark.parametrize(("clause", "record", "code", "proof"), UNKNOWNS)
def test_what_a_record_does_not_tell_is_for_review_and_never_broken(
    clause: str, record: Told, code: str, proof: str
) -> None:
    dated = told(record.delivered, **{**GENERATED, **record.read})
    found = judged(dated, spec(clause))
    reason = found.only_reason()
    assert (reason["code"], reason["status"], reason["proof"]) == (code, "unknown", proof)
    assert (found.verdicts[0]["verdict"], found.verdicts[0]["code"], found.verdicts[0]["sentence"]) == (
        "review",
        code,
        proof,
    )


TWO_SPECS = '[[spec]]\nlevels = ["vp"]\n[[spec]]\nconfirmed_at = 2026-03-01T09:00:00Z\nlevels = ["director"]\n'


def test_a_record_is_judged_by_the_spec_that_bound_when_it_was_captured() -> None:
    old = told({"title": "Director"}, captured_at=datetime(2026, 3, 2, 8, 59, 59, tzinfo=UTC))
    new = told({"title": "Director"}, captured_at=datetime(2026, 3, 2, 9, 0, 0, tzinfo=UTC))
    found = judged([File(records=[old, new])], TWO_SPECS)
    assert found.codes() == [(2, "off_spec_level")]
    assert found.only_reason()["proof"] == "Title 'Director' reads as director; the spec asks for VP."
    assert [row["spec_confirmed_at"] for row in found.verdicts] == [None, datetime(2026, 3, 1, 9, tzinfo=UTC)]


def test_capture_goes_before_activity_and_activity_before_delivery() -> None:
    records = [
        told(captured_on=date(2026, 3, 1), activity_on=date(2026, 3, 9)),
        told(activity_on=date(2026, 3, 1)),
        told(),
    ]
    found = judged([File(records=records)], TWO_SPECS)
    assert found.codes() == [(2, "off_spec_level"), (3, "off_spec_level")]


def test_a_record_older_than_the_first_spec_is_only_suspected() -> None:
    record = told({"title": "Intern"}, seniority="entry", captured_on=date(2026, 2, 1))
    found = judged(record, spec('levels = ["vp"]'))
    assert found.only_reason()["status"] == "unknown"
    assert found.verdicts[0]["verdict"] == "review"
    assert found.verdicts[0]["spec_confirmed_at"] is None
    assert found.verdicts[0]["sentence"] == (
        "Title 'Intern' reads as entry; the spec of 1 Mar 2026 asks for VP. "
        "That spec bound only from 2 Mar 2026; the record is older."
    )


def test_a_phone_nobody_asked_for_may_be_wrong() -> None:
    record = told({"phone": "0000000000"}, phone_status="unusable")
    assert judged(record, "").reasons == []
    assert judged(record, '[returns]\nreturnable = ["invalid_phone"]').only_reason()["code"] == "invalid_phone"


@pytest.mark.parametrize(
    ("clause", "state", "expected"),
    [
        ("required_consent = true", "proven", None),
        ("required_consent = true", "proven_by_program", None),
        ("required_consent = true", "asserted", None),
        (
            "required_consent = true",
            "absent",
            ("no_consent", "No opt-in was delivered; the spec of 1 Mar 2026 asks for one."),
        ),
        (
            "required_consent = true",
            "contradicted",
            (
                "no_consent",
                "The record says that permission was refused or withdrawn; the spec of 1 Mar 2026 asks for an opt-in.",
            ),
        ),
        (
            "required_consent_proof = true",
            "asserted",
            (
                "consent_proof_missing",
                "The opt-in comes without the proof the spec of 1 Mar 2026 asks for: the wording shown, the page or "
                "asset.",
            ),
        ),
        ("required_consent_proof = true", "proven", None),
    ],
)
def test_an_opt_in_that_is_owed_or_its_proof(clause: str, state: str, expected: tuple[str, str] | None) -> None:
    found = judged(told({"consent": "Y"}, **GENERATED), spec(clause), consent=[state])
    assert [(row["code"], row["proof"]) for row in found.reasons] == ([] if expected is None else [expected])


def test_a_clause_that_cannot_be_judged_is_named_and_gives_review() -> None:
    found = judged(told(**GENERATED), spec("required_consent = true"))
    reason = found.only_reason()
    assert (reason["status"], reason["clause"]) == ("not_judged", "spec.required_consent")
    assert found.verdicts[0]["verdict"] == "review"
    assert found.verdicts[0]["sentence"] == "The spec of 1 Mar 2026 asks for an opt-in, which was not checked."


QUESTION = '[[spec.questions]]\ntext = "Do you plan to buy within 12 months?"\nallowed = ["Yes", "0-6 months"]\n'


def test_a_question_must_be_answered_and_as_agreed() -> None:
    asked = {"line": 2, "column_no": 7, "question": "Do you plan to buy within 12 months"}
    records = [told(**GENERATED), told(**GENERATED), told(**GENERATED)]
    found = judged(
        [File(records=records)],
        spec(QUESTION),
        answers=[
            {**asked, "answer": "yes"},
            {**asked, "line": 3, "answer": "Perhaps"},
            {**asked, "line": 4, "answer": "-"},
        ],
    )
    assert [(row["line"], row["code"], row["status"], row["proof"]) for row in found.reasons] == [
        (
            3,
            "missing_field",
            "unknown",
            "'Do you plan to buy within 12 months?' is answered 'Perhaps'; "
            "the spec of 1 Mar 2026 names Yes or 0-6 months.",
        ),
        (
            4,
            "missing_field",
            "violated",
            "'Do you plan to buy within 12 months?' is not answered; the spec of 1 Mar 2026 asks for it.",
        ),
    ]
    assert judged(told(**GENERATED), spec(QUESTION)).only_reason()["status"] == "not_judged"
