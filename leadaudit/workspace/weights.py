"""What agreements weigh in a workspace: the weights in force, those made from its own records, and the way back.

docs/method.md, "Who is the same person".
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, func, select

from leadaudit.audit import Report, silent
from leadaudit.errors import LeadauditError, UnknownNameError
from leadaudit.identity.decisions import Place
from leadaudit.identity.pairs.between import reestimated
from leadaudit.identity.pairs.described import DESCRIBED
from leadaudit.identity.pairs.weights import Weights, shipped_weights, weights_from_json
from leadaudit.identity.rows import spelled_out
from leadaudit.workspace import schema
from leadaudit.workspace.catalogue import writing
from leadaudit.workspace.file_store import Store, files_of, register
from leadaudit.workspace.ready import ready
from leadaudit.workspace.settings import SettingKind, keep, newest

SHIPPED: Final = "shipped"
# Owners of kept weights; no id of a delivery or an import has a colon.
WEIGHTS_OWNER: Final = "weights:"
_FEWEST_RECORDS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsVersion:
    """Weights made from a workspace's own records; never changed once they are made.

    Args:
        version: Its name, made of all it says.
        records: How many records it was made from.
        made_at: When, UTC.
        author: By whom.
        in_force: Whether pairs are weighed by it now.
    """

    version: str
    records: int
    made_at: datetime
    author: str
    in_force: bool


def version_in_force(connection: Connection) -> str:
    """The name of the weights in force: ``shipped`` unless somebody put others in force."""
    return newest(connection, SettingKind.WEIGHTS, "") or SHIPPED


def weights_in_force(store: Store) -> Weights:
    """What pairs are weighed by."""
    with store.engine.connect() as connection:
        version = version_in_force(connection)
    return weights_named(store, version)


def weights_named(store: Store, version: str) -> Weights:
    """Weights by the name of their version.

    Raises:
        UnknownNameError: There is no such version.
    """
    if version == SHIPPED:
        return shipped_weights()
    with store.engine.connect() as connection:
        file = files_of(connection, f"{WEIGHTS_OWNER}{version}").get("weights")
        if file is None:
            known = ", ".join((*(one.version for one in all_weights(connection)), SHIPPED))
            raise UnknownNameError(f"weights {version}", "there is no such version", f"Known are {known}")
    return _read(store.files.path(file))


@lru_cache(maxsize=4)
def _read(path: Path) -> Weights:
    return weights_from_json(path.read_text(encoding="utf-8"))


def weights_between(store: Store, one: Place, other: Place) -> Weights:
    """What two records are weighed by: the chance before comparing depends on how many records their inputs have."""
    weights = weights_in_force(store)
    with store.engine.connect() as connection:
        sizes = [records_of(connection, files_of(connection, name).get("facts")) for name in (one[0], other[0])]
    return weights.among(max(sizes))


def records_of(connection: Connection, file: str | None) -> int:
    """How many records a file of facts has; 0 where there is none."""
    return connection.execute(select(schema.files.c.row_count).where(schema.files.c.file == file)).scalar() or 0


def all_weights(connection: Connection) -> tuple[WeightsVersion, ...]:
    """Every version that was made here, newest first."""
    table, in_force = schema.settings, version_in_force(connection)
    last = select(func.max(table.c.version)).where(table.c.kind == SettingKind.WEIGHTS.value).group_by(table.c.name)
    rows = connection.execute(
        select(table).where(table.c.version.in_(last), table.c.name != "").order_by(table.c.version.desc())
    )
    return tuple(
        WeightsVersion(
            version=row.name,
            records=json.loads(row.text)["records"],
            made_at=row.added_at,
            author=row.author,
            in_force=row.name == in_force,
        )
        for row in rows
    )


def estimate_weights(store: Store, names: Sequence[str], *, report: Report = silent) -> str:
    """Make weights from what the records say, without labels; the same records give the same version.

    Args:
        store: The workspace.
        names: Deliveries and CRM imports to learn from.
        report: Told how far it is.

    Returns:
        The version; it is kept, and not in force.

    Raises:
        LeadauditError: There are too few records to tell anything.
    """
    report("weights", 0, None)
    inputs = [DESCRIBED.require(spelled_out(ready(store, name).said)) for name in sorted(names)]
    records = sum(one.num_rows for one in inputs)
    if records < _FEWEST_RECORDS:
        raise LeadauditError(
            "weights", f"{records} records are too few to learn from", f"Wait until there are {_FEWEST_RECORDS}"
        )
    weights = reestimated(inputs, shipped_weights())
    stored = store.files.write_bytes("weights", weights.as_json().encode())
    with writing(store.engine) as connection:
        owner = f"{WEIGHTS_OWNER}{weights.version}"
        if not files_of(connection, owner):
            register(connection, owner, {"weights": stored})
        told = json.dumps({"records": records})
        keep(connection, SettingKind.WEIGHTS, weights.version, told, author=store.author)
    return weights.version


def use_weights(store: Store, version: str) -> None:
    """Put weights in force; pairs are weighed again by them with the next answer, and nothing of before is lost.

    Raises:
        UnknownNameError: There is no such version.
    """
    weights_named(store, version)
    with writing(store.engine) as connection:
        keep(connection, SettingKind.WEIGHTS, "", "" if version == SHIPPED else version, author=store.author)
