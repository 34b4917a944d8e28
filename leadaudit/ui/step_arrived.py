"""Step 1 of an audit: what arrived, as detected, with the reason; every detection can be changed."""

import re
from typing import Final

import streamlit as st

from leadaudit.audit import OpenedDelivery
from leadaudit.errors import LeadauditError
from leadaudit.intake.delivered import DeliveredTable, Detected, Detection, ReadOverrides
from leadaudit.ui import parts, splitting, staged, state
from leadaudit.ui.format import count, file_size, plural, text
from leadaudit.ui.parts import Column
from leadaudit.workspace import Workspace
from leadaudit.workspace.staging import StagedFile
from leadaudit.workspace.workspace import SEVERAL_VENDORS

_COLUMNS: Final = (Column(label="What", align="word"), Column(label="Found"), Column(label="Because"))
LABELS: Final = {
    "file_format": "Kind of file",
    "encoding": "Encoding",
    "delimiter": "Separator",
    "quote": "Quote",
    "sheet": "Sheet",
    "header_line": "Column names in line",
}
_ENCODINGS: Final = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1", "cp1250", "mac_roman")
_DELIMITERS: Final = ("comma", "semicolon", "tab", "pipe", "space")
AS_DETECTED: Final = "as found"


def arrived(workspace: Workspace, file: StagedFile) -> str | None:
    """What arrived and who sent it; None until a person said that it is the table and from whom."""
    try:
        read = staged.opened(workspace, file, None)
    except LeadauditError as error:
        parts.problem(str(error))
        _correct(workspace, file, None)
        if st.button("Choose another file"):
            staged.start_again()
            st.rerun()
        return None
    vendor = state.param("from")
    line = f"1 What arrived: {text(_summary(read.table))}"
    with st.expander(f"{line}, from {text(vendor)}" if vendor else line, expanded=vendor is None):
        parts.ledger(
            _COLUMNS,
            [[LABELS[name], value_words(one.value), one.reason] for name, one in detections(read.table.detection)],
        )
        header = read.table.detection.header_line.value
        preview = [(one.line, one.text) for one in read.table.preview]
        parts.raw_lines(preview, marked=int(header) if header.isdecimal() else None)
        _left_out(read.table)
        _correct(workspace, file, read)
        if vendor == SEVERAL_VENDORS:
            _offer_one_vendor()
        else:
            _offer_split(workspace, file, read)
            _ask_vendor(workspace, file)
    return vendor


def _offer_split(workspace: Workspace, file: StagedFile, read: OpenedDelivery) -> None:
    """Where a column names several vendors, the way to one delivery for each of them."""
    proposed = splitting.proposal(workspace, file, read).vendors
    if not proposed:
        return
    column = proposed[0]
    with st.container(horizontal=True, vertical_alignment="center"):
        parts.sentences((f"This file may hold several vendors. {column.name}: {column.reason}.",))
        if st.button("Split it by vendor", key="split_file"):
            state.set_params(**{"from": SEVERAL_VENDORS}, columns=None)
            st.rerun()


def _offer_one_vendor() -> None:
    """The way back to a file of one vendor."""
    if st.button("It is all from one vendor", key="one_vendor"):
        state.set_params(**{"from": None}, columns=None)
        st.rerun()


def _summary(table: DeliveredTable) -> str:
    lines = plural(table.lines.num_rows, "line")
    return f"{table.file_name}, {file_size(table.byte_count)}, {lines}, {plural(len(table.header), 'column')}"


def detections(detection: Detection) -> list[tuple[str, Detected]]:
    """What was detected, in the order the screen shows it."""
    named = {name: getattr(detection, name) for name in LABELS}
    return [(name, one) for name, one in named.items() if one is not None]


def value_words(value: str) -> str:
    """What was detected, its invisible characters by their names."""
    names = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe", " ": "space", "": "none", "0": "none"}
    return names.get(value, value)


def _left_out(table: DeliveredTable) -> None:
    """The lines that are no delivered lines."""
    others = [(kind, number) for kind, number in table.skipped.by_kind if kind != "header" and number]
    if not others:
        return
    named = ", ".join(f"{count(number)} {kind}" for kind, number in others)
    with st.expander(f"Left out: {text(named)}"):
        parts.raw_lines([(one.line, f"{one.kind}: {one.text}") for one in table.skipped.listed if one.kind != "header"])


def _correct(workspace: Workspace, file: StagedFile, read: OpenedDelivery | None) -> None:
    """Let people say what was detected wrongly."""
    now = file.overrides
    with st.expander("Not right? Change how the file is read", expanded=now != ReadOverrides() or read is None):
        with st.form(f"overrides_{file.staged}"), st.container(horizontal=True):
            encoding = st.selectbox("Encoding", (AS_DETECTED, *_ENCODINGS), index=_at(now.encoding, _ENCODINGS))
            delimiter = st.selectbox("Separator", (AS_DETECTED, *_DELIMITERS), index=_at(now.delimiter, _DELIMITERS))
            header = st.number_input(
                "Line of the column names", min_value=0, value=now.header_line, placeholder=AS_DETECTED,
                help="0 when the file has none.",
            )  # fmt: skip
            sheet = st.text_input("Sheet", value=now.sheet or "", placeholder=AS_DETECTED)
            again = st.form_submit_button("Read it this way")
        if again:
            chosen = ReadOverrides(
                encoding=None if encoding == AS_DETECTED else encoding,
                delimiter=None if delimiter == AS_DETECTED else delimiter,
                quote=now.quote,
                sheet=sheet or None,
                header_line=None if header is None else int(header),
            )
            workspace.override(file.staged, chosen)
            state.set_params(columns=None)
            st.rerun()


def _at(value: str | None, options: tuple[str, ...]) -> int:
    return options.index(value) + 1 if value in options else 0


def _ask_vendor(workspace: Workspace, file: StagedFile) -> None:
    known = tuple(sorted({program.vendor for program in workspace.programs().values()}))
    guessed = next((vendor for vendor in known if vendor in file.file_name.lower()), None)
    now = state.param("from") or guessed
    options = known if now is None or now in known else (*known, now)
    named = st.selectbox(
        "Who delivered it?",
        options,
        index=None if now is None else options.index(now),
        accept_new_options=True,
        placeholder="choose a vendor, or type a new one",
        key="vendor_of_file",
    )
    label = "This is the table" if state.param("from") is None else "Use this vendor"
    if st.button(label, type="primary", disabled=not named, key="arrived"):
        state.set_params(**{"from": vendor_id(named or "")}, columns=None)
        st.rerun()


def vendor_id(name: str) -> str:
    """A vendor's name as it stands in ids: small letters, digits, dots, dashes."""
    return re.sub(r"[^a-z0-9._-]+", "-", name.strip().lower()).strip("-._")[:60]
