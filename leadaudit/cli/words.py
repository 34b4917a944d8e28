"""``leadaudit words``: words of one's own, what they would change, and putting them in force."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from leadaudit.answers.words_effect import HEADER, effect_rows, effect_sentences
from leadaudit.cli.files import read_text
from leadaudit.cli.show import as_csv, as_json, as_table, out, progress
from leadaudit.cli.store import Folder, Json, opened
from leadaudit.errors import UnknownNameError
from leadaudit.facts.words_effect import WordsEffect
from leadaudit.facts.words_file import read_words
from leadaudit.format import count

words = typer.Typer(help="Words of your own.", no_args_is_help=True, rich_markup_mode=None)

# Rows of a ledger that fit on a screen; --csv and --json give all of them.
SHOWN: Final = 40

WordsFile = Annotated[Path, typer.Argument(help="The words file.")]


@words.command("check")
def check_words(file: WordsFile) -> None:
    """Name every mistake of a words file at once."""
    found = read_words(read_text(file), where=file.name)
    out.print(f"{file.name}: these words can be used. Fingerprint {found.fingerprint or 'none: it changes nothing'}")


@words.command("diff")
def diff_words(
    file: WordsFile,
    workspace: Folder = None,
    json: Json = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
) -> None:
    """Say what a words file would change in the deliveries of a workspace; nothing is saved."""
    effect = opened(workspace).words_effect(read_words(read_text(file), where=file.name))
    if json:
        as_json(_document(effect))
        return
    if csv:
        as_csv(HEADER, [dict(zip(HEADER, row, strict=True)) for row in effect_rows(effect)])
        return
    for sentence in effect_sentences(effect):
        out.print(sentence.replace("**", ""))
    rows = effect_rows(effect)
    if rows:
        as_table(HEADER, rows[:SHOWN], right=(4,))
    if len(rows) > SHOWN:
        out.print(f"The first {SHOWN} of {count(len(rows))}; --csv prints all of them.")


@words.command("use")
def use_words(file: WordsFile, workspace: Folder = None) -> None:
    """Put a words file in force, and read again what was read with other words."""
    store = opened(workspace)
    store.put_words(read_text(file), where=file.name)
    with progress() as report:
        store.assessment(report=report)
    out.print(f"{file.name}: in force as version {store.words_versions()[0].version}.")


@words.command("show")
def show_words(
    workspace: Folder = None,
    version: Annotated[int | None, typer.Option(help="An earlier version; left out: the one in force.")] = None,
    versions: Annotated[bool, typer.Option("--versions", help="List all versions.")] = False,
) -> None:
    """Print the words in force, or list their versions."""
    kept = opened(workspace).words_versions()
    if versions:
        rows = [(str(one.version), _minute(one.added_at), one.author) for one in kept]
        as_table(("version", "put in force", "by"), rows, right=(0,))
        return
    if version is None:
        out.print(kept[0].text if kept else "# No words of your own are in force.", end="\n" if not kept else "")
        return
    texts = {one.version: one.text for one in kept}
    if version not in texts:
        known = ", ".join(map(str, texts)) or "none yet"
        raise UnknownNameError(f"words, version {version}", "there is no such version", f"Known are {known}")
    out.print(texts[version], end="")


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


def _document(effect: WordsEffect) -> dict[str, object]:
    return {
        "records": effect.records,
        "changes": [
            {
                "kind": change.kind.value,
                "value": list(change.value),
                "before": list(change.before),
                "after": list(change.after),
                "records": change.records,
            }
            for change in effect.changes
        ],
        "joined": {name: list(names) for name, names in effect.joined.items()},
        "parted": {name: list(names) for name, names in effect.parted.items()},
    }
