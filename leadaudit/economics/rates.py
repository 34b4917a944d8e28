"""A rate from few events: its Jeffreys posterior, and the interval around it.

Source:
    Brown, Cai and DasGupta (2001), "Interval estimation for a binomial proportion"; docs/method.md,
    "Usable records, and what one costs".
"""

from dataclasses import dataclass

JEFFREYS = (0.5, 0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A middle value with an interval around it; an end that does not exist is None."""

    low: float | None
    median: float | None
    high: float | None
    level: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RatePosterior:
    """What is known of a rate after some trials: a Beta distribution.

    Args:
        events: How often it happened; fractions where credit is shared.
        trials: In how many trials; fractions where young records count in part.
        prior: Beta parameters before any trial.
    """

    events: float
    trials: float
    prior: tuple[float, float] = JEFFREYS

    def __post_init__(self) -> None:
        if not 0 <= self.events <= self.trials:
            raise ValueError(f"{self.events} events in {self.trials} trials")

    @property
    def a(self) -> float:
        """First parameter of the posterior."""
        return self.events + self.prior[0]

    @property
    def b(self) -> float:
        """Second parameter of the posterior."""
        return self.trials - self.events + self.prior[1]

    @property
    def mean(self) -> float:
        """Posterior mean; shown nowhere as the rate, needed for expected gains."""
        return self.a / (self.a + self.b)

    @property
    def median(self) -> float:
        """Posterior median: the rate as we show it."""
        return self.quantile(0.5)

    def quantile(self, share: float) -> float:
        """The rate below which the true one lies with a probability."""
        # Here and not above: importing it takes longer than auditing a small file, and most commands ask for no rate.
        from scipy.special import betaincinv  # noqa: PLC0415

        return float(betaincinv(self.a, self.b, share))

    def interval(self, level: float) -> Interval:
        """The central interval; it starts at 0 when nothing happened and ends at 1 when it always did.

        Raises:
            ValueError: ``level`` is not between 0 and 1.
        """
        if not 0 < level < 1:
            raise ValueError(f"level {level} is not between 0 and 1")
        tail = (1 - level) / 2
        return Interval(
            low=0.0 if self.events == 0 else self.quantile(tail),
            median=self.median,
            high=1.0 if self.events == self.trials else self.quantile(1 - tail),
            level=level,
        )

    def high_to_low(self, level: float) -> float:
        """How many times the upper end of the interval is the lower one; the lower end is not set to 0 here."""
        tail = (1 - level) / 2
        return self.quantile(1 - tail) / self.quantile(tail)
