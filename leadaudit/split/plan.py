"""What a file of many deliveries becomes: each delivery with its vendor, program and day, before anything is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from leadaudit.contract.program import Program, program_without_contract
from leadaudit.errors import SplitError, UnknownNameError
from leadaudit.format import plural
from leadaudit.intake.delivered import DeliveredTable
from leadaudit.split.choice import Split
from leadaudit.split.parts import Part, Parts, require_all_placed, take_apart
from leadaudit.split.spelling import LONGEST_ID, id_key, name_as_id


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
    naming = _Naming(split, programs)
    planned: list[PlannedDelivery] = []
    for part in parts.parts:
        vendor = naming.vendor(part)
        # Lines without a date of their own were there when the newest line of the file was.
        on = part.delivered_on(split) or newest
        planned.append(
            PlannedDelivery(
                part=part,
                vendor=vendor,
                program=None if vendor is None else naming.program(vendor, part, on),
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


class _Naming:
    """Ids of vendors and programs while a file is planned; the same name gets the same id."""

    def __init__(self, split: Split, programs: Mapping[str, Program]) -> None:
        self._split, self._programs = split, programs
        self._vendors = {id_key(program.vendor): program.vendor for program in programs.values()}
        self._vendors |= {id_key(chosen): chosen for chosen in split.vendors.values()}
        self.made: dict[tuple[str, str | None], Program] = {}
        self.questions: list[str] = []

    def vendor(self, part: Part) -> str | None:
        """Who sold a part: a vendor that is known, else one named as the file writes it."""
        if part.vendor_key is None:
            return self._split.rest_vendor
        return self._vendors.get(part.vendor_key) or name_as_id(part.vendor_written[0])

    def program(self, vendor: str, part: Part, on: date | None) -> str | None:
        """What a part is delivered under; None asks."""
        keys = (f"{vendor}/{part.program_key}", vendor) if part.program_key else (vendor,)
        chosen = next((self._split.programs[key] for key in keys if key in self._split.programs), None)
        if chosen is not None:
            return self._chosen(chosen, vendor)
        known = [program for program in self._programs.values() if program.vendor == vendor]
        if part.program_key is not None:
            named = [program.id for program in known if part.program_key in _keys_of(program)]
            return named[0] if len(named) == 1 else self._new(vendor, part)
        if not known:
            return self._new(vendor, part)
        running = known if len(known) == 1 else [program for program in known if _runs(program, on)]
        if len(running) == 1:
            return running[0].id
        self._ask(vendor, known)
        return None

    def _chosen(self, name: str, vendor: str) -> str:
        found = self._programs.get(name)
        if found is None or found.vendor != vendor:
            what = (
                "there is none of that name here" if found is None else f"it is one of {found.vendor}, not of {vendor}"
            )
            theirs = [program.id for program in self._programs.values() if program.vendor == vendor]
            raise UnknownNameError(f"program {name}", what, f"{vendor} has {', '.join(theirs) or 'none yet'}")
        return name

    def _new(self, vendor: str, part: Part) -> str:
        key = (vendor, part.program_key)
        if key not in self.made:
            written = part.program_written if part.program_key is not None else None
            wanted = vendor if written is None else f"{vendor}-{name_as_id(written)}"[:LONGEST_ID].strip("-._")
            taken = {*self._programs, *(program.id for program in self.made.values())}
            name = wanted if wanted not in taken else self._free(wanted, taken)
            self.made[key] = program_without_contract(
                vendor, None, None, where="the new program", name=name, words=written
            )
        return self.made[key].id

    def _free(self, wanted: str, taken: set[str]) -> str:
        numbered = (f"{wanted[: LONGEST_ID - 4]}-{number}" for number in range(2, len(taken) + 3))
        return next(name for name in numbered if name not in taken)

    def _ask(self, vendor: str, known: Sequence[Program]) -> None:
        names = ", ".join(program.id for program in known)
        question = f"{vendor} has several programs: {names}. Say which one its lines are under."
        if question not in self.questions:
            self.questions.append(question)


def _keys_of(program: Program) -> set[str]:
    """What a program may be called in a file: its id, its id without the vendor, its name."""
    short = program.id.removeprefix(program.vendor).strip("-._")
    return {id_key(name) for name in (program.id, short, program.name) if name}


def _runs(program: Program, on: date | None) -> bool:
    if on is None:
        return False
    return (program.start_on is None or program.start_on <= on) and (program.end_on is None or on <= program.end_on)
