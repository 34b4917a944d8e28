"""The pages *signals*, *planner* and *maturity*: what they say while data are few, and what people can change."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from leadaudit.vocabulary import ImportKind
from leadaudit.workspace import Workspace
from leadaudit.workspace.imports import Snapshot
from leadaudit.workspace.plans import stored_target

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]

ACTIVITIES = """\
Activity ID,Contact ID,Activity Type,Status,Date,Created Date,Subject
A1,003A1,Meeting,Held,2026-10-27,2026-10-24,Demo call
"""


@pytest.fixture(scope="module")
def young_crm(small_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("young") / "workspace"
    shutil.copytree(small_workspace, folder)
    workspace = Workspace.open(folder, author="tester")
    staged = workspace.stage(ACTIVITIES.encode(), "activities.csv")
    snapshot = Snapshot(kind=ImportKind.CRM_ACTIVITIES, source="crm", coverage="full", snapshot_on=date(2026, 10, 30))
    workspace.commit_import(workspace.opened(staged.staged), staged, snapshot)
    workspace.close()
    return folder


def test_while_outcomes_are_young_signals_says_so_and_promotes_nothing(
    young_crm: Path, open_page: Open, shown: Shown
) -> None:
    page = open_page("signals", young_crm)
    assert not page.exception
    told = shown(page)
    assert "Which signals predict a meeting held or an opportunity is <b>not known yet</b>" in told
    assert not [one for one in page.button if one.key == "promote_signals"]
    # what is activity stands apart from what is progress
    assert "Activity: logged, never a reason to call anybody" in told


def test_the_outcome_to_predict_stands_in_the_address(young_crm: Path, open_page: Open, shown: Shown) -> None:
    page = open_page("signals", young_crm, outcome="won", by="topic")
    assert not page.exception
    assert "Which signals predict a win is <b>not known yet</b>" in shown(page)
    assert page.query_params["by"] in ("topic", ["topic"])


def test_a_target_is_kept_and_what_is_missing_for_a_plan_is_named(
    young_crm: Path, open_page: Open, shown: Shown, tmp_path: Path
) -> None:
    folder = tmp_path / "planned"
    shutil.copytree(young_crm, folder)
    page = open_page("planner", folder)
    assert not page.exception
    assert "no revenue target is set" in shown(page)
    field = {one.label: one for one in page.number_input}
    field["Revenue wanted"].set_value(50_000.0)
    field["Revenue of a win"].set_value(5_000.0)
    page.text_area(key="plan_caps").set_value("northwell = 600")
    next(one for one in page.button if one.label == "Save this target").click().run()
    assert not page.exception
    told = shown(page)
    assert "What 50,000 USD need is <b>not known yet</b>." in told
    kept = stored_target(Workspace.open(folder).store)
    assert kept is not None
    assert (float(kept.revenue), float(kept.deal or 0)) == (50_000, 5_000)
    assert dict(kept.caps) == {"northwell": 600}
    page.text_area(key="plan_caps").set_value("northwell: many")
    next(one for one in page.button if one.label == "Save this target").click().run()
    assert not page.exception
    assert page.error


def test_a_target_of_nothing_is_refused_in_words(young_crm: Path, open_page: Open, shown: Shown) -> None:
    page = open_page("planner", young_crm)
    next(one for one in page.button if one.label == "Save this target").click().run()
    assert not page.exception
    assert "such a target needs nothing. Give one above 0." in shown(page)


def test_maturity_names_the_weakest_dimension_and_its_next_step(young_crm: Path, open_page: Open, shown: Shown) -> None:
    page = open_page("maturity", young_crm, tiles="20", activity_tiles="12")
    assert not page.exception
    told = shown(page)
    assert "We stand at <b>stage 1 of 3, activity</b>" in told
    assert "gates are passed in a row" in told
    assert len(page.get("vega_lite_chart")) == 1
    assert "Load outcomes of people old enough that a back-test has something to count." in told
    assert "Does planning start with revenue?" in told
    assert "12 of 20 (60 %)" in told
