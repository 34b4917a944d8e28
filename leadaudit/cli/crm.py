"""``leadaudit stages`` and ``leadaudit outcomes``: the words of the CRM, and what of it cannot be counted."""

from pathlib import Path
from typing import Annotated, Final

import pyarrow as pa
import typer

from leadaudit.answers.crm import (
    answerable_rows,
    doubt_sentences,
    export_sentences,
    finding_sentences,
    link_sentences,
    rate_sentences,
    unnamed_sentences,
    word_rows,
    word_sentences,
)
from leadaudit.answers.influence import HEADER, influence_notes, influence_numbers, influence_row
from leadaudit.cli.brought import BROUGHT_HEADER, Brought, brought_document, brought_rows
from leadaudit.cli.files import read_text
from leadaudit.cli.show import as_csv, as_json, as_table, out, progress
from leadaudit.cli.store import AsOf, Folder, Json, opened
from leadaudit.format import count, percent, plural
from leadaudit.outcomes.crm_read import cut_off_sentence
from leadaudit.outcomes.stages import Meaning, WordOf
from leadaudit.workspace import Workspace
from leadaudit.workspace.crm_desk import said_stages, say_stage, use_stages
from leadaudit.workspace.crm_reading import CrmPreview
from leadaudit.workspace.crm_view import CrmView, crm_view

stages = typer.Typer(help="What the words of your CRM mean.", no_args_is_help=True, rich_markup_mode=None)
outcomes = typer.Typer(help="What the CRM says came of people.", no_args_is_help=True, rich_markup_mode=None)

# Rows of a list that fit on a screen; --csv and --json give all of them.
SHOWN: Final = 40

Csv = Annotated[bool, typer.Option("--csv", help="Print CSV.")]


def show_preview(preview: CrmPreview) -> None:
    """Say what an export would bring."""
    for sentence in export_sentences(preview.export.rows, preview.export.columns, preview.gone, preview.in_force):
        out.print(sentence)
    if preview.export.cut_off is not None:
        out.print(preview.export.cut_off)
    for sentence in [*finding_sentences(preview.export.findings), *word_sentences(preview.words)]:
        out.print(sentence)
    if preview.words:
        as_table(("where", "word", "means", "rows"), word_rows(preview.words)[:SHOWN], right=(3,))


def show_imported(store: Workspace, name: str) -> None:
    """Say what an import brought, and what of it cannot be counted."""
    view = _view(store, None)
    cut_off = cut_off_sentence(store.read_table(name, "lines"))
    for sentence in [*([] if cut_off is None else [cut_off]), *finding_sentences(store.read_table(name, "findings"))]:
        out.print(sentence)
    for sentence in _sentences(view):
        out.print(sentence)


def say_brought(brought: Brought, *, json: bool) -> None:
    """What an export brings, for other programs."""
    if json:
        as_json(brought_document(brought))
    else:
        as_csv(BROUGHT_HEADER, brought_rows(brought))


def _view(store: Workspace, as_of: AsOf) -> CrmView:
    with progress() as report:
        found = store.assessment(as_of=None if as_of is None else as_of.date(), report=report)
        return crm_view(store.store, found)


def _sentences(view: CrmView) -> list[str]:
    loaded = view.steps.opportunities.filter(view.steps.opportunities["is_loaded"]).num_rows
    return [
        *link_sentences(view.link_rates()),
        *unnamed_sentences(view.unnamed(), loaded),
        *doubt_sentences(view.doubts()),
        *rate_sentences(view.without_rate()),
        *word_sentences(view.words()),
    ]


@outcomes.command("check")
def check(workspace: Folder = None, as_of: AsOf = None, json: Json = False) -> None:
    """Say which numbers can be told, and what the exports still lack."""
    view = _view(opened(workspace), as_of)
    answerable = view.answerable()
    if json:
        as_json(
            {
                "numbers": [{"number": one.number, "ready": one.ready, "gaps": list(one.gaps)} for one in answerable],
                "sentences": _sentences(view),
            }
        )
        return
    as_table(("number", "", "what is missing"), answerable_rows(answerable))
    for sentence in _sentences(view):
        out.print(sentence)


@outcomes.command("links")
def links(workspace: Folder = None, as_of: AsOf = None, json: Json = False, csv: Csv = False) -> None:
    """Say how many records of each vendor and month the CRM holds."""
    rates = _view(opened(workspace), as_of).link_rates()
    rows = [
        {
            "vendor": one.vendor,
            "month": one.month,
            "records": one.records,
            "linked": one.linked,
            "ambiguous": one.ambiguous,
            "rate": one.rate,
            "has_fallen": one.has_fallen,
        }
        for one in rates
    ]
    if json or csv:
        _as_rows(rows, json=json)
        return
    for sentence in link_sentences(rates):
        out.print(sentence)
    as_table(
        ("vendor", "month", "records", "in the CRM", "", "may be"),
        [
            (
                one.vendor,
                f"{one.month:%Y-%m}",
                count(one.records),
                count(one.linked),
                percent(one.rate) + (" fallen" if one.has_fallen else ""),
                count(one.ambiguous),
            )
            for one in rates
        ],
        right=(2, 3, 4, 5),
    )


@outcomes.command("unlinked")
def unlinked(workspace: Folder = None, as_of: AsOf = None, json: Json = False, csv: Csv = False) -> None:
    """List the records of people whom the CRM does not hold."""
    _list(_view(opened(workspace), as_of).unlinked(), "record of nobody in the CRM", json=json, csv=csv)


@outcomes.command("unnamed")
def unnamed(workspace: Folder = None, as_of: AsOf = None, json: Json = False, csv: Csv = False) -> None:
    """List the opportunities that no person can be credited for."""
    found = _view(opened(workspace), as_of).unnamed()
    _list(found, "opportunity of nobody", "opportunities of nobody", json=json, csv=csv)


@outcomes.command("influence")
def influence(workspace: Folder = None, as_of: AsOf = None, json: Json = False, csv: Csv = False) -> None:
    """Say which opportunities were opened at companies a vendor delivered, and how many were to be expected without."""
    found = _view(opened(workspace), as_of).influence()
    if json or csv:
        _as_rows([influence_numbers(one) for one in found], json=json)
        return
    as_table(HEADER, [influence_row(one) for one in found], right=tuple(range(1, len(HEADER))))
    for sentence in influence_notes(found):
        out.print(sentence)


@outcomes.command("ambiguous")
def ambiguous(workspace: Folder = None, as_of: AsOf = None, json: Json = False, csv: Csv = False) -> None:
    """List the records that may be somebody in the CRM; decide them with leadaudit decide."""
    _list(_view(opened(workspace), as_of).ambiguous(), "pair to look at", "pairs to look at", json=json, csv=csv)


@outcomes.command("doubts")
def doubts(workspace: Folder = None, as_of: AsOf = None, json: Json = False, csv: Csv = False) -> None:
    """List what the CRM says that cannot be, or cannot be counted."""
    _list(_view(opened(workspace), as_of).doubts(), "doubt", json=json, csv=csv)


def _list(found: pa.Table, one: str, many: str | None = None, *, json: bool, csv: bool) -> None:
    rows: list[dict[str, object]] = found.to_pylist()
    if json or csv:
        _as_rows(rows, json=json, header=found.column_names)
        return
    out.print(f"{plural(len(rows), one, many)}.")
    shown = [["" if value is None else str(value) for value in row.values()] for row in rows[:SHOWN]]
    if shown:
        as_table(found.column_names, shown)
    if len(rows) > SHOWN:
        out.print(f"The first {SHOWN} of {count(len(rows))}; --csv prints all of them.")


def _as_rows(rows: list[dict[str, object]], *, json: bool, header: list[str] | None = None) -> None:
    if json:
        as_json(rows)
    else:
        as_csv(header or (list(rows[0]) if rows else []), rows)


@stages.command("show")
def show(workspace: Folder = None, as_of: AsOf = None, json: Json = False) -> None:
    """List every stage, status and result of the CRM with what it means; unknown ones are named."""
    words = _view(opened(workspace), as_of).words()
    if json:
        as_json(
            [
                {"place": place, "word": word, "means": meaning, "rows": rows}
                for (place, word), (meaning, rows) in words.items()
            ]
        )
        return
    for sentence in word_sentences(words):
        out.print(sentence)
    as_table(("where", "word", "means", "rows"), word_rows(words), right=(3,))


@stages.command("set")
def set_stage(
    place: Annotated[WordOf, typer.Argument(help="Where the word stands.")],
    word: Annotated[str, typer.Argument(help='The word; "" stands for an empty cell.')],
    meaning: Annotated[Meaning, typer.Argument(help="What it means.")],
    workspace: Folder = None,
) -> None:
    """Say what a word of the CRM means; every answer follows it from now on."""
    say_stage(opened(workspace).store, place, word, meaning)
    out.print(f'{place.value}, "{word}": means {meaning.value.replace("_", " ")} from now on.')


@stages.command("file")
def stages_file(workspace: Folder = None) -> None:
    """Print what was said of the CRM's words, as a file to keep or change."""
    out.print(said_stages(opened(workspace).store).as_text(), end="")


@stages.command("use")
def use(file: Annotated[Path, typer.Argument(help="A stages file.")], workspace: Folder = None) -> None:
    """Put a stages file in force in place of all that was said before."""
    said = use_stages(opened(workspace).store, read_text(file), where=file.name)
    out.print(f"{file.name}: {plural(len(said.said), 'word')} in force.")
