"""What a delivery or an import leaves behind: its bytes, its tables, and how it was read."""

import hashlib
import json
from dataclasses import asdict
from typing import Final

import pyarrow as pa

from leadaudit import tables
from leadaudit.audit import METHOD_VERSION
from leadaudit.audit_inputs import READ_TABLES, DeliveryRead
from leadaudit.facts.own_words import OwnWords
from leadaudit.intake.delivered import Detection, ReadOverrides
from leadaudit.workspace.file_store import FileStore, StoredFile

# Tables that a delivery or an import leaves behind and that are made again when their columns change.
_MADE: Final = frozenset({*READ_TABLES, "crm_rows"})


def recipe(words: OwnWords) -> str:
    """What the tables of one file are made with: their columns, the version of the rules in code, and our own words."""
    schemas = {name: str(contract.schema) for name, contract in tables.ALL.items() if name in _MADE}
    made_with = [METHOD_VERSION, schemas, words.fingerprint]
    return hashlib.sha256(json.dumps(made_with, sort_keys=True).encode()).hexdigest()


def write_read(store: FileStore, read: DeliveryRead) -> dict[str, StoredFile]:
    """Store the tables of one reading."""
    return store.write_tables({name: getattr(read, name) for name in READ_TABLES})


def detection_text(detection: Detection) -> str:
    """What was detected, as JSON."""
    return json.dumps(asdict(detection), ensure_ascii=False, sort_keys=True)


def overrides_text(overrides: ReadOverrides) -> str:
    """What was chosen instead, as JSON."""
    return json.dumps(asdict(overrides), ensure_ascii=False, sort_keys=True)


def overrides_of(text: str) -> ReadOverrides:
    """What was chosen instead of what was detected."""
    return ReadOverrides(**json.loads(text))


def same_columns(parts: list[pa.Table]) -> pa.Table:
    """Tables under one another; a column is there when any of them has it."""
    return pa.concat_tables(parts, promote_options="default")
