"""A small workspace, built through the same doors as a user's, and the app on it."""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from leadaudit.contract.buyer import Buyer
from leadaudit.vocabulary import ImportKind
from leadaudit.workspace import Workspace
from leadaudit.workspace.deliveries import Arrival
from leadaudit.workspace.imports import Snapshot

ROOT = Path(__file__).parents[2]
AS_OF = date(2026, 11, 1)

NORTHWELL = """\
[program]
id = "northwell-2026"
name = "Northwell syndication"
vendor = "northwell"
price = 48
currency = "USD"
[[spec]]
levels = ["c_level", "vp", "director", "manager"]
[dedupe]
key = "email"
scope = "vendor"
[returns]
window = 30
"""

ALDERGATE = """\
[program]
id = "aldergate-2026"
vendor = "aldergate"
price = 30
currency = "USD"
"""

HEADER = "First Name,Last Name,Email,Job Title,Company,Country,Phone,Opt-In,Asset,Download Date"

# Seven lines: four fit; a repeat, a level that was not ordered, and nobody who could be reached.
NORTHWELL_ROWS = (
    "Ada,Marlow,ada.marlow@brightwater.example,VP Finance,Brightwater Ltd,UK,+44 20 7946 0101,Y,Guide,2026-10-19",
    "Ben,Okoro,ben.okoro@silver.example,Head of Finance,Silverlane Ltd,UK,+44 20 7946 0102,Y,Guide,2026-10-19",
    "Cleo,Rasmus,cleo.rasmus@tidewell.example,IT Manager,Tidewell Ltd,UK,+44 20 7946 0103,Y,Guide,2026-10-20",
    "Dan,Ivers,dan.ivers@oakmere.example,CFO,Oakmere Ltd,UK,+44 20 7946 0104,Y,Guide,2026-10-20",
    "Ada,Marlow,ada.marlow@brightwater.example,VP Finance,Brightwater Ltd,UK,+44 20 7946 0101,Y,Guide,2026-10-20",
    "Eve,Norrby,eve.norrby@fernhill.example,Student,Fernhill Ltd,UK,+44 20 7946 0105,Y,Guide,2026-10-21",
    "<b>Fay</b>,**Quist**,not-an-address,Finance Manager,Larkfield Ltd,UK,,Y,Guide,2026-10-22",
)

# Four lines, one of a person Northwell delivered too, one of one of our own people.
ALDERGATE_ROWS = (
    "Ben,Okoro,ben.okoro@silver.example,Head of Finance,Silverlane Ltd,UK,+44 20 7946 0102,Y,Guide,2026-10-12",
    "Gus,Hale,gus.hale@moorside.example,Head of IT,Moorside Ltd,UK,+44 20 7946 0106,Y,Guide,2026-10-12",
    "Ida,Penn,ida.penn@ourselves.example,CFO,Ourselves Ltd,UK,+44 20 7946 0107,Y,Guide,2026-10-13",
    "Jon,Vale,jon.vale@westmoor.example,CIO,Westmoor Ltd,UK,+44 20 7946 0108,Y,Guide,2026-10-13",
)

CONTACTS = """\
Contact ID,First Name,Last Name,Email,Created Date
003A1,Dan,Ivers,dan.ivers@oakmere.example,2025-02-01
003A2,Kim,Unger,kim.unger@elsewhere.example,2025-03-01
"""


def csv_of(rows: tuple[str, ...]) -> bytes:
    return "\n".join((HEADER, *rows, "")).encode()


def deliver(workspace: Workspace, rows: tuple[str, ...], program: str, delivered_on: date, file_name: str) -> str:
    staged = workspace.stage(csv_of(rows), file_name)
    bought = workspace.program(program)
    opened = workspace.opened(staged.staged, vendor=bought.vendor)
    return workspace.commit(opened, staged, Arrival(program=bought, delivered_on=delivered_on))


@pytest.fixture(scope="session")
def small_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small") / "workspace"
    workspace = Workspace.create(folder, author="tester")
    workspace.put_buyer(Buyer(names=("Ourselves Ltd",), own_domains=("ourselves.example",)))
    workspace.put_program(NORTHWELL, where="northwell.toml")
    workspace.put_program(ALDERGATE, where="aldergate.toml")
    deliver(workspace, ALDERGATE_ROWS, "aldergate-2026", date(2026, 10, 14), "aldergate.csv")
    deliver(workspace, NORTHWELL_ROWS, "northwell-2026", date(2026, 10, 23), "northwell.csv")
    staged = workspace.stage(CONTACTS.encode(), "contacts.csv")
    workspace.commit_import(
        workspace.opened(staged.staged),
        staged,
        Snapshot(kind=ImportKind.CRM_CONTACTS, source="crm", coverage="full", snapshot_on=date(2026, 10, 30)),
    )
    workspace.assessment(as_of=AS_OF)
    workspace.close()
    return folder


@pytest.fixture(scope="session")
def nothing_in_it(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nothing-in-it") / "workspace"
    Workspace.create(folder, author="tester").close()
    return folder


@pytest.fixture
def empty_workspace(nothing_in_it: Path, tmp_path: Path) -> Path:
    return shutil.copytree(nothing_in_it, tmp_path / "workspace")


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., AppTest]]:
    """Opens a page of the app on a workspace, with words in its address."""

    def opened(page: str, workspace: Path, **params: str) -> AppTest:
        monkeypatch.setenv("LEADAUDIT_WORKSPACE", str(workspace))
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app.query_params["as_of"] = AS_OF.isoformat()
        app.run()
        for name, value in params.items():
            app.query_params[name.rstrip("_")] = value
        return app.switch_page(f"pages/{page}.py").run()

    yield opened
    st.cache_resource.clear()


@pytest.fixture
def shown() -> Callable[[AppTest], str]:
    """Everything a person can read on a page, as one text; markup of ours is left in, escapes and unbreakable spaces
    are taken back."""

    def read(app: AppTest) -> str:
        html = [element.proto.body for element in app.get("html")]
        texts = [one.value for kind in (app.title, app.markdown, app.caption, app.error, app.warning) for one in kind]
        read_as = [re.sub(r"\\([^\w\s])", r"\1", one).replace("\u2060", "") for one in texts]
        return "\n".join([*read_as, *html]).replace("\u00a0", " ")

    return read
