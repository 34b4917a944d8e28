"""A file of ours printed to PDF by a browser of this machine, without network."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from leadaudit.errors import LeadauditError

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_PATIENCE_SECONDS: Final = 60


def browser() -> str | None:
    """A browser that prints without a window, or None."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def print_pdf(page: str, target: Path) -> None:
    """Print a page to PDF.

    Args:
        page: The HTML.
        target: The file to write.

    Raises:
        LeadauditError: No browser is installed, or it wrote nothing.
    """
    program = browser()
    if program is None:
        raise LeadauditError(
            f"{target.name}",
            "nothing on this machine can print a PDF",
            "Give a name that ends in .html, open that file and print it to PDF",
        )
    with tempfile.TemporaryDirectory(prefix="leadaudit-print-") as folder:
        source = Path(folder) / "page.html"
        source.write_text(page, encoding="utf-8")
        # A browser refuses to shut itself in when it runs as root; the page holds no script.
        alone = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        options = [
            "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync",
            "--disable-component-update", f"--user-data-dir={folder}/profile", "--no-pdf-header-footer",
            f"--print-to-pdf={target.resolve()}",
        ]  # fmt: skip
        target.unlink(missing_ok=True)
        with contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run(  # noqa: S603 - a browser of this machine on a file of ours
                [program, *alone, *options, source.as_uri()],
                capture_output=True,
                timeout=_PATIENCE_SECONDS,
                check=False,
            )
    if not target.exists():
        raise LeadauditError(
            target.name, "the browser of this machine did not print it", "Write a .html file and print that to PDF"
        )
