"""What is sent to a vendor: the question for the wording, the spec sheet, the template."""

import csv
from datetime import date
from io import StringIO

import pyarrow as pa
import pytest

from leadaudit import tables
from leadaudit.contract.program import Program, read_program
from leadaudit.errors import LeadauditError
from leadaudit.export.consent_letter import certificate_words, wording_letter
from leadaudit.export.spec_sheet import HEADERS, delivery_template, spec_sheet, template_columns
from leadaudit.intake.fields import FIELDS
from leadaudit.intake.mapping import propose_mapping

AS_OF = date(2026, 3, 20)
SCHEMA = [
    ("delivery", tables.TEXT), ("line", tables.LINE), ("email", tables.TEXT), ("consent", tables.TEXT),
    ("certificate_url", tables.TEXT),
]  # fmt: skip
STATES = ("asserted", "absent", "proven", "asserted")


def assessed() -> dict[str, pa.Table]:
    keys = [{"delivery": "corvane-1", "line": line} for line in range(2, 6)]
    records = [
        {
            **key,
            "email": f"p{key['line']}@northwell.example",
            "consent": "Y",
            "certificate_url": "https://cert.example/1",
        }
        for key in keys
    ]
    return {
        "consent": tables.CONSENT.build(
            [{**key, "state": state, "missing": ["wording"]} for key, state in zip(keys, STATES, strict=True)]
        ),
        "classes": tables.CLASSES.build(
            [{**key, "excluded_reason": "duplicate" if key["line"] == 5 else None, "flags": []} for key in keys]
        ),
        "facts": tables.FACTS.build([{**key, "captured_on": date(2026, 3, 1)} for key in keys]),
        "deliveries": tables.DELIVERIES.build(
            [{"delivery": "corvane-1", "vendor": "corvane", "program": "spring", "delivered_on": date(2026, 3, 5),
              "file_name": "march.csv"}]
        ),
        "records": pa.Table.from_pylist(records, schema=pa.schema(SCHEMA)),
    }  # fmt: skip


def test_the_letter_asks_for_every_record_whose_permission_is_not_shown_and_for_no_repeat() -> None:
    letter = wording_letter(assessed(), vendor="corvane", buyer_names=("Fernhollow Systems",), as_of=AS_OF)
    rows = list(csv.DictReader(StringIO(letter.records)))
    assert letter.asked == 2
    assert [(row["line"], row["permission"], row["missing"]) for row in rows] == [
        ("2", "claimed, wording not shown", "the wording shown"),
        ("3", "none shown", "the wording shown"),
    ]
    assert {row["withdrawal_route"] for row in rows} == {""}
    assert "it has to name Fernhollow Systems" in letter.text
    assert "2 records name a certificate: 2 can be claimed only where the submission was seen." in letter.text
    assert "how the person can take the permission back" in letter.text


def test_of_a_vendor_who_proved_everything_nothing_is_asked() -> None:
    with pytest.raises(LeadauditError, match="vendor quill: no record of theirs lacks proof of permission"):
        wording_letter(assessed(), vendor="quill", buyer_names=(), as_of=AS_OF)


@pytest.mark.parametrize(
    ("captured_on", "words"),
    [
        (date(2026, 3, 17), "can still be claimed"),
        (date(2026, 3, 16), "can be claimed only where the submission was seen"),
        (date(2025, 12, 20), "can be claimed only where the submission was seen"),
        (date(2025, 12, 19), "too old to be claimed: the wording itself is needed"),
        (None, "of unknown age"),
    ],
)
def test_a_certificate_can_be_claimed_for_three_days_or_ninety(captured_on: date | None, words: str) -> None:
    assert certificate_words(captured_on, AS_OF) == words


@pytest.fixture(scope="module")
def program() -> Program:
    return read_program(
        """
        [program]
        id = "spring"
        vendor = "corvane"
        price = 45
        currency = "USD"
        [[spec]]
        confirmed_at = 2026-02-01
        levels = ["director", "vp"]
        geo = ["DE", "FR"]
        size = { low = 200 }
        required_fields = ["phone"]
        required_consent_proof = true
        questions = [{ text = "When do you plan to buy?", allowed = ["this quarter", "this year"] }]
        """,
        where="spring.toml",
    )


def test_our_own_reader_understands_every_column_of_the_template(program: Program) -> None:
    header = next(csv.reader(StringIO(delivery_template(program))))
    mapping = propose_mapping(header, tables.LINES.empty())
    asked = {HEADERS.get(name, field.label): name for name, field in FIELDS.items()}
    found = {column.header: column.field for column in mapping.columns}
    assert {name: found[name] for name in header if name in asked} == {
        name: asked[name] for name in header if name in asked
    }


def test_the_sheet_says_what_is_needed_and_what_may_stand_there(program: Program) -> None:
    columns = {column.header: column for column in template_columns(program)}
    assert columns["Phone"].is_required
    assert columns["Consent wording"].is_required
    assert not columns["Consent IP"].is_required
    assert columns["Job level"].allowed == "director, vp"
    assert columns["Employees"].allowed == "200 or more"
    assert columns["When do you plan to buy?"].allowed == "this quarter, this year"
    sheet = spec_sheet(program, buyer_names=("Fernhollow Systems",))
    assert "| director | director, head of | yes |" in sheet
    assert "| manager | manager, team lead, supervisor | no |" in sheet
    assert "This spec binds from 2 February 2026." in sheet
