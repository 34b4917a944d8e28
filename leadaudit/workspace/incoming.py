"""Files and folders of files into a workspace: previewed, then delivered one by one, each with its outcome."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from leadaudit.audit import OpenedDelivery, Report, open_delivery, silent
from leadaudit.contract.program import Program, program_text
from leadaudit.errors import LeadauditError, SplitError, UnknownNameError
from leadaudit.intake.mapping import require_answered
from leadaudit.intake.mapping_file import SavedMapping
from leadaudit.split.choice import Split
from leadaudit.split.days import day_of_file, with_date_order
from leadaudit.split.naming import Naming
from leadaudit.split.propose import Proposal, propose_split
from leadaudit.split.spelling import id_key
from leadaudit.workspace.deliveries import Arrival
from leadaudit.workspace.manifest import IncomingFile
from leadaudit.workspace.split_file import SplitPlan
from leadaudit.workspace.workspace import SEVERAL_VENDORS, Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is said of all files at once.

    Args:
        split: Which columns tell their deliveries apart; None: each file is one delivery.
        program: Id of the program of all of them.
        vendor: Who delivered all of them.
        delivered_on: The day all of them arrived.
        mapping: What their columns are.
    """

    split: Split | None = None
    program: str | None = None
    vendor: str | None = None
    delivered_on: date | None = None
    mapping: SavedMapping | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a file would become.

    Args:
        file: The file.
        lines: Its delivered lines.
        program: What it would be delivered under, when it is one delivery.
        is_new: Whether that program is not there yet.
        delivered_on: The day it would count as delivered.
        is_assumed: Whether nobody stated that day.
        split: What it would become, when it is split.
        proposal: Columns it could be split by, when it is not.
        problem: Why it cannot be delivered as asked.
    """

    file: IncomingFile
    lines: int | None = None
    program: Program | None = None
    is_new: bool = False
    delivered_on: date | None = None
    is_assumed: bool = False
    split: SplitPlan | None = None
    proposal: Proposal | None = None
    problem: LeadauditError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a file: its deliveries, or why there are none."""

    file: IncomingFile
    deliveries: tuple[str, ...] = ()
    problem: LeadauditError | None = None


def preview_files(workspace: Workspace, files: Sequence[IncomingFile], terms: Terms) -> list[Expected]:
    """What each file would become; nothing is stored, and a file that cannot be read stops no other one."""
    return [
        one if opened is None or one.split is not None else replace(one, proposal=_proposal(workspace, opened))
        for one, opened in _expected(workspace, files, terms)
    ]


def _proposal(workspace: Workspace, opened: OpenedDelivery) -> Proposal:
    known = {program.vendor for program in workspace.programs().values()}
    return propose_split(opened.table, opened.mapping, known_vendors=known)


def _expected(
    workspace: Workspace, files: Sequence[IncomingFile], terms: Terms
) -> Iterator[tuple[Expected, OpenedDelivery | None]]:
    for file in files:
        try:
            if file.problem is not None:
                raise file.problem
            opened = open_delivery(
                file.path, file_name=file.name, delivery="preview", saved=_mapping(workspace, file, terms)
            )
            expect = _as_many if terms.split is not None else _as_one
            yield expect(workspace, file, opened, terms), opened
        except LeadauditError as problem:
            yield Expected(file=file, problem=problem), None


def _mapping(workspace: Workspace, file: IncomingFile, terms: Terms) -> SavedMapping | None:
    if terms.mapping is not None:
        return terms.mapping
    if terms.split is not None:
        return workspace.saved_mapping(SEVERAL_VENDORS)
    named = terms.program or file.program
    sender = terms.vendor or file.sender
    programs = workspace.programs()
    if named in programs:
        return workspace.saved_mapping(programs[named].vendor)
    if sender in programs:
        return workspace.saved_mapping(programs[sender].vendor)
    return None if sender is None else workspace.saved_mapping(Naming(programs).vendor(id_key(sender), sender))


def _as_many(workspace: Workspace, file: IncomingFile, opened: OpenedDelivery, terms: Terms) -> Expected:
    if terms.split is None:
        raise AssertionError("asked for a split without columns")
    settled = with_date_order(terms.split, opened.table, opened.mapping)
    return Expected(file=file, lines=opened.table.lines.num_rows, split=workspace.plan_split(opened, settled))


def _as_one(workspace: Workspace, file: IncomingFile, opened: OpenedDelivery, terms: Terms) -> Expected:
    today = workspace.last_day()
    stated = terms.delivered_on or file.delivered_on
    on = stated or day_of_file(opened.table, opened.mapping, until=today) or today
    known = workspace.programs()
    naming = Naming(known)
    try:
        name = _program_of(naming, file, terms, on)
    except SplitError as problem:
        return Expected(file=file, lines=opened.table.lines.num_rows, problem=problem)
    made = {program.id: program for program in naming.made.values()}
    return Expected(
        file=file,
        lines=opened.table.lines.num_rows,
        program={**known, **made}.get(name) or workspace.program(name),
        is_new=name in made,
        delivered_on=on,
        is_assumed=stated is None,
    )


def _program_of(naming: Naming, file: IncomingFile, terms: Terms, on: date) -> str:
    """The program of a file: as said of it, or that of the vendor or program its folder is named after."""
    if terms.program is not None or file.program is not None:
        return terms.program or file.program or ""
    sender = terms.vendor or file.sender
    if sender is None:
        raise SplitError(
            file.name,
            "it is not said who delivered it",
            "Put it into a folder named after the vendor, or give --program, --vendor or --split-by",
        )
    if naming.has_program(sender):
        return sender
    name = naming.program(naming.vendor(id_key(sender), sender), on=on)
    if name is None:
        raise SplitError(file.name, naming.questions[0][:-1], "Give --program, or name the folder after the program")
    return name


def deliver_incoming(
    workspace: Workspace,
    files: Sequence[IncomingFile],
    terms: Terms,
    *,
    report: Report = silent,
) -> list[Outcome]:
    """Makes every file one delivery or many; one that cannot be delivered stops no other one.

    Args:
        workspace: Where they are kept.
        files: The files.
        terms: What is said of all of them.
        report: Told the stage and how far it is.
    """
    return [_delivered(workspace, expected, opened, report) for expected, opened in _expected(workspace, files, terms)]


def _delivered(workspace: Workspace, expected: Expected, opened: OpenedDelivery | None, report: Report) -> Outcome:
    file = expected.file
    if expected.problem is not None or opened is None:
        return Outcome(file=file, problem=expected.problem)
    staged = workspace.stage(file.path, file.path.name)
    try:
        if expected.split is not None:
            split = expected.split.plan.split
            return Outcome(file=file, deliveries=workspace.commit_split(opened, staged, split, report=report))
        if expected.program is None or expected.delivered_on is None:
            raise UnknownNameError(file.name, "its program is not known", "Give --program")
        require_answered(opened.mapping, file.name)
        if expected.is_new:
            workspace.put_program(program_text(expected.program), where="the new program")
        arrival = Arrival(
            program=expected.program,
            delivered_on=expected.delivered_on,
            received_at=file.received_at,
            delivered_on_assumed=expected.is_assumed,
        )
        return Outcome(file=file, deliveries=(workspace.commit(opened, staged, arrival, report=report),))
    except LeadauditError as problem:
        return Outcome(file=file, problem=problem)
    finally:
        workspace.drop(staged.staged)
