"""What an input says, in the forms in which few rows of many are found without reading the others.

Made the first time somebody asks and kept with the input; they follow from its facts, records and keys alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection

from leadaudit.identity.contradictions import JOINING_RULES
from leadaudit.identity.pairs.arriving import block_keys, described, rules_version
from leadaudit.identity.pairs.blocking import ranges
from leadaudit.identity.pairs.described import DESCRIBED
from leadaudit.identity.people import PEOPLE_FACTS
from leadaudit.identity.rows import spelled_out
from leadaudit.tables import KEYS
from leadaudit.workspace.catalogue import writing
from leadaudit.workspace.file_store import Store, files_of, register
from leadaudit.workspace.settings import second_domains

Lines = npt.NDArray[np.int64]
_RULES: Final = pa.array([rule.value for rule in JOINING_RULES])
# Moves with what the tables below hold beyond what the rules of pairs say.
_FORM: Final = 2


@dataclass(frozen=True, kw_only=True)
class Ready:
    """One input; every table is mapped, and those of lines are ordered by line; ``rows_of`` reads some of them.

    Args:
        store: The workspace.
        name: Id of a delivery or an import.
        files: Its files by table name.
        second_domains: Domains that another one of their company stands for, in the user's words.
    """

    store: Store
    name: str
    files: dict[str, str]
    second_domains: dict[str, str]

    @property
    def facts_file(self) -> str:
        """The file of its facts, which stands for all it says."""
        return self.files["facts"]

    @property
    def paths(self) -> tuple[Path, Path]:
        """Facts and records; a CRM import keeps no records beside its facts."""
        found = self.store.files
        return found.path(self.facts_file), found.path(self.files.get("records", self.facts_file))

    def make(self) -> None:
        """Make every table, so that whoever arrives next finds them."""
        for _ in (self.said, self.blocks, self.facts, self.keys, self.holders):
            pass

    @cached_property
    def said(self) -> pa.Table:
        """``DESCRIBED`` of all its records."""
        return self._made(
            f"said-{rules_version(self.second_domains)}",
            lambda: described(*self.paths, second_domains=self.second_domains),
        )

    @cached_property
    def blocks(self) -> pa.Table:
        """Its blocking keys, ``BLOCKS``."""
        return self._made(
            f"block_keys-{rules_version(self.second_domains)}",
            lambda: block_keys(DESCRIBED.require(spelled_out(self.said))),
        )

    @cached_property
    def facts(self) -> pa.Table:
        """What decides who is who, of all its records."""
        return self._made(f"person_facts-{_FORM}", lambda: self._read("facts", PEOPLE_FACTS))

    @cached_property
    def keys(self) -> pa.Table:
        """Its exact keys, ``KEYS``."""
        return self._made(f"person_keys-{_FORM}", lambda: self._read("keys", KEYS.schema.names))

    @cached_property
    def holders(self) -> pa.Table:
        """Who holds which joining key: hash64 and line, ordered by hash64."""
        return self._made(f"key_holders-{_FORM}", self._by_hash)

    def _by_hash(self) -> pa.Table:
        joining = self.keys.filter(pc.is_in(self.keys["rule"], _RULES)).select(["hash64", "line"])
        return joining.take(pa.array(np.argsort(joining["hash64"].to_numpy(), kind="stable")))

    def _read(self, table: str, columns: Sequence[str]) -> pa.Table:
        read = self.store.files.read_table(self.files[table], columns).select(columns)
        lines = read["line"].to_numpy()
        return read if (lines[1:] >= lines[:-1]).all() else read.sort_by("line")

    def _made(self, table: str, make: Callable[[], pa.Table]) -> pa.Table:
        files = self.store.files
        with self.store.engine.connect() as connection:
            file = files_of(connection, self.name).get(table)
        if file is not None:
            return files.map_table(file)
        stored = files.write_mapped(table.partition("-")[0], make())
        with writing(self.store.engine) as connection:
            now = files_of(connection, self.name)
            # The input may have gone, or been read again, or another process was quicker.
            if now.get("facts") == self.facts_file and table not in now:
                register(connection, self.name, {table: stored})
        return files.map_table(stored.file)


def ready(store: Store, name: str) -> Ready:
    """An input as it is now."""
    with store.engine.connect() as connection:
        return ready_in(store, connection, name)


def ready_in(store: Store, connection: Connection, name: str) -> Ready:
    """The same, read over a connection that is open."""
    return Ready(store=store, name=name, files=files_of(connection, name), second_domains=second_domains(connection))


def rows_of(table: pa.Table, lines: Lines) -> pa.Table:
    """The rows of some lines.

    Args:
        table: Ordered by its line.
        lines: The lines, ascending.
    """
    held = table["line"].to_numpy()
    first, last = np.searchsorted(held, lines, side="left"), np.searchsorted(held, lines, side="right")
    return spelled_out(table.take(pa.array(ranges(first, last - first))))
