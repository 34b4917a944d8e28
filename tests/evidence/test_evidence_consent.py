"""What a row proves about permission, from its cells and the stored wordings."""

from datetime import date

import pyarrow as pa
import pytest

from leadaudit import tables
from leadaudit.evidence.consent import judge_consent
from leadaudit.evidence.consent_proof import ConsentClaim, judge_claim
from leadaudit.evidence.wording import asks_buying_step, channels_in, is_automatic, names_us
from leadaudit.policy import default_policy
from leadaudit.vocabulary import ConsentState

POLICY = default_policy()
REQUIRED = POLICY.consent.required_fields
ALL = frozenset(REQUIRED)
NAMES = ("Fernhollow Systems", "Fernhollow")
WORDS = "I agree that Fernhollow Systems may write to me by e-mail. I can withdraw at any time."
FULL = {
    "consent": "Yes",
    "consent_text": WORDS,
    "consent_method": "form",
    "consent_url": "https://forms.corvane.example/paper",
}
FULL_FACTS: dict[str, object] = {
    "consent_answer": True,
    "consent_on": date(2026, 3, 2),
    "captured_on": date(2026, 3, 2),
}
STORED: dict[str, object] = {
    "program": "corvane-mql",
    "wording_id": "cv-1",
    "text": WORDS,
    "url": "https://forms.corvane.example/paper",
    "method": "form",
    "channel": "email",
    "controllers": ["Fernhollow Systems"],
    "asset": None,
    "valid_from": date(2026, 1, 1),
    "valid_to": date(2026, 6, 30),
}


def judged(
    cells: dict[str, str] | None = None,
    facts: dict[str, object] | None = None,
    wordings: list[dict[str, object]] | None = None,
    names: tuple[str, ...] = NAMES,
) -> dict[str, object]:
    key = {"delivery": "corvane-2026-03-05-abcdef", "line": 2}
    delivery = {
        "delivery": key["delivery"],
        "vendor": "corvane",
        "program": "corvane-mql",
        "delivered_on": date(2026, 3, 5),
    }
    record = {**key, **(cells or {})}
    schema = pa.schema(
        [("delivery", pa.string()), ("line", pa.int32()), *((name, pa.string()) for name in cells or {})]
    )
    consent = judge_consent(
        records=pa.Table.from_pylist([record], schema=schema),
        facts=tables.FACTS.build([{**key, **(facts or {})}]),
        deliveries=tables.DELIVERIES.build([delivery]),
        wordings=tables.WORDINGS.build(wordings or []),
        buyer_names=names,
        policy=POLICY,
    )
    row: dict[str, object] = consent.to_pylist()[0]
    return row


def test_a_row_with_every_field_proves_permission() -> None:
    assert judged(FULL, FULL_FACTS) == {
        "delivery": "corvane-2026-03-05-abcdef",
        "line": 2,
        "state": "proven",
        "missing": [],
        "wording_id": None,
    }


@pytest.mark.parametrize(
    ("without", "missing"),
    [
        ("consent_text", ["wording", "our_company_named", "channel"]),
        ("consent_method", ["method"]),
        ("consent_url", ["source"]),
    ],
)
def test_a_missing_field_leaves_a_claim_and_is_named(without: str, missing: list[str]) -> None:
    row = judged({name: cell for name, cell in FULL.items() if name != without}, FULL_FACTS)
    assert (row["state"], row["missing"]) == ("asserted", missing)


def test_a_consent_dated_after_the_delivery_has_no_date() -> None:
    row = judged(FULL, {**FULL_FACTS, "consent_on": date(2026, 3, 7)})
    assert (row["state"], row["missing"]) == ("asserted", ["consented_at"])


def test_a_bare_yes_is_a_claim_and_nothing_is_nothing() -> None:
    assert judged({"consent": "Y"}, {"consent_answer": True})["state"] == "asserted"
    assert judged()["state"] == "absent"
    assert judged({"consent": "N"}, {"consent_answer": False})["state"] == "absent"


def test_a_cell_that_says_nothing_is_nothing() -> None:
    assert judged({"consent": "N/A", "consent_text": "-"})["state"] == "absent"


def test_an_answer_that_is_neither_yes_nor_no_proves_nothing() -> None:
    row = judged({**FULL, "consent": "pending"}, {**FULL_FACTS, "consent_answer": None})
    assert row["state"] == "asserted"


def test_a_wording_that_names_somebody_else_does_not_name_us() -> None:
    other = {**FULL, "consent_text": "I agree that Corvane may write to me by e-mail."}
    assert judged(other, FULL_FACTS)["missing"] == ["our_company_named"]
    assert judged({**other, "controller_named": "Corvane and Fernhollow Systems"}, FULL_FACTS)["state"] == "proven"
    assert judged(FULL, FULL_FACTS, names=())["missing"] == ["our_company_named"]


def test_the_marketing_channel_is_no_channel_of_consent() -> None:
    words = "I agree that Fernhollow Systems may contact me."
    assert judged({**FULL, "consent_text": words, "channel": "Email"}, FULL_FACTS)["missing"] == ["channel"]
    assert judged({**FULL, "consent_text": words, "consent_channel": "Email"}, FULL_FACTS)["state"] == "proven"


def test_a_no_beside_the_wording_contradicts_it() -> None:
    assert judged({**FULL, "consent": "No"}, {**FULL_FACTS, "consent_answer": False})["state"] == "contradicted"


def test_an_opt_out_contradicts_everything() -> None:
    assert judged(FULL, {**FULL_FACTS, "unsubscribed": True})["state"] == "contradicted"


def test_a_number_not_to_be_called_contradicts_permission_to_call_alone() -> None:
    call = {**FULL, "consent_channel": "Phone"}
    assert judged(call, {**FULL_FACTS, "do_not_call": True})["state"] == "contradicted"
    assert (
        judged({**FULL, "consent_channel": "E-mail, phone"}, {**FULL_FACTS, "do_not_call": True})["state"] == "proven"
    )


@pytest.mark.parametrize("method", ["Auto-enrolled by the organiser", "pre-ticked box", "automatically opted in"])
def test_being_enrolled_is_no_consent_however_complete(method: str) -> None:
    assert judged({**FULL, "consent_method": method}, FULL_FACTS)["state"] == "absent"


def test_a_wording_id_is_resolved_by_the_stored_wording() -> None:
    cells = {"consent": "Yes", "consent_version": "CV-1"}
    row = judged(cells, FULL_FACTS, [STORED])
    assert (row["state"], row["wording_id"]) == ("proven", "cv-1")
    assert judged(cells, FULL_FACTS)["missing"] == ["wording", "our_company_named", "source", "method", "channel"]


def test_a_stored_wording_in_use_proves_what_was_captured_under_it() -> None:
    row = judged({"consent": "Yes"}, {"consent_answer": True, "captured_on": date(2026, 1, 1)}, [STORED])
    assert (row["state"], row["missing"], row["wording_id"]) == ("proven_by_program", [], "cv-1")


@pytest.mark.parametrize(
    "change",
    [
        {"valid_from": date(2026, 3, 3)},
        {"valid_to": date(2026, 3, 1)},
        {"asset": "Another paper"},
        {"program": "another-program"},
        {"method": None},
        {"controllers": [], "text": "I agree that Corvane may write to me by e-mail."},
    ],
)
def test_a_stored_wording_out_of_use_or_incomplete_proves_nothing(change: dict[str, object]) -> None:
    facts = {"consent_answer": True, "captured_on": date(2026, 3, 2)}
    assert judged({"consent": "Yes", "asset": "The paper"}, facts, [{**STORED, **change}])["state"] == "asserted"


def test_a_row_captured_at_no_known_time_falls_under_no_stored_wording() -> None:
    assert judged({"consent": "Yes"}, {"consent_answer": True}, [STORED])["state"] == "asserted"


def test_a_row_that_shows_other_words_was_not_captured_under_the_stored_ones() -> None:
    cells = {"consent": "Yes", "consent_text": "Corvane may e-mail me."}
    assert judged(cells, {"consent_answer": True, "captured_on": date(2026, 3, 2)}, [STORED])["state"] == "asserted"


def test_a_no_in_the_row_stands_against_the_stored_wording() -> None:
    facts = {"consent_answer": False, "captured_on": date(2026, 3, 2)}
    assert judged({"consent": "No"}, facts, [STORED])["state"] == "absent"


def test_a_stored_buying_question_is_no_permission() -> None:
    question = {**STORED, "text": "Would you like Fernhollow Systems to call you about pricing?"}
    assert (
        judged({"consent": "Yes"}, {"consent_answer": True, "captured_on": date(2026, 3, 2)}, [question])["state"]
        == "asserted"
    )


def test_a_wording_of_no_program_resolves_an_id_and_covers_nobody() -> None:
    general = {**STORED, "program": None}
    captured: dict[str, object] = {"consent_answer": True, "captured_on": date(2026, 3, 2)}
    assert judged({"consent": "Yes"}, captured, [general])["state"] == "asserted"
    assert judged({"consent": "Yes", "consent_version": "cv-1"}, FULL_FACTS, [general])["state"] == "proven"


def test_the_wording_of_the_asset_stands_and_among_equals_the_one_that_proves_least() -> None:
    captured: dict[str, object] = {"consent_answer": True, "captured_on": date(2026, 3, 2)}
    cells = {"consent": "Yes", "asset": "The paper"}
    weaker = {**STORED, "wording_id": "cv-2", "method": None}
    assert judged(cells, captured, [{**STORED, "asset": "The paper"}, weaker])["wording_id"] == "cv-1"
    assert judged(cells, captured, [STORED, weaker])["state"] == "asserted"


@pytest.mark.parametrize(
    ("claim", "state"),
    [
        (ConsentClaim(known=ALL, claims=True), ConsentState.PROVEN),
        (ConsentClaim(known=ALL - {"method"}, claims=True), ConsentState.ASSERTED),
        (ConsentClaim(known_by_program=ALL), ConsentState.PROVEN_BY_PROGRAM),
        (ConsentClaim(known=ALL, known_by_program=ALL), ConsentState.PROVEN),
        (ConsentClaim(known=ALL, automatic=True), ConsentState.ABSENT),
        (ConsentClaim(known_by_program=ALL, answer=False), ConsentState.ABSENT),
        (ConsentClaim(answer=False, shows_wording=True), ConsentState.CONTRADICTED),
        (ConsentClaim(automatic=True, unsubscribed=True), ConsentState.CONTRADICTED),
    ],
)
def test_the_most_restrictive_reading_stands(claim: ConsentClaim, state: ConsentState) -> None:
    assert judge_claim(claim, REQUIRED).state is state


def test_a_policy_may_ask_for_fewer_facts() -> None:
    claim = ConsentClaim(known=frozenset({"consented_at", "wording"}), claims=True)
    assert judge_claim(claim, ("consented_at", "wording")).state is ConsentState.PROVEN


def test_a_name_is_found_as_whole_words_only() -> None:
    assert names_us("Einwilligung für FERNHOLLOW-Systems GmbH", NAMES)
    assert not names_us("Fernhollows and others", ("Fernhollow",))
    assert not names_us("anything", ("", "  "))


@pytest.mark.parametrize(
    ("text", "channels"),
    [
        ("by E-Mail or telephone", {"email", "phone"}),
        ("per Post und telefonisch", {"post", "phone"}),
        ("par courriel", {"email"}),
        ("por correo electrónico", {"email"}),
        ("we may contact you", set()),
    ],
)
def test_channels_are_read_from_the_words(text: str, channels: set[str]) -> None:
    assert channels_in(text) == channels


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Would you like Fernhollow Systems to call you about pricing?", True),
        ("May we get in touch?", True),
        ("Möchten Sie eine Vorführung?", True),
        ("May Fernhollow contact you by e-mail with marketing offers?", False),
        ("I agree to be contacted", False),
        ("How many employees do you have?", False),
    ],
)
def test_a_buying_step_is_told_from_permission(question: str, *, asks: bool) -> None:
    assert asks_buying_step(question) is asks


def test_a_company_with_auto_in_its_name_enrolled_nobody() -> None:
    assert not is_automatic("I agree that Auto Parts may write to me")
    assert is_automatic("auto")
