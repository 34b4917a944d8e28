"""How each program is getting on: against its goal, its pace and its money."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import pyarrow as pa

from leadaudit import sql
from leadaudit.contract.program import Program
from leadaudit.contract.program_sections import Pacing
from leadaudit.contract.terms import day_words
from leadaudit.money import to_minor

# Less than this share of what the plan asks for by today is behind; a late file of a week or two is not.
BEHIND_BELOW: Final = 0.9

# More than this many times what is due in a period is a dump.
DUMP_ABOVE: Final = 2

_PERIOD_DAYS: Final = {"day": 1, "week": 7, "month": 30}


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCame:
    """What a program got on one day (``sql/contract_tracker.sql``)."""

    delivered_on: date
    delivered: int
    replacements: int
    payable: int
    in_review: int
    usable: int
    payable_minor: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How one program is getting on, on a day.

    Args:
        program: The program.
        delivered: Records read; what came instead of others is not counted as new.
        payable: Records the contract makes us pay for.
        in_review: Records nobody can judge yet.
        usable: Records that can be worked.
        to_go: Payable records still to come; None without a goal.
        planned: Payable records due by the day; None without a plan.
        projected_end_on: When the goal is reached at the pace so far; None when that cannot be said.
        committed_minor: What the whole program costs; None without goal, price or amount.
        owed_minor: What the payable records cost; None without a price.
        notes: What is behind or was dumped, a sentence each.
    """

    program: Program
    delivered: int
    payable: int
    in_review: int
    usable: int
    to_go: int | None
    planned: int | None
    projected_end_on: date | None
    committed_minor: int | None
    owed_minor: int | None
    notes: tuple[str, ...]

    @property
    def remaining_minor(self) -> int | None:
        """Money of the program not yet owed; never below 0."""
        if self.committed_minor is None or self.owed_minor is None:
            return None
        return max(self.committed_minor - self.owed_minor, 0)


def progress(
    assessed: Mapping[str, sql.Source],
    *,
    deliveries: pa.Table,
    claims: pa.Table,
    programs: Mapping[str, Program],
    as_of: date,
) -> tuple[Progress, ...]:
    """How every program that delivered is getting on, by id.

    Args:
        assessed: tables.VERDICTS and tables.USABLE of an assessment.
        deliveries: tables.DELIVERIES of it.
        claims: tables.CLAIMS.
        programs: By id.
        as_of: The day.
    """
    named: dict[str, sql.Source] = {"verdicts": assessed["verdicts"], "usable": assessed["usable"]}
    rows = sql.run("contract_tracker", {**named, "deliveries": deliveries, "claims": claims}).to_pylist()
    came: dict[str, list[DayCame]] = {}
    for row in rows:
        came.setdefault(row.pop("program"), []).append(DayCame(**row))
    return tuple(progress_of(programs[name], came[name], as_of=as_of) for name in sorted(came) if name in programs)


def progress_of(program: Program, days: Sequence[DayCame], *, as_of: date) -> Progress:
    """How one program is getting on.

    Args:
        program: The program.
        days: What came, at least one day, in order.
        as_of: The day.
    """
    payable = sum(day.payable for day in days)
    start_on = program.start_on or days[0].delivered_on
    planned = planned_by(program, start_on=start_on, as_of=as_of)
    amounts = [day.payable_minor for day in days if day.payable]
    known = [amount for amount in amounts if amount is not None]
    return Progress(
        program=program,
        delivered=sum(day.delivered for day in days),
        payable=payable,
        in_review=sum(day.in_review for day in days),
        usable=sum(day.usable for day in days),
        to_go=None if program.goal is None else max(program.goal - payable, 0),
        planned=planned,
        projected_end_on=projected_end(program, payable, start_on=start_on, as_of=as_of),
        committed_minor=committed_minor(program),
        owed_minor=sum(known) if len(known) == len(amounts) else None,
        notes=(*_behind(payable, planned), *_dumped(program.pacing, days)),
    )


def planned_by(program: Program, *, start_on: date, as_of: date) -> int | None:
    """Payable records due by a day: by the pacing, else evenly from start to end; never more than the goal.

    A period counts once it is over, so nobody is behind in the middle of a month.
    """
    if program.pacing is not None:
        periods = max(_periods_over(program.pacing, start_on, as_of), 0)
        due = program.pacing.records * periods
        return due if program.goal is None else min(due, program.goal)
    if program.goal is None or program.end_on is None or program.end_on <= start_on:
        return None
    passed = min(max((as_of - start_on).days, 0), (program.end_on - start_on).days)
    return program.goal * passed // (program.end_on - start_on).days


def _periods_over(pacing: Pacing, start_on: date, as_of: date) -> int:
    if pacing.per == "month":
        months = (as_of.year - start_on.year) * 12 + as_of.month - start_on.month
        return months - (as_of.day < start_on.day)
    return (as_of - start_on).days // _PERIOD_DAYS[pacing.per]


def projected_end(program: Program, payable: int, *, start_on: date, as_of: date) -> date | None:
    """The day the goal is reached when records go on coming as they did; None when nothing says so."""
    if program.goal is None or payable == 0 or payable >= program.goal or as_of <= start_on:
        return None
    days = (as_of - start_on).days * program.goal / payable
    return start_on + timedelta(days=round(days))


def committed_minor(program: Program) -> int | None:
    """What the whole program costs by its contract, fees apart; None when goal, price or amount are not known."""
    if program.currency is None:
        return None
    if program.pricing.model == "flat" and program.pricing.amount is not None:
        return to_minor(program.pricing.amount, program.currency)
    ordered = None
    if program.goal is not None and program.price is not None:
        ordered = to_minor(program.price * max(program.goal - program.pricing.bonus_records, 0), program.currency)
    if program.pricing.amount is not None:
        return max(to_minor(program.pricing.amount, program.currency), ordered or 0)
    return ordered


def _behind(payable: int, planned: int | None) -> tuple[str, ...]:
    if not planned or payable >= BEHIND_BELOW * planned:
        return ()
    return (f"behind: {payable:,} payable records, {planned:,} were due",)


def _dumped(pacing: Pacing | None, days: Sequence[DayCame]) -> tuple[str, ...]:
    if pacing is None:
        return ()
    came: Counter[date] = Counter()
    for day in days:
        came[_period_of(pacing, day.delivered_on)] += day.delivered
    start_on, most = came.most_common(1)[0]
    if most <= DUMP_ABOVE * pacing.records:
        return ()
    since = f"in the {pacing.per} of {day_words(start_on)}" if pacing.per != "day" else f"on {day_words(start_on)}"
    return (f"dumped: {most:,} records {since}, {pacing.records:,} are due a {pacing.per}",)


def _period_of(pacing: Pacing, day: date) -> date:
    match pacing.per:
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
