"""The copy of a scorecard that a vendor may see: nothing in it tells of rivals, money, classes, follow-up or lists."""

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
import streamlit as st

from leadaudit.contract.buyer import Buyer, BuyerList
from leadaudit.ui import page_copy
from leadaudit.ui.page_copy import Asked
from leadaudit.vocabulary import ImportKind
from leadaudit.workspace import Workspace
from leadaudit.workspace.imports import Snapshot
from tests.pages.conftest import AS_OF, ROOT, deliver

PROGRAM = """
[program]
id = "{vendor}-2026"
name = "{vendor} syndication"
vendor = "{vendor}"
price = {price}
currency = "USD"
[[spec]]
levels = ["c_level", "vp"]
required_consent = true
lists = ["suppression", "competitors", "own_domains"]
lists_supplied_on = 2026-10-01
[dedupe]
key = "email"
scope = "all_vendors"
"""

# One fits; two stand on lists of ours, one is our own, and one came from the other vendor before.
FIRST = ("Ada,Marlow,ada.marlow@brightwater.example,VP Finance,Brightwater Ltd,UK,+44 20 7946 0101,Y,Guide,2026-10-09",)
ROWS = (
    "Ada,Marlow,ada.marlow@brightwater.example,VP Finance,Brightwater Ltd,UK,+44 20 7946 0101,Y,Guide,2026-10-19",
    "Ben,Okoro,ben.okoro@silver.example,VP Finance,Silverlane Ltd,UK,+44 20 7946 0102,Y,Guide,2026-10-19",
    "Cleo,Rasmus,cleo.rasmus@tidewell.example,CIO,Tidewell Ltd,UK,+44 20 7946 0103,Y,Guide,2026-10-20",
    "Dan,Ivers,dan.ivers@ourselves.example,CFO,Ourselves Ltd,UK,+44 20 7946 0104,Y,Guide,2026-10-20",
    "Eve,Norrby,eve.norrby@fernhill.example,CFO,Fernhill Ltd,UK,+44 20 7946 0105,N,Guide,2026-10-21",
)
ACTIVITIES = """\
Activity ID,Contact ID,Type,Status,Subject,Date,Created Date
00T1,003A3,Call,Completed,Call,2026-10-26,2026-10-26
00T2,003A3,Meeting,Held,Demo,2026-10-28,2026-10-27
"""
CONTACTS = """\
Contact ID,First Name,Last Name,Email,Created Date
003A3,Eve,Norrby,eve.norrby@fernhill.example,2026-10-25
"""

FORBIDDEN = (
    "aldergate", "competitor", "our own", "suppress", "another vendor", "crm", "usd", "cost", "price", "paid", "48",
    "opt-in", "signal", "unproven", "no proof", "real lead", "worked", "tried", "touch", "meeting", "hours",
    "opportunit", "won", "cheap",
)  # fmt: skip


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy") / "workspace"
    opened = Workspace.create(folder, author="tester")
    opened.put_buyer(
        Buyer(
            names=("Ourselves Ltd",),
            own_domains=("ourselves.example",),
            competitors=BuyerList(entries=("silver.example",)),
            suppression=BuyerList(entries=("cleo.rasmus@tidewell.example",)),
        )
    )
    for vendor, price in (("aldergate", 30), ("northwell", 48)):
        opened.put_program(PROGRAM.format(vendor=vendor, price=price), where=f"{vendor}.toml")
    deliver(opened, FIRST, "aldergate-2026", date(2026, 10, 10), "aldergate.csv")
    deliver(opened, ROWS, "northwell-2026", date(2026, 10, 23), "northwell.csv")
    for kind, content in ((ImportKind.CRM_CONTACTS, CONTACTS), (ImportKind.CRM_ACTIVITIES, ACTIVITIES)):
        staged = opened.stage(content.encode(), f"{kind.value}.csv")
        snapshot = Snapshot(kind=kind, source="crm", coverage="full", snapshot_on=date(2026, 10, 31))
        opened.commit_import(opened.opened(staged.staged), staged, snapshot)
    opened.assessment(as_of=AS_OF)
    opened.close()
    return folder


def copy(workspace: Path, monkeypatch: pytest.MonkeyPatch, **params: str) -> str:
    monkeypatch.setenv("LEADAUDIT_WORKSPACE", str(workspace))
    words = {"as_of": AS_OF.isoformat(), "vendor": "northwell", **params}
    made = page_copy.copy_of(ROOT / "app.py", Asked(page="vendor_scorecards", params=words))
    st.cache_resource.clear()
    return unescape(re.sub(r"<[^>]+>", " ", made.split("<body>")[1])).lower()


def test_a_vendor_reads_nothing_of_rivals_money_classes_follow_up_and_lists(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = copy(workspace, monkeypatch, copy="vendor")
    assert "of northwell's lines" in told
    for word in FORBIDDEN:
        assert word not in told, word


def test_people_on_any_of_our_lists_are_one_group_and_so_are_those_we_had(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = " ".join(copy(workspace, monkeypatch, copy="vendor").split())
    assert told.count("on one of our lists of people not to be sent 3 3 of 5 (60 %)") == 1
    assert told.count("on one of our lists of people not to be sent 3 of 5 (60 %)") == 1
    assert told.count("we had the person already 1 of 5 (20 %)") == 1
    assert "no permission 1 of 5 (20 %)" in told


def test_our_copy_tells_them_apart(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = copy(workspace, monkeypatch)
    for word in ("aldergate", "person at a competitor", "person of our own", "person on the suppression list", "usd"):
        assert word in told, word
