"""A record's class on every day since its delivery, and what would change it: a single fact, or time alone.

Source: docs/method.md, "Classes over time".
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from leadaudit.evidence.case import Case, Decision, Event
from leadaudit.evidence.decision import decide
from leadaudit.policy import Policy
from leadaudit.vocabulary import Actor, Category, ClassRule, ExcludedReason, Flag, RecordClass, Source, Tier

# A picture of more than this says nothing of the last weeks; the days before are one class in nearly every record.
LONGEST_DAYS: Final = 800
# How far ahead to look for what time alone changes; nothing in the shipped policy lives longer than a year.
AHEAD_DAYS: Final = 400

_RANK: Final = (
    RecordClass.EXCLUDED,
    RecordClass.UNPROVEN,
    RecordClass.OPT_IN,
    RecordClass.SIGNAL,
    RecordClass.LEAD,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One piece of evidence that counts for a record.

    Args:
        kind: Id in ``policy/evidence_kinds.toml``.
        occurred_on: When it happened.
        seen_on: From when on a class reads it.
        actor: Who did it.
        source: Through whom it reached us.
        category: Buying question it is about.
    """

    kind: str
    occurred_on: date
    seen_on: date
    actor: Actor
    source: Source
    category: Category


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """Everything a record's class follows from, on any day.

    Args:
        delivered_on: The first day.
        evidence: What counts for it.
        flags_on: What is known besides evidence on a day.
        p_employer_on: How likely the employer is still true on a day.
    """

    delivered_on: date
    evidence: tuple[Known, ...]
    flags_on: Callable[[date], frozenset[Flag]]
    p_employer_on: Callable[[date], float | None]

    def case_on(self, day: date) -> Case:
        """What the decision table asks on a day; nothing later is read."""
        events = tuple(
            Event(
                kind=known.kind,
                age_days=(day - known.occurred_on).days,
                actor=known.actor,
                source=known.source,
                category=known.category,
            )
            for known in self.evidence
            if known.seen_on <= day
        )
        return Case(flags=self.flags_on(day), events=events, p_employer=self.p_employer_on(day) if events else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days on which a record had one class for one reason.

    Args:
        from_on: The first of them.
        until_on: The last of them.
        record_class: The class.
        rule: The row of the decision table.
        tier: Priority.
        excluded_reason: Why it was not countable.
    """

    from_on: date
    until_on: date
    record_class: RecordClass
    rule: ClassRule
    tier: Tier | None
    excluded_reason: ExcludedReason | None


def spans(life: Life, *, as_of: date, policy: Policy) -> tuple[Span, ...]:
    """The classes of a record from its delivery, or the last ``LONGEST_DAYS``, to a day."""
    first = max(life.delivered_on, as_of - timedelta(days=LONGEST_DAYS))
    return _joined((day, decide(life.case_on(day), policy)) for day in _days(first, as_of))


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=after) for after in range((last - first).days + 1))


def _joined(decided: Iterable[tuple[date, Decision]]) -> tuple[Span, ...]:
    found: list[Span] = []
    for day, decision in decided:
        span = Span(
            from_on=day,
            until_on=day,
            record_class=decision.record_class,
            rule=decision.rule,
            tier=decision.tier,
            excluded_reason=decision.excluded_reason,
        )
        if found and replace(found[-1], from_on=day, until_on=day) == span:
            found[-1] = replace(found[-1], until_on=day)
        else:
            found.append(span)
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one thing would make of a record.

    Args:
        what: The thing: a kind of evidence, or ``consent_proof``, ``employer_confirmed``, ``employer_left``.
        record_class: The class it would have.
        tier: Its priority.
    """

    what: str
    record_class: RecordClass
    tier: Tier | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What would change a record's class.

    Args:
        raises: Single facts that would raise it today, each for another class, the highest first.
        lowers: Single facts that would lower it today, likewise, the lowest last.
        falls_on: The first day on which time alone changes it, within ``AHEAD_DAYS``; None: it stays.
        becomes: The class of that day.
    """

    raises: tuple[Change, ...]
    lowers: tuple[Change, ...]
    falls_on: date | None
    becomes: RecordClass | None


# Facts in the order in which they are easiest to come by; of several with the same effect the first is named.
_FACTS: Final = (
    "consent_proof", "employer_confirmed", "pricing_page", "webinar_live", "ask_yes",
    "ask_no", "hard_bounce", "employer_left", "unsubscribe", "denied_engagement",
)  # fmt: skip


def outlook(life: Life, *, as_of: date, policy: Policy) -> Outlook:
    """Which single fact would raise or lower a record's class today, and when time alone changes it."""
    case = life.case_on(as_of)
    now = decide(case, policy)
    changed = [(fact, decide(_with(case, fact), policy)) for fact in _FACTS]
    up = [(fact, then) for fact, then in changed if _height(then) > _height(now)]
    down = [(fact, then) for fact, then in changed if _height(then) < _height(now)]
    falls_on, becomes = _alone(life, now, as_of, policy)
    return Outlook(raises=_first_of_each(up), lowers=_first_of_each(down), falls_on=falls_on, becomes=becomes)


def _height(decision: Decision) -> tuple[int, int]:
    tiers = (None, Tier.LOW, Tier.MED, Tier.HIGH)
    tier = decision.tier if decision.record_class is RecordClass.SIGNAL else None
    return _RANK.index(decision.record_class), tiers.index(tier)


def _with(case: Case, fact: str) -> Case:
    """The case as it would be had one more thing happened today."""
    match fact:
        case "consent_proof":
            return replace(case, flags=case.flags | {Flag.CONSENT_VALID})
        case "employer_confirmed":
            return replace(case, p_employer=1.0)
        case "employer_left":
            return replace(case, p_employer=0.0)
        case "hard_bounce":
            return replace(case, flags=case.flags | {Flag.UNREACHABLE})
        case _:
            return replace(case, events=(*case.events, Event(kind=fact, age_days=0)))


def _first_of_each(changed: Sequence[tuple[str, Decision]]) -> tuple[Change, ...]:
    first: dict[tuple[int, int], Change] = {}
    for fact, then in changed:
        change = Change(what=fact, record_class=then.record_class, tier=then.tier)
        first.setdefault(_height(then), change)
    return tuple(first[height] for height in sorted(first, reverse=True))


def _alone(life: Life, now: Decision, as_of: date, policy: Policy) -> tuple[date | None, RecordClass | None]:
    if not life.evidence:
        return None, None
    for day in _days(as_of + timedelta(days=1), as_of + timedelta(days=AHEAD_DAYS)):
        then = decide(life.case_on(day), policy)
        if then.record_class is not now.record_class:
            return day, then.record_class
    return None, None
