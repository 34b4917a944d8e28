"""What the returns desk says: money at risk today, this week and missed, and how often each vendor agrees."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import pyarrow as pa

from leadaudit import sql
from leadaudit.contract.claims import Claim, ClaimState
from leadaudit.contract.desk import Due, DueRow, due
from leadaudit.contract.program import Program
from leadaudit.economics.rates import Interval, RatePosterior
from leadaudit.format import count, money, plural

# How each state of a claimed record reads.
STATE_WORDS: Final[Mapping[str, str]] = {
    ClaimState.PREPARED: "prepared",
    ClaimState.SENT: "sent",
    ClaimState.ACCEPTED: "accepted",
    ClaimState.REFUSED: "refused",
    ClaimState.CREDITED: "credited",
    ClaimState.REPLACED: "replaced",
    ClaimState.CANCELLED: "cancelled",
}

_WAITING: Final = frozenset({ClaimState.PREPARED, ClaimState.SENT, ClaimState.ACCEPTED})

UNKNOWN_PRICE: Final = "price not known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Some records and what they are worth; no money where the price is not known."""

    records: int = 0
    amount_minor: int | None = 0

    def plus(self, row: DueRow) -> "Held":
        """With the records of one more row."""
        known = self.amount_minor is not None and row.amount_minor is not None
        return Held(
            records=self.records + row.records,
            amount_minor=(self.amount_minor or 0) + (row.amount_minor or 0) if known else None,
        )

    def words(self, currency: str | None) -> str:
        """Its money as people read it."""
        if not self.records:
            return "–"
        if self.amount_minor is None or currency is None:
            return f"{plural(self.records, 'record')}, {UNKNOWN_PRICE}"
        return money(self.amount_minor, currency)


NOTHING: Final = Held()


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorReturns:
    """The returns of one vendor in one currency.

    Args:
        vendor: Who sold the records.
        currency: Of every amount; None: the price is not known.
        programs: Under which programs.
        parts: today, week (after today), later, never (no window), missed, beyond_cap, replacement, and the states of
            claimed records.
    """

    vendor: str
    currency: str | None
    programs: tuple[str, ...]
    parts: Mapping[str, Held] = field(default_factory=dict)

    def of(self, *parts: str) -> Held:
        """Some parts together."""
        found = [self.parts.get(part, NOTHING) for part in parts]
        amounts = [one.amount_minor for one in found]
        known = [amount for amount in amounts if amount is not None]
        return Held(
            records=sum(one.records for one in found),
            amount_minor=sum(known) if len(known) == len(amounts) else None,
        )

    @property
    def claimable(self) -> Held:
        """What can be claimed now."""
        return self.of(*Due)

    @property
    def claimed(self) -> Held:
        """What was claimed and is still open."""
        return self.of(*_WAITING)


def vendor_returns(
    rows: Iterable[DueRow], *, programs: Mapping[str, Program], as_of: date
) -> tuple[VendorReturns, ...]:
    """The returns of every vendor, the most urgent money first."""
    grouped: dict[tuple[str, str | None], dict[str, Held]] = {}
    named: dict[tuple[str, str | None], set[str]] = {}
    for row in rows:
        key = (row.vendor, programs[row.program].currency if row.program in programs else None)
        part = due(row.last_on, as_of=as_of).value if row.standing == "open" else row.standing
        parts = grouped.setdefault(key, {})
        parts[part] = parts.get(part, NOTHING).plus(row)
        named.setdefault(key, set()).add(row.program)
    found = [
        VendorReturns(vendor=vendor, currency=currency, programs=tuple(sorted(named[vendor, currency])), parts=parts)
        for (vendor, currency), parts in grouped.items()
    ]
    return tuple(sorted(found, key=_urgency))


def _urgency(one: VendorReturns) -> tuple[int, int, int, str]:
    amounts = [-(one.of(part).amount_minor or 0) for part in (Due.TODAY, Due.WEEK)]
    return (*amounts, -(one.claimable.amount_minor or 0), one.vendor)  # type: ignore[return-value]


def money_words(vendors: Sequence[VendorReturns], *parts: str) -> str:
    """The money of some parts of all vendors, each currency for itself: ``1,440 USD and 96 EUR``."""
    sums: dict[str, int] = {}
    unknown = 0
    for one in vendors:
        held = one.of(*parts)
        if held.records and (held.amount_minor is None or one.currency is None):
            unknown += held.records
        elif held.records:
            sums[one.currency or ""] = sums.get(one.currency or "", 0) + (held.amount_minor or 0)
    words = [money(minor, currency) for currency, minor in sorted(sums.items())]
    words += [f"{plural(unknown, 'record')} whose {UNKNOWN_PRICE.replace('not', 'is not')}"] if unknown else []
    return " and ".join(words)


def answer(vendors: Sequence[VendorReturns]) -> tuple[str, ...]:
    """What must be claimed, by when, and what was lost."""
    if not vendors:
        return ("**Nothing is to be returned.** No record breaks a clause its contract takes back.",)
    today, week, later = (_records(vendors, part) for part in (Due.TODAY, Due.WEEK, Due.LATER))
    never = _records(vendors, Due.NEVER)
    open_parts = tuple(part.value for part in Due)
    sentences = []
    if today + week:
        urgent = money_words(vendors, Due.TODAY, Due.WEEK)
        sentences.append(f"**{urgent} must be claimed within a week**, from {_names(vendors, Due.TODAY, Due.WEEK)}.")
    elif later + never:
        sentences.append(f"**{money_words(vendors, *open_parts)} can be claimed**, none of it is lost this week.")
    else:
        sentences.append("**Nothing can be claimed now.**")
    if today:
        sentences.append(
            f"Today is the last day for {plural(today, 'record')} worth {money_words(vendors, Due.TODAY)}."
        )
    waiting = _records(vendors, *_WAITING)
    if waiting:
        sentences.append(f"{plural(waiting, 'record')} worth {money_words(vendors, *_WAITING)} stand in open claims.")
    missed = _records(vendors, "missed")
    if missed:
        sentences.append(
            f"{plural(missed, 'record')} worth {money_words(vendors, 'missed')} could have been returned; their "
            "windows are over."
        )
    capped = _records(vendors, "beyond_cap")
    if capped:
        sentences.append(f"{plural(capped, 'record')} more lie beyond what the contracts let us return.")
    return tuple(sentences)


def _records(vendors: Sequence[VendorReturns], *parts: str) -> int:
    return sum(one.of(*parts).records for one in vendors)


def _names(vendors: Sequence[VendorReturns], *parts: str) -> str:
    names = list(dict.fromkeys(one.vendor for one in vendors if one.of(*parts).records))
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WonRow:
    """How often a vendor agreed to one reason.

    Args:
        vendor: Who was asked.
        code: vocabulary.ReasonCode.
        asked: Records sent in claims.
        answered: Of these, with an answer.
        won: Of these, taken back.
        interval: Of the share won among those answered; None before the first answer.
    """

    vendor: str
    code: str
    asked: int
    answered: int
    won: int
    interval: Interval | None


def won_rows(claims: pa.Table, *, level: float) -> tuple[WonRow, ...]:
    """How often each vendor agreed to each reason, with the Jeffreys interval.

    Args:
        claims: tables.CLAIMS.
        level: Credibility of the interval.
    """
    return tuple(
        WonRow(
            **row,
            interval=RatePosterior(events=row["won"], trials=row["answered"]).interval(level)
            if row["answered"]
            else None,
        )
        for row in sql.run("contract_won", {"claims": claims}).to_pylist()
    )


def cap_words(most: int | None, left: int | None) -> str:
    """How many records may still be returned."""
    return "no cap" if most is None else f"{count(left)} of {count(most)}"


def claim_state_words(claim: Claim) -> str:
    """What became of a claim's records: ``3 sent``, ``2 accepted, 1 refused``."""
    found = [(state, claim.count(state)) for state in ClaimState]
    return ", ".join(f"{count(number)} {STATE_WORDS[state]}" for state, number in found if number)
