"""Which rules are in force, and what would a change move?"""

import streamlit as st

from leadaudit.ui import own_words, parts, rules, state

workspace = state.require_workspace()
policy = workspace.policy()
st.title("Which rules are in force?")
in_policy, in_words = st.tabs(["Rules", "Your words"])

with in_policy:
    parts.answer(rules.answer(policy))
    st.caption(f"Fingerprint {policy.fingerprint}")
    for title, rows in rules.sections(policy):
        parts.ledger(rules.COLUMNS, rows, caption=title)
    versions = rules.version_rows(workspace)
    if versions:
        parts.ledger(rules.VERSION_COLUMNS, versions, caption="Policies of your own, newest first")
    else:
        st.caption("The policy that comes with leadaudit is in force; you have put none of your own in its place.")
    parts.calculation(rules.CALCULATION, source="Words")

with in_words:
    own_words.show(workspace)
