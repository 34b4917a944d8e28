"""Beta, gamma and normal distributions over whole arrays; the one place of this stage that needs scipy's functions.

scipy is imported on first use: that takes longer than auditing a small file, and most commands ask for no rate.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

# From Tricomi's start the third step moves nothing any more.
_NEWTON_STEPS = 4

Array = npt.NDArray[np.float64]
Numbers = npt.ArrayLike


@cache
def shares_and_weights(nodes: int) -> tuple[Array, Array]:
    """Shares between 0 and 1 and the weights of an average over them (Gauss-Legendre).

    Averaging a quantile function over them gives a mean; 400 nodes give six digits.
    """
    # Newton's steps from Tricomi's start: numpy's own way, by eigenvalues of a matrix, takes a tenth of a second.
    points = -np.cos(np.pi * (np.arange(1, nodes + 1) - 0.25) / (nodes + 0.5))
    for _ in range(_NEWTON_STEPS):
        value, slope = _legendre(nodes, points)
        points = points - value / slope
    _, slope = _legendre(nodes, points)
    return (points + 1) / 2, 1 / ((1 - points**2) * slope**2)


def _legendre(degree: int, at: Array) -> tuple[Array, Array]:
    """Legendre's polynomial of a degree and its slope, inside -1 and 1."""
    before, value = np.ones_like(at), at
    for step in range(2, degree + 1):
        before, value = value, ((2 * step - 1) * at * value - (step - 1) * before) / step
    return value, degree * (at * value - before) / (at**2 - 1)


def beta_cdf(rate: Numbers, a: Numbers, b: Numbers) -> Array:
    """P(a Beta(a, b) rate is at most ``rate``); shapes are broadcast."""
    from scipy.special import betainc  # noqa: PLC0415

    return np.asarray(betainc(np.asarray(a, float), np.asarray(b, float), np.asarray(rate, float)), float)


def beta_quantile(share: Numbers, a: Numbers, b: Numbers) -> Array:
    """The rate below which a Beta(a, b) lies with probability ``share``; shapes are broadcast."""
    from scipy.special import betaincinv  # noqa: PLC0415

    return np.asarray(betaincinv(np.asarray(a, float), np.asarray(b, float), np.asarray(share, float)), float)


def log_beta(a: Numbers, b: Numbers) -> Array:
    """Logarithm of the beta function; a and b need not be whole."""
    from scipy.special import betaln  # noqa: PLC0415

    return np.asarray(betaln(np.asarray(a, float), np.asarray(b, float)), float)


def log_gamma(value: Numbers) -> Array:
    """Logarithm of the gamma function."""
    from scipy.special import gammaln  # noqa: PLC0415

    return np.asarray(gammaln(np.asarray(value, float)), float)


def gamma_cdf(value: Numbers, shape: Numbers, rate: Numbers) -> Array:
    """P(a gamma variable with a shape and a rate is at most ``value``)."""
    from scipy.special import gammainc  # noqa: PLC0415

    return np.asarray(gammainc(np.asarray(shape, float), np.asarray(rate, float) * np.asarray(value, float)), float)


def gamma_quantile(share: Numbers, shape: Numbers, rate: Numbers) -> Array:
    """The value below which a gamma variable lies with probability ``share``."""
    from scipy.special import gammaincinv  # noqa: PLC0415

    return np.asarray(gammaincinv(np.asarray(shape, float), np.asarray(share, float)) / np.asarray(rate, float), float)


def normal_cdf(value: Numbers) -> Array:
    """P(a standard normal variable is at most ``value``)."""
    from scipy.special import ndtr  # noqa: PLC0415

    return np.asarray(ndtr(np.asarray(value, float)), float)


def normal_quantile(share: Numbers) -> Array:
    """The value below which a standard normal variable lies with probability ``share``."""
    from scipy.special import ndtri  # noqa: PLC0415

    return np.asarray(ndtri(np.asarray(share, float)), float)


def chi_square_above(value: float, degrees: int) -> float:
    """P(a chi-square variable exceeds ``value``)."""
    from scipy.special import gammaincc  # noqa: PLC0415

    return float(gammaincc(degrees / 2, value / 2))


def two_sided_z(level: float) -> float:
    """How many standard deviations a central normal interval reaches.

    Raises:
        ValueError: ``level`` is not between 0 and 1.
    """
    if not 0 < level < 1:
        raise ValueError(f"level {level} is not between 0 and 1")
    return float(normal_quantile(1 - (1 - level) / 2))
