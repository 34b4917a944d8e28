"""From pressing "Audit" to the answer on the page, in a real browser: 10,000 generated records in an empty workspace.

    python -m bench.app_answer [RECORDS]

Needs Chromium.  Prints seconds for the file to be read and previewed, from commit to the sentence that answers, and to
the whole page below it; the second commit finds the first delivery there.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.big_file import write_big_file
from leadaudit.workspace import Workspace

ROOT = Path(__file__).parents[1]
PATIENCE_MS = 300_000
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


def main(records: int) -> None:
    """Two files through the app, one after the other."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        sys.exit("no Chromium on this machine; install it (apt install chromium) to measure the app")
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        Workspace.create(here / "workspace", author="bench").close()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = f"http://127.0.0.1:{free.getsockname()[1]}"
        command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port"]
        app = subprocess.Popen(
            [*command, address.rpartition(":")[2]],
            cwd=ROOT,
            env={**os.environ, "LEADAUDIT_WORKSPACE": str(here / "workspace")},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _await(address)
            with sync_playwright() as driver:
                browser = driver.chromium.launch(executable_path=chromium, args=list(FLAGS))
                for number in (1, 2):
                    delivered = here / f"delivery{number}.csv"
                    write_big_file(delivered, records=records, seed=number)
                    page = browser.new_page(viewport={"width": 1440, "height": 900})
                    page.set_default_timeout(PATIENCE_MS)
                    previewed, answered, shown = _audit(page, address, delivered, is_first=number == 1)
                    print(f"file {number}, {records:,} records: previewed {previewed:.1f} s after its columns were")
                    print(f"  accepted, answered {answered:.1f} s after commit, the page whole {shown:.1f} s after it")
                browser.close()
        finally:
            app.terminate()
            app.wait(timeout=20)


def _audit(page: Page, address: str, delivered: Path, *, is_first: bool) -> tuple[float, float, float]:
    """Seconds from the accepted columns to the preview, and from commit to the answer and to the whole page."""
    page.goto(f"{address}/audit_file")
    page.locator(".st-key-delivered_file input[type=file]").set_input_files(delivered)
    vendor = page.locator(".st-key-vendor_of_file input")
    vendor.fill("northwell")
    vendor.press("Enter")
    page.locator(".st-key-arrived button:enabled").click()
    started = time.perf_counter()
    save = page.locator(".st-key-save_columns button:enabled")
    if is_first:
        save.click()
        price = page.locator(".st-key-price input")
        price.fill("48")
        price.press("Enter")
    commit = page.locator(".st-key-audit button:enabled")
    commit.wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    previewed = time.perf_counter() - started
    started = time.perf_counter()
    commit.click()
    page.locator(".la-answer").wait_for()
    answered = time.perf_counter() - started
    page.get_by_text("What to do now").wait_for()
    return previewed, answered, time.perf_counter() - started


def _await(address: str) -> None:
    for _ in range(240):
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):  # noqa: S310 - our own address
                return
        except OSError:
            time.sleep(0.5)
    sys.exit("the app did not answer within two minutes")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
