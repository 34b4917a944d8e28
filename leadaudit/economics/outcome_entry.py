"""What came of some records and what they cost: one entry, whether it speaks of a vendor, a program or a month.

Source: docs/method.md, "From records to cost per real lead".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from leadaudit.economics.cell_costs import Spent
from leadaudit.economics.cohort_cost import CohortCost, CostPart, Rung, ladder_costs
from leadaudit.economics.credit import CreditRule, NetNew
from leadaudit.economics.decisions import Worked

# Outcomes beside the real lead; each is counted once per record.
KINDS: Final = ("meeting_set", "meeting_held", "opportunity", "won")


class Per(StrEnum):
    """What one entry speaks of."""

    VENDOR = "vendor"
    DELIVERY = "delivery"
    PROGRAM = "program"
    MONTH = "month"
    """A vendor's records of one delivery month."""
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What counts.

    Args:
        attested: Whether people who asked on a vendor's form count beside those who asked us.
        net_new_only: Whether people we knew, and who were quiet, count for nothing.
        rule: How an outcome is shared among the vendors that delivered the person.
    """

    attested: bool = False
    net_new_only: bool = True
    rule: CreditRule = CreditRule.FRACTIONAL

    @property
    def lead_kinds(self) -> frozenset[str]:
        """Kinds of credit that are a real lead."""
        return frozenset({"lead", "lead_attested"}) if self.attested else frozenset({"lead"})

    @property
    def wait(self) -> str:
        """The kind in economics_waits.sql whose delay applies."""
        return "lead_any" if self.attested else "lead"

    @property
    def standings(self) -> frozenset[str]:
        """Standings that count."""
        return frozenset({"net_new"}) if self.net_new_only else frozenset({"net_new", "re_engaged"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a kind of outcome is estimated from: only what came by the day outcomes are known through.

    Args:
        events: Records with the outcome, credit shared.
        trials: Effective trials.
    """

    events: float
    trials: float


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorOutcome:
    """What came of some records and what they cost.

    Args:
        name: Vendor, program, ``<vendor> <month>`` or ``everything``.
        vendor: Its vendor; None for everything.
        programs: Whose records they are.
        month: First day of the delivery month, when it speaks of one.
        lines: Delivered lines.
        read: Read records.
        people: Read records that name a person; the others are companies and can never be a real lead.
        counts: Realised so far, on each rung of the ladder; None: not known yet.
        confirmed: Real leads by evidence of our own so far, on the basis's standing and rule; None: not known yet.
        attested: Asked on a vendor's form so far and not confirmed.
        net_new: Delivered people by how well they were known; without a CRM everybody is new.
        linked: People records found in the CRM.
        ambiguous: Those that may be somebody there; counted nowhere.
        observed: People records of which an outcome could be known, delivered before outcomes are known through.
        in_sight: People records delivered before then, observed or not.
        worked: Follow-up on usable records; None: no CRM.
        estimates: By kind: ``real_lead`` and KINDS.
        matured_share: Of the real leads still to come or come, the share that has come by now; None without records.
        possible_on: First day on which a figure can be given if nothing further is delivered; None: never with these
            records, or already.
        outcomes_known: Whether anything loaded could show a real lead.
        spent: Full cost by part.
        won_minor: Credited part of won amounts by currency.
        circular: Of its programs, those of intent data bought to buy more intent data.
        is_baseline: People who came by themselves or whom we reached; a row to compare with.
    """

    name: str
    vendor: str | None
    programs: tuple[str, ...]
    month: date | None
    lines: int
    read: int
    people: int
    counts: Mapping[Rung, float | None]
    confirmed: float | None
    attested: float
    net_new: NetNew
    linked: int
    ambiguous: int
    observed: int
    in_sight: int
    worked: Worked | None
    estimates: Mapping[str, Estimate]
    matured_share: float | None
    possible_on: date | None
    outcomes_known: bool
    spent: Spent
    won_minor: Mapping[str, float]
    circular: tuple[str, ...]
    is_baseline: bool

    @property
    def is_circular(self) -> bool:
        """Whether any of it is intent data bought to buy more intent data."""
        return bool(self.circular)

    @property
    def real_leads(self) -> float | None:
        """Real leads so far; None: not known yet."""
        return self.counts[Rung.REAL_LEAD]

    @property
    def cost(self) -> CohortCost:
        """Full cost by part."""
        return self.spent.cost

    def cost_of(self, parts: Iterable[CostPart]) -> float | None:
        """Some parts of the cost, credits taken off; None while one of them is unknown."""
        chosen = CohortCost(parts={part: self.cost.parts.get(part) for part in parts})
        wanted = set(parts)
        return None if wanted & set(chosen.unknown) else chosen.known_minor

    def ladder(self, parts: Iterable[CostPart]) -> Mapping[Rung, float | None]:
        """What a record on each rung costs, counting some parts of the cost."""
        wanted = frozenset(parts)
        counted = {part: self.cost.parts.get(part) if part in wanted else 0.0 for part in CostPart}
        return ladder_costs(CohortCost(parts=counted), self.counts)

    def realised_minor(self, parts: Iterable[CostPart]) -> float | None:
        """Cost over real leads so far, by plain division; None without either."""
        return self.ladder(parts)[Rung.REAL_LEAD]


def bought(outcomes: Iterable[VendorOutcome]) -> tuple[VendorOutcome, ...]:
    """Those that somebody sold; all of them where nobody sold any."""
    found = tuple(outcomes)
    return tuple(one for one in found if not one.is_baseline) or found
