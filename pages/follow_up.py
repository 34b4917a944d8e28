"""Whom to call now and why; whom to ask; whom to leave alone?"""

import streamlit as st

from leadaudit.ui import follow_up, follow_up_results, overview, parts, run, state

workspace = state.require_workspace()
found = run.assessment(workspace, state.as_of(workspace))
lists = follow_up.lists(workspace, found)
st.title("Whom to call now, whom to ask, whom to leave alone?")
parts.answer(follow_up.answer(lists.listed))
parts.small(overview.provenance(found, workspace))
parts.figures(follow_up.figures(lists))

st.subheader("Call now")
follow_up.call_now(workspace, lists)
st.subheader("Confirm")
follow_up.confirm(workspace, lists)
st.subheader("Ask")
follow_up.ask(workspace, lists)
st.subheader("Everybody else")
follow_up.segments(lists)
follow_up_results.results(workspace, lists)
parts.calculation(
    follow_up.CALCULATION, source="Follow up", queries=("followup_people", "followup_lists", "followup_segments")
)
