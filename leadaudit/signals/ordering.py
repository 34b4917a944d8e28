"""The model that may order people inside a priority, and whether it has proved itself out of time.

Source: docs/method.md, "Order within a tier".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from leadaudit.economics.distributions import Array
from leadaudit.policy.outcomes import OrderingModel
from leadaudit.signals.landmark import LandmarkTable
from leadaudit.signals.model import Scores, fit_ordering_model, may_order, scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering:
    """The model that may order people inside a tier.

    Args:
        kinds: What it reads; empty: there were too few outcomes for a model.
        scores: How it fits the people held out; None: there is no model or nobody to prove it on.
        is_used: Whether it may order people.
    """

    kinds: tuple[str, ...]
    scores: Scores | None
    is_used: bool


def ordering(
    kinds: Sequence[str], training: LandmarkTable, later: LandmarkTable, *, q: Array, rules: OrderingModel
) -> Ordering:
    """A model of the kinds that seem to say most, made in training and held against later deliveries.

    Args:
        kinds: Names of the columns of both tables.
        training: People that train.
        later: People held out.
        q: Of each kind in training; the smallest are read first.
        rules: When a model is made, and when it may order.
    """
    ridge = fit_ordering_model(training.exposed, training.outcome, rules, preference=q)
    if ridge is None:
        return Ordering(kinds=(), scores=None, is_used=False)
    read = tuple(kinds[place] for place in ridge.features)
    if not later.record.size:
        return Ordering(kinds=read, scores=None, is_used=False)
    found = scores(later.outcome, ridge.probabilities(later.exposed))
    return Ordering(kinds=read, scores=found, is_used=may_order(found, rules))
