"""What a record proves about permission to be marketed to.

Source: docs/method.md, "Permission"; ICO guidance on consent records.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from leadaudit.evidence.wording import PHONE
from leadaudit.policy.model import ConsentField
from leadaudit.vocabulary import ConsentState

NOTHING: Final[frozenset[ConsentField]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentClaim:
    """What a delivered row says of permission, reduced to what decides.

    Args:
        answer: The opt-in cell; None: empty, or neither yes nor no.
        unclear: The opt-in cell holds something that is neither yes nor no.
        unsubscribed: The row says that the person wants no mail.
        do_not_call: The row says that the person must not be called.
        automatic: Somebody was enrolled, or the box was ticked before; nobody chose.
        channels: Channels the permission is said to cover.
        known: Facts of the consent record that the row holds, with the stored wording it names.
        known_by_program: The same, with the wording that was in use; None: no stored wording covers the row.
        shows_wording: The row holds the words, their version, or how they were agreed to.
        claims: The row holds anything that is only there when permission was given.
    """

    answer: bool | None = None
    unclear: bool = False
    unsubscribed: bool = False
    do_not_call: bool = False
    automatic: bool = False
    channels: frozenset[str] = frozenset()
    known: frozenset[ConsentField] = NOTHING
    known_by_program: frozenset[ConsentField] | None = None
    shows_wording: bool = False
    claims: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentJudgement:
    """The state of a record's consent, and the facts its proof lacks, in the policy's order."""

    state: ConsentState
    missing: tuple[ConsentField, ...] = ()


def judge_claim(claim: ConsentClaim, required: Sequence[ConsentField]) -> ConsentJudgement:
    """The consent of one record; where the row contradicts itself the most restrictive reading stands."""
    state = _state(claim, frozenset(required))
    if state in (ConsentState.PROVEN, ConsentState.PROVEN_BY_PROGRAM):
        return ConsentJudgement(state=state)
    return ConsentJudgement(state=state, missing=tuple(field for field in required if field not in claim.known))


def _state(claim: ConsentClaim, required: frozenset[ConsentField]) -> ConsentState:
    if _is_contradicted(claim):
        return ConsentState.CONTRADICTED
    if claim.answer is False or claim.automatic:
        return ConsentState.ABSENT
    if required <= claim.known and not claim.unclear:
        return ConsentState.PROVEN
    if claim.known_by_program is not None and required <= claim.known_by_program and not claim.unclear:
        return ConsentState.PROVEN_BY_PROGRAM
    asserted = claim.answer is True or claim.unclear or claim.claims
    return ConsentState.ASSERTED if asserted else ConsentState.ABSENT


def _is_contradicted(claim: ConsentClaim) -> bool:
    """A mail opt-out contradicts the delivery itself, which sells the person as somebody to write to."""
    if claim.unsubscribed:
        return True
    if claim.answer is False:
        return claim.shows_wording
    return claim.do_not_call and claim.channels == {PHONE}
