"""What an audit says of the rates and likelihoods: the assumptions replaced by what was found, and how well they held.

Source: docs/method.md, "Your own calibration".
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np

# Points of the grid on which a rate's posterior is summed; twice as many move no digit that is shown.
_GRID: Final = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A rate with its interval; per year for a rate of leaving, a share otherwise."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Some records of one age, checked once: current status, not the day of a change.

    Args:
        years: Age of the fact when it was checked.
        checked: How many.
        changed: How many of them had changed by then.
    """

    years: float
    checked: int
    changed: int


def dated_hazard(prior: float, *, prior_years: float, events: float, person_years: float, level: float = 0.95) -> Rate:
    """A rate where the days of the changes are known: Gamma prior worth some person-years, Poisson events."""
    # Here and in its like below: importing it takes longer than most commands run.
    from scipy.special import gammaincinv  # noqa: PLC0415

    shape, years = prior * prior_years + events, prior_years + person_years
    tail = (1 - level) / 2
    return Rate(
        value=shape / years,
        low=float(gammaincinv(shape, tail)) / years,
        high=float(gammaincinv(shape, 1 - tail)) / years,
    )


def current_status_hazard(groups: Sequence[Checked], *, level: float = 0.95) -> Rate | None:
    """The rate that audits alone say: binomial regression, complementary log-log, offset the log of the age.

    None where nobody or everybody had changed: then the audits give no finite interval.
    """
    seen = [group for group in groups if group.checked and group.years > 0]
    changed, checked = sum(group.changed for group in seen), sum(group.checked for group in seen)
    if not 0 < changed < checked:
        return None
    log_rate = math.log(changed / sum(group.checked * group.years for group in seen))
    information = 1.0
    for _ in range(100):
        score, information = _score(seen, log_rate)
        log_rate += score / information
        if abs(score / information) < 1e-12:
            break
    reach = NormalDist().inv_cdf((1 + level) / 2) / math.sqrt(information)
    return Rate(value=math.exp(log_rate), low=math.exp(log_rate - reach), high=math.exp(log_rate + reach))


def _score(groups: Sequence[Checked], log_rate: float) -> tuple[float, float]:
    """Derivative of the log likelihood by the log of the rate, and its expected information (Fisher scoring)."""
    score = information = 0.0
    for group in groups:
        exposure = math.exp(log_rate) * group.years
        share = -math.expm1(-exposure)
        slope = exposure * (1 - share)
        score += (group.changed - group.checked * share) * slope / (share * (1 - share))
        information += group.checked * slope**2 / (share * (1 - share))
    return score, information


def audited_hazard(prior: float, groups: Sequence[Checked], *, prior_years: float, level: float = 0.95) -> Rate:
    """The rate after an audit: the Gamma prior of a published rate, and current status of audited records.

    The posterior has no closed form; it is summed over a grid around its mass.
    """
    exposed = sum(group.checked * group.years for group in groups)
    changed = sum(group.changed for group in groups)
    middle = (prior * prior_years + changed) / (prior_years + exposed)
    rates = np.linspace(0, max(middle, prior) * 8 + 1e-9, _GRID + 1)[1:]
    logs = (prior * prior_years - 1) * np.log(rates) - rates * prior_years
    for group in groups:
        logs = logs - rates * group.years * (group.checked - group.changed)
        if group.changed:
            logs = logs + group.changed * np.log(-np.expm1(-rates * group.years))
    mass = np.exp(logs - logs.max())
    mass /= mass.sum()
    below = np.cumsum(mass)
    tail = (1 - level) / 2
    return Rate(
        value=float(rates @ mass),
        low=float(np.interp(tail, below, rates)),
        high=float(np.interp(1 - tail, below, rates)),
    )


def audited_likelihood(hits: int, of: int) -> float:
    """How often a state was seen with an item: Jeffreys' estimate."""
    return (hits + 0.5) / (of + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleShare:
    """How much of a list an audit says is no longer true.

    Args:
        rate: Share of the checked records, with the Jeffreys interval.
        stale_low: Stale records of the whole list: those found, and the lower end for the rest.
        stale_high: The same at the upper end.
    """

    rate: Rate
    stale_low: float
    stale_high: float


def stale_share(stale: int, checked: int, *, records: int, level: float = 0.95) -> StaleShare:
    """The share that an audit found no longer true, and what that means for the whole list."""
    from scipy.special import betaincinv  # noqa: PLC0415

    tail = (1 - level) / 2
    low = 0.0 if stale == 0 else float(betaincinv(stale + 0.5, checked - stale + 0.5, tail))
    high = 1.0 if stale == checked else float(betaincinv(stale + 0.5, checked - stale + 0.5, 1 - tail))
    # What was checked is known; the interval speaks for the rest alone.
    rest = records - checked
    return StaleShare(
        rate=Rate(value=stale / checked, low=low, high=high),
        stale_low=stale + low * rest,
        stale_high=stale + high * rest,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """How well probabilities held against what was found.

    Args:
        checked: Records with a probability and a finding.
        observed: How many were still true.
        expected: The sum of their probabilities.
        ratio: Observed over expected; None when nothing was expected.
        brier: Mean squared distance; 0 is perfect, .25 is a coin.
        z: Spiegelhalter's z; beyond 2 either way the probabilities do not fit. None: all were certain.
    """

    checked: int
    observed: int
    expected: float
    ratio: float | None
    brier: float | None
    z: float | None


def held_against(probabilities: Sequence[float], found: Sequence[bool]) -> Held:
    """Observed against expected, Brier score and Spiegelhalter's z.

    Source:
        Spiegelhalter 1986, "Probabilistic prediction in patient management".
    """
    chance = np.asarray(probabilities, dtype=np.float64)
    true = np.asarray(found, dtype=np.float64)
    expected = float(chance.sum())
    spread = float((((1 - 2 * chance) ** 2) * chance * (1 - chance)).sum())
    surprise = float(((true - chance) * (1 - 2 * chance)).sum())
    return Held(
        checked=len(true),
        observed=int(true.sum()),
        expected=expected,
        ratio=float(true.sum()) / expected if expected else None,
        brier=float(((true - chance) ** 2).mean()) if len(true) else None,
        z=surprise / math.sqrt(spread) if spread else None,
    )


def sample_size(*, precision: float, expected: float, records: int, level: float = 0.95, at_least: int = 60) -> int:
    """How many records to check so that a share is known to plus or minus a precision.

    Args:
        precision: Half the width of the interval, as a share.
        expected: The share expected; nearest to one half asks for most.
        records: How many there are; of a short list fewer are needed.
        level: Credibility of the interval.
        at_least: Fewest to check, whatever the precision.
    """
    if not 0 < precision < 1:
        raise ValueError(f"precision {precision} is not between 0 and 1")
    quantile = NormalDist().inv_cdf((1 + level) / 2)
    endless = quantile**2 * expected * (1 - expected) / precision**2
    needed = math.ceil(endless / (1 + (endless - 1) / records)) if records and endless > 1 else 1
    return min(max(needed, at_least), records)
