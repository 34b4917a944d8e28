"""Step 3 for a file of several vendors: which deliveries it becomes, where the rest goes, and the button."""

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from leadaudit.audit import OpenedDelivery
from leadaudit.errors import LeadauditError
from leadaudit.intake.mapping_file import names_of_columns
from leadaudit.split.choice import DayRule, Split
from leadaudit.split.propose import ColumnToSplitBy, Proposal
from leadaudit.split.spelling import vendor_key
from leadaudit.split.words import plan_rows, remarks
from leadaudit.ui import parts, splitting, state
from leadaudit.ui.format import count, plural, text
from leadaudit.ui.parts import Column
from leadaudit.ui.step_arrived import vendor_id
from leadaudit.workspace import Workspace
from leadaudit.workspace.split_file import SplitPlan
from leadaudit.workspace.staging import StagedFile

# Vendors that can be renamed on the page; a file with more is a matter for the command line.
RENAMED_AT_MOST: Final = 40

# Stands in a choice for no column at all.
NO_COLUMN: Final = ""

_COLUMNS: Final = (
    Column(label="Vendor", align="word"),
    Column(label="Program", align="word"),
    Column(label="Month", align="word"),
    Column(label="Lines", align="number"),
    Column(label="Could not be read", align="number"),
    Column(label="Delivered on", align="word"),
)
_DAYS: Final = {
    DayRule.NEWEST: "newest day there",
    DayRule.MONTH_END: "end of the month",
}

Choose = Callable[..., None]


def what_will_happen(workspace: Workspace, file: StagedFile, read: OpenedDelivery) -> None:
    """What the file becomes, what is still to say, and the button that makes it so."""
    proposed = splitting.proposal(workspace, file, read)
    split = splitting.chosen(workspace, file, proposed)
    if split is None:
        split = Split(vendor=names_of_columns(read.table.header)[0], until=workspace.last_day())
    with st.expander("3 What will happen", expanded=True):
        _columns(workspace, file, read, split, proposed)
        try:
            planned = splitting.planned(workspace, file, read, split)
        except LeadauditError as error:
            parts.problem(str(error))
            return
        parts.answer((f"**{planned.plan.sentence}**", *remarks(planned.plan)))
        _place(workspace, file, split, planned)
        _show(planned)
        _rename(workspace, file, split, planned)
        _audit(workspace, file, planned)


def _columns(workspace: Workspace, file: StagedFile, read: OpenedDelivery, split: Split, proposed: Proposal) -> None:
    """Which columns tell the deliveries apart."""
    names = names_of_columns(read.table.header)
    with st.container(horizontal=True):
        _column(workspace, file, split, "vendor", "Who delivered a line", names, proposed.vendors)
        _column(workspace, file, split, "program", "Program or campaign", names, proposed.programs, none="no column")
        _column(workspace, file, split, "month", "Date whose month counts", names, proposed.months, none="no column")
        if split.month is not None:
            key = f"split_day_{file.staged}_{split.day}"
            st.selectbox(
                "Counts as delivered on", list(_DAYS), index=list(_DAYS).index(split.day),
                format_func=lambda rule: _DAYS[rule], key=key, on_change=_keep(workspace, file, split, "day", key),
            )  # fmt: skip
    said = {one.name: one.reason for one in (*proposed.vendors, *proposed.programs, *proposed.months)}
    used = [name for name in (split.vendor, split.program, split.month) if name in said]
    if used:
        parts.small(" · ".join(f"{name}: {said[name]}" for name in used))


def _column(
    workspace: Workspace,
    file: StagedFile,
    split: Split,
    role: str,
    label: str,
    names: Sequence[str],
    proposed: Sequence[ColumnToSplitBy],
    *,
    none: str | None = None,
) -> None:
    """One of the columns: those proposed first, then the others."""
    likely = [one.name for one in proposed]
    options = [*([NO_COLUMN] if none else []), *likely, *(name for name in names if name not in likely)]
    now = getattr(split, role) or NO_COLUMN
    key = f"split_{role}_{file.staged}_{now}"
    st.selectbox(
        label, options, index=options.index(now) if now in options else 0, format_func=lambda name: name or none or "",
        key=key, on_change=_keep(workspace, file, split, role, key),
    )  # fmt: skip


def _keep(workspace: Workspace, file: StagedFile, split: Split, role: str, key: str) -> Choose:
    def keep() -> None:
        splitting.choose(workspace, file, split, **{role: st.session_state[key] or None})

    return keep


def _show(planned: SplitPlan) -> None:
    """Every delivery the file becomes, the sum of them first."""
    plan = planned.plan
    programs = len({one.program for one in plan.deliveries if one.program is not None})
    total = (
        plural(len(plan.deliveries), "delivery", "deliveries"),
        plural(programs, "program"),
        None,
        count(sum(one.part.lines for one in plan.deliveries)),
        count(sum(one.part.unreadable for one in plan.deliveries)),
        None,
    )
    parts.ledger(_COLUMNS, plan_rows(plan, here=planned.here), total=total)


def _place(workspace: Workspace, file: StagedFile, split: Split, planned: SplitPlan) -> None:
    """Where lines go of which the file does not say it: asked only when there are such lines."""
    plan = planned.plan
    for question in plan.questions:
        st.markdown(f"**{text(question)}**")
    rest = next((one for one in plan.deliveries if one.part.vendor_key is None), None)
    vendors = sorted({one.vendor for one in plan.deliveries if one.vendor} | _known(workspace))
    with st.container(horizontal=True):
        if rest is not None:
            options = vendors if split.rest_vendor in {None, *vendors} else [*vendors, split.rest_vendor]
            key = f"split_rest_{file.staged}_{split.rest_vendor}"
            st.selectbox(
                f"Vendor of the {plural(rest.part.lines, 'line')} without one", options,
                index=None if split.rest_vendor is None else options.index(split.rest_vendor),
                accept_new_options=True, placeholder="choose a vendor, or type a new one", key=key,
                on_change=_keep_rest(workspace, file, split, key),
            )  # fmt: skip
        if any(one.part.newest_on is None for one in plan.deliveries):
            key = f"split_on_{file.staged}_{split.delivered_on}"
            newest = max((one.delivered_on for one in plan.deliveries if one.delivered_on), default=None)
            st.date_input(
                "Lines without a date were delivered on", value=split.delivered_on or newest, max_value=split.until,
                format="YYYY-MM-DD", key=key, on_change=_keep(workspace, file, split, "delivered_on", key),
            )  # fmt: skip
    _choose_programs(workspace, file, split, planned)


def _known(workspace: Workspace) -> set[str]:
    return {program.vendor for program in workspace.programs().values()}


def _keep_rest(workspace: Workspace, file: StagedFile, split: Split, key: str) -> Choose:
    def keep() -> None:
        named = st.session_state[key]
        splitting.choose(workspace, file, split, rest_vendor=vendor_id(named) if named else None)

    return keep


def _choose_programs(workspace: Workspace, file: StagedFile, split: Split, planned: SplitPlan) -> None:
    """The program of every vendor that has several and none of which is told by the file."""
    open_ones = sorted({one.vendor for one in planned.plan.deliveries if one.vendor and one.program is None})
    asked = sorted({*open_ones, *(vendor for vendor in split.programs if "/" not in vendor)})
    for vendor in asked:
        theirs = [program.id for program in workspace.programs().values() if program.vendor == vendor]
        key = f"split_program_{file.staged}_{vendor}_{split.programs.get(vendor)}"
        now = split.programs.get(vendor)
        st.selectbox(
            f"Which program of {vendor}?", theirs, index=theirs.index(now) if now in theirs else None,
            placeholder="choose a program", key=key, on_change=_keep_program(workspace, file, split, vendor, key),
        )  # fmt: skip


def _keep_program(workspace: Workspace, file: StagedFile, split: Split, vendor: str, key: str) -> Choose:
    def keep() -> None:
        given = st.session_state[key]
        others = {other: program for other, program in split.programs.items() if other != vendor}
        splitting.choose(workspace, file, split, programs={**others, vendor: given} if given else others)

    return keep


def _rename(workspace: Workspace, file: StagedFile, split: Split, planned: SplitPlan) -> None:
    """Say that a vendor as written is one that is known by another name."""
    found = {
        one.part.vendor_key: (one.vendor, one.part.vendor_written)
        for one in planned.plan.deliveries
        if one.part.vendor_key is not None and one.vendor is not None
    }
    if not 1 <= len(found) <= RENAMED_AT_MOST:
        return
    vendors = sorted({vendor for vendor, _ in found.values()} | _known(workspace))
    with st.expander("Not the right vendors? Say who is who"):
        for vendor, written in found.values():
            key = f"split_vendor_{file.staged}_{written[0]}_{vendor}"
            st.selectbox(
                f"{', '.join(written[:6])}: which vendor is this?", vendors, index=vendors.index(vendor),
                accept_new_options=True, key=key,
                on_change=_keep_vendor(workspace, file, split, written, key),
            )  # fmt: skip


def _keep_vendor(workspace: Workspace, file: StagedFile, split: Split, written: Sequence[str], key: str) -> Choose:
    def keep() -> None:
        given = st.session_state[key]
        if given:
            keys = {name for each in written if (name := vendor_key(each)) is not None}
            splitting.choose(
                workspace, file, split, vendors={**split.vendors, **dict.fromkeys(sorted(keys), vendor_id(given))}
            )

    return keep


def _audit(workspace: Workspace, file: StagedFile, planned: SplitPlan) -> None:
    plan = planned.plan
    made = plural(len(planned.coming), "delivery", "deliveries")
    is_open = bool(plan.questions) or not planned.coming
    if not planned.coming:
        parts.sentences(("All deliveries of this file are here already.",))
    if plan.questions:
        st.caption("Answer the questions above first.")
    if not st.button(f"Audit {made}", type="primary", disabled=is_open, key="audit_split"):
        return
    workspace.choose_split(file.staged, plan.split)
    job = workspace.start_job(kind="commit", subject=file.file_name, arguments=["commit-split", file.staged])
    state.set_params(job=str(job))
    st.rerun()
