"""Likely pairs that were cut, and people who may be several of the CRM, are listed by name."""

from datetime import date

import pytest

from leadaudit.answers.matching import WAITING, questions
from leadaudit.kept_apart import ambiguous_links, cut_pairs, recall_of
from leadaudit.vocabulary import ImportKind, Judgement
from leadaudit.workspace import Workspace
from leadaudit.workspace.deliveries import Arrival
from leadaudit.workspace.imports import Snapshot

AS_OF = date(2026, 11, 1)
LINES = (
    "First Name,Last Name,Email,Job Title,Company,Country,Phone",
    # A record without suffix between father and son.
    "John,Abernathy Sr.,john.abernathy@abernathy.example,Owner,Abernathy Ltd,US,(202) 555-0101",
    "John,Abernathy,,Owner,Abernathy Ltd,US,(202) 555-0101",
    "John,Abernathy Jr.,john.abernathy2@abernathy.example,Owner,Abernathy Ltd,US,(202) 555-0101",
    "Nell,Merriden,nell.merriden@alderholt.example,Chief Information Officer,Alderholt Energy,US,",
)
CONTACTS = (
    "Contact ID,First Name,Last Name,Email,Job Title,Company,Country",
    "003A1,Nell,Merriden,nell.merriden@alderholt.example,Chief Information Officer,Alderholt Energy,US",
    "003A2,Nell,Merriden,nell@larchcroft.example,Chief Information Officer,Larchcroft Foods,US",
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = Workspace.create(tmp_path_factory.mktemp("apart") / "workspace", author="tester")
    made.put_program('[program]\nid = "osprelle"\nvendor = "osprelle"\nprice = 30\ncurrency = "USD"\n', where="p")
    staged = made.stage("\n".join([*LINES, ""]).encode(), "osprelle.csv")
    arrival = Arrival(program=made.program("osprelle"), delivered_on=date(2026, 10, 1))
    made.commit(made.opened(staged.staged, vendor="osprelle"), staged, arrival)
    staged = made.stage("\n".join([*CONTACTS, ""]).encode(), "contacts.csv")
    snapshot = Snapshot(kind=ImportKind.CRM_CONTACTS, source="crm", coverage="full", snapshot_on=date(2026, 10, 2))
    made.commit_import(made.opened(staged.staged), staged, snapshot)
    return made


def test_what_was_cut_is_listed_with_both_names(workspace: Workspace) -> None:
    cuts, whole = cut_pairs(workspace, workspace.assessment(as_of=AS_OF), most=10)
    assert whole == len(cuts) == 1
    [cut] = cuts
    assert {cut.left.record.rpartition(":")[2], cut.right.record.rpartition(":")[2]} in ({"2", "3"}, {"3", "4"})
    # Father and son do not read alike.
    assert {cut.left.who, cut.right.who} in (
        {f"John Abernathy{suffix} at Abernathy Ltd" for suffix in suffixes} for suffixes in ((" Sr", ""), ("", " Jr"))
    )
    assert "the same last name" in cut.why
    # The record without a suffix stands with one of the two, which is why it does not with the other.
    assert " is one person with John Abernathy " in cut.instead


def test_a_link_to_the_crm_that_is_unsure_is_listed_and_a_decision_settles_it(workspace: Workspace) -> None:
    found = workspace.assessment(as_of=AS_OF)
    links, whole = ambiguous_links(workspace, found, most=10)
    record = f"{workspace.deliveries()[0].head.delivery}:5"
    [link] = [one for one in links if one.person.record == record]
    assert (link.person.who, link.contacts) == ("Nell Merriden at Alderholt Energy", 2)
    assert link.likeliest.who == "Nell Merriden at Larchcroft Foods (our CRM)"
    assert 0.5 <= link.p < 0.95
    assert ambiguous_links(workspace, found, most=0) == ([], whole)
    number = workspace.decide(record, link.likeliest.record, Judgement.DIFFERENT)
    after, left = ambiguous_links(workspace, workspace.assessment(as_of=AS_OF), most=10)
    assert left == whole - 2
    assert record not in {one.person.record for one in after}
    # Nobody is asked the same of another record of the two.
    waiting = questions(workspace.assessment(as_of=AS_OF).paths, (WAITING,), by_chance=False, limit=9)
    assert link.likeliest.record not in {one for pair in waiting.pairs for one in (pair.left, pair.right)}
    workspace.take_back(number)


def test_a_few_pairs_tell_nothing_of_those_that_share_no_value(workspace: Workspace) -> None:
    assert recall_of(workspace, workspace.assessment(as_of=AS_OF)) is None
