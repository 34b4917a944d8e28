"""Month end: what is owed and not invoiced yet, program by program, on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from leadaudit.contract.billing.ledger import LEDGER, NOT_BILLED, Ledger
from leadaudit.contract.billing.matched import InvoiceMatch, Matching
from leadaudit.contract.billing.places import PAYABLE, Place, Standing
from leadaudit.contract.program import Program
from leadaudit.money import to_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class Accrual:
    """One program on a day; money in minor units of its currency, net of tax.

    Args:
        program: Its id.
        vendor: Who sells.
        currency: Of every amount.
        period_from: First day of the month.
        period_to: The day.
        invoiced_minor: Billed so far, less credits and without tax and prepayments.
        payable_not_invoiced_minor: Owed for records that no invoice bills yet.
        open_claims_minor: Claimed of what was invoiced, not credited yet: it comes back.
        accrual_minor: Payable not invoiced, less open claims.
        on_hold_minor: In review and not invoiced; not in the accrual.
        claimable_minor: Can still be claimed of what was invoiced; not in the accrual.
        disputed_minor: Invoiced and not owed, tax included.
        prepaid_minor: Paid before and not drawn yet.
        purchase_order_minor: Amount of the order; None: neither it nor a goal is known.
        order_left_minor: Of the order not invoiced and not accrued.
    """

    program: str
    vendor: str
    currency: str
    period_from: date
    period_to: date
    invoiced_minor: int
    payable_not_invoiced_minor: int
    open_claims_minor: int
    accrual_minor: int
    on_hold_minor: int
    claimable_minor: int
    disputed_minor: int
    prepaid_minor: int
    purchase_order_minor: int | None
    order_left_minor: int | None


def accruals(matching: Matching, programs: Mapping[str, Program], *, on: date) -> tuple[Accrual, ...]:
    """One row per program with a currency that delivered or billed by the day, by vendor and id."""
    billed = {name for one in matching.matches for name in one.invoice.programs}
    known = sorted(billed | set(matching.ledgers), key=lambda name: (programs[name].vendor, name))
    return tuple(
        _accrual(programs[name], matching.ledgers.get(name) or Ledger(LEDGER.empty_table()), matching.matches, on=on)
        for name in known
        if programs[name].currency is not None
    )


def _accrual(program: Program, ledger: Ledger, matches: Iterable[InvoiceMatch], *, on: date) -> Accrual:
    currency = str(program.currency)
    rows = np.arange(ledger.rows.num_rows)
    is_billed = ledger.billed_by != NOT_BILLED

    def total(*standings: Standing, billed: bool) -> int:
        mask = np.zeros(len(rows), dtype=np.bool_)
        for standing in standings:
            mask |= ledger.is_of(rows, standing)
        return int(ledger.amount[mask & (is_billed if billed else ~is_billed)].sum())

    own = [one for one in matches if program.id in one.invoice.programs]
    lines = [
        line for one in own for line in one.invoice.lines if line.program == program.id and line.currency == currency
    ]
    prepaid = {Place.PREPAYMENT.value, Place.PREPAYMENT_DRAWN.value}
    invoiced = sum(line.amount_minor for line in lines if line.kind.value not in prepaid | {Place.TAX.value})
    payable = total(*PAYABLE, billed=False)
    claimed = total(Standing.CLAIMED, billed=True)
    order = purchase_order_minor(program)
    return Accrual(
        program=program.id,
        vendor=program.vendor,
        currency=currency,
        period_from=on.replace(day=1),
        period_to=on,
        invoiced_minor=invoiced,
        payable_not_invoiced_minor=payable,
        open_claims_minor=claimed,
        accrual_minor=payable - claimed,
        on_hold_minor=total(Standing.ON_HOLD, billed=False),
        claimable_minor=total(Standing.CLAIMABLE, billed=True),
        disputed_minor=sum(
            dispute.amount_minor for one in own for dispute in one.disputes if dispute.program == program.id
        ),
        prepaid_minor=sum(line.amount_minor for line in lines if line.kind.value in prepaid),
        purchase_order_minor=order,
        order_left_minor=None if order is None else order - invoiced - payable,
    )


def purchase_order_minor(program: Program) -> int | None:
    """The amount of the order: as said, else the flat or least amount, else what the goal costs with its fees."""
    if program.currency is None:
        return None
    if program.purchase_order is not None:
        return to_minor(program.purchase_order, program.currency)
    fees = program.fees.platform + program.fees.set_up
    if program.pricing.amount is not None:
        return to_minor(program.pricing.amount + fees, program.currency)
    if program.goal is None or program.price is None:
        return None
    each = program.price + program.fees.verification_per_record
    return to_minor(each * program.goal + fees, program.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyState:
    """What finance asks of one program: what can be claimed, was claimed, came back, and what was lost.

    Args:
        claimable_minor: Returnable and within its time.
        claimed_minor: In claims that are not settled.
        credited_minor: Credited by the vendor's word.
        credit_notes_minor: Credit notes that came; what they differ by from the credits is owed to us.
        lost_minor: Returnable, and its time has passed.
    """

    claimable_minor: int
    claimed_minor: int
    credited_minor: int
    credit_notes_minor: int
    lost_minor: int

    @property
    def credit_missing_minor(self) -> int:
        """Credits expected less credit notes received (docs/method.md, "Invoices and month end")."""
        return self.credited_minor - self.credit_notes_minor


def money_state(matching: Matching, program: str) -> MoneyState:
    """Where the money of a program's returned records is, whether they were invoiced or not."""
    ledger = matching.ledgers.get(program) or Ledger(LEDGER.empty_table())
    rows = np.arange(ledger.rows.num_rows)

    def total(standing: Standing) -> int:
        return int(ledger.amount[ledger.is_of(rows, standing)].sum())

    notes = -sum(
        line.amount_minor
        for one in matching.matches
        for line in one.invoice.lines
        if line.program == program and line.credits_invoice is not None
    )
    return MoneyState(
        claimable_minor=total(Standing.CLAIMABLE),
        claimed_minor=total(Standing.CLAIMED),
        credited_minor=total(Standing.CREDITED),
        credit_notes_minor=notes,
        lost_minor=total(Standing.TOO_LATE),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WastedTime:
    """Sales time spent on records that are not leads."""

    hours: float
    cost: float
    share: float


def wasted_time(*, hours_total: float, hours_on_leads: float, rate: float) -> WastedTime:
    """Hours and money spent on records that are not real leads, and their share of all hours."""
    hours = hours_total - hours_on_leads
    return WastedTime(hours=hours, cost=hours * rate, share=hours / hours_total if hours_total else 0.0)
