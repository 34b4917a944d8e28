"""Changing the rules: an editor, what a change would move, and every policy that was in force."""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

import streamlit as st

from leadaudit.answers.policy_effect import PolicyEffect
from leadaudit.answers.policy_words import (
    MOVE_HEADER,
    RULE_HEADER,
    VENDOR_HEADER,
    effect_sentences,
    move_rows,
    rule_rows,
    vendor_rows,
)
from leadaudit.errors import LeadauditError
from leadaudit.export.csv_file import csv_text
from leadaudit.policy import default_policy_text
from leadaudit.ui import parts, run
from leadaudit.ui.format import count, plural
from leadaudit.ui.parts import Cell, Column
from leadaudit.workspace import Workspace
from leadaudit.workspace.settings import SettingVersion

# Rows of the ledger on the screen; the download has all of them.
SHOWN: Final = 30

EXAMPLE: Final = """\
name = "ours"
version = "2026.2"

[classes]
explicit_valid_days = 60

[usable]
min_employer_p = 0.6
"""

CALCULATION: Final = (
    "What a change would move is found by judging every delivered record under both policies, on the day asked about. "
    "People, repeats and lists know no policy and are taken over; permission, ageing, classes and usable records are "
    "worked out anew, by the same steps that make every other answer.",
    "Nothing is overwritten: an answer is named by the fingerprint of its rules, so that going back to an earlier "
    "policy gives the earlier answer again.",
)

_DRAFT: Final = "policy_draft"
_RULE_COLUMNS: Final = (
    Column(label=RULE_HEADER[0], align="word", width=46),
    Column(label=RULE_HEADER[1], align="delivered"),
    Column(label=RULE_HEADER[2], align="delivered"),
)
_MOVE_COLUMNS: Final = (
    *(Column(label=label) for label in MOVE_HEADER[:3]),
    Column(label=MOVE_HEADER[3], align="number"),
)
_VENDOR_COLUMNS: Final = (
    Column(label=VENDOR_HEADER[0], align="word"),
    Column(label=VENDOR_HEADER[1]),
    *(Column(label=label, align="number") for label in VENDOR_HEADER[2:]),
)
_VERSION_COLUMNS: Final = (
    Column(label="Version", align="number", width=12),
    Column(label="Policy"),
    Column(label="Put in force, UTC", align="word"),
    Column(label="By"),
)


def show(workspace: Workspace, as_of: date) -> None:
    """The section *Change the rules* of a page."""
    in_force = workspace.policy_text()
    st.session_state.setdefault(_DRAFT, in_force)
    draft = st.text_area(
        "Your policy, as TOML: only what differs from the one that comes with leadaudit",
        key=_DRAFT, height=320, placeholder=EXAMPLE,
        help="A policy of your own has a name and a version, which stand with every answer.",
    )  # fmt: skip
    if draft.strip() == in_force.strip():
        st.caption(
            "This is what is in force; change it to see what would move. Nothing is saved before you say so."
            if in_force.strip()
            else "The grey lines are an example. Write your own to see what they would move, before you save them."
        )
    else:
        _offer(workspace, draft, as_of)
    with st.expander("Every rule with its default"):
        st.code(default_policy_text(), language="toml")
    _earlier(workspace.policy_versions())
    parts.calculation(CALCULATION, source="Another policy", queries=("policy_moves",))


def _offer(workspace: Workspace, draft: str, as_of: date) -> None:
    """What the draft would move, and the button that puts it in force; a mistake is named instead."""
    try:
        effect = _effect(workspace, draft, as_of)
    except LeadauditError as error:
        parts.problem(str(error))
        return
    st.subheader("What this would move")
    parts.answer([sentence for sentence in effect_sentences(effect) if sentence])
    with st.container(horizontal=True):
        if st.button(f"Put {effect.after.name} {effect.after.version} in force", type="primary", key="save_policy"):
            _save(workspace, draft)
        st.button("Leave the rules as they are", key="leave_policy", on_click=_take, args=(workspace.policy_text(),))
    _ledgers(effect)


def _save(workspace: Workspace, draft: str) -> None:
    try:
        workspace.put_policy(draft, where="Your policy")
    except LeadauditError as error:
        parts.problem(str(error))
        return
    st.rerun()


def _ledgers(effect: PolicyEffect) -> None:
    rules: list[list[Cell]] = [[*row] for row in rule_rows(effect.rules)]
    if rules:
        parts.ledger(_RULE_COLUMNS, rules, caption="Rules")
    moves = move_rows(effect)
    if not moves:
        return
    parts.ledger(_MOVE_COLUMNS, [[*row] for row in moves[:SHOWN]], caption="Records")
    if len(moves) > SHOWN:
        st.caption(f"{count(SHOWN)} of {plural(len(moves), 'move')}; the download has all of them.")
    parts.ledger(_VENDOR_COLUMNS, [[*row] for row in vendor_rows(effect)], caption="Vendors")
    parts.download("Download all moves", _csv, moves, file_name="effect-of-policy.csv", key="policy_effect")


def _csv(moves: Sequence[Sequence[str]]) -> str:
    return csv_text(MOVE_HEADER, moves)


def _effect(workspace: Workspace, draft: str, as_of: date) -> PolicyEffect:
    return _worked_out(str(workspace.folder), run.revision(workspace), draft, as_of, _workspace=workspace)


@st.cache_resource(max_entries=4, show_spinner="Judging every record by these rules")
def _worked_out(folder: str, revision: int, draft: str, as_of: date, *, _workspace: Workspace) -> PolicyEffect:
    del revision
    if run.is_large(_workspace):
        _build_apart(folder, draft, as_of)
    return _workspace.policy_effect(draft, where="Your policy", as_of=as_of)


def _build_apart(folder: str, draft: str, as_of: date) -> None:
    """Build the answer in a process of its own: beside everybody else's pages it would slow them all."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "policy.toml"
        file.write_text(draft, encoding="utf-8")
        command = [sys.executable, "-m", "leadaudit", "policy", "diff", str(file), "--workspace", folder]
        command += ["--as-of", as_of.isoformat()]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)  # noqa: S603 - our own


def _earlier(versions: Sequence[SettingVersion]) -> None:
    """Every policy that was put in force, and the way back to each, the shipped one included."""
    if not versions:
        return
    rows: list[list[Cell]] = [
        [str(one.version), _named(one), f"{one.added_at:%Y-%m-%d %H:%M}", one.author] for one in versions
    ]
    parts.ledger(_VERSION_COLUMNS, rows, caption="Put in force, newest first")
    texts = {0: "", **{one.version: one.text for one in versions}}
    labels = {one.version: f"Version {one.version}: {_named(one)}, {one.added_at:%Y-%m-%d %H:%M}" for one in versions}
    with st.expander("Go back to an earlier policy"):
        chosen = parts.pick("Which one", {**labels, 0: "The one that comes with leadaudit"}, key="policy_version")
        st.caption("It is put into the editor; there you see what it would move before it is in force.")
        st.button("Put it into the editor", key="take_policy", on_click=_take, args=(texts[chosen],))


def _named(version: SettingVersion) -> str:
    """The first lines say what a policy is called; an empty text is the shipped one."""
    said = dict(line.split("=", 1) for line in version.text.splitlines() if line.startswith(("name", "version")))
    words = [value.strip().strip('"') for value in said.values()]
    return " ".join(words) if version.text.strip() else "the one that comes with leadaudit"


def _take(text: str) -> None:
    st.session_state[_DRAFT] = text
