"""The page that asks whether two records are one person."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from leadaudit.vocabulary import Judgement
from leadaudit.workspace import Workspace
from leadaudit.workspace.deliveries import Arrival

HEADER = "First Name,Last Name,Email,Job Title,Company,Country,Phone"
FIRST = "Maria,Garcia,maria.garcia@tidewell.example,IT Manager,Tidewell Ltd,UK,"
SECOND = "Maria,Garcia,mgarcia2@tidewell.example,IT Manager,Tidewell Ltd,UK,"


@pytest.fixture
def two_marias(tmp_path: Path) -> Path:
    workspace = Workspace.create(tmp_path / "workspace", author="tester")
    for number, (vendor, row) in enumerate((("aldergate", FIRST), ("northwell", SECOND))):
        text = f'[program]\nid = "{vendor}"\nvendor = "{vendor}"\nprice = 30\ncurrency = "USD"\n'
        program = workspace.put_program(text, where=vendor)
        staged = workspace.stage(f"{HEADER}\n{row}\n".encode(), f"{vendor}.csv")
        opened = workspace.opened(staged.staged, vendor=vendor)
        workspace.commit(opened, staged, Arrival(program=program, delivered_on=date(2026, 10, 1 + number)))
    workspace.close()
    return tmp_path / "workspace"


def test_two_namesakes_wait_side_by_side_and_a_decision_is_kept_and_taken_back(
    two_marias: Path, open_page: Callable[..., AppTest], shown: Callable[[AppTest], str]
) -> None:
    page = open_page("duplicates", two_marias)
    assert not page.exception
    assert "1 pair of people may be one person" in shown(page)
    assert "mgarcia2@tidewell.example" in shown(page)
    assert len(page.get("vega_lite_chart")) == 1
    page.toggle(key="duplicates_blind").set_value(True).run()
    assert not page.get("vega_lite_chart")
    assert "100" not in shown(page).replace("95 in 100", "").replace("50 in 100", "")
    page.button(key="decide_different").click().run()
    assert not page.exception
    workspace = Workspace.open(two_marias)
    assert [one.judgement for one in workspace.decisions()] == [Judgement.DIFFERENT]
    assert "Nothing is left to look at here" in shown(page)
    page.button(key="take_back").click().run()
    assert not workspace.decisions()[0].in_force
    assert "mgarcia2@tidewell.example" in shown(page)


def test_the_page_says_which_weights_are_in_force_and_that_few_records_make_none(
    two_marias: Path, open_page: Callable[..., AppTest], shown: Callable[[AppTest], str]
) -> None:
    page = open_page("duplicates", two_marias)
    assert "The weights that come with leadaudit are in force." in shown(page)
    page.button(key="make_weights").click().run()
    assert not page.exception
    assert "2 records are too few to learn from" in shown(page)
