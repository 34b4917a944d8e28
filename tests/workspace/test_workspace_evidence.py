"""Files of evidence in a workspace: what they say of people, also of those who come later."""

from collections.abc import Callable, Mapping
from datetime import date

import pyarrow.parquet as pq
import pytest

from leadaudit.account_intent import account_rows
from leadaudit.errors import AlreadyDeliveredError, LeadauditError
from leadaudit.one_record import asks, find_record
from leadaudit.vocabulary import ImportKind
from leadaudit.workspace import Workspace
from leadaudit.workspace.imports import Snapshot
from tests.workspace.conftest import Deliver, table

AS_OF = date(2026, 10, 1)
BEN, CLEO, DORA = (f"{name}@northwell.example" for name in ("ben.castle1", "cleo.drum2", "dora.elm3"))

BringIn = Callable[..., str]


@pytest.fixture
def bring_in(workspace: Workspace) -> BringIn:
    def _bring_in(kind: ImportKind, *lines: str, on: date = date(2026, 9, 20)) -> str:
        staged = workspace.stage("\n".join([*lines, ""]).encode(), "evidence.csv")
        snapshot = Snapshot(kind=kind, source=kind.value, coverage="partial", snapshot_on=on)
        return workspace.commit_import(workspace.opened(staged.staged), staged, snapshot)

    return _bring_in


def classes(workspace: Workspace, as_of: date = AS_OF) -> Mapping[int, dict[str, object]]:
    [path] = workspace.assessment(as_of=as_of).paths["classes"]
    return {row["line"]: row for row in pq.read_table(path).to_pylist()}


def subjects(workspace: Workspace) -> list[str]:
    [path] = workspace.assessment(as_of=AS_OF).paths["subjects"]
    return sorted(row["state"] for row in pq.read_table(path).to_pylist())


RESPONSES = "Email,Answer,Wording,Asked on,Answered on"


def test_a_yes_makes_a_lead_and_a_no_cools_off(workspace: Workspace, deliver: Deliver, bring_in: BringIn) -> None:
    deliver(table(1, 2, 3))
    assert {row["class"] for row in classes(workspace).values()} == {"unproven"}
    bring_in(
        ImportKind.RESPONSES, RESPONSES,
        f"{BEN},yes,May we call?,2026-09-02,2026-09-10", f"{CLEO},no,May we call?,2026-09-02,2026-09-11",
        f"{DORA},no answer,May we call?,2026-09-02,",
    )  # fmt: skip
    assert [(row["class"], row["rule"]) for row in classes(workspace).values()] == [
        ("lead", "lead.explicit-statement"),
        ("unproven", "cooling-off"),
        ("unproven", "unproven.no-consent-no-evidence"),
    ]
    assert classes(workspace)[2]["first_confirmed_lead_on"] == date(2026, 9, 10)


def test_an_unsubscription_suppresses_and_a_denial_excludes(
    workspace: Workspace, deliver: Deliver, bring_in: BringIn
) -> None:
    deliver(table(1, 2))
    bring_in(ImportKind.UNSUBSCRIBES, "Email,Unsubscribed at", f"{BEN},2026-09-10")
    bring_in(ImportKind.REPLIES, "Email,Reply type,Replied at", f"{CLEO},Never requested,2026-09-10")
    assert [row["excluded_reason"] for row in classes(workspace).values()] == ["suppressed", "denied_engagement"]


def test_evidence_waits_for_its_person(workspace: Workspace, deliver: Deliver, bring_in: BringIn) -> None:
    deliver(table(1))
    bring_in(ImportKind.WEB, "Email,Event,Timestamp", f"{CLEO},Demo request,2026-09-05T10:00:00Z")
    assert subjects(workspace) == ["nobody_here"]
    assert classes(workspace)[2]["class"] == "unproven"
    deliver(table(2), name="later.csv")
    assert subjects(workspace) == ["linked"]
    [path] = workspace.assessment(as_of=AS_OF).paths["classes"]
    assert sorted(pq.read_table(path)["class"].to_pylist()) == ["lead", "unproven"]


def test_the_same_evidence_in_two_files_counts_once(workspace: Workspace, deliver: Deliver, bring_in: BringIn) -> None:
    deliver(table(1))
    header, visit = "Email,Page,Timestamp", f"{BEN},/pricing,2026-09-05T10:00:00Z"
    bring_in(ImportKind.WEB, header, visit)
    once = classes(workspace)[2]
    bring_in(ImportKind.WEB, header, visit, f"{CLEO},/pricing,2026-09-05T10:00:00Z", on=date(2026, 9, 21))
    [path] = workspace.assessment(as_of=AS_OF).paths["evidence"]
    told = [row["kind"] for row in pq.read_table(path).to_pylist() if row["email"] == BEN]
    assert told == ["pricing_page"]
    assert classes(workspace)[2] == once
    assert (once["class"], once["tier"]) == ("signal", "med")


def test_the_same_file_twice_is_refused_and_a_withdrawn_one_leaves_nothing(
    workspace: Workspace, deliver: Deliver, bring_in: BringIn
) -> None:
    deliver(table(1))
    before = classes(workspace)
    lines = ("Email,Page,Timestamp", f"{BEN},/pricing,2026-09-05T10:00:00Z")
    name = bring_in(ImportKind.WEB, *lines)
    assert classes(workspace) != before
    with pytest.raises(AlreadyDeliveredError):
        bring_in(ImportKind.WEB, *lines)
    workspace.withdraw(name)
    assert classes(workspace) == before


def test_what_a_file_says_of_days_after_itself_or_of_no_day_supports_nothing(
    workspace: Workspace, deliver: Deliver, bring_in: BringIn
) -> None:
    deliver(table(1, 2, 3))
    bring_in(
        ImportKind.WEB, "Email,Page,Timestamp",
        f"{BEN},/pricing,2026-09-21", f"{CLEO},/pricing,", f"{DORA},/pricing,2026-09-20",
    )  # fmt: skip
    assert [row["class"] for row in classes(workspace).values()] == ["unproven", "unproven", "signal"]


def test_a_company_reading_more_is_nobodys_signal(workspace: Workspace, deliver: Deliver, bring_in: BringIn) -> None:
    deliver(table(1))
    bring_in(ImportKind.INTENT, "Email,Domain,Topic,Date", f"{BEN},northwell.example,ERP,2026-09-15")
    assert subjects(workspace) == ["account"]
    assert classes(workspace)[2]["class"] == "unproven"


def test_what_a_company_reads_is_shown_with_its_people_and_is_none_of_theirs(
    workspace: Workspace, deliver: Deliver, bring_in: BringIn
) -> None:
    name = deliver(table(1, 2))
    bring_in(
        ImportKind.INTENT, "Domain,Topic,Date",
        "northwell.example,ERP,2026-09-15", "northwell.example,Payroll,2026-07-01", "castle.example,ERP,2026-09-15",
    )  # fmt: skip
    found = workspace.assessment(as_of=AS_OF)
    record = find_record(found, f"{name}:2")
    assert account_rows(found, record, query=asks(found)) == [
        ("15 September 2026", "ERP", "news of the account until 13 October 2026", "account intent"),
        ("1 July 2026", "Payroll", "old since 29 July 2026", "account intent"),
    ]
    assert [row["class"] for row in classes(workspace).values()] == ["unproven", "unproven"]


def test_nobody_can_have_asked_us_before_there_was_us(
    workspace: Workspace, deliver: Deliver, bring_in: BringIn
) -> None:
    deliver(table(1))
    bring_in(ImportKind.WEB, "Email,Event,Timestamp", f"{BEN},Demo request,2026-09-05")
    assert classes(workspace)[2]["class"] == "lead"
    workspace.put_buyer(workspace.buyer().model_copy(update={"founded_on": date(2026, 9, 6)}))
    assert classes(workspace)[2]["class"] == "unproven"


def test_a_file_that_names_nobody_is_refused(bring_in: BringIn) -> None:
    with pytest.raises(LeadauditError, match="no column holds an e-mail address, a number or a CRM id"):
        bring_in(ImportKind.BOUNCES, "Campaign,Bounce type,Date", "Autumn,hard,2026-09-01")


def verdicts(workspace: Workspace, as_of: date) -> Mapping[int, tuple[str, str | None, str]]:
    [path] = workspace.assessment(as_of=as_of).paths["verdicts"]
    return {row["line"]: (row["verdict"], row["code"], row["sentence"]) for row in pq.read_table(path).to_pylist()}


def test_what_bounced_can_be_returned_with_the_code_as_proof(
    workspace: Workspace, deliver: Deliver, bring_in: BringIn
) -> None:
    deliver(table(1, 2, 3))
    bring_in(
        ImportKind.BOUNCES, "Email,Bounce type,SMTP code,Bounce date",
        f"{BEN},Hard,550 5.1.1,2026-09-03", f"{CLEO},Soft,452 4.2.2,2026-09-03",
        on=date(2026, 9, 5),
    )  # fmt: skip
    bring_in(ImportKind.REPLIES, "Email,Reply type,Date", f"{DORA},Left company,2026-09-04", on=date(2026, 9, 5))
    found = verdicts(workspace, date(2026, 9, 5))
    proof = (
        "A mail to the address came back for good (hard bounce) on 3 September 2026: 550 5.1.1. "
        "(Line 2 of our file of bounces of 5 September 2026.)"
    )
    assert found[2] == ("return", "bounced", proof)
    assert found[3][0] == "accept"
    # The contract names no reasons, so the usual ones can be returned; that somebody left is none of them.
    assert found[4] == ("accept", None, "The contract takes no record back for this reason: left the company.")
    assert classes(workspace)[2]["excluded_reason"] is None  # the number is a channel
    assert verdicts(workspace, date(2026, 9, 2))[2][0] == "accept"


def test_what_was_too_early_by_a_wrong_founding_day_counts_once_it_is_put_right(
    workspace: Workspace, deliver: Deliver, bring_in: BringIn
) -> None:
    deliver(table(1))
    workspace.put_buyer(workspace.buyer().model_copy(update={"founded_on": date(2026, 9, 6)}))
    bring_in(ImportKind.WEB, "Email,Event,Timestamp", f"{BEN},Demo request,2026-09-05")
    assert classes(workspace)[2]["class"] == "unproven"
    workspace.put_buyer(workspace.buyer().model_copy(update={"founded_on": date(2026, 9, 5)}))
    assert classes(workspace)[2]["class"] == "lead"
