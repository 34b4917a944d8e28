"""``leadaudit cost`` and ``leadaudit funnel`` on a small workspace."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from leadaudit.cli.commands import app
from leadaudit.workspace import Workspace
from leadaudit.workspace.deliveries import Arrival

PROGRAM = '[program]\nid = "osprelle-2026"\nvendor = "osprelle"\nprice = 45\ncurrency = "USD"\n'
LINES = (
    "First Name,Last Name,Email,Job Title,Company\n"
    "Ada,Brook,ada.brook@northwell.example,Director,Northwell\n"
    "Ben,Castle,ben.castle@northwell.example,Director,Northwell\n"
)

Run = Callable[..., str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("cost") / "workspace"
    workspace = Workspace.create(made, author="ada")
    workspace.put_program(PROGRAM, where="osprelle.toml")
    staged = workspace.stage(LINES.encode(), "leads.csv")
    arrival = Arrival(program=workspace.program("osprelle-2026"), delivered_on=date(2026, 9, 1))
    workspace.commit(workspace.opened(staged.staged, vendor="osprelle"), staged, arrival)
    workspace.close()
    return made


def runner(folder: Path) -> Run:
    def _run(*words: str) -> str:
        found = CliRunner().invoke(app, [*words, "--workspace", str(folder)])
        assert found.exception is None, found.output
        return found.stdout

    return _run


@pytest.fixture
def run(folder: Path) -> Run:
    return runner(folder)


def test_nothing_loaded_gives_no_figure_in_words_and_null_in_json(run: Run) -> None:
    assert run("cost", "--as-of", "2026-11-01").startswith(
        "What a real lead costs is not known yet: nothing loaded could show one."
    )
    document = json.loads(run("cost", "--as-of", "2026-11-01", "--json"))
    assert document["outcomes"] == {"loaded_through": None, "linked": 0, "of": 2}
    [vendor] = document["vendors"]
    assert (vendor["vendor"], vendor["shown"], vendor["media_minor"]) == ("osprelle", "not_known_yet", 9000)
    for name in ("real_leads", "realised_minor", "expected_median_minor", "verification_minor", "worked"):
        assert vendor[name] is None, name


def test_costs_are_set_part_by_part_and_the_same_part_again_replaces(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "copy")
    run = runner(tmp_path / "copy")
    run("cost", "set", "--part", "verification", "--amount", "30")
    run("cost", "set", "--part", "verification", "--amount", "12", "--currency", "USD")
    run("cost", "set", "--part", "ask_campaign", "--amount", "5", "--vendor", "osprelle", "--sales-rate", "60")
    given = run("cost", "given")
    assert given.count("[[line]]") == 2
    assert "amount = 12" in given
    document = json.loads(run("cost", "--as-of", "2026-11-01", "--json"))
    assert document["vendors"][0]["verification_minor"] == 1200
    assert document["vendors"][0]["ask_campaign_minor"] == 500
    assert document["vendors"][0]["sales_time_minor"] is None


def test_rows_come_as_csv_by_vendor_program_and_month(run: Run) -> None:
    header, row = run("cost", "--as-of", "2026-11-01", "--csv").splitlines()
    assert header.startswith("vendor,lines,people,linked,")
    assert row.startswith("osprelle,2,2,0,")
    assert (
        run("cost", "--as-of", "2026-11-01", "--csv", "--by", "month").splitlines()[1].startswith("osprelle 2026-09,")
    )


def test_the_ladder_names_what_is_not_counted(run: Run) -> None:
    told = run("cost", "ladder", "osprelle", "--as-of", "2026-11-01")
    assert "taken on by sales" in told
    assert "not known yet" in told
    assert "Not given, and so not counted: " in told


def test_the_next_order_of_vendors_without_a_figure_is_not_told(run: Run) -> None:
    told = run("cost", "next", "--records", "500", "--as-of", "2026-11-01")
    assert "An order of 500 records from each" in told
    assert "osprelle" not in told
    assert run("cost", "next", "--as-of", "2026-11-01", "--json").strip() == "[]"


def test_the_ladder_comes_for_other_programs(run: Run) -> None:
    rows = json.loads(run("cost", "ladder", "--as-of", "2026-11-01", "--json"))
    assert [row["rung"] for row in rows][:3] == ["delivered", "payable", "usable"]
    assert (rows[0]["records"], rows[6]["rung"], rows[6]["records"]) == (2, "real_lead", None)
    lines = run("cost", "ladder", "--as-of", "2026-11-01", "--csv").splitlines()
    assert lines[0] == "vendor,rung,records,each_minor,currency"
    assert len(lines) == len(rows) + 1
    assert run("cost", "next", "--as-of", "2026-11-01", "--csv").strip() == ""


def test_the_workbook_is_written(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "cost.xlsx"
    assert run("cost", "workbook", "--out", str(target), "--as-of", "2026-11-01") == f"{target}: 1 vendor.\n"
    assert target.read_bytes()[:2] == b"PK"


def test_lift_cannot_be_told_before_anything_could_show_an_outcome(run: Run) -> None:
    assert run("funnel", "--lift", "--as-of", "2026-11-01").startswith("Whether it made a difference cannot be told")


def test_the_funnel_says_how_many_are_usable_before_a_crm_is_loaded(run: Run) -> None:
    assert "What came of them is not known yet" in run("funnel", "--as-of", "2026-11-01")
    rows = json.loads(run("funnel", "--as-of", "2026-11-01", "--json"))
    assert {row["stage"]: row["records"] for row in rows}["delivered"] == 2
