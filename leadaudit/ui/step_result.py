"""After an audit: the answer of that file, and the three things to do next."""

import streamlit as st

from leadaudit.ui import arrivals, exports, overview, parts, run, staged
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.split_file import OF_FILE


def result(workspace: Workspace, delivery: str) -> None:
    """What the file that was just audited is worth."""
    found = run.assessment(workspace, workspace.last_day())
    if delivery.startswith(OF_FILE):
        _of_file(found, workspace, delivery.removeprefix(OF_FILE))
        return
    named = [one for one in found.deliveries if one.head.delivery == delivery]
    if not named:
        parts.problem(f"{delivery}: there is no such delivery here. It may have been taken out again.")
    else:
        story = run.story(found, delivery=delivery)
        parts.answer(run.sentences(story))
        parts.small(overview.provenance(found, workspace, narrowed=(delivery,)))
        parts.figures(overview.figures(found, story))
        st.altair_chart(overview.picture(found, story), theme=None)
        parts.ledger(
            overview.REASON_COLUMNS,
            overview.reason_rows(story.total, delivery=delivery),
            total=overview.reason_total(story.total),
        )
        st.subheader("What to do now")
        parts.sentences(overview.step_sentences(story))
        exports.offer(found, (delivery,), lead_source=delivery, name=delivery)
        with st.container(horizontal=True):
            st.page_link(
                "pages/records.py",
                label="Open the lines that are not usable",
                query_params={"delivery": delivery, "usable": "no"},
            )
            st.page_link("pages/deliveries.py", label="Open this delivery", query_params={"delivery": delivery})
    _again()


def _of_file(found: StoredAssessment, workspace: Workspace, file_sha256: str) -> None:
    """What the deliveries of a file that was just taken apart are worth."""
    deliveries = arrivals.of_file(found.deliveries, file_sha256)
    if not deliveries:
        parts.problem("There is no delivery of this file here. All may have been taken out again.")
    else:
        summaries = run.by_delivery(found)
        parts.answer(arrivals.file_answer(deliveries, summaries))
        parts.small(overview.provenance(found, workspace))
        parts.ledger(arrivals.COLUMNS, arrivals.rows(deliveries, summaries))
        st.page_link(
            "pages/deliveries.py", label="Open the deliveries of this file", query_params={"of": file_sha256[:16]}
        )
    _again()


def _again() -> None:
    if st.button("Audit another file", key="again"):
        staged.start_again()
        st.rerun()
