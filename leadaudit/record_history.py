"""How one record came to its class and where it goes: the band of its class, its evidence, what would change it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import pyarrow as pa

from leadaudit import sql, tables
from leadaudit.evidence.decision import live_days
from leadaudit.evidence.explain import EvidenceInWords
from leadaudit.evidence.freshness import SEEN, FreshnessCase, freshness_cases
from leadaudit.evidence.opportunities import opportunities_alive
from leadaudit.evidence.reach import reach_on
from leadaudit.evidence.timeline import AHEAD_DAYS, Change, Life, Outlook, Span, outlook, spans
from leadaudit.format import day as day_words
from leadaudit.one_record import Query, Record
from leadaudit.policy import Policy
from leadaudit.vocabulary import Flag, RecordClass
from leadaudit.words import CLASSES, TIERS
from leadaudit.workspace.assessments import StoredAssessment

_DATED_FLAGS: Final = frozenset({Flag.UNREACHABLE, Flag.ACTIVE_OPPORTUNITY})
_USABLE: Final = ("ok", "doubtful")

# What a single fact is called where it would change a class.
_FACTS: Final[Mapping[str, str]] = {
    "consent_proof": "proof of permission (the wording that was shown, with its date)",
    "employer_confirmed": "a confirmation that the person still works there",
    "pricing_page": "a visit to our prices",
    "webinar_live": "attending a webinar of ours",
    "ask_yes": "a yes to us: a demo, a price or a call",
    "ask_no": "a no when we ask",
    "hard_bounce": "a mail that comes back for good, with no number that works",
    "employer_left": "word that the person left the employer",
    "unsubscribe": "an unsubscription",
    "denied_engagement": "a denial of ever having asked",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One piece of evidence in the picture: from when to when it counts, and how fast it fades.

    Args:
        kind: Id in ``policy/evidence_kinds.toml``.
        words: What the person did.
        on: The day it happened.
        ends_on: Last day on which it supports a class; None: it does not end, or supports nothing.
        half_life_days: After this it counts half; None: it does not fade.
        standing: What becomes of it.
    """

    kind: str
    words: str
    on: date
    ends_on: date | None
    half_life_days: int | None
    standing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A record over time.

    Args:
        delivered_on: Its first day.
        as_of: The last day shown.
        spans: Its classes, without a gap.
        lanes: Dated evidence, oldest first.
        outlook: What would change it.
    """

    delivered_on: date
    as_of: date
    spans: tuple[Span, ...]
    lanes: tuple[Lane, ...]
    outlook: Outlook


def history_of(found: StoredAssessment, record: Record, *, query: Query) -> History | None:
    """A record over time; None of a line that could not be read.

    Args:
        found: The assessment it was found in.
        record: The record.
        query: Asks the assessment.
    """
    if record.explanation is None:
        return None
    life = _life(found, record, query)
    return History(
        delivered_on=life.delivered_on,
        as_of=found.as_of,
        spans=spans(life, as_of=found.as_of, policy=found.policy),
        lanes=tuple(_lane(told, found.policy) for told in reversed(record.explanation.evidence) if told.occurred_on),
        outlook=outlook(life, as_of=found.as_of, policy=found.policy),
    )


def _lane(told: EvidenceInWords, policy: Policy) -> Lane:
    kind = policy.kinds.get(told.kind)
    if told.occurred_on is None:
        raise AssertionError("a lane needs a day")
    return Lane(
        kind=told.kind,
        words=told.kind.replace("_", " ") if kind is None else kind.words,
        on=told.occurred_on,
        ends_on=told.ends_on,
        half_life_days=None if kind is None or live_days(told.kind, policy) is None else kind.half_life_days,
        standing=told.standing,
    )


def _life(found: StoredAssessment, record: Record, query: Query) -> Life:
    if record.explanation is None:
        raise AssertionError("a line that was not read has no class")
    named: dict[str, sql.Parameter] = {"delivery": record.delivery, "line": record.line}
    delivered_on = _date(record.classes["delivered_on"])
    return Life(
        delivered_on=delivered_on,
        evidence=record.explanation.known,
        flags_on=_flags_on(found, record, query, named),
        p_employer_on=_p_employer_on(found, record, query, named, delivered_on),
    )


def _flags_on(
    found: StoredAssessment, record: Record, query: Query, named: Mapping[str, sql.Parameter]
) -> Callable[[date], frozenset[Flag]]:
    listed = record.classes["flags"]
    fixed = frozenset(Flag(flag) for flag in (listed if isinstance(listed, list) else [])) - _DATED_FLAGS
    reach = _reach(found, record, query, named)
    outcomes = query("record_person_outcomes", ("outcomes", "people"), named)
    opportunities = [
        one
        for one in opportunities_alive(outcomes, as_of=found.as_of).to_pylist()
        if one["kind"] == "opportunity" and one["occurred_on"] is not None
    ]
    has_mailbox = record.facts.get("email_norm") is not None and record.facts.get("email_status") in _USABLE
    has_phone = record.facts.get("phone_e164") is not None and record.facts.get("phone_status") in _USABLE

    def flags_on(day: date) -> frozenset[Flag]:
        known = reach.get(min(day, found.as_of), {})
        is_open = any(one["occurred_on"] <= day and _is_open(one, day) for one in opportunities)
        is_cut_off = (
            Flag.ACCOUNT_ONLY not in fixed and not (has_mailbox and not known.get("email_gone")) and not has_phone
        )
        dated = {Flag.ACTIVE_OPPORTUNITY} if is_open else set()
        dated |= {Flag.UNREACHABLE} if is_cut_off or known.get("wrong_person") else set()
        return fixed | dated

    return flags_on


def _is_open(opportunity: Mapping[str, Any], day: date) -> bool:
    """Whether it was open on a day; the day it is closed is none of them, and one closed on no known day never was."""
    return opportunity["state"] == "open" or (opportunity["due_on"] is not None and day < opportunity["due_on"])


def _reach(
    found: StoredAssessment, record: Record, query: Query, named: Mapping[str, sql.Parameter]
) -> dict[date, Mapping[str, Any]]:
    """What was known of the record's address on each day since its delivery."""
    first = _date(record.classes["delivered_on"])
    days = [first + timedelta(days=after) for after in range((found.as_of - first).days + 1)]
    key = {"delivery": [record.delivery] * len(days), "line": pa.array([record.line] * len(days), tables.LINE)}
    rows = reach_on(
        pa.table({**key, "day": pa.array(days, tables.DAY)}),
        facts=query("record_rows", ("rows=facts",), named),
        people=query("record_rows", ("rows=people",), named),
        evidence=query("record_person_evidence", ("evidence", "people", "subjects"), named),
        subjects=query("record_person_subjects", ("subjects", "people"), named),
        policy=found.policy,
    )
    return {row["day"]: row for row in rows.to_pylist()}


def _p_employer_on(
    found: StoredAssessment,
    record: Record,
    query: Query,
    named: Mapping[str, sql.Parameter],
    delivered_on: date,
) -> Callable[[date], float | None]:
    cases = freshness_cases(
        facts=query("record_rows", ("rows=facts",), named),
        deliveries=query("record_delivery", ("deliveries",), named),
        policy=found.policy,
        as_of=found.as_of,
        records=query("record_rows", ("rows=records",), named),
        seen=_seen(record),
    )
    case = FreshnessCase.from_key(cases["case_key"][0].as_py())

    def p_employer_on(day: date) -> float | None:
        if not case.names_employer:
            return None
        return case.states_on(case.delivered + (day - delivered_on).days, found.policy.freshness).p_employer

    return p_employer_on


def _seen(record: Record) -> pa.Table:
    """What else spoke of the employer, as the freshness of the record names it."""
    parts = [part.partition(" ") for part in str(record.freshness.get("seen") or "").split(", ") if part]
    rows = [
        {"delivery": record.delivery, "line": record.line, "item": item, "seen_on": date.fromisoformat(on)}
        for item, _, on in parts
    ]
    return pa.Table.from_pylist(rows, schema=SEEN)


def _date(value: object) -> date:
    return date.fromisoformat(str(value))


def history_words(history: History) -> tuple[str, ...]:
    """How the record came to its class, what expired when, and what would change it."""
    return (*_course(history), *_expired(history), *_outlook_words(history))


def _course(history: History) -> list[str]:
    if len(history.spans) == 1:
        return [
            f"It has been {_class_words(history.spans[0].record_class)} since {day_words(history.spans[0].from_on)}."
        ]
    steps = [f"{_class_words(span.record_class)} from {day_words(span.from_on)}" for span in history.spans]
    return [f"Its class over time: {'; '.join(steps)}."]


def _expired(history: History) -> list[str]:
    gone = [lane for lane in history.lanes if lane.ends_on is not None and lane.ends_on < history.as_of]
    told = [f"{lane.words} ({day_words(lane.on)}), until {day_words(lane.ends_on)}" for lane in gone if lane.ends_on]
    return [f"Expired: {'; '.join(told)}."] if told else []


def _outlook_words(history: History) -> list[str]:
    found = history.outlook
    sentences = []
    if found.raises:
        sentences.append(f"One fact would raise it: {_changes(found.raises)}.")
    else:
        sentences.append("No single fact would raise it.")
    if found.lowers:
        sentences.append(f"One fact would lower it: {_changes(found.lowers)}.")
    if found.falls_on is not None and found.becomes is not None:
        sentences.append(f"With nothing new it becomes {_class_words(found.becomes)} on {day_words(found.falls_on)}.")
    else:
        sentences.append(f"With nothing new it stays what it is for the next {AHEAD_DAYS} days.")
    return sentences


def _changes(changes: tuple[Change, ...]) -> str:
    return "; ".join(f"{_FACTS[change.what]} ({_becomes(change)})" for change in changes)


def _becomes(change: Change) -> str:
    tier = f", priority {TIERS[change.tier]}" if change.tier and change.record_class is RecordClass.SIGNAL else ""
    return f"{_class_words(change.record_class)}{tier}"


def _class_words(record_class: RecordClass) -> str:
    return CLASSES[record_class]
