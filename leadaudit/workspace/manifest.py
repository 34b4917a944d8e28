"""What lies in a folder of delivered files: said by a manifest, else by the folders they lie in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from leadaudit.errors import LeadauditError, UnknownNameError
from leadaudit.settings_file import Section, parse_toml, read_settings

# The file in which somebody says what the others are.
MANIFEST: Final = "deliveries.toml"

# Files a folder of deliveries is searched for.
TABLE_ENDINGS: Final = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods"})


class ManifestDelivery(Section):
    """A delivered file of a manifest."""

    file: str
    program: str
    vendor: str | None = None
    delivered_on: date | None = None
    received_at: datetime | None = None


class Manifest(Section):
    """Every delivered file of a folder, in the order in which they arrived."""

    delivery: tuple[ManifestDelivery, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingFile:
    """A file to be delivered and what is said of it.

    Args:
        path: Where it lies.
        name: How it is called in what is reported: its path below the folder that was named.
        sender: Folder it lies in, below the one that was named: a vendor or a program; None: none.
        program: Id of its program; None where only the sender is known.
        delivered_on: The day it arrived; None takes it from the file.
        received_at: The instant.
        problem: Why it cannot be delivered.
    """

    path: Path
    name: str
    sender: str | None = None
    program: str | None = None
    delivered_on: date | None = None
    received_at: datetime | None = None
    problem: LeadauditError | None = None


def find_files(paths: Sequence[Path]) -> list[IncomingFile]:
    """The files meant by some paths; of a folder all tables in it, or what its manifest says.

    Raises:
        UnknownNameError: A path leads nowhere, or a folder holds no table.
        FileMistakesError: A manifest with mistakes.
    """
    found: list[IncomingFile] = []
    for path in paths:
        if path.is_dir():
            found += _in_folder(path)
        elif path.is_file():
            found.append(IncomingFile(path=path, name=path.name))
        else:
            raise UnknownNameError(str(path), "there is no such file", "Check the path")
    return found


def tables_in(folder: Path) -> list[Path]:
    """Files of a folder and the folders below it that may hold a table.

    Raises:
        UnknownNameError: There is none.
    """
    inside = sorted(file for file in folder.rglob("*") if file.suffix.lower() in TABLE_ENDINGS and file.is_file())
    if not inside:
        endings = ", ".join(sorted(TABLE_ENDINGS))
        raise UnknownNameError(str(folder), "no table lies in this folder", f"Its files may end in {endings}")
    return inside


def _in_folder(folder: Path) -> list[IncomingFile]:
    manifest = folder / MANIFEST
    if not manifest.exists():
        return [_by_place(file, folder) for file in tables_in(folder)]
    listed = read_settings(
        Manifest, parse_toml(manifest.read_text(encoding="utf-8"), where=MANIFEST), where=MANIFEST
    ).delivery
    said = [as_said(folder, one) for one in listed]
    named = {(folder / one.file).resolve() for one in listed}
    others = [file for file in tables_in(folder) if file.resolve() not in named]
    return [*said, *(_not_said(file, folder) for file in others)]


def _by_place(file: Path, folder: Path) -> IncomingFile:
    inside = file.relative_to(folder)
    return IncomingFile(path=file, name=str(inside), sender=inside.parts[0] if len(inside.parts) > 1 else None)


def as_said(folder: Path, one: ManifestDelivery) -> IncomingFile:
    """A file as its manifest has it; what is wrong with that is its problem."""
    path = folder / one.file
    problem: LeadauditError | None = None
    if not path.resolve().is_relative_to(folder.resolve()):
        problem = UnknownNameError(f"{MANIFEST}, {one.file}", "it lies outside the folder", "Move it")
    elif not path.is_file():
        problem = UnknownNameError(f"{MANIFEST}, {one.file}", "there is no such file", "Check the name")
    return IncomingFile(
        path=path,
        name=one.file,
        program=one.program,
        delivered_on=one.delivered_on,
        received_at=one.received_at,
        problem=problem,
    )


def _not_said(file: Path, folder: Path) -> IncomingFile:
    name = str(file.relative_to(folder))
    problem = UnknownNameError(name, f"{MANIFEST} does not say what it is", "Add it there, or take it away")
    return IncomingFile(path=file, name=name, problem=problem)
