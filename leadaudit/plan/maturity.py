"""How far a house is from intent that is validated: five dimensions, two gates each.

Source: docs/method.md, "Maturity".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Dimension(StrEnum):
    """What matures."""

    DEFINITIONS = "definitions"
    SIGNAL_QUALITY = "signal_quality"
    ROUTING = "routing"
    CRM_VISIBILITY = "crm_visibility"
    MEASUREMENT = "measurement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many of so many.

    Args:
        count: How many.
        of: Of how many.
    """

    count: float
    of: float

    def reaches(self, share: float) -> bool | None:
        """Whether the share is at least so large; None of none."""
        return None if self.of == 0 else self.count >= share * self.of - 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class MaturityFacts:
    """What the workspace knows of itself; None: no data.

    Args:
        signal_types_defined: Kinds beside plain activity that have a meaning and a next step.
        stages_with_outcome: Lifecycle stages that have an outcome.
        types_naming_outcome: High and medium kinds that name the outcome they should move.
        days_since_back_test: Since the last one.
        high_types_proved: High kinds that passed a holdout in the last 180 days.
        is_vanity_told: Whether the vanity list holds something, or is shown to be empty.
        high_routed: High-priority records that went to a named owner.
        high_in_time: Share answered in time (Kaplan-Meier).
        high_explained: Those with a why-now and a next step.
        exported_dated: Evidence that stands in the CRM export with type and time.
        exported_full: With type, time, tier and category, at contact and account.
        records_linked: Records whose later outcomes are linked.
        lifts_compared: Plays whose lift was told with a comparison cohort.
        has_velocity: Whether velocity is told.
        has_progression: Whether stage progression is told.
    """

    signal_types_defined: int | None = None
    stages_with_outcome: Share | None = None
    types_naming_outcome: Share | None = None
    days_since_back_test: int | None = None
    high_types_proved: Share | None = None
    is_vanity_told: bool | None = None
    high_routed: Share | None = None
    high_in_time: float | None = None
    high_explained: Share | None = None
    exported_dated: Share | None = None
    exported_full: Share | None = None
    records_linked: Share | None = None
    lifts_compared: int | None = None
    has_velocity: bool | None = None
    has_progression: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionStage:
    """One dimension.

    Args:
        dimension: Which.
        gates: Whether each gate is passed; None: no data, which counts as not passed.
    """

    dimension: Dimension
    gates: tuple[bool | None, bool | None]

    @property
    def stage(self) -> int:
        """1 to 3: one more for each gate passed in a row."""
        return 1 + (1 if self.gates[0] else 0) + (1 if self.gates[0] and self.gates[1] else 0)

    @property
    def next_gate(self) -> int | None:
        """The gate to work on, 1 or 2; None when both are passed."""
        return None if self.stage == 3 else self.stage


@dataclass(frozen=True, slots=True, kw_only=True)
class MaturityStage:
    """All dimensions together.

    Args:
        dimensions: Each of them.
        overall: The lowest stage: the weakest one decides.
        index: Mean of the stages.
    """

    dimensions: tuple[DimensionStage, ...]
    overall: int
    index: float


RECENT_DAYS = 180


def maturity_stage(facts: MaturityFacts) -> MaturityStage:
    """Stage of each dimension from what the workspace knows."""
    gates = {
        Dimension.DEFINITIONS: (
            _at_least(facts.signal_types_defined, 1),
            _all(_reaches(facts.stages_with_outcome, 1.0), _reaches(facts.types_naming_outcome, 0.8)),
        ),
        Dimension.SIGNAL_QUALITY: (
            None if facts.days_since_back_test is None else facts.days_since_back_test <= RECENT_DAYS,
            _all(_reaches(facts.high_types_proved, 1.0), facts.is_vanity_told),
        ),
        Dimension.ROUTING: (
            _reaches(facts.high_routed, 0.5),
            _all(
                None if facts.high_in_time is None else facts.high_in_time >= 0.8,
                _reaches(facts.high_explained, 0.9),
            ),
        ),
        Dimension.CRM_VISIBILITY: (_reaches(facts.exported_dated, 0.5), _reaches(facts.exported_full, 0.9)),
        Dimension.MEASUREMENT: (
            _reaches(facts.records_linked, 0.6),
            _all(_at_least(facts.lifts_compared, 1), facts.has_velocity, facts.has_progression),
        ),
    }
    return overall(tuple(DimensionStage(dimension=one, gates=gates[one]) for one in Dimension))


def overall(dimensions: tuple[DimensionStage, ...]) -> MaturityStage:
    """The lowest stage and the mean."""
    return of_stages(dimensions, {one.dimension: one.stage for one in dimensions})


def of_stages(dimensions: tuple[DimensionStage, ...], stages: Mapping[Dimension, int]) -> MaturityStage:
    """The same from stages somebody already has."""
    return MaturityStage(dimensions=dimensions, overall=min(stages.values()), index=sum(stages.values()) / len(stages))


def _reaches(share: Share | None, least: float) -> bool | None:
    return None if share is None else share.reaches(least)


def _at_least(count: int | None, least: int) -> bool | None:
    return None if count is None else count >= least


def _all(*gates: bool | None) -> bool | None:
    """False as soon as one is; unknown where one is and none is false."""
    if any(gate is False for gate in gates):
        return False
    return None if any(gate is None for gate in gates) else True
