"""What a back-test makes of a signal.

Source: docs/method.md, "Signals".
"""

import math
from dataclasses import dataclass
from enum import StrEnum

from leadaudit.policy.outcomes import Signals, Support
from leadaudit.signals.backtest import SignalLift


class SignalVerdict(StrEnum):
    """What a kind of behaviour is worth."""

    HIGH = "high"
    MED = "med"
    LOW = "low"
    VANITY = "vanity"
    """Shown to say nothing useful; logged, never routed."""
    UNPROVEN = "unproven"
    """Too few data to say; keeps its tier, is logged and not routed on this ground."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """One kind in the training deliveries.

    Args:
        exposed: Records with the signal.
        exposed_events: Outcomes among them.
        total_events: Outcomes in all.
        q: After Benjamini and Hochberg.
        shrunk_ratio: Rate ratio drawn toward 1.
        high: Upper 95 % bound of the rate ratio.
        expected_exposed_events: At the rate of the others.
    """

    exposed: float
    exposed_events: float
    total_events: float
    q: float
    shrunk_ratio: float
    high: float
    expected_exposed_events: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """The same kind in later deliveries.

    Args:
        p_above_1: P(rate ratio above 1).
        ratio: Rate ratio; infinite where only the exposed had outcomes.
    """

    p_above_1: float
    ratio: float


def trained(lift: SignalLift, place: int) -> Trained:
    """One kind of a back-test."""
    counts = lift.counts
    return Trained(
        exposed=float(counts.exposed[place]),
        exposed_events=float(counts.exposed_events[place]),
        total_events=float(counts.exposed_events[place] + counts.unexposed_events[place]),
        q=float(lift.q[place]),
        shrunk_ratio=float(lift.shrunk_ratio[place]),
        high=float(lift.high[place]),
        expected_exposed_events=float(lift.expected_exposed_events[place]),
    )


def held_out(lift: SignalLift, place: int) -> HeldOut:
    """One kind in later deliveries; a ratio nobody can tell counts as none."""
    ratio = float(lift.ratio[place])
    return HeldOut(p_above_1=float(lift.p_above_1[place]), ratio=0.0 if math.isnan(ratio) else ratio)


def has_support(seen: Trained, support: Support) -> bool:
    """Whether there are data enough for a verdict."""
    return (
        seen.exposed >= support.exposed
        and seen.exposed_events >= support.exposed_events
        and seen.total_events >= support.total_events
    )


def signal_verdict(seen: Trained, later: HeldOut | None, policy: Signals) -> SignalVerdict:
    """The verdict on one kind; without later deliveries nothing is high or medium.

    Args:
        seen: In training.
        later: In later deliveries; None: there are none yet.
        policy: Limits.
    """
    supported = has_support(seen, policy.support)
    if supported and later is not None and seen.q <= policy.fdr:
        high, med = policy.high, policy.med
        proved = later.p_above_1 >= high.holdout_p and later.ratio >= high.holdout_rr
        if proved and seen.shrunk_ratio >= high.shrunk_rr:
            return SignalVerdict.HIGH
        if later.p_above_1 >= med.holdout_p and later.ratio >= med.holdout_rr:
            return SignalVerdict.MED
    vanity = policy.vanity
    # Few outcomes where many were to be expected say as much as many outcomes do: no need of support here.
    if seen.high < vanity.upper95_rr and seen.expected_exposed_events >= vanity.expected_exposed_events:
        return SignalVerdict.VANITY
    return SignalVerdict.LOW if supported and seen.shrunk_ratio > 1 else SignalVerdict.UNPROVEN


_BELOW = {SignalVerdict.HIGH: SignalVerdict.MED, SignalVerdict.MED: SignalVerdict.LOW}


def after_reviews(tier: SignalVerdict, failed_in_a_row: int, policy: Signals) -> SignalVerdict:
    """The tier after reviews: one lower once as many failed in a row as the policy says; new data lift it again."""
    return _BELOW.get(tier, tier) if failed_in_a_row >= policy.demote_after_failed_reviews else tier


@dataclass(frozen=True, slots=True, kw_only=True)
class StillNeeded:
    """How much more a verdict wants.

    Args:
        exposed: Records with the signal.
        exposed_events: Outcomes among them.
        total_events: Outcomes in all.
        records: Tracked records that bring all this at the rates so far; None where those are 0.
    """

    exposed: int
    exposed_events: int
    total_events: int
    records: int | None

    @property
    def is_nothing(self) -> bool:
        """Whether there are data enough."""
        return self.exposed == self.exposed_events == self.total_events == 0


def still_needed(seen: Trained, *, records: int, support: Support) -> StillNeeded:
    """How much more is needed before a kind can have a verdict.

    Args:
        seen: So far.
        records: Tracked records so far.
        support: Fewest data.
    """
    gaps = [
        (max(0, math.ceil(least - have)), have)
        for least, have in (
            (support.exposed, seen.exposed),
            (support.exposed_events, seen.exposed_events),
            (support.total_events, seen.total_events),
        )
    ]
    reachable = all(have > 0 for gap, have in gaps if gap) and records > 0
    more = max((math.ceil(gap * records / have) for gap, have in gaps if gap and have > 0), default=0)
    return StillNeeded(
        exposed=gaps[0][0],
        exposed_events=gaps[1][0],
        total_events=gaps[2][0],
        records=more if reachable or not any(gap for gap, _ in gaps) else None,
    )
