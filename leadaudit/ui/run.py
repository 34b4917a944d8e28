"""Cached calls: keyed by workspace, assessment, query and parameters, never by the rows of a table."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import streamlit as st

from leadaudit import sql
from leadaudit.answers import NextStep, Outcomes, Story, answer, build_story, next_steps, with_outcomes
from leadaudit.economics.outcome_entry import Per
from leadaudit.economics.summary import By, Summary
from leadaudit.errors import LeadauditError
from leadaudit.ui import parts
from leadaudit.ui.charts import Usable, usable_by_permission
from leadaudit.ui.state import Scope, require_workspace
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.outcome_costs import OutcomeCosts, open_outcome_costs, outcomes_are_loaded, told_outcomes

# Rows of one page of a long table.
PAGE_ROWS: Final = 25

# Delivered lines up to which an answer is worked out by the page itself, within a few seconds.
BUILT_HERE: Final = 20_000

_RECORD_TABLES: Final = ("lines", "usable", "facts", "classes", "verdicts", "consent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of delivered lines, and how many there are on all of them."""

    rows: tuple[Mapping[str, object], ...]
    matching: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(-(-self.matching // PAGE_ROWS), 1)


def assessment(workspace: Workspace, as_of: date) -> StoredAssessment:
    """Everything that follows from what is active; built when it is not there yet.

    A mistake that stands in the way is shown in its own words, and the page ends.
    """
    try:
        return _assessment(str(workspace.folder), revision(workspace), as_of, _workspace=workspace)
    except LeadauditError as error:
        parts.problem(str(error))
        st.stop()


def revision(workspace: Workspace) -> int:
    """A number that moves with everything done to a workspace: the length of its append-only log."""
    return len(workspace.log())


def is_large(workspace: Workspace) -> bool:
    """Whether an answer takes so long to work out that it is done by a process of its own."""
    return not is_short(workspace, 0)


def is_short(workspace: Workspace, arriving: int) -> bool:
    """Whether the answer with so many further lines is worked out within a few seconds."""
    return arriving + sum(one.delivered for one in workspace.deliveries()) <= BUILT_HERE


@st.cache_resource(max_entries=16, show_spinner="Working out the answer for this day")
def _assessment(folder: str, revision: int, as_of: date, *, _workspace: Workspace) -> StoredAssessment:
    del revision
    if is_large(_workspace):
        known = _workspace.known_assessment(as_of=as_of)
        if known is not None:
            return known
        # Beside everybody else's pages a long computation would slow them all.
        command = [sys.executable, "-m", "leadaudit", "vendors", "--workspace", folder, "--as-of", as_of.isoformat()]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)  # noqa: S603 - our own
    return _workspace.assessment(as_of=as_of)


@st.cache_resource(max_entries=64, show_spinner=False)
def _summaries(assessment_id: str, by: By, *, _assessment: StoredAssessment) -> dict[str, Summary]:
    del assessment_id
    return _assessment.summaries(by=by)


def by_vendor(found: StoredAssessment) -> dict[str, Summary]:
    """The numbers of each vendor."""
    return _summaries(found.assessment_id, By.VENDOR, _assessment=found)


def by_delivery(found: StoredAssessment) -> dict[str, Summary]:
    """The numbers of each delivery."""
    return _summaries(found.assessment_id, By.DELIVERY, _assessment=found)


@st.cache_resource(max_entries=64, show_spinner=False)
def _story(assessment_id: str, delivery: str | None, vendor: str | None, *, _assessment: StoredAssessment) -> Story:
    del assessment_id
    deliveries = pq.read_table(_assessment.paths["deliveries"][0])
    for name, value in (("delivery", delivery), ("vendor", vendor)):
        if value is not None:
            deliveries = deliveries.filter(pc.equal(deliveries[name], value))
    return build_story(
        _assessment.paths,
        deliveries=deliveries,
        programs=_assessment.programs,
        policy=_assessment.policy,
        as_of=_assessment.as_of,
        loaded=_assessment.loaded,
        unpaid=_assessment.unpaid,
        query=_assessment.query,
    )


def story(found: StoredAssessment, *, delivery: str | None = None, vendor: str | None = None) -> Story:
    """What there is to tell of everything, of one delivery, or of one vendor."""
    told = _story(found.assessment_id, delivery, vendor, _assessment=found)
    workspace = require_workspace()
    per = Per.EVERYTHING if delivery is None and vendor is None else Per.DELIVERY if delivery else Per.VENDOR
    came = _told_outcomes(found.assessment_id, revision(workspace), per, _workspace=workspace, _found=found)
    return with_outcomes(told, came.get(delivery or vendor or Per.EVERYTHING.value))


def outcome_costs(workspace: Workspace, found: StoredAssessment) -> OutcomeCosts:
    """What came of the people and what they cost; kept until something is done to the workspace."""
    return _outcome_costs(found.assessment_id, revision(workspace), _workspace=workspace, _found=found)


@st.cache_resource(max_entries=8, show_spinner=False)
def _outcome_costs(
    assessment_id: str, revision: int, *, _workspace: Workspace, _found: StoredAssessment
) -> OutcomeCosts:
    del assessment_id, revision
    return open_outcome_costs(_workspace.store, _found)


@st.cache_resource(max_entries=32, show_spinner=False)
def _told_outcomes(
    assessment_id: str, revision: int, per: Per, *, _workspace: Workspace, _found: StoredAssessment
) -> dict[str, Outcomes]:
    del assessment_id, revision
    if not outcomes_are_loaded(_workspace.store, _found.as_of):
        return {}
    return told_outcomes(outcome_costs(_workspace, _found), per)


def sentences(told: Story) -> tuple[str, ...]:
    """The answer, sentence by sentence."""
    return answer(told)


def steps(told: Story) -> tuple[NextStep, ...]:
    """The three things to do now."""
    return next_steps(told)


@st.cache_resource(max_entries=256, show_spinner=False)
def _query(
    assessment_id: str,
    name: str,
    needs: tuple[str, ...],
    params: tuple[tuple[str, sql.Parameter], ...],
    *,
    _assessment: StoredAssessment,
) -> pa.Table:
    del assessment_id
    return _assessment.ask(name, needs, dict(params))


def query(
    found: StoredAssessment, name: str, needs: tuple[str, ...], params: Mapping[str, sql.Parameter] | None = None
) -> pa.Table:
    """The table a query of ours returns over an assessment; a need ``rows=facts`` calls the facts rows in the query."""
    return _query(found.assessment_id, name, needs, tuple(sorted((params or {}).items())), _assessment=found)


def records(found: StoredAssessment, scope: Scope, *, page: int) -> Page:
    """One page of the delivered lines a page of the app is narrowed to."""
    rows = _records(found, scope, limit=PAGE_ROWS, offset=(page - 1) * PAGE_ROWS)
    if not rows and page > 1:
        rows = _records(found, scope, limit=PAGE_ROWS, offset=0)
    return Page(rows=tuple(rows), matching=int(str(rows[0]["matching"])) if rows else 0)


def all_records(found: StoredAssessment, scope: Scope) -> pa.Table:
    """Every delivered line a page of the app is narrowed to."""
    return query(found, "ui_records", _RECORD_TABLES, {**scope.params, "limit": None, "offset": 0}).drop_columns(
        ["matching"]
    )


def _records(found: StoredAssessment, scope: Scope, *, limit: int, offset: int) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = query(
        found, "ui_records", _RECORD_TABLES, {**scope.params, "limit": limit, "offset": offset}
    ).to_pylist()
    return rows


def permission(found: StoredAssessment, *, by: By) -> dict[str, Usable]:
    """Usable records by what they prove about permission, for each delivery or vendor."""
    counts: dict[str, dict[str, int]] = {}
    for row in query(found, "ui_permission", ("usable", "consent")).to_pylist():
        states = counts.setdefault(row[by.value], {})
        states[row["state"]] = states.get(row["state"], 0) + row["number"]
    return {name: usable_by_permission(states) for name, states in counts.items()}
