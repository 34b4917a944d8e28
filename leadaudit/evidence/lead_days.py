"""On which day a record was first a lead; computed from the days on which anything changed.

Source: docs/method.md, "Dates" and "Real leads".
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from leadaudit.evidence.case import Case, Event
from leadaudit.evidence.decision import decide
from leadaudit.policy.model import Policy
from leadaudit.vocabulary import Actor, EvidenceRole, Flag, RecordClass, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A yes or no with its two times, in days from the delivery.

    Args:
        kind: Id in ``policy/evidence_kinds.toml``.
        occurred: When it was said; negative: before the delivery.
        seen: When its source knew it; a class reads it from that day on.
        actor: Who said it.
        source: Through whom it reached us.
    """

    kind: str
    occurred: int
    seen: int
    actor: Actor
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadDays:
    """Days from the delivery to the first day as a lead: by our own evidence, by relayed statements; None: never."""

    confirmed: int | None
    attested: int | None


def lead_days(
    statements: Sequence[Statement],
    *,
    flags: frozenset[Flag],
    p_employer: Callable[[int], float | None],
    policy: Policy,
) -> LeadDays:
    """The first days from the delivery on which a record was a lead.

    A later no does not undo them: the record did reach the class.  Between two statements a record can only cease to
    be a lead, so the days on which one was seen are all that need be asked.

    Args:
        statements: Everything the person said that was seen by the day the answer speaks for.
        flags: What is known of the record as it is judged today; what excludes it does so on every day.
        p_employer: How likely the employer was still true on a day.
        policy: The rules.
    """
    days = sorted({0, *(max(statement.seen, 0) for statement in statements)})
    roles = {policy.kinds[statement.kind].role for statement in statements}
    p_on = cache(p_employer)

    def first_day(said: EvidenceRole, left_out: EvidenceRole) -> int | None:
        if said not in roles:
            return None
        heard = [statement for statement in statements if policy.kinds[statement.kind].role is not left_out]
        return next((day for day in days if _is_lead(heard, day, flags, p_on(day), policy)), None)

    return LeadDays(
        confirmed=first_day(EvidenceRole.EXPLICIT_YES, EvidenceRole.RELAYED_STATEMENT),
        attested=first_day(EvidenceRole.RELAYED_STATEMENT, EvidenceRole.EXPLICIT_YES),
    )


def _is_lead(
    statements: Sequence[Statement], day: int, flags: frozenset[Flag], p_employer: float | None, policy: Policy
) -> bool:
    events = tuple(
        Event(kind=heard.kind, age_days=day - heard.occurred, actor=heard.actor, source=heard.source)
        for heard in statements
        if heard.seen <= day
    )
    return decide(Case(flags=flags, events=events, p_employer=p_employer), policy).record_class is RecordClass.LEAD
