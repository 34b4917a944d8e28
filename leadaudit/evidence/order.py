"""Whom to look at first inside a tier; never a class.

Source: docs/method.md, "Order within a tier".
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One event as the order reads it.

    Args:
        kind: Its kind; repeats of a kind count less and less.
        age_days: Its age.
        half_life_days: Days after which it counts half.
        log_ratio: Natural logarithm of how much more often such people ask us than others do.
    """

    kind: str
    age_days: int
    half_life_days: int
    log_ratio: float


def ordering_score(events: Sequence[Weighed], *, repeat_discount: float) -> float:
    """Sum of decayed log ratios; the newest event of a kind counts in full, each older one ``repeat_discount`` less."""
    by_kind: defaultdict[str, list[Weighed]] = defaultdict(list)
    for event in events:
        by_kind[event.kind].append(event)
    return math.fsum(
        event.log_ratio * 2 ** (-event.age_days / event.half_life_days) * repeat_discount**repeat
        for alike in by_kind.values()
        for repeat, event in enumerate(sorted(alike, key=lambda event: event.age_days))
    )


def ordering_probability(score: float, *, base_rate: float) -> float:
    """The score on the scale of probabilities, starting from how often people ask us at all; for display only."""
    return 1 / (1 + math.exp(-(math.log(base_rate / (1 - base_rate)) + score)))
