"""Files to take away: the clean file, every line, the lines that could not be read."""

from collections.abc import Sequence

import streamlit as st

from leadaudit.answers import Story
from leadaudit.export.delivery_files import ImportTarget, clean_csv, records_csv, unreadable_csv
from leadaudit.ui import overview, parts, run
from leadaudit.ui.state import Scope
from leadaudit.workspace.assessments import StoredAssessment

TARGETS = {ImportTarget.HUBSPOT: "HubSpot", ImportTarget.SALESFORCE: "Salesforce", ImportTarget.MARKETO: "Marketo"}


def offer(found: StoredAssessment, deliveries: Sequence[str], *, lead_source: str, name: str) -> None:
    """Buttons for the three files of some deliveries.

    Args:
        found: The assessment.
        deliveries: Whose lines.
        lead_source: Written into the clean file, so that the CRM knows where a record came from.
        name: How the files begin.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        target = parts.pick("Column names for", TARGETS, key="target")
        parts.download(
            "Download the clean file", _clean, found, tuple(deliveries), lead_source, target,
            file_name=f"{name}-clean-{target}.csv", key="clean",
        )  # fmt: skip
        parts.download(
            "Download every line", records_csv, found.paths, tuple(deliveries), file_name=f"{name}-records.csv",
            key="records",
        )  # fmt: skip
        parts.download(
            "Download unreadable lines", unreadable_csv, found.paths, tuple(deliveries),
            file_name=f"{name}-unreadable.csv", key="unreadable",
        )  # fmt: skip


def _clean(found: StoredAssessment, deliveries: tuple[str, ...], lead_source: str, target: ImportTarget) -> str:
    return clean_csv(found.paths, deliveries, lead_source=lead_source, target=target)


def matching_csv(found: StoredAssessment, scope: Scope) -> str:
    """Every delivered line a page is narrowed to."""
    return overview.table_csv(run.all_records(found, scope))


def leads_on(story: Story) -> None:
    """Where the three things to do now are done."""
    with st.container(horizontal=True):
        if len(story.deliveries) > 1:
            st.page_link("pages/deliveries.py", label="Open a delivery for its clean file")
        st.page_link("pages/records.py", label="Open what can be returned", query_params={"verdict": "return"})
        st.page_link("pages/records.py", label="Open permissions only claimed", query_params={"consent": "asserted"})
