"""How far are we from intent that is validated?"""

import streamlit as st

from leadaudit.ui import maturity, overview, parts, picture, run, state

workspace = state.require_workspace()
found = run.assessment(workspace, state.as_of(workspace))
seen = maturity.view(workspace, found)
st.title("How far are we from intent that is validated?")
parts.answer(maturity.answer(seen))
parts.small(overview.provenance(found, workspace))
parts.figures(maturity.figures(seen))
picture.show(maturity.picture(seen))
parts.ledger(maturity.COLUMNS, maturity.rows(seen))
st.subheader("Five questions")
parts.ledger(maturity.QUESTION_COLUMNS, maturity.question_rows(seen))
parts.sentences(maturity.pattern(seen))
maturity.dashboard()
parts.calculation(maturity.CALCULATION, source="Maturity", queries=maturity.QUERIES)
parts.download("Download this page's tables", maturity.table_csv, seen, file_name="maturity.csv", key="maturity")
