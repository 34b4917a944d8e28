"""Invoices on their way in: their columns are chosen by hand, and each invoice is shown before anything is stored."""

import shutil
from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from leadaudit.vocabulary import ImportKind
from leadaudit.workspace import Workspace

FILE = b"""\
Beleg,Invoice Date,Program,Amount,Tax,Currency
N-1,2026-10-24,northwell-2026,336.00,63.84,USD
N-2,2026-10-28,northwell-2026,48.00,0,USD
"""


def test_a_column_nobody_knows_is_named_by_hand_and_each_invoice_is_shown(
    small_workspace: Path, tmp_path: Path, open_page: Callable[..., AppTest], shown: Callable[[AppTest], str]
) -> None:
    shutil.copytree(small_workspace, tmp_path / "workspace")
    page = open_page("data", tmp_path / "workspace")
    page.selectbox(key="import_kind").set_value(ImportKind.INVOICES).run()
    page.file_uploader(key="import_file").upload("invoices.csv", FILE, "text/csv").run()
    assert not page.exception
    assert "column invoice: is missing" in shown(page)
    [button] = [one for one in page.button if one.label == "Bring in 2 lines"]
    assert button.disabled
    page.selectbox(key="invoice_column_0").set_value("invoice")
    next(one for one in page.button if one.label == "Read it with these columns").click().run()
    assert not page.exception
    told = shown(page)
    assert ("399.84 USD" in told, "48.00 USD" in told) == (True, True)
    [button] = [one for one in page.button if one.label == "Bring in 2 lines"]
    assert not button.disabled
    assert Workspace.open(tmp_path / "workspace").imports() == Workspace.open(small_workspace).imports()
