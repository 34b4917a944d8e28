"""Matches of invoices that somebody kept: they pin what they were found with, and hold what they speak of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select

from leadaudit.contract.billing.invoice import number_key
from leadaudit.contract.billing.matched import InvoiceMatch
from leadaudit.errors import LeadauditError, UnknownNameError
from leadaudit.vocabulary import ImportKind
from leadaudit.workspace import schema
from leadaudit.workspace.booking import lines_of
from leadaudit.workspace.catalogue import clock, write_log
from leadaudit.workspace.file_store import FileStore, files_of


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMatch:
    """A match as it was kept.

    Args:
        import_id: The import the invoice came with.
        number: Its number.
        vendor: Whose it is.
        currency: Of its amounts.
        billed_minor: What it asked for.
        expected_minor: What we owed for it on that day.
        assessment_id: What it was found with.
        as_of: The day that speaks for.
        kept_at: When it was kept, UTC.
    """

    import_id: str
    number: str
    vendor: str
    currency: str
    billed_minor: int
    expected_minor: int
    assessment_id: str
    as_of: date
    kept_at: datetime


def keep(
    connection: Connection,
    one: InvoiceMatch,
    deliveries: Iterable[str],
    *,
    assessment_id: str,
    as_of: date,
    author: str,
) -> None:
    """Keep a match, inside a writing transaction.

    Raises:
        LeadauditError: It is kept already.
    """
    invoice = one.invoice
    where = f"invoice {invoice.number} of {invoice.vendor}"
    if any((kept.import_id, kept.number) == (invoice.source, invoice.number) for kept in kept_matches(connection)):
        raise LeadauditError(where, "its match is kept already", "Let go of it first with leadaudit invoices release")
    key = {"import_id": invoice.source, "number": invoice.number}
    connection.execute(
        insert(schema.matched_invoices).values(
            **key,
            vendor=invoice.vendor,
            currency=invoice.currency,
            billed_minor=one.billed_minor,
            expected_minor=one.expected_minor,
            assessment_id=assessment_id,
            as_of=as_of,
            kept_at=clock(),
        )
    )
    rows = [{**key, "delivery": name} for name in sorted(set(deliveries))]
    if rows:
        connection.execute(insert(schema.matched_deliveries), rows)
    connection.execute(
        insert(schema.published_runs).values(
            assessment_id=assessment_id,
            kind="invoice",
            name=_run_name(invoice.source, invoice.number),
            published_at=clock(),
        )
    )
    write_log(connection, author=author, action="invoice match kept", subject=invoice.number, detail=invoice.source)


def let_go(connection: Connection, number: str, *, author: str) -> None:
    """Let go of a kept match, inside a writing transaction; every import's with that number.

    Raises:
        UnknownNameError: None is kept.
    """
    found = [one for one in kept_matches(connection) if number_key(one.number) == number_key(number)]
    if not found:
        raise UnknownNameError(f"invoice {number}", "no match of it is kept", "leadaudit invoices match says which are")
    for one in found:
        for table in (schema.matched_deliveries, schema.matched_invoices):
            connection.execute(delete(table).where(table.c.import_id == one.import_id, table.c.number == one.number))
        runs = schema.published_runs
        name = _run_name(one.import_id, one.number)
        connection.execute(delete(runs).where(runs.c.kind == "invoice", runs.c.name == name))
        write_log(connection, author=author, action="invoice match let go", subject=one.number, detail=one.import_id)


def kept_matches(connection: Connection) -> tuple[KeptMatch, ...]:
    """Every kept match, oldest first."""
    table = schema.matched_invoices
    rows = connection.execute(select(table).order_by(table.c.kept_at, table.c.import_id, table.c.number)).mappings()
    return tuple(KeptMatch(**row) for row in rows)


def require_delivery_free(connection: Connection, delivery: str) -> None:
    """A delivery no kept match speaks of.

    Raises:
        LeadauditError: Names the invoices.
    """
    table = schema.matched_deliveries
    query = select(table.c.number).where(table.c.delivery == delivery).order_by(table.c.number)
    _refuse(f"delivery {delivery}", list(connection.execute(query).scalars()), "bills it and its match is kept")


def require_import_free(connection: Connection, store: FileStore, name: str) -> None:
    """An import whose invoices no kept match is of, and no credit of another import takes back.

    Raises:
        LeadauditError: Names the invoices.
    """
    table = schema.matched_invoices
    query = select(table.c.number).where(table.c.import_id == name).order_by(table.c.number)
    _refuse(f"import {name}", list(connection.execute(query).scalars()), "came with it and its match is kept")
    imports = schema.imports
    query = select(imports.c.import_id).where(imports.c.kind == ImportKind.INVOICES.value)
    lines = {
        one: lines_of(store.read_table(files_of(connection, one)["invoice_lines"]))
        for one in sorted(connection.execute(query).scalars())
    }
    elsewhere = {(line.vendor, number_key(line.number)) for one, some in lines.items() if one != name for line in some}
    here = {(line.vendor, number_key(line.number)) for line in lines.get(name, [])} - elsewhere
    for one, some in lines.items():
        for line in some:
            if one != name and (line.vendor, number_key(line.credits_invoice or "")) in here:
                raise LeadauditError(
                    f"import {name}",
                    f"credit {line.number} takes back invoice {line.credits_invoice}, which came with it",
                    f"Nothing was taken out; take import {one} out first",
                )


def _refuse(where: str, numbers: list[str], why: str) -> None:
    if numbers:
        more = f" (and {len(numbers) - 1} more)" if len(numbers) > 1 else ""
        raise LeadauditError(
            where,
            f"invoice {numbers[0]}{more} {why}",
            "Nothing was taken out; let go of the match first with leadaudit invoices release",
        )


def _run_name(import_id: str, number: str) -> str:
    return f"{import_id} {number}"
