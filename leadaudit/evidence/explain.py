"""Why a record is what it is: the rule in words, the evidence behind it, and what would raise it.

Source: docs/method.md, "Classes".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.errors import UnknownNameError
from leadaudit.evidence.classify import counted_evidence
from leadaudit.evidence.decision import live_days
from leadaudit.evidence.timeline import Known
from leadaudit.format import day
from leadaudit.policy import Policy
from leadaudit.vocabulary import Actor, Category, ClassRule, EvidenceRole, Source
from leadaudit.words import RULES, reason_name

_A_STATEMENT: Final = "A dated statement made to us (a wish for a demo, a price or a call) would make it a lead."
_NEXT: Final[Mapping[ClassRule, str]] = {
    ClassRule.EXCLUDED_FLAG: "Nothing the person does would raise it; only the finding itself could prove wrong.",
    ClassRule.DENIED: "Nothing would raise it; ask the vendor for the proof of what was claimed.",
    ClassRule.SUPPRESSED: "Only the person's own later request would, for that request alone.",
    ClassRule.CONFIRM_EMPLOYER: "A confirmation that the person still works there would make it a lead.",
    ClassRule.LAPSED_STATEMENT: "A new dated yes to us would make it a lead again.",
    ClassRule.COOLING_OFF: "Only a later yes of the person would raise it before the cooling off ends.",
    ClassRule.ACCOUNT_ONLY: "A named person with a dated statement of their own could become a lead.",
    ClassRule.ROLE_MAILBOX: "The name and own address of a person would let its evidence count.",
}

_DECIDED_BY_STATEMENT: Final = frozenset(
    {ClassRule.EXPLICIT_STATEMENT, ClassRule.CONFIRM_EMPLOYER, ClassRule.LAPSED_STATEMENT}
)
_MACHINES: Final = frozenset({"system", "bot"})
_SAID_NO: Final = frozenset({EvidenceRole.EXPLICIT_NO, EvidenceRole.HARD_NO, EvidenceRole.DENIAL})
_SAID_YES: Final = frozenset({EvidenceRole.EXPLICIT_YES, EvidenceRole.RELAYED_STATEMENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceInWords:
    """One piece of evidence and what became of it.

    Args:
        evidence_id: Its id in the log.
        kind: Id in ``policy/evidence_kinds.toml``.
        occurred_on: When it happened; None: not known.
        sentence: What the person did.
        standing: Whether it counts, and if not, what outranked it or why it cannot.
        counts: Whether the class rests on it, or could.
        ends_on: Last day on which it can support a class; None: never, or it does not end.
    """

    evidence_id: str
    kind: str
    occurred_on: date | None
    sentence: str
    standing: str
    counts: bool
    ends_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why one record is what it is.

    Args:
        rule: The row of the decision table.
        sentence: That row in words, with the reason why a record is not countable.
        evidence: Everything known of the person that could bear on this record, newest first.
        next_fact: The single fact that would raise it, or why none would.
        known: The evidence that counts, as its class over time reads it.
    """

    rule: ClassRule
    sentence: str
    evidence: tuple[EvidenceInWords, ...]
    next_fact: str
    known: tuple[Known, ...]


def explain_record(
    *,
    delivery: str,
    line: int,
    classes: pa.Table,
    evidence: pa.Table,
    subjects: pa.Table,
    policy: Policy,
    as_of: date,
    suspended: Sequence[str] = (),
) -> Explanation:
    """Why a record has its class.

    Args:
        delivery: Its delivery.
        line: Its line.
        classes: CLASSES, as assessed.
        evidence: EVIDENCE of the person's records, and what imports say of the person.
        subjects: SUBJECTS of the latter.
        policy: The rules it was made with.
        as_of: The day it speaks for.
        suspended: Vendors whose relayed statements count as their own answers.

    Raises:
        UnknownNameError: There is no such record.
    """
    found = classes.filter(pc.and_(pc.equal(classes["delivery"], delivery), pc.equal(classes["line"], line)))
    if found.num_rows == 0:
        raise UnknownNameError(f"record {delivery}:{line}", "it was not read", "Look up its delivery and line")
    record = found.to_pylist()[0]
    own = classes.filter(pc.equal(classes["person"], record["person"]))
    counted = counted_evidence(
        flags=own, evidence=evidence, subjects=subjects, policy=policy, as_of=as_of, suspended=suspended
    )
    rows = [row for row in counted.to_pylist() if (row["delivery"], row["line"]) == (delivery, line)]
    imported = {row["evidence_id"] for row in subjects.to_pylist() if row["person"] == record["person"]}
    logged = [
        row
        for row in evidence.to_pylist()
        if (row["delivery"], row["line"]) == (delivery, line) or row["evidence_id"] in imported
    ]
    rule = ClassRule(record["rule"])
    excluded = record["excluded_reason"]
    return Explanation(
        rule=rule,
        sentence=f"{RULES[rule]} ({reason_name(excluded)})" if excluded else RULES[rule],
        evidence=_in_words(rows, logged, rule, policy, as_of),
        next_fact=_next_fact(rule, record, rows, policy),
        known=tuple(_known(row) for row in rows),
    )


def _known(row: Mapping[str, Any]) -> Known:
    return Known(
        kind=row["kind"],
        occurred_on=row["occurred_on"],
        seen_on=row["seen_on"],
        actor=Actor(row["actor"]),
        source=Source(row["source"]),
        category=Category(row["category"]),
    )


def _next_fact(rule: ClassRule, record: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], policy: Policy) -> str:
    if rule is not ClassRule.EXPLICIT_STATEMENT:
        return _NEXT.get(rule, _A_STATEMENT)
    newest = max(row["occurred_on"] for row in rows if EvidenceRole(row["role"]) in _SAID_YES)
    last_on = newest + timedelta(days=policy.classes.explicit_valid_days)
    lapses = f"It stays a lead until {day(last_on)}, unless the person says no or the employer becomes doubtful."
    confirm = "The same answer given to us would confirm it. " if record["attested"] else ""
    return f"{confirm}{lapses}"


def _in_words(
    rows: Sequence[Mapping[str, Any]],
    logged: Sequence[Mapping[str, Any]],
    rule: ClassRule,
    policy: Policy,
    as_of: date,
) -> tuple[EvidenceInWords, ...]:
    counted = {row["evidence_id"] for row in rows}
    said = _Said(no_on=_newest(rows, _SAID_NO), yes_on=_newest(rows, _SAID_YES))
    told = [_counted_in_words(row, said, rule, policy, as_of) for row in rows]
    told += [_logged_in_words(row, policy, as_of) for row in logged if row["evidence_id"] not in counted]
    return tuple(sorted(told, key=lambda one: (one.occurred_on or date.min, one.evidence_id), reverse=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """The days of the newest no and the newest yes."""

    no_on: date | None
    yes_on: date | None


def _newest(rows: Sequence[Mapping[str, Any]], roles: frozenset[EvidenceRole]) -> date | None:
    said = [row for row in rows if EvidenceRole(row["role"]) in roles and row["actor"] not in _MACHINES]
    return max((row["occurred_on"] for row in said), default=None)


def _counted_in_words(
    row: Mapping[str, Any], said: _Said, rule: ClassRule, policy: Policy, as_of: date
) -> EvidenceInWords:
    role, ends_on = EvidenceRole(row["role"]), _ends_on(row["kind"], row["occurred_on"], policy)
    outranked_by = _outranked_by(role, row["occurred_on"], said, rule)
    counts = False
    if row["actor"] in _MACHINES:
        standing = "A machine did it, so it counts for nothing."
    elif outranked_by is not None:
        standing = f"{outranked_by} outranks it."
    elif ends_on is not None and as_of > ends_on:
        standing = f"It expired on {day(ends_on)}."
    else:
        counts, standing = True, "It counts." if ends_on is None else f"It counts until {day(ends_on)}."
    return _told(row, standing, counts=counts, ends_on=ends_on, policy=policy)


def _outranked_by(role: EvidenceRole, on: date, said: _Said, rule: ClassRule) -> str | None:
    """What stands above a piece of evidence; a denial stands above everything, for good."""
    if role is EvidenceRole.DENIAL:
        return None
    if role in _SAID_NO:
        return f"The yes of {day(said.yes_on)}" if said.yes_on is not None and said.yes_on > on else None
    if role in _SAID_YES:
        return f"The no of {day(said.no_on)}" if said.no_on is not None and said.no_on >= on else None
    if rule is ClassRule.COOLING_OFF:
        return f"The no of {day(said.no_on)}"
    return "What the person said" if rule in _DECIDED_BY_STATEMENT else None


def _logged_in_words(row: Mapping[str, Any], policy: Policy, as_of: date) -> EvidenceInWords:
    if row["occurred_on"] is None:
        standing = "It has no date of its own, so it supports nothing."
    elif max(row["occurred_on"], row["observed_on"] or row["occurred_on"]) > as_of:
        standing = f"It was not known on {day(as_of)}."
    else:
        standing = "It is what made the record, or does not speak of a purchase; it supports nothing beyond permission."
    return _told(row, standing, counts=False, ends_on=None, policy=policy)


def _told(
    row: Mapping[str, Any], standing: str, *, counts: bool, ends_on: date | None, policy: Policy
) -> EvidenceInWords:
    when = "Without a date" if row["occurred_on"] is None else day(row["occurred_on"])
    told_by = {"vendor": " (the vendor says)", "crm": " (our CRM says)", "third": " (a third party says)"}
    kind = policy.kinds.get(row["kind"])
    words = (
        f"the person {kind.words}"
        if kind is not None
        else f"something happened that we have no word for ({row['kind']})"
    )
    return EvidenceInWords(
        evidence_id=row["evidence_id"],
        kind=row["kind"],
        occurred_on=row["occurred_on"],
        sentence=f"{when}: {words}{told_by.get(row['source'], '')}.",
        standing=standing,
        counts=counts,
        ends_on=ends_on,
    )


def _ends_on(kind: str, occurred_on: date, policy: Policy) -> date | None:
    """The last day on which evidence can support a class."""
    role, rules = policy.kinds[kind].role, policy.classes
    if role is EvidenceRole.EXPLICIT_NO:
        return occurred_on + timedelta(days=rules.cooloff_days)
    if role in (EvidenceRole.HARD_NO, EvidenceRole.DENIAL):
        return None
    if role is EvidenceRole.EXPLICIT_YES or (
        role is EvidenceRole.RELAYED_STATEMENT and rules.vendor_statement_with_proof == "lead"
    ):
        return occurred_on + timedelta(days=rules.lapse_days)
    lives = live_days(kind, policy)
    return None if lives is None else occurred_on + timedelta(days=lives)
