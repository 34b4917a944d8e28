"""The returns desk on the screen: money at risk, what to claim, the claims and what became of them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Final

import streamlit as st

from leadaudit.answers import returns
from leadaudit.answers.returns import STATE_WORDS, VendorReturns, WonRow, cap_words, claim_state_words
from leadaudit.contract.claim_evidence import checklist
from leadaudit.contract.claims import Claim, ClaimState
from leadaudit.contract.countdown import left_words
from leadaudit.contract.desk import Due, DueRow, ReturnCap
from leadaudit.contract.program import Program
from leadaudit.errors import LeadauditError
from leadaudit.export.calendar_file import calendar_text
from leadaudit.export.claim_files import FORMAT_WORDS, ClaimFormat, documents_of
from leadaudit.ui import parts, state
from leadaudit.ui.format import UNDEFINED, count, exact_money, money, percent, plural, share
from leadaudit.ui.parts import Cell, Column, Figure, Link
from leadaudit.vocabulary import Remedy
from leadaudit.words import reason_name
from leadaudit.workspace import Workspace, kept_claims
from leadaudit.workspace import claims as book
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.desk import Desk, build_claim, import_answer, open_desk, preview_answer, replace_from

CALCULATION: Final = (
    "A record is returned when it breaks a clause among the reasons its contract takes back. It can be claimed until "
    "the end of its window, counted by the contract's own clock, and stands in one claim at a time.",
    "Agreed is counted among the records a vendor answered; the interval is the Jeffreys interval of that share.",
)

NOTHING_HERE: Final = (
    "What must be claimed, by when, and with what proof will stand here.",
    "It needs a delivery and a program that says what is taken back.",
)

VENDOR_COLUMNS: Final = (
    Column(label="Vendor", align="word"),
    Column(label="Last day today", align="number"),
    Column(label="This week", align="number"),
    Column(label="Later", align="number"),
    Column(label="In open claims", align="number"),
    Column(label="Credited or replaced", align="number"),
    Column(label="Missed", align="number"),
)
DUE_COLUMNS: Final = (
    Column(label="Program", align="word"),
    Column(label="Reason"),
    Column(label="Records", align="number"),
    Column(label="Worth", align="number"),
    Column(label="Left"),
)
CLAIM_COLUMNS: Final = (
    Column(label="Claim", align="word"),
    Column(label="Vendor", align="word"),
    Column(label="Records", align="number"),
    Column(label="Worth", align="number"),
    Column(label="Sent"),
    Column(label="What became of it"),
)
LINE_COLUMNS: Final = (
    Column(label="Record", align="delivered"),
    Column(label="Reason"),
    Column(label="Worth", align="number"),
    Column(label="State", align="word"),
    Column(label="The vendor says", align="delivered"),
    Column(label="Replaced by", align="delivered"),
)
WON_COLUMNS: Final = (
    Column(label="Vendor", align="word"),
    Column(label="Reason"),
    Column(label="Asked", align="number"),
    Column(label="Agreed", align="number"),
    Column(label="Interval", align="number"),
)
EVIDENCE_COLUMNS: Final = (Column(label="Reason"), Column(label="What a vendor asks to see"), Column(label="Shown"))

# Rows of a claim a page shows; the file has all of them.
_SHOWN: Final = 100


def desk(workspace: Workspace, found: StoredAssessment) -> Desk:
    """What can be claimed on the day the page speaks for."""
    return open_desk(workspace.store, found)


def by_vendor(open_now: Desk) -> tuple[VendorReturns, ...]:
    """The same by vendor, the most urgent first."""
    return returns.vendor_returns(open_now.due, programs=open_now.found.programs, as_of=open_now.found.as_of)


def answer(vendors: Sequence[VendorReturns]) -> tuple[str, ...]:
    """What must be claimed by when, and what was lost."""
    return returns.answer(vendors)


def figures(vendors: Sequence[VendorReturns]) -> list[Figure]:
    """Today, this week, later, missed."""
    named = (
        ("Last day today", (Due.TODAY,), "lost tomorrow"),
        ("This week", (Due.WEEK,), "lost within six days after today"),
        ("Later", (Due.LATER, Due.NEVER), "can wait"),
        ("Missed", ("missed",), "windows are over"),
    )
    return [_figure(vendors, label, held, words) for label, held, words in named]


def _figure(vendors: Sequence[VendorReturns], label: str, held: tuple[str, ...], words: str) -> Figure:
    records = plural(sum(one.of(*held).records for one in vendors), "record")
    worth = returns.money_words(vendors, *held)
    # Amounts of several currencies do not fit into a figure, and cannot be added.
    if " and " in worth:
        return Figure(label=label, value=records, of=f"{worth}, {words}")
    return Figure(label=label, value=worth or "0", of=f"{records}, {words}")


def vendor_rows(vendors: Sequence[VendorReturns]) -> list[list[Cell]]:
    """One row per vendor and currency."""
    return [
        [
            Link(words=one.vendor, page="returns", params=(("vendor", one.vendor),)),
            one.of(Due.TODAY).words(one.currency),
            one.of(Due.WEEK).words(one.currency),
            one.of(Due.LATER, Due.NEVER).words(one.currency),
            one.claimed.words(one.currency),
            one.of(ClaimState.CREDITED, ClaimState.REPLACED).words(one.currency),
            one.of("missed").words(one.currency),
        ]
        for one in vendors
    ]


def due_rows(open_now: Desk, vendor: str | None) -> list[list[Cell]]:
    """What can be claimed, the most urgent first."""
    rows = [row for row in open_now.due if row.standing == "open" and vendor in {None, row.vendor}]
    rows.sort(key=lambda row: (row.last_on or date.max, -(row.amount_minor or 0), row.program, row.code))
    return [_due_row(open_now, row) for row in rows]


def _due_row(open_now: Desk, row: DueRow) -> list[Cell]:
    program = open_now.found.programs[row.program]
    ends = [
        one
        for one in open_now.returned.filter(_same(open_now, row)).column("deadline_at").unique().to_pylist()
        if one is not None
    ]
    return [
        row.program,
        Link(
            words=reason_name(row.code), page="records",
            params=(("vendor", row.vendor), ("verdict", "return"), ("reason", row.code)),
        ),
        count(row.records),
        UNDEFINED if program.currency is None else money(row.amount_minor, program.currency),
        left_words(program, last_on=row.last_on, deadline_at=min(ends, default=None), as_of=open_now.found.as_of),
    ]  # fmt: skip


def _same(open_now: Desk, row: DueRow) -> object:
    import pyarrow.compute as pc  # noqa: PLC0415 - one line of it

    returned = open_now.returned
    same = pc.and_(pc.equal(returned["program"], row.program), pc.equal(returned["code"], row.code))
    return pc.and_(same, pc.equal(returned["standing"], "open"))


def first_mails(open_now: Desk, *, vendor: str | None) -> list[str]:
    """Until when first mails must go out, of one vendor or all."""
    return [words for _, words in open_now.mails if vendor is None or words.startswith(f"{vendor}-")]


def offer_claims(workspace: Workspace, open_now: Desk, vendor: str) -> None:
    """One button for each program of a vendor that has something to claim."""
    programs = dict.fromkeys(row.program for row in open_now.due if row.standing == "open" and row.vendor == vendor)
    if not programs:
        return
    form = parts.pick("The vendor's file", dict(FORMAT_WORDS), key="claim_format")
    for name in programs:
        program, cap = open_now.found.programs[name], open_now.caps[name]
        parts.small(
            f"{program.name or name}: {_cap(cap)}; the vendor owes "
            f"{'a credit' if program.returns.remedy is Remedy.CREDIT else 'a replacement'}."
        )
        if st.button(f"Build the claim for {name}", type="primary", key=f"build_{name}"):
            _build(workspace, open_now, program, ClaimFormat(form))


def _cap(cap: ReturnCap) -> str:
    return "no cap on returns" if cap.most is None else f"{cap_words(cap.most, cap.left)} returns left"


def _build(workspace: Workspace, open_now: Desk, program: Program, form: ClaimFormat) -> None:
    try:
        made = build_claim(workspace.store, open_now.found, program, form=form.value)
    except LeadauditError as error:
        parts.problem(str(error))
        return
    state.set_params(claim=made)
    st.rerun()


def all_claims(workspace: Workspace) -> tuple[Claim, ...]:
    """Every claim, newest first."""
    with workspace.store.engine.connect() as connection:
        return kept_claims.all_claims(connection)


def claim_rows(claims: Sequence[Claim], vendor: str | None) -> list[list[Cell]]:
    """One row per claim."""
    return [
        [
            Link(words=one.claim, page="returns", params=(("claim", one.claim),)),
            one.vendor,
            count(one.count()),
            exact_money(one.amount_minor(), one.currency),
            "not yet" if one.sent_at is None else f"{one.sent_at:%Y-%m-%d}",
            claim_state_words(one),
        ]
        for one in claims
        if vendor in {None, one.vendor}
    ]


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


def won_rows(workspace: Workspace, *, level: float, vendor: str | None) -> list[list[Cell]]:
    """How often each vendor agreed to each reason."""
    with workspace.store.engine.connect() as connection:
        rows = returns.won_rows(kept_claims.claims_table(connection), level=level)
    return [_won(row) for row in rows if vendor in {None, row.vendor}]


def _won(row: WonRow) -> list[Cell]:
    between = None
    if row.interval is not None:
        between = f"{percent(row.interval.low)} to {percent(row.interval.high)}"
    return [row.vendor, reason_name(row.code), count(row.asked), share(row.won, row.answered), between]


def offer_calendar(open_now: Desk) -> None:
    """The deadlines as a calendar file."""
    days = [
        (f"{row.program}-{row.code}-{row.last_on}", row.last_on,
         f"Last day to return {plural(row.records, 'record')} to {row.vendor}: {reason_name(row.code)}")
        for row in open_now.due
        if row.standing == "open" and row.last_on is not None
    ]  # fmt: skip
    days += [(f"mail-{words.partition(':')[0]}", by, words) for by, words in open_now.mails]
    if days:
        st.download_button(
            "Download the deadlines for a calendar", calendar_text(days, made_at=datetime.now(UTC)),
            file_name="returns.ics", mime="text/calendar", on_click="ignore", key="ics",
        )  # fmt: skip


def _today(workspace: Workspace) -> date:
    return workspace.last_day()
