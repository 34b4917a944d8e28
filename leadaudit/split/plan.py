"""What a file of many deliveries becomes: each delivery with its vendor, program and day, before anything is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from leadaudit.contract.program import Program
from leadaudit.errors import SplitError
from leadaudit.format import plural
from leadaudit.intake.delivered import DeliveredTable
from leadaudit.split.choice import Split
from leadaudit.split.naming import Naming
from leadaudit.split.parts import Part, Parts, require_all_placed, take_apart


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDelivery:
    """One delivery a file would become.

    Args:
        part: Its lines.
        vendor: Id of who sold it; None while that is open.
        program: Id of what it is delivered under; None while that is open.
        delivered_on: The day it counts as delivered; None while that is open.
        is_stated: Whether a person named that day.
    """

    part: Part
    vendor: str | None
    program: str | None
    delivered_on: date | None
    is_stated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a file becomes.

    Args:
        file_name: The file.
        split: Which columns tell its deliveries apart.
        parts: Where each line belongs.
        deliveries: By vendor, program and month; the rest last.
        new_programs: Programs that are not there yet; nothing is known of them but the vendor.
        questions: What a person must still say, one sentence each.
    """

    file_name: str
    split: Split
    parts: Parts
    deliveries: tuple[PlannedDelivery, ...]
    new_programs: tuple[Program, ...]
    questions: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What happens: "This file becomes 31 deliveries under 6 programs."."""
        programs = {one.program for one in self.deliveries if one.program is not None}
        under = f" under {plural(len(programs), 'program')}" if programs else ""
        return f"This file becomes {plural(len(self.deliveries), 'delivery', 'deliveries')}{under}."

    @property
    def merged(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Vendors that are written in several ways: id and spellings, the most frequent first."""
        found = {
            one.vendor: one.part.vendor_written
            for one in self.deliveries
            if one.vendor is not None and len(one.part.vendor_written) > 1
        }
        return tuple(found.items())

    def require_placed(self) -> None:
        """Stop while lines have no place.

        Raises:
            SplitError: Every question that is still open.
        """
        if self.questions:
            raise SplitError(self.file_name, " ".join(self.questions)[:-1], "Nothing was stored")


def plan_split(table: DeliveredTable, split: Split, programs: Mapping[str, Program]) -> Plan:
    """The deliveries a file would become.

    Args:
        table: The file as read.
        split: Which columns tell its deliveries apart, and what a person decided.
        programs: Programs in force, by id.

    Raises:
        UnknownNameError: A column, or a program that was chosen, does not exist.
    """
    parts = take_apart(table, split)
    require_all_placed(table, parts)
    newest = max((part.newest_on for part in parts.parts if part.newest_on is not None), default=None)
    naming = Naming(programs, vendors=tuple(split.vendors.values()), chosen=split.programs)
    planned: list[PlannedDelivery] = []
    for part in parts.parts:
        key = part.vendor_key
        vendor = split.rest_vendor if key is None else naming.vendor(key, part.vendor_written[0])
        # Lines without a date of their own were there when the newest line of the file was.
        on = part.delivered_on(split) or newest
        planned.append(
            PlannedDelivery(
                part=part,
                vendor=vendor,
                program=None if vendor is None else _program(naming, vendor, part, on),
                delivered_on=on,
                is_stated=part.newest_on is None and split.delivered_on is not None,
            )
        )
    return Plan(
        file_name=table.file_name,
        split=split,
        parts=parts,
        deliveries=tuple(planned),
        new_programs=tuple(naming.made.values()),
        questions=(*_questions(planned, split), *naming.questions),
    )


def _program(naming: Naming, vendor: str, part: Part, on: date | None) -> str | None:
    return naming.program(vendor, on=on, key=part.program_key, written=part.program_written)


def _questions(planned: Sequence[PlannedDelivery], split: Split) -> list[str]:
    asked = []
    rest = next((one for one in planned if one.vendor is None), None)
    if rest is not None:
        asked.append(f"{rest_words(rest.part, split)}. Say under which vendor they go.")
    without_day = [one for one in planned if one.delivered_on is None]
    if without_day:
        lines = plural(sum(one.part.lines for one in without_day), "line")
        asked.append(f"For {lines} the file names no day. Say when they were delivered.")
    return asked


def rest_words(part: Part, split: Split) -> str:
    """What the lines are that name no vendor: ``3 lines name nobody under Lead Source, 2 cannot be read``."""
    nameless = part.lines - part.unreadable
    told = []
    if nameless:
        told.append(f"{plural(nameless, 'line')} {'names' if nameless == 1 else 'name'} nobody under {split.vendor}")
    if part.unreadable:
        told.append(f"{plural(part.unreadable, 'line') if not told else f'{part.unreadable:,}'} cannot be read")
    return ", ".join(told)
