"""One record over time, as it is told."""

from datetime import date

from leadaudit.one_record import asks, find_record
from leadaudit.record_history import History, history_of, history_words
from leadaudit.vocabulary import ImportKind
from leadaudit.workspace import Workspace
from leadaudit.workspace.imports import Snapshot
from tests.workspace.conftest import Deliver, table

BEN = "ben.castle1@northwell.example"


def bring_in(workspace: Workspace, kind: ImportKind, *lines: str) -> None:
    staged = workspace.stage("\n".join([*lines, ""]).encode(), "evidence.csv")
    snapshot = Snapshot(kind=kind, source=kind.value, coverage="partial", snapshot_on=date(2026, 12, 31))
    workspace.commit_import(workspace.opened(staged.staged), staged, snapshot)


def history(workspace: Workspace, record: str, as_of: date) -> History:
    found = workspace.assessment(as_of=as_of)
    made = history_of(found, find_record(found, record), query=asks(found))
    assert made is not None
    return made


def test_a_record_says_what_expired_what_would_change_it_and_what_time_does(
    workspace: Workspace, deliver: Deliver
) -> None:
    name = deliver(table(1, 2))
    bring_in(
        workspace, ImportKind.WEB, "Email,Event,Page,Timestamp",
        f"{BEN},,/pricing,2026-09-05", f"{BEN},Demo request,,2026-10-20",
    )  # fmt: skip
    made = history(workspace, f"{name}:2", date(2026, 12, 31))
    assert [(span.record_class.value, span.from_on, span.until_on) for span in made.spans] == [
        ("unproven", date(2026, 9, 1), date(2026, 9, 4)),
        ("signal", date(2026, 9, 5), date(2026, 10, 3)),
        ("unproven", date(2026, 10, 4), date(2026, 10, 19)),
        ("lead", date(2026, 10, 20), date(2026, 12, 31)),
    ]
    words = history_words(made)
    assert words[1] == "Expired: looked at prices (5 September 2026), until 3 October 2026."
    assert words[2] == "No single fact would raise it."
    assert words[4] == "With nothing new it becomes signal on 19 January 2027."
    assert "a no when we ask (no proof of permission)" in words[3]


def test_a_bounce_is_read_from_its_day(workspace: Workspace, deliver: Deliver) -> None:
    content = table(1).replace(b"+1 202 555 0101", b"")
    name = deliver(content)
    bring_in(workspace, ImportKind.BOUNCES, "Email,Bounce type,Date", f"{BEN},hard,2026-09-20")
    made = history(workspace, f"{name}:2", date(2026, 12, 31))
    assert [(span.record_class.value, span.from_on) for span in made.spans] == [
        ("unproven", date(2026, 9, 1)), ("excluded", date(2026, 9, 20)),
    ]  # fmt: skip


def test_the_band_ends_in_the_class_of_the_assessment(workspace: Workspace, deliver: Deliver) -> None:
    name = deliver(table(1, 2, 3))
    bring_in(workspace, ImportKind.UNSUBSCRIBES, "Email,Date", f"{BEN},2026-09-20")
    for line in (2, 3, 4):
        found = workspace.assessment(as_of=date(2026, 12, 31))
        record = find_record(found, f"{name}:{line}")
        made = history_of(found, record, query=asks(found))
        assert made is not None
        assert made.spans[-1].record_class == record.classes["class"]
