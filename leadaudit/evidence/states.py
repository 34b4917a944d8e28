"""How long an employer and a title stay true: three states, ageing, and what speaks for or against them.

Source: docs/method.md, "Freshness".
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from leadaudit.evidence.retention import Curve, Weibull, residual_survival, survival_after, table_survival
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


def band_of(seniority: Seniority) -> str:
    """The band of the policy whose rates a level has."""
    return _BAND[seniority]


def hazards_of(seniority: Seniority, function: JobFunction, rules: Freshness, *, scenario: float = 1.0) -> Hazards:
    """The rates at which a job of this level and function ends or changes.

    Args:
        seniority: Level.
        function: Function.
        rules: Published or audited rates.
        scenario: Multiplies the rate of leaving, for the range shown beside totals.
    """
    band = _BAND[seniority]
    if band == "c_level" and function is JobFunction.MARKETING:
        return Hazards(employer=rules.marketing_c_level.employer * scenario, title=rules.marketing_c_level.title)
    leaving = getattr(rules.employer_hazard, band) * rules.function_multiplier.get(function, 1.0)
    return Hazards(employer=leaving * scenario, title=getattr(rules.title_hazard, band))


def curve_of(
    seniority: Seniority,
    function: JobFunction,
    rules: Freshness,
    *,
    held_years: float | None = None,
    scenario: float = 1.0,
) -> Curve | None:
    """Who is still with the employer, where the policy's model is no constant rate; None: it is one.

    A job that ends faster or slower than the one the curve was made from has the curve to the power of the ratio.

    Args:
        seniority: Level.
        function: Function.
        rules: Which model, and its numbers.
        held_years: How long the job had lasted on the fact date; None: not known.
        scenario: Multiplies the rate of leaving.
    """
    leaving = hazards_of(seniority, function, rules, scenario=scenario).employer
    match rules.model:
        case "exponential":
            return None
        case "renewal":
            spells = Weibull(shape=rules.renewal.shape, scale=rules.renewal.scale)
            power = leaving / rules.employer_hazard.individual
            if held_years is None:
                return lambda years: math.pow(residual_survival(years, spells), power)
            return lambda years: math.pow(survival_after(held_years, years, spells), power)
        case "bls_table":
            band = _BAND[seniority]
            power = leaving / getattr(rules.employer_hazard, band)
            knots, survival = rules.tenure_table.years, getattr(rules.tenure_table, band)
            return lambda years: math.pow(table_survival(years, knots, survival), power)
    assert_never(rules.model)


def aged(states: States, hazards: Hazards, years: float) -> States:
    """The states after some time in which nothing was seen.

    Closed form of the matrix exponential: out of *same* at both rates, out of *retitled* at the rate of leaving.
    """
    return _moved(states, stayed=math.exp(-hazards.employer * years), untitled=math.exp(-hazards.title * years))


def _moved(states: States, *, stayed: float, untitled: float) -> States:
    """The states after a time that this share stays with the employer, and this one without a new title there."""
    unchanged = stayed * untitled
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


def states_at(
    years: float, *, hazards: Hazards, seen: Sequence[Seen], rules: Freshness, curve: Curve | None = None
) -> States:
    """What is known at a time: ageing, and each item seen by then taken in on its own day.

    Args:
        years: The time asked about, in years since the fact date.
        hazards: Rates of this job.
        seen: Items in any order; later ones than ``years`` are not read.
        rules: Likelihoods, and which items are one fact seen twice.
        curve: Who is still with the employer; None: the constant rate of ``hazards``.
    """
    states, now = ON_THE_FACT_DATE, 0.0
    for item in speaking(seen, years, rules):
        at = max(item.years, 0.0)
        states, now = updated(_between(states, now, at, hazards, curve), rules.likelihood[item.kind]), at
    return _between(states, now, max(years, 0.0), hazards, curve)


def _between(states: States, since: float, until: float, hazards: Hazards, curve: Curve | None) -> States:
    if curve is None:
        return aged(states, hazards, until - since)
    still = curve(since)
    stayed = curve(until) / still if still > 0 else 0.0
    return _moved(states, stayed=stayed, untitled=math.exp(-hazards.title * (until - since)))


def speaking(seen: Sequence[Seen], years: float, rules: Freshness) -> list[Seen]:
    """The items that are read at a time, in date order: those seen by then, one of each group."""
    return _one_per_group([item for item in seen if item.years <= years], rules)


def is_known_stale(seen: Sequence[Seen], years: float, rules: Freshness) -> bool:
    """Whether somebody said or found that the person left, and nobody found the contrary since."""
    heard = speaking(seen, years, rules)
    left = max((item.years for item in heard if item.kind in rules.known_stale), default=None)
    there = max((item.years for item in heard if item.kind in rules.known_current), default=None)
    return left is not None and (there is None or there <= left)


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
