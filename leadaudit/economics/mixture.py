"""Mixtures over the nodes of a grid: their weights, quantiles and draws."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from leadaudit.economics.distributions import Array

# Nodes lighter than this beside the heaviest move no third digit, and are most of the grid.
_LIGHTEST = 1e-7
_STEPS = 60
_PRECISION = 1e-8


def log_weights_to_shares(logs: Array) -> tuple[Array, npt.NDArray[np.intp]]:
    """Shares that add up to 1 of the nodes that matter, and which nodes those are."""
    weights = np.exp(logs - logs.max())
    kept = np.flatnonzero(weights > _LIGHTEST)
    return weights[kept] / weights[kept].sum(), kept


def nodes_of_draws(shares: Array, draws: int, random: np.random.Generator) -> npt.NDArray[np.intp]:
    """Which node each draw comes from: as many of each as its share says, in one shuffle (systematic sampling)."""
    places = (np.arange(draws) + random.random()) / draws
    return random.permutation(np.minimum(np.searchsorted(np.cumsum(shares), places), shares.size - 1))


def mixture_quantiles(
    below: Callable[[Array], Array],
    density: Callable[[Array], Array],
    shares: Sequence[float],
    *,
    start: Array,
    widest: float,
) -> Array:
    """Where rising functions reach given probabilities: Newton's steps, kept between ends that hold the answer.

    Args:
        below: Probabilities at points of shape (things, probabilities).
        density: Its slope at the same points.
        shares: The probabilities.
        start: Where to start, one point per thing.
        widest: The answers lie between minus this and this.
    """
    wanted = np.broadcast_to(np.asarray(shares, float), (start.size, len(shares)))
    at = np.repeat(np.clip(start, -widest + 1, widest - 1)[:, None], len(shares), axis=1)
    low, high = np.full_like(at, -widest), np.full_like(at, widest)
    for _ in range(_STEPS):
        excess = below(at) - wanted
        low, high = np.where(excess < 0, at, low), np.where(excess < 0, high, at)
        with np.errstate(divide="ignore", invalid="ignore"):
            step = at - excess / density(at)
        inside = (step >= low) & (step <= high)
        following = np.where(inside, step, (low + high) / 2)
        if np.abs(following - at).max() < _PRECISION:
            return following
        at = following
    return at
