"""Where the flow breaks: more comes in and no more comes out, which says which stage is not the problem.

Source: docs/method.md, "Primary constraint".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from leadaudit.economics.distributions import beta_cdf
from leadaudit.plan.constraint import p_below_past


@dataclass(frozen=True, slots=True, kw_only=True)
class StageVolume:
    """How many reached a stage, in two stretches of the same length.

    Args:
        stage: Its name.
        before: In the earlier stretch.
        now: In the later one.
    """

    stage: str
    before: int
    now: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Divergence:
    """More reach one stage and a smaller share of them the next.

    Args:
        grew: The stage that is not the problem: it has more than before.
        lost_before: The stage they do not reach.
        p_grew: P(more reach the first than before).
        p_fell: P(a smaller share passes on).
    """

    grew: str
    lost_before: str
    p_grew: float
    p_fell: float


def divergences(stages: Sequence[StageVolume], *, sure: float) -> tuple[Divergence, ...]:
    """Neighbours of which the first surely grew while the share that passes to the next surely fell.

    Args:
        stages: In order.
        sure: From which probability both are told.

    Raises:
        ValueError: More reach a stage than the one before it: these are not stages of one flow.
    """
    found = []
    for upper, lower in pairwise(stages):
        if lower.before > upper.before or lower.now > upper.now:
            raise ValueError(f"more reached {lower.stage} than {upper.stage}; they are not stages of one flow")
        grew = p_more(before=upper.before, now=upper.now)
        fell = p_below_past(now=(lower.now, upper.now), past=(lower.before, upper.before))
        if grew >= sure and fell >= sure:
            found.append(Divergence(grew=upper.stage, lost_before=lower.stage, p_grew=grew, p_fell=fell))
    return tuple(found)


def p_more(*, before: int, now: int) -> float:
    """P(the pace behind a count is above that behind an earlier one of the same length); Poisson, Jeffreys prior."""
    return 1 - float(beta_cdf(0.5, now + 0.5, before + 0.5))
