"""Which vendor's real leads cost the least, and how sure are we?"""

import streamlit as st

from leadaudit.ui import cost, cost_basis, cost_given, crm_count, next_order, parts, run, state

workspace = state.require_workspace()
found = run.assessment(workspace, state.as_of(workspace))
st.title("Which vendor's real leads cost the least?")
if not found.deliveries:
    parts.empty(*cost.NOTHING_HERE, page="pages/audit_file.py", button="Audit a file")
    st.stop()

costs = run.outcome_costs(workspace, found)
basis = cost_basis.basis_of(found)
told = cost.compared(workspace, found, basis, cost_basis.target_minor(costs))
vendor = state.one_of("vendor", cost.names(told))
one = cost.one_or_all(costs, told, basis, vendor)

parts.answer(cost.answer(told, costs))
parts.small(cost.provenance(workspace, found, costs, basis, vendor=vendor))
cost_basis.switches(costs, told)
if one is not None:
    parts.figures(cost.figures(one, told))

picture = cost.picture(told)
if picture is not None:
    st.altair_chart(picture, theme=None)
    st.caption(cost.picture_words(told))
parts.ledger(cost.vendor_columns(told), cost.vendor_rows(told))
next_order.show(told)
parts.sentences(cost.apart_sentences(told))
next_order.show_premiums(costs, told, basis)
parts.titled("What may be done with budget", cost.DECISION_COLUMNS, cost.decision_rows(told, costs))
with st.expander("Every two vendors beside each other"):
    parts.ledger(cost.DECISION_COLUMNS, cost.decision_rows(told, costs, all_pairs=True))

if one is not None:
    st.subheader(f"From what was bought to a real lead: {vendor or 'all vendors together'}")
    fall = cost.waterfall_picture(one, told)
    if fall is not None:
        st.altair_chart(fall, theme=None)
    parts.ledger(cost.LADDER_COLUMNS, cost.ladder_rows(one, told))
    parts.titled("What it cost", cost.PART_COLUMNS, cost.part_rows(one, told))
crm_count.show(workspace, found, vendor)
state.choose("vendor", "One vendor", cost.names(told))
cost_given.form(workspace)
parts.calculation(cost.CALCULATION, source="From records to cost per real lead", queries=cost.QUERIES)
cost.offer_workbook(found, told, costs, basis)
parts.download("Download the comparison", cost.vendors_csv, told, file_name="cost-per-real-lead.csv", key="vendors")
