"""Funnel and vendor card on a small workspace with a CRM; what leaves as a file."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from leadaudit.errors import LeadauditError
from leadaudit.ui import page_copy
from leadaudit.ui.page_copy import Asked
from leadaudit.vocabulary import ImportKind
from leadaudit.workspace import Workspace
from leadaudit.workspace.imports import Snapshot

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]
ROOT = Path(__file__).parents[2]
AS_OF = "2026-11-01"

# Dan was in the CRM before; Cleo came with Northwell's file, was called on the Monday after and met.
CONTACTS = """\
Contact ID,First Name,Last Name,Email,Created Date
003A1,Dan,Ivers,dan.ivers@oakmere.example,2025-02-01
003A2,Kim,Unger,kim.unger@elsewhere.example,2025-03-01
003A3,Cleo,Rasmus,cleo.rasmus@tidewell.example,2026-10-23
"""
ACTIVITIES = """\
Activity ID,Contact ID,Type,Status,Subject,Date,Created Date
00T1,003A3,Call,Completed,Call,2026-10-26,2026-10-26
00T2,003A3,Meeting,Held,Demo,2026-10-28,2026-10-27
"""


@pytest.fixture(scope="module")
def crm_workspace(small_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("funnel") / "workspace"
    shutil.copytree(small_workspace, folder)
    workspace = Workspace.open(folder)
    for kind, content in ((ImportKind.CRM_CONTACTS, CONTACTS), (ImportKind.CRM_ACTIVITIES, ACTIVITIES)):
        staged = workspace.stage(content.encode(), f"{kind.value}.csv")
        workspace.commit_import(
            workspace.opened(staged.staged),
            staged,
            Snapshot(kind=kind, source="crm", coverage="full", snapshot_on=date(2026, 10, 31)),
        )
    workspace.assessment(as_of=date.fromisoformat(AS_OF))
    workspace.close()
    return folder


def test_the_funnel_says_who_was_worked_and_what_came_of_it(open_page: Open, crm_workspace: Path, shown: Shown) -> None:
    page = open_page("funnel", crm_workspace)
    assert not page.exception
    words = shown(page)
    assert "Of 2 people in your CRM <b>1 (50 %) were worked</b>; nobody tried to reach 1." in words
    assert "1 held a meeting" in words
    assert "Meeting held" in words
    assert "too young to tell (0 %)" in words
    assert "1 meeting booked; of 1 that are due 1 were held." in words
    assert "nobody delivered was watched for long enough." in words


def test_without_outcomes_the_funnel_says_what_is_missing_and_shows_no_rate_of_them(
    open_page: Open, small_workspace: Path, shown: Shown
) -> None:
    page = open_page("funnel", small_workspace)
    assert not page.exception
    words = shown(page)
    assert "What came of them is not known yet: activities, opportunities or leads of your CRM are missing." in words
    assert "not known yet" in words
    assert not page.get("vega_lite_chart")


def test_a_list_behind_a_number_names_people_on_the_page_alone(
    open_page: Open, crm_workspace: Path, shown: Shown
) -> None:
    page = open_page("funnel", crm_workspace, list="unlinked")
    assert not page.exception
    assert "gus.hale@moorside.example" in shown(page)
    copy = page_copy.copy_of(ROOT / "app.py", Asked(page="funnel", params={"as_of": AS_OF, "list": "unlinked"}))
    st.cache_resource.clear()
    assert "1 (50\u00a0%) were worked" in copy
    assert "gus.hale" not in copy
    assert "Hale" not in copy


def test_opportunities_at_delivered_companies_are_a_list_of_their_own(
    open_page: Open, crm_workspace: Path, shown: Shown
) -> None:
    page = open_page("funnel", crm_workspace, list="influence")
    assert not page.exception
    words = shown(page)
    assert "To be expected without" in words
    assert "associated with the delivery, not caused by it, and in no count of real leads" in words


def test_the_card_of_a_vendor_says_what_was_sold_and_what_is_against_it(
    open_page: Open, crm_workspace: Path, shown: Shown
) -> None:
    page = open_page("vendor_scorecards", crm_workspace, vendor="northwell")
    assert not page.exception
    words = shown(page)
    assert "Northwell syndication: content syndication at 48 USD a record; levels" in words
    assert "level not ordered" in words
    assert "October 2026" in words
    assert "aldergate" in words


def test_the_vendors_own_copy_has_no_cost_no_rival_no_class_and_nothing_of_our_follow_up(
    crm_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEADAUDIT_WORKSPACE", str(crm_workspace))
    params = {"as_of": AS_OF, "vendor": "northwell", "copy": "vendor"}
    copy = page_copy.copy_of(ROOT / "app.py", Asked(page="vendor_scorecards", params=params))
    st.cache_resource.clear()
    body = copy.split("<body>")[1].lower()
    assert "of northwell&#x27;s lines" in body
    assert "level not ordered" in body
    for word in ("usd", "48", "aldergate", "opt-in", "signal", "unproven", "real lead", "worked", "tried", "meeting"):
        assert word not in body, word


def test_pages_that_show_people_are_given_away_only_when_asked_for() -> None:
    known = ["funnel", "records"]
    page_copy.require_shareable(Asked(page="funnel", params={}), known)
    page_copy.require_shareable(Asked(page="records", params={}, names_people=True), known)
    with pytest.raises(LeadauditError, match=r"page records: it shows people\. Give --with-people"):
        page_copy.require_shareable(Asked(page="records", params={}), known)
    with pytest.raises(LeadauditError, match=r"page fun: there is none of that name\. Pages are funnel, records"):
        page_copy.require_shareable(Asked(page="fun", params={}), known)
