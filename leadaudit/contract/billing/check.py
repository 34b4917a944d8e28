"""What must hold before invoices are booked: credits name invoices, currencies have rates, a number is one vendor's."""

from collections.abc import Iterable, Sequence

from leadaudit.contract.billing.invoice import InvoiceLine, LineKind, number_key
from leadaudit.contract.program import Program
from leadaudit.errors import FileMistakesError
from leadaudit.exchange import ExchangeRates


def require_bookable(
    lines: Sequence[InvoiceLine],
    *,
    booked: Iterable[InvoiceLine],
    programs: dict[str, Program],
    rates: ExchangeRates,
    house_currency: str | None,
    where: str,
) -> None:
    """Refuse lines that cannot be booked, all of them at once.

    Args:
        lines: New ones.
        booked: Those that are here.
        programs: By id.
        rates: Rates somebody gave.
        house_currency: What the rates are into; None while nobody gave any.
        where: The file's name.

    Raises:
        FileMistakesError: One sentence for each line.
    """
    billed = [line for line in (*booked, *lines) if line.kind is not LineKind.CREDIT]
    numbers = {(line.vendor, number_key(line.number)) for line in billed}
    currencies = {(line.vendor, number_key(line.number)): line.currency for line in billed}
    first: dict[tuple[str, object], InvoiceLine] = {}
    mistakes: list[str] = []
    for line in lines:
        at = f"line {line.line}"
        same = first.setdefault((number_key(line.number), line.issued_on), line)
        if same.vendor != line.vendor:
            mistakes.append(
                f"{at}, program: is one of {line.vendor}, but invoice {line.number} is one of {same.vendor}. "
                "An invoice has one vendor; correct the program or the number."
            )
        elif same.currency != line.currency:
            mistakes.append(
                f"{at}, currency: is {line.currency}, but invoice {line.number} is in {same.currency}. "
                "An invoice has one currency; correct it."
            )
        if line.kind is LineKind.CREDIT:
            mistakes += _credit_mistakes(line, numbers, currencies)
        mistakes += _currency_mistakes(line, programs[line.program], rates, house_currency)
    if mistakes:
        raise FileMistakesError(where, list(dict.fromkeys(mistakes)))


def _credit_mistakes(
    line: InvoiceLine, numbers: set[tuple[str, str]], currencies: dict[tuple[str, str], str]
) -> list[str]:
    of = (line.vendor, number_key(line.credits_invoice or ""))
    if of not in numbers:
        return [
            f"line {line.line}, credits_invoice: is {line.credits_invoice!r}, and {line.vendor} has no such invoice "
            "here. Bring that invoice in first, or correct the number."
        ]
    if currencies[of] != line.currency:
        return [
            f"line {line.line}, currency: is {line.currency}, but invoice {line.credits_invoice} is in "
            f"{currencies[of]}. A credit has the currency of its invoice."
        ]
    return []


def _currency_mistakes(
    line: InvoiceLine, program: Program, rates: ExchangeRates, house_currency: str | None
) -> list[str]:
    into = house_currency or program.currency
    if into is None or rates.rate(line.currency, into, line.issued_on) is not None:
        return []
    if house_currency is None and line.currency == program.currency:
        return []
    return [
        f"line {line.line}, currency: there is no rate of {line.currency} into {into} for {line.issued_on}. "
        f"Bring one in with leadaudit import fx FILE --source {into}."
    ]
