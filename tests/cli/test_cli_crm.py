"""CRM exports, stages and outcomes on the command line."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from leadaudit.cli.commands import app
from leadaudit.errors import FileMistakesError, LeadauditError, UnknownNameError
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


BAD_DEALS = """Opportunity ID,Opportunity Name,Stage,Amount,Currency,Created Date,Close Date
O1,Platform,Closed Won,-5,USD,2026-04-01,2026-06-01
O2,Add-on,Zorbing,10,USD,2026-04-05,
"""


def test_what_an_export_would_bring_is_told_to_other_programs(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text(BAD_DEALS, encoding="utf-8")
    told = json.loads(run("import", "crm", file, "--snapshot-on", "2026-11-01", "--preview", "--json"))
    assert (told["import"], told["kind"], told["coverage"], told["rows"]) == (None, "crm_opportunities", "full", 2)
    assert (told["first_on"], told["last_on"], told["linked"]) == ("2026-04-01", "2026-04-05", None)
    assert told["columns"]["amount"] == ["Amount"]
    [finding] = told["findings"]
    assert (finding["check"], finding["lines"], finding["first_line"]) == ("crm.negative-amount", 1, 2)
    assert {"place": "opportunity", "word": "Zorbing", "means": None, "rows": 1} in told["words"]
    rows = run("import", "crm", file, "--snapshot-on", "2026-11-01", "--preview", "--csv").splitlines()
    assert rows[0] == "about,name,rows,says"
    assert "import,,2,crm_opportunities" in rows
    assert "word,opportunity: Zorbing,1," in rows


def test_what_an_export_brought_is_told_to_other_programs(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text(OPPORTUNITIES, encoding="utf-8")
    told = json.loads(run("import", "crm", file, "--snapshot-on", "2026-10-30", "--json"))
    assert told["import"]
    assert (told["gone"], told["in_force_before"]) == (0, 0)
    assert told["linked"] == {"records": 3, "linked": 2, "ambiguous": 0, "months_fallen": 0}
    assert told["opportunities"] == {"loaded": 2, "no_name": 2, "nobody_here": 0, "several": 0}
    rows = run("import", "crm", file, "--snapshot-on", "2026-10-29", "--csv").splitlines()
    assert "linked,linked,2," in rows
    assert "opportunities,no_name,2," in rows


def test_the_order_of_days_is_said_once_for_all_exports_of_a_layout(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "calls.csv"
    text = "Activity ID,Contact ID,Activity Type,Status,Date\nA9,003X,Call,Completed,03/04/2026\n"
    file.write_text(text, encoding="utf-8")
    words = ("import", "crm", file, "--source", "other", "--partial", "--preview", "--json")
    with pytest.raises(FileMistakesError, match=r"Say which with --day-first or --month-first"):
        run(*words)
    assert json.loads(run(*words, "--month-first"))["first_on"] == "2026-03-04"
    file.write_text(text.replace("A9", "A8").replace("03/04", "05/06"), encoding="utf-8")
    assert json.loads(run(*words))["first_on"] == "2026-05-06"
    assert json.loads(run(*words, "--day-first"))["first_on"] == "2026-06-05"
    assert json.loads(run(*words))["first_on"] == "2026-06-05"


def test_options_that_a_kind_of_file_has_not_are_refused_before_anything_is_stored(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "rates.csv"
    file.write_text("date,currency,rate\n2026-01-01,EUR,1.1\n", encoding="utf-8")
    for option in ("--csv", "--day-first", "--preview"):
        with pytest.raises(LeadauditError, match=option):
            run("import", "fx", file, option)
