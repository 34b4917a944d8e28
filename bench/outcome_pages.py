"""The pages on cost, vendors and funnel over a million records and 200,000 outcomes: how long until they stand.

    python -m bench.outcome_pages [RECORDS] [WORKSPACE]

Builds the workspace where it is not there yet (some minutes for a million), then opens each page in a process of its
own: the first time, and again with another choice made.  Prints seconds from start to end and of the processor.
"""

import contextlib
import csv
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from bench.big_file import write_big_file
from leadaudit.vocabulary import ImportKind
from leadaudit.workspace import Workspace
from leadaudit.workspace.deliveries import Arrival
from leadaudit.workspace.imports import Snapshot

VENDORS: Final = 8
DELIVERIES: Final = 16
FIRST: Final = date(2025, 11, 1)
AS_OF: Final = date(2026, 11, 1)
PAGES: Final = ("cost_per_real_lead", "vendor_scorecards", "funnel")

PROGRAM: Final = """
vendor = "{vendor}"
price = {price}
currency = "USD"
[fees]
platform = 0
set_up = 0
verification_per_record = 0
"""

# What one page takes in a new process: the first time, the same again, and narrowed to one vendor.
OPEN_PAGE: Final = """
import sys, time
from streamlit.testing.v1 import AppTest
app, page, as_of = sys.argv[1:4]
# A server has these since its first page.
import leadaudit.ui.run, leadaudit.ui.cost, leadaudit.ui.funnel, leadaudit.ui.vendor_card, leadaudit.ui.planner
import leadaudit.ui.matched, altair, scipy.special
opened = AppTest.from_file(app, default_timeout=600)
opened.switch_page(f"pages/{page}.py")
opened.query_params["as_of"] = as_of
for what, vendor in (("first", None), ("again", None), ("one vendor", "vendor3"), ("another vendor", "vendor4")):
    if vendor is not None:
        opened.query_params["vendor"] = vendor
    wall, processor = time.perf_counter(), time.process_time()
    opened.run()
    assert not opened.exception, opened.exception
    print(f"{what}\\t{time.perf_counter() - wall:.3f}\\t{time.process_time() - processor:.3f}")
"""


def main(records: int, folder: Path | None) -> None:
    """Build what is missing, open the pages, print the times."""
    with tempfile.TemporaryDirectory() as temporary:
        workspace = folder or Path(temporary) / "workspace"
        if not workspace.exists():
            _build(workspace, records, Path(temporary))
        with contextlib.closing(Workspace.open(workspace, author="bench")) as opened:
            opened.assessment(as_of=AS_OF)
        print("| page | | seconds | of the processor |\n|---|---|--:|--:|")
        for page in PAGES:
            for what, wall, processor in _opened(workspace, page):
                print(f"| {page} | {what} | {wall} | {processor} |", flush=True)


def _opened(workspace: Path, page: str) -> Iterator[list[str]]:
    app = Path(__file__).parents[1] / "app.py"
    found = subprocess.run(
        [sys.executable, "-c", OPEN_PAGE, str(app), page, AS_OF.isoformat()],
        env={**os.environ, "LEADAUDIT_WORKSPACE": str(workspace)},
        capture_output=True,
        text=True,
        check=False,
    )
    if found.returncode:
        sys.exit(found.stderr)
    for line in found.stdout.splitlines():
        yield line.split("\t")


def _build(folder: Path, records: int, scratch: Path) -> None:
    whole = scratch / "whole.csv"
    write_big_file(whole, records=records)
    workspace = Workspace.create(folder, author="bench")
    for number in range(VENDORS):
        text = PROGRAM.format(vendor=f"vendor{number}", price=30 + 5 * number)
        workspace.put_program(text, where=f"vendor{number}-program.toml")
    with whole.open(encoding="utf-8", newline="") as lines:
        header = next(lines)
        for number in range(DELIVERIES):
            part = scratch / f"part{number}.csv"
            with part.open("w", encoding="utf-8", newline="") as written:
                written.write(header)
                written.writelines(line for line, _ in zip(lines, range(records // DELIVERIES), strict=False))
            _deliver(workspace, part, number)
    for kind, file in _exports(whole, scratch, records):
        staged = workspace.stage(file, file.name)
        workspace.commit_import(
            workspace.opened(staged.staged),
            staged,
            Snapshot(kind=kind, source="crm", coverage="full", snapshot_on=AS_OF),
        )
    workspace.close()


def _delivered_on(number: int) -> date:
    return FIRST + timedelta(days=20 * number)


def _deliver(workspace: Workspace, file: Path, number: int) -> None:
    vendor = f"vendor{number % VENDORS}"
    staged = workspace.stage(file, file.name)
    program = next(one for one in workspace.programs().values() if one.vendor == vendor)
    arrival = Arrival(program=program, delivered_on=_delivered_on(number))
    workspace.commit(workspace.opened(staged.staged, vendor=vendor), staged, arrival)


def _exports(whole: Path, scratch: Path, records: int) -> Iterator[tuple[ImportKind, Path]]:
    """Contacts of a third of the people, and one thing that came of each five delivered: calls, meetings, deals."""
    dice = random.Random(20261101)
    people = []
    with whole.open(encoding="utf-8", newline="") as lines:
        for number, line in enumerate(lines):
            cells = line.split(",")
            if number and number % 3 == 0 and len(cells) == 16 and "@" in cells[2]:
                delivered = _delivered_on(min((number - 1) // (records // DELIVERIES), DELIVERIES - 1))
                people.append(
                    (f"003{number:012d}", cells[0], cells[1], cells[2].strip('"'), cells[5].strip('"'), delivered)
                )
    yield (
        ImportKind.CRM_CONTACTS,
        _written(
            scratch / "contacts.csv",
            ("Contact ID", "First Name", "Last Name", "Email", "Account Name", "Created Date"),
            ((*one[:5], one[5] + timedelta(days=1)) for one in people),
        ),
    )
    chosen = [people[dice.randrange(len(people))] for _ in range(records // 5)]
    deals, calls = chosen[: len(chosen) // 20], chosen[len(chosen) // 20 :]
    started = [one[5] + timedelta(days=dice.randrange(1, 120)) for one in deals]
    yield (
        ImportKind.CRM_OPPORTUNITIES,
        _written(
            scratch / "opportunities.csv",
            ("Opportunity ID", "Opportunity Name", "Account Name", "Stage", "Amount Currency", "Amount", "Created Date",
             "Close Date"),
            (
                (f"006{at:012d}", "platform", one[4], dice.choice(("Closed Won", "Closed Lost", "Negotiation")), "USD",
                 dice.randrange(1000, 90000), on, on + timedelta(days=60))
                for at, (one, on) in enumerate(zip(deals, started, strict=True))
            ),
        ),
    )  # fmt: skip
    yield (
        ImportKind.CRM_CONTACT_ROLES,
        _written(
            scratch / "roles.csv",
            ("Opportunity ID", "Contact ID", "Role", "Created Date"),
            (
                (f"006{at:012d}", one[0], "Decision Maker", on)
                for at, (one, on) in enumerate(zip(deals, started, strict=True))
            ),
        ),
    )
    yield (
        ImportKind.CRM_ACTIVITIES,
        _written(
            scratch / "activities.csv",
            ("Activity ID", "Activity Type", "Subject", "Status", "Start", "Created Date", "Name ID"),
            (
                (f"00T{at:012d}", kind, kind, "Completed", f"{on} 10:{at % 60:02d}", on, one[0])
                for at, one in enumerate(calls)
                for kind in (dice.choice(("Call", "Call", "Email", "Email", "Meeting")),)
                for on in (one[5] + timedelta(days=dice.randrange(1, 60)),)
            ),
        ),
    )


def _written(path: Path, header: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        written = csv.writer(file)
        written.writerow(header)
        written.writerows(rows)
    return path


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, Path(sys.argv[2]) if len(sys.argv) > 2 else None)
