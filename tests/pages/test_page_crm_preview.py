"""Bringing in a CRM export on the page of data: what it is, what its words mean, what is missing."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from leadaudit.outcomes.stages import Meaning, WordOf
from leadaudit.vocabulary import DateOrder, ImportKind
from leadaudit.workspace import Workspace
from leadaudit.workspace.crm_desk import said_stages

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]

FILE = b"""Opportunity ID,Opportunity Name,Stage,Amount,Created Date,Close Date
O1,Platform,Closed Won,-5,2026-04-01,2026-06-01
O2,Add-on,Zorbing,10,2026-04-05,
"""


@pytest.fixture
def copied(small_workspace: Path, tmp_path: Path) -> Path:
    shutil.copytree(small_workspace, tmp_path / "workspace")
    return tmp_path / "workspace"


def test_a_preview_says_what_the_words_of_an_export_mean(open_page: Open, copied: Path, shown: Shown) -> None:
    page = open_page("data", copied)
    page.selectbox(key="import_kind").set_value(ImportKind.CRM_OPPORTUNITIES).run()
    page.file_uploader(key="import_file").upload("deals.csv", FILE, "text/csv").run()
    assert not page.exception
    words = shown(page)
    assert "2 opportunity rows, 1 April 2026 to 5 April 2026." in words
    warned = " ".join(one.value for one in page.warning).replace("\\", "")
    assert "Amount below zero: 1 line, first line 2" in warned
    assert 'with "Zorbing" (stage of an opportunity): nobody said what that means.' in warned
    [button] = [one for one in page.button if one.label == "Bring in 2 lines"]
    assert not button.disabled


def test_what_a_word_means_and_what_a_column_is_are_said_in_the_preview_and_kept(open_page: Open, copied: Path) -> None:
    page = open_page("data", copied)
    page.selectbox(key="import_kind").set_value(ImportKind.CRM_OPPORTUNITIES).run()
    page.file_uploader(key="import_file").upload("deals.csv", FILE, "text/csv").run()
    zorbing = next(one for one in page.selectbox if one.label.startswith("Zorbing"))
    zorbing.set_value(Meaning.WON)
    next(one for one in page.button if one.label == "Keep these meanings").click().run()
    assert not page.exception
    assert not [one for one in page.warning if "Zorbing" in one.value]
    amount = next(one for one in page.selectbox if one.label.startswith("Amount"))
    assert amount.value == "amount"
    amount.set_value("ignore")
    next(one for one in page.button if one.label == "Read it with these columns").click().run()
    assert not page.exception
    assert not [one for one in page.warning if "below zero" in one.value]
    store = Workspace.open(copied).store
    assert said_stages(store).meaning(WordOf.OPPORTUNITY, "Zorbing") is Meaning.WON


def test_an_export_without_what_it_needs_cannot_be_brought_in(open_page: Open, copied: Path) -> None:
    page = open_page("data", copied)
    page.selectbox(key="import_kind").set_value(ImportKind.CRM_ACTIVITIES).run()
    page.file_uploader(key="import_file").upload("deals.csv", FILE, "text/csv").run()
    assert not page.exception
    [button] = [one for one in page.button if one.label == "Bring in 2 lines"]
    assert button.disabled


DAYS_TWO_WAYS = b"""Activity ID,Contact ID,Activity Type,Status,Date
A1,003A1,Call,Completed,03/04/2026
"""


def test_days_that_can_be_read_two_ways_are_asked_about_and_kept_for_the_next_export(
    open_page: Open, copied: Path, shown: Shown
) -> None:
    page = open_page("data", copied)
    page.selectbox(key="import_kind").set_value(ImportKind.CRM_ACTIVITIES).run()
    page.file_uploader(key="import_file").upload("calls.csv", DAYS_TWO_WAYS, "text/csv").run()
    assert not page.exception
    asked = page.selectbox(key="crm_days")
    assert asked.label == "How are the days in Date to be read?"
    asked.set_value(DateOrder.DMY).run()
    assert not page.exception
    assert "1 activity row, 3 April 2026 to 3 April 2026." in shown(page)
    page = open_page("data", copied)
    page.selectbox(key="import_kind").set_value(ImportKind.CRM_ACTIVITIES).run()
    later = DAYS_TWO_WAYS.replace(b"A1,", b"A2,").replace(b"03/04", b"05/06")
    page.file_uploader(key="import_file").upload("calls-2.csv", later, "text/csv").run()
    assert "1 activity row, 5 June 2026 to 5 June 2026." in shown(page)
    assert page.selectbox(key="crm_days").value is DateOrder.DMY
