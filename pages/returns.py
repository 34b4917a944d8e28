"""What must we claim, by when, with what proof?"""

import streamlit as st

from leadaudit.ui import overview, parts, returns, run, state

workspace = state.require_workspace()
found = run.assessment(workspace, state.as_of(workspace))
if not found.deliveries:
    st.title("What must we claim, by when?")
    parts.empty(*returns.NOTHING_HERE, page="pages/audit_file.py", button="Audit a file")
    st.stop()

desk = returns.desk(workspace, found)
vendors = returns.by_vendor(desk)
claims = returns.all_claims(workspace)
claim = returns.chosen(claims)
vendor = state.param("vendor")

if claim is not None:
    st.title("What became of this claim?")
    parts.answer(returns.claim_answer(claim))
    parts.small(overview.provenance(found, workspace, narrowed=(claim.claim,)))
    returns.offer_files(workspace, claim)
    parts.ledger(returns.LINE_COLUMNS, returns.line_rows(claim))
    parts.small(returns.more_lines(claim))
    returns.offer_answer(workspace, claim)
    returns.offer_settlement(workspace, found, claim)
    parts.titled("What it proves", returns.EVIDENCE_COLUMNS, returns.evidence_rows(workspace, claim))
else:
    st.title("What must we claim, by when?")
    parts.answer(returns.answer(vendors))
    parts.small(overview.provenance(found, workspace, narrowed=(vendor,) if vendor else ()))
    parts.figures(returns.figures(vendors))
    parts.ledger(returns.VENDOR_COLUMNS, returns.vendor_rows(vendors))
    state.choose("vendor", "One vendor", tuple(one.vendor for one in vendors))
    parts.titled("What can be claimed", returns.DUE_COLUMNS, returns.due_rows(desk, vendor))
    if vendor is not None:
        returns.offer_claims(workspace, desk, vendor)
    parts.sentences(returns.first_mails(desk, vendor=vendor))
    returns.offer_calendar(desk)

parts.titled("Claims", returns.CLAIM_COLUMNS, returns.claim_rows(claims, vendor))
level = found.policy.cost.level
parts.titled("How often they agree", returns.WON_COLUMNS, returns.won_rows(workspace, level=level, vendor=vendor))
parts.calculation(returns.CALCULATION, source="What the contract says", queries=("contract_returnable", "contract_won"))
