import csv
import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from leadaudit.cli import main
from leadaudit.workspace import Workspace

HEADER = "First Name,Last Name,Email,Job Title,Company,Phone,Country"
ROWS = (
    "Ada,Brook,ada.brook@northwell.example,Director of Marketing,Northwell,+1 202 555 0101,United States",
    "Ben,Castle,ben.castle@northwell.example,VP Sales,Northwell,+1 202 555 0102,United States",
    "Ada,Brook,ada.brook@northwell.example,Director of Marketing,Northwell,+1 202 555 0101,United States",
    "Cleo,Drum,cleo.drum(at)hillmark.example,CFO,Hillmark,,United States",
)


@pytest.fixture
def delivered(tmp_path: Path) -> Path:
    path = tmp_path / "northwell_leads.csv"
    path.write_text("\n".join([HEADER, *ROWS, ""]), encoding="utf-8")
    return path


def run(
    *arguments: str | Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.argv", ["leadaudit", *map(str, arguments)])
    with pytest.raises(SystemExit) as left:
        main()
    shown = capsys.readouterr()
    return int(left.value.code or 0), shown.out, shown.err


@pytest.fixture
def leadaudit(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    def _run(*arguments: str | Path) -> tuple[int, str, str]:
        return run(*arguments, capsys=capsys, monkeypatch=monkeypatch)

    return _run


BOUGHT = ("--vendor", "osprelle", "--price", "48", "--as-of", "2026-11-03", "--delivered-on", "2026-11-01")


def test_the_answer_says_what_is_usable_and_what_it_costs(leadaudit, delivered) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = leadaudit("audit", delivered, *BOUGHT)
    assert code == 0
    lines = out.splitlines()
    assert lines[:3] == [
        "Osprelle's file of 1 November: 4 lines for 192 USD.",
        "2 are usable: 96 USD each instead of 48.",
        "Not usable: 1 repeat, 1 that cannot be reached.",
    ]
    assert "Real leads: not known yet;" in out


def test_the_json_object_has_every_key_and_null_where_nothing_is_known(leadaudit, delivered) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = leadaudit("audit", delivered, *BOUGHT, "--json")
    found = json.loads(out)
    assert code == 0
    assert found["lines"] == {"delivered": 4, "read": 4, "repaired": 0, "unreadable": 0}
    assert found["usable"] == 2
    assert {name: number for name, number in found["not_usable"].items() if number} == {
        "duplicate": 1,
        "unreachable": 1,
    }
    assert found["usable"] + sum(found["not_usable"].values()) == found["lines"]["delivered"]
    assert found["not_usable"]["employer"] == found["excluded"]["competitor"] == 0
    assert found["classes"] == {"lead": 0, "signal": 0, "opt_in": 0, "unproven": 2, "excluded": 2}
    assert found["verdicts"] == {"accept": 4, "return": 0, "review": 0}
    assert found["mapping"]["email"] == "Email"
    assert found["outcomes"] == {"loaded_through": None, "linked": None}
    cost = found["cost"]
    assert (cost["media_minor"], cost["per_delivered_minor"], cost["per_usable_minor"]) == (19200, 4800, 9600)
    assert cost["real_leads"] == {"confirmed": None, "attested": 0}
    assert cost["per_real_lead_minor"] == {"realised": None, "median": None, "low": None, "high": None, "level": 0.9}
    assert set(found) == {
        "delivery", "vendor", "program", "delivered_on", "delivered_on_assumed", "as_of", "policy", "file", "mapping",
        "lines", "usable", "not_usable", "consent", "outcomes", "classes", "account_level", "excluded", "verdicts",
        "freshness", "still_true", "cost",
    }  # fmt: skip
    assert found["still_true"]["employer"]["records"] == 4
    assert found["still_true"]["employer"]["low"] <= found["still_true"]["employer"]["expected"] <= 4


def test_files_are_written_with_every_line_and_only_usable_records_are_clean(leadaudit, delivered, tmp_path) -> None:  # type: ignore[no-untyped-def]
    leadaudit("audit", delivered, *BOUGHT, "--out", tmp_path / "out", "--clean-for", "salesforce")
    written = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir()}
    assert set(written) == {"records.csv", "unreadable.csv", "clean.csv"}
    records = list(csv.DictReader(StringIO(written["records.csv"])))
    assert [(row["line"], row["usable"], row["excluded_reason"]) for row in records] == [
        ("2", "yes", ""),
        ("3", "yes", ""),
        ("4", "no", "duplicate"),
        ("5", "no", "unreachable"),
    ]
    clean = list(csv.DictReader(StringIO(written["clean.csv"])))
    assert [(row["First Name"], row["Email"], row["Phone"]) for row in clean] == [
        ("Ada", "ada.brook@northwell.example", "+12025550101"),
        ("Ben", "ben.castle@northwell.example", "+12025550102"),
    ]


def test_a_limit_that_is_crossed_exits_with_1(leadaudit, delivered) -> None:  # type: ignore[no-untyped-def]
    assert leadaudit("audit", delivered, *BOUGHT, "--fail-if", "not_usable=0.4")[0] == 1
    assert leadaudit("audit", delivered, *BOUGHT, "--fail-if", "not_usable=0.6")[0] == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"", "the file is empty"),
    ],
)
def test_what_is_no_table_ends_in_one_sentence(leadaudit, tmp_path, content, sentence) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "leads.csv"
    path.write_bytes(content)
    code, out, err = leadaudit("audit", path, *BOUGHT)
    assert (code, out) == (2, "")
    assert err.startswith("leads.csv: ")
    assert sentence in err
    assert "Traceback" not in err


def test_dates_that_can_be_read_two_ways_are_asked_about(leadaudit, delivered, tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "ambiguous.csv"
    path.write_text(f"{HEADER},Download Date\n{ROWS[0]},03/04/2026\n{ROWS[1]},05/06/2026\n", encoding="utf-8")
    code, _, err = leadaudit("audit", path, *BOUGHT)
    assert code == 2
    assert "Download Date" in err
    mapping = tmp_path / "map.toml"
    leadaudit("columns", path, "--save", mapping)
    mapping.write_text(mapping.read_text(encoding="utf-8") + '\n[dates]\n"Download Date" = "dmy"\n', encoding="utf-8")
    assert leadaudit("audit", path, *BOUGHT, "--map", mapping)[0] == 0
    code, out, err = leadaudit("audit", delivered, path, *BOUGHT)
    assert code == 2
    assert "4 lines" in out
    assert "Waiting: ambiguous.csv" in err


def test_without_knowing_what_was_bought_nothing_is_read(leadaudit, delivered) -> None:  # type: ignore[no-untyped-def]
    code, _, err = leadaudit("audit", delivered)
    assert code == 2
    assert err == "audit: it is not said what was bought. Give --vendor and --price, or --program.\n"


def test_a_workspace_keeps_what_is_audited_and_refuses_it_twice(leadaudit, delivered, tmp_path) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "workspace"
    Workspace.create(folder).close()
    code, out, _ = leadaudit("audit", delivered, *BOUGHT, "--workspace", folder, "--json")
    name = json.loads(out)["delivery"]
    assert code == 0
    code, _, err = leadaudit("audit", delivered, *BOUGHT, "--workspace", folder)
    assert code == 2
    assert name in err
    picture = tmp_path / "leads.pdf"
    picture.write_bytes(b"%PDF-1.7 ...")
    assert leadaudit("audit", picture, *BOUGHT, "--workspace", folder)[0] == 2
    assert list((folder / "staging").iterdir()) == []
    assert leadaudit("doctor", "--workspace", folder)[0] == 0
    code, out, _ = leadaudit("vendors", "--workspace", folder, "--as-of", "2026-11-03", "--json")
    assert [(row["vendor"], row["delivered"], row["usable"]) for row in json.loads(out)] == [("osprelle", 4, 2)]
    code, out, _ = leadaudit("explain", f"{name}:4", "--workspace", folder, "--as-of", "2026-11-03")
    assert code == 0
    assert out.startswith("Ada Brook at Northwell: ")
    assert f"  {name}:2 | same e-mail | usable" in out
    code, _, err = leadaudit("explain", f"{name}:99", "--workspace", folder)
    assert (code, err) == (2, f"record {name}:99: there is none of that name here. Write it as <delivery>:<line>.\n")
    assert leadaudit("withdraw", name, "--workspace", folder)[0] == 0
    assert leadaudit("audit", delivered, *BOUGHT, "--workspace", folder)[0] == 0


def test_program_and_policy_files_are_checked_in_one_go(leadaudit, tmp_path) -> None:  # type: ignore[no-untyped-def]
    program = tmp_path / "osprelle.toml"
    program.write_text('vendor = "osprelle"\nprice = -1\ncurrency = "usx"\n', encoding="utf-8")
    code, _, err = leadaudit("program", "check", program)
    assert code == 2
    assert len(err.splitlines()) == 2
    policy = tmp_path / "ours.toml"
    policy.write_text('name = "ours"\nversion = "1"\n[classes]\ncooloff_days = 120\n', encoding="utf-8")
    assert leadaudit("policy", "check", policy)[0] == 0
    code, out, _ = leadaudit("policy", "explain", policy)
    assert "A no outranks every behaviour for 120 days. [our assumption: set in ours.toml]" in out


def test_a_policy_tells_what_it_would_move_before_it_is_used_and_can_be_undone(leadaudit, delivered, tmp_path) -> None:  # type: ignore[no-untyped-def]
    folder, policy = tmp_path / "workspace", tmp_path / "ours.toml"
    Workspace.create(folder).close()
    policy.write_text('name = "ours"\nversion = "1"\n[usable]\nmin_employer_p = 0.999\n', encoding="utf-8")
    code, out, _ = leadaudit("policy", "diff", policy)
    assert (code, out.splitlines()[0]) == (0, "1 rule differs from the policy that comes with leadaudit.")
    leadaudit("audit", delivered, *BOUGHT, "--workspace", folder)
    code, out, _ = leadaudit("policy", "diff", policy, "--workspace", folder, "--json")
    effect = json.loads(out)
    assert code == 0
    assert effect["rules"] == [{"key": "usable.min_employer_p", "before": 0.5, "after": 0.999}]
    assert effect["moves"] == [{"what": "usable", "before": "usable", "after": "employer", "records": 2}]
    assert leadaudit("policy", "show", "--workspace", folder)[1].startswith("# The policy that comes with leadaudit")
    assert leadaudit("policy", "use", policy, "--workspace", folder)[0] == 0
    assert leadaudit("policy", "show", "--workspace", folder)[1] == policy.read_text(encoding="utf-8")
    assert leadaudit("policy", "use", "--shipped", "--workspace", folder)[1].startswith(
        "b2b-default 2026.1 is in force."
    )
    first = leadaudit("policy", "show", "--versions", "--workspace", folder)[1].splitlines()[-1].split()[0]
    assert leadaudit("policy", "use", "--version", first, "--workspace", folder)[1].startswith("ours 1 is in force.")
    code, _, err = leadaudit("policy", "use", "--workspace", folder)
    assert (code, err) == (
        2, "policy use: it is not said which policy. Give one of FILE, --shipped and --version.\n",
    )  # fmt: skip


def test_auditing_a_file_loads_no_catalogue(tmp_path: Path) -> None:
    path = tmp_path / "acme.csv"
    path.write_text("\n".join([HEADER, *ROWS]), encoding="utf-8")
    code = "import sys; from leadaudit.cli import main\ntry: main()\nexcept SystemExit as end: print(end.code)\n"
    code += "print('sqlalchemy' in sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", code, "audit", str(path), *BOUGHT], capture_output=True, text=True, check=True
    )
    assert said.stdout.splitlines()[-2:] == ["0", "False"], said.stderr
