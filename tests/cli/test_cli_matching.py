"""Deciding who is the same person at the command line, and reading who sold them first."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from leadaudit.cli.commands import app
from leadaudit.errors import UnknownNameError
from leadaudit.workspace import Workspace
from leadaudit.workspace.deliveries import Arrival

HEADER = "First Name,Last Name,Email,Job Title,Company,Country,Phone"
FILES = {
    "aldergate": (
        "Maria,Garcia,maria.garcia@tidewell.example,,Tidewell Ltd,UK,",
        "Robert,Marlow,robert.marlow@brightwater.example,VP Finance,Brightwater Ltd,UK,",
    ),
    "northwell": (
        "Maria,Garcia,mgarcia2@tidewell.example,,Tidewell Ltd,UK,",
        "Rob,Marlow,,VP Finance,Brightwater Ltd,UK,",
    ),
}
Call = Callable[..., str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    workspace = Workspace.create(tmp_path / "workspace", author="tester")
    for day, (vendor, rows) in enumerate(FILES.items(), 1):
        text = f'[program]\nid = "{vendor}"\nvendor = "{vendor}"\nprice = 30\ncurrency = "USD"\nexclusive = true\n'
        program = workspace.put_program(text, where=vendor)
        staged = workspace.stage("\n".join([HEADER, *rows, ""]).encode(), f"{vendor}.csv")
        opened = workspace.opened(staged.staged, vendor=vendor)
        workspace.commit(opened, staged, Arrival(program=program, delivered_on=date(2026, 10, 10 * day)))
    workspace.close()
    return tmp_path / "workspace"


@pytest.fixture
def call(folder: Path) -> Call:
    def run(*arguments: str) -> str:
        found = CliRunner().invoke(app, [*arguments, "--workspace", str(folder)])
        assert found.exit_code == 0, found.output
        return found.stdout

    return run


def test_a_pair_that_waits_is_read_decided_listed_and_taken_back(call: Call) -> None:
    printed = call("duplicates", "--as-of", "2026-11-01")
    assert "1 pair of people may be one person" in printed
    assert "Maria Garcia at Tidewell Ltd, Maria Garcia at Tidewell Ltd" in printed
    [pair] = json.loads(call("duplicates", "--json"))
    assert 0.5 <= pair["p"] < 0.95
    said = call("decide", pair["left"], pair["right"], "--different", "--note", "two desks", "--author", "Dana")
    assert "Decision 1 is kept: two people." in said
    [kept] = json.loads(call("decisions", "--json"))
    assert (kept["judgement"], kept["note"], kept["author"], kept["in_force"]) == (
        "different",
        "two desks",
        "Dana",
        True,
    )
    assert json.loads(call("duplicates", "--json")) == []
    listed = call("decisions")
    assert listed.count("Maria Garcia") == 2
    assert "two people" in " ".join(listed.split())
    call("decisions", "--undo", "1")
    assert [one["in_force"] for one in json.loads(call("decisions", "--json"))] == [False]
    assert len(json.loads(call("duplicates", "--json"))) == 1


def test_what_was_kept_apart_and_what_was_compared_is_told(call: Call) -> None:
    printed = call("duplicates", "--apart")
    assert "Alike, but kept apart: 0 pairs" in printed
    assert "2 pairs of records that share a value were compared." in printed
    told = json.loads(call("duplicates", "--apart", "--json"))
    assert told == {
        "cut": [],
        "ambiguous": [],
        "compared": {"inputs": 1, "compared": 2, "pairs_skipped": 0, "recall": None},
    }


def test_a_decision_that_parts_likely_records_shows_what_was_cut(call: Call, folder: Path) -> None:
    left, right = (f"{one.head.delivery}:3" for one in Workspace.open(folder).deliveries())
    call("decide", left, right, "--different")
    assert "1 likely pair" not in call("duplicates")
    told = call("explain", right)
    assert "apart: somebody's decision" in told
    assert "Robert Marlow at Brightwater Ltd" in told or "Rob Marlow at Brightwater Ltd" in told


def test_vendors_that_sold_the_same_people_are_named_with_the_promise_they_broke(call: Call) -> None:
    printed = " ".join(call("overlap").split())
    assert "1 time a vendor delivered somebody whom another had delivered before" in printed
    assert "1 of these records is to be paid: 30 USD" in printed
    assert "Aldergate sold 1 person as exclusive whom northwell delivered too." in printed
    assert "Northwell sold 1 person as exclusive whom aldergate delivered too." in printed
    [row] = json.loads(call("overlap", "--json"))
    assert (row["first_vendor"], row["vendor"], row["people"], row["most_days"]) == ("aldergate", "northwell", 1, 10)
    assert call("overlap", "--csv").splitlines()[0].startswith("first_vendor,vendor,people")


def test_a_contact_of_the_crm_is_explained_by_whom_it_was_compared_with(
    call: Call, folder: Path, tmp_path: Path
) -> None:
    export = tmp_path / "contacts.csv"
    rows = (
        "Contact ID,First Name,Last Name,Email,Company",
        "003A1,Rob,Marlow,robert.marlow@brightwater.example,Brightwater",
    )
    export.write_text("\n".join([*rows, ""]))
    call("import", "crm_contacts", str(export), "--snapshot-on", "2026-10-25")
    workspace = Workspace.open(folder)
    [contact] = [one.import_id for one in workspace.imports()]
    workspace.close()
    told = call("explain", f"{contact}:2")
    assert told.startswith("Rob Marlow at Brightwater: a contact of our CRM.")
    assert "joined: a key in common | aldergate" in told
    unknown = CliRunner().invoke(app, ["explain", f"{contact}:99", "--workspace", str(folder)])
    assert isinstance(unknown.exception, UnknownNameError)
    assert "there is none of that name here" in str(unknown.exception)


def test_one_vendor_alone_overlaps_with_nobody(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "workspace", author="tester").close()
    told = CliRunner().invoke(app, ["overlap", "--workspace", str(tmp_path / "workspace")])
    assert told.stdout == (
        "Fewer than two vendors delivered anything by this day, so nobody can have delivered the same people.\n"
    )
