"""Two ends around a figure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """An interval whose middle is told elsewhere.

    Args:
        low: Lower end.
        high: Upper end; infinite where there is none.
        level: How often such an interval holds the true value.
    """

    low: float
    high: float
    level: float

    def holds(self, value: float) -> bool:
        """Whether a value lies inside."""
        return self.low <= value <= self.high
