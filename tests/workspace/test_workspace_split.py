"""One file that becomes many deliveries: kept once, taken out together or singly, read again as it was split."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from sqlalchemy import text

from leadaudit.errors import AlreadyDeliveredError, SplitError, UnknownNameError
from leadaudit.split.choice import Split
from leadaudit.workspace import Workspace, catalogue
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.deliveries import Arrival

AS_OF = date(2026, 11, 1)
HEADER = "Lead Source,Created Date,First Name,Last Name,Email,Job Title,Company,Phone,Country"
NAMES = ("Ada Brook", "Ben Castle", "Cleo Drum", "Dora Elm", "Emil Frost", "Fay Grove", "Gus Hale", "Ivy Jay")


def line(number: int, vendor: str, on: str) -> str:
    first, last = NAMES[number % len(NAMES)].split()
    return (
        f"{vendor},{on},{first},{last},{first.lower()}.{last.lower()}{number}@northwell.example,Director of Marketing,"
        f"Northwell,+1 202 555 01{number:02d},United States"
    )


LINES = (
    line(1, "Osprelle", "2026-08-03"),
    line(2, "OSPRELLE ", "2026-08-20"),
    line(3, "Osprelle Ltd", "2026-09-02"),
    line(4, "Zenith Data", "2026-09-12"),
    line(1, "Zenith Data", "2026-09-13"),
    line(5, "", "2026-09-30"),
)
REPORT = "\n".join([HEADER, *LINES, ""]).encode()


def split(**chosen: object) -> Split:
    settled = {"vendor": "Lead Source", "month": "Created Date", "until": AS_OF, "rest_vendor": "unsorted", **chosen}
    return Split(**settled)  # type: ignore[arg-type]


def take_in(workspace: Workspace, chosen: Split, content: bytes = REPORT) -> tuple[str, ...]:
    staged = workspace.stage(content, "crm_report.csv")
    return workspace.commit_split(workspace.opened(staged.staged), staged, chosen)


def contents(assessment: StoredAssessment) -> dict[str, list[dict[str, object]]]:
    return {
        name: [row for path in paths for row in pq.read_table(path).to_pylist()]
        for name, paths in assessment.paths.items()
    }


def lines_of(workspace: Workspace, name: str) -> list[int]:
    numbers: list[int] = workspace.read_table(name, "lines")["line"].to_pylist()
    return numbers


def test_every_vendor_and_month_is_a_delivery_and_the_bytes_are_kept_once(workspace: Workspace) -> None:
    names = take_in(workspace, split())
    found = {one.head.delivery: one for one in workspace.deliveries()}
    assert set(found) == set(names)
    told = [
        (one.head.vendor, one.head.program, one.head.delivered_on, lines_of(workspace, name))
        for name, one in found.items()
    ]
    assert sorted(told) == [
        ("osprelle", "osprelle-2026", date(2026, 8, 20), [2, 3]),
        ("osprelle", "osprelle-2026", date(2026, 9, 2), [4]),
        ("unsorted", "unsorted", date(2026, 9, 30), [7]),
        ("zenith-data", "zenith-data", date(2026, 9, 13), [5, 6]),
    ]
    assert len([path for path in (workspace.folder / "files").iterdir() if path.name.startswith("original-")]) == 1
    assert {workspace.original(name).read_bytes() for name in names} == {REPORT}
    assert workspace.programs()["zenith-data"].price is None
    assert list((workspace.folder / "staging").iterdir()) == []
    assert workspace.doctor() == ()


def test_a_person_two_vendors_of_one_file_delivered_is_found(workspace: Workspace) -> None:
    take_in(workspace, split())
    found = contents(workspace.assessment(as_of=AS_OF))
    assert [
        (str(row["delivery"]).rsplit("-", 1)[0], row["line"], row["also_delivered_by"])
        for row in found["repeats"]
        if row["also_delivered_by"]
    ] == [
        ("osprelle-2026-08-20", 2, ["zenith-data"]),
        ("zenith-data-2026-09-13", 6, ["osprelle"]),
    ]
    assert {row["amount_minor"] for row in found["verdicts"]} == {4500, None}
    assert workspace.doctor() == ()


def test_nothing_is_stored_while_lines_have_no_place(workspace: Workspace) -> None:
    with pytest.raises(SplitError, match=r"1 line names nobody under Lead Source\. Say under which vendor they go"):
        take_in(workspace, split(rest_vendor=None))
    assert workspace.deliveries() == ()
    assert list(workspace.programs()) == ["osprelle-2026"]


def test_the_same_file_split_the_same_way_is_refused(workspace: Workspace) -> None:
    take_in(workspace, split())
    with pytest.raises(AlreadyDeliveredError) as refused:
        take_in(workspace, split(until=date(2026, 11, 20)))
    assert str(refused.value) == (
        "crm_report.csv: the same file was split the same way, its 4 deliveries are here. Nothing was stored; "
        "take them out first if this one should replace them."
    )
    assert len(workspace.deliveries()) == 4


def test_a_line_is_never_delivered_twice_by_splitting_another_way_or_not_at_all(workspace: Workspace) -> None:
    names = take_in(workspace, split())
    with pytest.raises(AlreadyDeliveredError, match="the same file is here split by Lead Source, Created Date"):
        take_in(workspace, split(month=None, delivered_on=AS_OF))
    staged = workspace.stage(REPORT, "crm_report.csv")
    arrival = Arrival(program=workspace.program("osprelle-2026"), delivered_on=AS_OF)
    with pytest.raises(AlreadyDeliveredError, match="the same file is here taken apart"):
        workspace.commit(workspace.opened(staged.staged), staged, arrival)
    workspace.withdraw_file("crm_report.csv")
    whole = workspace.commit(workspace.opened(staged.staged), staged, arrival)
    assert whole not in names
    with pytest.raises(AlreadyDeliveredError, match=f"the same file was delivered whole on 2026-11-01 as {whole}"):
        take_in(workspace, split())


def test_one_delivery_taken_out_comes_back_alone_under_its_own_id(workspace: Workspace) -> None:
    names = take_in(workspace, split())
    before = contents(workspace.assessment(as_of=AS_OF))
    workspace.withdraw(names[1])
    assert len(workspace.deliveries()) == 3
    assert workspace.doctor() == ()
    assert take_in(workspace, split()) == (names[1],)
    assert contents(workspace.assessment(as_of=AS_OF)) == before


def test_withdrawing_all_of_a_file_leaves_what_would_be_there_had_it_never_come(workspace: Workspace, deliver) -> None:  # type: ignore[no-untyped-def]
    from tests.workspace.conftest import table

    deliver(table(1, 2))
    before = workspace.assessment(as_of=AS_OF)
    seen = contents(before)
    names = take_in(workspace, split())
    assert workspace.assessment(as_of=AS_OF).assessment_id != before.assessment_id
    file = next(one.file_sha256 for one in workspace.deliveries() if one.is_part)
    assert set(workspace.withdraw_file(file[:12])) == set(names)
    after = workspace.assessment(as_of=AS_OF)
    assert after.assessment_id == before.assessment_id
    assert contents(after) == seen
    assert workspace.doctor() == ()


def test_a_file_that_is_not_here_is_named(workspace: Workspace) -> None:
    with pytest.raises(UnknownNameError, match=r"file nope\.csv: no delivery here is of that file"):
        workspace.withdraw_file("nope.csv")


def test_a_name_two_files_share_is_asked_about(workspace: Workspace) -> None:
    take_in(workspace, split())
    take_in(workspace, split(), REPORT.replace(b"Cleo", b"Clio"))
    with pytest.raises(UnknownNameError, match=r"2 different files have that name. Give one by its fingerprint"):
        workspace.withdraw_file("crm_report.csv")


def test_ids_do_not_depend_on_what_else_is_delivered(workspace: Workspace, tmp_path: Path) -> None:
    other = Workspace.create(tmp_path / "other", author="ada")
    other.put_program(workspace_program(), where="p")
    assert take_in(other, split()) == take_in(workspace, split())


def workspace_program() -> str:
    from tests.workspace.conftest import PROGRAM

    return PROGRAM


def test_a_split_delivery_is_read_again_from_the_bytes_and_how_they_were_split(workspace: Workspace) -> None:
    names = take_in(workspace, split())
    before = {name: workspace.read_table(name, "facts") for name in names}
    with catalogue.writing(catalogue.open_engine(workspace.folder)) as connection:
        connection.execute(text("update deliveries set recipe = 'older', lines_read = 7"))
    workspace.assessment(as_of=AS_OF)
    assert workspace.doctor() == ()
    assert {name: workspace.read_table(name, "facts") for name in names} == before
    assert sum(one.delivered for one in workspace.deliveries()) == len(LINES)


def test_a_file_is_read_once_for_all_its_deliveries(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    from leadaudit.intake import read

    opened: list[object] = []

    def counted(*given: Any, **named: Any) -> Any:
        opened.append(given)
        return read.read_table(*given, **named)

    monkeypatch.setattr("leadaudit.audit.read_table", counted)
    take_in(workspace, split())
    assert len(opened) == 1
    with catalogue.writing(catalogue.open_engine(workspace.folder)) as connection:
        connection.execute(text("update deliveries set recipe = 'older'"))
    workspace.assessment(as_of=AS_OF)
    assert len(opened) == 2


def test_a_line_in_two_deliveries_of_a_file_is_found(workspace: Workspace) -> None:
    names = take_in(workspace, split())
    first, second = (name for name in names if name.startswith("osprelle"))
    with catalogue.writing(catalogue.open_engine(workspace.folder)) as connection:
        uses = "select file from file_uses where name = 'lines' and owner"
        connection.execute(
            text(f"update file_uses set file = ({uses} = '{first}') where name = 'lines' and owner = '{second}'")
        )
    assert any(
        "line 2 of crm_report.csv is in another delivery of the file too" in sentence for sentence in workspace.doctor()
    )


def test_how_a_staged_file_is_split_is_remembered(workspace: Workspace) -> None:
    staged = workspace.stage(REPORT, "crm_report.csv")
    assert staged.split is None
    workspace.choose_split(staged.staged, split())
    assert workspace.staged(staged.staged).split == split()
    assert workspace.choose_split(staged.staged, None).split is None


KILLED = """
import os, sys
from datetime import date
from pathlib import Path
from leadaudit.split.choice import read_split
from leadaudit.workspace import Workspace, deliveries, file_store

workspace = Workspace.open(Path(sys.argv[1]), author="ada")
staged = workspace.stage(Path(sys.argv[2]), "crm_report.csv")
step, left = sys.argv[3], int(sys.argv[4])

def dies(original):
    def counted(*arguments, **named):
        global left
        left -= 1
        if left < 0:
            os._exit(9)
        return original(*arguments, **named)
    return counted

if step == "file":
    file_store.FileStore._keep = dies(file_store.FileStore._keep)
else:
    deliveries.register = dies(deliveries.register)
workspace.commit_split(workspace.opened(staged.staged), staged, read_split(sys.argv[5]))
"""


@pytest.mark.parametrize(("step", "left"), [("file", 0), ("file", 9), ("register", 0), ("register", 2)])
def test_a_kill_at_any_moment_leaves_none_of_the_deliveries_visible(
    workspace: Workspace, tmp_path: Path, step: str, left: int
) -> None:
    from leadaudit.split.choice import write_split

    source = tmp_path / "crm_report.csv"
    source.write_bytes(REPORT)
    command = [sys.executable, "-c", KILLED, str(workspace.folder), str(source), step, str(left), write_split(split())]
    assert subprocess.run(command, check=False, env=os.environ).returncode == 9
    assert workspace.deliveries() == ()
    assert list(workspace.programs()) == ["osprelle-2026"]
    assert workspace.doctor() == ()
    assert len(take_in(workspace, split())) == 4


def test_a_workspace_of_the_first_form_is_brought_to_this_one(tmp_path: Path) -> None:
    from alembic import command
    from alembic.config import Config

    folder = tmp_path / "old"
    Workspace.create(folder, author="ada").close()
    (folder / catalogue.FILE_NAME).unlink()
    engine = catalogue.open_engine(folder)
    config = Config()
    config.set_main_option("script_location", str(Path(catalogue.__file__).parent / "migrations"))
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql(
            "insert into deliveries values ('osprelle-2026-09-01-abcdef', 'osprelle', 'osprelle-2026', '2026-09-01', 0,"
            " '2026-09-01 00:00:00', 'leads.csv', 'ff', 1, '', '{}', '{}', 'x', 1, 0, 0, '2026-09-01 00:00:00')"
        )
        connection.commit()
    [one] = Workspace.open(folder).deliveries()
    assert (one.head.delivery, one.part, one.split, one.is_part) == ("osprelle-2026-09-01-abcdef", "", "", False)
