"""Program, delivered lines and invoices against each other: what was billed, what is owed, and why they differ.

Invoices are taken by date.  Each line of one bills delivered lines that nothing billed before: those it names by
delivery, period or the vendor's own id, else the oldest; what we owe is taken first, what was returned last.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
import pyarrow as pa

from leadaudit import tables
from leadaudit.contract.billing.invoice import Invoice, InvoiceLine, LineKind
from leadaudit.contract.billing.ledger import LEDGER, NOT_BILLED, Ledger, Numbers, day_number, ledgers_of
from leadaudit.contract.billing.matched import MATCHED, InvoiceMatch, Matching, Taken
from leadaudit.contract.billing.places import Fault, Place, Standing, place_of, require_money_closes
from leadaudit.contract.program import Program
from leadaudit.money import to_minor


def match_invoices(
    invoices: Sequence[Invoice], *, ledger: pa.Table, programs: Mapping[str, Program], as_of: date
) -> Matching:
    """Every invoice of a day against the delivered lines.

    Args:
        invoices: Any; those after the day are left out.
        ledger: LEDGER.
        programs: By id; every line names one of them.
        as_of: The day.

    Raises:
        ConservationError: Money does not close: a fault of ours.
    """
    ledgers = ledgers_of(ledger)
    seen: dict[tuple[str, str], Invoice] = {}
    fees_billed: dict[str, int] = {}
    matches: list[InvoiceMatch] = []
    parts = [MATCHED.empty_table()]
    dated = [one for one in invoices if one.issued_on <= as_of]
    for order, invoice in enumerate(sorted(dated, key=lambda one: (one.issued_on, one.key, one.source))):
        taken = Taken(invoice=invoice, order=order)
        first = seen.setdefault(invoice.key, invoice)
        if first is not invoice:
            _dispute_all(taken, first)
        else:
            _bill(taken, ledgers=ledgers, programs=programs, fees_billed=fees_billed)
        require_money_closes(
            f"invoice {invoice.number} of {invoice.vendor}", invoiced_minor=invoice.billed_minor, places=taken.places
        )
        parts += taken.parts
        matches.append(
            InvoiceMatch(
                invoice=invoice, places=taken.places, records=taken.records, disputes=tuple(taken.disputes)
            )
        )  # fmt: skip
    return Matching(matches=tuple(matches), matched=pa.concat_tables(parts), ledgers=ledgers)


def _dispute_all(taken: Taken, first: Invoice) -> None:
    """The same number a second time: nothing of it is owed."""
    said = {"first_on": first.issued_on, "number": first.number}
    for line in taken.invoice.lines:
        billed = line.amount_minor + line.tax_minor
        taken.dispute(Fault.DUPLICATE_NUMBER, line, billed, records=line.quantity, said=said)


def _bill(
    taken: Taken, *, ledgers: dict[str, Ledger], programs: Mapping[str, Program], fees_billed: dict[str, int]
) -> None:
    # Fees may hang on how many records the same invoice bills, so they come after the records.
    for line in sorted(taken.invoice.lines, key=lambda line: (line.kind is LineKind.FEE, line.line)):
        program = programs[line.program]
        ledger = ledgers.setdefault(line.program, Ledger(LEDGER.empty_table()))
        if program.currency is not None and line.currency != program.currency:
            taken.dispute(
                Fault.WRONG_CURRENCY, line, line.amount_minor, records=line.quantity, said={"agreed": program.currency}
            )
            continue
        match line.kind:
            case LineKind.RECORDS:
                _bill_records(taken, line, ledger, program)
            case LineKind.FEE:
                _bill_fee(taken, line, ledger, program, fees_billed)
            case LineKind.TAX:
                taken.put(Place.TAX, line.amount_minor)
            case LineKind.PREPAYMENT:
                taken.put(Place.PREPAYMENT, line.amount_minor)
            case LineKind.PREPAYMENT_DRAWN:
                taken.put(Place.PREPAYMENT_DRAWN, line.amount_minor)
            case LineKind.CREDIT:
                taken.put(Place.CREDITS, line.amount_minor)
    for line in taken.invoice.lines:
        taken.put(Place.TAX, line.tax_minor)
    _dispute_tax(taken)


def _bill_records(taken: Taken, line: InvoiceLine, ledger: Ledger, program: Program) -> None:
    here, later = ledger.open_rows(line, by=taken.invoice.issued_on)
    if line.quantity is None or (program.pricing.model == "flat" and line.quantity <= 1):
        _bill_whole(taken, line, ledger, here)
        return
    quantity = line.quantity
    total = line.amount_minor if line.unit_price is None else to_minor(line.unit_price * quantity, line.currency)
    if total != line.amount_minor:
        taken.dispute(Fault.WRONG_SUM, line, line.amount_minor - total, said={"right_minor": total})
    shares = _shares(total, quantity)
    now, early = here[:quantity], later[: max(quantity - len(here), 0)]
    _place_rows(taken, line, ledger, now, shares[: len(now)])
    at = len(now)
    if len(early):
        billed = shares[at : at + len(early)]
        first_on = ledger.rows["delivered_on"][int(early[0])].as_py()
        taken.dispute(Fault.BEFORE_DELIVERY, line, int(billed.sum()), records=len(early), said={"came_on": first_on})
        _keep_rows(taken, line, ledger, early, billed, place=Place.DISPUTED, fault=Fault.BEFORE_DELIVERY)
        at += len(early)
    if at < quantity:
        _dispute_missing(taken, line, ledger, records=quantity - at, minor=int(shares[at:].sum()), found=len(now))


def _dispute_missing(taken: Taken, line: InvoiceLine, ledger: Ledger, *, records: int, minor: int, found: int) -> None:
    at = ledger.place_of_id.get(line.vendor_record_id or "")
    if at is not None:
        taken.dispute(Fault.BILLED_TWICE, line, minor, records=records)
        return
    billed_before = int((ledger.billed_by != NOT_BILLED).sum()) - found
    said = {"found": found, "billed_before": max(billed_before, 0)}
    taken.dispute(Fault.ABOVE_ACCEPTED, line, minor, records=records, said=said)


def _bill_whole(taken: Taken, line: InvoiceLine, ledger: Ledger, here: Numbers) -> None:
    """A line without a number of records: it bills all there is, and its amount is compared with what that costs."""
    settled = ledger.settled_day[here] <= day_number(taken.invoice.issued_on)
    is_settled = ledger.is_of(here, Standing.CREDITED) & settled
    rows = here[~is_settled & ~ledger.is_of(here, Standing.REPLACEMENT)]
    agreed = ledger.amount[rows]
    _place_rows(taken, line, ledger, rows, agreed)
    over = line.amount_minor - int(agreed.sum())
    if over:
        taken.dispute(Fault.WRONG_PRICE, line, over, said={"agreed_minor": int(agreed.sum()), "rows": len(rows)})


def _place_rows(taken: Taken, line: InvoiceLine, ledger: Ledger, at: Numbers, billed: Numbers) -> None:
    """Put billed records where they belong by how they stand; what their price differs by is disputed or rounding."""
    settled = ledger.settled_day[at] <= day_number(taken.invoice.issued_on)
    # A credit that came before the invoice takes the record out of it; one that comes later takes back what it billed.
    fallen = ledger.is_of(at, Standing.CREDITED) & settled
    replacing = ledger.is_of(at, Standing.REPLACEMENT)
    for fault, mask in ((Fault.RETURNED_BILLED, fallen), (Fault.REPLACEMENT_BILLED, replacing)):
        if mask.any():
            taken.dispute(fault, line, int(billed[mask].sum()), records=int(mask.sum()))
            _keep_rows(taken, line, ledger, at[mask], billed[mask], place=Place.DISPUTED, fault=fault)
    fair = ~fallen & ~replacing
    # What has no price yet, unreadable lines among it, is on hold with what was asked for it.
    unpriced = fair & ~ledger.is_priced[at]
    if unpriced.any():
        taken.put(Place.ON_HOLD, int(billed[unpriced].sum()), records=int(unpriced.sum()))
        _keep_rows(taken, line, ledger, at[unpriced], billed[unpriced], place=Place.ON_HOLD, fault=None)
    priced = fair & ledger.is_priced[at]
    for standing, has in ledger.standings_of(at):
        mask = has & priced
        if mask.any():
            place = place_of(standing)
            taken.put(place, int(ledger.amount[at[mask]].sum()), records=int(mask.sum()))
            _keep_rows(taken, line, ledger, at[mask], billed[mask], place=place, fault=None)
    _compare_prices(taken, line, billed[priced] - ledger.amount[at[priced]])


def _compare_prices(taken: Taken, line: InvoiceLine, gaps: Numbers) -> None:
    over = int(gaps.sum())
    if over == 0:
        return
    if (np.abs(gaps) <= 1).all() and abs(over) < len(gaps):
        # A price with parts of a minor unit is rounded once per delivery; billed otherwise it differs by parts of one.
        taken.put(Place.ROUNDING, over)
        return
    taken.dispute(Fault.WRONG_PRICE, line, over, said={"compared": len(gaps)})


def _bill_fee(taken: Taken, line: InvoiceLine, ledger: Ledger, program: Program, fees_billed: dict[str, int]) -> None:
    """A fee is owed up to what the contract names: once for the program, and per record billed."""
    agreed = 0
    if program.currency is not None:
        billed = int((ledger.billed_by != NOT_BILLED).sum())
        fees = program.fees
        agreed = to_minor(fees.platform + fees.set_up + fees.verification_per_record * billed, program.currency)
    before = fees_billed.get(program.id, 0)
    owed = min(line.amount_minor, max(agreed - before, 0))
    fees_billed[program.id] = before + owed
    taken.put(Place.FEES, owed)
    if owed < line.amount_minor:
        said = {"agreed_minor": agreed, "before_minor": before}
        taken.dispute(Fault.FEE_NOT_AGREED, line, line.amount_minor - owed, said=said)


def _dispute_tax(taken: Taken) -> None:
    """The tax on what is disputed is not owed either."""
    taxed = [line for line in taken.invoice.lines if line.kind in {LineKind.RECORDS, LineKind.FEE}]
    net, tax = sum(line.amount_minor for line in taxed), taken.places.get(Place.TAX, 0)
    disputed = taken.places.get(Place.DISPUTED, 0)
    if net <= 0 or tax == 0 or disputed == 0:
        return
    share = int((Decimal(tax) * disputed / net).to_integral_value(rounding=ROUND_HALF_EVEN))
    if share:
        taken.put(Place.TAX, -share)
        taken.dispute(Fault.TAX_ON_DISPUTED, taxed[0], share)


def _shares(total: int, parts: int) -> Numbers:
    """A total in parts that add up to it, the larger first."""
    if parts == 0:
        return np.zeros(0, dtype=np.int64)
    share, rest = divmod(total, parts)
    shares = np.full(parts, share, dtype=np.int64)
    shares[:rest] += 1
    return shares


def _keep_rows(
    taken: Taken, line: InvoiceLine, ledger: Ledger, at: Numbers, billed: Numbers, *, place: Place, fault: Fault | None
) -> None:
    """Mark records as billed, and note each of them."""
    ledger.billed_by[at] = taken.order
    rows = ledger.rows.take(pa.array(at))
    columns = {
        "source": line.source, "number": line.number, "invoice_line": line.line, "program": line.program,
        "place": place.value, "fault": None if fault is None else fault.value,
    }  # fmt: skip
    kept = {name: pa.array([value] * len(at), MATCHED.field(name).type) for name, value in columns.items()}
    kept |= {name: rows[name] for name in ("delivery", "line", "standing", "code", "amount_minor")}
    kept["billed_minor"] = pa.array(billed, tables.MONEY)
    taken.parts.append(pa.table({name: kept[name] for name in MATCHED.names}).cast(MATCHED))
