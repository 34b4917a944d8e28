"""What the words of the CRM mean: proposed by rule, changed by hand, kept; every answer follows them."""

from typing import Final

import streamlit as st

from leadaudit.answers.crm import PLACES, Words, spoken, unknown_sentences
from leadaudit.errors import LeadauditError
from leadaudit.format import count
from leadaudit.outcomes.stages import EMPTY, Meaning, WordOf, meanings_of
from leadaudit.ui import parts, run, state
from leadaudit.ui.format import plural, text
from leadaudit.vocabulary import CRM_IMPORTS
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.crm_desk import say_stages
from leadaudit.workspace.crm_view import crm_view

# More than these no CRM has; the rest is said on the command line.
_SHOWN: Final = 60


def show(workspace: Workspace) -> None:
    """The words of everything brought in, when they are asked for; nothing without rows of a CRM."""
    if not any(one.kind in CRM_IMPORTS for one in workspace.imports()) or state.is_copy():
        return
    st.subheader("What the words of your CRM mean")
    if state.param("words") is None:
        if st.button("Look at the words of your CRM"):
            state.set_params(words="all")
            st.rerun()
        return
    found = run.assessment(workspace, state.as_of(workspace))
    words = _words(found.assessment_id, run.revision(workspace), _workspace=workspace, _found=found)
    for sentence in unknown_sentences(words):
        st.warning(text(sentence))
    edit(workspace, words, key="all")


def edit(workspace: Workspace, words: Words, *, key: str) -> None:
    """A form with every word: what it is taken for, and another meaning where somebody says so."""
    if not words:
        return
    # those nobody knows first, then those with the most rows
    ordered = sorted(words.items(), key=lambda one: (one[1][0] is not None, -one[1][1], one[0]))[:_SHOWN]
    unknown = sum(meaning is None for meaning, _ in words.values())
    told = f", {count(unknown)} not known" if unknown else ""
    with (
        st.expander(f"What its words mean: {plural(len(words), 'word')}{told}", expanded=bool(unknown)),
        st.form(f"crm_words_{key}", border=False),
    ):
        picked = {
            (place, word): _meaning(place, word, meaning, rows, key=f"crm_word_{key}_{at}")
            for at, ((place, word), (meaning, rows)) in enumerate(ordered)
        }
        if st.form_submit_button("Keep these meanings"):
            said = {at: one for at, one in picked.items() if one is not None and one is not words[at][0]}
            try:
                say_stages(workspace.store, said)
            except LeadauditError as error:
                parts.problem(str(error))
                return
            st.rerun()


def _meaning(place: WordOf, word: str, meaning: Meaning | None, rows: int, *, key: str) -> Meaning | None:
    options: list[Meaning | None] = [None, *meanings_of(place)] if meaning is None else [*meanings_of(place)]
    named = "nothing written" if word == EMPTY else word
    chosen: Meaning | None = st.selectbox(
        text(f"{named} ({PLACES[place]}, {plural(rows, 'row')})"),
        options,
        index=options.index(meaning) if meaning in options else 0,
        format_func=lambda one: "not known" if one is None else spoken(one),
        key=key,
    )
    return chosen


@st.cache_resource(max_entries=2, show_spinner="Looking into your CRM")
def _words(assessment_id: str, revision: int, *, _workspace: Workspace, _found: StoredAssessment) -> Words:
    del assessment_id, revision
    return crm_view(_workspace.store, _found).words()
