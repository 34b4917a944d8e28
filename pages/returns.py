"""What must we claim, by when, with what proof?"""

import streamlit as st

from leadaudit.ui import one_claim, overview, parts, returns, run, state

workspace = state.require_workspace()
found = run.assessment(workspace, state.as_of(workspace))
if not found.deliveries:
    st.title("What must we claim, by when?")
    parts.empty(*returns.NOTHING_HERE, page="pages/audit_file.py", button="Audit a file")
    st.stop()

desk = returns.desk(workspace, found)
vendors = returns.by_vendor(desk)
claims = returns.all_claims(workspace)
claim = one_claim.chosen(claims)
vendor = state.param("vendor")

if claim is not None:
    st.title("What became of this claim?")
    parts.answer(one_claim.claim_answer(claim))
    parts.small(overview.provenance(found, workspace, narrowed=(claim.claim,)))
    one_claim.offer_files(workspace, claim)
    parts.ledger(one_claim.LINE_COLUMNS, one_claim.line_rows(claim))
    parts.small(one_claim.more_lines(claim))
    one_claim.offer_answer(workspace, claim)
    one_claim.offer_settlement(workspace, found, claim)
    parts.titled("What it proves", one_claim.EVIDENCE_COLUMNS, one_claim.evidence_rows(workspace, claim))
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
