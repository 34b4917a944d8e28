"""Ids of vendors and programs for what arrives: those that are known, else new ones of which nothing else is known."""

from collections.abc import Mapping, Sequence
from datetime import date

from leadaudit.contract.program import Program, program_without_contract
from leadaudit.errors import UnknownNameError
from leadaudit.split.spelling import LONGEST_ID, id_key, name_as_id


class Naming:
    """Names vendors and programs while something is planned; the same name gets the same id.

    Args:
        programs: Programs in force, by id.
        vendors: Ids to use for vendors that are not known yet.
        chosen: ``<vendor id>``, or ``<vendor id>/<program key>``, to the id of the program to use for it.
    """

    def __init__(
        self, programs: Mapping[str, Program], *, vendors: Sequence[str] = (), chosen: Mapping[str, str] | None = None
    ) -> None:
        self._programs, self._chosen_for = programs, chosen or {}
        self._vendors = {id_key(program.vendor): program.vendor for program in programs.values()}
        self._vendors |= {id_key(vendor): vendor for vendor in vendors}
        self.made: dict[tuple[str, str | None], Program] = {}
        self.questions: list[str] = []

    def vendor(self, key: str, written: str) -> str:
        """The id of a vendor: one that is known by that key, else its name as it stands in ids."""
        return self._vendors.get(key) or name_as_id(written)

    def has_program(self, name: str) -> bool:
        """Whether a program of that id is there."""
        return name in self._programs

    def program(
        self, vendor: str, *, on: date | None, key: str | None = None, written: str | None = None
    ) -> str | None:
        """What a vendor's lines are delivered under; None asks.

        Args:
            vendor: Its id.
            on: The day of delivery, which tells programs apart that ran at different times.
            key: ``program_key`` of what the file calls the program; None: it does not say.
            written: The same as written.
        """
        keys = (f"{vendor}/{key}", vendor) if key is not None else (vendor,)
        chosen = next((self._chosen_for[each] for each in keys if each in self._chosen_for), None)
        if chosen is not None:
            return self._chosen(chosen, vendor)
        known = [program for program in self._programs.values() if program.vendor == vendor]
        if key is not None:
            named = [program.id for program in known if key in _keys_of(program)]
            return named[0] if len(named) == 1 else self._new(vendor, key, written)
        if not known:
            return self._new(vendor, None, None)
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

    def _new(self, vendor: str, key: str | None, written: str | None) -> str:
        if (vendor, key) not in self.made:
            wanted = vendor if written is None else f"{vendor}-{name_as_id(written)}"[:LONGEST_ID].strip("-._")
            taken = {*self._programs, *(program.id for program in self.made.values())}
            name = wanted if wanted not in taken else _free(wanted, taken)
            self.made[vendor, key] = program_without_contract(
                vendor, None, None, where="the new program", name=name, words=written
            )
        return self.made[vendor, key].id

    def _ask(self, vendor: str, known: Sequence[Program]) -> None:
        names = ", ".join(program.id for program in known)
        question = f"{vendor} has several programs: {names}. Say which one its lines are under."
        if question not in self.questions:
            self.questions.append(question)


def _free(wanted: str, taken: set[str]) -> str:
    numbered = (f"{wanted[: LONGEST_ID - 4]}-{number}" for number in range(2, len(taken) + 3))
    return next(name for name in numbered if name not in taken)


def _keys_of(program: Program) -> set[str]:
    """What a program may be called in a file: its id, its id without the vendor, its name."""
    short = program.id.removeprefix(program.vendor).strip("-._")
    return {id_key(name) for name in (program.id, short, program.name) if name}


def _runs(program: Program, on: date | None) -> bool:
    if on is None:
        return False
    return (program.start_on is None or program.start_on <= on) and (program.end_on is None or on <= program.end_on)
