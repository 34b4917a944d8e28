"""Which behaviours predicted a next step: every kind tested on earlier deliveries and proved on later ones.

Nothing later than the landmark is a feature, nothing later than the end of training is known to what is proved.

Source: docs/method.md, "Signals".
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import numpy as np

from leadaudit.economics.followed import NextStep, day_number, day_of
from leadaudit.policy import Policy
from leadaudit.policy.outcomes import Signals
from leadaudit.signals.backtest import SignalLift, signal_lift
from leadaudit.signals.counted import Label, counted, counted_later, delivered_until, joined, labels_of, tried_together
from leadaudit.signals.landmark import LandmarkTable, SignalCounts
from leadaudit.signals.ordering import Ordering, ordering
from leadaudit.signals.people import By, Group, SignalData, barred_kinds, groups_of
from leadaudit.signals.time_split import HOLDOUT_DAYS, TimeSplit, time_split
from leadaudit.signals.verdict import (
    HeldOut,
    SignalVerdict,
    StillNeeded,
    Trained,
    after_reviews,
    held_out,
    signal_verdict,
    still_needed,
    trained,
)
from leadaudit.vocabulary import Tier

# Reviews looked back on: a year of quarters.
REVIEWS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class TestedSignal:
    """One line of a back-test.

    Args:
        kind: Kind of evidence.
        of: Its topic or vendor; None: of everybody.
        also: The other kind of a combination, the same one for a kind shown on two days; None: of one kind alone.
        exposed: People with it, of all that are old enough.
        exposed_events: Outcomes among them.
        unexposed: People without.
        unexposed_events: Outcomes among those.
        ratio: Rate with over rate without, of all; NaN where neither tells.
        low: Lower 95 % bound.
        high: Upper one.
        trained: In the deliveries that train.
        later: In those held out; None: there are none, or nobody of them had shown it.
        verdict: What the back-test says.
        needed: How much more it wants before it can say anything.
        failed_reviews: Reviews of the last year, newest first and without a gap, in which it did not hold.
        is_high_now: Whether the policy in force calls it high.
        routed: People with it who were given to somebody to follow up, which by itself brings more outcomes.
        stands: What it is to be after the reviews: never higher than the verdict; what is unproven keeps its tier.
    """

    kind: str
    of: str | None
    also: str | None
    exposed: int
    exposed_events: int
    unexposed: int
    unexposed_events: int
    ratio: float
    low: float
    high: float
    trained: Trained
    later: HeldOut | None
    verdict: SignalVerdict
    needed: StillNeeded
    failed_reviews: int
    is_high_now: bool
    routed: int
    stands: SignalVerdict

    @property
    def name(self) -> str:
        """Kind, what it is combined with, and what it is narrowed to."""
        return " / ".join(
            [" + ".join([self.kind, *([self.also] if self.also else [])]), *([self.of] if self.of else [])]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BackTest:
    """The outcome of a back-test.

    Args:
        outcome: The next step it is about.
        by: What one line speaks of.
        signals: Every line, the best first.
        split: Which deliveries train and which are held out; None: no outcomes are known.
        trained_people: People that train.
        trained_events: Outcomes among them.
        held_out_people: People held out.
        held_out_events: Outcomes among them.
        people: All that are old enough.
        events: Outcomes among those.
        excluded_before: Left out because their outcome had come by the landmark.
        excluded_ended: Because they had ended by then.
        excluded_young: Because their horizon is not over.
        barred: Kinds left out because sales makes them.
        ordering: The model inside a tier; None where lines are not kinds.
        possible_on: First day on which something could be trained and proved, if what is delivered stays as it is.
    """

    outcome: NextStep
    by: By
    signals: tuple[TestedSignal, ...]
    split: TimeSplit | None
    trained_people: int
    trained_events: int
    held_out_people: int
    held_out_events: int
    people: int
    events: int
    excluded_before: int
    excluded_ended: int
    excluded_young: int
    barred: tuple[str, ...]
    ordering: Ordering | None
    possible_on: date | None

    def of(self, verdict: SignalVerdict) -> tuple[TestedSignal, ...]:
        """Lines with a verdict."""
        return tuple(one for one in self.signals if one.verdict is verdict)


def back_test(data: SignalData, *, outcome: NextStep, by: By, policy: Policy) -> BackTest:
    """Every kind tested; lines nobody had shown are left out.

    Args:
        data: People and what they did.
        outcome: The next step.
        by: What one line speaks of.
        policy: Limits.
    """
    rules, followed = policy.signals, data.followed
    groups = groups_of(data, outcome, by)
    if followed.known_through is None or not groups:
        return _nothing(outcome, by, policy)
    split = time_split(followed.known_through, landmark_days=rules.landmark_days, outcome_days=rules.outcome_days)
    if by is By.KIND:
        groups = [tried_together(group, policy, split) for group in groups]
    whole = [counted(group, rules, as_of=followed.through) for group in groups]
    training = [
        counted(delivered_until(group, split.training_until), rules, as_of=day_number(split.holdout_after))
        for group in groups
    ]
    later = [counted_later(group, rules, followed.through) for group in groups]
    seen_lift, trained_lift, later_lift = (
        _lift(joined([counts for counts, _ in parts]), rules) for parts in (whole, training, later)
    )
    failed = _failed_reviews(groups, rules, followed.known_through, later_lift)
    labels = [label for group in groups for label in labels_of(group)]
    people = {group.of: table.record.size for group, (_, table) in zip(groups, training, strict=True)}
    owners = [group.of for group in groups for _ in labels_of(group)]
    routed = np.concatenate(
        [
            table.exposed[group.is_routed[table.record]].sum(axis=0)
            for group, (_, table) in zip(groups, whole, strict=True)
        ]
    )
    found = [
        _tested(
            label,
            place,
            lifts=(seen_lift, trained_lift, later_lift),
            records=people[owners[place]],
            failed=failed[place],
            routed=int(routed[place]),
            policy=policy,
        )
        for place, label in enumerate(labels)
        if seen_lift.counts.exposed[place] > 0
    ]
    return BackTest(
        outcome=outcome,
        by=by,
        signals=tuple(sorted(found, key=_place)),
        split=split,
        trained_people=sum(table.record.size for _, table in training),
        trained_events=sum(int(table.outcome.sum()) for _, table in training),
        held_out_people=sum(table.record.size for _, table in later),
        held_out_events=sum(int(table.outcome.sum()) for _, table in later),
        people=sum(table.record.size for _, table in whole),
        events=sum(int(table.outcome.sum()) for _, table in whole),
        excluded_before=sum(table.excluded_before for _, table in whole),
        excluded_ended=sum(table.excluded_ended for _, table in whole),
        excluded_young=sum(table.excluded_young for _, table in whole),
        barred=barred_kinds(policy),
        ordering=_ordering(groups[0], training[0][1], later[0][1], trained_lift, rules) if by is By.KIND else None,
        possible_on=_possible_on(groups, rules, followed.known_through),
    )


def proposed_high(test: BackTest, policy: Policy) -> tuple[str, ...]:
    """Kinds the policy should call high after a back-test by kind: what proved itself, and what was not refuted."""
    if test.by is not By.KIND:
        return policy.classes.validated_high_kinds
    alone = [one for one in test.signals if one.also is None]
    told = {one.kind: one.stands for one in alone}
    kept = [
        kind for kind in policy.classes.validated_high_kinds if told.get(kind, SignalVerdict.HIGH) is SignalVerdict.HIGH
    ]
    proved = [one.kind for one in alone if one.stands is SignalVerdict.HIGH and one.kind not in kept]
    return tuple(sorted([*kept, *proved]))


def _lift(counts: SignalCounts, rules: Signals) -> SignalLift:
    # Where nobody was held out there is nothing to divide; such a line is told apart by its counts.
    with np.errstate(invalid="ignore"):
        return signal_lift(counts, prior_sd_log_rr=rules.prior_sd_log_rr)


def _failed_reviews(groups: Sequence[Group], rules: Signals, through: date, newest: SignalLift) -> list[int]:
    """For each line how many reviews in a row it failed, the newest first; one that nobody had shown is no review."""
    lifts = [newest]
    for turn in range(1, REVIEWS):
        day = day_number(through - timedelta(days=turn * HOLDOUT_DAYS))
        counts = joined([counted_later(group, rules, day)[0] for group in groups])
        lifts.append(_lift(counts, rules))
    return [_run_of_failures([_review(lift, place) for lift in lifts], rules) for place in range(newest.q.size)]


def _review(lift: SignalLift, place: int) -> HeldOut | None:
    counts = lift.counts
    events = counts.exposed_events[place] + counts.unexposed_events[place]
    return held_out(lift, place) if counts.exposed[place] and counts.unexposed[place] and events else None


def _run_of_failures(reviews: Sequence[HeldOut | None], rules: Signals) -> int:
    failed = 0
    for review in reviews:
        if review is None:
            continue
        if review.p_above_1 >= rules.med.holdout_p and review.ratio >= rules.med.holdout_rr:
            return failed
        failed += 1
    return failed


def _tested(
    label: Label,
    place: int,
    *,
    lifts: tuple[SignalLift, SignalLift, SignalLift],
    records: int,
    failed: int,
    routed: int,
    policy: Policy,
) -> TestedSignal:
    whole, train, held = lifts
    kind, of, also = label
    seen, later = trained(train, place), _review(held, place)
    verdict = signal_verdict(seen, later, policy.signals)
    is_high = also is None and kind in policy.classes.validated_high_kinds
    return TestedSignal(
        kind=kind,
        of=of,
        also=also,
        exposed=int(whole.counts.exposed[place]),
        exposed_events=int(whole.counts.exposed_events[place]),
        unexposed=int(whole.counts.unexposed[place]),
        unexposed_events=int(whole.counts.unexposed_events[place]),
        ratio=float(whole.ratio[place]),
        low=float(whole.low[place]),
        high=float(whole.high[place]),
        trained=seen,
        later=later,
        verdict=verdict,
        needed=still_needed(seen, records=records, support=policy.signals.support),
        failed_reviews=failed,
        is_high_now=is_high,
        routed=routed,
        stands=_stands(verdict, _tier_now(kind, also, policy), failed, policy.signals),
    )


def _tier_now(kind: str, also: str | None, policy: Policy) -> SignalVerdict:
    if also is None and kind in policy.classes.validated_high_kinds:
        return SignalVerdict.HIGH
    # Before data nothing is high: a high prior only orders.
    return SignalVerdict.MED if policy.kinds[kind].prior in {Tier.HIGH, Tier.MED} else SignalVerdict.LOW


def _stands(verdict: SignalVerdict, tier: SignalVerdict, failed: int, rules: Signals) -> SignalVerdict:
    """A verdict decides, but for two: what is unproven keeps its tier, and a tier falls by one after failed reviews."""
    if verdict in {SignalVerdict.HIGH, SignalVerdict.VANITY}:
        return verdict
    if verdict is SignalVerdict.UNPROVEN or tier is SignalVerdict.HIGH:
        return after_reviews(tier, failed, rules)
    return verdict


_ORDER: Final = {verdict: place for place, verdict in enumerate(SignalVerdict)}


def _place(one: TestedSignal) -> tuple[int, float, str]:
    return (_ORDER[one.verdict], -one.trained.shrunk_ratio, one.name)


def _ordering(
    group: Group, training: LandmarkTable, later: LandmarkTable, lift: SignalLift, rules: Signals
) -> Ordering:
    """Of single kinds alone: what a combination adds, the model adds itself."""
    kinds = [kind for kind, _ in group.labels]
    alone = [replace(table, exposed=table.exposed[:, : len(kinds)]) for table in (training, later)]
    return ordering(kinds, *alone, q=lift.q[: len(kinds)], rules=rules.model)


def _possible_on(groups: Sequence[Group], rules: Signals, through: date) -> date | None:
    """The day on which the oldest delivery trains and the next ninety days after its horizon are held out."""
    first = day_of(min(float(group.followed.delivered.min()) for group in groups))
    follow_up = timedelta(days=rules.landmark_days + rules.outcome_days)
    day = first + 2 * follow_up + timedelta(days=HOLDOUT_DAYS)
    return day if day > through else None


def _nothing(outcome: NextStep, by: By, policy: Policy) -> BackTest:
    return BackTest(
        outcome=outcome, by=by, signals=(), split=None, trained_people=0, trained_events=0, held_out_people=0,
        held_out_events=0, people=0, events=0, excluded_before=0, excluded_ended=0, excluded_young=0,
        barred=barred_kinds(policy), ordering=None, possible_on=None,
    )  # fmt: skip
