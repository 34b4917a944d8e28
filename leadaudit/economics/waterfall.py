"""From everything that was bought to real leads: the money lost at each step.

Source: docs/method.md, "Full cost".
"""

from collections.abc import Mapping
from dataclasses import dataclass

from leadaudit.economics.cohort_cost import Rung


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step from all records down.

    Args:
        rung: Where it leads.
        records: Records left.
        lost_records: Records that do not reach it.
        left_minor: Their share of the money that is left.
        lost_minor: Money spent on those that do not reach it.
    """

    rung: Rung
    records: float
    lost_records: float
    left_minor: int
    lost_minor: int


def waterfall(total_minor: int, counts: Mapping[Rung, float]) -> tuple[Step, ...]:
    """Money lost at each step, every record carrying the same share of the total; it closes to the minor unit.

    Args:
        total_minor: What all records cost.
        counts: Records on each rung, the first rung given being all of them; a rung with more than the one before it
            loses nothing.

    Raises:
        ValueError: No records.
    """
    rungs = [rung for rung in Rung if rung in counts]
    if not rungs or counts[rungs[0]] <= 0:
        raise ValueError("no records to share the cost")
    everybody = counts[rungs[0]]
    steps: list[Step] = []
    records, left = everybody, total_minor
    for rung in rungs:
        remaining = min(counts[rung], records)
        remaining_minor = round(total_minor * remaining / everybody)
        steps.append(
            Step(
                rung=rung,
                records=remaining,
                lost_records=records - remaining,
                left_minor=remaining_minor,
                lost_minor=left - remaining_minor,
            )
        )
        records, left = remaining, remaining_minor
    return tuple(steps)
