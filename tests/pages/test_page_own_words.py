import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from leadaudit.workspace import Workspace
from tests.pages.conftest import deliver

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]

WORDS = """
[[titles]]
words = ["head of finance"]
level = "vp"

[[companies]]
name = "Tidewell"
names = ["Oakmere"]
"""


@pytest.fixture
def own(small_workspace: Path, tmp_path: Path) -> Path:
    shutil.copytree(small_workspace, tmp_path / "own")
    return tmp_path / "own"


def test_without_words_the_page_says_so_and_shows_an_example(open_page: Open, own: Path, shown: Shown) -> None:
    page = open_page("policy", own)
    assert not page.exception
    assert "<b>No words of your own are in force</b>" in shown(page)
    assert "[[companies]]" in page.text_area(key="words_draft").placeholder
    assert [button for button in page.button if button.key == "save_words"] == []


def test_the_effect_is_shown_before_anything_is_saved(open_page: Open, own: Path, shown: Shown) -> None:
    page = open_page("policy", own)
    page.text_area(key="words_draft").set_value(WORDS).run()
    assert not page.exception
    words = shown(page)
    assert "**1 title of 2 records** changes level or function." in words
    assert "**2 companies become one** (tidewell: oakmere, tidewell)." in words
    assert "**1 record** changes company." in words
    assert 'data-label="As delivered">Head of Finance</td>' in words
    assert 'data-label="With these words">VP, finance</td>' in words
    assert Workspace.open(own).words_versions() == []


def test_saved_words_are_in_force_and_there_is_a_way_back(open_page: Open, own: Path, shown: Shown) -> None:
    page = open_page("policy", own)
    page.text_area(key="words_draft").set_value(WORDS).run()
    page.button(key="save_words").click().run()
    assert not page.exception
    assert "of your words is in force</b>" in shown(page)
    assert "What this would change" not in shown(page)
    assert Workspace.open(own).words_text() == WORDS
    page.text_area(key="words_draft").set_value("").run()
    assert "**1 company becomes 2** (tidewell: oakmere, tidewell)." in shown(page)
    page.button(key="save_words").click().run()
    assert "Those of before are below." in shown(page)
    first = min(one.version for one in Workspace.open(own).words_versions())
    page.selectbox(key="words_version").set_value(first).run()
    page.button(key="take_words").click().run()
    assert page.text_area(key="words_draft").value == WORDS
    assert "**2 companies become one**" in shown(page)
    page.button(key="leave_words").click().run()
    assert page.text_area(key="words_draft").value == ""
    assert "What this would change" not in shown(page)


def test_a_mistake_is_named_and_cannot_be_saved(open_page: Open, own: Path) -> None:
    page = open_page("policy", own)
    page.text_area(key="words_draft").set_value('[functions]\n"<b>RevOps</b>" = "opps"').run()
    assert not page.exception
    [error] = page.error
    assert "Your words" in error.value
    assert "<b>" not in error.value.replace("\\<b\\>", "")
    assert [button for button in page.button if button.key == "save_words"] == []


def test_delivered_text_in_the_effect_stands_for_itself(open_page: Open, own: Path, shown: Shown) -> None:
    workspace = Workspace.open(own)
    row = 'Lea,Onk,lea.onk@tidewell.example,"<i>Wizard</i> of **ops**",Tidewell Ltd,UK,,Y,Guide,2026-10-20'
    deliver(workspace, (row,), "northwell-2026", date(2026, 10, 24), "late.csv")
    workspace.close()
    page = open_page("policy", own)
    page.text_area(key="words_draft").set_value('[[titles]]\nwords = ["wizard"]\nlevel = "vp"').run()
    assert not page.exception
    assert "&lt;i&gt;Wizard&lt;/i&gt; of **ops**</td>" in shown(page)
    assert "<i>" not in shown(page)
