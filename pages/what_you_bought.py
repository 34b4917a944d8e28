"""What did we pay for, and what did we really get?"""

import streamlit as st

from leadaudit.ui import exports, navigation, overview, parts, run, state

workspace = state.require_workspace()
st.title("What did we pay for, and what did we really get?")

if not workspace.deliveries():
    parts.empty(
        "Here will stand what was paid, what of it is usable, and what is not known yet.",
        "It needs one file as a vendor delivered it.",
        page="pages/audit_file.py",
        button="Audit a file",
    )
    parts.sentences(navigation.pages_to_come(workspace))
    st.stop()

found = run.assessment(workspace, state.as_of(workspace))
story = run.story(found)
parts.answer(run.sentences(story))
parts.small(overview.provenance(found, workspace))

parts.figures(overview.figures(found, story))
st.altair_chart(overview.picture(found, story), theme=None)
st.caption(overview.picture_words(story))

if story.vendor is None:
    parts.ledger(overview.VENDOR_COLUMNS, overview.vendor_rows(story))
else:
    parts.ledger(overview.REASON_COLUMNS, overview.reason_rows(story.total), total=overview.reason_total(story.total))

st.subheader("What to do now")
parts.sentences(overview.step_sentences(story))
exports.leads_on(story)
parts.sentences(navigation.pages_to_come(workspace))
parts.calculation(
    overview.CALCULATION, source="Usable records, and what one costs", queries=("economics_usable", "economics_counts")
)
parts.download("Download the vendors", overview.vendors_csv, story, file_name="what-you-bought.csv", key="table")
