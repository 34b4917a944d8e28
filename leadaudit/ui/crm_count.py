"""From what the CRM counts for a vendor to what is credited to it, each step with its people."""

from typing import Final

import streamlit as st

from leadaudit.answers.cost_words import CRM_STEPS
from leadaudit.answers.phrases import amount
from leadaudit.economics.credit import FromTheirsToOurs
from leadaudit.economics.crm_count import STEPS
from leadaudit.ui import overview, parts, run
from leadaudit.ui.parts import Cell, Column
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.outcome_costs import counted_by_crm, people_counted_by_crm

COLUMNS: Final = (Column(label="Opportunities"), Column(label="Number", align="number"))


def show(workspace: Workspace, found: StoredAssessment, vendor: str | None) -> None:
    """The steps of one vendor, shared equally and people we knew left out; nothing where neither side counts any."""
    if vendor is None:
        return
    counted = _counted(found.assessment_id, run.revision(workspace), _workspace=workspace, _found=found).get(vendor)
    if counted is None:
        return
    parts.titled("From your CRM's count to ours", COLUMNS, rows(counted))
    parts.download(
        "Download the people of each step",
        people_csv,
        workspace,
        found,
        vendor,
        file_name=f"{vendor}-crm-count.csv",
        key="crm_count",
    )


def rows(counted: FromTheirsToOurs) -> list[list[Cell]]:
    """What the CRM counts, what is taken off or added, and what is left."""
    taken = counted.taken_off
    steps: list[list[Cell]] = [[CRM_STEPS[step], _signed(-taken[step])] for step in STEPS if step in taken]
    return [
        ["counted in your CRM by lead source", amount(counted.theirs)],
        *steps,
        ["ours", amount(round(counted.ours, 6))],
    ]


def people_csv(workspace: Workspace, found: StoredAssessment, vendor: str) -> str:
    """Every person behind a step."""
    return overview.table_csv(people_counted_by_crm(workspace.store, found, vendor))


def _signed(number: float) -> str:
    return f"+{amount(number)}" if number > 0 else f"-{amount(-number)}"


@st.cache_resource(max_entries=8, show_spinner=False)
def _counted(
    assessment_id: str, revision: int, *, _workspace: Workspace, _found: StoredAssessment
) -> dict[str, FromTheirsToOurs]:
    del assessment_id, revision
    return counted_by_crm(_workspace.store, _found)
