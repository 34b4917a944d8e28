"""The rows of one CRM export: its columns read over their distinct values, nothing decided about what they mean.

Source: docs/data.md, "CRM exports".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql, tables
from leadaudit.distinct import Judged, judge_distinct
from leadaudit.errors import FileMistakesError
from leadaudit.facts.amounts import currency_of
from leadaudit.facts.company import LegalForms, read_company
from leadaudit.facts.dates import DateDecision, decide_date_order
from leadaudit.intake.delivered import DeliveredTable
from leadaudit.intake.mapping_values import cells_of
from leadaudit.money import to_minor
from leadaudit.outcomes.crm_columns import columns_of, require_columns
from leadaudit.outcomes.crm_values import (
    Amount,
    Moment,
    amount_of,
    canonical_id,
    emails_of,
    has_decimal_comma,
    ids_of,
    is_spoiled_id,
    moment_of,
    yes_or_no,
)
from leadaudit.vocabulary import CrmObject, DateOrder, LineStatus

_DAYS: Final = (
    "created_on",
    "changed_on",
    "stage_on",
    "started",
    "completed",
    "occurred",
    "closed_on",
    "won_on",
    "lost_on",
    "converted_on",
)
# Rows after which reports, exports and spreadsheets end without a word.
_LIMITS: Final = frozenset({2_000, 10_000, 50_000, 65_535, 65_536, 100_000, 1_048_575, 1_048_576})
_LISTS: Final = ("merged_ids", "contact_ids", "lead_ids")
_TEXTS: Final = ("name", "type", "stage", "result", "reason", "made_by", "owner", "lead_source")


@dataclass(frozen=True, slots=True, kw_only=True)
class CrmChoice:
    """What somebody said of the columns of a CRM's exports.

    Args:
        columns: Header to field, or to "ignore".
        dates: Header to the order of its days.
        currency: Of amounts beside which none is named.
    """

    columns: Mapping[str, str]
    dates: Mapping[str, DateOrder]
    currency: str | None = None


NOTHING_CHOSEN: Final = CrmChoice(columns={}, dates={})


@dataclass(frozen=True, slots=True, kw_only=True)
class CrmExport:
    """A CRM export, read.

    Args:
        rows: ``tables.CRM_ROWS``.
        columns: Header of each field that has one.
        findings: ``tables.FINDINGS`` of what stands in its cells.
        cut_off: Why the file seems to end too early, in one sentence; None: it does not.
    """

    rows: pa.Table
    columns: Mapping[str, tuple[str, ...]]
    findings: pa.Table
    cut_off: str | None = None


class _Cells:
    """Columns of the readable lines by field."""

    def __init__(self, lines: pa.Table, columns: Mapping[str, Sequence[int]]) -> None:
        read = lines.filter(pc.is_valid(lines["cells"]))
        self.lines = read["line"]
        self.cells = read["cells"].combine_chunks()
        if isinstance(self.cells, pa.ChunkedArray):
            self.cells = pa.concat_arrays(self.cells.chunks) if self.cells.num_chunks else pa.array([], tables.TEXTS)
        self.columns = columns
        self.count = read.num_rows

    def of(self, field: str) -> pa.ChunkedArray:
        """Trimmed cells of a field, several columns joined; null where empty."""
        found = [self._column(at) for at in self.columns.get(field, ())]
        if not found:
            return pa.chunked_array([pa.nulls(self.count, tables.TEXT)])
        joined = found[0] if len(found) == 1 else pc.binary_join_element_wise(*found, ";", null_handling="skip")
        return pa.chunked_array([pc.if_else(pc.equal(joined, ""), pa.scalar(None, tables.TEXT), joined)])

    def _column(self, at: int) -> pa.Array:
        texts = pc.utf8_trim_whitespace(cells_of(self.cells, at))
        return pc.if_else(pc.equal(texts, ""), pa.scalar(None, tables.TEXT), texts)


def read_crm(
    table: DeliveredTable,
    what: CrmObject,
    *,
    delivery: str,
    source: str,
    snapshot_on: date,
    chosen: CrmChoice = NOTHING_CHOSEN,
    legal_forms: LegalForms,
) -> CrmExport:
    """The rows of a CRM export.

    Args:
        table: The file as read: its header and its lines.
        what: What its rows are.
        delivery: Id of the import.
        source: Which CRM.
        snapshot_on: The day it speaks for.
        chosen: What somebody said of its columns.
        legal_forms: With which the keys of accounts are made, as for records.

    Raises:
        FileMistakesError: A column that a row needs is missing, or its days can be read two ways.
    """
    header, where = table.raw_header, table.file_name
    columns = columns_of(header, what, chosen.columns)
    require_columns(header, columns, what, chosen=chosen.columns, where=where)
    # Half a line at the end of a file that was cut off says nothing that holds.
    cells = _Cells(table.lines.slice(0, table.lines.num_rows - _ends_in_the_middle(table.lines)), columns)
    orders = _orders(cells, header, columns, chosen.dates, where)
    days = {field: judge_distinct(cells.of(field), _reader(orders.get(field))) for field in _DAYS}
    money = _money(cells, chosen.currency)
    given = {
        "delivery": pa.repeat(pa.scalar(delivery, tables.TEXT), cells.count),
        "line": cells.lines,
        "source": pa.repeat(pa.scalar(source, tables.TEXT), cells.count),
        "object": pa.repeat(pa.scalar(what.value, tables.TEXT), cells.count),
        "given_id": _text(cells, "crm_id", canonical_id),
        "merged_into": _text(cells, "merged_into", canonical_id),
        "account_id": _text(cells, "account_id", canonical_id),
        "opportunity_id": _text(cells, "opportunity_id", canonical_id),
        "account_key": _text(cells, "account", lambda text: read_company(text, legal_forms=legal_forms).key),
        "emails": judge_distinct(cells.of("emails"), emails_of).column(list, tables.TEXTS),
        **{name: judge_distinct(cells.of(name), ids_of).column(list, tables.TEXTS) for name in _LISTS},
        **{name: cells.of(name) for name in _TEXTS},
        "result": cells.of("status" if what is CrmObject.OPPORTUNITY else "result"),
        **{name: _flag(cells, name) for name in ("is_won", "is_closed", "is_deleted", "has_responded")},
        "amount_minor": money[0],
        "currency": money[1],
        **{field: days[field].column(lambda moment: moment.on, tables.DAY) for field in _DAYS},
        **{
            f"{field}_at": days[field].column(lambda moment: moment.at, tables.INSTANT)
            for field in ("started", "completed", "occurred")
        },
        "snapshot_on": pa.repeat(pa.scalar(snapshot_on, tables.DAY), cells.count),
    }
    rows = tables.CRM_ROWS.require(sql.run("outcomes_rows", {"given": pa.table(given)}))
    return CrmExport(
        rows=rows,
        columns={field: tuple(header[at] for at in places) for field, places in columns.items()},
        findings=_findings(cells, days, money[2], rows),
        cut_off=cut_off_sentence(table.lines),
    )


_AS_A_PART: Final = ", so what it does not name stays"


def cut_off_sentence(lines: pa.Table) -> str | None:
    """Whether a file ends in the middle of a line, or on a number of rows at which exports stop."""
    if _ends_in_the_middle(lines):
        last = lines["line"][lines.num_rows - 1].as_py()
        return f"The file ends in the middle of line {last}; it was cut off{_AS_A_PART}. Export it again."
    if lines.num_rows in _LIMITS:
        return f"The file has exactly {lines.num_rows:,} rows, at which exports stop; it may be cut off{_AS_A_PART}."
    return None


def _ends_in_the_middle(lines: pa.Table) -> bool:
    return bool(lines.num_rows) and lines["status"][lines.num_rows - 1].as_py() != LineStatus.READ.value


def _reader(order: DateOrder | None) -> Callable[[str], Moment]:
    return lambda text: moment_of(text, order)


def _text(cells: _Cells, field: str, read: Callable[[str], str | None]) -> pa.Array:
    return judge_distinct(cells.of(field), read).column(lambda text: text, tables.TEXT)


def _flag(cells: _Cells, field: str) -> pa.Array:
    return judge_distinct(cells.of(field), yes_or_no).column(lambda answer: answer, tables.FLAG)


def _orders(
    cells: _Cells,
    header: Sequence[str],
    columns: Mapping[str, Sequence[int]],
    chosen: Mapping[str, DateOrder],
    where: str,
) -> dict[str, DateOrder | None]:
    """How the days of each column are written; one export writes all of its columns alike."""
    named = _day_columns(header, columns)
    decided = _decided(cells, {field: name for field, name in named.items() if name not in chosen})
    one_order = _order_elsewhere(decided)
    mistakes = [
        f"column {named[field]}: can be read two ways, {' or '.join(words for _, words in decision.readings)}. "
        "Say which with --day-first or --month-first, or in the preview of page Data; it is kept."
        for field, decision in decided.items()
        if decision.ambiguous and one_order is None
    ]
    if mistakes:
        raise FileMistakesError(where, mistakes)
    orders = {field: one_order if decision.ambiguous else decision.order for field, decision in decided.items()}
    return orders | {field: chosen[name] for field, name in named.items() if name in chosen}


def two_ways(table: DeliveredTable, what: CrmObject, chosen: CrmChoice = NOTHING_CHOSEN) -> dict[str, DateDecision]:
    """Columns of a CRM export whose days can be read two ways, by header, whatever was said of them before.

    Args:
        table: The file as read: its header and its lines.
        what: What its rows are.
        chosen: What somebody said of its columns.
    """
    header = table.raw_header
    columns = columns_of(header, what, chosen.columns)
    named = _day_columns(header, columns)
    decided = _decided(_Cells(table.lines, columns), named)
    if _order_elsewhere(decided) is not None:
        return {}
    return {named[field]: decision for field, decision in decided.items() if decision.ambiguous}


def _day_columns(header: Sequence[str], columns: Mapping[str, Sequence[int]]) -> dict[str, str]:
    return {field: header[columns[field][0]] for field in _DAYS if field in columns}


def _decided(cells: _Cells, named: Mapping[str, str]) -> dict[str, DateDecision]:
    return {
        field: decide_date_order([text for text in pc.unique(cells.of(field)).to_pylist() if text]) for field in named
    }


def _order_elsewhere(decided: Mapping[str, DateDecision]) -> DateOrder | None:
    orders = {one.order for one in decided.values() if one.order in {DateOrder.DMY, DateOrder.MDY}}
    return next(iter(orders)) if len(orders) == 1 else None


def _money(cells: _Cells, currency: str | None) -> tuple[pa.Array, pa.Array, Judged[Amount]]:
    """Amounts in minor units with their currencies: beside them, in the cell, or the one chosen."""
    written = cells.of("amount")
    comma = has_decimal_comma([text for text in pc.unique(written).to_pylist() if text])
    amounts = judge_distinct(written, lambda text: amount_of(text, decimal_comma=comma))
    beside = judge_distinct(cells.of("currency"), _currency)
    code = pc.coalesce(
        beside.column(lambda text: text, tables.TEXT),
        amounts.column(lambda amount: amount.currency, tables.TEXT),
        pa.scalar(currency, tables.TEXT),
    )
    numbers = amounts.column(
        lambda amount: None if amount.number is None or abs(amount.number) > _MOST else str(amount.number), tables.TEXT
    )
    both = pa.chunked_array([pc.binary_join_element_wise(numbers, pc.fill_null(code, "XXX"), " ")])
    minor = judge_distinct(both, _minor).column(lambda amount: amount, tables.MONEY)
    return minor, pc.if_else(pc.is_valid(minor), code, pa.scalar(None, tables.TEXT)), amounts


# More than this is no amount of a deal, and does not fit minor units.
_MOST: Final = 10**15


def _minor(text: str) -> int:
    number, _, currency = text.partition(" ")
    return to_minor(Decimal(number), currency)


def _currency(text: str) -> str | None:
    code = text.strip().upper()
    return code if len(code) == 3 and code.isalpha() else currency_of(text)


def _findings(cells: _Cells, days: Mapping[str, Judged[Moment]], amounts: Judged[Amount], rows: pa.Table) -> pa.Table:
    """What stands in cells and cannot be what its column holds."""
    wrong = [
        _wrong(cells, field, days[field].column(lambda one: one.is_wrong, tables.FLAG), "crm.not-a-day")
        for field in _DAYS
    ]
    wrong.append(_wrong(cells, "amount", amounts.column(lambda one: one.is_wrong, tables.FLAG), "crm.not-an-amount"))
    below_zero = amounts.column(lambda one: one.number is not None and one.number < 0, tables.FLAG)
    wrong.append(_wrong(cells, "amount", below_zero, "crm.negative-amount"))
    for field in ("crm_id", "contact_ids", "lead_ids", "opportunity_id", "account_id"):
        spoiled = judge_distinct(cells.of(field), is_spoiled_id).column(lambda one: one, tables.FLAG)
        wrong.append(_wrong(cells, field, spoiled, "crm.spoiled-id"))
    found = sql.run("outcomes_row_findings", {"rows": rows, "wrong": pa.concat_tables(wrong)})
    return tables.FINDINGS.require(found)


def _wrong(cells: _Cells, field: str, is_wrong: pa.Array, check: str) -> pa.Table:
    mask = pc.fill_null(is_wrong, fill_value=False)
    texts = cells.of(field).filter(mask)
    return pa.table(
        {
            "line": cells.lines.filter(mask),
            "field": pa.repeat(pa.scalar(field, tables.TEXT), len(texts)),
            "check": pa.repeat(pa.scalar(check, tables.TEXT), len(texts)),
            "value": texts,
        }
    )
