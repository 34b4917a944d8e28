"""Words of the user's own: an editor, what they would change, and every version that was in force."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from leadaudit.answers.words_effect import HEADER, effect_rows, effect_sentences
from leadaudit.errors import FileMistakesError
from leadaudit.export.csv_file import csv_text
from leadaudit.facts.words_effect import WordsEffect
from leadaudit.facts.words_file import read_words
from leadaudit.ui import parts, run
from leadaudit.ui.format import count
from leadaudit.ui.parts import Cell, Column
from leadaudit.workspace import Workspace
from leadaudit.workspace.settings import SettingVersion

# Rows of each kind of value on the screen, those of most records; the download has all of them.
SHOWN: Final = 8

EXAMPLE: Final = """\
role_names = ["welcome-desk"]

[functions]
"RevOps" = "operations"

[[titles]]
words = ["growth hacker"]
level = "manager"
function = "marketing"

[[companies]]
name = "Northwell"
names = ["Brackwater Holdings Ltd."]
domains = ["northwell.example", "brackwater.example"]
"""

CALCULATION: Final = (
    "Your words go before ours when a file is read. What they would change is found by reading every distinct title, "
    "company, industry and mailbox of all deliveries with the words in force and with these.",
    "They are part of what names an answer: with other words every file is read again from its delivered bytes, and "
    "going back to an earlier version gives the earlier answer again. Sections and keys: docs/words-file.md.",
)

_IN_FORCE: Final = "This is what is in force. Change it to see what would follow; nothing is saved before you say so."
_INVITATION: Final = (
    "The grey lines are an example. Write your own to see what they would change, before you save them."
)
_DRAFT: Final = "words_draft"
_EFFECT_COLUMNS: Final = (
    Column(label=HEADER[0], align="word"),
    Column(label=HEADER[1], align="delivered"),
    Column(label=HEADER[2], align="delivered"),
    Column(label=HEADER[3], align="delivered"),
    Column(label=HEADER[4], align="number"),
)
_VERSION_COLUMNS: Final = (
    Column(label="Version", align="number", width=12),
    Column(label="Put in force, UTC", align="word"),
    Column(label="By"),
)


def show(workspace: Workspace) -> None:
    """The section *Your words* of a page."""
    versions, in_force = workspace.words_versions(), workspace.words_text()
    parts.answer(_answer(versions, in_force))
    st.session_state.setdefault(_DRAFT, in_force)
    draft = st.text_area(
        "Your words, as TOML", key=_DRAFT, height=360, placeholder=EXAMPLE,
        help="Titles, functions, levels, abbreviations, industries, companies, legal forms and mailboxes.",
    )  # fmt: skip
    if draft.strip() == in_force.strip():
        st.caption(_IN_FORCE if in_force.strip() else _INVITATION)
    else:
        _offer(workspace, draft)
    _earlier(versions)
    parts.calculation(CALCULATION, source="Words of your own")


def _answer(versions: Sequence[SettingVersion], in_force: str) -> tuple[str, ...]:
    if not in_force.strip():
        before = " Those of before are below." if versions else ""
        return (f"**No words of your own are in force**; files are read with ours alone.{before}",)
    newest = versions[0]
    return (
        f"**Version {newest.version} of your words is in force**, put there by {newest.author} on "
        f"{newest.added_at:%Y-%m-%d}.",
    )


def _offer(workspace: Workspace, draft: str) -> None:
    """What the draft would change, and the button that puts it in force; a mistake is named instead."""
    try:
        effect = _effect(workspace, draft)
    except FileMistakesError as error:
        parts.problem(str(error))
        return
    st.subheader("What this would change")
    parts.sentences(effect_sentences(effect))
    with st.container(horizontal=True):
        if st.button("Save these words", type="primary", key="save_words"):
            workspace.put_words(draft, where="Your words")
            st.rerun()
        st.button("Leave them as they were", key="leave_words", on_click=_take, args=(workspace.words_text(),))
    _ledger(effect_rows(effect))


def _ledger(rows: Sequence[Sequence[str]]) -> None:
    """The values that change: of each kind those that most records hold; a row names its kind first."""
    if not rows:
        return
    kinds = dict.fromkeys(row[0] for row in rows)
    shown: list[list[Cell]] = [
        [*row] for kind in kinds for row in [row for row in rows if row[0] == kind][:SHOWN]
    ]  # fmt: skip
    parts.ledger(_EFFECT_COLUMNS, shown)
    if len(shown) < len(rows):
        st.caption(f"{count(len(shown))} of {count(len(rows))} values: of each kind those that most records hold.")
    parts.download("Download all changes", _csv, rows, file_name="effect-of-words.csv", key="words_effect")


def _effect(workspace: Workspace, draft: str) -> WordsEffect:
    return _worked_out(str(workspace.folder), run.revision(workspace), draft, _workspace=workspace)


@st.cache_resource(max_entries=4, show_spinner="Reading every title, company and industry with these words")
def _worked_out(folder: str, revision: int, draft: str, *, _workspace: Workspace) -> WordsEffect:
    del folder, revision
    return _workspace.words_effect(read_words(draft, where="Your words"))


def _earlier(versions: Sequence[SettingVersion]) -> None:
    """Every version that was in force, and the way back to it."""
    if not versions:
        return
    rows: list[list[Cell]] = [[str(one.version), f"{one.added_at:%Y-%m-%d %H:%M}", one.author] for one in versions]
    parts.ledger(_VERSION_COLUMNS, rows, caption="Versions, newest first")
    texts = {one.version: one.text for one in versions}
    labels = {one.version: f"Version {one.version} of {one.added_at:%Y-%m-%d %H:%M}" for one in versions}
    with st.expander("Go back to an earlier version"):
        chosen = parts.pick("Which one", labels, key="words_version")
        st.caption("It is put into the editor; there you see what it would change before you save it.")
        st.button("Put it into the editor", key="take_words", on_click=_take, args=(texts[chosen],))


def _take(text: str) -> None:
    st.session_state[_DRAFT] = text


def _csv(rows: Sequence[Sequence[str]]) -> str:
    return csv_text(HEADER, rows)
