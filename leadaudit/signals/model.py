"""A ridge model that orders people within a tier, and whether it has earned that.

Source:
    L2-penalised logistic regression by Newton's method; docs/method.md, "Order within a tier".
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from leadaudit.economics.distributions import Array
from leadaudit.policy.outcomes import OrderingModel

_STEPS = 100
_PRECISION = 1e-10
_SLOPE_FROM_EVENTS = 50


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ridge:
    """A fitted model.

    Args:
        intercept: On the logit scale.
        coefficients: Of each feature, on its standardised scale.
        centre: Mean of each feature in training.
        scale: Standard deviation of each feature in training; 1 where it never varies.
        features: Places of the features used, of those given.
    """

    intercept: float
    coefficients: Array
    centre: Array
    scale: Array
    features: tuple[int, ...]

    def logits(self, features: npt.ArrayLike) -> Array:
        """Scores of records on the logit scale; features as given in training, shape (records, features)."""
        chosen = np.asarray(features, float)[:, list(self.features)]
        return np.asarray(self.intercept + (chosen - self.centre) / self.scale @ self.coefficients, float)

    def probabilities(self, features: npt.ArrayLike) -> Array:
        """The same as probabilities."""
        return _rates(self.logits(features))


def fit_ridge(features: npt.ArrayLike, outcomes: npt.ArrayLike, *, c: float = 1.0) -> tuple[float, Array]:
    """Intercept and coefficients that minimise half the squared coefficients plus c times the log loss.

    Args:
        features: Shape (records, features), as they are to be penalised.
        outcomes: 0 or 1, shape (records,).
        c: Weight of the data; the intercept is not penalised.

    Raises:
        ValueError: All or no records have the outcome.
    """
    x, y = np.asarray(features, float), np.asarray(outcomes, float)
    if not 0 < y.sum() < y.size:
        raise ValueError(f"{int(y.sum())} of {y.size} records have the outcome; a model needs both")
    with_one = np.column_stack([np.ones(y.size), x])
    penalty = np.diag([0.0, *np.ones(x.shape[1])])
    beta = np.zeros(x.shape[1] + 1)
    beta[0] = np.log(y.mean() / (1 - y.mean()))
    for _ in range(_STEPS):
        rates = _rates(with_one @ beta)
        gradient = penalty @ beta + c * with_one.T @ (rates - y)
        curvature = penalty + c * (with_one * (rates * (1 - rates))[:, None]).T @ with_one
        step = np.linalg.solve(curvature, gradient)
        # A whole step may overshoot where almost everybody is far on one side.
        beta = beta - step * min(1.0, 5.0 / max(float(np.abs(step).max()), 1e-12))
        if np.abs(step).max() < _PRECISION:
            break
    return float(beta[0]), np.asarray(beta[1:], float)


def fit_ordering_model(
    features: npt.ArrayLike, outcomes: npt.ArrayLike, policy: OrderingModel, *, preference: npt.ArrayLike
) -> Ridge | None:
    """A ridge on as many features as the outcomes carry; None where they are too few.

    Args:
        features: Shape (records, features).
        outcomes: Shape (records,).
        policy: Fewest outcomes, and how many for each feature.
        preference: Small is preferred: the q of each feature in training.
    """
    x, y = np.asarray(features, float), np.asarray(outcomes, float)
    events = int(y.sum())
    if events < policy.min_events or events == y.size:
        return None
    wanted = np.argsort(np.asarray(preference, float), kind="stable")[: events // policy.events_per_feature]
    places = tuple(sorted(int(place) for place in wanted))
    chosen = x[:, list(places)]
    deviation = chosen.std(axis=0)
    scale = np.where(deviation > 0, deviation, 1.0)
    centre = chosen.mean(axis=0)
    intercept, coefficients = fit_ridge((chosen - centre) / scale, y)
    return Ridge(intercept=intercept, coefficients=coefficients, centre=centre, scale=scale, features=places)


def recalibrated(logits: npt.ArrayLike, outcomes: npt.ArrayLike) -> tuple[float, float]:
    """Intercept and slope that make scores fit later outcomes: the slope only from fifty outcomes on, else 1.

    Raises:
        ValueError: All or no records have the outcome.
    """
    scores, y = np.asarray(logits, float), np.asarray(outcomes, float)
    if y.sum() >= _SLOPE_FROM_EVENTS and scores.std() > 0:
        # A penalty so small that it leaves the fit alone.
        intercept, slope = fit_ridge(scores[:, None], y, c=1e9)
        return intercept, float(slope[0])
    if not 0 < y.sum() < y.size:
        raise ValueError(f"{int(y.sum())} of {y.size} records have the outcome; a model needs both")
    shift = 0.0
    for _ in range(_STEPS):
        rates = _rates(scores + shift)
        step = float((rates - y).sum() / max(float((rates * (1 - rates)).sum()), 1e-12))
        shift -= float(np.clip(step, -5, 5))
        if abs(step) < _PRECISION:
            break
    return shift, 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """How well probabilities fit outcomes they were not made from.

    Args:
        brier: Mean squared error; lower is better.
        log_loss: Mean surprise in nats; lower is better.
        auc: P(a record with outcome scores above one without), ties half; None without both.
        average_precision: Area under precision over recall; None without outcomes.
        observed_to_expected: Outcomes over the sum of probabilities.
        brier_skill: 1 - Brier over that of the base rate: above 0 it beats knowing the base rate; None without both.
    """

    brier: float
    log_loss: float
    auc: float | None
    average_precision: float | None
    observed_to_expected: float
    brier_skill: float | None


def scores(outcomes: npt.ArrayLike, probabilities: npt.ArrayLike) -> Scores:
    """Scores of probabilities on a holdout.

    Raises:
        ValueError: No records.
    """
    y, p = np.asarray(outcomes, float), np.asarray(probabilities, float)
    if y.size == 0:
        raise ValueError("no records to score")
    clipped = np.clip(p, 1e-15, 1 - 1e-15)
    brier, base = float(((p - y) ** 2).mean()), float(y.mean() * (1 - y.mean()))
    return Scores(
        brier=brier,
        log_loss=float(-(y * np.log(clipped) + (1 - y) * np.log1p(-clipped)).mean()),
        auc=_auc(y, p) if 0 < y.sum() < y.size else None,
        average_precision=_average_precision(y, p) if y.sum() else None,
        observed_to_expected=float(y.sum() / p.sum()) if p.sum() else float("inf"),
        brier_skill=1 - brier / base if base else None,
    )


def may_order(found: Scores, policy: OrderingModel) -> bool:
    """Whether a model may order people: better than the base rate out of time, and neither far over nor under."""
    fits = policy.min_observed_to_expected <= found.observed_to_expected <= policy.max_observed_to_expected
    return found.brier_skill is not None and found.brier_skill > 0 and fits


def _auc(y: Array, p: Array) -> float:
    _, place, counts = np.unique(p, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    positives = y.sum()
    return float((ranks[y == 1].sum() - positives * (positives + 1) / 2) / (positives * (y.size - positives)))


def _average_precision(y: Array, p: Array) -> float:
    """Each distinct score is one step, so ties have no order."""
    distinct, place = np.unique(-p, return_inverse=True)
    found = np.cumsum(np.bincount(place, y, distinct.size))
    called = np.cumsum(np.bincount(place, minlength=distinct.size))
    return float((np.diff(found, prepend=0) / y.sum() * found / called).sum())


def _rates(logits: npt.ArrayLike) -> Array:
    return np.asarray(1 / (1 + np.exp(-np.clip(np.asarray(logits, float), -700, 700))), float)
