"""How programs are getting on, on the page of deliveries."""

from collections.abc import Sequence
from typing import Final

import pyarrow.parquet as pq

from leadaudit.contract.terms import day_words
from leadaudit.contract.tracker import Progress, progress
from leadaudit.ui.format import UNDEFINED, count, money, share
from leadaudit.ui.parts import Cell, Column, Link
from leadaudit.workspace import Workspace, kept_claims
from leadaudit.workspace.assessments import StoredAssessment

COLUMNS: Final = (
    Column(label="Program", align="word"),
    Column(label="Payable of the goal", align="number"),
    Column(label="Delivered", align="number"),
    Column(label="Usable", align="number"),
    Column(label="To go", align="number"),
    Column(label="Pace"),
    Column(label="Money left of what is committed", align="number"),
)


def rows(workspace: Workspace, found: StoredAssessment) -> list[list[Cell]]:
    """One row per program that delivered."""
    with workspace.store.engine.connect() as connection:
        claimed = kept_claims.claims_table(connection, as_of=found.as_of)
    made = progress(
        found.paths,
        deliveries=pq.read_table(found.paths["deliveries"][0]),
        claims=claimed,
        programs=found.programs,
        as_of=found.as_of,
    )
    return table_rows(made)


def table_rows(made: Sequence[Progress]) -> list[list[Cell]]:
    """Progress as a ledger has it."""
    return [_row(one) for one in made]


def _row(one: Progress) -> list[Cell]:
    goal, currency = one.program.goal, one.program.currency
    left = UNDEFINED
    if currency is not None and one.remaining_minor is not None:
        left = f"{money(one.remaining_minor, currency)} of {money(one.committed_minor, currency)}"
    return [
        Link(words=one.program.id, page="programs", params=(("program", one.program.id),)),
        f"{count(one.payable)}, no goal" if goal is None else share(one.payable, goal),
        count(one.delivered),
        count(one.usable),
        count(one.to_go),
        pace_words(one),
        left,
    ]


def pace_words(one: Progress) -> str:
    """Behind or dumped, else on plan; when the goal will be reached."""
    said = list(one.notes)
    if not said and one.to_go == 0:
        said.append("goal reached")
    elif not said and one.planned is not None:
        said.append(f"on plan: {one.planned:,} were due")
    if one.projected_end_on is not None:
        said.append(f"at this pace reached on {day_words(one.projected_end_on)}")
    said += ["circular: intent data bought more intent data"] if one.program.is_circular else []
    return "; ".join(said) or "no plan agreed"
