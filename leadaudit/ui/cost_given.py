"""A form for what records cost beside their price; what is left empty stays unknown."""

from decimal import Decimal
from typing import Final

import streamlit as st

from leadaudit.answers.cost_words import PARTS
from leadaudit.economics.cohort_cost import CostPart
from leadaudit.economics.own_costs import CostLine, GivenPart, OwnCosts, write_own_costs
from leadaudit.errors import LeadauditError
from leadaudit.ui import parts
from leadaudit.workspace import Workspace
from leadaudit.workspace.outcome_costs import put_own_costs, stored_own_costs

AMOUNTS: Final[tuple[GivenPart, ...]] = ("verification", "platform", "sales_time", "nurture", "ask_campaign")


def form(workspace: Workspace) -> None:
    """Amounts for all vendors together, shared by delivered lines; amounts of one vendor come by the command line."""
    before = stored_own_costs(workspace.store)
    with st.expander("Give further costs"), st.form("own_costs"):
        st.caption("Left empty: unknown, and so not counted. 0 says that there was none.")
        currency = st.text_input("Currency of these amounts", value=before.currency, max_chars=3)
        given = {part: _amount(PARTS[CostPart(part)].capitalize(), _for_all(before, part), part) for part in AMOUNTS}
        minutes = _amount("Your minutes for a call or mail", before.minutes_per_touch, "minutes")
        rate = _amount("An hour of sales", before.sales_rate_per_hour, "rate")
        nurture = _amount("Nurture of a usable record, a month", before.nurture_per_record_month, "nurture_month")
        if st.form_submit_button("Save these costs"):
            kept = [line for line in before.line if line.vendor is not None or line.program is not None]
            made = [CostLine(part=part, amount=value) for part, value in given.items() if value is not None]
            costs = OwnCosts.model_construct(
                currency=currency.strip().upper(),
                minutes_per_touch=minutes,
                sales_rate_per_hour=rate,
                nurture_per_record_month=nurture,
                line=(*kept, *made),
            )
            _save(workspace, costs)


def _save(workspace: Workspace, costs: OwnCosts) -> None:
    try:
        put_own_costs(workspace.store, write_own_costs(costs), where="costs")
    except LeadauditError as error:
        parts.problem(str(error))
        return
    st.rerun()


def _for_all(before: OwnCosts, part: GivenPart) -> Decimal | None:
    return next(
        (line.amount for line in before.line if line.part == part and not line.vendor and not line.program), None
    )


def _amount(label: str, before: Decimal | None, key: str) -> Decimal | None:
    given = st.number_input(
        label, min_value=0.0, value=None if before is None else float(before), placeholder="not given", key=f"own_{key}"
    )
    return None if given is None else Decimal(str(given))
