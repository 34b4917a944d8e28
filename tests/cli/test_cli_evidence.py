"""``leadaudit evidence``, ``letter`` and the import of evidence, on a workspace of one delivery."""

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from leadaudit.cli.commands import app
from leadaudit.workspace import Workspace
from leadaudit.workspace.deliveries import Arrival

PROGRAM = """
id = "spring"
vendor = "osprelle"
price = 45
currency = "USD"
[dedupe]
[returns]
window = 10
"""

FILE = b"""Lead ID,First Name,Last Name,Email,Job Title,Company,Country,Opt-In
L1,Ada,Brook,ada@northwell.example,Director,Northwell,US,Y
L2,Ben,Castle,ben@northwell.example,Director,Northwell,US,Y
"""

ANSWERS = """Email,Answer,Wording,Asked on,Answered on
ada@northwell.example,yes,May we call?,2026-09-02,2026-09-20
zoe@elsewhere.example,no,May we call?,2026-09-02,2026-09-21
ben@northwell.example,perhaps,May we call?,2026-09-02,2026-09-21
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("evidence") / "workspace"
    workspace = Workspace.create(made, author="ada")
    bought = workspace.put_program(PROGRAM, where="spring.toml")
    staged = workspace.stage(FILE, "leads.csv")
    opened = workspace.opened(staged.staged, vendor="osprelle")
    workspace.commit(opened, staged, Arrival(program=bought, delivered_on=date(2026, 9, 1)))
    workspace.close()
    file = made.parent / "answers.csv"
    file.write_text(ANSWERS, encoding="utf-8")
    printed = run(made, "import", "responses", str(file), "--snapshot-on", "2026-09-30")
    assert printed.splitlines()[1:] == [
        "3 x somebody was asked by us.",
        "1 x somebody said no when we asked.",
        "1 x somebody said yes when we asked.",
        "1 x somebody did something we have no word for.",
        "4 rows are about people who are here.",
        "Kept: 2 rows about at least 1 person we do not have. They count from the day their record comes.",
        "A word we do not know: 1 line, first line 4. What happened is not understood: perhaps. It is kept and "
        "supports nothing.",
    ]
    return made


def run(folder: Path, *arguments: str) -> str:
    result = CliRunner().invoke(app, [*arguments, "--workspace", str(folder)])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_classes_over_time_are_listed_with_their_denominators(folder: Path) -> None:
    rows = json.loads(run(folder, "evidence", "classes", "--as-of", "2026-10-15", "--json"))
    told = {(row["after_days"], row["class"]): (row["records"], row["reached"]) for row in rows}
    assert told == {
        (0, "unproven"): (2, 2), (30, "lead"): (1, 2), (30, "unproven"): (1, 2), (None, "lead"): (1, 2),
        (None, "unproven"): (1, 2),
    }  # fmt: skip
    printed = run(folder, "evidence", "classes", "--as-of", "2026-10-15")
    assert "after 30 days" in printed
    assert "1 (50 %)" in printed


def test_evidence_of_people_who_are_not_here_is_listed(folder: Path) -> None:
    printed = run(folder, "evidence", "kept", "--as-of", "2026-10-15")
    assert "2 pieces of evidence about nobody who is here." in printed
    assert "zoe@elsewhere.example" in printed
    assert "ada@northwell.example" not in printed
    assert run(folder, "evidence", "kept", "--as-of", "2026-10-15", "--csv").count("zoe@elsewhere.example") == 2


def test_patterns_and_restated_runs_say_when_there_is_nothing(folder: Path) -> None:
    printed = run(folder, "evidence", "patterns", "--as-of", "2026-10-15")
    assert "no capture time has seconds" in printed
    assert run(folder, "evidence", "restated") == "Nothing was published yet.\n"
    assert run(folder, "evidence", "attested", "--as-of", "2026-10-15", "--json") == "[]\n"


def test_letters_are_written_into_a_folder(folder: Path, tmp_path: Path) -> None:
    run(folder, "letter", "wording", "osprelle", "--as-of", "2026-10-15", "--out", str(tmp_path))
    assert "# Permission of 2 records you delivered" in (tmp_path / "osprelle-wording.md").read_text(encoding="utf-8")
    assert "L2,ben@northwell.example" in (tmp_path / "osprelle-wording-records.csv").read_text(encoding="utf-8-sig")
    run(folder, "letter", "spec", "spring", "--out", str(tmp_path))
    assert (tmp_path / "spring-template.csv").read_text(encoding="utf-8-sig").startswith("Lead ID,First name,")
    assert "# What to deliver for spring" in run(folder, "letter", "spec", "spring")


def test_what_columns_say_can_be_corrected_and_looked_at_first(tmp_path: Path) -> None:
    made = tmp_path / "workspace"
    Workspace.create(made, author="ada").close()
    file, choice = tmp_path / "mails.csv", tmp_path / "map.toml"
    file.write_text("Whom,What became of it,Day\nada@northwell.example,Hard,05/09/2026\n", encoding="utf-8")
    choice.write_text(
        '[columns]\n"Whom" = "email"\n"What became of it" = "status"\n"Day" = "at"\n[dates]\n"Day" = "mdy"\n',
        encoding="utf-8",
    )
    asked = ("import", "bounces", str(file), "--snapshot-on", "2026-09-30")
    shown = run(made, *asked, "--map", str(choice), "--preview")
    assert [line.split() for line in shown.splitlines() if "email" in line] == [["Whom", "email"]]
    assert "1 x somebody could not be reached: the mailbox is not there." in shown
    workspace = Workspace.open(made)
    assert workspace.imports() == ()
    workspace.close()
    assert "imported" in run(made, *asked)  # what was said is kept
    workspace = Workspace.open(made)
    [name] = [one.import_id for one in workspace.imports()]
    assert workspace.read_table(name, "evidence")["occurred_on"].to_pylist() == [date(2026, 5, 9)]
    workspace.close()
