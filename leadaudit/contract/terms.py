"""What bound when: the dated specs of all programs as stretches of time that follow each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Final

import pyarrow as pa

from leadaudit import tables
from leadaudit.contract.program import Program
from leadaudit.contract.program_sections import Spec

# Not the machine's own words: a sentence reads the same everywhere.
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# Before every spec that names a day.
_EVER: Final = datetime.min.replace(tzinfo=UTC)

TERMS: Final = pa.schema(
    [
        ("term", pa.int32()),
        ("program", tables.TEXT),
        ("from_at", tables.INSTANT),  # null: always
        ("until_at", tables.INSTANT),  # null: still
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One program under the spec that binds records generated within a stretch of time.

    Args:
        number: Its place among all terms.
        program: The program.
        spec: What the records are compared with; None when the program has no spec.
        is_early: No spec bound yet.  ``spec`` is then the first one: what breaks it is only suspected.
        from_at: First instant; None: since ever.
        until_at: First instant after it; None: still.
    """

    number: int
    program: Program
    spec: Spec | None
    is_early: bool
    from_at: datetime | None
    until_at: datetime | None

    @property
    def spec_words(self) -> str:
        """The spec as a sentence names it: "the spec of 1 Mar 2026"."""
        if self.spec is None or self.spec.confirmed_at is None:
            return "the spec"
        return f"the spec of {day_words(self.spec.confirmed_at.date())}"

    @property
    def early_words(self) -> str:
        """Why a break is only suspected; empty when the spec bound."""
        if not self.is_early or self.spec is None or self.spec.in_force_from is None:
            return ""
        return f" That spec bound only from {day_words(self.spec.in_force_from.date())}; the record is older."


@cache
def day_words(day: date) -> str:
    """A day as sentences write it: 1 Mar 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def terms_of(programs: Iterable[Program]) -> list[Term]:
    """The terms of every program that has a contract, in the order of programs and time."""
    terms: list[Term] = []
    for program in programs:
        if program.has_contract:
            terms += _stretches(program, first_number=len(terms))
    return terms


def terms_table(terms: Iterable[Term]) -> pa.Table:
    """The terms for joining: term, program, from_at, until_at."""
    rows = [
        {"term": term.number, "program": term.program.id, "from_at": term.from_at, "until_at": term.until_at}
        for term in terms
    ]
    return pa.Table.from_pylist(rows, schema=TERMS)


def list_binds(supplied_on: date | None, generated_on: date) -> bool:
    """Whether a list handed over on a day bound a record; without a day it did from the start.

    Like a spec it binds from 24 hours after it was handed over (docs/method.md, "What the contract says").
    """
    return supplied_on is None or generated_on > supplied_on


def _stretches(program: Program, *, first_number: int) -> list[Term]:
    starts: list[datetime | None] = [None]
    starts += sorted({spec.in_force_from for spec in program.spec if spec.in_force_from is not None})
    terms = []
    for number, (from_at, until_at) in enumerate(zip(starts, [*starts[1:], None], strict=True), start=first_number):
        bound = program.spec_in_force(from_at or _EVER)
        terms.append(
            Term(
                number=number,
                program=program,
                spec=bound or _first_spec(program),
                is_early=bound is None and bool(program.spec),
                from_at=from_at,
                until_at=until_at,
            )
        )
    return terms


def _first_spec(program: Program) -> Spec | None:
    return min(program.spec, key=lambda spec: spec.in_force_from or _EVER, default=None)
