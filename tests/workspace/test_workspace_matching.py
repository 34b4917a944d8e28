"""Pairs between inputs: kept once, read by active inputs only, whatever the order of arrival."""

from datetime import date
from itertools import permutations
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from leadaudit.errors import LeadauditError, UnknownNameError
from leadaudit.vocabulary import ImportKind, Judgement, MatchOutcome
from leadaudit.workspace import Workspace, known_people
from leadaudit.workspace.deliveries import Arrival
from leadaudit.workspace.imports import Snapshot

AS_OF = date(2026, 11, 1)
HEADER = "First Name,Last Name,Email,Job Title,Company,Country,Phone"
FILES = {
    "aldergate": (
        "Robert,Marlow,robert.marlow@brightwater.example,VP Finance,Brightwater Ltd,UK,+44 20 7946 0101",
        "Benjamin,Okoro,b.okoro@silver.example,Head of Finance,Silverlane Ltd,UK,+44 20 7946 0102",
    ),
    "northwell": (
        "Rob,Marlow,,VP Finance,Brightwater Ltd,UK,+44 20 7946 0101",
        "Ben,Okoro,,Head of Finance,Silverlane,UK,",
        "Cleo,Rasmus,cleo.rasmus@tidewell.example,IT Manager,Tidewell Ltd,UK,",
    ),
    "pinewood": ("Marlow,Robert,,VP Finance,Brightwater Ltd,UK,+44 20 7946 0101",),
}
CONTACTS = "Contact ID,First Name,Last Name,Email,Company\n003A1,Cleo,Rasmus,,Tidewell Ltd\n"


def empty(folder: Path) -> Workspace:
    workspace = Workspace.create(folder, author="tester")
    for vendor in FILES:
        text = f'[program]\nid = "{vendor}"\nvendor = "{vendor}"\nprice = 30\ncurrency = "USD"\n'
        workspace.put_program(text, where=vendor)
    return workspace


def bring(workspace: Workspace, what: str) -> str:
    if what == "crm":
        staged = workspace.stage(CONTACTS.encode(), "crm.csv")
        snapshot = Snapshot(kind=ImportKind.CRM_CONTACTS, source="crm", coverage="full", snapshot_on=date(2026, 10, 1))
        return workspace.commit_import(workspace.opened(staged.staged), staged, snapshot)
    staged = workspace.stage("\n".join((HEADER, *FILES[what], "")).encode(), f"{what}.csv")
    delivered_on = date(2026, 10, 1 + sorted(FILES).index(what))
    opened = workspace.opened(staged.staged, vendor=what)
    return workspace.commit(opened, staged, Arrival(program=workspace.program(what), delivered_on=delivered_on))


def table(workspace: Workspace, name: str) -> pa.Table:
    return pq.read_table(workspace.assessment(as_of=AS_OF).paths[name][0])


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = empty(tmp_path_factory.mktemp("filled") / "workspace")
    for what in (*FILES, "crm"):
        bring(workspace, what)
    return workspace


def test_people_without_a_key_in_common_are_found_across_files_vendors_and_the_crm(filled: Workspace) -> None:
    persons: dict[str, list[str]] = {}
    for row in table(filled, "people").to_pylist():
        persons.setdefault(row["person"].split("-")[0] + row["person"][-2:], []).append(row["delivery"].split("-")[0])
    assert persons["aldergate:2"] == ["aldergate", "northwell", "pinewood"]
    assert sorted(persons["northwell:4"]) == ["crm_contacts", "northwell"]


def test_any_order_of_arrival_gives_the_same_people_and_matches(filled: Workspace, tmp_path: Path) -> None:
    people, matches = table(filled, "people"), table(filled, "matches")
    assert matches.num_rows > 2
    for number, order in enumerate(list(permutations((*FILES, "crm")))[5::9]):
        other = empty(tmp_path / str(number))
        for what in order:
            bring(other, what)
        assert table(other, "people").equals(people)
        assert table(other, "matches").equals(matches)
        other.close()


def test_a_delivery_taken_out_leaves_what_would_be_without_it_and_comes_back_as_it_was(tmp_path: Path) -> None:
    without = empty(tmp_path / "without")
    for what in ("aldergate", "pinewood", "crm"):
        bring(without, what)
    workspace = empty(tmp_path / "with")
    for what in ("aldergate", "northwell", "pinewood", "crm"):
        bring(workspace, what)
    before = table(workspace, "matches")
    name = next(one.head.delivery for one in workspace.deliveries() if one.head.vendor == "northwell")
    workspace.withdraw(name)
    for kind in ("people", "matches"):
        assert table(workspace, kind).equals(table(without, kind))
    workspace.tidy()
    assert bring(workspace, "northwell") == name
    assert table(workspace, "matches").equals(before)
    assert workspace.doctor() == ()


def test_a_decision_holds_for_every_later_answer_until_it_is_taken_back(tmp_path: Path) -> None:
    workspace = empty(tmp_path / "workspace")
    first, second = bring(workspace, "aldergate"), bring(workspace, "northwell")
    assert table(workspace, "people")["person"].to_pylist().count(f"{first}:2") == 2
    number = workspace.decide(f"{second}:2", f"{first}:2", Judgement.DIFFERENT, note="another Rob", author="Dana")
    bring(workspace, "pinewood")
    told = {row["outcome"] for row in table(workspace, "matches").to_pylist()}
    assert MatchOutcome.DECIDED_DIFFERENT in told
    persons = {f"{row['delivery']}:{row['line']}": row["person"] for row in table(workspace, "people").to_pylist()}
    assert persons[f"{second}:2"] != persons[f"{first}:2"]
    kept = workspace.decisions()[0]
    assert (kept.left, kept.right, kept.note, kept.author) == (f"{first}:2", f"{second}:2", "another Rob", "Dana")
    workspace.take_back(number)
    assert not workspace.decisions()[0].in_force
    persons = {f"{row['delivery']}:{row['line']}": row["person"] for row in table(workspace, "people").to_pylist()}
    assert persons[f"{second}:2"] == persons[f"{first}:2"]
    with pytest.raises(UnknownNameError):
        workspace.take_back(number)


def test_a_decision_needs_two_records_that_are_here(filled: Workspace) -> None:
    name = filled.deliveries()[0].head.delivery
    with pytest.raises(UnknownNameError, match="there is none of that name here"):
        filled.decide(f"{name}:2", "nowhere:7", Judgement.SAME)
    with pytest.raises(LeadauditError, match="cannot be compared with itself"):
        filled.decide(f"{name}:2", f"{name}:2", Judgement.SAME)


def test_people_of_a_day_are_those_of_the_answer(filled: Workspace) -> None:
    found = filled.people(as_of=AS_OF)
    assert found.people.equals(table(filled, "people"))
    assert found.matches.equals(table(filled, "matches"))


def test_people_grown_by_an_arrival_are_those_of_everybody(
    filled: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = filled.people(as_of=AS_OF)
    monkeypatch.setattr(known_people, "WORTH_KEEPING", 1)
    monkeypatch.setattr(known_people, "_LARGEST_SHARE", 10.0)
    workspace = empty(tmp_path / "workspace")
    for what in ("crm", "aldergate"):
        bring(workspace, what)
    assert workspace.people(as_of=AS_OF).people.num_rows == 3
    looked_at: list[int] = []
    monkeypatch.setattr(known_people, "known", lambda everybody, _: looked_at.append(everybody.nodes.num_rows))
    for what in ("northwell", "pinewood"):
        bring(workspace, what)
        workspace.people(as_of=AS_OF)
    found = workspace.people(as_of=AS_OF)
    assert looked_at == []
    assert found.people.equals(whole.people)
    assert found.matches.equals(whole.matches)
