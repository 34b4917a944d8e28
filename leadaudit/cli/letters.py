"""``leadaudit letter``: what to send a vendor, before a program starts or when permission is not shown."""

from pathlib import Path
from typing import Annotated

import typer

from leadaudit.cli.show import out, progress
from leadaudit.cli.store import AsOf, Folder, opened
from leadaudit.export.consent_letter import wording_letter
from leadaudit.export.spec_sheet import delivery_template, spec_sheet

letter = typer.Typer(help="Letters and sheets for vendors.", no_args_is_help=True, rich_markup_mode=None)

Out = Annotated[
    Path | None, typer.Option("--out", help="Folder to write the files into; left out: the letter is printed.")
]


@letter.command("wording")
def wording(
    vendor: Annotated[str, typer.Argument(help="Whom to ask.")],
    workspace: Folder = None,
    as_of: AsOf = None,
    to: Out = None,
) -> None:
    """Ask a vendor for the wording behind the permissions it claims: a letter and the list of records."""
    store = opened(workspace)
    with progress() as report:
        found = store.assessment(as_of=None if as_of is None else as_of.date(), report=report)
    made = wording_letter(found.paths, vendor=vendor, buyer_names=store.buyer().names, as_of=found.as_of)
    _give(to, made.text, {f"{vendor}-wording.md": made.text, f"{vendor}-wording-records.csv": made.records})


@letter.command("spec")
def spec(
    program: Annotated[str, typer.Argument(help="Id of the program.")], workspace: Folder = None, to: Out = None
) -> None:
    """Say what a program asks of its vendor, column by column, with an empty file to fill in."""
    store = opened(workspace)
    bought = store.program(program)
    sheet = spec_sheet(bought, buyer_names=store.buyer().names)
    _give(to, sheet, {f"{program}-spec.md": sheet, f"{program}-template.csv": delivery_template(bought)})


def _give(folder: Path | None, text: str, files: dict[str, str]) -> None:
    if folder is None:
        out.print(text)
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content.encode("utf-8-sig" if name.endswith(".csv") else "utf-8"))
        out.print(f"{folder / name}: written.")
