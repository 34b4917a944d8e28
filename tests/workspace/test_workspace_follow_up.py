"""Lists made from a workspace, given out, and what came of them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import text

from leadaudit.follow_up_files import CrmLevel, CrmTarget, asks_csv, signals_csv, tasks_csv
from leadaudit.signals.agreement import many_way_agreement
from leadaudit.vocabulary import FollowUpList, ImportKind
from leadaudit.workspace import Workspace, catalogue
from leadaudit.workspace.deliveries import Arrival
from leadaudit.workspace.file_store import files_of, register
from leadaudit.workspace.followup import FollowUp, give_out, open_follow_up, put_given
from leadaudit.workspace.followup_results import FollowUpResults, follow_up_results
from leadaudit.workspace.followup_tasks import Task
from leadaudit.workspace.imports import Snapshot, all_imports
from tests.workspace.conftest import PROGRAM

DAY, LATER = date(2026, 9, 20), date(2027, 1, 15)
GIVEN_OUT = datetime(2026, 9, 18, 15, tzinfo=UTC)  # a Friday
PEOPLE = ("Ada Brook", "Ben Castle", "Cleo Drum", "Dora Elm", "Emil Frost", "Fay Grove", "Gus Hale", "Ivy Jay")

# Ada asked for a demo; Ben said yes to an earlier ask; everybody claims a permission.
WEB = ("Email,Event,Timestamp", "ada.brook@northwell.example,Demo request,2026-09-17T10:00:00Z")
CONTACTS = (
    "Contact ID,First Name,Last Name,Email,Account Name,Contact Owner,Created Date",
    "003A,Ada,Brook,ada.brook@northwell.example,Northwell,Ines Garmendia,2026-09-10",
    "003B,Ben,Castle,ben.castle@northwell.example,Northwell,Ines Garmendia,2026-09-10",
)
ACTIVITIES = (
    "Activity ID,Contact ID,Subject,Type,Status,Date,Created Date",
    "00T1,003A,Call,Call,Completed,2026-09-21,2026-09-21",
    "00T2,003A,Meeting,Meeting,Held,2026-10-05,2026-09-30",
)
RESPONSES = (
    "Email,Answer,Asked on,Answered on",
    "cleo.drum@northwell.example,yes,2026-09-21,2026-09-25",
    "dora.elm@northwell.example,no,2026-09-21,2026-09-26",
    "emil.frost@northwell.example,no answer,2026-09-21,",
)


def delivered() -> str:
    rows = [
        f"{one},{one.split()[1]},{one.lower().replace(' ', '.')}@northwell.example,Director of Marketing,Northwell,"
        f"+1 202 555 01{10 + at},United States,Y"
        for at, one in enumerate(PEOPLE)
    ]
    rows = [row.replace(f"{one},", f"{one.split()[0]},", 1) for row, one in zip(rows, PEOPLE, strict=True)]
    return "\r\n".join(["First Name,Last Name,Email,Job Title,Company,Phone,Country,Opt-In", *rows, ""])


def bring_in(workspace: Workspace, kind: ImportKind, lines: tuple[str, ...], on: date) -> None:
    staged = workspace.stage("\n".join([*lines, ""]).encode(), f"{kind.value}.csv")
    source = "crm" if kind.value.startswith("crm") else kind.value
    snapshot = Snapshot(kind=kind, source=source, coverage="partial", snapshot_on=on)
    workspace.commit_import(workspace.opened(staged.staged), staged, snapshot)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    made = Workspace.create(tmp_path_factory.mktemp("follow-up") / "workspace", author="ada")
    made.put_program(PROGRAM, where="osprelle-2026.toml")
    made.put_policy(
        'name = "own"\nversion = "1"\n[follow_up]\nholdout_share = 0.3\nanswer_days = 20\n', where="policy.toml"
    )
    put_given(made.store, 'us = "Fern"\n[[territory]]\nowner = "Ben Castle"\ncountries = ["US"]\n', where="given")
    staged = made.stage(delivered().encode(), "leads.csv")
    arrival = Arrival(program=made.program("osprelle-2026"), delivered_on=date(2026, 9, 1))
    made.commit(made.opened(staged.staged, vendor="osprelle"), staged, arrival)
    bring_in(made, ImportKind.WEB, WEB, date(2026, 9, 18))
    bring_in(made, ImportKind.CRM_CONTACTS, CONTACTS, date(2026, 9, 18))
    yield made
    made.close()


def lists(workspace: Workspace, as_of: date = DAY) -> FollowUp:
    return open_follow_up(workspace.store, workspace.assessment(as_of=as_of))


@pytest.fixture(scope="module")
def before(workspace: Workspace) -> FollowUp:
    return lists(workspace)


@pytest.fixture(scope="module")
def given_out(workspace: Workspace, before: FollowUp) -> list[Task]:
    return give_out(workspace.store, before, (FollowUpList.CALL_NOW, FollowUpList.ASK), at=GIVEN_OUT)


@pytest.fixture(scope="module")
def results(workspace: Workspace, given_out: list[Task]) -> FollowUpResults:
    assert given_out
    bring_in(workspace, ImportKind.CRM_ACTIVITIES, ACTIVITIES, date(2026, 10, 10))
    bring_in(workspace, ImportKind.RESPONSES, RESPONSES, date(2026, 10, 10))
    return follow_up_results(workspace.store, lists(workspace, LATER))


def test_a_lead_is_called_by_its_owner_in_the_crm_with_the_evidence_as_reason(given_out: list[Task]) -> None:
    [task] = [one for one in given_out if one.list is FollowUpList.CALL_NOW]
    assert (task.name, task.owner, task.channel) == ("Ada Brook", "Ines Garmendia", "call")
    assert task.why.sentence == "The person asked us for a demo 3 days ago (17 September 2026)."
    assert task.why.next_step == "call and agree a day for the demo"
    assert task.due_at == datetime(2026, 9, 18, 19, tzinfo=UTC)
    assert (task.signal_type, task.signal_at, task.category) == ("demo_request", date(2026, 9, 17), "evaluation")


def test_those_held_out_are_not_handed_to_anybody(before: FollowUp, given_out: list[Task]) -> None:
    held = before.listed.count(FollowUpList.HELD_OUT)
    asked = [one for one in given_out if one.list is FollowUpList.ASK]
    assert 0 < held < 7
    assert len(asked) + held == 7
    assert {one.list for one in given_out} == {FollowUpList.CALL_NOW, FollowUpList.ASK}


def test_nobody_is_given_out_twice(workspace: Workspace, given_out: list[Task]) -> None:
    again = lists(workspace)
    assert [again.listed.count(name) for name in FollowUpList] == [0, 0, 0, 0, 0]
    assert again.listed.count(FollowUpList.CALL_NOW, "routed") == 1
    assert give_out(workspace.store, again, tuple(FollowUpList)[:3]) == []
    assert again.routed.num_rows == len(given_out) + again.listed.not_asked()["held_out"]


def test_what_is_kept_of_a_list_names_nobody(workspace: Workspace, given_out: list[Task]) -> None:
    assert given_out
    kept = str(lists(workspace).routed.to_pylist())
    assert "northwell.example" not in kept
    assert "Brook" not in kept
    assert workspace.doctor() == ()


def test_files_say_who_with_which_words_and_flag_a_claimed_permission(before: FollowUp) -> None:
    asked = asks_csv(before, before.tasks(FollowUpList.ASK), wording="price").splitlines()
    assert all("would a price for our material" in line and "permission only claimed" in line for line in asked[1:])
    called = tasks_csv(before.tasks(FollowUpList.CALL_NOW)).splitlines()
    assert len(called) == 2
    assert "Ines Garmendia" in called[1]


@pytest.mark.parametrize("target", list(CrmTarget))
def test_every_level_of_a_crm_gets_type_time_tier_and_category(before: FollowUp, target: CrmTarget) -> None:
    contact, account = (
        signals_csv(before, target, level).splitlines() for level in (CrmLevel.CONTACT, CrmLevel.ACCOUNT)
    )
    assert contact[1:] == [
        "003A,ada.brook@northwell.example,Ada,Brook,Northwell,demo_request,2026-09-17,High,Evaluation"
    ]
    assert len(account) == 2
    assert account[1].endswith("demo_request,2026-09-17,High,Evaluation")
    assert len(signals_csv(before, target, CrmLevel.DEAL).splitlines()) == 1  # no opportunity is open


def test_an_alert_that_led_to_a_meeting_counts_and_a_late_try_is_late(results: FollowUpResults) -> None:
    [called] = results.alerts
    assert (called.given_out, called.due, called.in_time, called.tried) == (1, 1, 0, 1)
    assert (called.old_enough, called.came) == (1, 1)
    assert called.precision is not None


def test_asking_is_told_by_vendor_beside_those_held_out(before: FollowUp, results: FollowUpResults) -> None:
    [asked] = results.asks
    ours = set(before.listed.on(FollowUpList.ASK)["line"].to_pylist())
    # three answered or were asked by file, whether or not they were on our list
    assert (asked.asked.answered, asked.asked.yes) == (2, 1)
    assert asked.asked.asked == len(ours | {4, 5, 6})
    assert asked.asked.cost_per_yes is None
    assert asked.brought is None or asked.brought.is_randomised


def test_what_people_say_is_held_against_what_the_evidence_called_them(results: FollowUpResults) -> None:
    assert results.said is not None
    assert results.said.people == 2
    # nobody was called a signal before, so the yes was missed
    assert (results.said.precision, results.said.recall) == (None, 0.0)


def test_both_sides_stand_side_by_side(results: FollowUpResults) -> None:
    [vendor] = results.trust
    sides = [vendor[name] for name in ("delivered", "not_usable", "due", "not_passed_on", "not_tried", "tried_late")]
    # Ada was called 20 days after delivery, Ben never, and the CRM holds nobody else
    assert sides == [8, 0, 8, 6, 1, 1]


def test_four_labels_are_compared_two_by_two(results: FollowUpResults) -> None:
    pairs = {(pair.one, pair.other): pair for pair in results.labels}
    assert len(pairs) == 6
    both = pairs["marketing", "evidence"]
    assert both.people == 8
    assert both.counts["lead", "lead"] == 1
    # of the eight: Ada on both, Ben only in the CRM, Cleo only by evidence
    assert many_way_agreement(both.counts)[0] == pytest.approx(6 / 8)
    assert pairs["sales", "evidence"].people == 1


def test_owners_are_read_again_from_exports_that_were_brought_in_before_owners_were_read(tmp_path: Path) -> None:
    made = Workspace.create(tmp_path / "workspace", author="ada")
    made.put_program(PROGRAM, where="osprelle-2026.toml")
    staged = made.stage(delivered().encode(), "leads.csv")
    arrival = Arrival(program=made.program("osprelle-2026"), delivered_on=date(2026, 9, 1))
    made.commit(made.opened(staged.staged, vendor="osprelle"), staged, arrival)
    bring_in(made, ImportKind.CRM_CONTACTS, CONTACTS, date(2026, 9, 18))
    # as an earlier release left it: rows of the CRM without anybody's name, under its own rules
    with catalogue.writing(made.store.engine) as connection:
        [name] = [one.import_id for one in all_imports(connection)]
        path = made.store.files.path(files_of(connection, name)["crm_rows"])
        rows = pq.read_table(path)
        nobody = pa.nulls(rows.num_rows, rows.schema.field("owner").type)
        older = made.store.files.write_tables(
            {"crm_rows": rows.set_column(rows.column_names.index("owner"), "owner", nobody)}
        )
        register(connection, "older", older)
        connection.execute(
            text("update file_uses set file = :file where name = 'crm_rows' and owner = :owner"),
            {"file": older["crm_rows"].file, "owner": name},
        )
        connection.execute(text("update imports set recipe = 'older'"))
    again = lists(made).listed.people.select(["owner"]).to_pylist()
    assert sum(row["owner"] == "Ines Garmendia" for row in again) == 2
    made.close()
