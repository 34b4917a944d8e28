"""What is in this delivery?"""

import streamlit as st

from leadaudit.ui import parts, staged, state, step_arrived, step_columns, step_commit, step_result, step_split

workspace = state.require_workspace()
made, job = state.param("made"), state.param("job")
st.title("What is in this delivery?")

if made is not None:
    step_result.result(workspace, made)
    st.stop()
if job is not None:
    step_commit.work(workspace, job)
    st.stop()

file = staged.choose_file(workspace, key="delivered_file", label="Drop a file as the vendor sent it")
if file is None:
    parts.sentences(staged.WHAT_CAN_BE_READ)
    st.stop()

vendor = step_arrived.arrived(workspace, file)
if vendor is None:
    st.stop()

columns = step_columns.columns(workspace, file, vendor)
if columns is None:
    st.stop()

if staged.is_of_several(vendor):
    step_split.what_will_happen(workspace, file, columns)
else:
    step_commit.what_will_happen(workspace, file, columns, vendor=vendor)
