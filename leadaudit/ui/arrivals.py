"""Deliveries: what came when, in what state, and taking one out again."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date

import streamlit as st

from leadaudit.economics.summary import Summary
from leadaudit.errors import LeadauditError
from leadaudit.split.choice import read_kept
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
    "Taking a delivery out leaves everything as if it had never come; only the log remembers it. A file that was split "
    "into several deliveries can be taken out as a whole or one delivery at a time.",
)

NOTHING_HERE = (
    "Every delivery will stand here, with what could be read of it and what of it is usable.",
    "Nothing has been delivered yet, or all of it was taken out again.",
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
    files = len({one.file_sha256 for one in deliveries if one.is_part}) + sum(not one.is_part for one in deliveries)
    came = plural(len(deliveries), "file")
    if files != len(deliveries):
        came = f"{plural(len(deliveries), 'delivery', 'deliveries')} in {plural(files, 'file')}"
    return (
        f"**{came} with {plural(lines, 'line')}**, the newest "
        f"{'today' if age == 'today' else f'{age} ago'} from {newest.head.vendor}.",
        f"{plural(unreadable, 'line')} could not be read and {plural(repaired, 'line')} repaired; all are kept.",
        f"{plural(claimable, 'record')} can still be returned.",
    )


def of_file(deliveries: tuple[Delivery, ...], file_sha256: str | None) -> tuple[Delivery, ...]:
    """The deliveries that came in one file, by the start of its fingerprint; None: all of them."""
    if not file_sha256:
        return deliveries
    return tuple(one for one in deliveries if one.file_sha256.startswith(file_sha256))


def file_answer(deliveries: tuple[Delivery, ...], summaries: Mapping[str, Summary]) -> tuple[str, ...]:
    """What one file became, and what of it is usable."""
    lines = sum(one.delivered for one in deliveries)
    programs = len({one.head.program for one in deliveries})
    met = [summaries[one.head.delivery] for one in deliveries if one.head.delivery in summaries]
    usable = sum(summary.usable.records for summary in met)
    unpriced = any(summary.cost.currency is None for summary in met)
    later = "A vendor without a price has no cost yet; leadaudit program put FILE adds it when you know it."
    return (
        f"{deliveries[0].head.file_name} is {plural(len(deliveries), 'delivery', 'deliveries')} under "
        f"{plural(programs, 'program')}, {plural(lines, 'line')} in all. **{share(usable, lines)} are usable.**",
        *((later,) if unpriced else ()),
    )


def rows(deliveries: tuple[Delivery, ...], summaries: Mapping[str, Summary]) -> list[list[Cell]]:
    """One row per delivery, newest first; a file that holds several leads to all of them."""
    in_file = Counter(one.file_sha256 for one in deliveries if one.is_part)
    return [_row(one, summaries.get(one.head.delivery), in_file[one.file_sha256]) for one in deliveries]


def _row(one: Delivery, summary: Summary | None, in_file: int) -> list[Cell]:
    usable, paid = UNDEFINED, UNDEFINED
    if summary is not None:
        companies = overview.is_companies_only(summary)
        usable = "companies" if companies else share(summary.usable.records, summary.lines.delivered)
        paid = money(summary.cost.media_minor, summary.cost.currency or "") if summary.cost.currency else UNDEFINED
    return [
        Link(words=str(one.head.delivered_on), page="deliveries", params=(("delivery", one.head.delivery),)),
        one.head.vendor,
        _file_link(one, in_file) if one.is_part else one.head.file_name,
        count(one.delivered),
        count(one.lines_unreadable),
        usable,
        paid,
    ]


def _file_link(one: Delivery, in_file: int) -> Link:
    words = f"{one.head.file_name}, one of {count(in_file)}"
    return Link(words=words, page="deliveries", params=(("of", one.file_sha256[:16]),))


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
        *_part_details(one),
        ("Read as", ", ".join(found)),
        ("Lines", f"{count(one.lines_read)} read, {count(one.lines_repaired)} repaired, "
                  f"{count(one.lines_unreadable)} could not be read"),
        ("What the contract says", ", ".join(verdicts)),
        ("Added", f"{one.committed_at:%Y-%m-%d %H:%M} UTC"),
        ("Fingerprint of the file", one.file_sha256[:16]),
        ("Its records", Link(words="Open the records", page="records", params=(("delivery", one.head.delivery),))),
    ]  # fmt: skip


def _part_details(one: Delivery) -> list[tuple[str, Cell]]:
    """How its file was taken apart, where it was."""
    if not one.is_part:
        return []
    split = read_kept(one.split)
    columns = ", ".join(name for name in (split.split.vendor, split.split.program, split.split.month) if name)
    words = f"one of {count(len(split.parts))} in the file, split by {columns}"
    return [("Part", Link(words=words, page="deliveries", params=(("of", one.file_sha256[:16]),)))]


def label(deliveries: tuple[Delivery, ...]) -> dict[str, str]:
    """How each delivery reads in a choice."""
    return {one.head.delivery: f"{one.head.delivered_on} {one.head.vendor}, {one.head.file_name}" for one in deliveries}


def named(deliveries: tuple[Delivery, ...], delivery: str) -> Delivery:
    """One of the deliveries."""
    return next(one for one in deliveries if one.head.delivery == delivery)


def offer_withdrawal_of_file(workspace: Workspace, deliveries: tuple[Delivery, ...]) -> None:
    """The same for all deliveries of one file; nothing where its file holds but one."""
    if not deliveries or not deliveries[0].is_part:
        return
    many = plural(len(deliveries), "delivery", "deliveries")
    lines = plural(sum(one.delivered for one in deliveries), "line")
    with st.popover(f"Take all {many} of this file out again"):
        st.markdown(
            f"{text(deliveries[0].head.file_name)} goes with its {many} and {lines}, and every count is as if it had "
            "never come. The file can be delivered again later."
        )
        if not st.button("Take them out", type="primary", key="withdraw_file"):
            return
        try:
            workspace.withdraw_file(deliveries[0].file_sha256)
        except LeadauditError as error:
            parts.problem(str(error))
            return
        state.set_params(delivery=None, of=None)
        st.rerun()


def offer_withdrawal(workspace: Workspace, one: Delivery) -> None:
    """A button that says what follows, and in it the one that takes a delivery out again."""
    with st.popover("Take this delivery out again"):
        what = f"{text(one.head.file_name)} with its {plural(one.delivered, 'line')} goes"
        if one.is_part:
            what = f"This delivery with its {plural(one.delivered, 'line')} goes, the others of the file stay"
        st.markdown(f"{what}, and every count is as if it had never come. The file can be delivered again later.")
        if not st.button("Take it out", type="primary", key="withdraw"):
            return
        try:
            workspace.withdraw(one.head.delivery)
        except LeadauditError as error:
            parts.problem(str(error))
            return
        state.set_params(delivery=None)
        st.rerun()
