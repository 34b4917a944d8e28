"""CRM exports, stages and outcomes on the command line."""

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
from tests.workspace.conftest import PROGRAM, table
from tests.workspace.test_workspace_crm import ACTIVITIES, CONTACTS, OPPORTUNITIES

Run = Callable[..., str]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs a command over a workspace with one delivery and a small CRM."""
    folder = tmp_path_factory.mktemp("cli-crm")
    workspace = Workspace.create(folder / "workspace", author="ada")
    workspace.put_program(PROGRAM, where="osprelle-2026.toml")
    staged = workspace.stage(table(1, 2, 3), "leads.csv")
    arrival = Arrival(program=workspace.program("osprelle-2026"), delivered_on=date(2026, 3, 1))
    workspace.commit(workspace.opened(staged.staged, vendor="osprelle"), staged, arrival)
    workspace.close()

    def _run(*words: str | Path) -> str:
        done = CliRunner().invoke(app, [*map(str, words), "--workspace", str(folder / "workspace")])
        if done.exception is not None:
            raise done.exception
        return done.stdout

    for name, text in (("contacts", CONTACTS), ("opportunities", OPPORTUNITIES), ("activities", ACTIVITIES)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        _run("import", "crm", folder / f"{name}.csv", "--snapshot-on", "2026-10-31")
    return _run


def test_a_preview_says_what_a_file_is_and_what_its_words_mean(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text(OPPORTUNITIES.replace("Negotiation", "Zorbing"), encoding="utf-8")
    told = run("import", "crm", file, "--snapshot-on", "2026-11-01", "--preview")
    assert told.splitlines()[0] == "2 opportunity rows, 1 April 2026 to 5 April 2026."
    assert 'nobody said what that means. Say it with leadaudit stages set opportunity "Zorbing" MEANING.' in told
    assert len(json.loads(run("outcomes", "unnamed", "--json"))) == 2


def test_the_checker_says_what_can_be_told_and_what_is_missing(run: Run) -> None:
    told = json.loads(run("outcomes", "check", "--as-of", "2026-11-01", "--json"))
    ready = {one["number"]: one["ready"] for one in told["numbers"]}
    assert ready["meetings set and held"] == "ready"
    assert ready["opportunities"] == "missing"
    assert ready["webinars attended"] == "missing"
    assert "2 of 2 opportunities name no contact; they cannot be credited." in told["sentences"]
    assert "2 of 3 (67 %) of the records are of people whom the CRM holds." in told["sentences"]


def test_link_rates_come_as_a_table_and_as_csv(run: Run) -> None:
    assert "osprelle  2026-03" in run("outcomes", "links", "--as-of", "2026-11-01")
    assert run("outcomes", "links", "--as-of", "2026-11-01", "--csv").splitlines() == [
        "vendor,month,records,linked,ambiguous,rate,has_fallen",
        f"osprelle,2026-03-01,3,2,0,{2 / 3},False",
    ]


def test_a_file_that_is_not_there_is_named_with_what_to_do(run: Run, tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match=r"gone\.csv: there is no such file to read\. Check the path\."):
        run("import", "crm", tmp_path / "gone.csv")


def test_what_was_opened_at_delivered_companies_says_what_it_is_compared_with(run: Run) -> None:
    words = run("outcomes", "influence", "--as-of", "2026-11-01")
    assert "companies that nobody delivered, and it takes 30" in " ".join(words.split())
    [one] = json.loads(run("outcomes", "influence", "--as-of", "2026-11-01", "--json"))
    assert one["vendor"] == "osprelle"
    assert one["expected_without"] is None
    assert run("outcomes", "influence", "--as-of", "2026-11-01", "--csv").startswith("vendor,companies,opportunities,")


def test_lists_come_with_their_count(run: Run) -> None:
    assert run("outcomes", "unlinked", "--as-of", "2026-11-01").startswith("1 record of nobody in the CRM.")
    assert run("outcomes", "ambiguous", "--as-of", "2026-11-01").startswith("0 pairs to look at.")
    assert run("outcomes", "doubts", "--as-of", "2026-11-01").startswith("0 doubts.")


def test_a_word_that_is_said_stands_in_the_list_and_in_the_file(run: Run) -> None:
    assert run("stages", "set", "touch", "Completed", "replied") == 'touch, "Completed": means replied from now on.\n'
    shown = json.loads(run("stages", "show", "--as-of", "2026-11-01", "--json"))
    assert {"place": "touch", "word": "Completed", "means": "replied", "rows": 1} in shown
    assert run("stages", "file") == '[touch]\n"completed" = "replied"\n'


def test_a_kind_of_file_that_does_not_exist_is_answered_with_those_that_do(run: Run, tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"import: salesforce is no kind of file\. Use crm, crm_contacts, crm_leads"):
        run("import", "salesforce", tmp_path / "x.csv")
