"""A workspace with one program, and small deliveries made on the spot."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from leadaudit.workspace import Workspace
from leadaudit.workspace.deliveries import Arrival

PROGRAM = """
[program]
id = "osprelle-2026"
vendor = "osprelle"
price = 45
currency = "USD"
[dedupe]
key = "email"
scope = "vendor"
[returns]
window = 10
clock = "delivery"
"""

HEADER = "First Name,Last Name,Email,Job Title,Company,Phone,Country"

Deliver = Callable[..., str]


def row(number: int, *, domain: str = "northwell.example") -> str:
    names = ("Ada Brook", "Ben Castle", "Cleo Drum", "Dora Elm", "Emil Frost", "Fay Grove", "Gus Hale", "Ivy Jay")
    first, last = names[number % len(names)].split()
    return (
        f"{first},{last},{first.lower()}.{last.lower()}{number}@{domain},Director of Marketing,Northwell,"
        f"+1 202 555 01{number % 100:02d},United States"
    )


def table(*numbers: int, domain: str = "northwell.example") -> bytes:
    return "\r\n".join([HEADER, *(row(number, domain=domain) for number in numbers), ""]).encode()


@pytest.fixture(scope="session")
def with_a_program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to copy: making the tables of a catalogue costs more than most tests ask of it."""
    made = Workspace.create(tmp_path_factory.mktemp("with-a-program") / "workspace", author="ada")
    made.put_program(PROGRAM, where="osprelle-2026.toml")
    made.close()
    return made.folder


@pytest.fixture
def workspace(with_a_program: Path, tmp_path: Path) -> Workspace:
    return Workspace.open(shutil.copytree(with_a_program, tmp_path / "workspace"), author="ada")


@pytest.fixture
def deliver(workspace: Workspace) -> Deliver:
    def _deliver(content: bytes, *, on: date = date(2026, 9, 1), name: str = "leads.csv") -> str:
        staged = workspace.stage(content, name)
        arrival = Arrival(program=workspace.program("osprelle-2026"), delivered_on=on)
        return workspace.commit(workspace.opened(staged.staged, vendor="osprelle"), staged, arrival)

    return _deliver
