"""What was bought, and what does the contract say?"""

import streamlit as st

from leadaudit.ui import parts, programs, state

workspace = state.require_workspace()
known = workspace.programs()
chosen = state.one_of("program", tuple(known))

if chosen is None:
    st.title("What was bought, and what does the contract say?")
    parts.answer(programs.answer(known))
    parts.titled("Programs", programs.COLUMNS, programs.rows(known))
    st.subheader("A new program")
    programs.offer_new(workspace)
else:
    program = known[chosen]
    st.title("What does this contract say?")
    parts.answer((f"**{program.name or program.id}**, bought from {program.vendor}.", programs.window_words(program)))
    programs.show_problem(program)
    programs.show_clauses(program)
    programs.offer_spec(workspace, program)
    programs.offer_text(workspace, program)

parts.titled("Lists", programs.LIST_COLUMNS, programs.list_rows(workspace))
programs.offer_list(workspace)
parts.calculation(programs.CALCULATION, source="What the contract says")
