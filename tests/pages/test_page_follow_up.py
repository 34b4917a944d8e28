"""Whom to call, confirm and ask, on a small workspace."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

from streamlit.testing.v1 import AppTest

from leadaudit.vocabulary import ImportKind
from leadaudit.workspace import Workspace
from leadaudit.workspace.imports import Snapshot

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]


def test_an_empty_list_says_what_would_fill_it(open_page: Open, small_workspace: Path, shown: Shown) -> None:
    page = open_page("follow_up", small_workspace)
    words = shown(page)
    assert not page.exception
    assert "Nobody has to be called now." in words
    assert "A dated wish for a demo, a price or a call would" in words
    assert "No list was given out yet" in words


def test_a_list_is_given_out_once_and_a_wording_changed(
    open_page: Open, small_workspace: Path, shown: Shown, tmp_path: Path
) -> None:
    folder = tmp_path / "own"
    shutil.copytree(small_workspace, folder)
    workspace = Workspace.open(folder)
    asked = "Email,Event,Timestamp\ndan.ivers@oakmere.example,Demo request,2026-10-30T10:00:00Z\n"
    staged = workspace.stage(asked.encode(), "web.csv")
    snapshot = Snapshot(kind=ImportKind.WEB, source="web", coverage="partial", snapshot_on=date(2026, 10, 31))
    workspace.commit_import(workspace.opened(staged.staged), staged, snapshot)
    workspace.close()
    page = open_page("follow_up", folder)
    words = shown(page)
    assert not page.exception
    assert "Call 1 person now</b>" in words
    assert "asked us for a demo 2 days ago (30 October 2026)" in words
    assert "nobody: name an owner" in words
    page.button(key="give_call_now").click().run()
    assert not page.exception
    assert "Nobody has to be called now." in shown(page)
    assert "1 person were given out" in shown(page) or "1 person was given out" in shown(page)
    page.text_area(key="follow_up_text").set_value('[[territory]]\nowner = ""\n')
    page.button(key="save_follow_up").click().run()
    assert "territory.1.owner" in page.error[0].value.replace("\\", "")
