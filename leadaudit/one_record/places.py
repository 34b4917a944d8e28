"""Where else the person of a record stands: other records, and the CRM."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from leadaudit.one_record.record import Record, Row
from leadaudit.vocabulary import KeyRule
from leadaudit.words import reason_name

_KEY_WORDS: Final = {
    KeyRule.EMAIL: "same e-mail",
    KeyRule.CRM_ID: "same CRM id",
    KeyRule.VENDOR_RECORD_ID: "same vendor id",
    KeyRule.PROFILE_URL: "same profile page",
    KeyRule.PHONE_AND_LAST_NAME: "same phone and surname",
    KeyRule.NAME_AND_DOMAIN: "same name and company domain",
    KeyRule.PHONE: "same phone",
    KeyRule.LIKENESS: "all that both say",
    KeyRule.DECISION: "somebody's decision",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Another place where the person stands; a CRM contact has no vendor and no day."""

    record: str
    is_contact: bool
    vendor: str | None
    delivered_on: date | None
    held_by: str
    there: str | None


def elsewhere(record: Record) -> list[Elsewhere]:
    """Everywhere else the person stands."""
    return [
        _elsewhere(row) for row in record.person if (row["delivery"], row["line"]) != (record.delivery, record.line)
    ]


def _elsewhere(row: Row) -> Elsewhere:
    rule, is_contact, on = row.get("rule"), bool(row["is_contact"]), row["delivered_on"]
    there = "usable" if row["usable"] else reason_name(str(row["not_usable_reason"]))
    return Elsewhere(
        record=f"{row['delivery']}:{row['line']}",
        is_contact=is_contact,
        vendor=None if is_contact else str(row["vendor"]),
        delivered_on=on if isinstance(on, date) and not is_contact else None,
        held_by=_KEY_WORDS[KeyRule(str(rule))] if rule else "the first of them",
        there=None if is_contact else there,
    )
