"""Invoices of a workspace: matched on a day, kept, and what is owed at month end."""

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from leadaudit.audit import OpenedDelivery
from leadaudit.contract.billing.accrual import Accrual, MoneyState, accruals, money_state
from leadaudit.contract.billing.check import require_bookable
from leadaudit.contract.billing.invoice import InvoiceLine, invoices_of, number_key
from leadaudit.contract.billing.ledger import read_ledger
from leadaudit.contract.billing.match import match_invoices
from leadaudit.contract.billing.matched import InvoiceMatch, Matching
from leadaudit.contract.program import Program
from leadaudit.contract.sample_check import SampleResult, draw_sheet, records_to_check, sample_results
from leadaudit.errors import LeadauditError, UnknownNameError
from leadaudit.exchange import ExchangeRates, Reversal, reversed_credit
from leadaudit.sql import Source
from leadaudit.vocabulary import ImportKind
from leadaudit.workspace import kept_claims, kept_matches, settings
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.booking import INVOICE_COLUMNS, booked_table, chosen_columns, columns_text, lines_of, rates_of
from leadaudit.workspace.catalogue import writing
from leadaudit.workspace.desk import open_desk
from leadaudit.workspace.file_store import Store
from leadaudit.workspace.imports_in_force import booked_tables
from leadaudit.workspace.kept_matches import KeptMatch
from leadaudit.workspace.settings import SettingKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """Everything money on a day.

    Args:
        found: The assessment it was made from.
        matching: Every invoice against what was delivered.
        accruals: One per program.
        money: Program to where the money of its returned records is.
        kept: Matches that were kept, by import and number.
        reversals: Credit lines in another currency than ours, by import and line.
        house: Our currency, which rates of exchange are into; None: none were given.
        programs: By id, those without a delivery too.
    """

    found: StoredAssessment
    matching: Matching
    accruals: tuple[Accrual, ...]
    money: Mapping[str, MoneyState]
    kept: Mapping[tuple[str, str], KeptMatch]
    reversals: Mapping[tuple[str, int], Reversal]
    house: str | None
    programs: Mapping[str, Program]

    def reversed_credits(self, *, source: str | None = None) -> list[tuple[str, Reversal]]:
        """Currency and reversal of every credit in another currency than ours; of one import or of all."""
        currencies = {
            (line.source, line.line): line.currency for one in self.matching.matches for line in one.invoice.lines
        }
        return [
            (currencies[key], one)
            for key, one in self.reversals.items()
            if key in currencies and (source is None or key[0] == source)
        ]

    def named(self, number: str) -> InvoiceMatch:
        """The first invoice of a number.

        Raises:
            UnknownNameError: There is none.
        """
        for one in self.matching.matches:
            if number_key(one.invoice.number) == number_key(number):
                return one
        known = ", ".join(one.invoice.number for one in self.matching.matches) or "none yet"
        raise UnknownNameError(f"invoice {number}", "there is none of that number by this day", f"Known are {known}")

    def rows_behind(self, one: InvoiceMatch) -> pa.Table:
        """The delivered lines an invoice bills."""
        rows = self.matching.matched
        return rows.filter(
            pc.and_(pc.equal(rows["source"], one.invoice.source), pc.equal(rows["number"], one.invoice.number))
        )


def open_books(store: Store, found: StoredAssessment, *, more: tuple[InvoiceLine, ...] = ()) -> Books:
    """The books on the day of an assessment.

    Args:
        store: The workspace.
        found: The assessment.
        more: Lines of a file that is not brought in.
    """
    desk = open_desk(store, found, then=True)
    with store.engine.connect() as connection:
        claimed = kept_claims.claims_table(connection, as_of=found.as_of, then=True)
        programs = settings.programs(connection)
        booked = booked_tables(connection, store.files, ImportKind.INVOICES, "invoice_lines")
        rates, house = rates_of(booked_tables(connection, store.files, ImportKind.FX, "exchange_rates"))
        kept = kept_matches.kept_matches(connection)
    deliveries = pq.read_table(found.paths["deliveries"][0])
    named: dict[str, Source] = {name: found.paths[name] for name in ("lines", "verdicts", "records")}
    named |= {"deliveries": deliveries, "returnable": desk.returned, "claims": claimed}
    lines = [*(line for table in booked for line in lines_of(table)), *more]
    matching = match_invoices(invoices_of(lines), ledger=read_ledger(named), programs=programs, as_of=found.as_of)
    return Books(
        found=found,
        matching=matching,
        accruals=accruals(matching, programs, on=found.as_of),
        money={name: money_state(matching, name) for name in matching.ledgers},
        kept={(one.import_id, one.number): one for one in kept},
        reversals=_reversals(lines, rates, house),
        house=house,
        programs=programs,
    )


def _reversals(lines: list[InvoiceLine], rates: ExchangeRates, house: str | None) -> dict[tuple[str, int], Reversal]:
    """Every credit in another currency than ours at the rate of its invoice, and what the rate did since."""
    issued = {(line.vendor, number_key(line.number)): line.issued_on for line in reversed(lines)}
    found: dict[tuple[str, int], Reversal] = {}
    for line in lines:
        invoice_on = issued.get((line.vendor, number_key(line.credits_invoice or "")))
        if house is None or line.currency == house or line.credits_invoice is None or invoice_on is None:
            continue
        then = rates.rate(line.currency, house, invoice_on)
        now = rates.rate(line.currency, house, line.issued_on)
        if then is not None and now is not None:
            found[line.source, line.line] = reversed_credit(
                -line.amount_minor, currency=line.currency, into=house, invoice_rate=then, credit_rate=now
            )
    return found


def lines_in(store: Store, opened: OpenedDelivery) -> tuple[InvoiceLine, ...]:
    """The lines of an invoice file that is not brought in; it is held to the same as one that is.

    Raises:
        FileMistakesError: Every line that could not be booked.
    """
    where = opened.table.file_name
    with store.engine.connect() as connection:
        programs = settings.programs(connection)
        chosen = chosen_columns(settings.newest(connection, SettingKind.COLUMNS, INVOICE_COLUMNS))
        booked = booked_tables(connection, store.files, ImportKind.INVOICES, "invoice_lines")
        rates, house = rates_of(booked_tables(connection, store.files, ImportKind.FX, "exchange_rates"))
    read = booked_table(
        ImportKind.INVOICES, opened, name=where, source=where, where=where, programs=programs, chosen=chosen
    )
    lines = lines_of(read["invoice_lines"])
    require_bookable(
        lines,
        booked=[line for table in booked for line in lines_of(table)],
        programs=programs,
        rates=rates,
        house_currency=house,
        where=where,
    )
    return tuple(lines)


def invoice_columns(store: Store) -> dict[str, str]:
    """Header to field, or to "ignore", as somebody said of the columns of invoice files."""
    with store.engine.connect() as connection:
        return chosen_columns(settings.newest(connection, SettingKind.COLUMNS, INVOICE_COLUMNS))


def put_invoice_columns(store: Store, chosen: Mapping[str, str]) -> None:
    """Keep what somebody said of the columns of invoice files."""
    with writing(store.engine) as connection:
        settings.keep(connection, SettingKind.COLUMNS, INVOICE_COLUMNS, columns_text(chosen), author=store.author)


def keep_match(store: Store, books: Books, number: str) -> InvoiceMatch:
    """Keep what was found of an invoice: its assessment stays, and its deliveries cannot be taken out.

    Raises:
        LeadauditError: It is kept already, or there is none of that number.
    """
    one = books.named(number)
    with writing(store.engine) as connection:
        kept_matches.keep(
            connection,
            one,
            books.rows_behind(one)["delivery"].to_pylist(),
            assessment_id=books.found.assessment_id,
            as_of=books.found.as_of,
            author=store.author,
        )
    return one


def let_go(store: Store, number: str) -> None:
    """Let go of the kept match of an invoice."""
    with writing(store.engine) as connection:
        kept_matches.let_go(connection, number, author=store.author)


def sample_sheet(found: StoredAssessment, program: Program, *, seed: str, precision: float) -> tuple[pa.Table, int]:
    """Records of a program drawn to be looked at blind, and how many they were drawn from.

    Raises:
        LeadauditError: It delivered nothing we would pay for.
    """
    everything = draw_sheet(found.paths, program=program.id, records=2**31 - 1, seed=seed)
    if everything.num_rows == 0:
        raise LeadauditError(f"program {program.id}", "it delivered nothing we would pay for", "Name another program")
    wanted = records_to_check(precision=precision, records=everything.num_rows, rule=program.acceptance)
    return draw_sheet(found.paths, program=program.id, records=wanted, seed=seed), everything.num_rows


def looked_at(store: Store, found: StoredAssessment) -> dict[str, SampleResult]:
    """What samples that somebody looked at say of each program by the day of an assessment."""
    with store.engine.connect() as connection:
        parts = booked_tables(connection, store.files, ImportKind.SAMPLE_CHECKS, "validity")
        programs = settings.programs(connection)
    if not parts:
        return {}
    deliveries = pq.read_table(found.paths["deliveries"][0])
    return sample_results(
        {"verdicts": found.paths["verdicts"], "deliveries": deliveries},
        checks=pa.concat_tables(parts),
        rules={name: program.acceptance for name, program in programs.items()},
        as_of=found.as_of,
    )
