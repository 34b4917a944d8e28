"""What was published stays; what would be said otherwise today is named."""

from datetime import date

from sqlalchemy import insert

from leadaudit.vocabulary import ImportKind
from leadaudit.workspace import Workspace, schema
from leadaudit.workspace.catalogue import clock, writing
from leadaudit.workspace.imports import Snapshot
from tests.workspace.conftest import Deliver, table


def test_evidence_that_came_later_restates_what_was_published(workspace: Workspace, deliver: Deliver) -> None:
    deliver(table(1, 2, 3))
    published = workspace.assessment(as_of=date(2026, 9, 30))
    with writing(workspace._engine) as connection:
        connection.execute(
            insert(schema.published_runs).values(
                assessment_id=published.assessment_id, kind="claim", name="c-1", published_at=clock()
            )
        )
    [run] = workspace.restated()
    assert (run.records, dict(run.moved)) == (3, {})
    staged = workspace.stage(b"Email,Event,Date\nben.castle1@northwell.example,Demo request,2026-09-20\n", "web.csv")
    snapshot = Snapshot(kind=ImportKind.WEB, source="web", coverage="partial", snapshot_on=date(2026, 9, 25))
    workspace.commit_import(workspace.opened(staged.staged), staged, snapshot)
    [run] = workspace.restated()
    assert dict(run.moved) == {("unproven", "lead"): 1}
    assert workspace.assessment(as_of=date(2026, 9, 30)).assessment_id != published.assessment_id
