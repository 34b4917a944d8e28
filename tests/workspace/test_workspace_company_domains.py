"""A company of several names and domains in the user's words is one employer wherever records are compared."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from leadaudit.audit_file import DeliveredFile, audit_files
from leadaudit.contract.program import read_program
from leadaudit.facts.own_words import OwnWords
from leadaudit.facts.words_file import read_words
from leadaudit.pair_view import look_at
from leadaudit.workspace import Workspace
from leadaudit.workspace.deliveries import Arrival

AS_OF = date(2026, 11, 1)
PROGRAM = '[program]\nid = "{0}"\nvendor = "{0}"\nprice = 30\ncurrency = "USD"\n'
HEADER = "First Name,Last Name,Email,Job Title,Company,Website,Country"
FILES = {
    "aldergate": "Robert,Marlow,robert.marlow@mail.oldwick.example,VP Finance,Oldwick Ltd,,UK",
    "northwell": "Rob,Marlow,,VP Finance,Newford plc,www.newford.example,UK",
}
# No name of a company in common: of one the address tells it, of the other the site.
NAMELESS = {vendor: row.replace("Oldwick Ltd", "").replace("Newford plc", "") for vendor, row in FILES.items()}
RENAMED = """
[[companies]]
name = "Newford"
names = ["Oldwick"]
domains = ["newford.example", "oldwick.example"]
"""
DOMAINS_ALONE = '[[companies]]\nname = "Newford"\ndomains = ["newford.example", "oldwick.example"]\n'


def filled(folder: Path, files: dict[str, str]) -> Workspace:
    made = Workspace.create(folder / "workspace", author="tester")
    for day, (vendor, row) in enumerate(files.items(), 1):
        made.put_program(PROGRAM.format(vendor), where=vendor)
        staged = made.stage(f"{HEADER}\n{row}\n".encode(), f"{vendor}.csv")
        arrival = Arrival(program=made.program(vendor), delivered_on=date(2026, 10, day))
        made.commit(made.opened(staged.staged, vendor=vendor), staged, arrival)
    return made


def people(workspace: Workspace) -> set[frozenset[str]]:
    rows = pq.read_table(workspace.assessment(as_of=AS_OF).paths["people"][0]).to_pylist()
    return grouped([(row["delivery"].split("-")[0], row["person"]) for row in rows])


def facts_of(workspace: Workspace) -> list[str]:
    return sorted(path.name for path in workspace.assessment(as_of=AS_OF).paths["facts"])


def grouped(members: list[tuple[str, str]]) -> set[frozenset[str]]:
    return {frozenset(one for one, of in members if of == person) for _, person in members}


APART = {frozenset({vendor}) for vendor in FILES}


def test_a_rename_makes_one_employer_of_both_names_and_taking_it_out_makes_two_again(tmp_path: Path) -> None:
    workspace = filled(tmp_path, FILES)
    before = people(workspace)
    assert before == APART
    first = workspace.assessment(as_of=AS_OF).assessment_id
    workspace.put_words(RENAMED, where="words.toml")
    assert people(workspace) == {frozenset(FILES)}
    workspace.put_words("", where="words.toml")
    assert people(workspace) == before
    assert workspace.assessment(as_of=AS_OF).assessment_id == first
    assert workspace.doctor() == ()


def test_domains_alone_are_compared_though_nothing_else_is_read_otherwise(tmp_path: Path) -> None:
    workspace = filled(tmp_path, NAMELESS)
    facts = facts_of(workspace)
    assert people(workspace) == APART
    workspace.put_words(DOMAINS_ALONE, where="words.toml")
    assert people(workspace) == {frozenset(FILES)}
    assert facts_of(workspace) == facts
    left, right = sorted(one.head.delivery for one in workspace.deliveries())
    pair = look_at(workspace, f"{left}:2", f"{right}:2")
    assert pair is not None
    assert "the same employer" in pair.explanation.grounds_for


def test_files_audited_without_a_workspace_are_compared_in_the_same_words() -> None:
    files = [
        DeliveredFile(
            source=f"{HEADER}\n{row}\n".encode(),
            file_name=f"{vendor}.csv",
            delivered_on=date(2026, 10, day),
            program=read_program(PROGRAM.format(vendor), where=vendor),
        )
        for day, (vendor, row) in enumerate(FILES.items(), 1)
    ]

    def found(words: OwnWords | None) -> set[frozenset[str]]:
        made = audit_files(files, as_of=AS_OF, words=words).tables["people"]
        assert isinstance(made, pa.Table)
        rows = made.to_pylist()
        return grouped([(row["delivery"].split("-")[0], row["person"]) for row in rows])

    assert found(None) == APART
    assert found(read_words(RENAMED, where="words.toml")) == {frozenset(FILES)}
