"""How long an employer and a title stay true: three states, ageing, and what speaks for or against them.

Source: docs/method.md, "Freshness".
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from leadaudit.policy.model import Freshness, Likelihood
from leadaudit.vocabulary import FreshnessLabel, JobFunction, Seniority

# Bands as the published tenures have them; an unknown level ages like an individual contributor.
_BAND: Final[Mapping[Seniority, str]] = {
    Seniority.OWNER: "c_level",
    Seniority.C_LEVEL: "c_level",
    Seniority.VP: "leader",
    Seniority.DIRECTOR: "leader",
    Seniority.MANAGER: "leader",
    Seniority.INDIVIDUAL: "individual",
    Seniority.UNKNOWN: "individual",
    Seniority.ENTRY: "entry",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazards:
    """Rates per year of leaving the employer, and of a new title at the same employer."""

    employer: float
    title: float


@dataclass(frozen=True, slots=True, kw_only=True)
class States:
    """Probabilities, summing to 1: same employer and title; same employer, new title; left."""

    same: float
    retitled: float
    left: float

    @property
    def p_employer(self) -> float:
        """How likely the employer is still true."""
        return self.same + self.retitled

    @property
    def p_title(self) -> float:
        """How likely the title is still true."""
        return self.same


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One item that speaks about employer or title.

    Args:
        years: When it was seen, in years since the fact date.
        kind: Name of its likelihood in the policy.
    """

    years: float
    kind: str


# On the fact date the fact is true.
ON_THE_FACT_DATE: Final = States(same=1.0, retitled=0.0, left=0.0)


def hazards_of(seniority: Seniority, function: JobFunction, rules: Freshness) -> Hazards:
    """The rates at which a job of this level and function ends or changes."""
    band = _BAND[seniority]
    if band == "c_level" and function is JobFunction.MARKETING:
        return Hazards(employer=rules.marketing_c_level.employer, title=rules.marketing_c_level.title)
    leaving = getattr(rules.employer_hazard, band) * rules.function_multiplier.get(function, 1.0)
    return Hazards(employer=leaving, title=getattr(rules.title_hazard, band))


def aged(states: States, hazards: Hazards, years: float) -> States:
    """The states after some time in which nothing was seen.

    Closed form of the matrix exponential: out of *same* at both rates, out of *retitled* at the rate of leaving.
    """
    stayed = math.exp(-hazards.employer * years)
    unchanged = stayed * math.exp(-hazards.title * years)
    return States(
        same=states.same * unchanged,
        retitled=states.same * (stayed - unchanged) + states.retitled * stayed,
        left=states.left + (states.same + states.retitled) * (1 - stayed),
    )


def updated(states: States, likelihood: Likelihood) -> States:
    """The states after an item was seen that each of them makes so likely (Bayes' rule)."""
    same, retitled, left = states.same * likelihood[0], states.retitled * likelihood[1], states.left * likelihood[2]
    total = same + retitled + left
    if total == 0:
        return states
    return States(same=same / total, retitled=retitled / total, left=left / total)


def states_at(years: float, *, hazards: Hazards, seen: Sequence[Seen], rules: Freshness) -> States:
    """What is known at a time: ageing, and each item seen by then taken in on its own day.

    Args:
        years: The time asked about, in years since the fact date.
        hazards: Rates of this job.
        seen: Items in any order; later ones than ``years`` are not read.
        rules: Likelihoods, and which items are one fact seen twice.
    """
    states, now = ON_THE_FACT_DATE, 0.0
    for item in _one_per_group([item for item in seen if item.years <= years], rules):
        at = max(item.years, 0.0)
        states, now = updated(aged(states, hazards, at - now), rules.likelihood[item.kind]), at
    return aged(states, hazards, max(years, 0.0) - now)


def label_of(probability: float | None, rules: Freshness) -> FreshnessLabel:
    """The word for a probability; unknown where there is none."""
    if probability is None:
        return FreshnessLabel.UNKNOWN
    if probability >= rules.fresh:
        return FreshnessLabel.FRESH
    return FreshnessLabel.DOUBTFUL if probability >= rules.doubtful else FreshnessLabel.STALE


def _one_per_group(seen: Sequence[Seen], rules: Freshness) -> list[Seen]:
    """In date order; of a group only the newest item, and of one day's items the strongest."""
    if len(seen) < 2:
        return list(seen)
    group_of = {kind: group for group, kinds in rules.groups.items() for kind in kinds}
    speaking: dict[str, Seen] = {}
    for item in sorted(seen, key=lambda item: (item.years, _strength(item, rules), item.kind)):
        speaking[group_of.get(item.kind, item.kind)] = item
    return sorted(speaking.values(), key=lambda item: (item.years, item.kind))


def _strength(item: Seen, rules: Freshness) -> float:
    """How far an item separates *still there* from *left*, whichever way it points."""
    same, _, left = rules.likelihood[item.kind]
    return math.inf if same == 0 or left == 0 else abs(math.log(same / left))
