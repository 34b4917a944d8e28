"""Every value of a record as delivered, beside what we made of it."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from leadaudit.format import UNKNOWN
from leadaudit.intake.fields import FIELDS
from leadaudit.one_record.record import Record, Words

# What we understood of each delivered field: columns of the facts, joined where there are several.
_UNDERSTOOD: Final[Mapping[str, tuple[str, ...]]] = {
    "email": ("email_norm",),
    "first_name": ("first_name",),
    "last_name": ("last_name",),
    "full_name": ("first_name", "last_name"),
    "title": ("title", "seniority", "function"),
    "phone": ("phone_e164",),
    "mobile": ("phone_e164",),
    "other_phone": ("phone_e164",),
    "company": ("company",),
    "website": ("website_domain",),
    "employees": ("employees_low", "employees_high"),
    "revenue": ("revenue_low", "revenue_high", "revenue_currency"),
    "industry": ("industry",),
    "country": ("country_code",),
    "state": ("state_code",),
    "captured_at": ("captured_on",),
    "activity_at": ("activity_on",),
    "consent_at": ("consent_on",),
    "statement_at": ("statement_on",),
    "intent_at": ("intent_on",),
    "delivered_at": ("delivered_row_on",),
    "email_verified_at": ("email_verified_on",),
    "last_updated_at": ("last_updated_on",),
    "job_started_at": ("job_started_on",),
    "consent": ("consent_answer",),
    "statement_answer": ("statement_answer",),
    "unsubscribed": ("unsubscribed",),
    "do_not_call": ("do_not_call",),
    "attended": ("attended",),
}


def value_rows(record: Record) -> list[list[Words]]:
    """Every delivered value beside what we made of it."""
    delivered = [(field, text) for field, text in record.records.items() if field in FIELDS and text not in (None, [])]
    rows: list[list[Words]] = [
        [FIELDS[field].label, _joined(text), _understood(record, field)] for field, text in delivered
    ]
    rows += [[f"Answer to: {row['question']}", str(row["answer"]), None] for row in record.answers]
    return rows


def _understood(record: Record, field: str) -> Words:
    columns = _UNDERSTOOD.get(field)
    if columns is None:
        return None
    values = [record.facts.get(column) for column in columns]
    if all(value is None for value in values):
        return "not understood" if _is_judged(record, field) else None
    if field == "employees":
        return _band(*values)
    joined = " " if field == "full_name" else ", "
    return joined.join(in_words(value) for value in values if value is not None)


def _band(low: object, high: object) -> str:
    if high is None:
        return f"{low} or more"
    return str(low) if low == high else f"{low} to {high}"


def _is_judged(record: Record, field: str) -> bool:
    return any(row.get("field") == field for row in record.findings)


def in_words(value: object) -> str:
    """A fact as people read it: yes and no, days, words without underscores."""
    match value:
        case bool():
            return "yes" if value else "no"
        case date():
            return value.isoformat()
        case str():
            return value.replace("_", " ") if value.islower() and "@" not in value and "." not in value else value
        case _:
            return str(value)


def _joined(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def delivered_line(record: Record) -> str:
    """The delivered line: as it stood when it had to be repaired or could not be read, else its cells."""
    before = record.lines.get("before")
    if before:
        return str(before)
    cells = record.lines.get("cells")
    return " | ".join(str(cell) for cell in cells) if isinstance(cells, list) else UNKNOWN
