"""``leadaudit invoices`` and ``leadaudit accrual`` on a small workspace."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from leadaudit.cli.commands import app
from leadaudit.errors import FileMistakesError
from leadaudit.workspace import Workspace

PROGRAM = '[program]\nid = "osprelle-2026"\nvendor = "osprelle"\nprice = 45\ncurrency = "USD"\n'
LEADS = "First Name,Last Name,Email,Company\nAda,Brook,ada@northwell.example,Northwell\n"
HEADER = "Invoice,Invoice Date,Program,Quantity,Unit Price,Amount,Currency\n"

Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    from datetime import date

    from leadaudit.workspace.deliveries import Arrival

    folder = tmp_path / "workspace"
    workspace = Workspace.create(folder, author="ada")
    workspace.put_program(PROGRAM, where="osprelle.toml")
    staged = workspace.stage(LEADS.encode(), "leads.csv")
    arrival = Arrival(program=workspace.program("osprelle-2026"), delivered_on=date(2026, 9, 1))
    workspace.commit(workspace.opened(staged.staged), staged, arrival)
    workspace.close()

    def _run(*arguments: str) -> str:
        result = CliRunner().invoke(app, [*arguments, "--workspace", str(folder)])
        if result.exception is not None:
            raise result.exception
        return result.stdout

    return _run


def test_a_file_is_matched_brought_in_kept_and_packed(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "invoices.csv"
    file.write_text(HEADER + "I-1,2026-09-02,osprelle-2026,2,45,90.00,USD\n")
    told = run("invoices", "match", str(file), "--as-of", "2026-09-05")
    assert "I-1: 2 billed, 1 there to bill: 1 record too many." in told
    assert json.loads(run("invoices", "match", "--json", "--as-of", "2026-09-05")) == []
    assert "imported." in run("import", "invoices", str(file), "--partial")
    [one] = json.loads(run("invoices", "match", "--json", "--as-of", "2026-09-05"))
    assert (one["billed_minor"], one["expected_minor"], one["disputed_minor"]) == (9000, 4500, 4500)
    assert run("invoices", "match", "--csv", "--as-of", "2026-09-05").count("\n") == 2
    assert "Kept." in run("invoices", "keep", "I-1", "--as-of", "2026-09-05")
    assert "kept no longer" in run("invoices", "release", "I-1")
    assert "1 dispute" in run("invoices", "pack", "I-1", "--out", str(tmp_path / "pack.xlsx"), "--as-of", "2026-09-05")
    assert (tmp_path / "pack.xlsx").read_bytes().startswith(b"PK")


def test_month_end_names_its_period(run: Run) -> None:
    [row] = json.loads(run("accrual", "--on", "2026-09-05", "--json"))
    assert (row["period_from"], row["period_to"], row["accrual_minor"]) == ("2026-09-01", "2026-09-05", 4500)
    assert run("accrual", "--on", "2026-09-05", "--csv").startswith("program,vendor,currency,period_from,period_to,")
    assert "To accrue: 45.00 USD." in run("accrual", "--on", "2026-09-05")


def test_a_sample_is_drawn_and_judged(run: Run, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    assert "1 of 1 record." in run("invoices", "sample", "osprelle-2026", "--out", str(sheet), "--as-of", "2026-09-05")
    assert "No sample was looked at yet." in run("invoices", "accept", "--as-of", "2026-09-05")
    header, line = sheet.read_text(encoding="utf-8-sig").splitlines()
    sheet.write_text(f"{header}\n{line.removesuffix(',,,')},no,left,2026-09-04\n")
    run("import", "sample_checks", str(sheet), "--partial")
    told = run("invoices", "accept", "--as-of", "2026-09-05")
    assert told.startswith("osprelle-2026: 1 of 1 (100 %) not valid")
    assert told.rstrip().endswith("No rule was agreed.")


def test_a_file_that_cannot_be_booked_is_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "invoices.csv"
    file.write_text(HEADER + "I-1,2026-09-02,nobody,2,45,90.00,USD\n")
    with pytest.raises(FileMistakesError, match="is 'nobody', which is no program here"):
        run("invoices", "match", str(file), "--as-of", "2026-09-05")
