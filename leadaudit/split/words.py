"""A plan in words, for command line and app."""

from collections.abc import Collection
from typing import Final

from leadaudit.format import UNKNOWN, count
from leadaudit.split.plan import Plan, PlannedDelivery, rest_words

HEADS: Final = ("vendor", "program", "month", "lines", "could not be read", "delivered on")


def plan_rows(plan: Plan, *, here: Collection[str] = ()) -> list[tuple[str, ...]]:
    """One row per delivery under ``HEADS``; the rest last.

    Args:
        plan: What the file becomes.
        here: Keys of the parts that are here already.
    """
    new = {program.id for program in plan.new_programs}
    return [_row(one, new=new, is_here=one.part.key in here) for one in plan.deliveries]


def _row(one: PlannedDelivery, *, new: Collection[str], is_here: bool) -> tuple[str, ...]:
    program = "to be said" if one.program is None else f"{one.program} (new)" if one.program in new else one.program
    return (
        one.vendor or "to be said",
        f"{program}, here already" if is_here else program,
        UNKNOWN if one.part.month is None else f"{one.part.month:%Y-%m}",
        count(one.part.lines),
        count(one.part.unreadable),
        "to be said" if one.delivered_on is None else one.delivered_on.isoformat(),
    )


def remarks(plan: Plan) -> list[str]:
    """What a person should know before it happens: spellings that were joined, the rest, programs without a price."""
    said = [
        f"{vendor} is written {', '.join(spellings[:-1])} and {spellings[-1]}; these are taken for one."
        for vendor, spellings in plan.merged
    ]
    rest = next((one for one in plan.deliveries if one.part.vendor_key is None and one.vendor is not None), None)
    if rest is not None:
        said.append(f"{rest_words(rest.part, plan.split)}: they become a delivery of {rest.vendor}.")
    if plan.new_programs:
        names = ", ".join(program.id for program in plan.new_programs)
        said.append(f"Nothing but the vendor is known of {names}: no price, no terms. A program file adds both later.")
    return said
