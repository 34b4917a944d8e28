"""The doors to the catalogue: an engine, transactions that write, and its history of migrations."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select, text

from leadaudit.errors import WorkspaceError
from leadaudit.workspace import schema

FILE_NAME: Final = "catalogue.sqlite"

# The newest form; Alembic is loaded only when a catalogue has another one.
NEWEST_FORM: Final = "0007"

# How long a writer waits for another one before it gives up.
BUSY_SECONDS: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """Who did what, when."""

    at: datetime
    author: str
    action: str
    subject: str
    detail: str


def open_engine(folder: Path) -> Engine:
    """An engine on the catalogue of a workspace; readers never wait for a writer."""
    engine = create_engine(
        f"sqlite:///{folder / FILE_NAME}", connect_args={"timeout": BUSY_SECONDS, "isolation_level": None}
    )

    @event.listens_for(engine, "connect")
    def _settle(connection: Any, _record: object) -> None:
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that only reads."""
    with engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that holds the writer lock from its start; all of it or nothing becomes visible."""
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        connection.exec_driver_sql("COMMIT")


def migrate(engine: Engine, *, where: str) -> None:
    """Bring the catalogue to the newest form.

    Raises:
        WorkspaceError: It was made by a newer version.
    """
    with engine.connect() as connection:
        if _form(connection) == NEWEST_FORM:
            return
        # One transaction, so that a kill in the middle leaves the form it had; a second process finds it done.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        _upgrade(connection, where=where)
        connection.commit()


def _form(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("select version_num from alembic_version")).scalar()


def _upgrade(connection: Connection, *, where: str) -> None:
    # Alembic takes longer to load than a small audit takes to run, and is needed once in the life of a workspace.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    found = _form(connection)
    if found is not None and found not in {
        step.revision for step in ScriptDirectory.from_config(config).walk_revisions()
    }:
        raise WorkspaceError(where, "it was made by a newer leadaudit", "Install that version to open it")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def write_log(connection: Connection, *, author: str, action: str, subject: str, detail: str = "") -> None:
    """Add one entry to the log; there is no other way to write it, and none to change it."""
    entry = {"at": clock(), "author": author, "action": action, "subject": subject, "detail": detail}
    connection.execute(insert(schema.log).values(entry))


def read_log(connection: Connection) -> tuple[LogEntry, ...]:
    """Who did what, newest first."""
    rows = connection.execute(select(schema.log).order_by(schema.log.c.entry.desc())).mappings()
    return tuple(
        LogEntry(at=row["at"], author=row["author"], action=row["action"], subject=row["subject"], detail=row["detail"])
        for row in rows
    )


def clock() -> datetime:
    """Now, in UTC, without a zone as the catalogue keeps it; the only clock below the faces."""
    return datetime.now(UTC).replace(tzinfo=None)
