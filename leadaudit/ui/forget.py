"""Erasing one person: said before what goes and what stays, asked twice, done once."""

import streamlit as st

from leadaudit.answers.erasure import NO_WAY_BACK, WHAT_STAYS, erased_sentence, planned_sentences
from leadaudit.errors import LeadauditError
from leadaudit.ui import parts
from leadaudit.ui.format import text
from leadaudit.ui.parts import Column
from leadaudit.workspace import Workspace

_COLUMNS = (
    Column(label="Where", align="delivered"),
    Column(label="Line", align="number"),
    Column(label="What"),
    Column(label="Because"),
)
_DONE = "erased_words"


def erase_a_person(workspace: Workspace) -> None:
    """Let people have somebody erased from everything that is kept."""
    with st.expander("Erase a person"):
        done = st.session_state.pop(_DONE, None)
        if done is not None:
            st.markdown(done)
        st.markdown(WHAT_STAYS)
        st.markdown(f"**{NO_WAY_BACK}**")
        with st.form("find_person", border=False):
            address = st.text_input("An e-mail address of the person", key="forget_address")
            only = st.checkbox("Leave records that were joined to the person by something else", key="forget_only")
            is_asked = st.form_submit_button("Show what would be erased")
        if (is_asked or st.session_state.get("forget_sure")) and address.strip():
            _ask(workspace, address, only_address=only)


def _ask(workspace: Workspace, address: str, *, only_address: bool) -> None:
    try:
        with st.spinner("Looking for the person"):
            planned, found = workspace.plan_erasure(address, only_address=only_address)
    except LeadauditError as error:
        parts.problem(str(error))
        return
    said = planned_sentences(
        [one.what for one in planned.lines],
        addresses=planned.addresses,
        claims=planned.claims,
        decisions=planned.decisions,
    )
    for sentence in said[:-2]:
        st.markdown(sentence)
    rows = [[one.owner, str(one.line), one.what, text(one.because)] for one in planned.lines]
    if rows:
        parts.titled("What would be emptied", _COLUMNS, rows, nothing="")
    is_sure = st.checkbox("I know that this cannot be undone", key="forget_sure")
    if is_sure and st.button("Erase this person for good", key="forget_now"):
        try:
            with st.spinner("Erasing"):
                done = workspace.forget(planned, found)
        except LeadauditError as error:
            parts.problem(str(error))
            return
        st.session_state[_DONE] = erased_sentence(lines=done.lines, files=done.files)
        del st.session_state["forget_sure"]
        st.rerun()
