"""The same vendors, taken as alike in what a unit of money brings instead of what a record brings.

That dear vendors yield as much a record as cheap ones is an assumption, and so is that they yield as much for the
money.  A move of budget has to hold under both.

Source: docs/method.md, "Several vendors".
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leadaudit.economics.distributions import Array, gamma_cdf, log_gamma
from leadaudit.economics.mixture import log_weights_to_shares, mixture_quantiles, nodes_of_draws
from leadaudit.economics.rates import Interval

_MEANS = 61
_VARIATIONS = 40
# The mean is looked for within this factor of what all vendors together brought.
_WIDEST_FACTOR = 100.0
_WIDEST_LOG = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """What money brought with one vendor.

    Args:
        events: Real leads (or another outcome); fractions where credit is shared.
        spend: Money behind the effective trials: they times the cost of a record, any unit.
    """

    events: float
    spend: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpendRates:
    """Posterior leads per unit of money of several vendors: a mixture of gamma distributions for each.

    Args:
        shares: Posterior weight of each node, shape (nodes,); adds up to 1.
        shape: Shape parameter, shape (nodes, vendors).
        rate: Rate parameter, shape (nodes, vendors), in units of money.
    """

    shares: Array
    shape: Array
    rate: Array

    def means(self) -> Array:
        """Posterior mean of each vendor's leads per unit of money."""
        return np.asarray(self.shares @ (self.shape / self.rate), float)

    def quantiles(self, shares: Sequence[float]) -> Array:
        """Leads per unit of money below which each vendor lies with the given probabilities."""
        shape, rate = self.shape[:, :, None], self.rate[:, :, None]
        scale = shape * np.log(rate) - log_gamma(shape)

        def below(logs: Array) -> Array:
            return np.tensordot(self.shares, gamma_cdf(np.exp(logs)[None], shape, rate), axes=1)

        def density(logs: Array) -> Array:
            return np.tensordot(self.shares, np.exp(scale + shape * logs[None] - rate * np.exp(logs)[None]), axes=1)

        return np.exp(mixture_quantiles(below, density, shares, start=np.log(self.means()), widest=_WIDEST_LOG))

    def cost_intervals(self, level: float) -> list[Interval]:
        """What one lead costs with each vendor, in units of money, with the median.

        Raises:
            ValueError: ``level`` is not between 0 and 1.
        """
        if not 0 < level < 1:
            raise ValueError(f"level {level} is not between 0 and 1")
        tail = (1 - level) / 2
        return [
            Interval(low=float(1 / high), median=float(1 / median), high=float(1 / low), level=level)
            for low, median, high in self.quantiles([tail, 0.5, 1 - tail])
        ]

    def draw(self, draws: int, random: np.random.Generator) -> Array:
        """Leads per unit of money of all vendors together, shape (draws, vendors)."""
        nodes = nodes_of_draws(self.shares, draws, random)
        return random.gamma(self.shape[nodes], 1 / self.rate[nodes])


def spend_rates(bought: Sequence[Bought], *, cv_prior_max: float) -> SpendRates:
    """Posterior leads per unit of money (gamma-Poisson), mean and variation between vendors on a grid.

    Args:
        bought: One entry per vendor.
        cv_prior_max: The coefficient of variation between vendors lies between 0 and this, evenly before data.

    Raises:
        ValueError: No vendor, or one without spend.

    Source:
        docs/method.md, "Several vendors".
    """
    if not bought or any(one.spend <= 0 for one in bought):
        raise ValueError("every vendor needs money behind its records")
    events = np.array([one.events for one in bought], float)
    spend = np.array([one.spend for one in bought], float)
    pooled = (events.sum() + 0.5) / spend.sum()
    means = pooled * np.geomspace(1 / _WIDEST_FACTOR, _WIDEST_FACTOR, _MEANS)
    variations = (np.arange(_VARIATIONS) + 0.5) / _VARIATIONS * cv_prior_max
    mean, variation = (side.ravel()[:, None] for side in np.meshgrid(means, variations, indexing="ij"))
    shape0 = 1 / variation**2
    rate0 = shape0 / mean
    logs = (
        log_gamma(shape0 + events)
        - log_gamma(shape0)
        + shape0 * np.log(rate0)
        - (shape0 + events) * np.log(rate0 + spend)
    ).sum(axis=1)
    # Jeffreys' prior of a Poisson mean, in even steps of the logarithm.
    logs += 0.5 * np.log(mean[:, 0])
    shares, kept = log_weights_to_shares(logs)
    return SpendRates(shares=shares, shape=shape0[kept] + events, rate=rate0[kept] + spend)
