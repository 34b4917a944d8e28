"""How far we are from intent that is validated: dimensions, five questions, what a dashboard shows."""

from typing import Final

import streamlit as st

from leadaudit.export.csv_file import csv_text
from leadaudit.format import share
from leadaudit.plan.maturity import DimensionStage
from leadaudit.plan.maturity_words import (
    GATES,
    NAMES,
    STAGE_WORDS,
    evidence_words,
    maturity_answer,
    next_step_words,
    self_audit_rows,
)
from leadaudit.plan.pattern import pattern_words
from leadaudit.ui import parts, run, state
from leadaudit.ui.maturity_chart import Gate, GateRow, GateState, gates
from leadaudit.ui.parts import Cell, Column, Figure
from leadaudit.ui.picture import Picture
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.maturity import SelfView, open_self_view

CALCULATION: Final = (
    "Each dimension has two gates, passed in a row; its stage is one more than the gates passed. The weakest "
    "dimension is the stage of the whole. What is not known does not pass.",
    "Everything is counted in this workspace: the policy's dictionary, the back-test, what was given to whom, what "
    "the CRM was found to hold. Nobody is asked how mature they feel.",
)
QUERIES: Final = ("economics_followed", "signals_events", "plan_pipeline")

COLUMNS: Final = (
    Column(label="Dimension", align="word"),
    Column(label="Stage", align="number"),
    Column(label="Evidence"),
    Column(label="What passes the next gate"),
)
QUESTION_COLUMNS: Final = (
    Column(label="Question"),
    Column(label="Answer", align="word"),
    Column(label="It stands on"),
)


def view(workspace: Workspace, found: StoredAssessment) -> SelfView:
    """What the workspace knows of itself; kept until something is done to it."""
    return _view(found.assessment_id, run.revision(workspace), _workspace=workspace, _found=found)


@st.cache_resource(max_entries=8, show_spinner="Looking at what is known of every stage")
def _view(assessment_id: str, revision: int, *, _workspace: Workspace, _found: StoredAssessment) -> SelfView:
    del assessment_id, revision
    return open_self_view(_workspace.store, _found)


def answer(seen: SelfView) -> tuple[str, ...]:
    """How far we are, and what decides it."""
    return maturity_answer(seen.stage, seen.audit)


def figures(seen: SelfView) -> tuple[Figure, ...]:
    """The stage of the whole and its mean."""
    stages = [one.stage for one in seen.stage.dimensions]
    return (
        Figure(label="Stage", value=str(seen.stage.overall), of=f"of 3: {STAGE_WORDS[seen.stage.overall]}"),
        Figure(label="Mean of the dimensions", value=f"{seen.stage.index:.1f}", of="of 3"),
        Figure(label="Dimensions at stage 3", value=str(stages.count(3)), of=f"of {len(stages)}"),
    )


def picture(seen: SelfView) -> Picture:
    """Dimensions and gates, with the gate that would do most as the title."""
    dimensions = seen.stage.dimensions
    passed = sum(one.stage - 1 for one in dimensions)
    return Picture(
        title=f"{passed} of {2 * len(dimensions)} gates are passed in a row"
        if passed < 2 * len(dimensions)
        else "Every gate is passed",
        chart=gates([_gate_row(one) for one in dimensions]),
        reading="Two gates each, from left to right: filled where passed, hollow where not yet, dashed where nothing "
        "is known; a green border alone is passed behind one that is not.",
    )


def _gate_row(one: DimensionStage) -> GateRow:
    name = NAMES[one.dimension]
    first, second = GATES[one.dimension]
    return GateRow(
        name=name,
        words=f"{name}: stage {one.stage} of 3",
        gates=(
            Gate(words=first, state=_state(one, 0)),
            Gate(words=second, state=_state(one, 1)),
        ),
    )


def _state(one: DimensionStage, gate: int) -> GateState:
    passed = one.gates[gate]
    if passed is None:
        return "not known"
    if not passed:
        return "not passed"
    return "passed" if gate < one.stage - 1 else "waits"


def rows(seen: SelfView) -> list[list[Cell]]:
    """One row per dimension with its evidence and the next gate's step."""
    return [
        [
            NAMES[one.dimension],
            f"{one.stage} of 3",
            evidence_words(one.dimension, seen.facts),
            next_step_words(one) or None,
        ]
        for one in seen.stage.dimensions
    ]


def question_rows(seen: SelfView) -> list[list[Cell]]:
    """The five questions answered."""
    return [list(row) for row in self_audit_rows(seen.audit)]


def pattern(seen: SelfView) -> tuple[str, ...]:
    """Whether it buys more or gets more; nothing while no outcome is known."""
    return () if seen.pattern is None else (pattern_words(seen.pattern),)


def dashboard() -> None:
    """What part of a dashboard of one's own counts activity; the URL keeps it."""
    st.subheader("What does your dashboard show?")
    tiles, activity = st.columns(2)
    with tiles:
        _ask("tiles", "Tiles on it")
    with activity:
        _ask("activity_tiles", "Of them, opens, clicks, downloads, impressions or MQLs")
    number, of = _tiles("activity_tiles"), _tiles("tiles")
    if of and number is not None and number <= of:
        judged = "it shows activity more than progress" if number * 2 > of else "progress comes first"
        parts.sentences([f"**{share(number, of)}** of the tiles count activity: {judged}."])
    elif of and number is not None:
        parts.sentences([f"{number} of {of} cannot be; correct one of the two."])


def _ask(name: str, label: str) -> None:
    st.number_input(
        label, min_value=0, step=1, value=_tiles(name), key=f"asked_{name}", placeholder="not given",
        on_change=_keep, args=(name,),
    )  # fmt: skip


def _keep(name: str) -> None:
    value = st.session_state[f"asked_{name}"]
    state.set_params(**{name: None if value is None else str(int(value))})


def _tiles(name: str) -> int | None:
    written = state.param(name) or ""
    return int(written) if written.isdecimal() else None


def table_csv(seen: SelfView) -> str:
    """Dimensions and questions as CSV."""
    header = ["what", "stage or answer", "evidence", "next step"]
    dimensions = [[str(cell or "") for cell in row] for row in rows(seen)]
    return csv_text(header, [*dimensions, *([*map(str, row), ""] for row in question_rows(seen))])
