"""What the next order of each vendor will bring, beside what happened; and whether dearer programs are worth it."""

from typing import Final

import streamlit as st

from leadaudit.answers.costs import expected_words
from leadaudit.answers.next_order import (
    any_words,
    batch_words,
    order_costs,
    order_note,
    premium_sentence,
    realised_words,
)
from leadaudit.economics.next_order import next_order, premiums, usual_order
from leadaudit.economics.outcome_entry import Basis, Per
from leadaudit.economics.ranked_outcomes import Compared
from leadaudit.ui import parts, state
from leadaudit.ui.parts import Cell, Column
from leadaudit.workspace.outcome_costs import OutcomeCosts

COLUMNS: Final = (
    Column(label="Vendor", align="word"),
    Column(label="A real lead so far", align="number"),
    Column(label="To be expected", align="number"),
    Column(label="The order costs", align="number"),
    Column(label="Real leads to expect", align="number"),
    Column(label="At least one", align="number"),
)
MOST: Final = 20_000


def show(told: Compared) -> None:
    """What so many further records of each vendor will bring; nothing where no vendor has a figure."""
    records = _records(told)
    rows = order_rows(told, records)
    if not rows:
        return
    st.subheader("What to expect from the next order")
    st.number_input(
        "Records in the order", min_value=1, max_value=MOST, value=records, step=100, key="order_of", on_change=_keep
    )
    parts.ledger(COLUMNS, rows)
    parts.small(order_note(records, told.level))


def order_rows(told: Compared, records: int) -> list[list[Cell]]:
    """One row per vendor with a figure, cheapest first."""
    currency = told.currency or ""
    rows: list[list[Cell]] = []
    for one in told.outcomes:
        order = next_order(one, told, records=records)
        if order is None:
            continue
        rows.append(
            [
                one.name,
                realised_words(one.realised_minor(told.parts), currency),
                expected_words(told.ranked(one.name), told),
                order_costs(order, currency),
                batch_words(order),
                any_words(order),
            ]
        )
    return rows


def premium_sentences(costs: OutcomeCosts, told: Compared, basis: Basis) -> tuple[str, ...]:
    """Whether intent-priced and other dearer programs of a vendor are worth their price."""
    found = premiums(costs.by(Per.PROGRAM, basis), costs.sources.programs, told.parts, policy=costs.policy)
    return tuple(premium_sentence(one, told.currency or "") for one in found)


def show_premiums(costs: OutcomeCosts, told: Compared, basis: Basis) -> None:
    """Dearer programs of a vendor beside its cheapest one; nothing where no vendor has two that tell."""
    found = premium_sentences(costs, told, basis)
    if found:
        st.subheader("Is the dearer program worth it?")
        parts.sentences(found)


def _records(told: Compared) -> int:
    written = state.param("order")
    if written is not None and written.isdecimal() and 1 <= int(written) <= MOST:
        return int(written)
    return usual_order(told.outcomes)


def _keep() -> None:
    state.set_params(order=str(st.session_state["order_of"]))
