"""How many of these people are still where the file says?"""

import streamlit as st

from leadaudit.ui import freshness, overview, parts, run, state

workspace = state.require_workspace()
found = run.assessment(workspace, state.as_of(workspace))
vendors = run.by_vendor(found)
st.title("How many of these people are still where the file says?")
parts.answer(freshness.answer(vendors))
parts.small(overview.provenance(found, workspace))
if freshness.with_employers(vendors):
    st.altair_chart(freshness.picture(vendors), theme=None)
    parts.ledger(freshness.COLUMNS, freshness.rows(vendors))

    st.subheader("Check some by hand")
    freshness.draw(workspace, found)
    freshness.calibration(workspace, found)

    st.subheader("What is a check worth?")
    freshness.worth(found)
parts.calculation(
    freshness.CALCULATION, source="How many of a list are current", queries=("economics_still_true", "evidence_audited")
)
