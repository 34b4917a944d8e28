"""Files, folders and files of many vendors into a workspace from the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from leadaudit.cli import main
from leadaudit.workspace import Workspace

Run = Callable[..., tuple[int, str, str]]

HEADER = "Lead Source,Created Date,First Name,Last Name,Email,Job Title,Company"
PROGRAM = 'id = "osprelle-2026"\nvendor = "osprelle"\nprice = 45\ncurrency = "USD"\n'


PEOPLE = (
    "Gus Hale Larkmere", "Ada Brook Northwell", "Ben Castle Quillmere", "Cleo Drum Silvermoor",
    "Dan Ember Tallowgate", "Eve Frost Umberfield", "Finn Grove Vexholm",
)  # fmt: skip


def line(number: int, vendor: str, on: str) -> str:
    first, last, firm = PEOPLE[number % len(PEOPLE)].split()
    return f"{vendor},{on},{first},{last},{first.lower()}@{firm.lower()}.example,CFO,{firm}"


REPORT = "\n".join(
    [
        HEADER,
        line(1, "Osprelle", "2026-08-03"),
        line(2, "OSPRELLE Ltd", "2026-08-20"),
        line(3, "Osprelle", "2026-09-02"),
        line(4, "Zenith", "2026-09-12"),
        line(5, "Zenith", "2026-09-13"),
        line(6, "", "2026-09-30"),
        "",
    ]
)
BY = ("--split-by", 'vendor="Lead Source",month="Created Date"')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = Workspace.create(tmp_path / "workspace")
    made.put_program(PROGRAM, where="p")
    made.close()
    return tmp_path / "workspace"


@pytest.fixture
def leadaudit(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("LEADAUDIT_WORKSPACE", str(folder))

    def _run(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["leadaudit", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
        shown = capsys.readouterr()
        return int(left.value.code or 0), shown.out, shown.err

    return _run


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "crm_report.csv"
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_a_preview_says_what_a_file_becomes_and_stores_nothing(leadaudit: Run, report: Path, folder: Path) -> None:
    code, out, err = leadaudit("deliver", report, *BY, "--preview")
    assert code == 2
    assert out.splitlines()[0] == "crm_report.csv: This file becomes 4 deliveries under 2 programs."
    assert "osprelle is written Osprelle and OSPRELLE Ltd; these are taken for one." in out
    assert err == "To answer: 1 line names nobody under Lead Source. Say under which vendor they go.\n"
    code, out, err = leadaudit("deliver", report, *BY, "--rest", "unsorted", "--preview")
    assert (code, err) == (0, "")
    assert "1 line names nobody under Lead Source: they become a delivery of unsorted." in out
    code, out, _ = leadaudit("deliver", report, *BY, "--rest", "unsorted", "--preview", "--json")
    [file] = json.loads(out)
    assert [
        (one["vendor"], one["program"], one["new_program"], one["month"], one["lines"]) for one in file["deliveries"]
    ] == [
        ("osprelle", "osprelle-2026", False, "2026-08", 2),
        ("osprelle", "osprelle-2026", False, "2026-09", 1),
        ("zenith", "zenith", True, "2026-09", 2),
        ("unsorted", "unsorted", True, None, 1),
    ]
    assert file["lines"] == sum(one["lines"] for one in file["deliveries"])
    workspace = Workspace.open(folder)
    assert (workspace.deliveries(), list(workspace.programs())) == ((), ["osprelle-2026"])
    workspace.close()


def test_a_file_of_many_vendors_comes_and_goes_together_or_singly(leadaudit: Run, report: Path) -> None:
    assert leadaudit("deliver", report, *BY)[0] == 2
    code, out, _ = leadaudit("deliver", report, *BY, "--rest", "unsorted", "--json")
    [file] = json.loads(out)
    assert (code, file["problem"], len(file["deliveries"])) == (0, None, 4)
    code, _, err = leadaudit("deliver", report, *BY, "--rest", "unsorted")
    assert code == 2
    assert "its 4 deliveries are here" in err
    assert leadaudit("withdraw", file["deliveries"][0])[0] == 0
    code, out, _ = leadaudit("withdraw", "--file", "crm_report.csv")
    assert (code, out) == (0, "crm_report.csv: 3 deliveries taken out. The file can be delivered again.\n")
    assert leadaudit("deliveries", "--json")[1] == "[]\n"
    assert leadaudit("doctor")[0] == 0


def test_vendors_programs_and_days_are_as_a_person_says(leadaudit: Run, report: Path) -> None:
    code, out, _ = leadaudit(
        "deliver", report, *BY, "--rest", "osprelle", "--same", "Zenith=osprelle", "--under", "osprelle=osprelle-2026",
        "--day", "month-end", "--json",
    )  # fmt: skip
    [file] = json.loads(out)
    assert code == 0
    assert sorted(name.rsplit("-", 1)[0] for name in file["deliveries"]) == [
        "osprelle-2026-08-31",
        "osprelle-2026-09-30",
        "osprelle-2026-09-30",
    ]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (("--split-by", "month=Created Date"), "it names no column of vendors"),
        (("--split-by", "vendor=Vendor"), "crm_report.csv, column Vendor: there is none of that name"),
        ((*BY, "--same", "Zenith"), "--same Zenith: two names belong here. Write them with = between them."),
        ((*BY, "--under", "zenith=nope"), "program nope: there is none of that name here"),
        (("--program", "nope"), "program nope: there is none of that name here"),
        ((), "it is not said who delivered it"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    leadaudit: Run, report: Path, wrong: tuple[str, ...], sentence: str
) -> None:
    code, out, err = leadaudit("deliver", report, *wrong)
    assert (code, out) == (2, "")
    assert sentence in err
    assert "Traceback" not in err


def test_a_file_that_could_be_split_says_how(leadaudit: Run, report: Path) -> None:
    code, _, err = leadaudit("deliver", report, "--preview")
    assert code == 2
    assert '--split-by \'vendor="Lead Source",month="Created Date"\' makes one delivery for each.' in err


@pytest.fixture
def received(tmp_path: Path) -> Path:
    """A folder with a vendor known by its folder, a program's folder, a new vendor, and two files with a trouble."""
    lines = REPORT.splitlines()
    for place, content in {
        "Osprelle/sep.csv": [HEADER, lines[1], lines[2]],
        "osprelle-2026/oct.csv": [HEADER, lines[3]],
        "Zenith Data/sep.csv": [HEADER, lines[4], lines[5]],
        "nobody.csv": [HEADER, lines[6]],
    }.items():
        path = tmp_path / "received" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([*content, ""]), encoding="utf-8")
    (tmp_path / "received" / "Osprelle" / "picture.csv").write_bytes(b"%PDF-1.7 ...")
    return tmp_path / "received"


def test_a_folder_of_vendors_files_is_delivered_and_one_bad_file_stops_no_other(
    leadaudit: Run, received: Path, folder: Path
) -> None:
    code, out, _ = leadaudit("deliver", received, "--json")
    found = {one["file"]: one for one in json.loads(out)}
    assert code == 2
    assert {name: len(one["deliveries"]) for name, one in found.items()} == {
        "Osprelle/picture.csv": 0, "Osprelle/sep.csv": 1, "Zenith Data/sep.csv": 1, "nobody.csv": 0,
        "osprelle-2026/oct.csv": 1,
    }  # fmt: skip
    assert found["Osprelle/picture.csv"]["problem"].startswith("Osprelle/picture.csv: this is a PDF")
    assert found["nobody.csv"]["problem"].startswith(
        "nobody.csv: it is not said who delivered it. Put it into a folder"
    )
    workspace = Workspace.open(folder)
    assert sorted((one.head.program, str(one.head.delivered_on), one.delivered) for one in workspace.deliveries()) == [
        ("osprelle-2026", "2026-08-20", 2),
        ("osprelle-2026", "2026-09-02", 1),
        ("zenith-data", "2026-09-13", 2),
    ]
    assert all(one.head.delivered_on_assumed for one in workspace.deliveries())
    assert list((folder / "staging").iterdir()) == []
    workspace.close()


def test_a_folder_is_previewed_before_anything_is_stored(leadaudit: Run, received: Path, folder: Path) -> None:
    code, out, err = leadaudit("deliver", received, "--preview")
    assert code == 2
    assert "zenith-data (new)" in out
    assert out.endswith("Nothing was stored. Leave out --preview to deliver.\n")
    assert "nobody.csv: it is not said who delivered it" in err
    workspace = Workspace.open(folder)
    assert workspace.deliveries() == ()
    workspace.close()


def test_a_manifest_says_what_the_files_of_a_folder_are(leadaudit: Run, received: Path) -> None:
    (received / "deliveries.toml").write_text(
        '[[delivery]]\nfile = "nobody.csv"\nprogram = "osprelle-2026"\ndelivered_on = 2026-10-02\n'
        '[[delivery]]\nfile = "gone.csv"\nprogram = "osprelle-2026"\n'
        '[[delivery]]\nfile = "../crm.csv"\nprogram = "osprelle-2026"\n',
        encoding="utf-8",
    )
    code, out, _ = leadaudit("deliver", received, "--json")
    found = {one["file"]: one for one in json.loads(out)}
    assert code == 2
    assert found["nobody.csv"]["deliveries"][0].startswith("osprelle-2026-10-02-")
    assert found["gone.csv"]["problem"] == "deliveries.toml, gone.csv: there is no such file. Check the name."
    assert found["../crm.csv"]["problem"] == "deliveries.toml, ../crm.csv: it lies outside the folder. Move it."
    assert found["Zenith Data/sep.csv"]["problem"] == (
        "Zenith Data/sep.csv: deliveries.toml does not say what it is. Add it there, or take it away."
    )


def test_every_file_of_a_folder_can_be_split(leadaudit: Run, report: Path, tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    for month in ("08", "09"):
        (reports / f"{month}.csv").write_text(REPORT.replace("Ada", f"Ada{month}"), encoding="utf-8")
    code, out, _ = leadaudit("deliver", reports, *BY, "--rest", "unsorted", "--json")
    assert code == 0
    assert [len(one["deliveries"]) for one in json.loads(out)] == [4, 4]


def test_a_vendor_without_a_price_gets_one_when_its_program_file_is_known(
    leadaudit: Run, report: Path, tmp_path: Path
) -> None:
    leadaudit("deliver", report, *BY, "--rest", "unsorted")
    costs = {one["vendor"]: one["per_usable_minor"] for one in json.loads(leadaudit("vendors", "--json")[1])}
    assert (costs["osprelle"], costs["zenith"]) == (4500, None)
    program = tmp_path / "zenith.toml"
    program.write_text('id = "zenith"\nvendor = "zenith"\nprice = 30\ncurrency = "USD"\n', encoding="utf-8")
    assert leadaudit("program", "put", program)[:2] == (0, "zenith: in force. The next answer goes by it.\n")
    costs = {one["vendor"]: one["per_usable_minor"] for one in json.loads(leadaudit("vendors", "--json")[1])}
    assert costs["zenith"] == 3000


def test_the_job_of_the_app_splits_as_was_chosen(leadaudit: Run, report: Path, folder: Path) -> None:
    from datetime import date

    from leadaudit.split.choice import Split

    workspace = Workspace.open(folder)
    staged = workspace.stage(report, report.name)
    code, _, err = leadaudit("commit-split", staged.staged)
    assert (code, err) == (2, "crm_report.csv: it is not said how to split it. Choose the columns again.\n")
    chosen = Split(
        vendor="Lead Source", until=date(2026, 11, 1), delivered_on=date(2026, 10, 1), rest_vendor="unsorted"
    )
    workspace.choose_split(staged.staged, chosen)
    code, out, _ = leadaudit("commit-split", staged.staged)
    assert (code, len(out.splitlines())) == (0, 3)
    workspace.close()
