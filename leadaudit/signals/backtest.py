"""What each signal is associated with: rate ratio, its interval, and how surely it is above 1; for all kinds at once.

Source:
    Koopman (1984); Fisher's exact test; Benjamini and Hochberg (1995); docs/method.md, "Signals".
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from leadaudit.economics.distributions import Array, beta_cdf, beta_quantile, log_gamma, shares_and_weights
from leadaudit.economics.two_rates import ratio_interval
from leadaudit.signals.landmark import SignalCounts

_NODES = 200
# Tables as likely as the one seen count, rounding aside.
_AS_LIKELY = 1 + 1e-7

REPORT_LEVEL = 0.95


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SignalLift:
    """What was seen of each kind; arrays over kinds.

    Args:
        counts: Two by two.
        ratio: Rate with over rate without; NaN where neither side tells, infinite where only the exposed had outcomes.
        low: Lower 95 % bound of it.
        high: Upper one.
        odds_ratio: Likewise NaN or infinite.
        fisher_p: Two-sided.
        q: After Benjamini and Hochberg over all kinds of this run.
        p_above_1: P(rate ratio above 1).
        p_above_1_5: P(rate ratio above 1.5).
        shrunk_ratio: Drawn toward 1 by the prior.
        expected_exposed_events: Outcomes to be expected among the exposed at the rate of the others.
    """

    counts: SignalCounts
    ratio: Array
    low: Array
    high: Array
    odds_ratio: Array
    fisher_p: Array
    q: Array
    p_above_1: Array
    p_above_1_5: Array
    shrunk_ratio: Array
    expected_exposed_events: Array


def signal_lift(counts: SignalCounts, *, prior_sd_log_rr: float) -> SignalLift:
    """Every measure of every kind.

    Args:
        counts: Two by two; combinations tried are kinds too.
        prior_sd_log_rr: Standard deviation of the prior of the log rate ratio.
    """
    x1, n1, x0, n0 = counts.exposed_events, counts.exposed, counts.unexposed_events, counts.unexposed
    # A side without records has no rate; a half record keeps the arithmetic and the interval all but endless.
    safe1, safe0 = np.maximum(n1, 0.5), np.maximum(n0, 0.5)
    low, high = ratio_interval(x1, safe1, x0, safe0, level=REPORT_LEVEL)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (x1 / n1) / (x0 / n0)
        odds_ratio = (x1 * (n0 - x0)) / (x0 * (n1 - x1))
    fisher = fisher_p(x1, n1, x0, n0)
    return SignalLift(
        counts=counts,
        ratio=ratio,
        low=low,
        high=high,
        odds_ratio=odds_ratio,
        fisher_p=fisher,
        q=benjamini_hochberg(fisher),
        p_above_1=p_ratio_above(x1, n1, x0, n0, ratio=1.0),
        p_above_1_5=p_ratio_above(x1, n1, x0, n0, ratio=1.5),
        shrunk_ratio=np.exp(shrunk_log_ratio(x1, n1, x0, n0, prior_sd=prior_sd_log_rr)),
        expected_exposed_events=n1 * x0 / safe0,
    )


def p_ratio_above(
    events: npt.ArrayLike,
    records: npt.ArrayLike,
    other_events: npt.ArrayLike,
    other_records: npt.ArrayLike,
    *,
    ratio: float,
) -> Array:
    """P(rate over other rate is above a ratio), Jeffreys posteriors; by quadrature."""
    x1, n1, x0, n0 = (np.asarray(side, float)[..., None] for side in (events, records, other_events, other_records))
    shares, weights = shares_and_weights(_NODES)
    rates = beta_quantile(shares, x1 + 0.5, n1 - x1 + 0.5)
    below = beta_cdf(np.minimum(rates / ratio, 1.0), x0 + 0.5, n0 - x0 + 0.5)
    return np.asarray(below @ weights, float)


def shrunk_log_ratio(
    events: npt.ArrayLike,
    records: npt.ArrayLike,
    other_events: npt.ArrayLike,
    other_records: npt.ArrayLike,
    *,
    prior_sd: float,
) -> Array:
    """Posterior mean of the log rate ratio under a normal prior around 0; half an event added on either side."""
    x1, n1, x0, n0 = (np.asarray(side, float) + 0.5 for side in (events, records, other_events, other_records))
    variance = 1 / x1 - 1 / n1 + 1 / x0 - 1 / n0
    return np.asarray(np.log((x1 / n1) / (x0 / n0)) * prior_sd**2 / (prior_sd**2 + variance), float)


def fisher_p(
    events: npt.ArrayLike, records: npt.ArrayLike, other_events: npt.ArrayLike, other_records: npt.ArrayLike
) -> Array:
    """Fisher's two-sided p of every table: all tables at most as likely as the one seen."""
    tables = np.broadcast_arrays(*(np.asarray(s, float) for s in (events, records, other_events, other_records)))
    found = [_fisher(*(float(value) for value in table)) for table in zip(*(t.ravel() for t in tables), strict=True)]
    return np.array(found).reshape(tables[0].shape)


def doubled_mid_p(events: int, records: int, other_events: int, other_records: int) -> float:
    """Twice the smaller tail, what was seen counted half; no more powerful than Fisher's here, for comparison."""
    values, chances = _hypergeometric(events, records, other_events, other_records)
    at = float(chances[values == events].sum())
    above = float(chances[values > events].sum())
    below = float(chances[values < events].sum())
    return min(1.0, 2 * (min(above, below) + at / 2))


def _fisher(x1: float, n1: float, x0: float, n0: float) -> float:
    values, chances = _hypergeometric(x1, n1, x0, n0)
    seen = chances[values == x1].sum()
    return float(min(1.0, chances[chances <= seen * _AS_LIKELY].sum()))


def _hypergeometric(x1: float, n1: float, x0: float, n0: float) -> tuple[Array, Array]:
    events = x1 + x0
    values = np.arange(max(0.0, events - n0), min(n1, events) + 1)
    logs = (
        log_gamma(n1 + 1) - log_gamma(values + 1) - log_gamma(n1 - values + 1)
        + log_gamma(n0 + 1) - log_gamma(events - values + 1) - log_gamma(n0 - events + values + 1)
        - (log_gamma(n1 + n0 + 1) - log_gamma(events + 1) - log_gamma(n1 + n0 - events + 1))
    )  # fmt: skip
    return values, np.asarray(np.exp(logs), float)


def benjamini_hochberg(p: npt.ArrayLike) -> Array:
    """The q of each test: the share of false ones among those called, were all as small called."""
    values = np.asarray(p, float)
    if values.size == 0:
        return values
    order = np.argsort(values)
    scaled = values[order] * values.size / np.arange(1, values.size + 1)
    q = np.empty_like(values)
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q
