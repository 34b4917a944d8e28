"""Which signals predict anything?"""

import streamlit as st

from leadaudit.ui import overview, parts, picture, run, signals, state

workspace = state.require_workspace()
found = run.assessment(workspace, state.as_of(workspace))
test = signals.tested(workspace, found)
st.title("Which signals predict anything?")
parts.answer(signals.answer(test, found))
parts.small(overview.provenance(found, workspace))
if test.signals:
    parts.figures(signals.figures(test))
signals.choices()
if test.signals:
    picture.show(signals.picture(test, found))
    parts.ledger(signals.COLUMNS, signals.rows(test, found))
    parts.sentences(signals.details(test, found))
signals.policy_change(workspace, found, test)
signals.panels(workspace, found)
parts.sentences(signals.circular_sentences(found))
with st.expander("What every signal means and what to do then"):
    parts.ledger(signals.DICTIONARY_COLUMNS, signals.dictionary_rows(found))
parts.calculation(signals.CALCULATION, source="Signals", queries=signals.QUERIES)
parts.download("Download the table", signals.table_csv, test, found, file_name="signals.csv", key="signals")
