"""The page *invoices*: what is owed, why the rest is not, and keeping a match."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from leadaudit.vocabulary import ImportKind
from leadaudit.workspace import Workspace
from leadaudit.workspace.imports import Snapshot

Open = Callable[..., AppTest]

INVOICES = """\
Invoice,Invoice Date,Program,Quantity,Unit Price,Amount,Currency
N-1,2026-10-24,northwell-2026,7,48,336.00,USD
N-1,2026-10-28,northwell-2026,7,48,336.00,USD
A-1,2026-10-20,aldergate-2026,4,31,124.00,USD
"""


@pytest.fixture
def billed_workspace(small_workspace: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "billed"
    shutil.copytree(small_workspace, folder)
    workspace = Workspace.open(folder, author="tester")
    staged = workspace.stage(INVOICES.encode(), "invoices.csv")
    snapshot = Snapshot(kind=ImportKind.INVOICES, source="invoices", coverage="partial", snapshot_on=date(2026, 10, 30))
    workspace.commit_import(workspace.opened(staged.staged), staged, snapshot)
    workspace.close()
    return folder


def test_the_page_says_what_is_owed_and_what_is_wrong(
    billed_workspace: Path, open_page: Open, shown: Callable[[AppTest], str]
) -> None:
    page = open_page("invoices", billed_workspace)
    told = shown(page)
    assert not page.exception
    assert "Billed 796.00 USD" in told
    assert "2 of 3 invoices hold something wrong: another price, same invoice again." in told
    assert "To accrue: " in told


def test_an_invoice_is_opened_kept_and_let_go_and_its_repeat_stands_by_itself(
    billed_workspace: Path, open_page: Open, shown: Callable[[AppTest], str]
) -> None:
    page = open_page("invoices", billed_workspace, invoice="A-1")
    assert "4.00 USD more than the contract price of 4 records, billed at 31 each." in shown(page)
    page.button(key="keep").click().run()
    assert not page.exception
    assert "This match was kept as of 1 November 2026." in shown(page)
    page.button(key="keep").click().run()
    assert "This match was kept" not in shown(page)
    again = open_page("invoices", billed_workspace, invoice=page.selectbox[0].options[-1])
    assert "a number bills once." in shown(again)


def test_without_an_invoice_the_page_says_what_is_needed(
    small_workspace: Path, open_page: Open, shown: Callable[[AppTest], str]
) -> None:
    page = open_page("invoices", small_workspace)
    assert not page.exception
    assert "No invoice is here yet." in shown(page)
