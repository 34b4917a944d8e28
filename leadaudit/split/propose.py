"""Which columns of a file could tell its deliveries apart, and why."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.date_columns import DATE_FIELDS
from leadaudit.facts.dates import decide_date_order, parse_date
from leadaudit.facts.folding import words
from leadaudit.format import plural
from leadaudit.intake.delivered import DeliveredTable
from leadaudit.intake.mapping import ColumnMapping, Mapping
from leadaudit.intake.mapping_file import names_of_columns
from leadaudit.split.parts import texts_of
from leadaudit.split.spelling import id_key, program_key, vendor_key
from leadaudit.vocabulary import DateOrder

# Fields that say who delivered a line, the likeliest first; a sub-supplier delivers through a vendor.
_VENDOR_FIELDS: Final = ("lead_source", "lead_source_detail", "vendor_label", "utm_source", "sub_supplier")
_PROGRAM_FIELDS: Final = ("campaign", "campaign_id", "utm_campaign")
_MONTH_FIELDS: Final = ("delivered_at", "created_at", "captured_at", "activity_at")
# Headers that say it outright, in the languages files come in.
_VENDOR_WORDS: Final = frozenset(
    {
        "vendor", "supplier", "provider", "partner", "publisher", "seller", "lieferant", "anbieter", "fournisseur",
        "prestataire", "proveedor", "editor",
    }
)  # fmt: skip
_PROGRAM_WORDS: Final = frozenset({"program", "programme", "programm", "programa", "order", "io"})
# More names than that, or fewer lines for each, and a column tells people or companies apart, not vendors.
_MOST_NAMES: Final = 500
_LEAST_LINES: Final = 2.0
# Distinct dates looked at to say from when to when a column reaches.
_SAMPLED_DATES: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnToSplitBy:
    """A column that could tell deliveries apart.

    Args:
        name: As a mapping file names it.
        reason: Why, in plain words, without a final stop.
        date_order: How it writes its dates; None for a column of names.
    """

    name: str
    reason: str
    date_order: DateOrder | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Columns a file could be split by, the likeliest first.

    Args:
        vendors: Columns that name several vendors.
        programs: Columns that name programs or campaigns.
        months: Columns of dates.
    """

    vendors: tuple[ColumnToSplitBy, ...]
    programs: tuple[ColumnToSplitBy, ...]
    months: tuple[ColumnToSplitBy, ...]


def propose_split(table: DeliveredTable, mapping: Mapping, *, known_vendors: Collection[str] = ()) -> Proposal:
    """Which columns of a file could tell its deliveries apart.

    Args:
        table: The file as read.
        mapping: What its columns are.
        known_vendors: Ids of vendors there already; a column that holds their names comes first.
    """
    names = names_of_columns(table.header)
    known = {id_key(vendor) for vendor in known_vendors}
    vendors = []
    programs = []
    months = []
    for column in mapping.columns:
        name = names[column.column_no]
        rank = _rank(column, _VENDOR_FIELDS, _VENDOR_WORDS)
        if rank is not None and (found := _named(table, column, known)) is not None:
            vendors.append((not found[1], rank, ColumnToSplitBy(name=name, reason=found[0])))
        rank = _rank(column, _PROGRAM_FIELDS, _PROGRAM_WORDS)
        if rank is not None and (reason := _of_programs(table, column)) is not None:
            programs.append((rank, column.column_no, ColumnToSplitBy(name=name, reason=reason)))
        if column.field in DATE_FIELDS and (dated := _dated(table, column, name)) is not None:
            rank = _MONTH_FIELDS.index(column.field) if column.field in _MONTH_FIELDS else len(_MONTH_FIELDS)
            months.append((rank, column.column_no, dated))
    return Proposal(
        vendors=tuple(one for _, _, one in sorted(vendors, key=lambda each: each[:2])),
        programs=tuple(one for _, _, one in sorted(programs, key=lambda each: each[:2])),
        months=tuple(one for _, _, one in sorted(months, key=lambda each: each[:2])),
    )


def _rank(column: ColumnMapping, fields: tuple[str, ...], said: frozenset[str]) -> int | None:
    """How likely a column is what is looked for, 0 the likeliest; None when nothing speaks for it."""
    if said & set(words(column.header)):
        return 0
    return fields.index(column.field) + 1 if column.field in fields else None


def _distinct(table: DeliveredTable, column: ColumnMapping) -> tuple[list[str], int]:
    """The distinct texts of a column, and how many lines hold one."""
    texts = texts_of(table.lines, column.column_no)
    return pc.unique(texts.drop_null()).to_pylist(), len(texts) - texts.null_count


def _named(table: DeliveredTable, column: ColumnMapping, known: set[str]) -> tuple[str, bool] | None:
    """Why a column tells vendors apart, and whether some of them are known here; None when it does not."""
    texts, lines = _distinct(table, column)
    if len(texts) > 20 * _MOST_NAMES:
        return None
    keys = {key for text in texts if (key := vendor_key(text)) is not None}
    if not 2 <= len(keys) <= _MOST_NAMES or lines < _LEAST_LINES * len(keys):
        return None
    met = keys & known
    empty = table.lines.num_rows - lines
    reason = f"{plural(len(keys), 'name')} in {plural(lines, 'line')}"
    reason += f", {len(met):,} of them known here" if met else ""
    return f"{reason}, {plural(empty, 'line')} without one" if empty else reason, bool(met)


def _of_programs(table: DeliveredTable, column: ColumnMapping) -> str | None:
    texts, lines = _distinct(table, column)
    keys = {key for text in texts if (key := program_key(text)) is not None}
    return f"{plural(len(keys), 'name')} in {plural(lines, 'line')}" if 1 <= len(keys) <= _MOST_NAMES else None


def _dated(table: DeliveredTable, column: ColumnMapping, name: str) -> ColumnToSplitBy | None:
    texts, lines = _distinct(table, column)
    order = column.date_order or decide_date_order(texts).order
    some = pa.array(texts).take(pa.array(range(0, len(texts), max(1, len(texts) // _SAMPLED_DATES)))).to_pylist()
    days = [on for text in some if (on := parse_date(text, order).on) is not None]
    if not days:
        return None
    months = len({(on.year, on.month) for on in days})
    reason = f"{plural(months, 'month')} in {plural(lines, 'line')}, {min(days)} to {max(days)}"
    return ColumnToSplitBy(name=name, reason=reason, date_order=order)
