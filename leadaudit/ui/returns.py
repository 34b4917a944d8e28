"""The returns desk on the screen: money at risk, what to claim, the claims and what became of them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

import streamlit as st

from leadaudit.answers import returns
from leadaudit.answers.returns import VendorReturns, WonRow, cap_words, claim_state_words
from leadaudit.contract.claims import Claim, ClaimState
from leadaudit.contract.countdown import left_words
from leadaudit.contract.desk import Due, DueRow, ReturnCap
from leadaudit.contract.program import Program
from leadaudit.errors import LeadauditError
from leadaudit.export.calendar_file import calendar_text
from leadaudit.export.claim_files import FORMAT_WORDS, ClaimFormat
from leadaudit.ui import parts, state
from leadaudit.ui.format import UNDEFINED, count, exact_money, money, percent, plural, share
from leadaudit.ui.parts import Cell, Column, Figure, Link
from leadaudit.vocabulary import Remedy
from leadaudit.words import reason_name
from leadaudit.workspace import Workspace, kept_claims
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.desk import Desk, build_claim, open_desk

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
WON_COLUMNS: Final = (
    Column(label="Vendor", align="word"),
    Column(label="Reason"),
    Column(label="Asked", align="number"),
    Column(label="Agreed", align="number"),
    Column(label="Interval", align="number"),
)


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
