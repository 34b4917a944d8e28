"""Why a person is on a list, in a sentence built from the evidence that put them there; and what to do next.

Source: docs/method.md, "Follow up".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlsplit

from leadaudit.format import day
from leadaudit.policy import Policy
from leadaudit.vocabulary import Actor, Category, ClassRule, EvidenceRole, Source

# What a rule of the decision table rests on.
_RESTS_ON: Final[Mapping[ClassRule, frozenset[EvidenceRole]]] = {
    ClassRule.EXPLICIT_STATEMENT: frozenset({EvidenceRole.EXPLICIT_YES, EvidenceRole.RELAYED_STATEMENT}),
    ClassRule.CONFIRM_EMPLOYER: frozenset({EvidenceRole.EXPLICIT_YES, EvidenceRole.RELAYED_STATEMENT}),
    ClassRule.LAPSED_STATEMENT: frozenset({EvidenceRole.EXPLICIT_YES, EvidenceRole.RELAYED_STATEMENT}),
    ClassRule.COMBINATION: frozenset({EvidenceRole.HIGH_VALUE}),
}
_LIVING: Final = frozenset({EvidenceRole.HIGH_VALUE, EvidenceRole.BEHAVIOUR, EvidenceRole.VENDOR_EXPLICIT})
_MADE_TO_US: Final = frozenset({Source.FIRST, Source.CRM})
_MACHINES: Final = frozenset({Actor.SYSTEM, Actor.BOT})
# More than this many things make a sentence nobody reads to its end.
_MOST: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One piece of evidence that counts for a person.

    Args:
        evidence_id: Its id in the log.
        kind: Id in ``policy/evidence_kinds.toml``.
        actor: Who did it.
        source: Through whom it reached us.
        category: Buying question it is about.
        occurred_on: Its day.
        asset: What it was about, as written.
    """

    evidence_id: str
    kind: str
    actor: Actor
    source: Source
    category: Category
    occurred_on: date
    asset: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why somebody is on a list, and what to do.

    Args:
        sentence: Built from the evidence used.
        next_step: What to do, as the newest of it asks; None: nothing says.
        used: The evidence, newest first.
    """

    sentence: str
    next_step: str | None
    used: tuple[Seen, ...]


def why_now(evidence: Sequence[Seen], rule: ClassRule, *, attested: bool, policy: Policy, as_of: date) -> Why:
    """Why a lead or a signal is worth attention today.

    Args:
        evidence: Everything that counts for the record.
        rule: The row of the decision table that decided its class.
        attested: Whether it is a lead by what the vendor relayed alone.
        policy: The rules.
        as_of: The day.
    """
    used = deciding(evidence, rule, attested=attested, policy=policy, as_of=as_of)
    told = [_told(one, policy, as_of) for one in used[:_MOST]]
    if len(used) > _MOST:
        told.append(f"{len(used) - _MOST} more like these")
    return Why(
        sentence=f"The person {'; '.join(told)}." if told else "Nothing dated speaks for a purchase.",
        next_step=next((policy.kinds[one.kind].next_step for one in used), None),
        used=used,
    )


def deciding(
    evidence: Sequence[Seen], rule: ClassRule, *, attested: bool, policy: Policy, as_of: date
) -> tuple[Seen, ...]:
    """The evidence a class rests on, newest first; what a machine did and what is past its time is none."""
    counted = sorted(
        (
            one
            for one in evidence
            if one.actor not in _MACHINES and one.occurred_on <= as_of and one.kind in policy.kinds
        ),
        key=lambda one: (-one.occurred_on.toordinal(), one.evidence_id),
    )
    roles = _RESTS_ON.get(rule, _LIVING)
    used = [one for one in counted if policy.kinds[one.kind].role in roles and _is_live(one, policy, as_of)]
    if rule is ClassRule.EXPLICIT_STATEMENT:
        used = [one for one in used if (one.source in _MADE_TO_US) is not attested]
    if rule is ClassRule.VALIDATED_TYPE:
        used = [one for one in used if one.kind in policy.classes.validated_high_kinds]
    once: dict[tuple[str, date], Seen] = {}
    for one in used:
        once.setdefault((one.kind, one.occurred_on), one)
    return tuple(once.values())


def _is_live(one: Seen, policy: Policy, as_of: date) -> bool:
    half_life = policy.kinds[one.kind].half_life_days
    if half_life is None:
        return as_of - one.occurred_on <= timedelta(days=policy.classes.lapse_days) or policy.kinds[one.kind].role in (
            EvidenceRole.EXPLICIT_YES,
            EvidenceRole.RELAYED_STATEMENT,
        )
    return float(2 ** (-(as_of - one.occurred_on).days / half_life)) >= policy.classes.live_weight


def _told(one: Seen, policy: Policy, as_of: date) -> str:
    about = f" ({_page(one.asset)})" if one.asset else ""
    words = policy.kinds[one.kind].words
    reported = ", as the vendor reports" if one.source is Source.VENDOR and "vendor" not in words else ""
    return f"{words}{about} {_ago(one.occurred_on, as_of)}{reported}"


def _page(asset: str) -> str:
    """Of an address in the web the page alone: whoever calls knows whose site it is."""
    page = urlsplit(asset).path if asset.startswith(("http://", "https://")) else asset
    return page if page.strip("/") else asset


def _ago(on: date, as_of: date) -> str:
    days = (as_of - on).days
    return "today" if days == 0 else "yesterday" if days == 1 else f"{days} days ago ({day(on)})"


def question_to_settle(question: str | None, answer: str | None, *, vendor: str, answered_on: date | None) -> str:
    """The one question that confirms or ends what a vendor reports.

    Args:
        question: As the vendor asked it; None: not delivered.
        answer: As the vendor reports it.
        vendor: Who reports it.
        answered_on: Its day.
    """
    when = f" on {day(answered_on)}" if answered_on else ""
    if question and answer:
        told = f"reports that you answered “{answer}” to “{question}”{when}. Is that so"
    else:
        told = f"reports that you asked to hear from us{when}. Did you"
    return f"{vendor[:1].upper()}{vendor[1:]} {told}, and shall we talk about it?"
