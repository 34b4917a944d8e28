"""Days a file speaks of, before anything else is read: how a column writes them, and when the file arrived."""

from dataclasses import replace
from datetime import date
from typing import Final

import pyarrow.compute as pc

from leadaudit.errors import MappingError
from leadaudit.facts.dates import decide_date_order, parse_date
from leadaudit.intake.delivered import DeliveredTable
from leadaudit.intake.mapping import ColumnMapping, Mapping
from leadaudit.split.choice import Split
from leadaudit.split.parts import column_no, texts_of

# What a file says of the time its lines are about; the newest of them was there when the file was.
_DAYS: Final = ("delivered_at", "activity_at", "captured_at", "intent_at")


def with_date_order(split: Split, table: DeliveredTable, mapping: Mapping) -> Split:
    """The split, knowing how its column of dates writes them.

    Raises:
        MappingError: The dates can be read in two orders and nobody said which.
        UnknownNameError: There is no such column.
    """
    if split.month is None or split.date_order is not None:
        return split
    column = mapping.columns[column_no(table, split.month)]
    if column.date_order is not None:
        return replace(split, date_order=column.date_order)
    decision = decide_date_order(_texts(table, column))
    if decision.ambiguous:
        readings = " or ".join(f"{reading} ({order.value})" for order, reading in decision.readings)
        raise MappingError(
            f"{table.file_name}, column {split.month}",
            f"{decision.reason}: {readings}",
            "Map the column to a date and say which order it is",
        )
    return replace(split, date_order=decision.order)


def day_of_file(table: DeliveredTable, mapping: Mapping, *, until: date) -> date | None:
    """When a file most likely arrived: its single delivery date, else the newest day it speaks of.

    None when it names no day up to ``until``.
    """
    days: dict[str, set[date]] = {}
    for field in _DAYS:
        for column in mapping.columns_of(field):
            read = (parse_date(text, column.date_order).on for text in _texts(table, column))
            days.setdefault(field, set()).update(on for on in read if on is not None and on <= until)
    if len(stated := days.get("delivered_at", set())) == 1:
        return next(iter(stated))
    return max((on for each in days.values() for on in each), default=None)


def _texts(table: DeliveredTable, column: ColumnMapping) -> list[str]:
    texts: list[str] = pc.unique(texts_of(table.lines, column.column_no).drop_null()).to_pylist()
    return texts
