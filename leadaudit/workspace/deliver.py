"""Several files into a workspace at once: known columns run, open questions wait in one list."""

from collections.abc import Sequence
from datetime import date

from leadaudit.answers import with_outcomes
from leadaudit.audit import OpenedDelivery, Report, read_delivery, silent
from leadaudit.audit_file import Audit, AuditedFile, DeliveredFile, stated_or_assumed_day, stories_of
from leadaudit.economics.outcome_entry import Per
from leadaudit.errors import LeadauditError, MappingError
from leadaudit.workspace.deliveries import Arrival
from leadaudit.workspace.outcome_costs import open_outcome_costs, told_outcomes
from leadaudit.workspace.workspace import Workspace


def deliver_files(
    workspace: Workspace, files: Sequence[DeliveredFile], *, as_of: date, report: Report = silent
) -> Audit:
    """Makes every file a delivery, then judges everything active on the day.

    Args:
        workspace: Where they are kept; a vendor's columns are taken as its last file's were.
        files: The files; a mapping given with one goes before the saved one.
        as_of: The day the answer speaks for.
        report: Told the stage and how far it is.

    Raises:
        LeadauditError: A file cannot be read as asked; files before it are kept.
        MappingError: No file could be read, because questions about the columns are open.
    """
    done: list[AuditedFile] = []
    waiting: list[MappingError] = []
    for delivered in files:
        try:
            done.append(_deliver(workspace, delivered, as_of=as_of, report=report))
        except MappingError as question:
            waiting.append(question)
    if not done:
        raise waiting[0]
    assessment = workspace.assessment(as_of=as_of, report=report)
    came = told_outcomes(open_outcome_costs(workspace.store, assessment), Per.DELIVERY)
    stories = stories_of(
        assessment.paths,
        [one.head for one in done],
        programs=assessment.programs,
        policy=assessment.policy,
        as_of=as_of,
        loaded=assessment.loaded,
    )
    return Audit(
        as_of=as_of,
        policy=assessment.policy,
        files=tuple(done),
        tables=assessment.paths,
        stories={name: with_outcomes(story, came.get(name)) for name, story in stories.items()},
        waiting=tuple(waiting),
    )


def _deliver(workspace: Workspace, delivered: DeliveredFile, *, as_of: date, report: Report) -> AuditedFile:
    program = delivered.program
    if delivered.mapping is not None:
        workspace.save_mapping(program.vendor, delivered.mapping)
    staged = workspace.stage(delivered.source, delivered.file_name)
    if delivered.overrides is not None:
        staged = workspace.override(staged.staged, delivered.overrides)
    try:
        opened = workspace.opened(staged.staged, vendor=program.vendor)
        arrival = _arrival(opened, delivered, as_of)
        name = workspace.commit(opened, staged, arrival, report=report)
    except LeadauditError:
        workspace.drop(staged.staged)
        raise
    head = next(one.head for one in workspace.deliveries() if one.head.delivery == name)
    return AuditedFile(head=head, table=opened.table, mapping=opened.mapping)


def _arrival(opened: OpenedDelivery, delivered: DeliveredFile, as_of: date) -> Arrival:
    if delivered.delivered_on is not None:
        return Arrival(program=delivered.program, delivered_on=delivered.delivered_on)
    program = delivered.program
    read = read_delivery(opened, vendor=program.vendor, currency=program.currency, where=delivered.file_name)
    day, assumed = stated_or_assumed_day(read, None, as_of)
    return Arrival(program=program, delivered_on=day, delivered_on_assumed=assumed)
