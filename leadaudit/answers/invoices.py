"""Does an invoice match what the contract says we owe: the sentences, for command line and app."""

from collections.abc import Iterable, Mapping, Sequence

from leadaudit.contract.billing.accrual import Accrual
from leadaudit.contract.billing.matched import InvoiceMatch
from leadaudit.contract.billing.places import PAYABLE_PLACES, Place
from leadaudit.contract.program_sections import Acceptance
from leadaudit.contract.sample_check import SampleResult, SampleVerdict
from leadaudit.exchange import Reversal
from leadaudit.format import exact_money, percent, plural, share
from leadaudit.words import FAULTS, PLACES


def answer(matches: Sequence[InvoiceMatch]) -> tuple[str, ...]:
    """What all invoices together ask for and what of it is owed, currency by currency."""
    if not matches:
        return ("**No invoice is here yet.**",)
    wrong = [one for one in matches if not one.is_right]
    told = [_of_currency(currency, some) for currency, some in by_currency(matches).items()]
    if not wrong:
        return (*told, "Nothing in them is disputed.")
    reasons = dict.fromkeys(FAULTS[dispute.fault] for one in wrong for dispute in one.disputes)
    verb = "holds" if len(wrong) == 1 else "hold"
    return (*told, f"{len(wrong)} of {plural(len(matches), 'invoice')} {verb} something wrong: {', '.join(reasons)}.")


def _of_currency(currency: str, matches: Sequence[InvoiceMatch]) -> str:
    billed, owed = (sum(getattr(one, name) for one in matches) for name in ("billed_minor", "expected_minor"))
    disputed = sum(one.places.get(Place.DISPUTED, 0) for one in matches)
    pending = billed - owed - disputed
    parts = [
        *([f"{exact_money(disputed, currency)} are disputed"] if disputed else []),
        *([f"{exact_money(pending, currency)} are on hold or in claims"] if pending else []),
    ]
    rest = f"; {', '.join(parts)}" if parts else ""
    return f"Billed {exact_money(billed, currency)}, owed by the contract **{exact_money(owed, currency)}**{rest}."


def by_currency(matches: Iterable[InvoiceMatch]) -> dict[str, list[InvoiceMatch]]:
    """Invoices of each currency; amounts of several are never added up."""
    found: dict[str, list[InvoiceMatch]] = {}
    for one in matches:
        found.setdefault(one.invoice.currency, []).append(one)
    return dict(sorted(found.items()))


def invoice_sentence(one: InvoiceMatch) -> str:
    """What one invoice asks for and what of it is owed."""
    currency = one.invoice.currency
    if one.difference_minor == 0:
        return f"Invoice {one.invoice.number}: **all of its {exact_money(one.billed_minor, currency)} are owed.**"
    return (
        f"Invoice {one.invoice.number} asks for {exact_money(one.billed_minor, currency)}; "
        f"**{exact_money(one.expected_minor, currency)} are owed by the contract.**"
    )


def exchange_sentences(reversals: Sequence[tuple[str, Reversal]], *, into: str | None) -> tuple[str, ...]:
    """What credits in other currencies take back at the rate of their invoice, and exchange on a line of its own.

    Args:
        reversals: The currency of each credit and what it comes to.
        into: Our currency; None: no rates were given.
    """
    if into is None:
        return ()
    told = []
    for currency in sorted({one for one, _ in reversals}):
        some = [reversal for one, reversal in reversals if one == currency]
        credit, moved = (sum(getattr(one, name) for one in some) for name in ("credit_minor", "exchange_minor"))
        gain = "gain" if moved >= 0 else "loss"
        told.append(
            f"{plural(len(some), 'credit line')} in {currency} {'takes' if len(some) == 1 else 'take'} "
            f"{exact_money(credit, into)} back at the rate of the invoice. "
            f"**Exchange {gain} since: {exact_money(abs(moved), into)}**, apart from the cost of records."
        )
    return tuple(told)


def difference_words(one: InvoiceMatch) -> str:
    """Why billed and owed differ, in a few words."""
    counted: dict[str, None] = dict.fromkeys(FAULTS[dispute.fault] for dispute in one.disputes)
    waiting = (Place.ON_HOLD, Place.CLAIMABLE, Place.CLAIMED, Place.CREDITED)
    counted |= dict.fromkeys(PLACES[place] for place in waiting if one.places.get(place))
    return ", ".join(counted) or "none"


def place_rows(one: InvoiceMatch) -> list[tuple[str, str, str]]:
    """Every place of an invoice's money: its name, its records, its amount."""
    return [
        (
            PLACES[place] + (" (payable)" if place in PAYABLE_PLACES else ""),
            f"{one.records[place]:,}" if place in one.records else "–",
            exact_money(one.places[place], one.invoice.currency),
        )
        for place in Place
        if one.places.get(place)
    ]


def accrual_sentence(accruals: Sequence[Accrual]) -> str:
    """What month end comes to, currency by currency."""
    totals: dict[str, int] = {}
    for one in accruals:
        totals[one.currency] = totals.get(one.currency, 0) + one.accrual_minor
    told = [f"**{exact_money(minor, currency)}**" for currency, minor in sorted(totals.items())]
    return f"To accrue: {' and '.join(told)}." if told else "Nothing was delivered or billed by this day."


def sample_sentence(program: str, one: SampleResult, rule: Acceptance | None) -> str:
    """What a sample says of a program, and whether it is accepted under the agreed rule."""
    found = (
        f"{program}: {share(one.invalid, one.checked)} not valid; the true share lies between {percent(one.low)} and "
    )
    found += f"{percent(one.high)} ({percent(one.level)} sure)."
    if rule is None:
        return f"{found} No rule was agreed."
    limit = percent(float(rule.max_invalid_share))
    ends: Mapping[SampleVerdict, str] = {
        SampleVerdict.ACCEPT: f"**Accepted**: at most {percent(one.bound)}, and below {limit} was agreed.",
        SampleVerdict.NOT_ACCEPTED: f"**Not accepted**: up to {percent(one.bound)}, and below {limit} was agreed.",
        SampleVerdict.TOO_FEW: f"**Too few looked at** to tell whether it is below {limit}.",
        SampleVerdict.NO_RULE: "No rule was agreed.",
    }
    return f"{found} {ends[one.verdict]}"
