"""Step 3 of an audit: what will happen, under which program, received when; then the work, with its progress."""

from datetime import date
from typing import Final

import streamlit as st

from leadaudit.audit import OpenedDelivery, Report
from leadaudit.audit_inputs import DeliveryRead
from leadaudit.contract.program import Program
from leadaudit.errors import LeadauditError
from leadaudit.ui import parts, preview, program_form, run, staged, state
from leadaudit.ui.format import day, plural, text
from leadaudit.workspace import Workspace
from leadaudit.workspace.deliveries import Arrival, Preview, preview_of
from leadaudit.workspace.jobs import Job
from leadaudit.workspace.staging import StagedFile

# How often a page asks how far the work is.
POLL_SECONDS: Final = 0.25

STAGES: Final = {
    "starting": "Starting",
    "reading": "Reading the file",
    "columns": "Reading the columns",
    "facts": "Checking every value",
    "storing": "Storing",
    "loading": "Loading everything active",
    "identity": "Finding who is the same person",
    "permission": "Reading what every record says of permission",
    "contract": "Reading the contract over every record",
    "freshness": "Working out how old employers and titles are",
    "classes": "Sorting records by evidence",
    "done": "Done",
    "counting": "Counting for every page",
}


def what_will_happen(workspace: Workspace, file: StagedFile, columns: OpenedDelivery, *, vendor: str) -> None:
    """What committing would bring, and the button that does it."""
    try:
        read = staged.previewed(workspace, file, columns, vendor=vendor)
    except LeadauditError as error:
        parts.problem(str(error))
        return
    expected = preview_of(read)
    with st.expander(f"3 What will happen: {preview.summary(expected)}", expanded=True):
        preview.show(read, expected)
        bought = program_form.choose(workspace, vendor)
        delivered_on = _received(workspace, expected)
        _audit(workspace, file, columns, read, bought, delivered_on)


def _received(workspace: Workspace, expected: Preview) -> date | None:
    """The day the file arrived; an old file dated today would put everything in it before its time."""
    today = workspace.last_day()
    newest = expected.newest_activity_on
    proposed = None if newest is None else min(newest, today)
    given = st.date_input(
        "When did you receive it?", value=proposed, max_value=today, format="YYYY-MM-DD", key="received_on",
        help="Proposed from the newest day the file speaks of." if proposed else None,
    )  # fmt: skip
    if not isinstance(given, date):
        st.caption("The day is needed: deadlines and the age of everything count from it.")
        return None
    if not expected.looks_old(given):
        return given
    st.warning(
        f"The newest day this file speaks of is {day(newest)}, more than a week before {day(given)}. With a wrong day "
        "return deadlines are wrong, and what came of the people seems to have come before the file."
    )
    return given if st.checkbox(f"It arrived on {day(given)} all the same", key="received_late") else None


def _audit(
    workspace: Workspace,
    file: StagedFile,
    columns: OpenedDelivery,
    read: DeliveryRead,
    bought: program_form.Chosen | None,
    delivered_on: date | None,
) -> None:
    lines = plural(read.lines.num_rows, "line")
    is_ready = bought is not None and delivered_on is not None
    if not st.button(f"Audit {lines}", type="primary", disabled=not is_ready, key="audit"):
        return
    if bought is None or delivered_on is None:
        return
    try:
        program = _program(workspace, bought)
    except LeadauditError as error:
        parts.problem(str(error))
        return
    arrival = Arrival(program=program, delivered_on=delivered_on)
    state.set_params(job=str(_start(workspace, file, columns, read, arrival)))
    st.rerun()


def _start(
    workspace: Workspace, file: StagedFile, columns: OpenedDelivery, read: DeliveryRead, arrival: Arrival
) -> int:
    """Start the work: by a process of its own, or right here when it takes less time than starting one."""
    if run.is_short(workspace, read.lines.num_rows):
        return workspace.start_here(
            kind="commit",
            subject=file.file_name,
            work=lambda report: _commit(workspace, file, columns, read, arrival, report),
        )
    named = ["--program", arrival.program.id, "--delivered-on", arrival.delivered_on.isoformat()]
    return workspace.start_job(kind="commit", subject=file.file_name, arguments=["commit", file.staged, *named])


def _commit(
    workspace: Workspace,
    file: StagedFile,
    columns: OpenedDelivery,
    read: DeliveryRead,
    arrival: Arrival,
    report: Report,
) -> str:
    """Make the file a delivery and build the answer; what was read for the preview is not read again."""
    # Prices were read in the currency of the preview.
    taken_over = None if "price" in read.records.column_names else read
    name = workspace.commit(columns, file, arrival, read=taken_over, report=report)
    workspace.assessment(report=report)
    return name


def _program(workspace: Workspace, chosen: program_form.Chosen) -> Program:
    """The program meant, put in force first when it is new."""
    if chosen.text is not None:
        return workspace.put_program(chosen.text, where="the program")
    return workspace.program(chosen.id)


def work(workspace: Workspace, number: str) -> None:
    """How far the work is, until it is over; the address keeps its number, so a reload finds it again."""
    try:
        job = workspace.job(int(number)) if number.isdecimal() else None
    except LeadauditError:
        job = None
    if job is None:
        parts.problem("There is no such work here. Audit the file again.")
        state.set_params(job=None)
    elif job.state == "failed":
        _failed(job)
    elif job.state == "done":
        state.set_params(**{**dict.fromkeys(staged.PARAMS), "made": job.result})
        st.rerun()
    else:
        _progress(workspace, job.job)


def _failed(job: Job) -> None:
    parts.problem(job.message or "The work stopped. Nothing was stored; try again.")
    if st.button("Back to the file"):
        state.set_params(job=None)
        st.rerun()


@st.fragment(run_every=POLL_SECONDS)
def _progress(workspace: Workspace, number: int) -> None:
    job = workspace.job(number)
    if job.is_over:
        st.rerun(scope="app")
    words = STAGES.get(job.stage, job.stage)
    counts = f", {job.done:,} of {plural(job.total, 'line')}" if job.total else ""
    stages = list(STAGES)
    at = stages.index(job.stage) if job.stage in stages else 0
    st.progress(at / (len(stages) - 1), text=text(f"{words}{counts}"))
    st.caption("This goes on when you leave the page.")
