"""What class the evidence makes of a record: the decision table, first match wins.

Source: docs/method.md, "Classes" and "Order within a tier".
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from leadaudit.evidence.case import Case, Decision, Event
from leadaudit.policy.model import Policy
from leadaudit.vocabulary import (
    Actor,
    Category,
    ClassRule,
    EvidenceRole,
    ExcludedReason,
    Flag,
    RecordClass,
    Source,
    Tier,
)

# The kind that a statement becomes when it is not proven to have been made to us.
VENDOR_ANSWER: Final = "vendor_bant_yes"

_FLAGS_THAT_EXCLUDE: Final = (
    Flag.DUPLICATE,
    Flag.RETURNED,
    Flag.OWN_EMPLOYEE,
    Flag.COMPETITOR,
    Flag.OUT_OF_SPEC,
    Flag.NON_HUMAN,
    Flag.UNREACHABLE,
)
_NOBODY: Final = frozenset({Actor.SYSTEM, Actor.BOT})
_MADE_TO_US: Final = frozenset({Source.FIRST, Source.CRM})
_NO: Final = (EvidenceRole.EXPLICIT_NO, EvidenceRole.HARD_NO, EvidenceRole.DENIAL)
# Roles whose evidence expires by its half-life.
EXPIRING: Final = frozenset({EvidenceRole.HIGH_VALUE, EvidenceRole.BEHAVIOUR, EvidenceRole.VENDOR_EXPLICIT})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """A case with its evidence sorted into what each row of the table asks for, newest first."""

    case: Case
    policy: Policy
    own_yes: tuple[Event, ...]
    relayed_yes: tuple[Event, ...]
    refusals: tuple[Event, ...]
    opt_outs: tuple[Event, ...]
    denials: tuple[Event, ...]
    live: tuple[Event, ...]

    @property
    def yes(self) -> tuple[Event, ...]:
        """Statements to us that no refusal followed, newest first."""
        return _newest_first([*self.own_yes, *self.relayed_yes])

    def has(self, flag: Flag) -> bool:
        return flag in self.case.flags

    def role(self, event: Event) -> EvidenceRole:
        return self.policy.kinds[event.kind].role


def decide(case: Case, policy: Policy) -> Decision:
    """The class of a record.

    A flag that excludes comes first, then what the person said, newest statement first, then behaviour, then
    permission.  Behaviour alone never makes a lead.
    """
    reading = _read(case, policy)
    for row in _ROWS:
        decision = row(reading)
        if decision is not None:
            return decision
    return _by_permission(reading, ClassRule.CONSENT_ONLY, ClassRule.NO_EVIDENCE)


def weight(kind: str, age_days: int, policy: Policy) -> float:
    """What evidence of this age still counts: 1 on its day, halved every half-life; 0 for kinds that have none."""
    half_life = policy.kinds[kind].half_life_days
    return 0.0 if half_life is None else float(2 ** (-age_days / half_life))


def live_days(kind: str, policy: Policy) -> int | None:
    """The last age in days at which evidence of a kind supports a class; None: it does not expire."""
    half_life = policy.kinds[kind].half_life_days or policy.kinds[VENDOR_ANSWER].half_life_days
    if half_life is None or policy.classes.live_weight == 0:
        return None
    return math.floor(half_life * math.log2(1 / policy.classes.live_weight) + 1e-9)


def _read(case: Case, policy: Policy) -> _Reading:
    counted = _newest_first(_counted(case.events, policy))
    by_role: defaultdict[EvidenceRole, list[Event]] = defaultdict(list)
    for event in counted:
        by_role[policy.kinds[event.kind].role].append(event)
    said_no = [event for role in _NO for event in by_role[role]]
    newest_no = min((event.age_days for event in said_no), default=None)
    behaviour = [event for event in counted if policy.kinds[event.kind].role in EXPIRING]
    return _Reading(
        case=case,
        policy=policy,
        own_yes=_after(by_role[EvidenceRole.EXPLICIT_YES], newest_no),
        relayed_yes=_after(by_role[EvidenceRole.RELAYED_STATEMENT], newest_no),
        refusals=tuple(by_role[EvidenceRole.EXPLICIT_NO]),
        opt_outs=tuple(by_role[EvidenceRole.HARD_NO]),
        denials=tuple(by_role[EvidenceRole.DENIAL]),
        live=tuple(
            event for event in behaviour if weight(event.kind, event.age_days, policy) >= policy.classes.live_weight
        ),
    )


def _counted(events: Iterable[Event], policy: Policy) -> list[Event]:
    """Evidence that can count at all; a yes that is not proven to be said to us counts as the vendor's answer."""
    counted = []
    for event in events:
        if event.actor in _NOBODY or event.age_days < 0 or event.kind not in policy.kinds:
            continue
        role = policy.kinds[event.kind].role
        relayed = role is EvidenceRole.RELAYED_STATEMENT
        as_lead = event.proof_complete and policy.classes.vendor_statement_with_proof == "lead"
        to_vendor = role is EvidenceRole.EXPLICIT_YES and event.source not in _MADE_TO_US
        counted.append(replace(event, kind=VENDOR_ANSWER) if to_vendor or (relayed and not as_lead) else event)
    return counted


def _after(events: Sequence[Event], newest_no: int | None) -> tuple[Event, ...]:
    """Statements strictly newer than the newest no: on one and the same day the no stands."""
    return tuple(event for event in events if newest_no is None or event.age_days < newest_no)


def _newest_first(events: Iterable[Event]) -> tuple[Event, ...]:
    """A total order, so that the order of equally dated evidence cannot matter; a mapped category comes first."""
    return tuple(
        sorted(
            events, key=lambda event: (event.age_days, event.category is Category.UNMAPPED, event.category, event.kind)
        )
    )


def _flagged(reading: _Reading) -> Decision | None:
    for flag in _FLAGS_THAT_EXCLUDE:
        if reading.has(flag):
            return _excluded(ClassRule.EXCLUDED_FLAG, ExcludedReason(flag.value))
    return None


def _denied(reading: _Reading) -> Decision | None:
    return _excluded(ClassRule.DENIED, ExcludedReason.DENIED_ENGAGEMENT) if reading.denials else None


def _suppressed(reading: _Reading) -> Decision | None:
    # An entry of a suppression list has no date, so no yes can be shown to be later.
    if reading.has(Flag.SUPPRESSED) or (reading.opt_outs and not _yes_after(reading, reading.opt_outs)):
        return _excluded(ClassRule.SUPPRESSED, ExcludedReason.SUPPRESSED)
    return None


def _yes_after(reading: _Reading, events: Sequence[Event]) -> bool:
    return any(event.age_days < events[0].age_days for event in reading.yes)


def _role_mailbox(reading: _Reading) -> Decision | None:
    if reading.has(Flag.ROLE_MAILBOX):
        return Decision(record_class=RecordClass.UNPROVEN, rule=ClassRule.ROLE_MAILBOX)
    return None


def _account_only(reading: _Reading) -> Decision | None:
    if reading.has(Flag.ACCOUNT_ONLY):
        return Decision(record_class=RecordClass.SIGNAL, rule=ClassRule.ACCOUNT_ONLY, tier=Tier.LOW)
    return None


def _stated(reading: _Reading) -> Decision | None:
    """L1: what the person said makes a lead; our own statements decide before relayed ones."""
    for statements, attested in ((reading.own_yes, False), (reading.relayed_yes, True)):
        if statements and _is_valid(statements[0], reading) and _employer_stands(statements[0], reading):
            return Decision(
                record_class=RecordClass.LEAD,
                rule=ClassRule.EXPLICIT_STATEMENT,
                tier=Tier.HIGH,
                attested=attested,
                category=statements[0].category,
            )
    return None


def _confirm_employer(reading: _Reading) -> Decision | None:
    valid = [event for event in reading.yes if _is_valid(event, reading)]
    return _signal(ClassRule.CONFIRM_EMPLOYER, Tier.MED, valid) if valid else None


def _lapsed(reading: _Reading) -> Decision | None:
    lapsed = [event for event in reading.yes if event.age_days <= reading.policy.classes.lapse_days]
    return _signal(ClassRule.LAPSED_STATEMENT, Tier.MED, lapsed) if lapsed else None


def _is_valid(statement: Event, reading: _Reading) -> bool:
    in_time = statement.age_days <= reading.policy.classes.explicit_valid_days
    return in_time or reading.has(Flag.ACTIVE_OPPORTUNITY)


def _employer_stands(statement: Event, reading: _Reading) -> bool:
    p_employer, rules = reading.case.p_employer, reading.policy.classes
    return p_employer is None or p_employer >= rules.min_employer_p or statement.age_days <= rules.fresh_statement_days


def _cooling_off(reading: _Reading) -> Decision | None:
    recent = [event for event in reading.refusals if event.age_days <= reading.policy.classes.cooloff_days]
    if recent and not _yes_after(reading, recent):
        return _by_permission(reading, ClassRule.COOLING_OFF, ClassRule.COOLING_OFF)
    return None


def _learner(reading: _Reading) -> Decision | None:
    if reading.has(Flag.LEARNER):
        return _by_permission(reading, ClassRule.LEARNER_CAP, ClassRule.LEARNER_CAP)
    return None


def _behaved(reading: _Reading) -> Decision | None:
    """S1, with its tier."""
    if not reading.live:
        return None
    if _is_combination(reading):
        return _signal(ClassRule.COMBINATION, Tier.HIGH, reading.live)
    if _has_validated_kind(reading):
        return _signal(ClassRule.VALIDATED_TYPE, Tier.HIGH, reading.live)
    strong = {EvidenceRole.HIGH_VALUE, EvidenceRole.VENDOR_EXPLICIT}
    if any(reading.role(event) in strong for event in reading.live) or _has_two_kinds(reading):
        return _signal(ClassRule.STRONG_BEHAVIOUR, Tier.MED, reading.live)
    return _signal(ClassRule.SINGLE_BEHAVIOUR, Tier.LOW, reading.live)


def _is_combination(reading: _Reading) -> bool:
    """Enough high-value events close together, the newest recent, in the context of a buying stage."""
    rules, stages = reading.policy.classes.combination, reading.policy.classes.stage_categories
    strong = [event for event in reading.live if reading.role(event) is EvidenceRole.HIGH_VALUE]
    for first in range(len(strong) - rules.min_events + 1):
        newest = strong[first].age_days
        together = [event for event in strong[first:] if event.age_days - newest <= rules.max_gap_days]
        in_context = reading.has(Flag.ACTIVE_OPPORTUNITY) or any(event.category in stages for event in together)
        if newest <= rules.max_age_days and len(together) >= rules.min_events and in_context:
            return True
    return False


def _has_validated_kind(reading: _Reading) -> bool:
    rules = reading.policy.classes
    return any(
        event.kind in rules.validated_high_kinds
        and weight(event.kind, event.age_days, reading.policy) >= rules.high_weight
        for event in reading.live
    )


def _has_two_kinds(reading: _Reading) -> bool:
    within = reading.policy.classes.combination.two_kinds_within_days
    return any(
        one.kind != other.kind and abs(one.age_days - other.age_days) <= within
        for one in reading.live
        for other in reading.live
    )


def _by_permission(reading: _Reading, with_consent: ClassRule, without: ClassRule) -> Decision:
    # Whoever unsubscribed took the permission back, even where a later request was heard.
    if reading.has(Flag.CONSENT_VALID) and not reading.opt_outs:
        return Decision(record_class=RecordClass.OPT_IN, rule=with_consent)
    return Decision(record_class=RecordClass.UNPROVEN, rule=without)


def _excluded(rule: ClassRule, reason: ExcludedReason) -> Decision:
    return Decision(record_class=RecordClass.EXCLUDED, rule=rule, excluded_reason=reason)


def _signal(rule: ClassRule, tier: Tier, events: Sequence[Event]) -> Decision:
    mapped = (event.category for event in events if event.category is not Category.UNMAPPED)
    return Decision(record_class=RecordClass.SIGNAL, rule=rule, tier=tier, category=next(mapped, Category.UNMAPPED))


_ROWS: Final[tuple[Callable[[_Reading], Decision | None], ...]] = (
    _flagged,
    _denied,
    _suppressed,
    _role_mailbox,
    _account_only,
    _stated,
    _confirm_employer,
    _lapsed,
    _cooling_off,
    _learner,
    _behaved,
)
