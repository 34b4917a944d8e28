"""Which deliveries train and which hold out: what trains was known before what is held out began.

Source: docs/method.md, "Signals".
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

HOLDOUT_DAYS: Final = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSplit:
    """Days of delivery of both parts.

    Args:
        training_until: Last day of deliveries that train; their outcomes are over when the holdout begins.
        holdout_after: Deliveries held out are later than this day.
        holdout_until: Their last day; their outcomes are over by as_of.
    """

    training_until: date
    holdout_after: date
    holdout_until: date


def time_split(as_of: date, *, landmark_days: int, outcome_days: int) -> TimeSplit:
    """The split for a day.

    Args:
        as_of: The day the answer speaks for.
        landmark_days: Days from delivery to the landmark.
        outcome_days: Days from the landmark to the horizon.
    """
    follow_up = timedelta(days=landmark_days + outcome_days)
    holdout_until = as_of - follow_up
    holdout_after = holdout_until - timedelta(days=HOLDOUT_DAYS)
    return TimeSplit(training_until=holdout_after - follow_up, holdout_after=holdout_after, holdout_until=holdout_until)
