"""How the dates of each column are written: decided over the whole column, asked where two readings fit."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.facts.dates import DateDecision, decide_date_order
from leadaudit.intake.mapping import ColumnMapping, OpenQuestion
from leadaudit.intake.mapping import Mapping as ColumnsMapping
from leadaudit.intake.mapping_values import cells_of
from leadaudit.vocabulary import DateOrder

DATE_FIELDS: Final = frozenset(
    {
        "activity_at",
        "captured_at",
        "closed_at",
        "consent_at",
        "converted_at",
        "created_at",
        "delivered_at",
        "email_verified_at",
        "intent_at",
        "job_started_at",
        "last_activity_at",
        "last_contacted_at",
        "last_updated_at",
        "opportunity_created_at",
        "statement_at",
    }
)


def with_date_orders(mapping: ColumnsMapping, lines: pa.Table, *, chosen: Mapping[str, DateOrder]) -> ColumnsMapping:
    """The mapping with the order of every date column, or a question where two readings fit.

    Args:
        mapping: Columns and their fields.
        lines: tables.LINES of the file.
        chosen: Header to the order a person or a saved mapping chose; it is not decided again.
    """
    columns: list[ColumnMapping] = []
    questions = [question for question in mapping.questions if question.about != "date_order"]
    for column in mapping.columns:
        if column.field not in DATE_FIELDS:
            columns.append(replace(column, date_order=None))
            continue
        if column.header in chosen:
            columns.append(replace(column, date_order=chosen[column.header]))
            continue
        decision = decide_date_order(distinct_cells(lines, column.column_no))
        columns.append(replace(column, date_order=decision.order))
        if decision.ambiguous:
            questions.append(_question(column, decision))
    return replace(mapping, columns=tuple(columns), questions=tuple(questions))


def distinct_cells(lines: pa.Table, column_no: int) -> list[str]:
    """Distinct non-empty texts of one delivered column, in order of appearance."""
    # Chunk by chunk and by position: a million lists are dear to filter.
    found = [
        pc.unique(cells_of(cells, column_no, np.flatnonzero(cells.is_valid().to_numpy(zero_copy_only=False))))
        for cells in lines["cells"].chunks
    ]
    texts = pc.unique(pc.utf8_trim_whitespace(pa.chunked_array(found, pa.string())))
    return [text for text in texts.to_pylist() if text]


def _question(column: ColumnMapping, decision: DateDecision) -> OpenQuestion:
    readings = " or ".join(f"{reading} ({order.value})" for order, reading in decision.readings)
    return OpenQuestion(
        about="date_order",
        columns=(column.column_no,),
        field=column.field or "",
        sentence=f"Column {column.header}: {decision.reason}. Which is right: {readings}?",
    )
