"""Two by two of every line of a group, single kinds and combinations, for any part of its people.

Source: docs/method.md, "Signals".
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from leadaudit.economics.followed import day_number, day_of
from leadaudit.policy import Policy
from leadaudit.policy.outcomes import Signals
from leadaudit.signals.combinations import combinations_to_try, with_combinations
from leadaudit.signals.landmark import LandmarkTable, SignalCounts, Yes, landmark_table, signal_counts
from leadaudit.signals.people import Group, some_of
from leadaudit.signals.time_split import TimeSplit, time_split

# Kind, what it is narrowed to, and what it is combined with.
Label = tuple[str, str | None, str | None]


def labels_of(group: Group) -> list[Label]:
    """The columns of a group's table: its kinds, then the combinations tried."""
    kinds = [kind for kind, _ in group.labels]
    single: list[Label] = [(kind, group.of or topic, None) for kind, topic in group.labels]
    return [*single, *((kinds[one], None, kinds[other]) for one, other in group.combined)]


def tried_together(group: Group, policy: Policy, split: TimeSplit) -> Group:
    """The group with the combinations that enough people of the training deliveries showed."""
    table, again = _tables(
        delivered_until(group, split.training_until), policy.signals, as_of=day_number(split.holdout_after)
    )
    kinds = [kind for kind, _ in group.labels]
    return replace(group, combined=combinations_to_try(table.exposed, again, kinds, policy))


def delivered_until(group: Group, last: date) -> Group:
    """Its people delivered by a day."""
    return some_of(group, group.followed.delivered <= day_number(last))


def counted(group: Group, rules: Signals, *, as_of: float) -> tuple[SignalCounts, LandmarkTable]:
    """Two by two of every line of a group, with the population behind it."""
    table, again = _tables(group, rules, as_of=as_of)
    if group.combined.size:
        table = replace(table, exposed=with_combinations(table, again, group.combined))
    return signal_counts(table), table


def _tables(group: Group, rules: Signals, *, as_of: float) -> tuple[LandmarkTable, Yes]:
    """The population with what it had shown, and what it had shown on two days."""
    first, again = (
        landmark_table(
            group.followed,
            events,
            kinds=len(group.labels),
            landmark_days=rules.landmark_days,
            outcome_days=rules.outcome_days,
            as_of=as_of,
        )
        for events in (group.events, group.repeats)
    )
    return first, again.exposed


def counted_later(group: Group, rules: Signals, as_of: float) -> tuple[SignalCounts, LandmarkTable]:
    """People delivered in the ninety days whose horizon ended last."""
    split = time_split(day_of(as_of), landmark_days=rules.landmark_days, outcome_days=rules.outcome_days)
    delivered = group.followed.delivered
    inside = (delivered > day_number(split.holdout_after)) & (delivered <= day_number(split.holdout_until))
    return counted(some_of(group, inside), rules, as_of=as_of)


def joined(parts: Sequence[SignalCounts]) -> SignalCounts:
    """The counts of all groups, so that one run tests all lines together."""
    return SignalCounts(
        exposed=np.concatenate([part.exposed for part in parts]),
        exposed_events=np.concatenate([part.exposed_events for part in parts]),
        unexposed=np.concatenate([part.unexposed for part in parts]),
        unexposed_events=np.concatenate([part.unexposed_events for part in parts]),
    )
