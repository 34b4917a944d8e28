"""What people say of the columns of their evidence files, and such a file read by it."""

from datetime import date

from sqlalchemy import Connection

from leadaudit.audit import OpenedDelivery
from leadaudit.evidence.file_choice import ColumnChoice, read_column_choice, require_of_file
from leadaudit.evidence_file import EvidenceRead, read_evidence_file
from leadaudit.vocabulary import ImportKind
from leadaudit.workspace import settings
from leadaudit.workspace.catalogue import writing
from leadaudit.workspace.file_store import Store
from leadaudit.workspace.settings import SettingKind


def chosen_columns(connection: Connection, kind: ImportKind) -> ColumnChoice:
    """What was said of the columns of one kind of evidence file, of whatever tool."""
    text = settings.newest(connection, SettingKind.COLUMNS, kind.value)
    return read_column_choice(text, what=kind.value, where=f"columns of {kind.value}")


def choose_columns(store: Store, kind: ImportKind, opened: OpenedDelivery, choice: ColumnChoice) -> None:
    """Keep what somebody said of the columns of a file; what was said of other columns stays.

    Raises:
        FileMistakesError: The file has no such column, or two say the same.
    """
    headers = [column.header for column in opened.mapping.columns]
    require_of_file(choice, headers, where=opened.table.file_name)
    with writing(store.engine) as connection:
        together = chosen_columns(connection, kind).with_more(choice)
        settings.keep(connection, SettingKind.COLUMNS, kind.value, together.as_text(), author=store.author)


def read_evidence(
    connection: Connection, opened: OpenedDelivery, kind: ImportKind, *, name: str, snapshot_on: date, where: str
) -> EvidenceRead:
    """A file of evidence, read with our words and by what was said of its columns; nothing is stored.

    Args:
        connection: To the catalogue.
        opened: The file.
        kind: What it holds.
        name: Id of the import.
        snapshot_on: The day it speaks for.
        where: The file's name, for sentences.

    Raises:
        LeadauditError: It cannot be read as asked.
    """
    return read_evidence_file(
        opened,
        kind=kind,
        name=name,
        snapshot_on=snapshot_on,
        where=where,
        words=settings.words(connection),
        founded_on=settings.buyer(connection).founded_on,
        chosen=chosen_columns(connection, kind),
    )


def preview_evidence(store: Store, opened: OpenedDelivery, kind: ImportKind, *, snapshot_on: date) -> EvidenceRead:
    """What bringing in a file of evidence would mean; nothing is stored.

    Raises:
        LeadauditError: It cannot be read as asked.
    """
    with store.engine.connect() as connection:
        return read_evidence(
            connection, opened, kind, name="preview", snapshot_on=snapshot_on, where=opened.table.file_name
        )
