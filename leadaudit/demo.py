"""The demo workspace: invented vendors and their year of deliveries, brought in the way a user would."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Final

from pydantic import Field

from leadaudit.audit import Report, silent
from leadaudit.contract.buyer import read_buyer
from leadaudit.errors import UnknownNameError
from leadaudit.intake.mapping_file import read_mapping_file
from leadaudit.settings_file import Section, parse_toml, read_settings
from leadaudit.vocabulary import FollowUpList, ImportKind
from leadaudit.workspace import Workspace
from leadaudit.workspace.followup import give_out, open_follow_up, put_given
from leadaudit.workspace.imports import Coverage, Snapshot
from leadaudit.workspace.incoming import Terms, deliver_incoming
from leadaudit.workspace.manifest import ManifestDelivery, as_said
from leadaudit.workspace.plans import put_target

MANIFEST: Final = "demo.toml"


class DemoProgram(Section):
    """A program file of the demo."""

    file: str


class DemoImport(Section):
    """An imported file of the demo."""

    kind: ImportKind
    file: str
    source: str
    coverage: Coverage
    snapshot_on: date


class DemoGivenOut(Section):
    """Lists of a day that were given out."""

    on: date
    lists: tuple[FollowUpList, ...]


class Demo(Section):
    """What the demo is made from, in the order in which it arrived."""

    as_of: date
    buyer: str
    target: str
    follow_up: str
    mappings: Mapping[str, str]
    program: tuple[DemoProgram, ...]
    delivery: tuple[ManifestDelivery, ...]
    imports: tuple[DemoImport, ...] = Field(default=(), alias="import")
    given_out: tuple[DemoGivenOut, ...] = ()


def demo_folder() -> Path:
    """Where the demo's files lie: beside the package in a checkout, inside it when installed.

    Raises:
        UnknownNameError: They are in neither place.
    """
    package = Path(__file__).parent
    for folder in (package.parent / "fixtures" / "demo", package / "_app" / "fixtures" / "demo"):
        if (folder / MANIFEST).exists():
            return folder
    raise UnknownNameError("demo", "its files are not here", "Install leadaudit again")


def read_demo(folder: Path) -> Demo:
    """The manifest of a demo folder."""
    return read_settings(
        Demo, parse_toml((folder / MANIFEST).read_text(encoding="utf-8"), where=MANIFEST), where=MANIFEST
    )


def build_demo(target: Path, *, report: Report = silent) -> Workspace:
    """A workspace with everything of the demo in it, built through the same doors as a user's.

    Args:
        target: A new or empty folder.
        report: Told the stage and how far it is.
    """
    folder = demo_folder()
    demo = read_demo(folder)
    workspace = Workspace.create(target, author="demo")
    workspace.put_buyer(
        read_buyer(
            (folder / demo.buyer).read_text(encoding="utf-8"),
            where=demo.buyer,
            read_list=lambda name: (folder / name).read_text(encoding="utf-8"),
        )
    )
    for program in demo.program:
        workspace.put_program((folder / program.file).read_text(encoding="utf-8"), where=Path(program.file).name)
    for vendor, file in demo.mappings.items():
        workspace.save_mapping(vendor, read_mapping_file((folder / file).read_text(encoding="utf-8"), file))
    for number, one in enumerate(demo.delivery):
        report("deliveries", number, len(demo.delivery))
        [outcome] = deliver_incoming(workspace, [as_said(folder, one)], Terms())
        if outcome.problem is not None:
            raise outcome.problem
    for load in demo.imports:
        report("imports", 0, len(demo.imports))
        staged = workspace.stage(folder / load.file, Path(load.file).name)
        workspace.commit_import(
            workspace.opened(staged.staged),
            staged,
            Snapshot(kind=load.kind, source=load.source, coverage=load.coverage, snapshot_on=load.snapshot_on),
        )
    put_given(workspace.store, (folder / demo.follow_up).read_text(encoding="utf-8"), where=demo.follow_up)
    put_target(workspace.store, (folder / demo.target).read_text(encoding="utf-8"), where=demo.target)
    for given in demo.given_out:
        lists = open_follow_up(workspace.store, workspace.assessment(as_of=given.on, report=report))
        give_out(workspace.store, lists, given.lists, at=datetime.combine(given.on, time(9), tzinfo=UTC))
    report("assessment", 0, None)
    workspace.assessment(as_of=demo.as_of, report=report)
    return workspace
