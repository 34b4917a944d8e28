"""What an answer says of somebody who was erased: what was said last, and nothing of who it was.

Source: docs/data.md, "Erasing one person".
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import tables
from leadaudit.vocabulary import LineStatus, ListKind, ListValueKind

# Tables of an assessment whose row of an erased record stays as it was.
KEPT_TABLES: Final = ("consent", "verdicts", "freshness", "classes", "class_days", "usable")

# Records of people who were erased before they came.
NOBODY: Final = pa.schema([("delivery", tables.TEXT), ("line", tables.LINE)])

# Whose record it is depends on who is left, and what was seen may name somebody.
_NEVER_KEPT: Final = frozenset({"delivery", "line", "person", "vendor", "delivered_on", "seen", "sentence"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasedLine:
    """A delivered line whose person was erased.

    Args:
        delivery: With ``line`` the record; an import's id for a line of an import.
        line: Its line.
        erased_on: The day.
        status: What became of the line when it was read.
        kept: By table name, what was said of the record when it was erased; empty for an import.
    """

    delivery: str
    line: int
    erased_on: date
    status: LineStatus
    kept: Mapping[str, Mapping[str, object]]

    @property
    def sentence(self) -> str:
        """What stands where the words of the verdict stood."""
        return f"The person was erased on {self.erased_on}; what the contract said of the record stands."


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """Everything that was erased.

    Args:
        lines: Of deliveries and imports.
        digests: Keyed digests of the addresses.
    """

    lines: tuple[ErasedLine, ...] = ()
    digests: frozenset[str] = frozenset()

    @property
    def fingerprint(self) -> str:
        """Names what was erased; "" as long as nobody was."""
        if not self.lines and not self.digests:
            return ""
        named = [[one.delivery, one.line, one.status, dict(one.kept)] for one in self.lines]
        text = json.dumps([named, sorted(self.digests)], sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    def lines_of(self, owner: str) -> dict[int, LineStatus]:
        """The erased lines of a delivery or import, each with what became of it when it was read."""
        return {one.line: one.status for one in self.lines if one.delivery == owner}

    def settled(self) -> pa.Table:
        """What the contract said of each erased record: delivery, line, verdict, code, clause, sentence."""
        rows = [
            {
                "delivery": one.delivery,
                "line": one.line,
                **{name: one.kept["verdicts"].get(name) for name in ("verdict", "code", "clause")},
                "sentence": one.sentence,
            }
            for one in self.lines
            if "verdicts" in one.kept
        ]
        names = ("delivery", "line", "verdict", "code", "clause", "sentence")
        types = {"line": tables.LINE}
        return pa.Table.from_pylist(rows, pa.schema([(name, types.get(name, tables.TEXT)) for name in names]))

    def put_back(self, name: str, table: pa.Table) -> pa.Table:
        """A table of an assessment with the rows of erased records as they were when they were erased."""
        kept = {(one.delivery, one.line): one for one in self.lines if name in one.kept}
        if not kept:
            return table
        is_erased = _is_at(table, list(kept))
        rows = [
            _restored(row, kept[row["delivery"], row["line"]], name, table.schema) for row in _rows(table, is_erased)
        ]
        restored = pa.Table.from_pylist(rows, schema=table.schema)
        together = pa.concat_tables([table.filter(pc.invert(is_erased)), restored])
        return together.sort_by([("delivery", "ascending"), ("line", "ascending")])


def _rows(table: pa.Table, chosen: pa.ChunkedArray) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.filter(chosen).to_pylist()
    return rows


def _is_at(table: pa.Table, places: list[tuple[str, int]]) -> pa.ChunkedArray:
    """Which rows stand at some places."""
    is_at = pa.chunked_array([pa.repeat(pa.scalar(value=False), table.num_rows)])
    for delivery in sorted({delivery for delivery, _ in places}):
        lines = pa.array([line for owner, line in places if owner == delivery], table.schema.field("line").type)
        is_at = pc.or_(is_at, pc.and_(pc.equal(table["delivery"], delivery), pc.is_in(table["line"], value_set=lines)))
    return is_at


def _restored(row: dict[str, object], erased: ErasedLine, name: str, schema: pa.Schema) -> dict[str, object]:
    kept = {
        column: _value(value, schema.field(column).type)
        for column, value in erased.kept[name].items()
        if column in schema.names
    }
    if name == "verdicts":
        kept["sentence"] = erased.sentence
    return {**row, **kept}


def _value(kept: object, kind: pa.DataType) -> object:
    """A value as JSON keeps it, as the table has it."""
    if isinstance(kept, str) and pa.types.is_date(kind):
        return date.fromisoformat(kept)
    if isinstance(kept, str) and pa.types.is_timestamp(kind):
        return datetime.fromisoformat(kept)
    return kept


def kept_rows(
    assessed: Mapping[str, pa.Table], places: list[tuple[str, int]], *, erased_at: datetime
) -> dict[tuple[str, int], dict[str, dict[str, object]]]:
    """What an assessment says of some records that may stay when they are erased.

    Args:
        assessed: ``KEPT_TABLES`` by name.
        places: The records.
        erased_at: The instant; nothing can be claimed of them afterwards, because nothing proves it any more.
    """
    found: dict[tuple[str, int], dict[str, dict[str, object]]] = {}
    for name in KEPT_TABLES:
        for row in _rows(assessed[name], _is_at(assessed[name], places)):
            kept = {column: value for column, value in row.items() if column not in _NEVER_KEPT}
            if name == "verdicts":
                ends = kept["deadline_at"]
                kept["claimable_minor"] = 0
                kept["deadline_at"] = min(ends, erased_at) if isinstance(ends, datetime) else ends
            found.setdefault((str(row["delivery"]), int(str(row["line"]))), {})[name] = kept
    return found


def with_suppressed(hits: pa.Table, suppressed: pa.Table) -> pa.Table:
    """The hits on our lists, and the records of a later file whose address was erased as suppressed.

    Args:
        hits: tables.LIST_HITS.
        suppressed: delivery, line.
    """
    if suppressed.num_rows == 0:
        return hits
    rows = [
        {**row, "list": ListKind.SUPPRESSION.value, "kind": ListValueKind.EMAIL.value, "value": None}
        for row in suppressed.to_pylist()
    ]
    known = {(row["delivery"], row["line"]) for row in _rows(hits, pc.equal(hits["list"], ListKind.SUPPRESSION.value))}
    fresh = tables.LIST_HITS.build([row for row in rows if (row["delivery"], row["line"]) not in known])
    order = [(name, "ascending") for name in tables.LIST_HITS.key]
    return pa.concat_tables([hits, fresh]).sort_by(order)
