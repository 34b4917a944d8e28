"""The page *cost per real lead*: what it says before and after the CRM tells, and what the address keeps."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from leadaudit.economics.ranked_outcomes import compare
from leadaudit.policy import default_policy
from leadaudit.ui import cost
from leadaudit.vocabulary import ImportKind
from leadaudit.workspace import Workspace
from leadaudit.workspace.imports import Snapshot
from leadaudit.workspace.outcome_costs import stored_own_costs
from tests.economics.outcome_house import House

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]

ACTIVITIES = """\
Activity ID,Contact ID,Activity Type,Status,Date,Created Date,Subject
A1,003A1,Meeting,Held,2026-10-27,2026-10-24,Demo call
"""


@pytest.fixture(scope="module")
def told_workspace(small_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("told") / "workspace"
    shutil.copytree(small_workspace, folder)
    workspace = Workspace.open(folder, author="tester")
    staged = workspace.stage(ACTIVITIES.encode(), "activities.csv")
    snapshot = Snapshot(kind=ImportKind.CRM_ACTIVITIES, source="crm", coverage="full", snapshot_on=date(2026, 10, 30))
    workspace.commit_import(workspace.opened(staged.staged), staged, snapshot)
    workspace.close()
    return folder


def test_without_outcomes_the_overview_says_what_would_make_the_page_appear(
    small_workspace: Path, open_page: Open, shown: Shown
) -> None:
    told = shown(open_page("what_you_bought", small_workspace))
    assert (
        "Cost per real lead (says which vendor's real leads cost the least) appears when activities, opportunities or "
        "leads of your CRM are loaded."
    ) in told


def test_a_young_crm_gives_a_count_and_no_cost(told_workspace: Path, open_page: Open, shown: Shown) -> None:
    page = open_page("cost_per_real_lead", told_workspace)
    assert not page.exception
    told = shown(page)
    assert "what one costs is <b>not known yet</b>" in told
    assert "1 of 11" not in told
    for vendor in ("northwell", "aldergate"):
        assert vendor in told
    assert "outcomes known through 30 October 2026" in told
    assert next(one.label for one in page.metric) == "Cost that is counted"


def test_what_counts_stands_in_the_address(told_workspace: Path, open_page: Open, shown: Shown) -> None:
    page = open_page("cost_per_real_lead", told_workspace, asked="anywhere", known="too", credit="first", target="900")
    assert not page.exception
    assert "counted: people who asked us or asked on a vendor's form, new to us or quiet for 90 days" in shown(page)
    assert "credit all to who delivered first" in shown(page)
    page.selectbox(key="switch_asked").set_value("").run()
    assert "asked" not in page.query_params
    assert page.slider(key="target_given").value == 900


def test_costs_that_are_given_count_and_empty_ones_stay_unknown(
    told_workspace: Path, open_page: Open, shown: Shown, tmp_path: Path
) -> None:
    folder = tmp_path / "given"
    shutil.copytree(told_workspace, folder)
    page = open_page("cost_per_real_lead", folder)
    page.number_input(key="own_verification").set_value(55.0)
    next(one for one in page.button if one.label == "Save these costs").click().run()
    assert not page.exception
    [line] = stored_own_costs(Workspace.open(folder).store).line
    assert (str(line.part), float(line.amount), line.vendor) == ("verification", 55.0, None)
    assert "not given: platform and set-up fees, sales time, nurture and asking people" in shown(page)


def test_a_real_lead_of_a_person_in_the_crm_is_told_on_the_overview(
    told_workspace: Path, open_page: Open, shown: Shown
) -> None:
    told = shown(open_page("what_you_bought", told_workspace))
    assert "were found in your CRM</b>; what follows speaks for those." in told
    assert "Real leads so far: <b>" in told


def test_every_vendor_has_its_row_and_only_those_with_a_figure_a_bar() -> None:
    house = House()
    for line in house.delivers("osprelle", 400)[:24]:
        house.comes(line)
    house.delivers("quillmere", 400)
    house.delivers("tallowgate", 40, linked=False)
    compared = compare(house.outcomes(), policy=default_policy(), target_minor=30_000)
    rows = cost.vendor_rows(compared)
    assert [getattr(row[0], "words", None) for row in rows] == ["osprelle", "quillmere", "tallowgate"]
    assert rows[0][1:5] == ["24 of 400", "400 of 400 (100 %)", "400 of 400 (100 %)", "167 USD"]
    assert str(rows[1][5]).startswith("at least ")
    assert rows[2][5] == "not known yet"
    picture = cost.picture(compared)
    assert picture is not None
    spec = str(picture.to_dict())
    assert "osprelle" in spec
    assert "tallowgate" not in spec
    assert "'at': 300.0" in spec
    assert cost.picture(compare({}, policy=default_policy())) is None
