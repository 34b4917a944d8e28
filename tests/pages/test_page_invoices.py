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
    again = open_page(
        "invoices", billed_workspace, invoice=next(one for one in page.selectbox if "N-1" in one.options).options[-1]
    )
    assert "a number bills once." in shown(again)


def test_without_an_invoice_the_page_says_what_is_needed(
    small_workspace: Path, open_page: Open, shown: Callable[[AppTest], str]
) -> None:
    page = open_page("invoices", small_workspace)
    assert not page.exception
    assert "No invoice is here yet." in shown(page)


def test_exchange_stands_on_a_line_of_its_own_and_a_sample_can_be_drawn(
    billed_workspace: Path, open_page: Open, shown: Callable[[AppTest], str]
) -> None:
    workspace = Workspace.open(billed_workspace, author="tester")
    credit = "Invoice,Invoice Date,Program,Kind,Amount,Currency,Credits Invoice\n"
    credit += "A-2,2026-10-29,aldergate-2026,credit,-31.00,USD,A-1\n"
    rates = "date,currency,rate\n2026-10-20,USD,0.90\n2026-10-24,USD,0.90\n2026-10-29,USD,0.80\n"
    for kind, source, content in ((ImportKind.FX, "EUR", rates), (ImportKind.INVOICES, "invoices", credit)):
        staged = workspace.stage(content.encode(), f"{kind}.csv")
        snapshot = Snapshot(kind=kind, source=source, coverage="partial", snapshot_on=date(2026, 10, 30))
        workspace.commit_import(workspace.opened(staged.staged), staged, snapshot)
    workspace.close()
    page = open_page("invoices", billed_workspace)
    assert not page.exception
    told = shown(page)
    assert "1 credit line in USD takes 27.90 EUR back at the rate of the invoice." in told
    assert "Exchange loss since: 3.10 EUR" in told
    assert [one.key for one in page.get("download_button") if "sample" in str(one.key)] == ["sample"]
