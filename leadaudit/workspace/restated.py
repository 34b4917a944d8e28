"""What was published and would be said otherwise today: named, never rewritten."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from leadaudit import sql
from leadaudit.audit import Report, silent
from leadaudit.policy import Policy
from leadaudit.workspace import schema
from leadaudit.workspace.assessments import stored_assessment
from leadaudit.workspace.file_store import Store, files_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RestatedRun:
    """A published run beside what would be said of its day now.

    Args:
        kind: What was published: claim, invoice.
        name: Its name.
        published_at: When.
        as_of: The day it spoke for.
        records: Records it spoke of.
        moved: Records by their published class and the one of now (None: taken out since).
    """

    kind: str
    name: str
    published_at: datetime
    as_of: date
    records: int
    moved: Mapping[tuple[str, str | None], int]


def restated_runs(store: Store, *, policy: Policy, report: Report = silent) -> tuple[RestatedRun, ...]:
    """Every published run with the records whose class would be another one today, newest first."""
    runs, assessments = schema.published_runs, schema.assessments
    query = (
        select(runs.c.kind, runs.c.name, runs.c.published_at, runs.c.assessment_id, assessments.c.as_of)
        .join(assessments, assessments.c.assessment_id == runs.c.assessment_id)
        .order_by(runs.c.published_at.desc(), runs.c.run.desc())
    )
    with store.engine.connect() as connection:
        rows = connection.execute(query).all()
        published = {row.assessment_id: files_of(connection, row.assessment_id) for row in rows}
    found = []
    for row in rows:
        again = stored_assessment(store, as_of=row.as_of, policy=policy, report=report)
        pinned = store.files.path(published[row.assessment_id]["classes"])
        moved = sql.run("class_restated", {"published": pinned, "again": again.paths["classes"]}).to_pylist()
        found.append(
            RestatedRun(
                kind=row.kind,
                name=row.name,
                published_at=row.published_at,
                as_of=row.as_of,
                records=store.files.read_table(published[row.assessment_id]["classes"], ("line",)).num_rows,
                moved=dict(sorted(Counter((one["published"], one["restated"]) for one in moved).items(), key=str)),
            )
        )
    return tuple(found)
