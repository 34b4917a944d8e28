"""``leadaudit route`` and ``leadaudit ask``: whom to call now and why, what to confirm, whom to ask."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from leadaudit.cli.files import read_text
from leadaudit.cli.show import as_json, as_table, out, progress
from leadaudit.cli.store import AsOf, Folder, Json, opened
from leadaudit.follow_up_files import (
    NOBODY,
    CrmLevel,
    CrmTarget,
    asks_csv,
    require_wording,
    segments_csv,
    signals_csv,
    task_rows,
    tasks_csv,
)
from leadaudit.followup.given import write_given
from leadaudit.followup.words import (
    LISTS,
    answer,
    collision_words,
    empty_list,
    held_back_words,
    not_asked_words,
    waiting_words,
)
from leadaudit.format import count
from leadaudit.vocabulary import FollowUpList
from leadaudit.workspace import Workspace
from leadaudit.workspace.followup import FollowUp, give_out, open_follow_up, put_given, stored_given
from leadaudit.workspace.followup_tasks import Task

follow_up = typer.Typer(help="Who looks after whom, and with which words people are asked.", rich_markup_mode=None)

GiveOut = Annotated[bool, typer.Option("--give-out", help="Remember that these were given out today; clocks start.")]
Csv = Annotated[bool, typer.Option("--csv", help="Print CSV.")]
_CALLED = (FollowUpList.CALL_NOW, FollowUpList.CONFIRM)


def add_commands(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command("route")(route)
    app.command("ask")(ask)
    app.add_typer(follow_up, name="follow-up")


def route(
    workspace: Folder = None,
    as_of: AsOf = None,
    crm: Annotated[CrmTarget | None, typer.Option("--crm", help="Print every signal for this CRM's import.")] = None,
    level: Annotated[CrmLevel, typer.Option("--level", help="What a row of it updates.")] = CrmLevel.CONTACT,
    segments: Annotated[bool, typer.Option("--segments", help="Print what kind of message suits whom.")] = False,
    give: GiveOut = False,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Say whom to call now and why, and which answers of vendors to confirm."""
    store, lists = _lists(workspace, as_of)
    if crm is not None:
        _plain(signals_csv(lists, crm, level))
        return
    if segments:
        _plain(segments_csv(lists))
        return
    tasks = _tasks(store, lists, _CALLED, give=give)
    if json:
        held_back = lists.listed.count(FollowUpList.HELD_BACK)
        as_json(
            {
                "as_of": lists.found.as_of,
                "tasks": task_rows(tasks),
                "waiting": _waiting(lists),
                "held_back": held_back,
            }
        )
        return
    if csv:
        _plain(tasks_csv(tasks))
        return
    for sentence in answer(lists.listed):
        out.print(sentence.replace("**", ""))
    for name in _CALLED:
        _print(lists, name, [task for task in tasks if task.list is name])
    held = held_back_words(lists.listed)
    if held:
        out.print(held)
    out.print(collision_words(lists.collisions()).replace("**", ""))


def ask(
    workspace: Folder = None,
    as_of: AsOf = None,
    wording: Annotated[str | None, typer.Option("--wording", help="One wording; left out: each in turn.")] = None,
    give: GiveOut = False,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Say whom to ask, and with which words; answers come back with ``leadaudit import responses``."""
    store, lists = _lists(workspace, as_of)
    require_wording(lists.given, wording)
    tasks = _tasks(store, lists, (FollowUpList.ASK,), give=give)
    if json:
        as_json(
            {
                "as_of": lists.found.as_of,
                "tasks": task_rows(tasks),
                "held_out": lists.listed.count(FollowUpList.HELD_OUT),
                "not_asked": lists.listed.not_asked(),
            }
        )
        return
    if csv:
        _plain(asks_csv(lists, tasks, wording=wording))
        return
    out.print(f"{count(len(tasks))} people are worth asking today.")
    for words, number in not_asked_words(lists.listed):
        out.print(f"  {count(number)} {words}")
    _print(lists, FollowUpList.ASK, tasks)


@follow_up.command("show")
def show(workspace: Folder = None) -> None:
    """Print owners and wordings as TOML."""
    out.print(write_given(stored_given(opened(workspace).store)))


@follow_up.command("set")
def set_given(
    file: Annotated[Path, typer.Argument(help="Owners and wordings as TOML; replaces what was given before.")],
    workspace: Folder = None,
) -> None:
    """Give owners of people whom the CRM gives to nobody, and wordings of your own."""
    put_given(opened(workspace).store, read_text(file), where=file.name)
    out.print(f"{file.name}: these owners and wordings count now.")


def _lists(workspace: Path | None, as_of: datetime | None) -> tuple[Workspace, FollowUp]:
    store = opened(workspace)
    with progress() as report:
        found = store.assessment(as_of=None if as_of is None else as_of.date(), report=report)
        return store, open_follow_up(store.store, found)


def _tasks(store: Workspace, lists: FollowUp, names: tuple[FollowUpList, ...], *, give: bool) -> list[Task]:
    if give:
        return give_out(store.store, lists, names)
    now = datetime.now(UTC)
    return [task for name in names for task in lists.tasks(name, at=now)]


def _waiting(lists: FollowUp) -> dict[str, dict[str, int]]:
    return {
        name.value: {state: lists.listed.count(name, state) for state in ("waits", "with_sales", "routed")}
        for name in _CALLED
    }


def _print(lists: FollowUp, name: FollowUpList, tasks: list[Task]) -> None:
    out.print(f"\n{LISTS[name]}")
    if not tasks:
        out.print(empty_list(name))
    else:
        as_table(
            ("owner", "who", "by", "why now", "next step"),
            [
                (
                    task.owner or NOBODY,
                    ", ".join(part for part in (task.name, task.title, task.company) if part) or task.record,
                    task.channel if task.due_at is None else f"{task.channel}, {task.due_at:%a %d %b %H:%M} UTC",
                    task.why.sentence,
                    task.question or task.why.next_step or "",
                )
                for task in tasks
            ],
        )
    waiting = waiting_words(lists.listed, name)
    if waiting:
        out.print(waiting)


def _plain(text: str) -> None:
    out.file.write(text)
