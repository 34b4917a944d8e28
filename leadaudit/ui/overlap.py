"""Which vendors sold the same people, as a ledger."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from leadaudit.answers.matching import overlap_sentences
from leadaudit.ui.format import UNDEFINED, count, money, share
from leadaudit.ui.parts import Cell, Column
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.page_counts import overlap_of

COLUMNS: Final = (
    Column(label="First from", align="word"),
    Column(label="Then from", align="word"),
    Column(label="People", align="number"),
    Column(label="Companies", align="number"),
    Column(label="Days later, usually", align="number"),
    Column(label="Paid to the second", align="number"),
    Column(label="Sold as exclusive", align="number"),
)


def rows(found: StoredAssessment) -> list[list[Cell]]:
    """One row for each two vendors, who was first before who came later."""
    return [_row(row) for row in _overlap(found.assessment_id, _found=found)]


def sentences(found: StoredAssessment) -> tuple[str, ...]:
    """Who sold what another vendor had sold before; nothing while there is only one vendor."""
    several = len({one.head.vendor for one in found.deliveries}) > 1
    return overlap_sentences(_overlap(found.assessment_id, _found=found)) if several else ()


@st.cache_resource(max_entries=8, show_spinner=False)
def _overlap(assessment_id: str, *, _found: StoredAssessment) -> list[dict[str, object]]:
    del assessment_id
    return overlap_of(_found)


def _row(row: Mapping[str, object]) -> list[Cell]:
    number = {name: int(str(row[name] or 0)) for name in ("people", "vendor_people", "accounts", "not_exclusive")}
    paid = UNDEFINED if row["currency"] is None else money(int(str(row["paid_twice_minor"] or 0)), str(row["currency"]))
    return [
        str(row["first_vendor"]),
        str(row["vendor"]),
        share(number["people"], number["vendor_people"]),
        count(number["accounts"]),
        f"{float(str(row['median_days'])):,.0f}",
        paid,
        count(number["not_exclusive"]),
    ]
