"""What is wrong with an invoice, in sentences a vendor can answer."""

from collections.abc import Mapping
from datetime import date
from typing import assert_never

from leadaudit.contract.billing.invoice import InvoiceLine
from leadaudit.contract.billing.places import Fault
from leadaudit.contract.terms import day_words
from leadaudit.format import exact_money, plural


def fault_sentence(  # noqa: PLR0911 -- one return for each fault
    fault: Fault, line: InvoiceLine, *, minor: int, records: int | None, said: Mapping[str, object]
) -> str:
    """One sentence: what was billed, what stands against it.

    Args:
        fault: What is wrong.
        line: The line of the invoice.
        minor: How much is disputed.
        records: How many records it is about.
        said: What the sentence needs beside: days, agreed amounts.
    """
    how_many = plural(records or 0, "record")
    amount = exact_money(abs(minor), line.currency)
    match fault:
        case Fault.DUPLICATE_NUMBER:
            return f"Invoice {said['number']} came before, dated {_day(said['first_on'])}; a number bills once."
        case Fault.WRONG_CURRENCY:
            return f"The contract is in {said['agreed']}, this line is in {line.currency}; it has to be issued again."
        case Fault.BEFORE_DELIVERY:
            return f"{how_many} came after the invoice of {_day(line.issued_on)}, the first on {_day(said['came_on'])}."
        case Fault.ABOVE_ACCEPTED:
            return _above(line, how_many, said)
        case Fault.BILLED_TWICE:
            return f"Record {line.vendor_record_id} was billed before."
        case Fault.RETURNED_BILLED:
            return f"{how_many} had been credited before the invoice of {_day(line.issued_on)}."
        case Fault.REPLACEMENT_BILLED:
            return f"{how_many} replaced others that were returned; a replacement is not paid for again."
        case Fault.WRONG_PRICE:
            more = "more" if minor > 0 else "less"
            return f"{amount} {more} than the contract price of {_compared(said)}{_at(line)}."
        case Fault.WRONG_SUM:
            right = exact_money(_number(said["right_minor"]), line.currency)
            billed = exact_money(line.amount_minor, line.currency)
            return f"{line.quantity} times {line.unit_price} is {right}, not {billed}."
        case Fault.FEE_NOT_AGREED:
            agreed = exact_money(_number(said["agreed_minor"]), line.currency)
            before = exact_money(_number(said["before_minor"]), line.currency)
            return (
                f"The contract names fees of {agreed}, of which {before} were billed before; {amount} are beyond that."
            )
        case Fault.TAX_ON_DISPUTED:
            return f"{amount} of the tax are on what is disputed."
        case _:
            assert_never(fault)


def _above(line: InvoiceLine, how_many: str, said: Mapping[str, object]) -> str:
    if line.vendor_record_id is not None:
        return f"No delivered record has the id {line.vendor_record_id}."
    scope = ""
    if line.delivery is not None:
        scope = f" in delivery {line.delivery}"
    elif line.period_from is not None or line.period_to is not None:
        scope = " within the period the line names"
    before = _number(said["billed_before"])
    earlier = f"; {plural(before, 'record')} of the program were billed before" if before else ""
    return f"{line.quantity} billed, {_number(said['found'])} there to bill{scope}{earlier}: {how_many} too many."


def _compared(said: Mapping[str, object]) -> str:
    rows = said.get("compared", said.get("rows", 0))
    return plural(_number(rows), "record")


def _at(line: InvoiceLine) -> str:
    return f", billed at {line.unit_price} each" if line.unit_price is not None else ""


def _day(on: object) -> str:
    return day_words(on) if isinstance(on, date) else str(on)


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
