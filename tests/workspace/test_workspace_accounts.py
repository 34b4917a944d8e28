"""Caps, overlap, circularity and account influence all mean the same company."""

from datetime import date

import pyarrow.parquet as pq
import pytest

from leadaudit.one_record import account_words, asks, find_record
from leadaudit.vocabulary import ImportKind
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.deliveries import Arrival
from leadaudit.workspace.imports import Snapshot
from leadaudit.workspace.maturity import circular_shares
from leadaudit.workspace.page_counts import overlap_of

AS_OF = date(2026, 10, 1)
PROGRAM = """
[program]
id = "{vendor}-2026"
vendor = "{vendor}"
price = 45
currency = "USD"
[returns]
window = 60
clock = "delivery"
[[spec]]
cap_domain = 2
"""
WORDS = '[[companies]]\nname = "Northwell"\nnames = ["Brackwater Ltd."]\n'
HEADER = "First Name,Last Name,Email,Job Title,Company,Intent Topic,Intent Date"
# Mother, daughter, a country's domain and a private address: one company, once the words say so.
PEOPLE = (
    "Ada,Brook,ada.brook@northwell.example,CFO,Northwell GmbH,ERP,2026-08-20",
    "Cleo,Drum,cleo.drum@northwell.de,CIO,Northwell,ERP,2026-08-20",
    "Ben,Castle,ben.castle@brackwater.example,CEO,Brackwater Ltd,ERP,2026-08-20",
    "Dora,Elm,dora.elm@gmail.com,COO,Brackwater,ERP,2026-08-20",
)


def bring(workspace: Workspace, kind: ImportKind, *lines: str) -> None:
    staged = workspace.stage("\n".join([*lines, ""]).encode(), f"{kind.value}.csv")
    snapshot = Snapshot(kind=kind, source="crm", coverage="full", snapshot_on=date(2026, 9, 30))
    workspace.commit_import(workspace.opened(staged.staged), staged, snapshot)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = Workspace.create(tmp_path_factory.mktemp("accounts") / "workspace", author="ada")
    for vendor, on in (("osprelle", date(2026, 9, 1)), ("quillmere", date(2026, 9, 5))):
        workspace.put_program(PROGRAM.format(vendor=vendor), where=f"{vendor}.toml")
        staged = workspace.stage("\n".join([HEADER, *PEOPLE, ""]).encode(), f"{vendor}.csv")
        arrival = Arrival(program=workspace.program(f"{vendor}-2026"), delivered_on=on)
        workspace.commit(workspace.opened(staged.staged, vendor=vendor), staged, arrival)
    bring(workspace, ImportKind.INTENT, "Domain,Topic,Date", "brackwater.example,ERP,2026-08-20")
    bring(
        workspace, ImportKind.CRM_OPPORTUNITIES,
        "Opportunity ID,Account Name,Stage,Created Date,Amount", "O1,Brackwater Limited,Proposal,2026-09-20,1000",
    )  # fmt: skip
    return workspace


@pytest.fixture(scope="module")
def apart(filled: Workspace) -> StoredAssessment:
    return filled.assessment(as_of=AS_OF)


@pytest.fixture(scope="module")
def joined(filled: Workspace, apart: StoredAssessment) -> StoredAssessment:
    filled.put_words(WORDS, where="words.toml")
    return filled.assessment(as_of=AS_OF)


def rows(found: StoredAssessment, name: str) -> list[dict[str, object]]:
    made: list[dict[str, object]] = pq.read_table(found.paths[name][0]).to_pylist()
    return made


def over_cap(found: StoredAssessment) -> list[object]:
    return [
        row["line"]
        for row in rows(found, "reasons")
        if row["code"] == "over_cap" and str(row["delivery"]).startswith("osprelle")
    ]


def test_the_words_file_makes_mother_and_daughter_one_account(
    apart: StoredAssessment, joined: StoredAssessment
) -> None:
    assert {row["account"] for row in rows(apart, "accounts")} == {"northwell.de", "brackwater.example"}
    assert {row["account"] for row in rows(joined, "accounts")} == {"brackwater.example"}


def account_of(found: StoredAssessment, line: int) -> str | None:
    delivery = next(one.head.delivery for one in found.deliveries if one.head.vendor == "osprelle")
    return account_words(find_record(found, f"{delivery}:{line}"), asks(found))


def test_a_record_says_its_account_what_else_that_is_called_and_who_was_delivered_there(
    apart: StoredAssessment, joined: StoredAssessment
) -> None:
    assert account_of(apart, 4) == "brackwater.example; 2 people were delivered there by 2 vendors"
    told = account_of(joined, 4)
    assert told is not None
    assert told.startswith("brackwater.example, here also northwell")
    assert told.endswith("northwell.de, northwell.example; 4 people were delivered there by 2 vendors")


def test_a_cap_counts_the_account(apart: StoredAssessment, joined: StoredAssessment) -> None:
    assert over_cap(apart) == []
    assert over_cap(joined) == [4, 5]


def test_overlap_counts_the_account(apart: StoredAssessment, joined: StoredAssessment) -> None:
    assert [(row["people"], row["accounts"]) for row in overlap_of(apart)] == [(4, 2)]
    assert [(row["people"], row["accounts"]) for row in overlap_of(joined)] == [(4, 1)]


def test_circularity_counts_the_interest_of_an_account_once(apart: StoredAssessment, joined: StoredAssessment) -> None:
    # Each vendor tells of two companies, a file of intent of one of them.
    assert {vendor: (one.count, one.of) for vendor, one in circular_shares(apart).items()} == {
        "osprelle": (2, 5),
        "quillmere": (2, 5),
    }
    assert {vendor: (one.count, one.of) for vendor, one in circular_shares(joined).items()} == {
        "osprelle": (1, 3),
        "quillmere": (1, 3),
    }


def test_an_opportunity_of_the_daughter_is_at_the_account(apart: StoredAssessment, joined: StoredAssessment) -> None:
    assert {row["account"] for row in rows(apart, "influence")} == {"brackwater.example"}
    [first] = [row for row in rows(apart, "influence") if row["vendor"] == "osprelle"]
    [now] = [row for row in rows(joined, "influence") if row["vendor"] == "osprelle"]
    assert (first["source_id"], first["line"], now["source_id"], now["line"]) == ("O1", 4, "O1", 2)
