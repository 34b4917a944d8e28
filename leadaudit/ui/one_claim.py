"""One claim on the screen: what it asks for and proves, its files, the vendor's answer and how it is settled."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import streamlit as st

from leadaudit.answers.returns import STATE_WORDS, claim_state_words
from leadaudit.contract.claim_evidence import checklist
from leadaudit.contract.claims import Claim, ClaimState
from leadaudit.errors import LeadauditError
from leadaudit.export.claim_files import documents_of
from leadaudit.ui import parts, state
from leadaudit.ui.format import count, exact_money, plural, share
from leadaudit.ui.parts import Cell, Column, Link
from leadaudit.words import reason_name
from leadaudit.workspace import Workspace, kept_claims
from leadaudit.workspace import claims as book
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.desk import import_answer, preview_answer, replace_from

LINE_COLUMNS: Final = (
    Column(label="Record", align="delivered"),
    Column(label="Reason"),
    Column(label="Worth", align="number"),
    Column(label="State", align="word"),
    Column(label="The vendor says", align="delivered"),
    Column(label="Replaced by", align="delivered"),
)
EVIDENCE_COLUMNS: Final = (Column(label="Reason"), Column(label="What a vendor asks to see"), Column(label="Shown"))

# Rows of a claim a page shows; the file has all of them.
_SHOWN: Final = 100


def chosen(claims: Sequence[Claim]) -> Claim | None:
    """The claim the address names."""
    named = state.param("claim")
    return next((one for one in claims if one.claim == named), None)


def claim_answer(claim: Claim) -> tuple[str, ...]:
    """What a claim asks for and what became of it."""
    went = "It was not sent yet." if claim.sent_at is None else f"It was sent on {claim.sent_at:%Y-%m-%d}."
    return (
        f"**{exact_money(claim.amount_minor(), claim.currency)} for {plural(claim.count(), 'record')}** are asked back "
        f"from {claim.vendor} under {claim.program}.",
        went,
        f"{claim_state_words(claim)}.",
    )


def line_rows(claim: Claim) -> list[list[Cell]]:
    """The first records of a claim."""
    return [
        [
            Link(words=line.record, page="records", params=(("record", line.record),)),
            reason_name(line.code),
            exact_money(line.amount_minor, claim.currency),
            STATE_WORDS[line.state],
            line.vendor_reason,
            None if line.replacement_delivery is None else f"{line.replacement_delivery}:{line.replacement_line}",
        ]
        for line in claim.lines[:_SHOWN]
    ]


def more_lines(claim: Claim) -> str:
    """How many records the page leaves to the file; empty when it shows all."""
    rest = len(claim.lines) - _SHOWN
    return f"{plural(rest, 'record')} more stand in the file." if rest > 0 else ""


def evidence_rows(workspace: Workspace, claim: Claim) -> list[list[Cell]]:
    """What a vendor asks to see for each reason, and in how many records the claim shows it."""
    try:
        _, rows = kept_claims.load_claim(workspace.store, claim.claim)
    except LeadauditError:
        return []
    by_code: dict[str, list[dict[str, object]]] = {}
    for row in rows.to_pylist():
        by_code.setdefault(row["code"], []).append(row)
    return [_evidence(code, by_code[code]) for code in sorted(by_code)]


def _evidence(code: str, rows: Sequence[Mapping[str, object]]) -> list[Cell]:
    items = checklist(code, rows)
    lacking = [f"{item.what} in {share(item.of - item.shown, item.of)}" for item in items if not item.is_complete]
    return [
        reason_name(code),
        ", ".join(item.what for item in items),
        "all of it" if not lacking else f"lacking: {', '.join(lacking)}",
    ]


def offer_files(workspace: Workspace, claim: Claim) -> None:
    """The claim's file and its letter, and the note that it was sent."""
    try:
        program = workspace.program(claim.program)
        _, rows = kept_claims.load_claim(workspace.store, claim.claim)
        letter, content = documents_of(claim, program, rows)
    except LeadauditError as error:
        parts.problem(str(error))
        return
    kept = content if claim.sent_at is None else _sent(workspace, claim, content)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.download_button(
            "Download the claim", kept, file_name=f"{claim.claim}.csv", mime="text/csv", on_click="ignore", key="file"
        )
        st.download_button(
            "Download the letter", letter, file_name=f"{claim.claim}.txt", mime="text/plain", on_click="ignore",
            key="letter",
        )  # fmt: skip
        if claim.count(ClaimState.PREPARED) and st.button("Mark this claim as sent", type="primary", key="sent"):
            _do(book.send_claim, workspace.store, claim.claim, content)
    with st.expander("The letter that goes with it"):
        st.code(letter, language=None)


def _sent(workspace: Workspace, claim: Claim, otherwise: bytes) -> bytes:
    try:
        return kept_claims.sent_file(workspace.store, claim.claim)
    except LeadauditError:
        return otherwise


def offer_answer(workspace: Workspace, claim: Claim) -> None:
    """A place for the vendor's answer: what it would change first, then all of it or nothing."""
    if not claim.count(ClaimState.SENT, ClaimState.ACCEPTED, ClaimState.REFUSED):
        return
    st.subheader("The vendor's answer")
    given = st.file_uploader(
        "His file: lead id or e-mail, accepted or refused, reason",
        type=["csv", "tsv", "txt", "xlsx", "xls"],
        key="answer",
    )
    if given is None:
        return
    staged = workspace.stage(given.getvalue(), given.name)
    try:
        preview = preview_answer(workspace.store, claim.claim, staged)
    except LeadauditError as error:
        parts.problem(str(error))
        return
    parts.sentences(
        [f"**{count(preview.accepted)} accepted, {count(preview.refused)} refused**, {count(preview.unanswered)} "
         "of the claim not answered."]
    )  # fmt: skip
    if preview.mistakes:
        parts.problem("\n".join((*preview.mistakes, "Nothing is stored until every line can be used.")))
    elif st.button("Bring in this answer", type="primary", key="bring_answer"):
        _do(import_answer, workspace.store, claim.claim, staged, on=_today(workspace))


def offer_settlement(workspace: Workspace, found: StoredAssessment, claim: Claim) -> None:
    """Credit, replacement, or taking the claim back."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if claim.count(ClaimState.ACCEPTED):
            if st.button("Note the credit for what was accepted", key="credited"):
                _do(book.settle_claim, workspace.store, claim.claim, on=_today(workspace))
            _offer_replacement(workspace, found, claim)
        if claim.count() and not claim.count(ClaimState.CREDITED, ClaimState.REPLACED):
            with st.popover("Take this claim back"):
                st.markdown("Its records can be claimed again while their windows are open. What was sent is kept.")
                if st.button("Take it back", type="primary", key="cancel_claim"):
                    _do(book.cancel_claim, workspace.store, claim.claim)


def _offer_replacement(workspace: Workspace, found: StoredAssessment, claim: Claim) -> None:
    claimed = {line.delivery for line in claim.lines}
    later = [
        one.head.delivery
        for one in found.deliveries
        if one.head.program == claim.program and one.head.delivery not in claimed
    ]
    if not later:
        return
    with st.popover("Link replacements"):
        delivery = st.selectbox("The delivery that brought them", later, key="replacement_delivery")
        if delivery and st.button("Link its records, line by line", type="primary", key="link"):
            _do(replace_from, workspace.store, claim.claim, delivery, found)


def _do(act: object, *given: object, **named: object) -> None:
    """Do something and show the page again; a mistake is shown in its own words."""
    try:
        act(*given, **named)  # type: ignore[operator]
    except LeadauditError as error:
        parts.problem(str(error))
        return
    st.rerun()


def _today(workspace: Workspace) -> date:
    return workspace.last_day()
