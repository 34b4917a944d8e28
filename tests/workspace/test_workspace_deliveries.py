import re
import stat
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadaudit.errors import AlreadyDeliveredError, UnknownNameError, WorkspaceError
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment
from tests.workspace.conftest import Deliver, table

AS_OF = date(2026, 10, 1)


def contents(assessment: StoredAssessment) -> dict[str, list[dict[str, object]]]:
    return {
        name: [row for path in paths for row in pq.read_table(path).to_pylist()]
        for name, paths in assessment.paths.items()
    }


def test_a_delivery_is_listed_with_its_lines(workspace: Workspace, deliver: Deliver) -> None:
    name = deliver(table(1, 2, 3))
    [one] = workspace.deliveries()
    assert one.head.delivery == name
    assert re.fullmatch(r"osprelle-2026-09-01-[0-9a-f]{6}", name)
    assert (one.delivered, one.lines_read, one.lines_unreadable) == (3, 3, 0)
    assert workspace.original(name).read_bytes() == table(1, 2, 3)


def test_the_same_file_under_the_same_program_is_refused_by_name(workspace: Workspace, deliver: Deliver) -> None:
    name = deliver(table(1, 2))
    with pytest.raises(AlreadyDeliveredError) as refused:
        deliver(table(1, 2), on=date(2026, 9, 20), name="again.csv")
    assert str(refused.value) == (
        f"again.csv: the same file was delivered under program osprelle-2026 on 2026-09-01 as {name}. "
        "Nothing was stored; take that delivery out first if this one should replace it."
    )
    assert len(workspace.deliveries()) == 1


def test_withdrawing_leaves_what_would_be_there_had_the_delivery_never_come(
    workspace: Workspace, deliver: Deliver
) -> None:
    deliver(table(1, 2, 3))
    before = workspace.assessment(as_of=AS_OF)
    seen = contents(before)
    second = deliver(table(2, 3, 4), on=date(2026, 9, 20))
    with_second = workspace.assessment(as_of=AS_OF)
    assert with_second.assessment_id != before.assessment_id
    workspace.withdraw(second)
    after = workspace.assessment(as_of=AS_OF)
    assert after.assessment_id == before.assessment_id
    assert contents(after) == seen
    assert workspace.doctor() == ()


def test_a_withdrawn_file_can_be_delivered_again(workspace: Workspace, deliver: Deliver) -> None:
    name = deliver(table(1))
    workspace.withdraw(name)
    assert deliver(table(1)) == name


@settings(max_examples=6)
@given(order=st.permutations([0, 1, 2]))
def test_the_answer_does_not_depend_on_the_order_of_import(
    tmp_path_factory: pytest.TempPathFactory, order: list[int]
) -> None:
    from leadaudit.workspace.deliveries import Arrival
    from tests.workspace.conftest import PROGRAM

    files = [(table(1, 2), date(2026, 9, 1)), (table(2, 3), date(2026, 9, 8)), (table(1, 3, 4), date(2026, 9, 15))]
    made = Workspace.create(tmp_path_factory.mktemp("order") / "workspace", author="ada")
    made.put_program(PROGRAM, where="p")
    for at in order:
        staged = made.stage(files[at][0], f"{at}.csv")
        made.commit(
            made.opened(staged.staged, vendor="osprelle"),
            staged,
            Arrival(program=made.program("osprelle-2026"), delivered_on=files[at][1]),
        )
    assessment = made.assessment(as_of=AS_OF)
    repeats = [row for row in contents(assessment)["classes"] if row["excluded_reason"] == "duplicate"]
    assert [(row["delivered_on"], row["line"]) for row in repeats] == [
        (date(2026, 9, 8), 2),
        (date(2026, 9, 15), 2),
        (date(2026, 9, 15), 3),
    ]
    made.close()


def test_two_runs_on_the_same_bytes_give_the_same_bytes(tmp_path: Path) -> None:
    from leadaudit.workspace.deliveries import Arrival
    from tests.workspace.conftest import PROGRAM

    files = []
    for place in ("one", "two"):
        made = Workspace.create(tmp_path / place, author="ada")
        made.put_program(PROGRAM, where="p")
        staged = made.stage(table(1, 2, 3), "leads.csv")
        made.commit(
            made.opened(staged.staged, vendor="osprelle"),
            staged,
            Arrival(program=made.program("osprelle-2026"), delivered_on=date(2026, 9, 1)),
        )
        made.assessment(as_of=AS_OF)
        files.append({path.name: path.read_bytes() for path in (tmp_path / place / "files").iterdir()})
    assert files[0] == files[1]


def test_another_day_and_another_policy_are_other_assessments(workspace: Workspace, deliver: Deliver) -> None:
    deliver(table(1, 2))
    names = {
        workspace.assessment(as_of=AS_OF).assessment_id,
        workspace.assessment(as_of=date(2026, 10, 2)).assessment_id,
    }
    workspace.put_policy('name = "ours"\nversion = "1"\n[usable]\nmin_employer_p = 0.6\n', where="ours.toml")
    names.add(workspace.assessment(as_of=AS_OF).assessment_id)
    assert len(names) == 3


def test_a_delivery_after_the_day_asked_about_is_not_read(workspace: Workspace, deliver: Deliver) -> None:
    deliver(table(1, 2), on=date(2026, 9, 1))
    early = workspace.assessment(as_of=date(2026, 9, 10))
    deliver(table(3), on=date(2026, 9, 20))
    assert workspace.assessment(as_of=date(2026, 9, 10)).assessment_id == early.assessment_id


def test_a_mapping_is_kept_even_when_the_import_fails(workspace: Workspace, deliver: Deliver) -> None:
    deliver(table(1))
    workspace.withdraw(workspace.deliveries()[0].head.delivery)
    saved = workspace.saved_mapping("osprelle")
    assert saved is not None
    assert saved.columns["Job Title"] == "title"


def test_what_happened_is_in_the_log(workspace: Workspace, deliver: Deliver) -> None:
    name = deliver(table(1))
    workspace.withdraw(name)
    actions = [(entry.author, entry.action, entry.subject) for entry in workspace.log()]
    assert ("ada", "delivery withdrawn", name) == actions[0]
    assert ("ada", "delivery added", name) == actions[1]


def test_a_delivery_that_is_not_here_is_named(workspace: Workspace) -> None:
    with pytest.raises(UnknownNameError, match="delivery nobody-1: there is none of that name here"):
        workspace.withdraw("nobody-1")


def test_a_workspace_is_private_to_its_owner(workspace: Workspace) -> None:
    assert stat.S_IMODE(workspace.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((workspace.folder / "files").stat().st_mode) == 0o700


def test_a_folder_that_is_no_workspace_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="this is no workspace"):
        Workspace.open(tmp_path)
    (tmp_path / "something.txt").write_text("x")
    with pytest.raises(WorkspaceError, match="the folder is not empty"):
        Workspace.create(tmp_path)
