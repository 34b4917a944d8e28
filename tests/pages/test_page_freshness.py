"""Freshness and changing the rules, on a small workspace."""

import shutil
from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from leadaudit.workspace import Workspace

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]


def test_freshness_says_how_many_are_still_there_and_that_nobody_checked(
    open_page: Open, small_workspace: Path, shown: Shown
) -> None:
    page = open_page("freshness", small_workspace)
    words = shown(page)
    assert not page.exception
    assert "are to be expected still there</b>" in words
    assert "as people leave fast or slowly" in words
    assert "No record was checked by hand yet." in words
    assert len(page.get("vega_lite_chart")) == 1


def test_a_check_is_worth_nothing_before_somebody_says_what_is_at_stake(
    open_page: Open, small_workspace: Path, shown: Shown
) -> None:
    page = open_page("freshness", small_workspace)
    assert "With these three this says which records to check" in shown(page)
    for key, value in (("worth_value", 40.0), ("worth_touch", 9.0), ("worth_check", 0.1)):
        page.number_input(key=key).set_value(value)
    page.run()
    assert not page.exception
    assert "to check first</strong>" in shown(page) or "to check first**" in shown(page)


def test_a_policy_is_changed_with_its_effect_before_saving_and_taken_back(
    open_page: Open, small_workspace: Path, shown: Shown, tmp_path: Path
) -> None:
    folder = tmp_path / "own"
    shutil.copytree(small_workspace, folder)
    page = open_page("policy", folder)
    page.text_area(key="policy_draft").set_value('name = "ours"\nversion = "1"\n[usable]\nmin_employer_p = 2\n').run()
    assert "usable.min_employer_p: is 2" in page.error[0].value.replace("\\", "")
    draft = 'name = "ours"\nversion = "1"\n[usable]\nmin_employer_p = 0.999\n'
    page.text_area(key="policy_draft").set_value(draft).run()
    assert not page.exception
    assert "Also changing: usable of 7 records." in shown(page)
    assert _policy(folder) == "b2b-default"
    page.button(key="save_policy").click().run()
    assert not page.exception
    assert _policy(folder) == "ours"
    page.selectbox(key="policy_version").set_value(0).run()
    page.button(key="take_policy").click().run()
    page.button(key="save_policy").click().run()
    assert _policy(folder) == "b2b-default"


def _policy(folder: Path) -> str:
    workspace = Workspace.open(folder)
    name = workspace.policy().name
    workspace.close()
    return name
