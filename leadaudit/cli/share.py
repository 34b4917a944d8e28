"""``leadaudit share``: a page of the app as one file for somebody who has no app."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from leadaudit.cli.files import WORKSPACE_VARIABLE
from leadaudit.cli.show import out
from leadaudit.cli.store import AsOf, Folder, app_script, opened


def share(
    page: Annotated[str, typer.Argument(help="The page, as its address names it: funnel, vendor_scorecards ...")],
    target: Annotated[Path, typer.Option("--out", help="The file to write: .html, or .pdf with a browser here.")],
    workspace: Folder = None,
    as_of: AsOf = None,
    vendor: Annotated[str | None, typer.Option("--vendor", help="Narrow the page to one vendor.")] = None,
    for_vendor: Annotated[
        bool, typer.Option("--for-vendor", help="A scorecard without costs, rivals, classes and follow-up.")
    ] = False,
    with_people: Annotated[bool, typer.Option("--with-people", help="Also pages that show people.")] = False,
) -> None:
    """Write a page of the app as one file: its words, tables and pictures, nothing to fetch, nobody's address."""
    store = opened(workspace)
    folder = store.folder
    store.close()
    day: datetime | None = as_of
    params = {
        "as_of": None if day is None else day.date().isoformat(),
        "vendor": vendor,
        "copy": "vendor" if for_vendor else None,
    }
    words = [part for name, value in params.items() if value is not None for part in ("--param", f"{name}={value}")]
    script, home = app_script()
    command = [
        sys.executable,
        "-m",
        "leadaudit.ui.page_copy",
        str(script),
        page,
        "--out",
        str(target.resolve()),
        *words,
    ]
    if with_people:
        command.append("--with-people")
    done = subprocess.run(  # noqa: S603 - our own module
        command,
        env={**os.environ, WORKSPACE_VARIABLE: str(folder.resolve())},
        cwd=home,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        # Streamlit talks on the same stream; ours is the last line.
        typer.echo(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"page {page}: failed", err=True)
        raise typer.Exit(2)
    out.print(f"{target}: {target.stat().st_size:,} bytes. It needs nothing else to be read.")


def add_commands(app: typer.Typer) -> None:
    """Register the command."""
    app.command("share")(share)
