"""What must we buy to reach the target, and is buying the answer?"""

import streamlit as st

from leadaudit.ui import overview, parts, planner, run, state

workspace = state.require_workspace()
found = run.assessment(workspace, state.as_of(workspace))
desk = planner.desk(workspace, found)
target = planner.target_of(workspace)
plan = planner.plan(desk, target)
st.title("What must we buy to reach the target, and is buying the answer?")
parts.answer(planner.answer(plan, target))
parts.small(overview.provenance(found, workspace))
planner.form(workspace, found, target)
planner.show(plan, target, desk)
planner.constraint(desk)
parts.calculation(planner.CALCULATION, source="Planner", queries=planner.QUERIES)
if plan is not None and target is not None:
    parts.download("Download the plan", planner.plan_csv, plan, target, file_name="plan.csv", key="plan")
