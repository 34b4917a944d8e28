"""Who had shown a signal by a fixed day, and whose outcome came after it: nothing later than the landmark is a feature.

Source: docs/method.md, "Signals".
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Yes = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Followed:
    """Records whose outcomes are followed, one entry each; all days on one calendar.

    Args:
        delivered: Day of delivery.
        outcome: Day of the outcome; NaN: none so far.
        ended: Day after which none could come (disqualified, unsubscribed, returned); NaN: not.
    """

    delivered: Days
    outcome: Days
    ended: Days


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SignalEvents:
    """Behaviours, one entry each; those the sales process makes itself are left out before.

    Args:
        record: Place of the record among the followed.
        kind: Place of the kind among the kinds.
        occurred: Day it happened.
        observed: Day its source recorded it.
    """

    record: Places
    kind: Places
    occurred: Days
    observed: Days


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LandmarkTable:
    """The population at the landmark, one row each.

    Args:
        record: Place among the followed.
        exposed: Whether the record had shown each kind by the landmark, shape (rows, kinds).
        outcome: Whether its outcome came after the landmark and within the horizon.
        excluded_before: Records left out because their outcome had come by the landmark.
        excluded_ended: Because they had ended otherwise by then.
        excluded_young: Because the horizon is not over for them.
    """

    record: Places
    exposed: Yes
    outcome: Yes
    excluded_before: int
    excluded_ended: int
    excluded_young: int


def landmark_table(
    followed: Followed,
    events: SignalEvents,
    *,
    kinds: int,
    landmark_days: int,
    outcome_days: int,
    as_of: float,
) -> LandmarkTable:
    """The population of a back-test with its features and outcomes.

    A signal counts when it happened *and* was recorded by the landmark; an outcome counts after the landmark, the day
    itself excluded, and by the end of the horizon after it.

    Args:
        followed: Records.
        events: Behaviours.
        kinds: How many kinds there are.
        landmark_days: Days from delivery to the landmark.
        outcome_days: Days from the landmark to the horizon.
        as_of: The day the answer speaks for.
    """
    landmark = followed.delivered + landmark_days
    horizon = landmark + outcome_days
    is_young = horizon > as_of
    is_before = ~is_young & (followed.outcome <= landmark)
    is_ended = ~is_young & ~is_before & (followed.ended <= landmark)
    kept = np.flatnonzero(~(is_young | is_before | is_ended))
    in_time = (events.occurred <= landmark[events.record]) & (events.observed <= landmark[events.record])
    shown = np.zeros((followed.delivered.size, kinds), bool)
    shown[events.record[in_time], events.kind[in_time]] = True
    outcome = followed.outcome[kept]
    return LandmarkTable(
        record=kept,
        exposed=shown[kept],
        outcome=(outcome > landmark[kept]) & (outcome <= horizon[kept]),
        excluded_before=int(is_before.sum()),
        excluded_ended=int(is_ended.sum()),
        excluded_young=int(is_young.sum()),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SignalCounts:
    """Two by two for each kind.

    Args:
        exposed: Records with the signal.
        exposed_events: Outcomes among them.
        unexposed: Records without.
        unexposed_events: Outcomes among those.
    """

    exposed: npt.NDArray[np.float64]
    exposed_events: npt.NDArray[np.float64]
    unexposed: npt.NDArray[np.float64]
    unexposed_events: npt.NDArray[np.float64]


def signal_counts(table: LandmarkTable) -> SignalCounts:
    """The counts of every kind."""
    events = float(table.outcome.sum())
    exposed = table.exposed.sum(axis=0).astype(float)
    exposed_events = table.exposed[table.outcome].sum(axis=0).astype(float)
    return SignalCounts(
        exposed=exposed,
        exposed_events=exposed_events,
        unexposed=float(table.record.size) - exposed,
        unexposed_events=events - exposed_events,
    )


def both_shown(table: LandmarkTable, pairs: Places) -> Yes:
    """Combinations of two kinds as further kinds, shape (rows, pairs); they are tested, and counted as tests, like any.

    Args:
        table: The population.
        pairs: Places of the two kinds, shape (pairs, 2).
    """
    return np.asarray(table.exposed[:, pairs[:, 0]] & table.exposed[:, pairs[:, 1]], bool)
