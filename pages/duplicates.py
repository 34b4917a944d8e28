"""Are these the same person?"""

import streamlit as st

from leadaudit.ui import duplicates, state

workspace = state.require_workspace()
st.title("Are these the same person?")
duplicates.show(workspace, state.as_of(workspace))
