"""Files that no workspace keeps give the people a workspace would give; every person is invented."""

from datetime import date
from pathlib import Path

import pyarrow as pa

from leadaudit.audit_file import DeliveredFile, audit_files
from leadaudit.contract.program import read_program
from leadaudit.workspace import Workspace
from leadaudit.workspace.deliveries import Arrival
from tests.workspace.test_workspace_matching import AS_OF, CONTACTS, FILES, HEADER, bring, empty

PROGRAM = 'id = "{0}"\nvendor = "{0}"\nprice = 30\ncurrency = "USD"\n'


def text(vendor: str) -> bytes:
    return "\n".join((HEADER, *FILES[vendor], "")).encode()


def grouped(people: pa.Table) -> dict[tuple[str, int], tuple[str, str]]:
    """Whose record every record is: vendor and line of each, and of its person."""
    return {
        named(row["delivery"], row["line"]): (named(row["person"], 0)[0], row["person"].rpartition(":")[2])
        for row in people.to_pylist()
    }


def named(delivery: str, line: int) -> tuple[str, int]:
    """A record by its vendor; the CRM is called one thing in a workspace and another without."""
    return delivery.partition("-")[0].partition(":")[0].removesuffix("_contacts"), line


def test_audited_files_have_the_people_a_workspace_finds(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "workspace", author="tester")
    files = []
    for day, vendor in enumerate(FILES, 1):
        workspace.put_program(PROGRAM.format(vendor), where=vendor)
        staged = workspace.stage(text(vendor), f"{vendor}.csv")
        arrival = Arrival(program=workspace.program(vendor), delivered_on=date(2026, 10, day))
        workspace.commit(workspace.opened(staged.staged, vendor=vendor), staged, arrival)
        program = read_program(PROGRAM.format(vendor), where=vendor)
        files.append(
            DeliveredFile(
                source=text(vendor), file_name=f"{vendor}.csv", program=program, delivered_on=date(2026, 10, day)
            )
        )
    found = audit_files(files, as_of=AS_OF).tables
    kept = workspace.people(as_of=AS_OF)
    assert isinstance(found["people"], pa.Table)
    assert isinstance(found["matches"], pa.Table)
    assert grouped(found["people"]) == grouped(kept.people)
    assert found["matches"]["bits"].to_pylist() == kept.matches["bits"].to_pylist()
    # Rob is Robert, and so is Marlow, Robert.
    assert len({grouped(found["people"])[one] for one in (("aldergate", 2), ("northwell", 2), ("pinewood", 2))}) == 1


def test_audited_files_and_the_crm_have_the_people_and_pairs_a_workspace_finds(tmp_path: Path) -> None:
    workspace = empty(tmp_path / "workspace")
    for what in (*FILES, "crm"):
        bring(workspace, what)
    files = [
        DeliveredFile(
            source=text(vendor),
            file_name=f"{vendor}.csv",
            program=read_program(PROGRAM.format(vendor), where=vendor),
            delivered_on=date(2026, 10, day),
        )
        for day, vendor in enumerate(sorted(FILES), 1)
    ]
    crm = tmp_path / "crm.csv"
    crm.write_text(CONTACTS, encoding="utf-8")
    found = audit_files(files, as_of=AS_OF, crm=crm).tables
    kept = workspace.people(as_of=AS_OF)
    assert isinstance(found["people"], pa.Table)
    assert isinstance(found["matches"], pa.Table)
    people = grouped(found["people"])
    assert people == grouped(kept.people)
    assert people["crm", 2] == people["northwell", 4] == ("northwell", "4")
    assert paired(found["matches"]) == paired(kept.matches)
    assert {outcome for *_, outcome in paired(found["matches"])} >= {"same", "key"}


def paired(matches: pa.Table) -> list[tuple[object, ...]]:
    """Every pair with what it weighs and what became of it, whichever of the two stands first."""
    rows = [
        (*sorted((named(row["delivery"], row["line"]), named(row["other_delivery"], row["other_line"]))), row["bits"],
         row["p"], row["outcome"])
        for row in matches.to_pylist()
    ]  # fmt: skip
    return sorted(rows, key=str)


def test_a_repeat_without_a_key_in_common_is_found_within_one_file() -> None:
    lines = (
        HEADER,
        "Robert,Marlow,robert.marlow@brightwater.example,VP Finance,Brightwater Ltd,UK,",
        "Bob,Marlow,,VP Finance,Brightwater Limited,UK,",
    )
    program = read_program(PROGRAM.format("v"), where="v")
    file = DeliveredFile(source="\n".join((*lines, "")).encode(), file_name="v.csv", program=program)
    people = audit_files([file], as_of=AS_OF).tables["people"]
    assert isinstance(people, pa.Table)
    assert len(set(people["person"].to_pylist())) == 1
