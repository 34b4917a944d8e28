"""Which rules are in force, and what would a change move?"""

import streamlit as st

from leadaudit.ui import own_words, parts, policy_change, rules, state

workspace = state.require_workspace()
policy = workspace.policy()
st.title("Which rules are in force?")
in_policy, in_change, in_words = st.tabs(["Rules", "Change the rules", "Your words"])

with in_policy:
    parts.answer(rules.answer(policy))
    st.caption(f"Fingerprint {policy.fingerprint}")
    for title, rows in rules.sections(policy):
        parts.ledger(rules.COLUMNS, rows, caption=title)
    parts.calculation(rules.CALCULATION, source="Words")

with in_change:
    policy_change.show(workspace, state.as_of(workspace))

with in_words:
    own_words.show(workspace)
