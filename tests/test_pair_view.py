"""What is said of two records: who the other is, why the two are one person or not, and who comes nearest."""

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from leadaudit.pair_view import is_in_crm, look_at, matched_rows, matched_with, pair_words
from leadaudit.vocabulary import ImportKind
from leadaudit.workspace import Workspace
from leadaudit.workspace.deliveries import Arrival
from leadaudit.workspace.imports import Snapshot

AS_OF = date(2026, 11, 1)
LINES = (
    "First Name,Last Name,Email,Job Title,Company,Country",
    "Ada,Moor,ada.moor@tidewell.example,IT Manager,Tidewell Ltd,UK",
    "Edmund,Moor,edmund.moor@brightwater.example,VP Finance,Brightwater Ltd,UK",
    "Maria,Garcia,maria.garcia@tidewell.example,,Tidewell Ltd,UK",
    "Maria,Garcia,mgarcia2@tidewell.example,,Tidewell Ltd,UK",
    "Zebulon,Quist,zq@far.example,Beekeeper,Farside Honey,NZ",
)
LEADS = "Lead ID,First Name,Last Name,Email,Company\n00QA1,Ada,Moor,ada.moor@tidewell.example,Tidewell Ltd\n"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = Workspace.create(tmp_path_factory.mktemp("pairs") / "workspace", author="tester")
    made.put_program('[program]\nid = "osprelle"\nvendor = "osprelle"\nprice = 30\ncurrency = "USD"\n', where="p")
    staged = made.stage("\n".join([*LINES, ""]).encode(), "osprelle.csv")
    arrival = Arrival(program=made.program("osprelle"), delivered_on=date(2026, 10, 1))
    made.commit(made.opened(staged.staged, vendor="osprelle"), staged, arrival)
    staged = made.stage(LEADS.encode(), "leads.csv")
    snapshot = Snapshot(kind=ImportKind.CRM_LEADS, source="crm", coverage="full", snapshot_on=date(2026, 10, 2))
    made.commit_import(made.opened(staged.staged), staged, snapshot)
    return made


def told(workspace: Workspace, line: int) -> list[tuple[str, str, str]]:
    found = workspace.assessment(as_of=AS_OF)
    name = workspace.deliveries()[0].head.delivery
    return [tuple(row[1:]) for row in matched_rows(matched_with(workspace, found, f"{name}:{line}"))]  # type: ignore[misc]


def test_a_lead_of_the_crm_is_named_and_the_address_comes_first_of_the_grounds(workspace: Workspace) -> None:
    who, became, why = told(workspace, 2)[0]
    assert who == "Ada Moor at Tidewell Ltd (our CRM)"
    assert became == "joined: a key in common"
    assert why.startswith("99 % likely to be one person. For it: the same e-mail address, the same last name")


def test_the_nearest_person_is_named_where_no_pair_was_worth_keeping(workspace: Workspace) -> None:
    found = workspace.assessment(as_of=AS_OF)
    assert 3 not in pq.read_table(found.paths["matches"][0])["line"].to_pylist()
    [(who, became, why)] = told(workspace, 3)
    assert who.startswith("Ada Moor at Tidewell Ltd")
    assert became == "apart: too little in common"
    assert "For it: the same last name" in why
    assert "another first name" in why.partition("Against it")[2]


def test_who_shares_nothing_has_nobody_near(workspace: Workspace) -> None:
    assert told(workspace, 6) == []


def test_who_came_after_the_day_asked_about_is_nobodys_neighbour(workspace: Workspace) -> None:
    before = workspace.assessment(as_of=date(2026, 10, 1))
    name = workspace.deliveries()[0].head.delivery
    # The lead of the CRM came the day after; it is Ada's own, and no other person.
    assert "our CRM" not in str(matched_rows(matched_with(workspace, before, f"{name}:2")))


def test_a_pair_that_waits_is_told_by_its_record_as_by_itself(workspace: Workspace) -> None:
    (who, became, why), *_ = told(workspace, 4)
    assert (who, became) == ("Maria Garcia at Tidewell Ltd", "waits for somebody's decision")
    assert "Against it: another address at the same employer" in why
    name = workspace.deliveries()[0].head.delivery
    pair = look_at(workspace, f"{name}:4", f"{name}:5")
    assert pair is not None
    assert pair.who == "Maria Garcia at Tidewell Ltd, Maria Garcia at Tidewell Ltd"
    assert pair_words(pair.explanation) == why
    assert why.startswith("At most 89 % likely to be one person. For it: ")
    assert why.endswith("Two addresses at one company may be two namesakes'.")


@pytest.mark.parametrize(
    ("record", "is_ours"),
    [("crm_contacts-salesforce-2026-10-31-f10369:5", True), ("crm_leads-crm-2026-10-31-b7ae48:2", True),
     ("corvane-2025-12-03-92478d:5", False)],
)  # fmt: skip
def test_contacts_and_leads_of_the_crm_are_told_from_delivered_records(record: str, is_ours: bool) -> None:
    assert is_in_crm(record) is is_ours


def test_everything_that_is_weighed_is_shown_beside_each_other(tmp_path: Path) -> None:
    made = Workspace.create(tmp_path / "workspace", author="tester")
    made.put_program('[program]\nid = "osprelle"\nvendor = "osprelle"\nprice = 30\ncurrency = "USD"\n', where="p")
    lines = (
        "First Name,Middle Name,Last Name,Email,Company,Street,City,State,Country",
        "Ada,Rose,Moor,ada.moor@tidewell.example,Tidewell Ltd,12 Mill Lane,Austin,TX,US",
        "Ada,Ruth,Moor,ada.moor@brightwater.example,Brightwater Ltd,12 Mill Ln,Boise,ID,US",
    )
    staged = made.stage("\n".join([*lines, ""]).encode(), "osprelle.csv")
    arrival = Arrival(program=made.program("osprelle"), delivered_on=date(2026, 10, 1))
    name = made.commit(made.opened(staged.staged, vendor="osprelle"), staged, arrival)
    pair = look_at(made, f"{name}:2", f"{name}:3")
    made.close()
    assert pair is not None
    shown = {one.label: (one.left, one.right, one.differs) for one in pair.values}
    assert shown["Middle name"] == ("Rose", "Ruth", True)
    assert shown["Street"] == ("12 Mill Lane", "12 Mill Ln", True)
    assert shown["State"] == ("TX", "ID", True)
    assert list(shown)[:3] == ["First name", "Middle name", "Last name"]
