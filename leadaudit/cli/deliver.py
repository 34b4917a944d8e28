"""``leadaudit deliver``: files, folders of them, and files of many vendors into a workspace."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from leadaudit.audit import silent
from leadaudit.cli.files import read_text
from leadaudit.cli.show import as_json, as_table, out, progress, talk
from leadaudit.cli.store import Folder, JobNumber, Json, opened
from leadaudit.errors import LeadauditError
from leadaudit.format import plural
from leadaudit.intake.mapping_file import read_mapping_file
from leadaudit.split.choice import DayRule, Split, columns_of
from leadaudit.split.spelling import vendor_key
from leadaudit.split.words import HEADS, plan_rows, remarks
from leadaudit.workspace import Workspace
from leadaudit.workspace.incoming import Expected, Outcome, Terms, deliver_incoming, preview_files
from leadaudit.workspace.manifest import find_files
from leadaudit.workspace.split_file import OF_FILE
from leadaudit.workspace.workspace import SEVERAL_VENDORS


def add_commands(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command("deliver")(deliver)
    app.command("commit-split", hidden=True)(commit_split)


def deliver(  # noqa: PLR0917 - options of a command
    files: Annotated[list[Path], typer.Argument(help="Delivered files, or folders of them.")],
    split_by: Annotated[
        str | None,
        typer.Option(help='Columns that tell deliveries apart: vendor="Lead Source",program=Campaign,month="Created".'),
    ] = None,
    program: Annotated[str | None, typer.Option(help="Id of the program all of them are under.")] = None,
    vendor: Annotated[str | None, typer.Option(help="Who delivered all of them.")] = None,
    delivered_on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of delivery where the file names none.")
    ] = None,
    day: Annotated[DayRule, typer.Option(help="Which day of a month counts as that of delivery.")] = DayRule.NEWEST,
    rest: Annotated[str | None, typer.Option(help="Vendor of the lines that name none or cannot be read.")] = None,
    same: Annotated[list[str] | None, typer.Option(help='A vendor by another name: "Acme Group=acme".')] = None,
    under: Annotated[list[str] | None, typer.Option(help="The program of a vendor: acme=acme-2026.")] = None,
    map_file: Annotated[Path | None, typer.Option("--map", help="A mapping, as `columns --save` writes it.")] = None,
    preview: Annotated[bool, typer.Option("--preview", help="Say what would happen and store nothing.")] = False,
    workspace: Folder = None,
    json: Json = False,
) -> int:
    """Bring files into a workspace: one delivery each, or one for each vendor, program and month they hold."""
    store = opened(workspace)
    terms = Terms(
        split=None if split_by is None else _split(store, split_by, delivered_on, day, rest, same or [], under or []),
        program=None if program is None else store.program(program).id,
        vendor=vendor,
        delivered_on=None if delivered_on is None else delivered_on.date(),
        mapping=None if map_file is None else read_mapping_file(read_text(map_file), where=map_file.name),
    )
    found = find_files(files)
    if preview:
        return _preview(preview_files(store, found, terms), json=json)
    with progress() as report:
        outcomes = deliver_incoming(store, found, terms, report=report)
        if any(one.deliveries for one in outcomes):
            store.assessment(report=report)
    return _outcomes(store, outcomes, json=json)


def _split(
    store: Workspace,
    split_by: str,
    delivered_on: datetime | None,
    day: DayRule,
    rest: str | None,
    same: Sequence[str],
    under: Sequence[str],
) -> Split:
    columns = columns_of(split_by)
    if "vendor" not in columns:
        raise LeadauditError(f"--split-by {split_by}", "it names no column of vendors", 'Add vendor="Lead Source"')
    vendors = {vendor_key(written) or written: name for written, name in _pairs("--same", same)}
    return Split(
        vendor=columns["vendor"],
        program=columns.get("program"),
        month=columns.get("month"),
        until=store.last_day(),
        day=day,
        delivered_on=None if delivered_on is None else delivered_on.date(),
        rest_vendor=rest,
        vendors=vendors,
        programs=dict(_pairs("--under", under)),
    )


def _pairs(option: str, written: Sequence[str]) -> list[tuple[str, str]]:
    pairs = [(left.strip(), right.strip()) for left, _, right in (each.rpartition("=") for each in written)]
    wrong = next((each for each, pair in zip(written, pairs, strict=True) if not all(pair)), None)
    if wrong is not None:
        raise LeadauditError(f"{option} {wrong}", "two names belong here", "Write them with = between them")
    return pairs


def _preview(expected: Sequence[Expected], *, json: bool) -> int:
    if json:
        as_json([_expected_document(one) for one in expected])
    else:
        for one in expected:
            _say(one)
        whole = [one for one in expected if one.split is None]
        if whole:
            _table_of_files(whole)
        out.print("Nothing was stored. Leave out --preview to deliver.")
    is_open = any(one.problem or (one.split is not None and one.split.plan.questions) for one in expected)
    return 2 if is_open else 0


def _say(one: Expected) -> None:
    if one.problem is not None:
        talk.print(str(one.problem), soft_wrap=True)
    if one.split is not None:
        plan = one.split.plan
        out.print(f"{one.file.name}: {plan.sentence}")
        as_table(HEADS, plan_rows(plan, here=one.split.here), right=(3, 4))
        for sentence in remarks(plan):
            out.print(sentence)
        for question in plan.questions:
            talk.print(f"To answer: {question}", soft_wrap=True)
    elif one.proposal is not None and one.proposal.vendors:
        column, months = one.proposal.vendors[0], one.proposal.months
        by_month = f',month="{months[0].name}"' if months else ""
        talk.print(
            f"{one.file.name} could hold several vendors, column {column.name}: {column.reason}. "
            f"--split-by 'vendor=\"{column.name}\"{by_month}' makes one delivery for each.",
            soft_wrap=True,
        )


def _table_of_files(expected: Sequence[Expected]) -> None:
    rows = [
        (
            one.file.name,
            one.program.vendor if one.program else "to be said",
            "to be said" if one.program is None else f"{one.program.id}{' (new)' if one.is_new else ''}",
            "" if one.lines is None else f"{one.lines:,}",
            "" if one.delivered_on is None else f"{one.delivered_on}{' (assumed)' if one.is_assumed else ''}",
        )
        for one in expected
    ]
    as_table(("file", "vendor", "program", "lines", "delivered on"), rows, right=(3,))


def _expected_document(one: Expected) -> dict[str, object]:
    if one.split is not None:
        plan, new = one.split.plan, {program.id for program in one.split.plan.new_programs}
        deliveries = [
            {
                "vendor": each.vendor,
                "program": each.program,
                "new_program": each.program in new,
                "month": None if each.part.month is None else f"{each.part.month:%Y-%m}",
                "lines": each.part.lines,
                "unreadable": each.part.unreadable,
                "delivered_on": each.delivered_on,
                "written": list(each.part.vendor_written),
                "here": each.part.key in one.split.here,
            }
            for each in plan.deliveries
        ]
        return {"file": one.file.name, "lines": one.lines, "deliveries": deliveries, "questions": list(plan.questions)}
    single: dict[str, object] = {
        "vendor": one.program.vendor if one.program else None,
        "program": one.program.id if one.program else None,
        "new_program": one.is_new,
        "month": None,
        "lines": one.lines,
        "unreadable": None,
        "delivered_on": one.delivered_on,
        "written": [],
        "here": False,
    }
    questions = [] if one.problem is None else [str(one.problem)]
    return {
        "file": one.file.name,
        "lines": one.lines,
        "deliveries": [single] if one.program else [],
        "questions": questions,
    }


def _outcomes(store: Workspace, outcomes: Sequence[Outcome], *, json: bool) -> int:
    if json:
        as_json(
            [
                {
                    "file": one.file.name,
                    "deliveries": list(one.deliveries),
                    "problem": None if one.problem is None else str(one.problem),
                }
                for one in outcomes
            ]
        )
    else:
        lines = {one.head.delivery: one.delivered for one in store.deliveries()}
        for one in outcomes:
            if one.problem is not None:
                talk.print(str(one.problem), soft_wrap=True)
                continue
            total = sum(lines[name] for name in one.deliveries)
            made = plural(len(one.deliveries), "delivery", "deliveries")
            out.print(f"{one.file.name}: {made}, {plural(total, 'line')}.")
            for name in one.deliveries:
                out.print(f"  {name}  {plural(lines[name], 'line')}")
    return 2 if any(one.problem for one in outcomes) else 0


def commit_split(staged: str, workspace: Folder = None, job: JobNumber = None) -> None:
    """Make a staged file all its deliveries and build the answer; what the app runs as a child process."""
    store = opened(workspace)
    with store.running(job, silent) as report:
        file = store.staged(staged)
        if file.split is None:
            raise LeadauditError(file.file_name, "it is not said how to split it", "Choose the columns again")
        read = store.opened(staged, vendor=SEVERAL_VENDORS)
        names = store.commit_split(read, file, file.split, report=report)
        store.assessment(report=report)
        store.finish_job(job, result=f"{OF_FILE}{read.table.sha256}")
    out.print("\n".join(names))
