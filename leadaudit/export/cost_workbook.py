"""The workbook for finance: summary, ladder, vendors, records, assumptions, method; sums are live formulas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from leadaudit import sql
from leadaudit.answers.cost_words import PARTS, RUNGS, SHOWN
from leadaudit.answers.costs import cost_answer, decision_words, none_words, why_apart, why_not_more
from leadaudit.economics.cohort_cost import CostPart, Rung
from leadaudit.economics.outcome_cells import OutcomeCells
from leadaudit.economics.outcome_entry import Basis, VendorOutcome
from leadaudit.economics.ranked_outcomes import Compared
from leadaudit.money import minor_digits
from leadaudit.policy import Policy

# Text of a vendor is text: nothing in a cell is run, nothing becomes a link.
_SAFE: Final = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}

# A sheet holds a million lines; what does not fit is said on the sheet.
MOST_RECORDS: Final = 200_000

Cell = str | float | int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CostBook:
    """What a workbook is made from.

    Args:
        compared: All vendors on one scale.
        cells: What came of their records.
        basis: What counts.
        policy: The rules in force.
        paths: credits and classes of the assessment.
    """

    compared: Compared
    cells: OutcomeCells
    basis: Basis
    policy: Policy
    paths: Mapping[str, sql.Source]


def cost_workbook(given: CostBook) -> bytes:
    """A workbook whose costs are recomputed from the amounts and counts in it."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, _SAFE) as book:
        sheets = _Sheets(book)
        sheets.rows("Summary", ("Finding",), [(words.replace("**", ""),) for words in _summary(given)], wide=True)
        _vendors(sheets, given.compared)
        _ladder(sheets, given.compared)
        records = _records(given)
        sheets.rows(
            "Records", tuple(records[0]) if records else ("delivery",), [tuple(row.values()) for row in records]
        )
        sheets.rows("Assumptions", ("What", "Value", "Where from"), _assumptions(given))
        sheets.rows("Method", ("Section of docs/method.md", "What it says"), _METHOD, wide=True)
    return target.getvalue()


def _summary(given: CostBook) -> Sequence[str]:
    compared = given.compared
    apart = [words for one in compared.outcomes if (words := why_apart(one, compared) or none_words(one, compared))]
    decisions = []
    for pair in compared.ranking.pairs:
        reason = why_not_more(pair)
        words = decision_words(pair, compared, given.cells)
        decisions.append(f"{words} Why not more: {reason}." if reason else words)
    return (*cost_answer(compared, given.cells), *apart, *decisions)


def _vendors(sheets: "_Sheets", compared: Compared) -> None:
    """One row per vendor; what is counted and what one real lead cost are formulas over the row."""
    parts = tuple(CostPart)
    header = (
        "Vendor", "Currency", "People", "Found in the CRM", "Usable", "Worked", *(PARTS[part] for part in parts),
        "Cost that is counted", "Real leads so far", "Cost of a real lead so far", "Expect, low", "Expect, middle",
        "Expect, high", "What may be said",
    )  # fmt: skip
    sheet = sheets.sheet("Vendors", header)
    first = 6
    for at, one in enumerate(compared.outcomes, start=1):
        expected = compared.ranked(one.name)
        cells: list[Cell] = [
            one.name, one.spent.currency, one.people, one.linked,
            None if one.worked is None else one.worked.usable, None if one.worked is None else one.worked.worked,
            *(_major(one.cost.parts.get(part), one) for part in parts),
        ]  # fmt: skip
        sheets.write(sheet, at, cells)
        counted, leads, each = first + len(parts), first + len(parts) + 1, first + len(parts) + 2
        if compared.parts and one.cost_of(compared.parts) is not None:
            terms = [
                ("-" if part is CostPart.CREDITS else "+") + xl_rowcol_to_cell(at, first + parts.index(part))
                for part in compared.parts
            ]
            sheet.write_formula(
                at, counted, "=" + "".join(terms).lstrip("+"), None, _major(one.cost_of(compared.parts), one)
            )
        sheets.put(sheet, at, leads, one.real_leads)
        if one.real_leads and compared.parts:
            ratio = f"={xl_rowcol_to_cell(at, counted)}/{xl_rowcol_to_cell(at, leads)}"
            sheet.write_formula(at, each, ratio, None, _major(one.realised_minor(compared.parts), one))
        interval = expected.told
        ends = (None, None, None) if interval is None else (interval.low, interval.median, interval.high)
        for column, end in enumerate(ends, start=each + 1):
            sheets.put(sheet, at, column, _major(end, one))
        sheets.put(sheet, at, each + 4, SHOWN[expected.shown] or "may be ranked")


def _ladder(sheets: "_Sheets", compared: Compared) -> None:
    """Rungs by vendor: how many, and the cost over it as a formula over the counted cost in the second row."""
    header = ("Rung", *(name for one in compared.outcomes for name in (f"{one.name}: records", f"{one.name}: each")))
    sheet = sheets.sheet("Ladder", header)
    sheets.write(sheet, 1, ["Cost that is counted"])
    for column, one in enumerate(compared.outcomes):
        sheets.put(sheet, 1, 2 + 2 * column, _major(one.cost_of(compared.parts) if compared.parts else None, one))
    for at, rung in enumerate(Rung, start=2):
        sheets.put(sheet, at, 0, RUNGS[rung])
        for column, one in enumerate(compared.outcomes):
            number = one.counts[rung]
            sheets.put(sheet, at, 1 + 2 * column, "not known yet" if number is None else number)
            each = one.ladder(compared.parts)[rung] if compared.parts else None
            if each is not None:
                cost, count = xl_rowcol_to_cell(1, 2 + 2 * column), xl_rowcol_to_cell(at, 1 + 2 * column)
                sheet.write_formula(at, 2 + 2 * column, f"={cost}/{count}", None, _major(each, one))


def _records(given: CostBook) -> list[dict[str, Cell]]:
    """Every credited record behind the real leads and outcomes; ids, days and shares, nothing of the person."""
    rows: list[dict[str, Cell]] = sql.run(
        "export_credited", {"credits": given.paths["credits"]}, {"limit": MOST_RECORDS}
    ).to_pylist()
    return [{name: str(value) if name.endswith("_on") else value for name, value in row.items()} for row in rows]


def _assumptions(given: CostBook) -> list[tuple[Cell, ...]]:
    policy, basis = given.policy, given.basis
    through = given.cells.sight.known_through
    return [
        ("As of", given.cells.as_of.isoformat(), "asked for"),
        ("Outcomes known through", "nothing loaded" if through is None else through.isoformat(), "exports of the CRM"),
        ("Policy", f"{policy.name} {policy.version}", policy.fingerprint),
        ("Real leads are people who", "asked us or on a vendor's form" if basis.attested else "asked us", "chosen"),
        ("People we knew", "do not count" if basis.net_new_only else "count when quiet for 90 days", "chosen"),
        ("Credit", basis.rule.value, "chosen"),
        ("Days within which a real lead counts", policy.conversion.credit_window_days, "policy"),
        ("Level of the intervals", given.compared.level, "policy"),
        *((f"Counted: {PARTS[part]}", "yes" if part in given.compared.parts else "no, not known of all", "")
          for part in CostPart),
    ]  # fmt: skip


_METHOD: Final = (
    ("From records to cost per real lead", "What is counted, what is a trial, which parts of the cost are compared."),
    ("Full cost", "Every part of the cost; a part nobody told us is unknown and never 0."),
    ("Young records", "A record counts as far as its outcome could have come by now."),
    ("Several vendors", "All vendors are looked at together; few real leads are drawn toward the others."),
    ("Decisions about budget", "When budget may move, and what has to be alike before two vendors are compared."),
    ("Credit", "Vendors that delivered the same person share what came of it."),
)


def _major(minor: float | None, one: VendorOutcome) -> float | None:
    if minor is None or one.spent.currency is None:
        return None
    return round(minor / 10.0 ** minor_digits(one.spent.currency), minor_digits(one.spent.currency))


class _Sheets:
    """Sheets with a bold header; text is written as text, numbers as numbers, nothing where nothing is known."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})

    def sheet(self, name: str, header: Sequence[str], *, wide: bool = False) -> xlsxwriter.worksheet.Worksheet:
        """A new sheet with its header; it stays in sight while the rows move."""
        made = self.book.add_worksheet(name)
        made.set_column(0, max(len(header) - 1, 0), 90 if wide else 18, self.wrapped if wide else None)
        made.freeze_panes(1, 1)
        for column, title in enumerate(header):
            made.write_string(0, column, title, self.bold)
        return made

    def rows(self, name: str, header: Sequence[str], rows: Sequence[Sequence[Cell]], *, wide: bool = False) -> None:
        """A sheet of rows."""
        made = self.sheet(name, header, wide=wide)
        for at, row in enumerate(rows, start=1):
            self.write(made, at, row)

    def write(self, sheet: xlsxwriter.worksheet.Worksheet, at: int, cells: Sequence[Cell]) -> None:
        """A row from its first column."""
        for column, cell in enumerate(cells):
            self.put(sheet, at, column, cell)

    def put(self, sheet: xlsxwriter.worksheet.Worksheet, at: int, column: int, cell: Cell) -> None:
        """One cell."""
        if isinstance(cell, int | float):
            sheet.write_number(at, column, cell)
        elif cell is not None:
            sheet.write_string(at, column, cell)
