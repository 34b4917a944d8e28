"""What each record costs by its contract, in minor units, so that the parts add up to the whole."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql
from leadaudit.contract.geography import parse_places
from leadaudit.contract.phrases import words_of
from leadaudit.contract.program import Program
from leadaudit.contract.values import Values
from leadaudit.distinct import distinct_rows
from leadaudit.money import to_minor
from leadaudit.vocabulary import Verdict

# What we read a field as, where a price may name our reading instead of the delivered text.
_READ_AS: Final = {
    "country": "facts.country_code",
    "state": "facts.state_code",
    "title": "facts.seniority",
    "job_level": "facts.seniority",
    "job_function": "facts.function",
    "industry": "facts.industry",
}

_POOLS: Final = pa.schema([("pool", pa.int64()), ("share_minor", pa.int64()), ("extra", pa.int64())])


def amounts(
    values: Values, programs: Mapping[str, Program], verdicts: pa.ChunkedArray, *, as_of: date
) -> pa.ChunkedArray:
    """The contract price of every record in minor units of its program's currency, null without a program.

    A price is rounded half to even once per delivery and price; the rest is spread by line
    (docs/method.md, "Usable records, and what one costs").

    Args:
        values: The records.
        programs: By id.
        verdicts: Of each record; an over-delivery price starts after the payable records of the goal.
        as_of: A minimum commitment that was not reached is owed once the program has ended.
    """
    prices, price_of = _prices(values, programs)
    for name, program in programs.items():
        here = np.flatnonzero(values.equal("heads.program", name))
        for price, places in _repriced(values, program, verdicts, here):
            prices.append((name, price))
            price_of[places] = len(prices) - 1
    pooled = distinct_rows([values.column("heads.delivery"), pa.chunked_array([pa.array(price_of)])])
    pool_of, totals = pooled.row_of.copy(), _totals(pooled.values, pooled.row_of, prices, programs)
    for name, program in programs.items():
        here = np.flatnonzero(values.equal("heads.program", name))
        whole = _whole_minor(program, sum(totals[pool] or 0 for pool in set(pool_of[here].tolist())), as_of=as_of)
        if whole is not None and len(here):
            totals.append(whole)
            pool_of[here] = len(totals) - 1
    return _spread(pool_of, totals)


def _prices(
    values: Values, programs: Mapping[str, Program]
) -> tuple[list[tuple[str | None, Decimal | None]], npt.NDArray[np.int64]]:
    """The distinct prices, and which of them each record has before bonus and over-delivery."""
    fields = sorted({field for program in programs.values() if (field := program.pricing.by_field) is not None})
    columns = [
        values.column(name)
        for field in fields
        for name in (f"records.{field}", _READ_AS.get(field, f"records.{field}"))
    ]
    rows = distinct_rows([values.column("heads.program"), *columns])
    prices: list[tuple[str | None, Decimal | None]] = []
    for name, *read in rows.values:
        program = programs.get(str(name)) if name is not None else None
        beside = {field: (read[2 * place], read[2 * place + 1]) for place, field in enumerate(fields)}
        prices.append((str(name), price_of_record(program, beside)) if program is not None else (None, None))
    return prices, rows.row_of.copy()


def price_of_record(program: Program, fields: Mapping[str, tuple[object, object]]) -> Decimal | None:
    """The price of one record: by the field the contract names, as delivered or as we read it, else the price.

    None while the program's price is unknown.
    """
    pricing = program.pricing
    if pricing.by_field is None:
        return program.price
    delivered, understood = fields[pricing.by_field]
    for named, price in pricing.by_value.items():
        is_delivered = delivered is not None and words_of(str(delivered)) == words_of(named)
        is_understood = understood is not None and str(understood).casefold() in _readings(pricing.by_field, named)
        if is_delivered or is_understood:
            return price
    return program.price


def _readings(field: str, named: str) -> set[str]:
    codes = [place.country.casefold() for place in parse_places(named)] if field == "country" else []
    return {named.casefold(), *codes}


def _repriced(
    values: Values, program: Program, verdicts: pa.ChunkedArray, here: npt.NDArray[np.int64]
) -> list[tuple[Decimal, npt.NDArray[np.int64]]]:
    """Records at another price for when they came: over-delivery after the goal, bonus records at the end."""
    if len(here) == 0:
        return []
    in_turn = here[np.argsort(values.heads["turn"].to_numpy()[here])]
    repriced: list[tuple[Decimal, npt.NDArray[np.int64]]] = []
    if program.goal is not None and program.over_delivery_allowed and program.over_delivery_price is not None:
        payable = np.asarray(pc.not_equal(verdicts, Verdict.RETURN.value).to_numpy(), dtype=np.bool_)[in_turn]
        repriced.append((program.over_delivery_price, in_turn[payable][program.goal :]))
    if program.late_price is not None and program.delivery_days is not None:
        generated = values.heads["generated_on"].combine_chunks().cast("int32").to_numpy(zero_copy_only=False)[in_turn]
        delivered = values.heads["delivered_on"].combine_chunks().cast("int32").to_numpy(zero_copy_only=False)[in_turn]
        repriced.append((program.late_price, in_turn[delivered - generated > program.delivery_days]))
    if program.pricing.bonus_records:
        repriced.append((Decimal(0), in_turn[-program.pricing.bonus_records :]))
    return repriced


def _totals(
    pools: Sequence[tuple[object, ...]],
    pool_of: npt.NDArray[np.int64],
    prices: Sequence[tuple[str | None, Decimal | None]],
    programs: Mapping[str, Program],
) -> list[int | None]:
    """What the records of one delivery and price cost together; None without a price."""
    counts = np.bincount(pool_of, minlength=len(pools))
    totals: list[int | None] = []
    for (_, price_no), count in zip(pools, counts.tolist(), strict=True):
        name, price = prices[int(str(price_no))]
        currency = programs[name].currency if name is not None else None
        totals.append(to_minor(price * count, currency) if currency is not None and price is not None else None)
    return totals


def _whole_minor(program: Program, counted_minor: int, *, as_of: date) -> int | None:
    """What all records of a program cost together when that is not the sum of their prices, else None."""
    pricing = program.pricing
    if pricing.amount is None or program.currency is None or pricing.model == "per_record":
        return None
    amount_minor = to_minor(pricing.amount, program.currency)
    if pricing.model == "flat":
        return amount_minor
    has_ended = program.end_on is not None and as_of > program.end_on
    return amount_minor if has_ended and amount_minor > counted_minor else None


def _spread(pool_of: npt.NDArray[np.int64], totals: Sequence[int | None]) -> pa.ChunkedArray:
    counts = np.bincount(pool_of, minlength=len(totals)).tolist()
    shares = [
        {"pool": pool, "share_minor": None if total is None else total // count, "extra": (total or 0) % count}
        for pool, (total, count) in enumerate(zip(totals, counts, strict=True))
        if count
    ]
    priced = pa.table({"place": pa.array(np.arange(len(pool_of))), "pool": pa.array(pool_of)})
    named = {"priced": priced, "pools": pa.Table.from_pylist(shares, schema=_POOLS)}
    return sql.run("contract_amounts", named)["amount_minor"]
