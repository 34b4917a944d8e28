"""How does each vendor do, on one page?"""

import streamlit as st

from leadaudit.ui import due_diligence, overlap, overview, parts, run, scorecards, state, vendor_card

workspace = state.require_workspace()
found = run.assessment(workspace, state.as_of(workspace))
vendors = run.by_vendor(found)
level = found.policy.cost.level
vendor = state.one_of("vendor", tuple(vendors))

if vendor is None:
    st.title("Of which vendor's lines can most be used?")
    own = scorecards.ours(found)
    parts.answer(scorecards.answer(vendors, level=level, own=own))
    parts.small(overview.provenance(found, workspace))
    if scorecards.with_people(vendors):
        st.altair_chart(scorecards.picture(vendors, level=level, own=own), theme=None)
        parts.ledger(scorecards.COMPARISON, scorecards.comparison_rows(vendors, own=own))
    overlap.show(found)
elif state.one_of("copy", ("vendor",)):
    st.title(f"What {vendor} delivered")
    vendor_card.show_for_vendor(found, vendor, vendors[vendor])
    st.stop()
else:
    st.title(f"How does {vendor} do?")
    parts.answer(run.sentences(run.story(found, vendor=vendor)))
    parts.small(overview.provenance(found, workspace, narrowed=(vendor,)))
    parts.figures(scorecards.figures(vendors[vendor]))
    if not state.is_copy():
        st.altair_chart(overview.picture(found, run.story(found, vendor=vendor)), theme=None)
    vendor_card.take_away(workspace, vendor, found.as_of.isoformat())
    parts.ledger(
        scorecards.REASON_BY_VENDOR,
        overview.reason_rows(vendors[vendor], vendor=vendor),
        total=overview.reason_total(vendors[vendor]),
    )
    parts.facts(scorecards.verdict_rows(vendors[vendor]))
    vendor_card.show(workspace, found, vendor)
    if not state.is_copy():
        due_diligence.show(workspace, found, vendor, vendors[vendor])

state.choose("vendor", "One vendor in full", tuple(vendors))
parts.calculation(
    (*scorecards.CALCULATION, *vendor_card.CALCULATION),
    source="Interval for one vendor",
    queries=("economics_counts", *vendor_card.QUERIES),
)
parts.download("Download the vendors", overview.vendors_csv, run.story(found), file_name="vendors.csv", key="vendors")
