"""Answers of queries over an assessment, kept beside it: each under what was asked, and of which files.

Files are named after what they hold, so the name of an answer says everything it depends on: the query's text, its
parameters and its tables.  An answer that is not kept is worked out.
"""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.ipc

from leadaudit import sql

# The table of an assessment that holds them.
COUNTS: Final = "counts"

_SCHEMA: Final = pa.schema([("asked", pa.string()), ("answer", pa.binary())])

Tables = Mapping[str, "sql.Source | sql.Asked"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KeptCounts:
    """Answers that are known.

    Args:
        answers: Arrow streams by what was asked.
    """

    answers: Mapping[str, bytes]

    def query(self, name: str, tables: Tables, params: Mapping[str, sql.Parameter]) -> pa.Table:
        """The kept answer, else the query's."""
        kept = self.answers.get(asked(name, tables, params))
        return sql.run(name, tables, params) if kept is None else pa.ipc.open_stream(kept).read_all()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counting:
    """Runs queries and remembers every answer."""

    answers: dict[str, pa.Table] = field(default_factory=dict)

    def query(self, name: str, tables: Tables, params: Mapping[str, sql.Parameter]) -> pa.Table:
        """What ``sql.run`` returns; the same is not asked twice."""
        key = asked(name, tables, params)
        if key not in self.answers:
            self.answers[key] = sql.run(name, tables, params)
        return self.answers[key]


def asked(name: str, tables: Tables, params: Mapping[str, sql.Parameter]) -> str:
    """The name of a question."""
    return _digest(
        sql.text_of(name),
        json.dumps(dict(sorted(params.items())), default=str),
        *(f"{table} {_named(source)}" for table, source in sorted(tables.items())),
    )


def as_table(answers: Mapping[str, pa.Table]) -> pa.Table:
    """Answers as one table, in the order of their names."""
    streams = {key: _stream(answer) for key, answer in sorted(answers.items())}
    return pa.table({"asked": list(streams), "answer": list(streams.values())}, schema=_SCHEMA)


def of_table(table: pa.Table) -> KeptCounts:
    """The same again."""
    return KeptCounts(answers=dict(zip(table["asked"].to_pylist(), table["answer"].to_pylist(), strict=True)))


def _named(source: "sql.Source | sql.Asked") -> str:
    if isinstance(source, sql.Asked):
        return asked(source.name, source.tables, source.params)
    if isinstance(source, pa.Table):
        return hashlib.sha256(_stream(source)).hexdigest()
    return " ".join(path.name for path in ([source] if isinstance(source, Path) else source))


def _stream(table: pa.Table) -> bytes:
    written = io.BytesIO()
    with pa.ipc.new_stream(written, table.schema) as stream:
        stream.write_table(table.combine_chunks())
    return written.getvalue()


def _digest(*said: str) -> str:
    return hashlib.sha256("\n\n".join(said).encode()).hexdigest()
