"""What a record is and why: its class, its contract, its permission and its freshness in sentences."""

from datetime import date, datetime
from typing import TypeGuard

from leadaudit.format import UNKNOWN, day, money, percent
from leadaudit.one_record.record import Record, Row
from leadaudit.one_record.values import in_words
from leadaudit.vocabulary import FreshnessLabel
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


def line_words(record: Record) -> str:
    """What became of the line, with the reason where there is one."""
    status = LINES[str(record.lines["status"])]
    reason = record.lines.get("reason")
    return f"Line {record.line}, {status}{f': {reason}' if reason else ''}"


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
    may_market, may_call = (in_words(record.classes.get(name)) for name in ("may_market", "may_call"))
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
