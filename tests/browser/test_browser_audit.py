"""One file through the app in a real browser: dropped, mapped, audited, opened, downloaded and read back."""

import csv
import io
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from leadaudit.workspace import Workspace

ROOT = Path(__file__).parents[2]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 120_000

# "Q7" says nothing of what it holds; a person has to say that it is the vendor's id.
FILE = """\
Q7;First Name;Last Name;Email;Job Title;Company;Country;Phone;Download Date
N-1;Ada;Marlow;ada.marlow@brightwater.example;VP Finance;Brightwater Ltd;United Kingdom;+44 20 7946 0101;2026-10-19
N-2;Ben;Okoro;ben.okoro@silver.example;Finance Director;=SUM(A1:A9);United Kingdom;+44 20 7946 0102;2026-10-20
N-3;Ada;Marlow;ada.marlow@brightwater.example;VP Finance;Brightwater Ltd;United Kingdom;+44 20 7946 0101;2026-10-20
"""


@pytest.fixture(scope="module")
def chromium() -> str:
    found = next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)
    if found is None:
        sentence = "no Chromium on this machine; install it (apt install chromium) to run the browser test"
        if os.environ.get("CI"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    return found


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app on an empty workspace, on a free port of this machine."""
    folder = tmp_path_factory.mktemp("browser") / "workspace"
    Workspace.create(folder, author="tester").close()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (folder.parent / "app.log").open("w")
    app = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port", str(port)],
        cwd=ROOT,
        env={**os.environ, "LEADAUDIT_WORKSPACE": str(folder)},
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health", app)
        yield f"http://127.0.0.1:{port}"
    finally:
        app.terminate()
        app.wait(timeout=20)
        log.close()


def wait_for(url: str, app: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        assert app.poll() is None, "the app ended before it answered"
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own address
                return
        except OSError:
            time.sleep(0.5)
    raise AssertionError("the app did not answer within two minutes")


@pytest.fixture
def page(chromium: str) -> Iterator[Page]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=list(FLAGS))
        opened = browser.new_page(viewport={"width": 1440, "height": 900})
        opened.set_default_timeout(PATIENCE_MS)
        yield opened
        browser.close()


def settle(page: Page) -> None:
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


@pytest.mark.browser
def test_a_file_is_audited_from_the_drop_to_the_clean_file(page: Page, address: str, tmp_path: Path) -> None:
    delivered = tmp_path / "northwell.csv"
    delivered.write_text(FILE, encoding="utf-8")

    # A deep link into an app that nobody has opened yet has its style and its navigation all the same.
    page.goto(f"{address}/audit_file")
    expect(page.get_by_role("heading", name="What is in this delivery?")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_role("link", name="What you bought")).to_be_visible(timeout=PATIENCE_MS)

    page.locator(".st-key-delivered_file input[type=file]").set_input_files(delivered)
    expect(page.get_by_text("semicolon: 4 of the first 4 records")).to_be_visible(timeout=PATIENCE_MS)
    vendor = page.locator(".st-key-vendor_of_file input")
    vendor.fill("northwell")
    vendor.press("Enter")
    page.locator(".st-key-arrived button:enabled").click()

    expect(page.get_by_text("8 of 9 columns used")).to_be_visible(timeout=PATIENCE_MS)
    # Correct the mapping: the first column is the vendor's id.
    field = page.get_by_label("Field of column 1", exact=True)
    field.click()
    field.fill("Supplier's id")
    page.get_by_role("option", name="Supplier's id", exact=True).click()
    expect(page.get_by_text("9 of 9 columns used")).to_be_visible(timeout=PATIENCE_MS)
    page.locator(".st-key-save_columns button:enabled").click()

    price = page.locator(".st-key-price input")
    price.fill("48")
    price.press("Enter")
    page.locator(".st-key-audit button:enabled").click()

    # The work goes on without the page; a reload finds it, or what it made, again by the address.
    page.wait_for_url(re.compile("(job|made)="))
    page.reload()
    expect(page.get_by_text("What to do now")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text("2 are usable: 72 USD each instead of 48.")).to_be_visible()
    settle(page)

    with page.expect_download() as clean:
        page.get_by_role("button", name="Download the clean file").click()
    rows = list(csv.DictReader(io.StringIO(Path(clean.value.path()).read_text(encoding="utf-8-sig"))))
    assert [row["Email"] for row in rows] == ["ada.marlow@brightwater.example", "ben.okoro@silver.example"]
    assert rows[1]["Company Name"] == "'=SUM(A1:A9)"
    assert rows[0]["Phone Number"] == "+442079460101"

    page.get_by_role("link", name="Open the lines that are not usable").click()
    page.get_by_role("link", name="line 4").click()
    # The name alone stands on the page twice, once as a link to the record this one repeats.
    answer = page.get_by_text("Ada Marlow at Brightwater Ltd: not countable, repeat.")
    expect(answer).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_role("cell", name="N-3")).to_be_visible()
