"""Marketing sends into a conversation: how often, and which are to be held back.

Source: docs/method.md, "Follow up".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A stretch of time, both ends included.

    Args:
        start_at: When sales engaged.
        end_at: When that was over; None: it is not.
    """

    start_at: datetime
    end_at: datetime | None

    def holds(self, at: datetime) -> bool:
        """Whether an instant lies in it."""
        return self.start_at <= at and (self.end_at is None or at <= self.end_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collisions:
    """Sends to one person or to many that fell into a conversation.

    Args:
        sends: Sends looked at.
        collided: Places of those that fell into a window.
        rate: Their share; None without sends.
    """

    sends: int
    collided: tuple[int, ...]
    rate: float | None


def collisions(sends: Sequence[tuple[str, datetime]], engaged: Sequence[tuple[str, Window]]) -> Collisions:
    """Sends that reached a person while sales was talking to them.

    Args:
        sends: Person and instant of every marketing send.
        engaged: Person and window of every conversation.
    """
    windows: dict[str, list[Window]] = {}
    for person, window in engaged:
        windows.setdefault(person, []).append(window)
    collided = tuple(
        place for place, (person, at) in enumerate(sends) if any(window.holds(at) for window in windows.get(person, []))
    )
    return Collisions(sends=len(sends), collided=collided, rate=len(collided) / len(sends) if sends else None)
