"""The words people read for parts of a cost, rungs of the ladder, what may be said and what may be done."""

from collections.abc import Iterable, Mapping
from typing import Final

from leadaudit.economics.cohort_cost import CostPart, Rung
from leadaudit.economics.cost import Shown
from leadaudit.economics.decisions import BudgetVerdict, Hindrance
from leadaudit.economics.outcome_entry import VendorOutcome

PARTS: Final[Mapping[CostPart, str]] = {
    CostPart.MEDIA: "price of the records",
    CostPart.VERIFICATION: "verification",
    CostPart.PLATFORM: "platform and set-up fees",
    CostPart.SALES_TIME: "sales time",
    CostPart.NURTURE: "nurture",
    CostPart.ASK_CAMPAIGN: "asking people",
    CostPart.CREDITS: "credited or replaced, taken off",
}

RUNGS: Final[Mapping[Rung, str]] = {
    Rung.DELIVERED: "delivered",
    Rung.PAYABLE: "payable by contract",
    Rung.USABLE: "usable",
    Rung.OPT_IN_OR_BETTER: "opt-in or better",
    Rung.SIGNAL_OR_BETTER: "signal or better",
    Rung.ACCEPTED_BY_SALES: "taken on by sales",
    Rung.REAL_LEAD: "real lead",
    Rung.MEETING_HELD: "meeting held",
    Rung.OPPORTUNITY: "opportunity",
    Rung.WON: "won",
}

SHOWN: Final[Mapping[Shown, str]] = {
    Shown.NOT_KNOWN_YET: "not known yet",
    Shown.TOO_FEW_RECORDS: "too few records",
    Shown.DIRECTIONAL_ONLY: "a direction only",
    Shown.RANK: "",
}

VERDICTS: Final[Mapping[BudgetVerdict, str]] = {
    BudgetVerdict.MOVE: "move",
    BudgetVerdict.LEAN: "lean",
    BudgetVerdict.NO_PRACTICAL_DIFFERENCE: "no practical difference",
    BudgetVerdict.NOT_COMPARABLE: "not comparable",
    BudgetVerdict.NOT_ENOUGH_DATA: "not enough data",
}

HINDRANCES: Final[Mapping[Hindrance, str]] = {
    Hindrance.NO_FIGURE_YET: "one of them has no figure yet",
    Hindrance.FOLLOW_UP_DIFFERS: "their people were not followed up alike",
    Hindrance.ONLY_DIRECTIONAL: "one of them has too few real leads for more than a direction",
    Hindrance.MODELS_DISAGREE: "it holds when vendors are compared per record and not per money spent, or the reverse",
    Hindrance.REGRET: "being wrong would cost too much of what being right brings",
    Hindrance.PROBABILITY: "it is not likely enough",
}


def badges(one: VendorOutcome) -> str:
    """What stands behind a name: ``(ours)``, ``(circular)``, ``(circular in part)``, or nothing."""
    if one.is_baseline:
        return " (ours)"
    if not one.is_circular:
        return ""
    return " (circular)" if len(one.circular) == len(one.programs) else " (circular in part)"


# Steps from the CRM's count to ours (economics.crm_count.STEPS).
CRM_STEPS: Final[Mapping[str, str]] = {
    "not_delivered": "not delivered by this vendor",
    "duplicate": "a second contact of the same person",
    "known_before": "known before",
    "outside_window": "not within the days that count after the delivery",
    "further": "a further one of the same person",
    "shared": "shared with another vendor",
    "added": "delivered by it, the CRM names another source",
}


def part_names(parts: Iterable[CostPart]) -> str:
    """Parts of a cost as a list in a sentence; empty without any."""
    return listed([PARTS[part] for part in parts])


def listed(names: list[str]) -> str:
    """Names in a sentence: ``a``, ``a and b``, ``a, b and c``."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
