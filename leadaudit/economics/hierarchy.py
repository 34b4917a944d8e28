"""What several vendors together tell of each one's yield: few data lean on the others, many speak for themselves.

Each vendor's yield is a Beta around a mean yield, with a coefficient of variation between vendors; both are unknown and
laid out on a grid, so that no vendor's interval pretends to know them.  Putting in the likeliest values instead
(empirical Bayes) gives 90 % intervals that hold 22 to 87 times in a hundred.

Source: docs/method.md, "Several vendors".
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from leadaudit.economics.distributions import Array, beta_cdf, log_beta
from leadaudit.economics.mixture import log_weights_to_shares, mixture_quantiles, nodes_of_draws
from leadaudit.economics.rates import Interval

_MEANS = np.geomspace(2e-4, 0.5, 61)
_VARIATIONS = 40
# The density is followed on a logit scale within these ends: rates of 1e-13 and of all but 1e-13.
_WIDEST_LOGIT = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen of one vendor.

    Args:
        events: Real leads (or another outcome); fractions where credit is shared.
        trials: Effective trials.
    """

    events: float
    trials: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VendorRates:
    """Posterior yields of several vendors: a mixture of Betas for each, over the same nodes.

    Args:
        shares: Posterior weight of each node, shape (nodes,); adds up to 1.
        a: First Beta parameter, shape (nodes, vendors).
        b: Second Beta parameter, shape (nodes, vendors).
        mean_yield: Posterior mean of the yield a further vendor would have on average.
    """

    shares: Array
    a: Array
    b: Array
    mean_yield: float

    def means(self) -> Array:
        """Posterior mean of each vendor's yield."""
        return np.asarray(self.shares @ (self.a / (self.a + self.b)), float)

    def as_beta(self, vendor: int) -> tuple[float, float]:
        """The Beta with the mean and the variance of one vendor's posterior."""
        a, b = self.a[:, vendor], self.b[:, vendor]
        means = a / (a + b)
        mean = float(self.shares @ means)
        spread = float(self.shares @ (means * b / (a + b) / (a + b + 1) + (means - mean) ** 2))
        strength = mean * (1 - mean) / spread - 1
        return mean * strength, (1 - mean) * strength

    def below(self, rates: npt.ArrayLike) -> Array:
        """P(each vendor's yield is at most a rate); one rate for each vendor, or one for all."""
        return np.asarray(self.shares @ beta_cdf(np.asarray(rates, float), self.a, self.b), float)

    def quantiles(self, shares: Sequence[float]) -> Array:
        """Rates below which each vendor's yield lies with the given probabilities, shape (vendors, probabilities)."""
        a, b = self.a[:, :, None], self.b[:, :, None]
        scale = log_beta(a, b)

        def below(logits: Array) -> Array:
            return np.tensordot(self.shares, beta_cdf(_rates(logits)[None], a, b), axes=1)

        def density(logits: Array) -> Array:
            logs = -a * np.logaddexp(0, -logits)[None] - b * np.logaddexp(0, logits)[None] - scale
            return np.tensordot(self.shares, np.exp(logs), axes=1)

        start = np.log(self.means() / (1 - self.means()))
        found = mixture_quantiles(below, density, shares, start=start, widest=_WIDEST_LOGIT)
        return _rates(found)

    def intervals(self, level: float) -> list[Interval]:
        """The central interval of each vendor's yield with its median.

        Raises:
            ValueError: ``level`` is not between 0 and 1.
        """
        if not 0 < level < 1:
            raise ValueError(f"level {level} is not between 0 and 1")
        tail = (1 - level) / 2
        return [
            Interval(low=float(low), median=float(median), high=float(high), level=level)
            for low, median, high in self.quantiles([tail, 0.5, 1 - tail])
        ]

    def draw(self, draws: int, random: np.random.Generator) -> Array:
        """Yields of all vendors together, shape (draws, vendors); the same generator state gives the same draws."""
        nodes = nodes_of_draws(self.shares, draws, random)
        return random.beta(self.a[nodes], self.b[nodes])


def vendor_rates(seen: Sequence[Seen], *, cv_prior_max: float, prior: tuple[float, float] = (0.5, 0.5)) -> VendorRates:
    """Posterior yields of vendors that are alike until shown otherwise.

    Args:
        seen: One entry per vendor.
        cv_prior_max: The coefficient of variation between vendors lies between 0 and this, evenly before data.
        prior: Beta parameters of the mean yield before data.

    Raises:
        ValueError: No vendor, or more events than trials.

    Source:
        docs/method.md, "Several vendors".
    """
    if not seen:
        raise ValueError("no vendor was given")
    for one in seen:
        if not 0 <= one.events <= one.trials:
            raise ValueError(f"{one.events} events in {one.trials} trials")
    events = np.array([one.events for one in seen], float)
    trials = np.array([one.trials for one in seen], float)
    variations = (np.arange(_VARIATIONS) + 0.5) / _VARIATIONS * cv_prior_max
    mean, variation = (side.ravel() for side in np.meshgrid(_MEANS, variations, indexing="ij"))
    strength = (1 - mean) / (mean * variation**2) - 1
    # A mean so high cannot vary so much: no Beta does.
    mean, strength = mean[strength > 0], strength[strength > 0]
    a0, b0 = (mean * strength)[:, None], ((1 - mean) * strength)[:, None]
    logs = (log_beta(a0 + events, b0 + trials - events) - log_beta(a0, b0)).sum(axis=1)
    # Even steps of the logarithm: each node stands for a stretch as long as its mean.
    logs += prior[0] * np.log(mean) + (prior[1] - 1) * np.log1p(-mean)
    shares, kept = log_weights_to_shares(logs)
    return VendorRates(
        shares=shares,
        a=a0[kept] + events,
        b=b0[kept] + trials - events,
        mean_yield=float(shares @ mean[kept]),
    )


def _rates(logits: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-logits)), float)
