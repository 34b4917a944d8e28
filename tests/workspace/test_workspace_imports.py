import threading
import time
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from leadaudit.audit import Report, read_delivery
from leadaudit.errors import AlreadyDeliveredError, LeadauditError, UnknownNameError, WorkspaceError
from leadaudit.vocabulary import ImportKind
from leadaudit.workspace import Workspace
from leadaudit.workspace.deliveries import Arrival
from leadaudit.workspace.imports import Coverage, Snapshot
from leadaudit.workspace.jobs import Job
from tests.workspace.conftest import Deliver, table

AS_OF = date(2026, 10, 1)
CRM_HEADER = "Contact ID,First Name,Last Name,Email,Account Name,Created Date"


def contacts(*rows: str) -> bytes:
    return "\n".join([CRM_HEADER, *rows, ""]).encode()


BEN = "003A,Ben,Castle,ben.castle1@northwell.example,Northwell,2026-01-05"
CLEO = "003B,Cleo,Drum,cleo.drum2@northwell.example,Northwell,2026-02-05"


def bring_in(
    workspace: Workspace,
    content: bytes,
    kind: ImportKind = ImportKind.CRM_CONTACTS,
    *,
    source: str = "crm",
    on: date = date(2026, 9, 1),
    coverage: Coverage = "full",
) -> str:
    staged = workspace.stage(content, "import.csv")
    snapshot = Snapshot(kind=kind, source=source, coverage=coverage, snapshot_on=on)
    return workspace.commit_import(workspace.opened(staged.staged), staged, snapshot)


def known(workspace: Workspace, on: date = AS_OF) -> list[str | None]:
    [path] = workspace.assessment(as_of=on).paths["repeats"]
    return sorted((row["contact_id"] for row in pq.read_table(path).to_pylist()), key=str)


def test_a_person_of_the_crm_is_found_in_a_delivery(workspace: Workspace, deliver: Deliver) -> None:
    deliver(table(1, 3))
    assert known(workspace) == [None, None]
    assert not workspace.assessment(as_of=AS_OF).loaded.has_crm
    bring_in(workspace, contacts(BEN))
    assert known(workspace) == ["003A", None]
    assert workspace.assessment(as_of=AS_OF).loaded.has_crm


def test_only_a_full_snapshot_says_that_somebody_was_deleted(workspace: Workspace, deliver: Deliver) -> None:
    deliver(table(1, 2))
    bring_in(workspace, contacts(BEN))
    bring_in(workspace, contacts(CLEO), on=date(2026, 9, 5), coverage="partial")
    assert known(workspace) == ["003A", "003B"]
    bring_in(workspace, contacts(CLEO), on=date(2026, 9, 9), coverage="full")
    assert known(workspace) == ["003B", None]
    assert known(workspace, date(2026, 9, 6)) == ["003A", "003B"]


def test_a_withdrawn_import_leaves_what_was_there_before(workspace: Workspace, deliver: Deliver) -> None:
    deliver(table(1))
    before = workspace.assessment(as_of=AS_OF).assessment_id
    name = bring_in(workspace, contacts(BEN))
    assert workspace.assessment(as_of=AS_OF).assessment_id != before
    workspace.withdraw(name)
    assert workspace.assessment(as_of=AS_OF).assessment_id == before
    assert workspace.imports() == ()


def test_the_same_snapshot_twice_is_refused(workspace: Workspace) -> None:
    name = bring_in(workspace, contacts(BEN))
    with pytest.raises(AlreadyDeliveredError, match=f"the same snapshot was imported as {name}"):
        bring_in(workspace, contacts(BEN))


def test_a_list_excludes_whoever_stands_on_it(workspace: Workspace, deliver: Deliver) -> None:
    deliver(table(1, 2))
    bring_in(
        workspace,
        b"Email\nben.castle1@northwell.example\n",
        ImportKind.LIST,
        source="suppression",
    )
    [path] = workspace.assessment(as_of=AS_OF).paths["classes"]
    reasons = [row["excluded_reason"] for row in pq.read_table(path).to_pylist()]
    assert reasons == ["suppressed", None]
    assert workspace.assessment(as_of=AS_OF).loaded.has_suppression


def test_a_list_nobody_knows_is_refused(workspace: Workspace) -> None:
    with pytest.raises(LeadauditError, match=r"there is no list friends\. Use competitors, suppression"):
        bring_in(workspace, b"Email\na@b.example\n", ImportKind.LIST, source="friends")


def test_a_wording_file_needs_an_id_and_a_text(workspace: Workspace) -> None:
    with pytest.raises(LeadauditError, match="a wording file needs the columns text"):
        bring_in(workspace, b"id,url\nw1,https://forms.example/a\n", ImportKind.WORDINGS, source="wordings")
    bring_in(workspace, b"id,text\nw1,May Fernhollow mail you?\n", ImportKind.WORDINGS, source="wordings")
    assert [one.row_count for one in workspace.imports()] == [1]


def test_contacts_that_name_nobody_are_refused(workspace: Workspace) -> None:
    with pytest.raises(LeadauditError, match="no line has a CRM id or an e-mail address"):
        bring_in(workspace, b"First Name,Last Name\nAda,Brook\n")


def test_long_work_runs_as_a_child_and_says_how_it_ended(workspace: Workspace) -> None:
    staged = workspace.stage(table(1, 2), "leads.csv")
    arguments = ["commit", staged.staged, "--program", "osprelle-2026", "--delivered-on", "2026-09-01"]
    job = workspace.start_job(kind="commit", subject="leads.csv", arguments=arguments)
    started = time.monotonic()
    while not workspace.job(job).is_over and time.monotonic() - started < 120:
        time.sleep(0.2)
    ended = workspace.job(job)
    assert (ended.state, ended.message) == ("done", None)
    assert [one.head.delivery for one in workspace.deliveries()] == [ended.result]
    again = workspace.stage(table(1, 2), "leads.csv")
    job = workspace.start_job(kind="commit", subject="leads.csv", arguments=["commit", again.staged, *arguments[2:]])
    while not workspace.job(job).is_over and time.monotonic() - started < 240:
        time.sleep(0.2)
    failed = workspace.job(job)
    assert failed.state == "failed"
    assert str(failed.message).startswith("leads.csv: the same file was delivered under program osprelle-2026")


def test_short_work_runs_in_a_thread_and_says_how_it_ended(workspace: Workspace) -> None:
    def work(report: Report) -> str:
        report("facts", 0, 3)
        return "what-was-made"

    def refused(report: Report) -> str:
        raise WorkspaceError("leads.csv", "it cannot be stored", "Try again")

    done = _ended(workspace, workspace.start_here(kind="commit", subject="leads.csv", work=work))
    assert (done.state, done.result, done.message) == ("done", "what-was-made", None)
    failed = _ended(workspace, workspace.start_here(kind="commit", subject="leads.csv", work=refused))
    assert (failed.state, failed.message) == ("failed", "leads.csv: it cannot be stored. Try again.")


def test_a_process_that_ended_is_that_of_its_own_workspace(workspace: Workspace, tmp_path: Path) -> None:
    other, may_end = Workspace.create(tmp_path / "other"), threading.Event()

    def work(report: Report) -> str:
        report("facts", 0, 3)
        assert may_end.wait(60)
        return "what-was-made"

    there = other.start_job(kind="commit", subject="leads.csv", arguments=["commit", "nothing"])
    here = workspace.start_here(kind="commit", subject="leads.csv", work=work)
    assert here == there  # each counts from 1
    while not other.job(there).is_over:
        time.sleep(0.1)
    assert not workspace.job(here).is_over
    may_end.set()
    assert _ended(workspace, here).state == "done"
    other.close()


def test_what_was_read_for_a_preview_is_not_read_again(workspace: Workspace) -> None:
    staged = workspace.stage(table(1, 2), "leads.csv")
    opened = workspace.opened(staged.staged, vendor="osprelle")
    program = workspace.program("osprelle-2026")
    arrival = Arrival(program=program, delivered_on=date(2026, 9, 1))
    read = read_delivery(opened, vendor="osprelle", currency="USD", where="leads.csv", words=workspace.words())
    taken_over = workspace.commit(opened, staged, arrival, read=read)
    kept = {name: workspace.read_table(taken_over, name) for name in ("records", "facts", "keys", "lines")}
    workspace.withdraw(taken_over)
    again = workspace.stage(table(1, 2), "leads.csv")
    name = workspace.commit(workspace.opened(again.staged, vendor="osprelle"), again, arrival)
    assert name == taken_over
    assert {table_name: workspace.read_table(name, table_name) for table_name in kept} == kept


def _ended(workspace: Workspace, job: int) -> Job:
    started = time.monotonic()
    while not workspace.job(job).is_over and time.monotonic() - started < 60:
        time.sleep(0.05)
    return workspace.job(job)


def test_a_job_nobody_started_is_named(workspace: Workspace) -> None:
    with pytest.raises(UnknownNameError, match="job 7: there is none of that number here"):
        workspace.job(7)


def test_a_process_that_ends_without_a_word_is_a_failure_at_once(workspace: Workspace) -> None:
    job = workspace.start_job(kind="commit", subject="leads.csv", arguments=["no-such-command"])
    started = time.monotonic()
    while not workspace.job(job).is_over and time.monotonic() - started < 60:
        time.sleep(0.2)
    assert workspace.job(job).message == "The work stopped without a word. Nothing was stored; try again."
