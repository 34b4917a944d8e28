"""Two judgements of the same people: do they agree more than chance would have them?

Source:
    Cohen (1960); docs/method.md, "Agreement".
"""

from collections.abc import Mapping
from dataclasses import dataclass

from leadaudit.economics.rates import Interval, RatePosterior


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A judgement held against what people said of themselves, or against another judgement.

    Args:
        people: Judged both ways.
        precision: Of those the judgement calls, the share that is so; None where it calls nobody.
        precision_interval: Around it; None likewise.
        recall: Of those that are so, the share it calls; None where nobody is so.
        recall_interval: Around it; None likewise.
        agreed: Share judged the same way.
        kappa: Agreement beyond chance, 1 at best; None where chance alone would agree always.
    """

    people: int
    precision: float | None
    precision_interval: Interval | None
    recall: float | None
    recall_interval: Interval | None
    agreed: float
    kappa: float | None


def agreement(*, both: int, called_only: int, so_only: int, neither: int, level: float) -> Agreement | None:
    """Precision, recall and kappa of a yes-or-no judgement; None of nobody.

    Args:
        both: Called, and so.
        called_only: Called, and not so.
        so_only: So, and not called.
        neither: Neither.
        level: Of the intervals.
    """
    people = both + called_only + so_only + neither
    if people == 0:
        return None
    called, so = both + called_only, both + so_only
    found = many_way_agreement(
        {("yes", "yes"): both, ("yes", "no"): called_only, ("no", "yes"): so_only, ("no", "no"): neither}
    )
    return Agreement(
        people=people,
        precision=both / called if called else None,
        precision_interval=RatePosterior(events=both, trials=called).interval(level) if called else None,
        recall=both / so if so else None,
        recall_interval=RatePosterior(events=both, trials=so).interval(level) if so else None,
        agreed=found[0],
        kappa=found[1],
    )


def many_way_agreement(counts: Mapping[tuple[str, str], int]) -> tuple[float, float | None]:
    """Share judged the same and Cohen's kappa, for labels of any number (vendor, marketing, sales, evidence).

    Args:
        counts: People by the label of the one and of the other.

    Raises:
        ValueError: Nobody was judged.
    """
    people = sum(counts.values())
    if people == 0:
        raise ValueError("nobody was judged both ways")
    labels = {label for pair in counts for label in pair}
    same = sum(count for (one, other), count in counts.items() if one == other) / people
    by_chance = sum(
        sum(count for (one, _), count in counts.items() if one == label)
        * sum(count for (_, other), count in counts.items() if other == label)
        for label in labels
    ) / (people * people)
    return same, None if by_chance >= 1 else (same - by_chance) / (1 - by_chance)
