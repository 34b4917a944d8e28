"""Asking a vendor for the wording people saw: a letter, and the records it is about.

Source: docs/method.md, "Permission"; the fields of a consent record follow the ICO's guidance on consent.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from leadaudit import sql
from leadaudit.errors import LeadauditError
from leadaudit.export.csv_file import csv_text
from leadaudit.format import day, plural
from leadaudit.words import CONSENT, CONSENT_FIELDS

# A certificate can be claimed for three days, and for 90 where whoever issued it saw the submission.
CERTIFICATE_DAYS: Final = 3
CERTIFICATE_SEEN_DAYS: Final = 90

_COLUMNS: Final = (
    "lead_id", "email", "program", "delivery_file", "line", "delivered_on", "asset", "captured_on", "claimed",
    "wording_id", "certificate_url",
)  # fmt: skip
# What a vendor fills in; the last is how a person takes the permission back.
_TO_FILL: Final = (
    "consented_at", "wording_shown", "form_version", "source_url", "companies_named", "channel", "method", "ip",
    "withdrawal_route",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentLetter:
    """What is sent to one vendor.

    Args:
        text: The letter, Markdown.
        records: The records it is about, with columns to fill in; CSV.
        asked: How many they are.
    """

    text: str
    records: str
    asked: int


def wording_letter(
    assessed: Mapping[str, sql.Source], *, vendor: str, buyer_names: Sequence[str], as_of: date
) -> ConsentLetter:
    """Ask a vendor for the wording behind the permissions it claims.

    Args:
        assessed: consent, classes, facts, deliveries and records of an assessment.
        vendor: The vendor.
        buyer_names: What people may be shown for us.
        as_of: The day of the letter.

    Raises:
        LeadauditError: Nothing is left to ask for.
    """
    rows = _asked(assessed, vendor)
    if not rows:
        raise LeadauditError(
            f"vendor {vendor}", "no record of theirs lacks proof of permission", "Ask about another vendor"
        )
    header = [*_COLUMNS, "permission", "missing", *_TO_FILL]
    cells = [
        [*(row[name] for name in _COLUMNS), CONSENT[row["state"]], _missing(row), *("" for _ in _TO_FILL)]
        for row in rows
    ]
    return ConsentLetter(
        text=_letter(rows, vendor=vendor, buyer_names=buyer_names, as_of=as_of),
        records=csv_text(header, cells),
        asked=len(rows),
    )


def _asked(assessed: Mapping[str, sql.Source], vendor: str) -> list[dict[str, Any]]:
    names = ["vendor_record_id", "email", "asset", "consent", "consent_version", "certificate_url"]
    read = {name: assessed[name] for name in ("consent", "classes", "facts", "deliveries")}
    texts = sql.texts_of(assessed["records"], names)
    rows: list[dict[str, Any]] = sql.run(
        "export_wording_asked", {**read, "texts": texts}, {"vendor": vendor}
    ).to_pylist()
    return rows


def _missing(row: Mapping[str, Any]) -> str:
    return "; ".join(CONSENT_FIELDS[name] for name in row["missing"] or [])


def _letter(rows: Sequence[Mapping[str, Any]], *, vendor: str, buyer_names: Sequence[str], as_of: date) -> str:
    states = Counter(row["state"] for row in rows)
    missing = Counter(name for row in rows for name in row["missing"] or [])
    us = " or ".join(buyer_names) if buyer_names else "our company"
    files = sorted({(row["delivered_on"], row["delivery_file"]) for row in rows})
    lines = [
        f"# Permission of {plural(len(rows), 'record')} you delivered",
        "",
        f"To {vendor}, {day(as_of)}",
        "",
        f"{plural(len(rows), 'record')} in {plural(len(files), 'file')} you delivered between {day(files[0][0])} and "
        f"{day(files[-1][0])} came without what shows that the person agreed. The list beside this letter names each.",
        "",
        *(f"- {number:,} x {CONSENT[state]}" for state, number in states.most_common()),
        "",
        "What is missing, and on how many records:",
        "",
        *(f"- {CONSENT_FIELDS[name]}: {number:,}" for name, number in missing.most_common()),
        "",
        "Please fill in for each record, or once for each form and version with the days it was in use:",
        "",
        "1. the day and time the person agreed;",
        f"2. the exact wording that was shown then, and which version of the form it was (it has to name {us});",
        "3. the page on which it stood (a link to the page of today does not show what was shown then);",
        "4. every company that was named;",
        "5. the channel it permits (e-mail, phone, post) and how the person answered (an empty box ticked, a confirmed "
        "e-mail, a call);",
        "6. the IP address, where you hold it, or the certificate of the submission;",
        "7. how the person can take the permission back, and where you record it.",
        "",
        *_certificates(rows, as_of),
        "A pre-ticked box, enrolment without a question, or an agreement without which the content was not given, is "
        "no permission. Where two things you hold contradict each other, the one that permits less stands.",
        "",
        "Until then nobody of these is written to, and what the contract says of missing proof applies.",
        "",
    ]
    return "\n".join(lines)


def _certificates(rows: Sequence[Mapping[str, Any]], as_of: date) -> list[str]:
    ages = [certificate_words(row["captured_on"], as_of) for row in rows if row["certificate_url"]]
    if not ages:
        return []
    told = "; ".join(f"{number:,} {words}" for words, number in Counter(ages).most_common())
    return [f"{plural(len(ages), 'record names', 'records name')} a certificate: {told}.", ""]


def certificate_words(captured_on: date | None, as_of: date) -> str:
    """Whether a certificate of consent can still be claimed, by its age."""
    if captured_on is None:
        return "of unknown age"
    age = (as_of - captured_on).days
    if age <= CERTIFICATE_DAYS:
        return "can still be claimed"
    if age <= CERTIFICATE_SEEN_DAYS:
        return "can be claimed only where the submission was seen"
    return "too old to be claimed: the wording itself is needed"
