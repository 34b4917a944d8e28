"""Whom to call now and why, whose answers to confirm, whom to ask, whom to leave alone."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import streamlit as st

from leadaudit.errors import LeadauditError
from leadaudit.follow_up_files import NOBODY, CrmLevel, CrmTarget, asks_csv, segments_csv, signals_csv, tasks_csv
from leadaudit.followup.given import write_given
from leadaudit.followup.words import (
    BARS,
    SEGMENTS,
    answer,
    collision_words,
    empty_list,
    held_back_words,
    not_asked_words,
    waiting_words,
)
from leadaudit.policy import Policy
from leadaudit.ui import parts
from leadaudit.ui.format import count, plural
from leadaudit.ui.parts import Cell, Column, Figure, Link, download, ledger, sentences
from leadaudit.vocabulary import FollowUpList
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.followup import FollowUp, give_out, open_follow_up, put_given
from leadaudit.workspace.followup_tasks import Task

__all__ = ["answer"]

CALCULATION: Final = (
    "Each person is on one list at most. Called now: who asked us, then signals of high priority, unless sales tried "
    "since the newest evidence. Confirmed: what vendors report that people answered. Asked: usable people with a "
    "permission whose employer is not doubtful, unless sales is talking to them or they were asked lately.",
    "Nobody who unsubscribed, denied, said no, or is not countable stands on a list; nobody is called whose number may "
    "not be called. Hours count on working days, from the moment a list is given out.",
)

_WHO: Final = Column(label="Who", align="delivered", width=20)
_WHY: Final = Column(label="Why now", width=27)
_CALL: Final = (
    Column(label="Owner", width=12), _WHO, Column(label="By", align="word"), _WHY, Column(label="Next step", width=14),
    Column(label="Within", width=15),
)  # fmt: skip
_CONFIRM: Final = (
    Column(label="Owner", width=12), _WHO, Column(label="By", align="word"),
    Column(label="The one question", width=46), Column(label="Vendor", align="word"),
)  # fmt: skip
_ASK: Final = (
    _WHO, Column(label="By", align="word"), Column(label="What they showed", width=40), Column(label="Permission"),
    Column(label="Vendor", align="word"),
)  # fmt: skip
_SHOWN: Final = 25

_TARGETS: Final = {CrmTarget.SALESFORCE: "Salesforce", CrmTarget.HUBSPOT: "HubSpot"}
_LEVELS: Final = {CrmLevel.CONTACT: "contacts", CrmLevel.DEAL: "deals", CrmLevel.ACCOUNT: "accounts"}


def lists(workspace: Workspace, found: StoredAssessment) -> FollowUp:
    """The lists of the day, made once for each answer and each thing done to the workspace."""
    return _lists(found.assessment_id, len(workspace.log()), _workspace=workspace, _found=found)


@st.cache_resource(max_entries=8, show_spinner="Looking who is to be called, confirmed and asked")
def _lists(assessment_id: str, revision: int, *, _workspace: Workspace, _found: StoredAssessment) -> FollowUp:
    del assessment_id, revision
    return open_follow_up(_workspace.store, _found)


@st.cache_resource(max_entries=32, show_spinner=False)
def _tasks(
    assessment_id: str, revision: int, name: FollowUpList, limit: int | None, *, _follow_up: FollowUp
) -> list[Task]:
    del assessment_id, revision
    return _follow_up.tasks(name, limit=limit)


def tasks_of(
    workspace: Workspace, follow_up: FollowUp, name: FollowUpList, *, limit: int | None = _SHOWN
) -> list[Task]:
    """The first people of a list."""
    return _tasks(follow_up.found.assessment_id, len(workspace.log()), name, limit, _follow_up=follow_up)


def figures(follow_up: FollowUp) -> tuple[Figure, ...]:
    """How many are on each list, and how many wait."""
    listed = follow_up.listed
    everybody = plural(listed.people.num_rows, "person", "people")
    return (
        Figure(
            label="Call now",
            value=count(listed.count(FollowUpList.CALL_NOW)),
            of=f"{count(listed.count(FollowUpList.CALL_NOW, 'waits'))} more wait their turn",
        ),
        Figure(
            label="Confirm",
            value=count(listed.count(FollowUpList.CONFIRM)),
            of=f"{count(listed.count(FollowUpList.CONFIRM, 'waits'))} more wait their turn",
        ),
        Figure(
            label="Ask today",
            value=count(listed.count(FollowUpList.ASK)),
            of=f"{count(listed.count(FollowUpList.ASK, 'waits'))} more on other days, of {everybody}",
        ),
        Figure(
            label="Leave alone",
            value=count(sum(number for name, _, number in _segments(follow_up) if name == "leave_alone")),
            of=f"of {everybody} that are countable",
        ),
    )


def call_now(workspace: Workspace, follow_up: FollowUp) -> None:
    """The people to call now."""
    name = FollowUpList.CALL_NOW
    tasks = tasks_of(workspace, follow_up, name)
    rows = [
        [
            task.owner or NOBODY, _who(task), _by(task), task.why.sentence, task.why.next_step,
            _within(task, follow_up.found.policy),
        ]
        for task in tasks
    ]  # fmt: skip
    _list(workspace, follow_up, name, _CALL, rows)


def confirm(workspace: Workspace, follow_up: FollowUp) -> None:
    """The answers to confirm."""
    name = FollowUpList.CONFIRM
    tasks = tasks_of(workspace, follow_up, name)
    rows = [[task.owner or NOBODY, _who(task), _by(task), task.question, task.vendor] for task in tasks]
    _list(workspace, follow_up, name, _CONFIRM, rows)
    held = held_back_words(follow_up.listed)
    if held:
        sentences([held])


def ask(workspace: Workspace, follow_up: FollowUp) -> None:
    """Whom to ask with which words, who is held out, and why others are not asked."""
    name = FollowUpList.ASK
    tasks = tasks_of(workspace, follow_up, name, limit=10)
    rows: list[list[Cell]] = [
        [
            _who(task), _by(task),
            task.why.sentence if task.why.used else "Asked for content, and nothing more.",
            "only claimed" if task.consent == "asserted" else "proven", task.vendor,
        ]
        for task in tasks
    ]  # fmt: skip
    _list(workspace, follow_up, name, _ASK, rows)
    held = follow_up.listed.count(FollowUpList.HELD_OUT)
    if held:
        sentences(
            [f"{plural(held, 'person', 'people')} like these are drawn and not asked, to tell what asking brings."]
        )
    with st.expander("Why others are not asked"):
        ledger(
            (Column(label="They"), Column(label="People", align="number")),
            [[words, count(number)] for words, number in not_asked_words(follow_up.listed)],
        )
    _wordings(workspace, follow_up)


def _list(
    workspace: Workspace, follow_up: FollowUp, name: FollowUpList, columns: Sequence[Column], rows: list[list[Cell]]
) -> None:
    waiting = waiting_words(follow_up.listed, name)
    if not rows:
        sentences([empty_list(name), *([waiting] if waiting else [])])
        return
    ledger(columns, rows)
    there = follow_up.listed.count(name)
    more = f"The first {len(rows)} of {count(there)} are shown; the file holds all. " if there > len(rows) else ""
    if more or waiting:
        parts.small(f"{more}{waiting or ''}")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if name is FollowUpList.ASK:
            words: dict[str | None, str] = {None: "each wording in turn"}
            words |= {one.name: one.name for one in follow_up.given.wordings}
            wording = parts.pick("Words", words, key="ask_wording")
            download("Download whom to ask", _asks, workspace, follow_up, wording, file_name="ask.csv", key="file_ask")
        else:
            download(
                "Download this list", _tasks_file, workspace, follow_up, name, file_name=f"{name.value}.csv",
                key=f"file_{name.value}",
            )  # fmt: skip
        if st.button("Give this list out", key=f"give_{name.value}", help=_GIVE):
            given = give_out(workspace.store, follow_up, (name,))
            st.toast(f"{plural(len(given), 'person', 'people')} given out; nobody is given out twice for one thing.")
            st.rerun()


_GIVE: Final = "Notes who was given to whom and when: the hours start, and what came of it can be told later."


def _asks(workspace: Workspace, follow_up: FollowUp, wording: str | None) -> str:
    return asks_csv(follow_up, tasks_of(workspace, follow_up, FollowUpList.ASK, limit=None), wording=wording)


def _tasks_file(workspace: Workspace, follow_up: FollowUp, name: FollowUpList) -> str:
    return tasks_csv(tasks_of(workspace, follow_up, name, limit=None))


def _wordings(workspace: Workspace, follow_up: FollowUp) -> None:
    with st.expander("The words people are asked with, and who looks after whom"):
        for one in follow_up.given.wordings:
            sentences([f"**{one.name}**: {one.mail}", f"On the phone: {one.call}", f"After a yes: {one.next_step}"])
        text = st.text_area("Change them", write_given(follow_up.given), height=240, key="follow_up_text")
        if st.button("Save words and owners", key="save_follow_up"):
            try:
                put_given(workspace.store, text, where="words and owners")
            except LeadauditError as error:
                parts.problem(str(error))
            else:
                st.rerun()


def segments(follow_up: FollowUp) -> None:
    """What kind of message suits whom; collisions to hold back."""
    counted: Counter[str] = Counter()
    for name, _, number in _segments(follow_up):
        counted[name] += number
    columns = (Column(label="What suits them"), Column(label="People", align="number"), Column(label="Why"))
    reasons = {why: number for name, why, number in _segments(follow_up) if name == "leave_alone" and why is not None}
    ledger(
        columns,
        [
            [
                SEGMENTS[name], count(counted[name]),
                "; ".join(f"{count(number)} {BARS[why]}" for why, number in reasons.items())
                if name == "leave_alone"
                else None,
            ]
            for name in SEGMENTS
            if counted[name]
        ],
    )  # fmt: skip
    sentences([collision_words(follow_up.collisions())])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        download("Download segments", segments_csv, follow_up, file_name="segments.csv", key="file_segments")
        target = parts.pick("Signals for", _TARGETS, key="crm_target")
        level = parts.pick("On", _LEVELS, key="crm_level")
        download(
            "Download for the CRM", signals_csv, follow_up, target, level,
            file_name=f"signals-{target.value}-{level.value}.csv", key="file_signals",
        )  # fmt: skip


def _segments(follow_up: FollowUp) -> list[tuple[str, str | None, int]]:
    rows = follow_up.segments().group_by(["segment", "why"]).aggregate([([], "count_all")]).to_pylist()
    return sorted(
        ((row["segment"], row["why"], row["count_all"]) for row in rows),
        key=lambda row: (-row[2], row[0], row[1] or ""),
    )


def _who(task: Task) -> Link:
    words = ", ".join(part for part in (task.name, task.title, task.company) if part)
    return Link(words=words or task.record, page="records", params=(("record", task.record),))


def _by(task: Task) -> str:
    return f"call {task.phone}" if task.channel == "call" else "mail"


def _within(task: Task, policy: Policy) -> str:
    """Until when, and for what kind of lead or signal; hours start when the list is given out."""
    hours = policy.follow_up.due_hours
    kind = "asked on the vendor's form" if task.attested else "asked us" if task.record_class == "lead" else "signal"
    about = f" about {task.category}" if task.category and task.category != "unmapped" else ""
    return f"{hours.lead if task.record_class == 'lead' else hours.signal:g} working hours: {kind}{about}"
