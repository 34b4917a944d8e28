"""A delivery of 5,000 records against a million earlier ones and a million CRM contacts: registered, and made people.

    python -m bench.identity_incremental [EARLIER] [CONTACTS] [ARRIVING] [--keep FOLDER]

Builds the workspace first, which takes minutes (with --keep once only), then brings a new delivery in and prints
seconds of the wall and of the processor by step.  The answer (classes, verdicts, costs) is timed apart.
"""

import argparse
import csv
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa

from bench.contacts import contacts as invented
from leadaudit.vocabulary import ImportKind
from leadaudit.workspace import Workspace
from leadaudit.workspace.deliveries import Arrival
from leadaudit.workspace.imports import Snapshot

FIRST_DAY = date(2026, 10, 1)
AS_OF = date(2026, 11, 1)
PROGRAM = 'id = "{0}"\nvendor = "{0}"\nprice = 45\ncurrency = "USD"\n'
COLUMNS = {
    "First Name": "first", "Last Name": "last", "Email": "email", "Phone": "phone", "Company": "company",
    "Job Title": "title", "Country": "country",
}  # fmt: skip


@contextmanager
def timed(step: str) -> Iterator[None]:
    """Print how long a step took."""
    wall, processor = time.perf_counter(), time.process_time()
    yield
    print(
        f"{step:58} {time.perf_counter() - wall:7.1f} s  {time.process_time() - processor:7.1f} s processor", flush=True
    )


def build(folder: Path, *, earlier: pa.Table, contacts: pa.Table) -> None:
    """A workspace with one large delivery and a CRM."""
    workspace = Workspace.create(folder)
    for vendor in ("earlier", "arriving"):
        workspace.put_program(PROGRAM.format(vendor), where=vendor)
    with tempfile.TemporaryDirectory() as place:
        deliver(workspace, written(earlier, Path(place) / "earlier.csv"), "earlier", FIRST_DAY)
        staged = workspace.stage(written(contacts, Path(place) / "crm.csv"), "crm.csv")
        snapshot = Snapshot(kind=ImportKind.CRM_CONTACTS, source="crm", coverage="full", snapshot_on=FIRST_DAY)
        workspace.commit_import(workspace.opened(staged.staged), staged, snapshot)
    # Somebody has looked at them before the next delivery comes.
    workspace.people(as_of=AS_OF)
    workspace.close()


def written(people: pa.Table, target: Path) -> Path:
    """The people as a file, as vendors and CRMs write them."""
    columns = [people[name].to_pylist() for name in COLUMNS.values()]
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("Contact ID", *COLUMNS))
        for number, row in enumerate(zip(*columns, strict=True)):
            writer.writerow((f"{target.stem}{number:09d}", *_cells(row)))
    return target


def _cells(row: tuple[str | None, ...]) -> Iterator[str]:
    for name, value in zip(COLUMNS, row, strict=True):
        text = value or ""
        yield f"+{text}" if name == "Phone" and text else text.title() if "Name" in name or name == "Company" else text


def deliver(workspace: Workspace, file: Path, program: str, on: date) -> str:
    """Bring a file in."""
    staged = workspace.stage(file, file.name)
    opened = workspace.opened(staged.staged, vendor=program)
    return workspace.commit(opened, staged, Arrival(program=workspace.program(program), delivered_on=on))


def main(arguments: list[str]) -> None:
    """Build, bring in, time."""
    parser = argparse.ArgumentParser()
    parser.add_argument("earlier", type=int, nargs="?", default=1_000_000)
    parser.add_argument("contacts", type=int, nargs="?", default=1_000_000)
    parser.add_argument("arriving", type=int, nargs="?", default=5_000)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args(arguments)
    # One family of people for all three, so that some of each are known to the others.
    people = invented(asked.earlier + asked.contacts + 4 * asked.arriving).described
    with tempfile.TemporaryDirectory() as place:
        folder = asked.keep or Path(place) / "workspace"
        if not (folder / "catalogue.sqlite").exists():
            with timed(f"building {asked.earlier:,} records and {asked.contacts:,} contacts"):
                parts = people.slice(0, asked.earlier), people.slice(asked.earlier, asked.contacts)
                build(folder, earlier=parts[0], contacts=parts[1])
        workspace = Workspace.open(folder)
        again = len(workspace.deliveries())
        start = asked.earlier + asked.contacts + (again - 1) % 4 * asked.arriving
        file = written(people.slice(start, asked.arriving), Path(place) / f"arriving{again}.csv")
        del people
        with timed(f"registering {asked.arriving:,} records, compared with all others"):
            name = deliver(workspace, file, "arriving", FIRST_DAY + timedelta(days=again))
        with timed("people of everybody"):
            found = workspace.people(as_of=AS_OF)
        with timed("the answer"):
            workspace.assessment(as_of=AS_OF)
        print(f"{name}: {found.people.num_rows:,} records and contacts, {found.matches.num_rows:,} likely pairs")


if __name__ == "__main__":
    main(sys.argv[1:])
