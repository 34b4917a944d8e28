"""Deliveries: what came when, in what state, and taking one out again."""

import json
from collections.abc import Mapping
from datetime import date

import streamlit as st

from leadaudit.economics.summary import Summary
from leadaudit.errors import LeadauditError
from leadaudit.ui import overview, parts, state, step_arrived
from leadaudit.ui.format import UNDEFINED, count, day, file_size, money, plural, share, text
from leadaudit.ui.parts import Cell, Column, Link
from leadaudit.vocabulary import Verdict
from leadaudit.words import VERDICTS
from leadaudit.workspace import Workspace
from leadaudit.workspace.deliveries import Delivery

CALCULATION = (
    "A delivery is one file under one program. Delivered lines are those that were read and those that could not be; "
    "the line of column names, banners, totals and footers are none.",
    "Taking a delivery out leaves everything as if it had never come; only the log remembers it.",
)

COLUMNS = (
    Column(label="Delivered", align="word"),
    Column(label="Vendor", align="word"),
    Column(label="File", align="delivered"),
    Column(label="Lines", align="number"),
    Column(label="Could not be read", align="number"),
    Column(label="Usable", align="number"),
    Column(label="Paid", align="number"),
)


def answer(deliveries: tuple[Delivery, ...], summaries: Mapping[str, Summary], as_of: date) -> tuple[str, ...]:
    """What came, what of it could not be read, and what is still claimable."""
    lines = sum(one.delivered for one in deliveries)
    unreadable = sum(one.lines_unreadable for one in deliveries)
    repaired = sum(one.lines_repaired for one in deliveries)
    newest = max(deliveries, key=lambda one: one.head.delivered_on)
    claimable = sum(summary.claims.claimable.records for summary in summaries.values())
    age = overview.age_words(newest.head.delivered_on, as_of)
    return (
        f"**{plural(len(deliveries), 'file')} with {plural(lines, 'line')}**, the newest "
        f"{'today' if age == 'today' else f'{age} ago'} from {newest.head.vendor}.",
        f"{plural(unreadable, 'line')} could not be read and {plural(repaired, 'line')} repaired; all are kept.",
        f"{plural(claimable, 'record')} can still be returned.",
    )


def rows(deliveries: tuple[Delivery, ...], summaries: Mapping[str, Summary]) -> list[list[Cell]]:
    """One row per delivery, newest first."""
    return [_row(one, summaries.get(one.head.delivery)) for one in deliveries]


def _row(one: Delivery, summary: Summary | None) -> list[Cell]:
    usable, paid = UNDEFINED, UNDEFINED
    if summary is not None:
        companies = overview.is_companies_only(summary)
        usable = "companies" if companies else share(summary.usable.records, summary.lines.delivered)
        paid = money(summary.cost.media_minor, summary.cost.currency or "") if summary.cost.currency else UNDEFINED
    return [
        Link(words=str(one.head.delivered_on), page="deliveries", params=(("delivery", one.head.delivery),)),
        one.head.vendor,
        one.head.file_name,
        count(one.delivered),
        count(one.lines_unreadable),
        usable,
        paid,
    ]


def details(one: Delivery, summary: Summary) -> list[tuple[str, Cell]]:
    """Everything a delivery says of itself."""
    found = [
        f"{step_arrived.LABELS[name].lower()} {step_arrived.value_words(entry['value'])}"
        for name, entry in json.loads(one.detection).items()
        if entry is not None
    ]
    assumed = " (assumed: nobody stated the day)" if one.head.delivered_on_assumed else ""
    verdicts = [f"{VERDICTS[verdict]} {count(summary.verdicts[verdict].records)}" for verdict in Verdict]
    return [
        ("Delivery", one.head.delivery),
        ("Vendor, program", f"{one.head.vendor}, {one.head.program}"),
        ("Delivered", f"{day(one.head.delivered_on)}{assumed}"),
        ("File", f"{one.head.file_name}, {file_size(one.byte_count)}"),
        ("Read as", ", ".join(found)),
        ("Lines", f"{count(one.lines_read)} read, {count(one.lines_repaired)} repaired, "
                  f"{count(one.lines_unreadable)} could not be read"),
        ("What the contract says", ", ".join(verdicts)),
        ("Added", f"{one.committed_at:%Y-%m-%d %H:%M} UTC"),
        ("Fingerprint of the file", one.file_sha256[:16]),
        ("Its records", Link(words="Open the records", page="records", params=(("delivery", one.head.delivery),))),
    ]  # fmt: skip


def label(deliveries: tuple[Delivery, ...]) -> dict[str, str]:
    """How each delivery reads in a choice."""
    return {one.head.delivery: f"{one.head.delivered_on} {one.head.vendor}, {one.head.file_name}" for one in deliveries}


def named(deliveries: tuple[Delivery, ...], delivery: str) -> Delivery:
    """One of the deliveries."""
    return next(one for one in deliveries if one.head.delivery == delivery)


def offer_withdrawal(workspace: Workspace, one: Delivery) -> None:
    """A button that says what follows, and in it the one that takes a delivery out again."""
    with st.popover("Take this delivery out again"):
        st.markdown(
            f"{text(one.head.file_name)} with its {plural(one.delivered, 'line')} goes, and every count is as if it "
            "had never come. The file can be delivered again later."
        )
        if not st.button("Take it out", type="primary", key="withdraw"):
            return
        try:
            workspace.withdraw(one.head.delivery)
        except LeadauditError as error:
            parts.problem(str(error))
            return
        state.set_params(delivery=None)
        st.rerun()
