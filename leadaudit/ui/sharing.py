"""A button below a page that gives it away as one file."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

import streamlit as st

from leadaudit.errors import LeadauditError
from leadaudit.export.print_file import browser
from leadaudit.ui import state
from leadaudit.workspace import Workspace

# Pages that speak of vendors, rules and sums; every other page shows people.
WITHOUT_PEOPLE: Final = frozenset(
    {
        "what_you_bought", "vendor_scorecards", "funnel", "cost_per_real_lead", "freshness", "policy", "planner",
        "maturity", "signals", "programs",
    }
)  # fmt: skip

_MIME: Final = {"html": "text/html", "pdf": "application/pdf"}


def offer(workspace: Workspace, page: str) -> None:
    """Buttons for the page as it stands, filters included; only below pages that name nobody."""
    if page not in WITHOUT_PEOPLE or state.is_copy() or not workspace.deliveries():
        return
    params = dict(st.query_params)
    with st.container(horizontal=True):
        buttons("This page", workspace, page, params)


def buttons(what: str, workspace: Workspace, page: str, params: dict[str, str]) -> None:
    """A button for the page as one file, and one for its print where a browser of this machine can print."""
    _button(f"{what} as one file", workspace, page, params, kind="html")
    if browser() is not None:
        _button(f"{what} as PDF", workspace, page, params, kind="pdf")


def _button(label: str, workspace: Workspace, page: str, params: dict[str, str], *, kind: str) -> None:
    """A button for one page as one file; the file is made when it is asked for."""
    name = "-".join([page.replace("_", "-"), *(value for key, value in sorted(params.items()) if key == "vendor")])
    if "copy" in params:
        name += "-for-the-vendor"
    st.download_button(
        label,
        data=lambda: made(workspace.folder, page, params, kind=kind),
        file_name=f"{name}.{kind}",
        mime=_MIME[kind],
        on_click="ignore",
        key=f"share_{kind}_{name}",
    )


def made(folder: Path, page: str, params: dict[str, str], *, kind: str) -> bytes:
    """The page as a file, made by a process of its own.

    Raises:
        LeadauditError: It could not be made.
    """
    script = Path(__file__).parents[2] / "app.py"
    if not script.exists():
        script = Path(__file__).parents[1] / "_app" / "app.py"
    with tempfile.TemporaryDirectory(prefix="leadaudit-page-") as kept:
        target = Path(kept) / f"page.{kind}"
        words = [part for name, value in sorted(params.items()) for part in ("--param", f"{name}={value}")]
        done = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-m", "leadaudit.ui.page_copy", str(script), page, "--out", str(target), *words],
            env={**os.environ, "LEADAUDIT_WORKSPACE": str(folder)},
            cwd=script.parent,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode or not target.exists():
            raise LeadauditError(f"page {page}", "its file could not be made", "Run leadaudit share to see why")
        return target.read_bytes()
