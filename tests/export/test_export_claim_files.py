"""Claims in the files that vendors' systems take back."""

from datetime import UTC, date, datetime

import pyarrow as pa
import pytest

from leadaudit.contract.claim_evidence import checklist
from leadaudit.contract.program import read_program
from leadaudit.errors import LeadauditError
from leadaudit.export.calendar_file import calendar_text
from leadaudit.export.claim_files import ClaimFormat, ClaimHead, claim_csv, cover_note

PROGRAM = 'id = "spring"\nname = "Spring syndication"\nvendor = "osprelle"\nprice = 48\n'
PROGRAM += 'currency = "USD"\n[returns]\nwindow = 5\n'
HEAD = ClaimHead(claim="spring-2026-11-01-1", program=read_program(PROGRAM, where="x"), prepared_on=date(2026, 11, 1))


def row(line: int, **named: object) -> dict[str, object]:
    given: dict[str, object] = {
        "delivery": "osprelle-2026-10-30-aaaaaa", "line": line, "file_name": "october.csv",
        "delivered_on": date(2026, 10, 30), "vendor_record_id": f"L{line}", "email": f"p{line}@northwell.example",
        "name": "Ada Brook", "code": "off_spec_level", "clause": "spec.levels", "delivered": "=Student",
        "proof": "Title '=Student' reads as\nentry; the spec asks for director.", "further": None, "amount_minor": 4800,
        "deadline_at": datetime(2026, 11, 5, tzinfo=UTC), "spec_confirmed_at": datetime(2026, 9, 1, tzinfo=UTC),
    }  # fmt: skip
    return {**given, **named}


ROWS = pa.Table.from_pylist([row(2), row(3, code="bounced", clause="returns.returnable", proof="Hard bounce 5.1.1.")])


def test_the_plain_file_names_the_record_the_reason_and_the_proof_and_runs_no_formula() -> None:
    lines = claim_csv(HEAD, ROWS, ClaimFormat.PLAIN).split("\r\n")
    assert lines[0].startswith("email,program,reason,proof,lead_id,delivered_value,clause,")
    assert lines[1] == (
        "p2@northwell.example,spring,off_spec_level,Title '=Student': the spec asks for director.,L2,'=Student,"
        "spec.levels,"
        "2026-09-01,,october.csv,2,2026-10-30,2026-11-04,48.00,USD"
    )


@pytest.mark.parametrize(
    ("form", "lines"),
    [
        (
            ClaimFormat.DISPOSITION,
            ["LeadID,DispositionCode,CustomReason", "L2,off_spec_level,Title '=Student': the spec asks for director.",
             "L3,bounced,Hard bounce 5.1.1."],
        ),
        (
            ClaimFormat.REJECTION,
            ["lead_id,rejection_reason", "L2,off_spec_level: Title '=Student': the spec asks for director.",
             "L3,bounced: Hard bounce 5.1.1."],
        ),
        (
            ClaimFormat.OUTCOME,
            ["lead_id,outcome,revenue,contacted_date,notes",
             "L2,rejected,0,,off_spec_level: Title '=Student': the spec asks for director.",
             "L3,rejected,0,,bounced: Hard bounce 5.1.1."],
        ),
    ],
)  # fmt: skip
def test_the_files_of_vendors_systems_have_their_columns_and_no_others(form: ClaimFormat, lines: list[str]) -> None:
    assert claim_csv(HEAD, ROWS, form).split("\r\n")[:-1] == lines


def test_a_claim_without_persons_holds_no_address_name_or_delivered_value() -> None:
    text = claim_csv(HEAD, ROWS, ClaimFormat.WITHOUT_PERSONS)
    assert "L2,october.csv,2,spring,off_spec_level,spec.levels,2026-09-01,2026-10-30,2026-11-04,48.00,USD" in text
    assert [word for word in ("northwell", "Ada", "Student", "@") if word in text] == []


def test_a_format_of_lead_ids_refuses_records_without_one() -> None:
    rows = pa.Table.from_pylist([row(2), row(3, vendor_record_id=None)])
    with pytest.raises(LeadauditError) as caught:
        claim_csv(HEAD, rows, ClaimFormat.REJECTION)
    assert str(caught.value) == (
        "claim spring-2026-11-01-1: 1 record came without the vendor's lead id, which this format needs. "
        "Map the column of his ids, or use plain or without_persons."
    )


def test_the_letter_counts_by_reason_and_adds_up() -> None:
    letter = cover_note(HEAD, ROWS)
    assert "To osprelle, program Spring syndication" in letter
    assert "We return 2 records worth 96.00 USD and ask for a credit." in letter
    assert "The first of them must be claimed by 4 Nov 2026." in letter
    assert "1           48.00 USD  e-mail came back (bounced), returns.returnable" in letter


def test_the_checklist_says_what_is_not_shown() -> None:
    rows = ROWS.to_pylist()
    assert all(item.is_complete for item in checklist("off_spec_level", rows[:1]))
    bounced = checklist("bounced", [{**rows[1], "proof": "It came back."}])
    assert [item.what for item in bounced if not item.is_complete] == ["whether the bounce was hard or soft"]
    undated = checklist("off_spec_level", [{**rows[0], "spec_confirmed_at": None}])
    assert [item.what for item in undated if not item.is_complete] == ["the day the spec was confirmed"]


def test_a_calendar_has_whole_days_and_lines_of_75_bytes() -> None:
    text = calendar_text(
        [("spring", date(2026, 11, 4), "Last day; returns, " + "é" * 60)], made_at=datetime(2026, 11, 1, 8, tzinfo=UTC)
    )
    assert "DTSTART;VALUE=DATE:20261104\r\nDTEND;VALUE=DATE:20261105\r\n" in text
    assert "SUMMARY:Last day\\; returns\\, é" in text
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert "é" * 60 in text.replace("\r\n ", "")
