"""Step 2 of an audit: what the columns are, confirmed by a person and saved at that moment."""

from typing import Final

import streamlit as st

from leadaudit.audit import OpenedDelivery
from leadaudit.date_columns import distinct_cells
from leadaudit.facts.dates import decide_date_order
from leadaudit.intake.fields import FIELDS, IGNORE
from leadaudit.intake.mapping import SAVED, ColumnMapping, OpenQuestion
from leadaudit.intake.mapping import Mapping as ColumnsMapping
from leadaudit.ui import staged, state
from leadaudit.ui.format import count, markup, percent, plural, text
from leadaudit.ui.staged import Choices
from leadaudit.vocabulary import DateOrder
from leadaudit.workspace import Workspace
from leadaudit.workspace.staging import StagedFile
from leadaudit.workspace.workspace import SEVERAL_VENDORS

# Columns of a wide file shown at once; each is a row of widgets.
COLUMNS_SHOWN: Final = 40

_HEADS: Final = ("Their column", "Samples", "Our field", "How sure", "Why")
_WIDTHS: Final = (3, 4, 3.4, 1.5, 3.6)


def columns(workspace: Workspace, file: StagedFile, vendor: str) -> OpenedDelivery | None:
    """The file with its columns as a person confirmed them; None until they are."""
    read = staged.opened(workspace, file, vendor)
    chosen = staged.choices(file, vendor)
    with_choices = staged.mapped(read, chosen)
    mapping = with_choices.mapping
    asked = state.param("columns")
    is_known = not chosen.fields and all(column.reason == SAVED for column in mapping.columns if column.header)
    is_done = not mapping.questions and (asked == "saved" or (asked is None and is_known))
    with st.expander(f"2 What the columns are: {summary(mapping)}", expanded=not is_done):
        if is_done:
            if st.button("Change the columns"):
                state.set_params(columns="open")
                st.rerun()
        else:
            edit(with_choices, chosen, file)
            _confirm(workspace, mapping, vendor)
    return with_choices if is_done else None


def summary(mapping: ColumnsMapping) -> str:
    """How many columns are used, in one line."""
    used = sum(column.field is not None for column in mapping.columns)
    as_before = ", as last time" if all(column.reason == SAVED for column in mapping.columns if column.header) else ""
    questions = f", {plural(len(mapping.questions), 'question')} open" if mapping.questions else ""
    return f"{count(used)} of {plural(len(mapping.columns), 'column')} used{as_before}{questions}"


def edit(read: OpenedDelivery, chosen: Choices, file: StagedFile) -> None:
    """The open questions, then every column with the field it is taken for."""
    _ask(read, chosen, file)
    _rows(read.mapping, chosen, file)


def _ask(read: OpenedDelivery, chosen: Choices, file: StagedFile) -> None:
    """The open questions, one below the other; the table below follows the answers."""
    for number, question in enumerate(read.mapping.questions):
        st.markdown(f"**{text(question.sentence)}**")
        key = f"question_{file.staged}_{question.about}_{question.field}_{number}"
        if question.about == "date_order":
            _ask_dates(read, question, chosen, key)
        else:
            _ask_columns(read.mapping, question, chosen, key)


def _ask_dates(read: OpenedDelivery, question: OpenQuestion, chosen: Choices, key: str) -> None:
    """The two readings of the same value side by side."""
    column = read.mapping.columns[question.columns[0]]
    decision = decide_date_order(distinct_cells(read.table.lines, column.column_no))
    for place, (order, reading) in zip(st.columns(len(decision.readings)), decision.readings, strict=True):
        with place, st.container(border=True):
            st.markdown(f"**{text(reading)}**")
            if st.button(_order_words(order), key=f"{key}_{order}", width="stretch"):
                chosen.dates[column.header] = order
                st.rerun()


def _order_words(order: DateOrder) -> str:
    words = {DateOrder.DMY: "Day first", DateOrder.MDY: "Month first", DateOrder.YMD: "Year first"}
    return words.get(order, order.value)


def _ask_columns(mapping: ColumnsMapping, question: OpenQuestion, chosen: Choices, key: str) -> None:
    """Which of several columns is the one; the others are set aside."""
    with st.container(horizontal=True):
        for column_no in question.columns:
            column = mapping.columns[column_no]
            if st.button(text(f"Column {column_no + 1}, {column.header}"), key=f"{key}_{column_no}"):
                chosen.fields.update(dict.fromkeys(question.columns, IGNORE))
                chosen.fields[column_no] = question.field
                st.rerun()


def _rows(mapping: ColumnsMapping, chosen: Choices, file: StagedFile) -> None:
    """Mapped columns first, in the file's order, then those that belong to no field."""
    ordered = sorted(mapping.columns, key=lambda column: (column.field is None, column.column_no))
    pages = -(-len(ordered) // COLUMNS_SHOWN)
    page = st.pagination(pages, key=f"columns_{file.staged}") if pages > 1 else 1
    with st.container(key="columns_head"):
        for place, title in zip(st.columns(_WIDTHS), _HEADS, strict=True):
            place.caption(title)
    for column in ordered[(page - 1) * COLUMNS_SHOWN : page * COLUMNS_SHOWN]:
        with st.container(key=f"column_row_{column.column_no}"):
            _row(column, chosen, file)


def _row(column: ColumnMapping, chosen: Choices, file: StagedFile) -> None:
    header, samples, field, sure, why = st.columns(_WIDTHS, vertical_alignment="center")
    header.html(markup(column.header or f"Column {column.column_no + 1}"))
    samples.html(f'<span class="la-cell">{markup(", ".join(sample[:60] for sample in column.samples) or "–")}</span>')
    options = (IGNORE, *(name for name in FIELDS if name != IGNORE))
    now = column.field or IGNORE
    key = f"field_{file.staged}_{column.column_no}_{now}"
    field.selectbox(
        f"Field of column {column.column_no + 1}",
        options,
        index=options.index(now),
        format_func=field_words,
        label_visibility="collapsed",
        key=key,
        on_change=_choose,
        args=(chosen, column.column_no, key),
    )
    sure.markdown("–" if column.field is None else percent(column.confidence))
    why.caption(text(column.reason))


def field_words(name: str) -> str:
    """A field as the choice shows it."""
    return "not used" if name == IGNORE else FIELDS[name].label


def _choose(chosen: Choices, column_no: int, key: str) -> None:
    chosen.fields[column_no] = st.session_state[key]


def _confirm(workspace: Workspace, mapping: ColumnsMapping, vendor: str) -> None:
    is_open = bool(mapping.questions)
    if st.button("Save these columns", type="primary", disabled=is_open, key="save_columns"):
        workspace.save_mapping(vendor, mapping.to_saved())
        state.set_params(columns="saved")
        st.rerun()
    if is_open:
        st.caption("Answer the questions above first.")
    else:
        whom = "files of several vendors" if vendor == SEVERAL_VENDORS else vendor
        st.caption(f"They are kept for {text(whom)}, whatever happens next, and proposed for the next file.")
