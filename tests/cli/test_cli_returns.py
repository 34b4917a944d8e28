"""``leadaudit returns`` and ``leadaudit claims`` on a workspace of one delivery."""

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

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

FILE = b"""Lead ID,First Name,Last Name,Email,Job Title,Company,Country
L1,Ada,Brook,ada@northwell.example,Director,Northwell,US
L2,Ada,Brook,ada@northwell.example,Director,Northwell,US
L3,Ben,Castle,ben@northwell.example,Director,Northwell,US
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    workspace = Workspace.create(tmp_path / "workspace", author="ada")
    bought = workspace.put_program(PROGRAM, where="spring.toml")
    staged = workspace.stage(FILE, "leads.csv")
    opened = workspace.opened(staged.staged, vendor="osprelle")
    workspace.commit(opened, staged, Arrival(program=bought, delivered_on=date(2026, 9, 1)))
    workspace.close()
    return tmp_path / "workspace"


def run(folder: Path, *words: str, as_of: str | None = None) -> Result:
    day = [] if as_of is None else ["--as-of", as_of]
    return CliRunner().invoke(app, [*words, "--workspace", str(folder), *day], standalone_mode=False)


def test_what_is_due_within_some_days_fails_for_cron(folder: Path) -> None:
    assert run(folder, "returns", "--due", "3", "--fail-if", "any", as_of="2026-09-07").return_value == 0
    assert run(folder, "returns", "--due", "3", "--fail-if", "any", as_of="2026-09-08").return_value == 1
    assert run(folder, "returns", "--due", "3", "--fail-if", "any", as_of="2026-09-12").return_value == 0


def test_returns_print_one_document(folder: Path) -> None:
    found = json.loads(run(folder, "returns", "--json", as_of="2026-09-08").stdout)
    assert found["returns"] == [
        {
            "vendor": "osprelle", "program": "spring", "standing": "open", "code": "duplicate_delivery",
            "last_on": "2026-09-11", "records": 1, "amount_minor": 4500, "currency": "USD",
        }
    ]  # fmt: skip
    assert found["first_mails"][0]["by"] == "2026-09-10"


def test_deadlines_go_into_a_calendar(folder: Path, tmp_path: Path) -> None:
    run(folder, "returns", "--ics", str(tmp_path / "returns.ics"), as_of="2026-09-08")
    text = (tmp_path / "returns.ics").read_text(encoding="utf-8")
    assert "DTSTART;VALUE=DATE:20260911" in text
    assert "SUMMARY:Last day to return 1 record worth 45 USD to osprelle" in text


def test_a_claim_goes_its_way_from_the_command_line(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(folder, "returns", "--build", "osprelle", "--format", "rejection", "--out", str(out), as_of="2026-09-08")
    name = "spring-2026-09-08-1"
    assert (out / f"{name}.csv").read_text(encoding="utf-8").splitlines() == [
        "lead_id,rejection_reason",
        "L2,duplicate_delivery: The same e-mail stands in line 2 of the same file.",
    ]
    assert "worth 45.00 USD" in (out / f"{name}.txt").read_text(encoding="utf-8")
    assert run(folder, "claims", "sent", name, "--on", "2026-09-08").stdout == f"{name}: sent.\n"
    reply = tmp_path / "reply.csv"
    reply.write_text("lead_id,status,reason\nL2,accepted,\n", encoding="utf-8")
    assert run(folder, "claims", "answer", name, str(reply)).stdout == f"{name}: 1 record answered.\n"
    assert run(folder, "claims", "credited", name).stdout == f"{name}: 1 record credited.\n"
    (listed,) = json.loads(run(folder, "claims", "list", "--json").stdout)
    assert listed["states"]["credited"] == {"records": 1, "amount_minor": 4500}
    (won,) = json.loads(run(folder, "claims", "won", "--json").stdout)
    assert (won["asked"], won["answered"], won["won"], won["interval"]["high"]) == (1, 1, 1, 1.0)
    assert 0 < won["interval"]["low"] < 1
