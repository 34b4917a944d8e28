"""One file that becomes many deliveries: all of them visible at once or none, its bytes kept once."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection, RowMapping, select

from leadaudit.audit import OpenedDelivery, Report, silent
from leadaudit.audit_file import delivery_id
from leadaudit.contract.program import Program, program_text
from leadaudit.errors import AlreadyDeliveredError, SplitError
from leadaudit.facts.own_words import OwnWords
from leadaudit.format import plural
from leadaudit.split.choice import Split, read_kept, write_kept
from leadaudit.split.plan import Plan, PlannedDelivery, plan_split
from leadaudit.workspace import schema, settings
from leadaudit.workspace.catalogue import writing
from leadaudit.workspace.deliveries import Arrival, NewDelivery, add_delivery, line_counts
from leadaudit.workspace.file_store import Store
from leadaudit.workspace.intake_records import recipe, write_read
from leadaudit.workspace.read_parts import read_parts
from leadaudit.workspace.settings import SettingKind
from leadaudit.workspace.staging import StagedFile

# What a job that made many deliveries names as its result: the file, by its fingerprint.
OF_FILE: Final = "file:"


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitPlan:
    """What a file would become here.

    Args:
        plan: Its deliveries, those that are here already among them.
        here: Keys of the parts that are here already.
    """

    plan: Plan
    here: frozenset[str]

    @property
    def coming(self) -> tuple[PlannedDelivery, ...]:
        """The deliveries that committing would add."""
        return tuple(one for one in self.plan.deliveries if one.part.key not in self.here)


def plan_here(store: Store, opened: OpenedDelivery, split: Split) -> SplitPlan:
    """What a file would become in this workspace; nothing is stored.

    Raises:
        AlreadyDeliveredError: The file is here whole, or taken apart another way.
    """
    with store.engine.connect() as connection:
        return _planned(connection, opened, split)


def _planned(connection: Connection, opened: OpenedDelivery, split: Split) -> SplitPlan:
    active = _of_file(connection, opened.table.sha256)
    same = _as_before(active, split, opened.table.file_name)
    plan = plan_split(opened.table, same, settings.programs(connection))
    return SplitPlan(plan=plan, here=frozenset(row["part"] for row in active))


def _of_file(connection: Connection, sha256: str) -> list[RowMapping]:
    table = schema.deliveries
    query = select(table).where(table.c.file_sha256 == sha256).order_by(table.c.delivery)
    return list(connection.execute(query).mappings())


def _as_before(active: Sequence[RowMapping], split: Split, file_name: str) -> Split:
    """The split with what decides where a line belongs as it was for the deliveries of the file that are here.

    Raises:
        AlreadyDeliveredError: The file is here whole, or its lines were placed by other columns.
    """
    if not active:
        return split
    first = active[0]
    if not first["part"]:
        raise AlreadyDeliveredError(
            file_name,
            f"the same file was delivered whole on {first['delivered_on']} as {first['delivery']}",
            "Nothing was stored; take that delivery out first if the file should be split",
        )
    before = read_kept(first["split"]).split
    same = replace(split, until=before.until, date_order=before.date_order)
    if _places(same) != _places(before):
        columns = ", ".join(name for name in (before.vendor, before.program, before.month) if name)
        raise AlreadyDeliveredError(
            file_name,
            f"the same file is here split by {columns}, one delivery of it is {first['delivery']}",
            "Nothing was stored; take all its deliveries out first to split it another way",
        )
    return same


def _places(split: Split) -> tuple[object, ...]:
    return split.vendor, split.program, split.month, split.date_order, split.until, dict(split.vendors)


def commit_split(
    store: Store, opened: OpenedDelivery, staged: StagedFile, split: Split, *, report: Report = silent
) -> tuple[str, ...]:
    """Read a file once and make its deliveries visible, all of them or none.

    A delivery of the file that is here already stays as it is; only those that are missing are added.

    Args:
        store: The workspace.
        opened: The file with its mapping.
        staged: The file on its way in.
        split: Which columns tell its deliveries apart, and where the rest goes.
        report: Told the stage and how far it is.

    Returns:
        Ids of the deliveries that were added.

    Raises:
        AlreadyDeliveredError: Every delivery of the file is here already, or the file is here another way.
        SplitError: Lines have no place yet.
        MappingError: A question about the columns is open.
    """
    with store.engine.connect() as connection:
        planned = _planned(connection, opened, split)
        programs = settings.programs(connection)
        words = settings.words(connection)
    plan = planned.plan
    plan.require_placed()
    _require_some(planned, staged.file_name)
    programs |= {program.id: program for program in plan.new_programs}
    made = _read_all(store, opened, staged, planned, programs=programs, words=words, report=report)
    used = {one.arrival.program.id for one in made}
    with writing(store.engine) as connection:
        # Somebody may have delivered the same file while it was being read.
        if frozenset(row["part"] for row in _of_file(connection, opened.table.sha256)) != planned.here:
            raise AlreadyDeliveredError(
                staged.file_name, "somebody delivered it at the same moment", "Nothing was stored; look and try again"
            )
        for program in plan.new_programs:
            if program.id in used and settings.newest(connection, SettingKind.PROGRAM, program.id) is None:
                text = program_text(program)
                settings.keep(connection, SettingKind.PROGRAM, program.id, text, author=store.author)
        for one in made:
            add_delivery(connection, store, opened, staged, one)
    return tuple(one.name for one in made)


def _require_some(planned: SplitPlan, file_name: str) -> None:
    if not planned.coming:
        raise AlreadyDeliveredError(
            file_name,
            f"the same file was split the same way, its {plural(len(planned.here), 'delivery', 'deliveries')} are here",
            "Nothing was stored; take them out first if this one should replace them",
        )


def _read_all(
    store: Store,
    opened: OpenedDelivery,
    staged: StagedFile,
    planned: SplitPlan,
    *,
    programs: dict[str, Program],
    words: OwnWords,
    report: Report,
) -> list[NewDelivery]:
    """Every delivery that is coming, read and stored but not yet visible; each line of the file is read once."""
    plan = planned.plan
    plan.require_placed()
    original = store.files.write_bytes("original", staged.path)
    kept = write_kept(plan.parts.kept(plan.split))
    bought = {one.part.key: programs[one.program] for one in planned.coming if one.program is not None}
    reads = read_parts(
        opened,
        plan.parts.places,
        bought,
        where=plan.file_name,
        words=words,
        processes=os.cpu_count() or 1,
        report=report,
    )
    made = []
    for number, one in enumerate(planned.coming):
        report("storing", number, len(planned.coming))
        arrival = _arrival(one, bought[one.part.key])
        name = delivery_id(
            arrival.program.vendor, arrival.delivered_on, arrival.program.id, opened.table.sha256, part=one.part.key
        )
        read = reads[one.part.key].named(name)
        made.append(
            NewDelivery(
                name=name,
                arrival=arrival,
                counts=line_counts(read.lines),
                stored={**write_read(store.files, read), "original": original},
                recipe=recipe(words),
                part=one.part.key,
                split=kept,
            )
        )
    return made


def _arrival(one: PlannedDelivery, program: Program) -> Arrival:
    if one.delivered_on is None:
        raise SplitError(one.part.key, "it has no day of delivery", "Report this; nothing was stored")
    return Arrival(program=program, delivered_on=one.delivered_on, delivered_on_assumed=not one.is_stated)
