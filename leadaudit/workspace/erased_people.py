"""Whom somebody had erased: what is left of their lines, and how a later file that holds them is recognised."""

import hmac
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, select

from leadaudit import tables
from leadaudit.audit import OpenedDelivery
from leadaudit.audit_inputs import DeliveryRead
from leadaudit.erased import NOBODY, Erased, ErasedLine
from leadaudit.errors import WorkspaceError
from leadaudit.vocabulary import LineStatus
from leadaudit.workspace import schema
from leadaudit.workspace.file_store import Store

KEY_FILE: Final = "erasure.key"
_KEY_BYTES: Final = 32


def erased_so_far(connection: Connection) -> Erased:
    """Everything that was erased."""
    lines, people = schema.erased_lines, schema.erasures
    rows = connection.execute(
        select(lines, people.c.erased_on)
        .join(people, people.c.erasure == lines.c.erasure)
        .order_by(lines.c.owner, lines.c.line)
    ).mappings()
    return Erased(
        lines=tuple(
            ErasedLine(
                delivery=row["owner"],
                line=row["line"],
                erased_on=row["erased_on"],
                status=LineStatus(row["status"]),
                kept=json.loads(row["kept"]),
            )
            for row in rows
        ),
        digests=frozenset(connection.execute(select(schema.erased_addresses.c.digest)).scalars()),
    )


def erased_places(connection: Connection, file_sha256: str) -> dict[int, tuple[str, LineStatus]]:
    """The erased lines of a file that was split: which part each was in, and what became of it."""
    table = schema.erased_lines
    rows = connection.execute(select(table).where(table.c.file_sha256 == file_sha256, table.c.part != "")).mappings()
    return {row["line"]: (row["part"], LineStatus(row["status"])) for row in rows}


def key_path(store: Store) -> Path:
    """Where the key of the digests lies."""
    return store.files.folder.parent / KEY_FILE


def erasure_key(store: Store) -> bytes:
    """The key of the digests, made the first time somebody is erased.

    Raises:
        WorkspaceError: It is gone although somebody was erased.
    """
    path = key_path(store)
    if not path.exists():
        with store.engine.connect() as connection:
            if connection.execute(select(schema.erased_addresses)).first() is not None:
                raise WorkspaceError(
                    str(path), "the key to the erased addresses is gone", "Restore it from a backup of the workspace"
                )
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
    return path.read_bytes()


def digest_of(key: bytes, address: str) -> str:
    """What is kept of an address: it can be recognised with the key, and not read."""
    return hmac.digest(key, address.lower().encode(), "sha256").hex()


def suppressed_records(store: Store, facts: pa.Table, erased: Erased) -> pa.Table:
    """Records that came with an address somebody had erased: delivery, line."""
    if not erased.digests:
        return NOBODY.empty_table()
    key = erasure_key(store)
    known = [one for one in pc.unique(facts["email_norm"]).to_pylist() if one and digest_of(key, one) in erased.digests]
    here = facts.filter(pc.is_in(facts["email_norm"], value_set=pa.array(known, tables.TEXT)))
    return here.select(["delivery", "line"]).cast(NOBODY)


def with_erased(opened: OpenedDelivery, erased: Mapping[int, LineStatus], *, delivery: str) -> OpenedDelivery:
    """A file in which the erased lines are delivered lines that say nothing, whatever their bytes read as now.

    Args:
        opened: The file.
        erased: Each erased line with what became of it when it was first read.
        delivery: Id its lines are read under.
    """
    if not erased:
        return opened
    lines = opened.table.lines
    others = lines.filter(pc.invert(pc.is_in(lines["line"], value_set=pa.array(list(erased), tables.LINE))))
    nothing = [""] * len(opened.table.header)
    said = tables.LINES.build(
        [
            {
                "delivery": delivery,
                "line": line,
                "status": status.value,
                "cells": None if status is LineStatus.UNREADABLE else nothing,
                "reason": None if status is LineStatus.READ else "erased",
            }
            for line, status in erased.items()
        ]
    )
    together = pa.concat_tables([others, said]).sort_by([("line", "ascending")])
    return replace(opened, table=replace(opened.table, lines=together))


def without_findings(read: DeliveryRead, erased: Mapping[int, LineStatus]) -> DeliveryRead:
    """A reading that finds nothing wrong with erased lines: that they are empty is our doing."""
    if not erased:
        return read
    is_erased = pc.is_in(read.findings["line"], value_set=pa.array(list(erased), tables.LINE))
    return replace(read, findings=read.findings.filter(pc.invert(is_erased)))
