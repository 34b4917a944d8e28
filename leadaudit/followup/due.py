"""Until when somebody has to have tried: working hours, counted from the moment a person was given to them.

Source: docs/method.md, "Follow up".
"""

from datetime import UTC, datetime, time, timedelta
from typing import Final

_SATURDAY: Final = 5


def due_at(routed_at: datetime, hours: float) -> datetime:
    """The instant so many hours later, Saturdays and Sundays (UTC) left out.

    Args:
        routed_at: When the person was given to somebody; on a weekend the clock starts on Monday.
        hours: How many.
    """
    at, left = _working(routed_at), timedelta(hours=hours)
    while True:
        midnight = datetime.combine(at.date() + timedelta(days=1), time.min, tzinfo=UTC)
        if at + left <= midnight:
            return at + left
        left -= midnight - at
        at = _working(midnight)


def _working(at: datetime) -> datetime:
    beyond = at.weekday() - _SATURDAY
    return at if beyond < 0 else datetime.combine(at.date() + timedelta(days=2 - beyond), time.min, tzinfo=UTC)
