"""Each vendor's people beside like people of others, on the page of the funnel."""

from typing import Final

import streamlit as st

from leadaudit.answers.matched import MEANS, NOTHING, matched_words
from leadaudit.economics.matched import MatchedLift
from leadaudit.ui import parts, run
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.followed import open_matched

QUERIES: Final = ("economics_followed", "economics_lift")
TITLE: Final = "Did it make a difference?"


def show(workspace: Workspace, found: StoredAssessment, vendor: str | None) -> None:
    """One sentence per vendor, or what it takes to tell."""
    lifts = _lifts(found.assessment_id, run.revision(workspace), _workspace=workspace, _found=found)
    told = [matched_words(one) for one in lifts if vendor in {None, one.vendor}]
    st.subheader(TITLE)
    parts.sentences(told or [NOTHING])
    if told:
        parts.small(MEANS)


@st.cache_resource(max_entries=16, show_spinner=False)
def _lifts(
    assessment_id: str, revision: int, *, _workspace: Workspace, _found: StoredAssessment
) -> tuple[MatchedLift, ...]:
    del assessment_id, revision
    return open_matched(_workspace.store, _found)
