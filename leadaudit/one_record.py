"""One record in full: what was delivered, what we made of it, what is found, and the rule that decided."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeGuard

import pyarrow as pa

from leadaudit import sql
from leadaudit.errors import UnknownNameError
from leadaudit.evidence.explain import Explanation, explain_record
from leadaudit.findings import sentence
from leadaudit.format import UNKNOWN, day, money, percent
from leadaudit.intake.fields import FIELDS
from leadaudit.vocabulary import FindingStatus, FreshnessLabel, KeyRule, LineStatus, ReasonStatus
from leadaudit.words import (
    CLASSES,
    CONSENT,
    CONSENT_FIELDS,
    FRESHNESS,
    FRESHNESS_ITEMS,
    LINES,
    TIERS,
    VERDICTS,
    reason_name,
)
from leadaudit.workspace.assessments import StoredAssessment

Row = Mapping[str, object]
Words = str | None

# A query over an assessment: its name, the tables it reads, its parameters.
Query = Callable[[str, tuple[str, ...], Mapping[str, sql.Parameter]], pa.Table]

_TABLES: Final = (
    "lines", "records", "facts", "classes", "verdicts", "usable", "consent", "freshness", "findings", "reasons",
    "answers",
)  # fmt: skip

_STATUS_WORDS: Final = {
    FindingStatus.PROBLEM: "certain",
    FindingStatus.DOUBT: "doubtful",
    FindingStatus.NOTE: "note",
}
_REASON_WORDS: Final = {
    ReasonStatus.VIOLATED: "",
    ReasonStatus.UNKNOWN: " (cannot be told)",
    ReasonStatus.NOT_JUDGED: " (not judged)",
}
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


# Larger than any line number a file can have.
_MOST_LINES: Final = 2**31


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Everything an assessment holds of one delivered line; a table without a row of it gives an empty one."""

    delivery: str
    line: int
    lines: Row
    records: Row
    facts: Row
    classes: Row
    verdicts: Row
    usable: Row
    consent: Row
    freshness: Row
    findings: Sequence[Row]
    reasons: Sequence[Row]
    evidence: Sequence[Row]
    answers: Sequence[Row]
    person: Sequence[Row]
    explanation: Explanation | None

    @property
    def is_read(self) -> bool:
        """Whether the line could be read."""
        return self.lines.get("status") != LineStatus.UNREADABLE


def find_record(found: StoredAssessment, written: str, *, query: Query | None = None) -> Record:
    """The record an id names, ``<delivery>:<line>``.

    Args:
        found: The assessment to look into.
        written: The id, as every table shows it.
        query: Asks the assessment; a face may remember answers.

    Raises:
        UnknownNameError: There is no such record in it.
    """
    ask = query or asks(found)
    delivery, _, number = written.rpartition(":")
    if number.isdecimal() and int(number) < _MOST_LINES:
        record = _find(ask, found, delivery, int(number))
        if record is not None:
            return record
    raise UnknownNameError(f"record {written}", "there is none of that name here", "Write it as <delivery>:<line>")


def asks(found: StoredAssessment) -> Query:
    """Asks an assessment on disk."""

    def ask(name: str, needs: tuple[str, ...], params: Mapping[str, sql.Parameter]) -> pa.Table:
        return sql.run(name, {need.partition("=")[0]: found.paths[need.rpartition("=")[2]] for need in needs}, params)

    return ask


def _find(ask: Query, found: StoredAssessment, delivery: str, line: int) -> Record | None:
    named: dict[str, sql.Parameter] = {"delivery": delivery, "line": line}
    rows = {name: ask("record_rows", (f"rows={name}",), named).to_pylist() for name in _TABLES}
    if not rows["lines"]:
        return None
    first: dict[str, Row] = {name: next(iter(found_rows), {}) for name, found_rows in rows.items()}
    return Record(
        delivery=delivery,
        line=line,
        lines=first["lines"],
        records=first["records"],
        facts=first["facts"],
        classes=first["classes"],
        verdicts=first["verdicts"],
        usable=first["usable"],
        consent=first["consent"],
        freshness=first["freshness"],
        findings=rows["findings"],
        reasons=rows["reasons"],
        evidence=ask("record_person_evidence", ("evidence", "people", "subjects"), named).to_pylist(),
        answers=rows["answers"],
        person=ask("record_person", ("people", "deliveries", "usable"), named).to_pylist(),
        explanation=_explanation(ask, found, named) if rows["classes"] else None,
    )


def _explanation(ask: Query, found: StoredAssessment, named: Mapping[str, sql.Parameter]) -> Explanation:
    return explain_record(
        delivery=str(named["delivery"]),
        line=int(str(named["line"])),
        classes=ask("record_person_rows", ("rows=classes", "people"), named),
        evidence=ask("record_person_evidence", ("evidence", "people", "subjects"), named),
        subjects=ask("record_person_subjects", ("subjects", "people"), named),
        policy=found.policy,
        as_of=found.as_of,
        suspended=ask("record_suspended", ("attested",), {})["vendor"].to_pylist(),
    )


def answer(record: Record) -> tuple[str, ...]:
    """What the record is, and why."""
    who = name_of(record)
    if not record.is_read:
        return (f"Line {record.line} of {record.delivery} **could not be read**: {record.lines.get('reason')}.",)
    attested = ", by what the vendor's form says (attested)" if record.classes.get("attested") else ""
    kind = f"{CLASSES[str(record.classes['class'])]}{attested}"
    tier = record.classes.get("tier")
    priority = f", priority {TIERS[str(tier)]}" if tier else ""
    reason = record.classes.get("excluded_reason")
    because = f", {reason_name(str(reason))}" if reason else ""
    why = () if record.explanation is None else (record.explanation.sentence, record.explanation.next_fact)
    return (f"{who}: **{kind}{because}**{priority}.", *why, _usable_words(record), _verdict_words(record))


def name_of(record: Record) -> str:
    """Who the record is about, as far as it says."""
    names = " ".join(str(record.facts[name]) for name in ("first_name", "last_name") if record.facts.get(name))
    company = record.facts.get("company")
    at = f" at {company}" if company else ""
    return f"{names or 'Nobody named'}{at}"


def _usable_words(record: Record) -> str:
    if record.usable.get("usable"):
        return "It is usable."
    return f"It is not usable: {reason_name(str(record.usable.get('not_usable_reason')))}."


def _verdict_words(record: Record) -> str:
    verdict = VERDICTS[str(record.verdicts["verdict"])]
    said = str(record.verdicts.get("sentence") or "").rstrip(".")
    return f"The contract says **{verdict}**{f': {said}' if said else ''}."


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
    return joined.join(_word(value) for value in values if value is not None)


def _band(low: object, high: object) -> str:
    if high is None:
        return f"{low} or more"
    return str(low) if low == high else f"{low} to {high}"


def _is_judged(record: Record, field: str) -> bool:
    return any(row.get("field") == field for row in record.findings)


def _word(value: object) -> str:
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


def line_words(record: Record) -> str:
    """What became of the line, with the reason where there is one."""
    status = LINES[str(record.lines["status"])]
    reason = record.lines.get("reason")
    return f"Line {record.line}, {status}{f': {reason}' if reason else ''}"


def finding_rows(record: Record) -> list[list[Words]]:
    """What the checks found, certain things first."""
    order = list(_STATUS_WORDS)
    ranked = sorted(record.findings, key=lambda row: order.index(FindingStatus(str(row["status"]))))
    return [[_STATUS_WORDS[FindingStatus(str(row["status"]))], finding_words(row)] for row in ranked]


def nothing_found(record: Record) -> str | None:
    """What to say when no check found anything; nothing of a line that could not be read."""
    return "No check found anything wrong with a value." if record.is_read else None


def finding_words(row: Row) -> str:
    """One finding as a sentence."""
    args = json.loads(str(row["args"])) if row.get("args") else {}
    field = row.get("field")
    return sentence(str(row["check"]), args, field=None if field is None else str(field))


def evidence_rows(record: Record) -> list[list[Words]]:
    """The dated things that are known of the person, newest first, and what becomes of each."""
    if record.explanation is None:
        return []
    logged = {str(row["evidence_id"]): row for row in record.evidence}
    return [
        [told.sentence, told.standing, _text(logged, told.evidence_id, "asset"), _origin(logged, told.evidence_id)]
        for told in record.explanation.evidence
    ]


def _text(logged: Mapping[str, Row], evidence_id: str, name: str) -> Words:
    value = logged.get(evidence_id, {}).get(name)
    return None if value is None else str(value)


def _origin(logged: Mapping[str, Row], evidence_id: str) -> Words:
    field = _text(logged, evidence_id, "raw_ref")
    return FIELDS[field].label if isinstance(field, str) and field in FIELDS else field


def reason_rows(record: Record) -> list[list[Words]]:
    """The clauses the record breaks, or that could not be judged, with their proof."""
    return [
        [
            reason_name(str(row["code"])) + _REASON_WORDS[ReasonStatus(str(row["status"]))],
            str(row["clause"]),
            None if row.get("delivered") is None else str(row["delivered"]),
            None if row.get("proof") is None else str(row["proof"]),
        ]
        for row in record.reasons
    ]


def standing(record: Record, found: StoredAssessment) -> list[tuple[str, str]]:
    """Permission, freshness and contract of the record, in words; nothing of a line that could not be read."""
    if not record.is_read:
        return []
    program = next(one.head.program for one in found.deliveries if one.head.delivery == record.delivery)
    currency = found.programs[program].currency
    missing = record.consent.get("missing")
    lacking = f"; missing: {', '.join(CONSENT_FIELDS[str(name)] for name in missing)}" if _is_some(missing) else ""
    amount = record.verdicts.get("amount_minor")
    until = record.verdicts.get("deadline_at")
    may_market, may_call = (_word(record.classes.get(name)) for name in ("may_market", "may_call"))
    return [
        ("Permission", CONSENT[str(record.consent["state"])] + lacking if record.consent else UNKNOWN),
        ("Employer", _still_there(record, "employer")),
        ("Title", _still_there(record, "title")),
        ("Contract price", money(int(str(amount)), currency) if amount is not None and currency else UNKNOWN),
        ("Can be returned until", day(until.date()) if isinstance(until, datetime) else "no such clause"),
        ("May be e-mailed, may be called", f"{may_market}, {may_call}"),
    ]


def _is_some(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list) and bool(value)


def _still_there(record: Record, what: str) -> str:
    freshness = record.freshness
    share, label = freshness.get(f"p_{what}"), freshness.get(f"{what}_label")
    if not isinstance(share, float):
        return UNKNOWN
    age = f"{freshness.get('age_days')} days old{', assumed' if freshness.get('age_assumed') else ''}"
    expected = f"{percent(share).removesuffix(' %')} in 100 such people are still there{_range(freshness, what)}"
    if label == FreshnessLabel.UNKNOWN:
        return f"not checked; by age alone ({age}) {expected}"
    return f"{FRESHNESS[str(label)]}: {expected} ({age}){_seen(freshness)}"


def _range(freshness: Row, what: str) -> str:
    """The share where people leave fast and where they leave slowly."""
    low, high = freshness.get(f"p_{what}_low"), freshness.get(f"p_{what}_high")
    if not isinstance(low, float) or not isinstance(high, float):
        return ""
    words = [percent(end).removesuffix(" %") for end in (low, high)]
    return "" if words[0] == words[1] else f", {words[0]} to {words[1]} as people leave fast or slowly"


def _seen(freshness: Row) -> str:
    """What else spoke of the employer or title, each with its day."""
    parts = [part.partition(" ") for part in str(freshness.get("seen") or "").split(", ") if part]
    if not parts:
        return ""
    return "; seen: " + ", ".join(
        f"{FRESHNESS_ITEMS.get(item, item.replace('_', ' '))} ({day(date.fromisoformat(on))})" for item, _, on in parts
    )


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
