"""The app: style, workspace, day, page."""

from pathlib import Path

import streamlit as st

from leadaudit.ui import navigation, sharing, state, theme

st.set_page_config(page_title="leadaudit", page_icon=str(Path(__file__).parent / "static" / "icon.png"), layout="wide")
navigation.frame()
theme.apply()
workspace = state.require_workspace()
with st.sidebar:
    state.choose_as_of(workspace)
sharing.offer(workspace, navigation.run_page(workspace))
