"""Bringing a file of evidence in on the page of data: what it would bring, what is wrong, what waits."""

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
Shown = Callable[[AppTest], str]

FILE = b"""Email,Bounce type,SMTP code,Bounce date
ben.okoro@silver.example,Hard,550 5.1.1,2026-10-20
zoe@elsewhere.example,Soft,452 4.2.2,2026-10-20
zoe@elsewhere.example,Hard,550 5.1.1,2031-01-01
"""


@pytest.fixture
def copied(small_workspace: Path, tmp_path: Path) -> Path:
    shutil.copytree(small_workspace, tmp_path / "workspace")
    return tmp_path / "workspace"


def test_the_preview_says_what_the_file_holds_and_what_is_wrong(open_page: Open, copied: Path, shown: Shown) -> None:
    page = open_page("data", copied)
    page.selectbox(key="import_kind").set_value(ImportKind.BOUNCES).run()
    page.file_uploader(key="import_file").upload("bounces.csv", FILE, "text/csv").run()
    assert not page.exception
    words = shown(page)
    assert "whom it is about, by address" in words
    assert "1 x somebody could not be reached by a mail that day." in words
    assert (
        "2 x somebody could not be reached: the mailbox is not there, 1 of them without a day that can be right."
        in words
    )
    assert "Evidence from the future: 1 line, first line 4." in words
    assert "Bring in 3 lines" in [button.label for button in page.button]


def test_what_waits_for_its_person_is_listed(open_page: Open, copied: Path, shown: Shown) -> None:
    workspace = Workspace.open(copied)
    staged = workspace.stage(FILE, "bounces.csv")
    snapshot = Snapshot(kind=ImportKind.BOUNCES, source="bounces", coverage="partial", snapshot_on=date(2026, 10, 30))
    workspace.commit_import(workspace.opened(staged.staged), staged, snapshot)
    workspace.close()
    page = open_page("data", copied)
    assert not page.exception
    words = shown(page)
    assert "Evidence that waits for its person" in [one.value for one in page.subheader]
    assert "zoe@elsewhere.example" in words


def test_what_a_column_says_can_be_corrected_before_it_is_brought_in(
    open_page: Open, copied: Path, shown: Shown
) -> None:
    page = open_page("data", copied)
    page.selectbox(key="import_kind").set_value(ImportKind.BOUNCES).run()
    file = b"Email,Bounce type,Ours\nben.okoro@silver.example,Soft,Hard\n"
    page.file_uploader(key="import_file").upload("mails.csv", file, "text/csv").run()
    assert "1 x somebody could not be reached by a mail that day" in shown(page)
    page.selectbox(key="evidence_column_bounces_2_ignore").set_value("status")
    next(one for one in page.button if one.label == "Read it with these columns").click().run()
    assert not page.exception
    assert "1 x somebody could not be reached: the mailbox is not there" in shown(page)
    assert page.selectbox(key="evidence_column_bounces_1_ignore").value == "ignore"
