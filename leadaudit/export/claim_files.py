"""Claims as vendors take them: the small files of their systems, and the letter that goes with them.

A claim holds what its vendor delivered, the clause and the proof.  It never holds our reading of a value, a field of
the CRM beyond the day a contact was created, or another vendor's name.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.contract.claims import Claim
from leadaudit.contract.countdown import last_day
from leadaudit.contract.program import Program
from leadaudit.contract.terms import day_words
from leadaudit.errors import LeadauditError
from leadaudit.export.csv_file import csv_text
from leadaudit.format import exact_money, plural
from leadaudit.money import from_minor
from leadaudit.words import reason_name


class ClaimFormat(StrEnum):
    """Files in which vendors take claims back."""

    PLAIN = "plain"
    DISPOSITION = "disposition"
    REJECTION = "rejection"
    OUTCOME = "outcome"
    WITHOUT_PERSONS = "without_persons"


# What each is called on the screen; the columns are those the vendors' systems ask for.
FORMAT_WORDS: Final[Mapping[str, str]] = {
    ClaimFormat.PLAIN: "plain: e-mail, program, reason, proof",
    ClaimFormat.DISPOSITION: "LeadID, DispositionCode, CustomReason",
    ClaimFormat.REJECTION: "lead_id, rejection_reason",
    ClaimFormat.OUTCOME: "lead_id, outcome, revenue, contacted_date, notes",
    ClaimFormat.WITHOUT_PERSONS: "without personal data",
}

_PLAIN: Final = (
    "email", "program", "reason", "proof", "lead_id", "delivered_value", "clause", "spec_confirmed_on",
    "further_reasons", "delivery_file", "line", "delivered_on", "claim_by", "amount", "currency",
)  # fmt: skip
_WITHOUT_PERSONS: Final = (
    "lead_id", "delivery_file", "line", "program", "reason", "clause", "spec_confirmed_on", "delivered_on", "claim_by",
    "amount", "currency",
)  # fmt: skip
# "Title 'Student' reads as entry; the spec asks for director": the vendor settles by his own words and the clause.
_READING: Final = re.compile(r"(?<=') reads? as [^;]+;")
_NEEDS_LEAD_ID: Final = frozenset({ClaimFormat.DISPOSITION, ClaimFormat.REJECTION, ClaimFormat.OUTCOME})


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimHead:
    """What a claim says of itself.

    Args:
        claim: Its id.
        program: The program; says currency, clauses and clock.
        prepared_on: The day it speaks for.
    """

    claim: str
    program: Program
    prepared_on: date

    @property
    def currency(self) -> str:
        """Of every amount in it."""
        return self.program.currency or ""


def claim_csv(head: ClaimHead, rows: pa.Table, form: ClaimFormat) -> str:
    """The lines of a claim as a file.

    Args:
        head: The claim.
        rows: One row per record (``sql/contract_claim_rows.sql``).
        form: Which file.

    Raises:
        LeadauditError: The format names records by the vendor's lead id, and some have none.
    """
    lines = rows.to_pylist()
    nameless = sum(not line["vendor_record_id"] for line in lines)
    if form in _NEEDS_LEAD_ID and nameless:
        raise LeadauditError(
            f"claim {head.claim}",
            f"{plural(nameless, 'record')} came without the vendor's lead id, which this format needs",
            f"Map the column of his ids, or use {ClaimFormat.PLAIN} or {ClaimFormat.WITHOUT_PERSONS}",
        )
    match form:
        case ClaimFormat.PLAIN:
            return _csv_of(head, lines, _PLAIN)
        case ClaimFormat.WITHOUT_PERSONS:
            return _csv_of(head, lines, _WITHOUT_PERSONS)
        case ClaimFormat.DISPOSITION:
            header = ("LeadID", "DispositionCode", "CustomReason")
            return csv_text(header, ([_id(line), line["code"], _one_line(line["proof"])] for line in lines))
        case ClaimFormat.REJECTION:
            return csv_text(("lead_id", "rejection_reason"), ([_id(line), _reason(line)] for line in lines))
        case ClaimFormat.OUTCOME:
            names = ("lead_id", "outcome", "revenue", "contacted_date", "notes")
            return csv_text(names, ([_id(line), "rejected", 0, None, _reason(line)] for line in lines))


def _csv_of(head: ClaimHead, lines: Sequence[Mapping[str, object]], names: Sequence[str]) -> str:
    return csv_text(names, ([_plain(head, line)[name] for name in names] for line in lines))


def _id(line: Mapping[str, object]) -> object:
    return line["vendor_record_id"]


def _reason(line: Mapping[str, object]) -> str:
    return f"{line['code']}: {_one_line(line['proof'])}"


def _one_line(words: object) -> str:
    """A sentence for a vendor: on one line, and without what we read his value as."""
    return _READING.sub(":", " ".join(str(words).split()))


def _plain(head: ClaimHead, line: Mapping[str, object]) -> dict[str, object]:
    deadline, confirmed, amount = line["deadline_at"], line["spec_confirmed_at"], line["amount_minor"]
    return {
        "email": line["email"],
        "program": head.program.id,
        "reason": line["code"],
        "proof": _one_line(line["proof"]),
        "lead_id": line["vendor_record_id"],
        "delivered_value": line["delivered"],
        "clause": line["clause"],
        "spec_confirmed_on": None if confirmed is None else confirmed.date(),  # type: ignore[attr-defined]
        "further_reasons": None if line["further"] is None else _one_line(line["further"]),
        "delivery_file": line["file_name"],
        "line": line["line"],
        "delivered_on": line["delivered_on"],
        "claim_by": None if deadline is None else last_day(head.program, deadline),  # type: ignore[arg-type]
        "amount": None if amount is None else from_minor(int(str(amount)), head.currency),
        "currency": head.currency,
    }


def cover_note(head: ClaimHead, rows: pa.Table) -> str:
    """The letter that goes with a claim: counts and money by reason, clause and deadline; ten lines to settle it by."""
    lines = rows.to_pylist()
    counts = Counter(line["code"] for line in lines)
    money: Counter[str] = Counter()
    clauses: dict[str, set[str]] = {}
    for line in lines:
        money[line["code"]] += line["amount_minor"] or 0
        clauses.setdefault(line["code"], set()).add(line["clause"] or "")
    program = head.program
    total = pc.sum(rows["amount_minor"]).as_py() or 0
    deadlines = [line["deadline_at"] for line in lines if line["deadline_at"] is not None]
    until = (
        f" The first of them must be claimed by {day_words(last_day(program, min(deadlines)))}." if deadlines else ""
    )
    remedy = "a credit" if program.returns.remedy.value == "credit" else "replacements"
    reasons = [
        f"  {counts[code]:>6,}  {exact_money(money[code], head.currency):>18}  {reason_name(code)} ({code}), "
        f"{', '.join(sorted(clauses[code]))}"
        for code in sorted(counts, key=lambda code: (-money[code], code))
    ]
    return "\n".join(
        [
            f"Claim {head.claim}, {day_words(head.prepared_on)}",
            "",
            f"To {program.vendor}, program {program.name or program.id}",
            "",
            f"We return {plural(len(lines), 'record')} worth {exact_money(total, head.currency)} and ask for {remedy}."
            f"{until}",
            "",
            *reasons,
            "",
            "Each line of the file names the record as you delivered it, the value, the clause and the proof.",
            "Please answer with a file: lead_id (or email), status (accepted or refused), reason.",
            "",
        ]
    )


def documents_of(claim: Claim, program: Program, rows: pa.Table) -> tuple[str, bytes]:
    """The letter of a claim and its file, in the format it was built for.

    Raises:
        LeadauditError: The format names records by the vendor's lead id, and some have none.
    """
    head = ClaimHead(claim=claim.claim, program=program, prepared_on=claim.as_of)
    return cover_note(head, rows), claim_csv(head, rows, ClaimFormat(claim.format)).encode("utf-8")
