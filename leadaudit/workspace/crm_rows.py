"""The rows of the CRM in force on a day, of all its exports together."""

from collections.abc import Sequence
from datetime import date

import pyarrow as pa
from sqlalchemy import Connection

from leadaudit import sql, tables
from leadaudit.vocabulary import CRM_IMPORTS
from leadaudit.workspace.file_store import FileStore, files_of
from leadaudit.workspace.imports import Import


def rows_in_force(connection: Connection, store: FileStore, imports: Sequence[Import], as_of: date) -> pa.Table:
    """The newest snapshot of each row by a day, as ``tables.CRM_ROWS``; only a full one says that others are gone."""
    loaded = [one for one in imports if one.kind in CRM_IMPORTS and one.snapshot_on <= as_of]
    paths = [
        store.path(owned["crm_rows"]) for one in loaded if "crm_rows" in (owned := files_of(connection, one.import_id))
    ]
    if not paths:
        return tables.CRM_ROWS.empty()
    order = pa.table(
        {
            "delivery": [one.import_id for one in loaded],
            "coverage": [one.coverage for one in loaded],
            "imported_at": pa.array([one.imported_at for one in loaded], pa.timestamp("us")),
        }
    )
    return tables.CRM_ROWS.require(sql.run("outcomes_state", {"rows": paths, "imports": order}))
