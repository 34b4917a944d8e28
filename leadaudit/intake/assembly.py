"""What was read, put together: the table of lines, and the log of what stands outside it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from leadaudit.intake.delivered import SKIPPED_LISTED, Skipped, SkippedLine
from leadaudit.tables import LINES
from leadaudit.vocabulary import LineStatus

_TEXT_SHOWN: Final = 300


@dataclass(frozen=True, slots=True)
class SpecialLine:
    """A delivered line that did not split as the others do.

    Args:
        line: Line number.
        span: Physical lines it covers.
        status: What became of it.
        cells: One per column; None when unreadable.
        before: The line as delivered; None when it was simply read.
        reason: Why it was repaired or could not be read; None when simply read.
    """

    line: int
    span: int
    status: LineStatus
    cells: list[str] | None
    before: str | None
    reason: str | None


@dataclass(slots=True)
class SkippedLog:
    """Lines outside the table as they are met; listed up to a limit, counted beyond."""

    counts: Counter[str] = field(default_factory=Counter)
    listed: list[SkippedLine] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)

    def add(self, line: int, kind: str, text: str, *, span: int = 1) -> None:
        """Name a row that is no delivered line, with all physical lines it covers."""
        self.counts[kind] += span
        if len(self.listed) < SKIPPED_LISTED:
            shown = text if len(text) <= _TEXT_SHOWN else text[:_TEXT_SHOWN] + " ..."
            self.listed.append(SkippedLine(line=line, kind=kind, text=shown))

    def add_blank(self, lines: Sequence[int] | npt.NDArray[np.int64]) -> None:
        """Name lines that hold nothing."""
        self.counts["blank"] += len(lines)
        room = SKIPPED_LISTED - len(self.blank)
        if room > 0:
            self.blank.extend(int(line) for line in lines[:room])

    def finish(self) -> Skipped:
        """The log, in the order of the file."""
        room = max(0, SKIPPED_LISTED - len(self.listed))
        blank = [SkippedLine(line=line, kind="blank", text="") for line in self.blank[:room]]
        return Skipped(
            count=self.counts.total(),
            by_kind=tuple(sorted(self.counts.items())),
            listed=tuple(sorted([*self.listed, *blank], key=lambda skipped: skipped.line)),
        )


@dataclass(frozen=True, slots=True)
class ReadRows:
    """Rows that were simply read.

    Args:
        lines: Line number of each, ascending.
        cells: Their cells, one list per row.
        last_line: Last line of the part of the file they come from.
    """

    lines: npt.NDArray[np.int64]
    cells: pa.ListArray
    last_line: int


def rows_from_lists(lines: Sequence[int], cells: Sequence[Sequence[str]], last_line: int) -> ReadRows:
    """Rows from Python lists."""
    array = pa.array(list(cells), type=pa.list_(pa.string()))
    return ReadRows(np.array(lines, dtype=np.int64), array, last_line)


def lines_table(parts: Iterable[ReadRows], specials: Sequence[SpecialLine], delivery: str) -> pa.Table:
    """One row per delivered line (tables.LINES), in the order of the file.

    Args:
        parts: Rows that were simply read, part by part of the file.
        specials: All other delivered lines, ascending.
        delivery: Id of the delivery.
    """
    batches, at = [], 0
    for part in parts:
        end = at
        while end < len(specials) and specials[end].line <= part.last_line:
            end += 1
        batches.append(_batch(part, specials[at:end], delivery))
        at = end
    if at < len(specials):
        batches.append(_batch(rows_from_lists([], [], 0), specials[at:], delivery))
    return LINES.require(pa.concat_tables(batches)) if batches else LINES.empty()


def _batch(part: ReadRows, specials: Sequence[SpecialLine], delivery: str) -> pa.Table:
    rows = len(part.lines)
    columns = {
        "delivery": pa.repeat(pa.scalar(delivery), rows),
        "line": pa.array(part.lines, type=pa.int32()),
        "status": pa.repeat(pa.scalar(LineStatus.READ.value), rows),
        "cells": part.cells,
        "before": pa.nulls(rows, pa.string()),
        "reason": pa.nulls(rows, pa.string()),
    }
    table = pa.table(columns)
    if not specials:
        return table
    fields = ("line", "status", "cells", "before", "reason")
    added = [
        {"delivery": delivery, **{name: getattr(special, name) for name in fields}, "status": special.status.value}
        for special in specials
    ]
    both = pa.concat_tables([table, pa.Table.from_pylist(added, schema=table.schema)])
    order = np.argsort(np.concatenate([part.lines, [special.line for special in specials]]), kind="stable")
    return both.combine_chunks().take(pa.array(order))
