"""How a file on its way in is taken apart: proposed, chosen, remembered with the file on disk."""

import json
from dataclasses import asdict, replace

import streamlit as st

from leadaudit.audit import OpenedDelivery
from leadaudit.intake.mapping_file import write_mapping_file
from leadaudit.split.choice import Split, write_split
from leadaudit.split.days import with_date_order
from leadaudit.split.propose import Proposal, propose_split
from leadaudit.ui import run
from leadaudit.workspace import Workspace
from leadaudit.workspace.split_file import SplitPlan
from leadaudit.workspace.staging import StagedFile


def proposal(workspace: Workspace, file: StagedFile, read: OpenedDelivery) -> Proposal:
    """Columns the file could be split by."""
    vendors = tuple(sorted({program.vendor for program in workspace.programs().values()}))
    return _proposal(*_reading(workspace, file, read), vendors, _read=read)


def _reading(workspace: Workspace, file: StagedFile, read: OpenedDelivery) -> tuple[str, str, str, str]:
    """What a reading of a staged file depends on."""
    overrides = json.dumps(asdict(file.overrides), sort_keys=True)
    return str(workspace.folder), file.staged, overrides, write_mapping_file(read.mapping.to_saved())


@st.cache_resource(max_entries=16, show_spinner=False)
def _proposal(
    folder: str, staged: str, overrides: str, saved: str, vendors: tuple[str, ...], *, _read: OpenedDelivery
) -> Proposal:
    del folder, staged, overrides, saved
    return propose_split(_read.table, _read.mapping, known_vendors=vendors)


def chosen(workspace: Workspace, file: StagedFile, proposed: Proposal) -> Split | None:
    """How the file is split: as a person chose, else as proposed; None when nothing speaks for any column."""
    if file.split is not None:
        return file.split
    if not proposed.vendors:
        return None
    month = proposed.months[0] if proposed.months else None
    return Split(
        vendor=proposed.vendors[0].name,
        month=None if month is None else month.name,
        until=workspace.last_day(),
    )


def choose(workspace: Workspace, file: StagedFile, split: Split, **changes: object) -> None:
    """Change something about the split and remember it."""
    if "month" in changes:
        changes["date_order"] = None
    workspace.choose_split(file.staged, replace(split, **changes))  # type: ignore[arg-type]


def planned(workspace: Workspace, file: StagedFile, read: OpenedDelivery, split: Split) -> SplitPlan:
    """What the file would become; nothing is stored.

    Raises:
        LeadauditError: A column, a chosen program or the order of its dates is not known, or the file is here already.
    """
    settled = with_date_order(split, read.table, read.mapping)
    key = (*_reading(workspace, file, read), write_split(settled), run.revision(workspace))
    return _planned(*key, _workspace=workspace, _read=read, _split=settled)


@st.cache_resource(max_entries=16, show_spinner="Taking the file apart")
def _planned(
    folder: str,
    staged: str,
    overrides: str,
    saved: str,
    split: str,
    revision: int,
    *,
    _workspace: Workspace,
    _read: OpenedDelivery,
    _split: Split,
) -> SplitPlan:
    del folder, staged, overrides, saved, split, revision
    return _workspace.plan_split(_read, _split)
