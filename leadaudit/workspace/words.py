"""What other words of our own would change in the deliveries that are here; nothing is stored."""

from collections.abc import Iterator
from typing import Final

import pyarrow as pa
from sqlalchemy import Connection

from leadaudit.facts.own_words import OwnWords
from leadaudit.facts.words_effect import WordsEffect, said_of, words_effect
from leadaudit.workspace import settings
from leadaudit.workspace.deliveries import all_deliveries
from leadaudit.workspace.file_store import FileStore, files_of

_RECORDS: Final = ("title", "job_level", "job_function", "company", "industry")
_FACTS: Final = ("email_norm", "email_domain", "email_is_free", "email_is_disposable", "website_domain")


def effect_of(connection: Connection, store: FileStore, after: OwnWords) -> WordsEffect:
    """What would be read otherwise with these words than with those in force."""
    said = said_of(_delivered(connection, store))
    return words_effect(said, before=settings.words(connection), after=after)


def _delivered(connection: Connection, store: FileStore) -> Iterator[tuple[pa.Table, pa.Table]]:
    for one in all_deliveries(connection):
        files = files_of(connection, one.head.delivery)
        # A delivery need not have any of these columns; its lines are counted all the same.
        records = store.read_table(files["records"], ("delivery", *_RECORDS))
        yield records, store.read_table(files["facts"], _FACTS)
