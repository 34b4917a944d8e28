"""A file on its way in: staged on disk, its id in the address, opened once and remembered by what it depends on."""

import json
from dataclasses import asdict, dataclass
from typing import Final

import streamlit as st

from leadaudit.audit import OpenedDelivery, read_delivery
from leadaudit.audit_inputs import DeliveryRead
from leadaudit.date_columns import with_date_orders
from leadaudit.errors import LeadauditError
from leadaudit.facts.own_words import OwnWords
from leadaudit.intake.mapping import Mapping as ColumnsMapping
from leadaudit.intake.mapping_file import write_mapping_file
from leadaudit.ui import parts, state
from leadaudit.vocabulary import DateOrder
from leadaudit.workspace import Workspace
from leadaudit.workspace.staging import StagedFile
from leadaudit.workspace.workspace import SEVERAL_VENDORS

# Words of the address that belong to one file on its way in.
PARAMS: Final = ("file", "from", "columns", "job", "made")

WHAT_CAN_BE_READ: Final = (
    "CSV with any separator, XLSX, XLS or ODS, up to 400 MB; banners, totals and footers may stay. Nothing becomes a "
    "delivery before you say so.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a person chose about the columns and has not saved yet.

    Args:
        fields: Column number to field; "ignore" sets a column aside.
        dates: Header to the order of its dates.
    """

    fields: dict[int, str]
    dates: dict[str, DateOrder]


def choose_file(workspace: Workspace, *, key: str, label: str) -> StagedFile | None:
    """The file in the address, else what is dropped here; None until there is one."""
    named = state.param("file")
    if named is not None:
        try:
            return workspace.staged(named)
        except LeadauditError as error:
            parts.problem(str(error))
            start_again()
    uploaded = st.file_uploader(label, key=key)
    if uploaded is not None:
        state.set_params(file=workspace.stage(uploaded.getvalue(), uploaded.name).staged)
        st.rerun()
    return None


def start_again() -> None:
    """Forget in the address that a file was on its way."""
    state.set_params(**dict.fromkeys(PARAMS))


def opened(workspace: Workspace, file: StagedFile, saved_under: str | None) -> OpenedDelivery:
    """The file as detected, its columns mapped as the last file of the same sender was.

    Raises:
        NotATableError: It holds no table.
    """
    overrides = json.dumps(asdict(file.overrides), sort_keys=True)
    saved = None if saved_under is None else workspace.saved_mapping(saved_under)
    mapping = None if saved is None else write_mapping_file(saved)
    return _opened(str(workspace.folder), file.staged, overrides, saved_under, mapping, _workspace=workspace)


@st.cache_resource(max_entries=6, show_spinner="Reading the file")
def _opened(
    folder: str, staged: str, overrides: str, saved_under: str | None, mapping: str | None, *, _workspace: Workspace
) -> OpenedDelivery:
    del folder, overrides, mapping
    return _workspace.opened(staged, vendor=saved_under)


def is_of_several(vendor: str) -> bool:
    """Whether a file is to become deliveries of several vendors."""
    return vendor == SEVERAL_VENDORS


def choices(file: StagedFile, saved_under: str) -> Choices:
    """What was chosen about the columns so far; saving makes it last."""
    key = f"choices_{file.staged}_{saved_under}"
    kept: Choices = st.session_state.setdefault(key, Choices(fields={}, dates={}))
    return kept


def mapped(read: OpenedDelivery, chosen: Choices) -> OpenedDelivery:
    """The file with its columns as proposed and then as chosen, date orders and open questions worked out anew."""
    mapping = read.mapping
    for column_no, field in chosen.fields.items():
        mapping = mapping.with_choice(column_no, field)
    return OpenedDelivery(
        table=read.table, mapping=with_date_orders(mapping, read.table.lines, chosen=_orders(mapping, chosen))
    )


def _orders(mapping: ColumnsMapping, chosen: Choices) -> dict[str, DateOrder]:
    """The orders a person chose now, and those saved before for columns that were left as they are."""
    saved = {
        column.header: column.date_order
        for column in mapping.columns
        if column.date_order is not None and column.column_no not in chosen.fields
    }
    return {**saved, **chosen.dates}


def previewed(workspace: Workspace, file: StagedFile, columns: OpenedDelivery, *, vendor: str) -> DeliveryRead:
    """Everything the file says on its own, as committing it would read it; nothing is stored.

    Raises:
        MappingError: A question about the columns is open.
    """
    overrides = json.dumps(asdict(file.overrides), sort_keys=True)
    saved = write_mapping_file(columns.mapping.to_saved())
    words = workspace.words()
    return _previewed(
        str(workspace.folder), file.staged, overrides, saved, vendor, words.fingerprint, _columns=columns, _words=words
    )


@st.cache_resource(max_entries=4, show_spinner="Checking every line")
def _previewed(
    folder: str,
    staged: str,
    overrides: str,
    saved: str,
    vendor: str,
    fingerprint: str | None,
    *,
    _columns: OpenedDelivery,
    _words: OwnWords,
) -> DeliveryRead:
    del folder, staged, overrides, saved, fingerprint
    # The currency only names the unit of a price column, which a preview does not show.
    return read_delivery(_columns, vendor=vendor, currency="USD", where=_columns.table.file_name, words=_words)
