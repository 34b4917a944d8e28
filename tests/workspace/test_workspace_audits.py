"""From a drawn sheet over what people found to a policy of one's own data."""

import csv
from collections.abc import Callable
from datetime import date
from io import StringIO

import pyarrow.parquet as pq
import pytest

from leadaudit.errors import UnknownNameError
from leadaudit.evidence.calibrated_policy import calibrated_text
from leadaudit.vocabulary import ImportKind
from leadaudit.workspace import Workspace
from leadaudit.workspace.imports import Snapshot

Deliver = Callable[..., str]

AS_OF = date(2026, 11, 1)
CHECKED = Snapshot(
    kind=ImportKind.FRESHNESS_CHECKS, source="freshness_checks", coverage="partial", snapshot_on=date(2026, 10, 20)
)


def table(number: int) -> bytes:
    lines = ["First Name,Last Name,Email,Job Title,Company,Phone,Country"]
    lines += [
        f"Ada,Brook{'abcdefghij'[at // 10]}{'abcdefghij'[at % 10]},a{at}@northwell.example,Director of Marketing,"
        f"Northwell,+1 202 555 01{at:02d},United States"
        for at in range(number)
    ]
    return "\r\n".join([*lines, ""]).encode()


def filled(workspace: Workspace, found: list[str]) -> bytes:
    sheet = workspace.audit_sample(seed="s", as_of=AS_OF).sheet
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(sheet.column_names)
    for row, employer in zip(sheet.to_pylist(), found, strict=True):
        writer.writerow([*[row[name] for name in sheet.column_names[:-3]], employer, "same", "2026-10-20"])
    return text.getvalue().encode()


def bring_in(workspace: Workspace, content: bytes) -> str:
    staged = workspace.stage(content, "sheet.csv")
    return workspace.commit_import(workspace.opened(staged.staged), staged, CHECKED)


def test_what_people_found_moves_the_records_they_checked_and_no_other(workspace: Workspace, deliver: Deliver) -> None:
    deliver(table(30))
    before = workspace.assessment(as_of=AS_OF)
    bring_in(workspace, filled(workspace, ["left"] * 4 + ["same"] * 20 + ["unknown"] * 6))
    after = workspace.assessment(as_of=AS_OF)
    old, new = (
        {row["line"]: row for row in pq.read_table(found.paths["freshness"][0]).to_pylist()}
        for found in (before, after)
    )
    gone = [line for line, row in new.items() if row["employer_label"] == "stale"]
    surer = [line for line, row in new.items() if row["p_employer"] > old[line]["p_employer"]]
    same = [line for line, row in new.items() if row["p_employer"] == old[line]["p_employer"]]
    assert (len(gone), len(surer), len(same)) == (4, 20, 6)


def test_a_sheet_taken_out_again_leaves_what_was_before(workspace: Workspace, deliver: Deliver) -> None:
    deliver(table(12))
    before = workspace.assessment(as_of=AS_OF)
    name = bring_in(workspace, filled(workspace, ["left"] * 12))
    workspace.withdraw(name)
    assert workspace.assessment(as_of=AS_OF).assessment_id == before.assessment_id


def test_a_check_says_nothing_before_its_day(workspace: Workspace, deliver: Deliver) -> None:
    deliver(table(12))
    bring_in(workspace, filled(workspace, ["left"] * 12))
    assert workspace.calibration(as_of=date(2026, 10, 19)).checked == 0


def test_observed_stands_against_expected_and_becomes_a_policy(workspace: Workspace, deliver: Deliver) -> None:
    deliver(table(30))
    bring_in(workspace, filled(workspace, ["left"] * 9 + ["same"] * 21))
    found = workspace.calibration(as_of=AS_OF)
    corvane = found.vendors["osprelle"]
    assert (found.checked, corvane.employer.observed, corvane.records, found.newest) == (30, 21, 30, date(2026, 10, 20))
    assert corvane.employer.expected > 25, "the checks themselves do not count as expected"
    text = calibrated_text(workspace.policy_text(), found, name="ours", version="1")
    workspace.put_policy(text, where="ours.toml")
    assert workspace.policy().name == "ours"


def test_a_sample_of_nobody_is_refused_and_a_drawn_one_is_logged(workspace: Workspace, deliver: Deliver) -> None:
    deliver(table(12))
    with pytest.raises(UnknownNameError, match=r"vendor corvane: it delivered nobody to check"):
        workspace.audit_sample(seed="s", as_of=AS_OF, vendor="corvane")
    workspace.audit_sample(seed="s", as_of=AS_OF)
    assert (workspace.log()[0].action, workspace.log()[0].detail) == ("audit sample drawn", "osprelle 12")
