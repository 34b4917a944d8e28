"""What is loaded, how old is it, who did what?"""

import streamlit as st

from leadaudit.ui import bring_in, crm_words, evidence_file, forget, loaded, parts, state

workspace = state.require_workspace()
as_of = state.as_of(workspace)
st.title("What is loaded, how old is it, and who did what?")
parts.answer(loaded.answer(workspace, as_of))
parts.small(f"Workspace {workspace.folder.name}")

parts.titled(
    "Brought in", loaded.IMPORT_COLUMNS, loaded.import_rows(workspace, as_of), nothing=loaded.NOTHING_BROUGHT_IN
)
loaded.take_out(workspace)
evidence_file.kept(workspace, as_of)
st.subheader("Bring something in")
bring_in.bring_in(workspace)
crm_words.show(workspace)

st.subheader("Ourselves")
parts.facts(loaded.buyer_facts(workspace.buyer()))
loaded.edit_buyer(workspace)
forget.erase_a_person(workspace)

parts.titled("Log, the newest first", loaded.LOG_COLUMNS, loaded.log_rows(workspace))
parts.download("Download the whole log", loaded.log_csv, workspace, file_name="log.csv", key="log")
loaded.check(workspace)
parts.calculation(loaded.CALCULATION, source="Words")
