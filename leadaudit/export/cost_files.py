"""Cost per real lead as rows for other programs: per vendor, per pair of vendors, per rung, per month."""

from collections.abc import Iterable

from leadaudit.answers.costs import decision_words
from leadaudit.economics.cohort_cost import CostPart, Rung
from leadaudit.economics.next_order import NextOrder
from leadaudit.economics.outcome_cells import OutcomeCells
from leadaudit.economics.outcome_entry import Basis, VendorOutcome, bought
from leadaudit.economics.ranked_outcomes import Compared
from leadaudit.economics.waterfall import waterfall

Row = dict[str, object]

# Rungs of the waterfall: each holds what the one before it holds and no more.
FALLING = (Rung.DELIVERED, Rung.PAYABLE, Rung.USABLE, Rung.REAL_LEAD)


def cost_document(compared: Compared, cells: OutcomeCells, basis: Basis) -> Row:
    """Everything of the comparison as one object; what cannot be known is null, keys are never omitted."""
    return {
        "as_of": cells.as_of,
        "outcomes": {"loaded_through": cells.sight.known_through, **linked_counts(compared.outcomes)},
        "basis": {"attested": basis.attested, "net_new_only": basis.net_new_only, "credit_rule": basis.rule.value},
        "currency": compared.currency,
        "level": compared.level,
        "target_minor": compared.target_minor,
        "parts": [part.value for part in compared.parts],
        "missing_parts": [part.value for part in compared.missing],
        "vendors": cost_rows(compared),
        "decisions": decision_rows(compared, cells),
    }


def linked_counts(outcomes: Iterable[VendorOutcome]) -> Row:
    """People records found in the CRM, of all that somebody sold."""
    found = bought(outcomes)
    return {"linked": sum(one.linked for one in found), "of": sum(one.people for one in found)}


def cost_rows(compared: Compared) -> list[Row]:
    """One row per vendor, cheapest first; amounts in minor units."""
    return [_cost_row(one, compared) for one in compared.outcomes]


def _cost_row(one: VendorOutcome, compared: Compared) -> Row:
    ranked = compared.ranked(one.name)
    expected = ranked.told
    seen = one.estimates["real_lead"]
    return {
        "vendor": one.name,
        "lines": one.lines,
        "people": one.people,
        "linked": one.linked,
        "worked": None if one.worked is None else one.worked.worked,
        "usable": None if one.worked is None else one.worked.usable,
        "real_leads": one.real_leads,
        "confirmed": one.confirmed,
        "attested": one.attested,
        "net_new_people": one.net_new.net_new,
        "effective_trials": seen.trials,
        "events": seen.events,
        "matured_share": one.matured_share,
        "possible_on": one.possible_on,
        "shown": ranked.shown.value,
        "currency": one.spent.currency,
        **{f"{part.value}_minor": one.cost.parts.get(part) for part in CostPart},
        "counted_minor": one.cost_of(compared.parts) if compared.parts else None,
        "realised_minor": one.realised_minor(compared.parts) if compared.parts else None,
        "expected_low_minor": None if expected is None else expected.low,
        "expected_median_minor": None if expected is None else expected.median,
        "expected_high_minor": None if expected is None else expected.high,
        "expected_level": None if expected is None else expected.level,
        "p_cheapest": ranked.p_cheapest,
        "p_at_most_target": ranked.p_at_most,
        "is_baseline": one.is_baseline,
        "is_circular": one.is_circular,
    }


def next_order_row(order: NextOrder, compared: Compared) -> Row:
    """What one vendor's next order will bring."""
    return {
        "vendor": order.vendor,
        "records": order.records,
        "found_in_crm": order.seen,
        "currency": compared.currency,
        "cost_minor": order.cost_minor,
        "expected": order.batch.expected,
        "low": order.batch.low,
        "high": order.batch.high,
        "level": order.batch.level,
        "p_any": order.batch.p_any,
    }


def decision_rows(compared: Compared, cells: OutcomeCells) -> list[Row]:
    """One row per pair of vendors with a figure."""
    return [
        {
            "to": pair.to,
            "away_from": pair.away_from,
            "verdict": pair.decision.verdict.value,
            "hindrances": [one.value for one in pair.decision.hindrances],
            "p_by_record": pair.comparison.p_by_record,
            "p_by_money": pair.comparison.p_by_money,
            "p_alike": pair.comparison.p_alike,
            "expected_gain_leads": pair.comparison.value.gain,
            "expected_regret_leads": pair.comparison.value.regret,
            "max_step_share": pair.decision.max_step_share,
            "records_to_decide": pair.records_to_decide,
            "sentence": decision_words(pair, compared, cells),
        }
        for pair in compared.ranking.pairs
    ]


def ladder_rows(one: VendorOutcome, compared: Compared) -> list[Row]:
    """One row per rung of the ladder: how many, and what one costs at the parts that are counted."""
    costs = one.ladder(compared.parts)
    return [
        {"rung": rung.value, "records": one.counts[rung], "each_minor": costs[rung] if compared.parts else None}
        for rung in Rung
    ]


def waterfall_rows(one: VendorOutcome, compared: Compared) -> list[Row]:
    """From everything that was bought to real leads: records and money left and lost at each step.

    Nothing where no cost is known or no outcome could be known.
    """
    total = one.cost_of(compared.parts) if compared.parts else None
    counts = {rung: count for rung in FALLING if (count := one.counts[rung]) is not None}
    if total is None or not one.lines or len(counts) < len(FALLING):
        return []
    return [
        {
            "rung": step.rung.value,
            "records": step.records,
            "lost_records": step.lost_records,
            "left_minor": step.left_minor,
            "lost_minor": step.lost_minor,
        }
        for step in waterfall(round(total), counts)
    ]
