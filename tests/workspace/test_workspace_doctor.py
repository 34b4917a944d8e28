import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from leadaudit.errors import FileMistakesError, WorkspaceError
from leadaudit.workspace import Workspace, catalogue, settings
from tests.workspace.conftest import PROGRAM, Deliver, table

AS_OF = date(2026, 10, 1)


def only_file(workspace: Workspace, start: str) -> Path:
    [path] = [path for path in (workspace.folder / "files").iterdir() if path.name.startswith(start)]
    return path


def test_a_sound_workspace_has_nothing_to_say(workspace: Workspace, deliver: Deliver) -> None:
    deliver(table(1, 2))
    workspace.assessment(as_of=AS_OF)
    assert workspace.doctor() == ()


def test_a_deleted_file_is_found(workspace: Workspace, deliver: Deliver) -> None:
    deliver(table(1, 2))
    path = only_file(workspace, "facts-")
    path.unlink()
    assert workspace.doctor() == (
        f"file {path.name}: it is gone. Restore it from a backup, or withdraw what needs it.",
    )


def test_a_changed_byte_is_found(workspace: Workspace, deliver: Deliver) -> None:
    deliver(table(1, 2))
    path = only_file(workspace, "original-")
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().replace(b"Ben", b"Bin"))
    assert workspace.doctor() == (f"file {path.name}: its bytes have changed. Restore it from a backup.",)


def test_a_wrong_count_is_found(workspace: Workspace, deliver: Deliver) -> None:
    name = deliver(table(1, 2))
    with catalogue.writing(catalogue.open_engine(workspace.folder)) as connection:
        connection.execute(text("update deliveries set lines_read = 3"))
    assert workspace.doctor() == (
        f"delivery {name}: 3 lines are noted as read, 2 are stored. Withdraw it and deliver the file again.",
    )


def test_files_nobody_needs_are_collected_after_a_day_and_not_before(workspace: Workspace, deliver: Deliver) -> None:
    name = deliver(table(1, 2))
    workspace.withdraw(name)
    left = sorted(path.name for path in (workspace.folder / "files").iterdir())
    assert workspace.tidy() == []
    yesterday = time.time() - 25 * 3600
    for path in (workspace.folder / "files").iterdir():
        os.utime(path, (yesterday, yesterday))
    assert workspace.tidy() == left
    assert workspace.doctor() == ()


KILLED = """
import os, sys
from datetime import date
from pathlib import Path
from leadaudit.workspace import Workspace, file_store
from leadaudit.workspace.deliveries import Arrival

workspace = Workspace.open(Path(sys.argv[1]), author="ada")
staged = workspace.stage(Path(sys.argv[2]), "leads.csv")
step, left = sys.argv[3], int(sys.argv[4])

def dies(original):
    def counted(*arguments, **named):
        global left
        left -= 1
        if left < 0:
            os._exit(9)
        return original(*arguments, **named)
    return counted

import leadaudit.workspace.deliveries as deliveries
if step == "file":
    file_store.FileStore._keep = dies(file_store.FileStore._keep)
else:
    deliveries.register = dies(deliveries.register)
opened = workspace.opened(staged.staged, vendor="osprelle")
workspace.commit(opened, staged, Arrival(program=workspace.program("osprelle-2026"), delivered_on=date(2026, 9, 1)))
"""


@pytest.mark.parametrize(("step", "left"), [("file", 0), ("file", 3), ("register", 0)])
def test_a_kill_at_any_moment_leaves_nothing_half_visible(
    workspace: Workspace, deliver: Deliver, tmp_path: Path, step: str, left: int
) -> None:
    source = tmp_path / "leads.csv"
    source.write_bytes(table(1, 2))
    command = [sys.executable, "-c", KILLED, str(workspace.folder), str(source), step, str(left)]
    assert subprocess.run(command, check=False).returncode == 9
    assert workspace.deliveries() == ()
    assert workspace.doctor() == ()
    deliver(table(1, 2))
    assert len(workspace.deliveries()) == 1


def test_others_read_while_one_writes(workspace: Workspace, deliver: Deliver) -> None:
    name = deliver(table(1, 2))
    reader = Workspace.open(workspace.folder)
    with catalogue.writing(catalogue.open_engine(workspace.folder)) as connection:
        connection.execute(text("delete from deliveries"))
        assert [one.head.delivery for one in reader.deliveries()] == [name]
        connection.execute(text("rollback"))
        connection.execute(text("begin"))
    assert len(reader.deliveries()) == 1


def test_a_workspace_of_a_newer_version_is_refused(workspace: Workspace) -> None:
    with catalogue.writing(catalogue.open_engine(workspace.folder)) as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(WorkspaceError, match=r"it was made by a newer leadaudit\. Install that version to open it"):
        Workspace.open(workspace.folder)


def test_the_newest_form_is_the_last_migration(tmp_path: Path) -> None:
    made = Workspace.create(tmp_path / "new")
    with catalogue.open_engine(made.folder).connect() as connection:
        assert connection.execute(text("select version_num from alembic_version")).scalar() == catalogue.NEWEST_FORM


def test_the_migrations_make_what_the_schema_says(workspace: Workspace) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from leadaudit.workspace import schema

    with catalogue.open_engine(workspace.folder).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []


def test_what_was_read_by_other_rules_is_read_again(workspace: Workspace, deliver: Deliver) -> None:
    name = deliver(table(1, 2))
    before = sorted(path.name for path in (workspace.folder / "files").iterdir())
    with catalogue.writing(catalogue.open_engine(workspace.folder)) as connection:
        connection.execute(text("update deliveries set recipe = 'older', lines_read = 7"))
        connection.execute(text("update file_uses set file = (select file from files where file like 'keys-%') "
                                "where name = 'facts'"))  # fmt: skip
    assert (
        f"delivery {name}: its tables were made by other rules or words. They are made again with the next answer."
        in (workspace.doctor())
    )
    workspace.assessment(as_of=AS_OF)
    assert workspace.doctor() == ()
    after = {path.name for path in (workspace.folder / "files").iterdir()}
    assert set(before) <= after
    assert workspace.read_table(name, "facts").num_rows == 2


def test_a_program_stored_before_there_was_a_rule_is_read_and_told_about(
    workspace: Workspace, deliver: Deliver
) -> None:
    text = PROGRAM.replace("[dedupe]", "start_on = 2026-01-05\n[dedupe]") + "[[spec]]\nconfirmed_at = 2026-01-10\n"
    with pytest.raises(FileMistakesError):
        workspace.put_program(text, where="osprelle.toml")
    with catalogue.writing(workspace.store.engine) as connection:
        settings.keep(connection, settings.SettingKind.PROGRAM, "osprelle-2026", text, author="ada")
    deliver(table(1))
    assert workspace.assessment().summaries()
    assert workspace.doctor() == (
        "program osprelle-2026: no spec binds from start_on 2026-01-05 until 2026-01-11 00:00. Give the first one an "
        "earlier confirmed_at or binds_from, or leave both out.",
    )
