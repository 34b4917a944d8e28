"""What was not joined, on the page of duplicates: pairs that were cut, unsure links to the CRM, what was compared."""

from typing import Final

import streamlit as st

from leadaudit.answers.matching import NOT_COMPARED_HEADER, compared_sentences
from leadaudit.export.csv_file import csv_text
from leadaudit.kept_apart import WHY_CUT, Named, ambiguous_links, cut_pairs, not_compared, recall_of
from leadaudit.pair_view import is_in_crm
from leadaudit.ui import parts
from leadaudit.ui.format import count, percent
from leadaudit.ui.one_pair import leads_to
from leadaudit.ui.parts import Cell, Column, Link
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment

# Rows of a ledger on the screen; the download has more.
SHOWN: Final = 15
MOST_LISTED: Final = 10_000

_LOOK: Final = "look at the two"

_CUT_COLUMNS: Final = (
    Column(label="One record", align="delivered"),
    Column(label="The other", align="delivered"),
    Column(label="Why they look alike, and what speaks against it"),
    Column(label="To decide", align="word"),
)
_AMBIGUOUS_COLUMNS: Final = (
    Column(label="Who", align="delivered"),
    Column(label="People of your CRM it may be", align="number"),
    Column(label="Likeliest of those it was not joined with", align="delivered"),
    Column(label="Chance", align="number"),
    Column(label="To decide", align="word"),
)
_SKIPPED_COLUMNS: Final = (
    Column(label=NOT_COMPARED_HEADER[0]),
    Column(label=NOT_COMPARED_HEADER[1], align="number"),
    Column(label=NOT_COMPARED_HEADER[2], align="number"),
    Column(label=NOT_COMPARED_HEADER[3], align="number"),
    Column(label=NOT_COMPARED_HEADER[4], align="delivered"),
)


def show(workspace: Workspace, found: StoredAssessment, *, blind: bool) -> None:
    """The three sections, each only where it has something to say; what was compared always.

    Args:
        workspace: Where the records are.
        found: The answer.
        blind: Whether scores are hidden: lists that hold them are left out.
    """
    if not blind:
        _cut(workspace, found)
        _ambiguous(workspace, found)
    _compared(workspace, found)


def _cut(workspace: Workspace, found: StoredAssessment) -> None:
    cuts, whole = cut_pairs(workspace, found, most=SHOWN)
    if not cuts:
        return
    rows: list[list[Cell]] = [
        [
            _cell(one.left),
            _cell(one.right),
            f"{one.why} {one.instead}".strip(),
            leads_to(one.left.record, one.right.record, _LOOK),
        ]
        for one in cuts
    ]
    parts.titled("Alike, but kept apart", _CUT_COLUMNS, rows)
    st.caption(f"{WHY_CUT}{_more(len(cuts), whole)}")
    if len(cuts) < whole:
        parts.download("Download all of these", _cut_csv, workspace, found, file_name="kept-apart.csv", key="cut")


def _cut_csv(workspace: Workspace, found: StoredAssessment) -> str:
    cuts, _ = cut_pairs(workspace, found, most=MOST_LISTED)
    rows = [(one.left.record, one.left.who, one.right.record, one.right.who, one.why, one.instead) for one in cuts]
    return csv_text(("left", "left_is", "right", "right_is", "why", "instead"), rows)


def _ambiguous(workspace: Workspace, found: StoredAssessment) -> None:
    links, whole = ambiguous_links(workspace, found, most=SHOWN)
    if not links:
        return
    rows: list[list[Cell]] = [
        [
            _cell(one.person),
            count(one.contacts),
            _cell(one.likeliest),
            percent(one.p),
            leads_to(one.person.record, one.likeliest.record, _LOOK),
        ]
        for one in links
    ]
    parts.titled("May be several people of your CRM", _AMBIGUOUS_COLUMNS, rows)
    st.caption(
        "Outcomes of a contact that somebody only may be are not counted for them before you decide."
        f"{_more(len(links), whole)}"
    )
    if len(links) < whole:
        parts.download(
            "Download all of them",
            _ambiguous_csv,
            workspace,
            found,
            file_name="several-of-the-crm.csv",
            key="ambiguous",
        )


def _ambiguous_csv(workspace: Workspace, found: StoredAssessment) -> str:
    header = ("record", "who", "people_of_the_crm", "likeliest", "likeliest_is", "p")
    links, _ = ambiguous_links(workspace, found, most=MOST_LISTED)
    rows = [
        (one.person.record, one.person.who, one.contacts, one.likeliest.record, one.likeliest.who, one.p)
        for one in links
    ]
    return csv_text(header, rows)


def _compared(workspace: Workspace, found: StoredAssessment) -> None:
    st.subheader("What was compared")
    parts.sentences(compared_sentences(found.paths, _recall(found.assessment_id, _workspace=workspace, _found=found)))
    rows: list[list[Cell]] = [[*row, _cell(one)] for row, one in not_compared(workspace, found)]
    if rows:
        parts.ledger(_SKIPPED_COLUMNS, rows)


@st.cache_resource(max_entries=16, show_spinner=False)
def _recall(assessment_id: str, *, _workspace: Workspace, _found: StoredAssessment) -> float | None:
    del assessment_id
    return recall_of(_workspace, _found)


def _more(shown: int, whole: int) -> str:
    return f" {count(shown)} of {count(whole)} are shown." if shown < whole else ""


def _cell(one: Named) -> Cell:
    return one.who if is_in_crm(one.record) else Link(words=one.who, page="records", params=(("record", one.record),))
