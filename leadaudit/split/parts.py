"""Which line of a file belongs to which of its deliveries; every line belongs to exactly one."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql
from leadaudit.distinct import distinct_rows, judge_distinct
from leadaudit.errors import ConservationError, UnknownNameError
from leadaudit.facts.dates import parse_date
from leadaudit.intake.delivered import DeliveredTable
from leadaudit.intake.mapping_file import names_of_columns
from leadaudit.intake.mapping_values import cells_of
from leadaudit.split.choice import DayRule, KeptSplit, Split
from leadaudit.split.spelling import program_key
from leadaudit.vocabulary import LineStatus

_NO_SPELLINGS: Final[Mapping[str, Mapping[str, str]]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The lines of one vendor, program and month of a file.

    Args:
        key: Names it within the file: JSON of vendor key, program key and month.
        vendor_key: None: the rest, of which the file does not say who delivered it.
        program_key: None: no column of programs, or nothing in it.
        month: First day of the month; None: no column of dates, or nothing readable in it.
        vendor_written: Spellings of the vendor, the most frequent first.
        program_written: The most frequent spelling of the program.
        lines: Delivered lines.
        unreadable: How many of them could not be read.
        newest_on: The newest day its lines name in the column of dates.
    """

    key: str
    vendor_key: str | None
    program_key: str | None
    month: date | None
    vendor_written: tuple[str, ...]
    program_written: str | None
    lines: int
    unreadable: int
    newest_on: date | None

    def delivered_on(self, split: Split) -> date | None:
        """The day it counts as delivered; None when neither the file nor a person names one."""
        if self.newest_on is None:
            return split.delivered_on
        if split.day is DayRule.NEWEST or self.month is None:
            return self.newest_on
        return min(_month_end(self.month), split.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A file taken apart.

    Args:
        parts: By vendor, program and month; the rest last.
        places: One row per line of the file, in its order: line, and in ``part`` the key of its part.
        spellings: By column, each text as written to its key.
    """

    parts: tuple[Part, ...]
    places: pa.Table
    spellings: Mapping[str, Mapping[str, str]]

    def kept(self, split: Split) -> KeptSplit:
        """What each delivery keeps, to find its lines again."""
        largest = max(self.parts, key=lambda part: (part.vendor_key is None, part.lines, part.key))
        return KeptSplit(
            split=split, parts=tuple(part.key for part in self.parts), home=largest.key, spellings=self.spellings
        )


def part_key(vendor: str | None, program: str | None, month: date | None) -> str:
    """The name of a part within its file."""
    return json.dumps([vendor, program, None if month is None else f"{month:%Y-%m}"], ensure_ascii=False)


def take_apart(table: DeliveredTable, split: Split) -> Parts:
    """The deliveries a file holds.

    Args:
        table: The file as read.
        split: Which columns tell them apart.

    Raises:
        UnknownNameError: The file has no column of a name that was given.
    """
    placed, spellings = _placed(table, split, _NO_SPELLINGS)
    rows = sql.run("split_parts", {"placed": placed}).to_pylist()
    written = _written(sql.run("split_spellings", {"placed": placed}).to_pylist())
    parts = tuple(
        Part(
            key=part_key(row["vendor"], row["program"], row["month"]),
            vendor_key=row["vendor"],
            program_key=row["program"],
            month=row["month"],
            vendor_written=tuple(written.get(("vendor", row["vendor"]), ())),
            program_written=next(iter(written.get(("program", row["program"]), ())), None),
            lines=row["lines"],
            unreadable=row["unreadable"],
            newest_on=row["newest_on"],
        )
        for row in rows
    )
    return Parts(parts=parts, places=_places(placed), spellings=spellings)


def _written(rows: list[dict[str, str]]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        found.setdefault((row["column"], row["key"]), []).append(row["written"])
    return found


def find_again(table: DeliveredTable, kept: KeptSplit) -> pa.Table:
    """Where the lines of a file belong that was split before: line, part.

    A line that no part of then claims goes where the split says, so that no line is lost when rules change.
    """
    placed, _ = _placed(table, kept.split, kept.spellings)
    places = _places(placed)
    known = pc.is_in(places["part"], value_set=pa.array(kept.parts, pa.string()))
    return places.set_column(1, "part", pc.if_else(known, places["part"], kept.home))


def require_all_placed(table: DeliveredTable, parts: Parts) -> None:
    """Every line of the file belongs to one part.

    Raises:
        ConservationError: The parts together are not the file.
    """
    together, whole = sum(part.lines for part in parts.parts), table.lines.num_rows
    if together != whole:
        raise ConservationError(
            f"{table.file_name}, lines of its deliveries",
            f"{together} is not {whole}",
            "Report this; nothing was stored",
        )


def _places(placed: pa.Table) -> pa.Table:
    rows = distinct_rows([placed[name] for name in ("vendor", "program", "month")])
    keys = pa.array(rows.judged(part_key), pa.string())
    return pa.table({"line": placed["line"], "part": keys.take(pa.array(rows.row_of))})


def column_no(table: DeliveredTable, name: str) -> int:
    """Where a column stands, by its header or the name a mapping file gives it.

    Raises:
        UnknownNameError: There is no such column, or more than one is close.
    """
    names = names_of_columns(table.header)
    exact = [at for at, known in enumerate(names) if known == name]
    close = exact or [at for at, known in enumerate(names) if known.casefold() == name.strip().casefold()]
    if len(close) != 1:
        raise UnknownNameError(f"{table.file_name}, column {name}", "there is none of that name", _columns(names))
    return close[0]


def _columns(names: list[str]) -> str:
    shown = ", ".join(names[:30])
    return f"Its columns are {shown}{' and more' if len(names) > 30 else ''}"


def texts_of(lines: pa.Table, at: int) -> pa.ChunkedArray:
    """One delivered column without outer whitespace; null where it is empty or the line could not be read."""
    chunks = [pc.utf8_trim_whitespace(cells_of(cells, at)) for cells in lines["cells"].chunks]
    texts = pa.chunked_array(chunks, pa.string())
    return pc.if_else(
        pc.and_(pc.not_equal(texts, ""), pc.is_valid(lines["cells"])), texts, pa.scalar(None, pa.string())
    )


def _placed(
    table: DeliveredTable, split: Split, spellings: Mapping[str, Mapping[str, str]]
) -> tuple[pa.Table, Mapping[str, Mapping[str, str]]]:
    """One row per line: line, unreadable, and vendor, program, month, day as the file says them."""
    lines = table.lines
    nothing = pa.nulls(lines.num_rows, pa.string())
    columns: dict[str, object] = {
        "line": lines["line"],
        "unreadable": pc.equal(lines["status"], LineStatus.UNREADABLE.value),
    }
    used: dict[str, Mapping[str, str]] = {}
    for role, name, fold in (("vendor", split.vendor, split.key_of), ("program", split.program, program_key)):
        texts = nothing if name is None else texts_of(lines, column_no(table, name))
        columns[f"{role}_written"] = texts
        columns[role], used[role] = _keys(texts, _known_or(spellings.get(role, {}), fold))
    texts = nothing if split.month is None else texts_of(lines, column_no(table, split.month))
    columns["day"] = _days(texts, split)
    made = pa.table(columns)
    # A line of the rest is of no program and no month: where it goes, a person says for all of them.
    rest = pc.is_null(made["vendor"])
    month = pc.cast(pc.floor_temporal(made["day"].cast(pa.timestamp("s")), unit="month"), pa.date32())
    return (
        made.set_column(
            made.schema.get_field_index("program"),
            "program",
            pc.if_else(rest, pa.scalar(None, pa.string()), made["program"]),
        ).append_column("month", pc.if_else(rest, pa.scalar(None, pa.date32()), month)),
        used,
    )


def _known_or(known: Mapping[str, str], fold: Callable[[str], str | None]) -> Callable[[str], str | None]:
    return lambda written: known.get(written) or fold(written)


def _keys(texts: pa.ChunkedArray | pa.Array, key: Callable[[str], str | None]) -> tuple[pa.Array, Mapping[str, str]]:
    chunked = texts if isinstance(texts, pa.ChunkedArray) else pa.chunked_array([texts])
    judged = judge_distinct(chunked, lambda written: (written, key(written)))
    used = {one[0]: one[1] for one in judged.judgements if one is not None and one[1] is not None}
    return judged.column(lambda one: one[1], pa.string()), used


def _days(texts: pa.ChunkedArray | pa.Array, split: Split) -> pa.Array:
    chunked = texts if isinstance(texts, pa.ChunkedArray) else pa.chunked_array([texts])

    def day(written: str) -> date | None:
        on = parse_date(written, split.date_order).on
        return on if on is not None and on <= split.until else None

    return judge_distinct(chunked, day).column(lambda on: on, pa.date32())


def _month_end(month: date) -> date:
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return following - timedelta(days=1)
