"""People that careless matching merges, delivered in one file and audited as a user would; everybody is invented."""

from collections.abc import Mapping
from datetime import date

import pyarrow as pa
import pytest

from leadaudit.audit_file import DeliveredFile, audit_files
from leadaudit.contract.program import read_program
from leadaudit.vocabulary import MatchOutcome

AS_OF = date(2026, 11, 1)
PROGRAM = '[program]\nid = "osprelle"\nvendor = "osprelle"\nprice = 30\ncurrency = "USD"\n'
HEADER = "First Name,Last Name,Email,Job Title,Company,Phone,LinkedIn URL,Country,Website"
# By what they are called in the tests; a company of its own for each story.
PEOPLE: Mapping[str, str] = {
    # Father and son with a generational suffix, and somebody of their name without one.
    "father": "John,Abernathy Sr.,john.abernathy@abernathy-sons.example,Owner,Abernathy & Sons,(202) 555-0101,,US",
    "son": "John,Abernathy Jr.,john.abernathy2@abernathy-sons.example,Owner,Abernathy & Sons,(202) 555-0101,,US",
    "john": "John,Abernathy,,Owner,Abernathy & Sons,(202) 555-0101,,US",
    # Two Maria Garcias in one large company with different addresses; a third record of one of them.
    "maria of treasury": "Maria,Garcia,maria.garcia@globex.example,Head of Treasury,Globex Corp,,,US",
    "maria of it": "Maria,Garcia,maria.garcia2@globex.example,Service Desk Analyst,Globex Corp,,,US",
    "maria of treasury again": "Maria,Garcia,maria.garcia@globex.example,Treasury,Globex Corp,,,US",
    # A shared switchboard.
    "at the switchboard": "Ines,Calloway,ines.calloway@tidewell.example,CFO,Tidewell Ltd,(202) 555-0120,,US",
    "also at the switchboard": "Ivan,Drummond,ivan.drummond@tidewell.example,CIO,Tidewell Ltd,(202) 555-0120,,US",
    "a third at the switchboard": "Ida,Calloway,ida.calloway@tidewell.example,Buyer,Tidewell Ltd,(202) 555-0120,,US",
    # A role mailbox.
    "of the role mailbox": "Bella,Quarrell,info@brightwater.example,Office Manager,Brightwater Ltd,,,UK",
    "also of the role mailbox": "Gideon,Thrale,info@brightwater.example,VP Finance,Brightwater Ltd,,,UK",
    "nobody of the role mailbox": ",,info@brightwater.example,,Brightwater Ltd,,,UK",
    # An assistant's phone and mailbox.
    "boss": "Octavia,Renfrew,octavia.renfrew@marlfield.example,CEO,Marlfield plc,(202) 555-0130,,US",
    "assistant": "Tobias,Lindgren,octavia.renfrew@marlfield.example,Assistant,Marlfield plc,(202) 555-0130,,US",
    # Twins of a family firm, and a couple on one line.
    "twin": "Clara,Hollis,clara@hollis-family.example,Managing Director,Hollis Family Ltd,(202) 555-0140,,US",
    "other twin": "Conrad,Hollis,conrad@hollis-family.example,Managing Director,Hollis Family Ltd,(202) 555-0140,,US",
    "wife": "Petra,Wendell,,Owner,Wendell Dairy,(202) 555-0150,,US",
    "husband": "Hugo,Wendell,,Owner,Wendell Dairy,(202) 555-0150,,US",
    # A bridge: an initial that fits both brothers.
    "brother": "Martin,Okonjo,martin.okonjo@okonjo.example,Partner,Okonjo LLP,(202) 555-0161,,US",
    "initial": "M.,Okonjo,,Partner,Okonjo LLP,,,US",
    "other brother": "Morris,Okonjo,morris.okonjo@okonjo.example,Partner,Okonjo LLP,(202) 555-0162,,US",
    # One person each: by address, by profile page, by phone and last name, by name and domain, by everything but a key.
    "one by address": "Kit,Dunmarrow,kit.dunmarrow@garnel.example,VP IT,Garnel Foods,,,US",
    "the same by address": "Christopher,Dunmarrow,Kit.Dunmarrow+list@garnel.example,VP IT,Garnel Foods,,,US",
    "one by profile page": "Yasmin,Larkham,y.larkham@marl.example,COO,Marl Capital,,https://linkedin.com/in/yl-invented,US",
    "the same by profile page": "Yasmin,Larkham,yl@newfold.example,CEO,Newfold Inc,,linkedin.com/in/yl-invented/,US",
    "one by phone": "Rosalind,Uttley,r.uttley@briar.example,CFO,Briar Ltd,(202) 555-0170,,US",
    "the same by phone": "Rosalind,Uttley,ros.uttley@gmail.com,,Briar Ltd,+1 202 555 0170,,US",
    "one by name and domain": "Nell,Merriden,nell.merriden@alderholt.example,CIO,Alderholt Energy,,,US",
    "the same by name and domain": "Nell,Merriden,,,,,,US,www.alderholt.example",
    "one by everything": "Robert,Marlow,robert.marlow@silverlane.example,VP Finance,Silverlane Ltd,,,UK",
    "the same by everything": "Rob,Marlow,,VP Finance,Silverlane Limited,,,UK",
}
# The large company has many more people, so that its name and domain say little of who somebody is.
COLLEAGUES = tuple(
    f"{first},{last},{first.lower()}.{last.lower()}@globex.example,Analyst,Globex Corp,,,US"
    for first in ("Ada", "Benno", "Cleo", "Dario", "Edda", "Falk")
    for last in ("Ashdowne", "Brackwell", "Corveth", "Dellamy", "Eastmoor", "Farrowby")
)


@pytest.fixture(scope="module")
def audited() -> Mapping[str, pa.Table]:
    rows = [row if row.count(",") == HEADER.count(",") else f"{row}," for row in (*PEOPLE.values(), *COLLEAGUES)]
    text = "\n".join([HEADER, *rows, ""])
    program = read_program(PROGRAM, where="osprelle")
    file = DeliveredFile(source=text.encode(), file_name="osprelle.csv", program=program, delivered_on=AS_OF)
    found = audit_files([file], as_of=AS_OF).tables
    return {name: table for name in ("people", "matches") if isinstance(table := found[name], pa.Table)}


@pytest.fixture(scope="module")
def persons(audited: Mapping[str, pa.Table]) -> Mapping[str, str]:
    by_line = {row["line"]: row["person"] for row in audited["people"].to_pylist()}
    return {name: by_line[line] for line, name in enumerate(PEOPLE, 2)}


def outcome(audited: Mapping[str, pa.Table], one: str, other: str) -> str | None:
    lines = sorted(list(PEOPLE).index(name) + 2 for name in (one, other))
    rows = {(row["line"], row["other_line"]): row["outcome"] for row in audited["matches"].to_pylist()}
    return rows.get((lines[0], lines[1]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("father", "son", id="father and son with a generational suffix"),
        pytest.param("maria of treasury", "maria of it", id="two Maria Garcias in one large company"),
        pytest.param("at the switchboard", "also at the switchboard", id="a shared switchboard"),
        pytest.param("at the switchboard", "a third at the switchboard", id="a shared switchboard and a last name"),
        pytest.param("of the role mailbox", "also of the role mailbox", id="a role mailbox"),
        pytest.param("of the role mailbox", "nobody of the role mailbox", id="a role mailbox without a name"),
        pytest.param("boss", "assistant", id="an assistant's phone and mailbox"),
        pytest.param("twin", "other twin", id="twins of a family firm"),
        pytest.param("wife", "husband", id="a couple on one line"),
        pytest.param("brother", "other brother", id="two brothers and an initial between them"),
    ],
)
def test_two_people_stay_two(persons: Mapping[str, str], one: str, other: str) -> None:
    assert persons[one] != persons[other]


def test_colleagues_of_one_last_name_whose_addresses_spell_their_own_first_names_are_two(
    audited: Mapping[str, pa.Table],
) -> None:
    first = len(PEOPLE) + 2
    others = [row["person"] for row in audited["people"].to_pylist() if row["line"] >= first]
    assert len(set(others)) == len(COLLEAGUES)


def test_a_record_without_suffix_is_at_most_one_of_father_and_son(persons: Mapping[str, str]) -> None:
    assert sum(persons["john"] == persons[name] for name in ("father", "son")) <= 1


def test_two_namesakes_of_one_company_wait_for_somebody_and_each_keeps_her_own_records(
    audited: Mapping[str, pa.Table], persons: Mapping[str, str]
) -> None:
    assert persons["maria of treasury again"] == persons["maria of treasury"]
    assert outcome(audited, "maria of treasury", "maria of it") in {None, MatchOutcome.UNSURE, MatchOutcome.DIFFERENT}


@pytest.mark.parametrize(
    "how",
    ["address", "profile page", "phone", "name and domain", "everything"],
    ids=["M1 address", "M1 profile page", "M2", "M3", "H01"],
)
def test_one_person_is_one(persons: Mapping[str, str], how: str) -> None:
    assert persons[f"one by {how}"] == persons[f"the same by {how}"]


def test_the_strongest_key_is_named(audited: Mapping[str, pa.Table]) -> None:
    rules = {row["line"]: row["rule"] for row in audited["people"].to_pylist()}
    named = {
        how: rules[list(PEOPLE).index(f"the same by {how}") + 2]
        for how in ("address", "profile page", "phone", "name and domain", "everything")
    }
    assert named == {
        "address": "email", "profile page": "profile_url", "phone": "phone_and_last_name",
        "name and domain": "name_and_domain", "everything": "likeness",
    }  # fmt: skip


def test_a_job_change_is_one_person_with_two_employers(audited: Mapping[str, pa.Table]) -> None:
    assert outcome(audited, "one by profile page", "the same by profile page") in {
        MatchOutcome.KEY, MatchOutcome.SAME
    }  # fmt: skip


def test_what_a_match_weighs_is_its_probability(audited: Mapping[str, pa.Table]) -> None:
    rows = audited["matches"].to_pylist()
    assert len(rows) > 5
    for row in rows:
        assert row["p"] == pytest.approx(2 ** row["bits"] / (1 + 2 ** row["bits"]), abs=1e-9)
