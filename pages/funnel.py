"""Where do their people stop, and are we following up?"""

import streamlit as st

from leadaudit.ui import followup, funnel, funnel_lists, matched, parts, planner, run, state

workspace = state.require_workspace()
found = run.assessment(workspace, state.as_of(workspace))
st.title("Where do their people stop, and are we following up?")
if not found.deliveries:
    parts.empty(*funnel.NOTHING_HERE, page="pages/audit_file.py", button="Audit a file")
    st.stop()

costs = run.outcome_costs(workspace, found)
cells = funnel.opened(costs, found)
vendor = state.one_of("vendor", funnel.vendors(cells))
months = funnel.month_words(cells, vendor)
month = funnel.month_of(state.one_of("month", tuple(months)))
kinds = funnel.kind_words(cells)
kind = state.one_of("outcome", tuple(kinds)) or next(iter(kinds))
told = funnel.told_of(cells, found.policy, vendor, month)
in_time = followup.touched(cells, found.policy, vendor, month)
rates = funnel_lists.rates(workspace, found)

parts.answer(funnel.answer(told, in_time))
parts.small(funnel.provenance(workspace, found, costs, vendor, month))
funnel_lists.warn(rates, vendor)
parts.figures(funnel.figures(cells, told, in_time, vendor, month))
with st.container(horizontal=True):
    state.choose("vendor", "Vendor", funnel.vendors(cells))
    state.choose("month", "Delivered in", tuple(months), words=months)
    state.choose("outcome", "Cohorts by", tuple(kinds), words=kinds, without=kinds[kind])
parts.ledger(funnel.STAGE_COLUMNS, funnel.stage_rows(told, vendor=vendor))

cohorts = funnel.cohorts(costs, cells, kind, vendor)
picture = funnel.picture(cohorts, found.policy, kind, kinds)
if picture is not None:
    st.subheader(f"{kinds[kind]}, by days since delivery")
    st.altair_chart(picture, theme=None)
    st.caption(funnel.picture_words(cohorts, found.policy))
parts.titled(f"Cohorts: {kinds[kind]}", funnel.cohort_columns(found.policy), funnel.cohort_rows(cohorts))
if vendor is None:
    parts.titled("By vendor", funnel.group_columns("Vendor"), funnel.vendor_rows(cells, found.policy, month))
parts.titled("By month of delivery", funnel.group_columns("Month"), funnel.month_rows(cells, found.policy, vendor))
parts.titled("Tried soon, later, never", funnel.TRIED_COLUMNS, funnel.tried_rows(cells, found.policy, vendor, month))
parts.sentences(funnel.notes(cells))
planner.constraint_of(workspace, found, vendor)
matched.show(workspace, found, vendor)
parts.titled("How soon we tried", followup.SPEED_COLUMNS, followup.speed_rows(cells, found.policy, vendor, month))
parts.small(followup.speed_words(cells, vendor, month))
parts.titled("Both sides", followup.SIDES_COLUMNS, followup.sides_rows(cells, costs))
parts.small(followup.SIDES_WORDS)
parts.sentences(followup.sides_sentences(cells, vendor, month))
followup.show_classes(found, cells)
parts.titled("Found in your CRM", funnel_lists.LINK_COLUMNS, funnel_lists.rate_rows(rates, vendor))
funnel_lists.show(workspace, found, vendor)
parts.calculation(funnel.CALCULATION, source="Funnel", queries=(*funnel.QUERIES, *matched.QUERIES))
parts.download("Download the funnel", funnel.funnel_csv, cells, found.policy, file_name="funnel.csv", key="funnel")
