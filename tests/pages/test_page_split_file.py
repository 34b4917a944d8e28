"""A file of several vendors on the page: offered, previewed, placed, and taken out again together or singly."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from leadaudit.split.choice import Split
from leadaudit.workspace import Workspace
from tests.pages.conftest import ALDERGATE, AS_OF, NORTHWELL

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]

HEADER = "Lead Source,Campaign,Created Date,First Name,Last Name,Email,Job Title,Company"


def line(number: int, vendor: str, on: str) -> str:
    return f"{vendor},Guide,{on},Ada{number},Marlow,ada{number}@firm{number}.example,CFO,Firm {number}"


REPORT = "\n".join(
    [
        HEADER,
        line(1, "Northwell", "2026-08-03"),
        line(2, "NORTHWELL Ltd", "2026-08-20"),
        line(3, "Northwell", "2026-09-02"),
        line(4, "Zenith Data", "2026-09-12"),
        line(5, "Zenith Data", "2026-09-13"),
        line(6, "", "2026-09-30"),
        "",
    ]
).encode()


@pytest.fixture
def known_workspace(empty_workspace: Path) -> Path:
    workspace = Workspace.open(empty_workspace)
    workspace.put_program(NORTHWELL, where="northwell.toml")
    workspace.put_program(ALDERGATE, where="aldergate.toml")
    workspace.close()
    return empty_workspace


@pytest.fixture
def staged(known_workspace: Path) -> str:
    workspace = Workspace.open(known_workspace)
    file = workspace.stage(REPORT, "crm_report.csv").staged
    workspace.close()
    return file


def split_of(folder: Path, file: str) -> Split | None:
    workspace = Workspace.open(folder)
    chosen = workspace.staged(file).split
    workspace.close()
    return chosen


def test_a_file_of_several_vendors_is_offered_to_be_split(
    open_page: Open, known_workspace: Path, staged: str, shown: Shown
) -> None:
    page = open_page("audit_file", known_workspace, file=staged)
    assert not page.exception
    assert "This file may hold several vendors. Lead Source: 2 names in 5 lines, 1 of them known here" in shown(page)
    page.button(key="split_file").click().run()
    assert not page.exception
    assert page.query_params["from"] == "several vendors"
    page.button(key="one_vendor").click().run()
    assert "from" not in page.query_params


def test_a_file_of_one_vendor_is_not(open_page: Open, known_workspace: Path, shown: Shown) -> None:
    workspace = Workspace.open(known_workspace)
    file = workspace.stage(REPORT.replace(b"Zenith Data", b"Northwell"), "one.csv").staged
    workspace.close()
    page = open_page("audit_file", known_workspace, file=file)
    assert not page.exception
    assert "several vendors" not in shown(page)


@pytest.fixture
def third_step(open_page: Open, known_workspace: Path, staged: str) -> AppTest:
    page = open_page("audit_file", known_workspace, file=staged, from_="several vendors")
    return page.button(key="save_columns").click().run()


def choice(page: AppTest, label: str) -> object:
    return next(one for one in page.selectbox if one.label.startswith(label))


def test_the_preview_says_what_the_file_becomes_with_every_delivery(third_step: AppTest, shown: Shown) -> None:
    assert not third_step.exception
    words = shown(third_step)
    assert "<b>This file becomes 4 deliveries under 2 programs.</b>" in words
    assert "northwell is written Northwell and NORTHWELL Ltd; these are taken for one." in words
    for cell in ("northwell-2026", "zenith-data (new)", "2026-08-20", "2026-09-13", "to be said"):
        assert cell in words
    assert "1 line names nobody under Lead Source. Say under which vendor they go." in words
    assert third_step.button(key="audit_split").disabled


def test_lines_without_a_vendor_are_placed_and_then_it_can_begin(
    third_step: AppTest, known_workspace: Path, staged: str, shown: Shown
) -> None:
    choice(third_step, "Vendor of the 1 line without one").select("aldergate").run()  # type: ignore[attr-defined]
    assert not third_step.exception
    assert third_step.button(key="audit_split").label == "Audit 4 deliveries"
    assert not third_step.button(key="audit_split").disabled
    assert "they become a delivery of aldergate" in shown(third_step)
    chosen = split_of(known_workspace, staged)
    assert chosen is not None
    assert (chosen.vendor, chosen.month, chosen.rest_vendor) == ("Lead Source", "Created Date", "aldergate")


def test_columns_and_the_day_can_be_changed(
    third_step: AppTest, known_workspace: Path, staged: str, shown: Shown
) -> None:
    choice(third_step, "Program or campaign").select("Campaign").run()  # type: ignore[attr-defined]
    assert not third_step.exception
    assert "northwell-guide (new)" in shown(third_step)
    choice(third_step, "Counts as delivered on").select("month-end").run()  # type: ignore[attr-defined]
    assert "2026-08-31" in shown(third_step)
    choice(third_step, "Date whose month counts").select("").run()  # type: ignore[attr-defined]
    assert not third_step.exception
    assert "For 6 lines the file names no day. Say when they were delivered." in shown(third_step)
    third_step.date_input[0].set_value(date(2026, 10, 1)).run()
    assert not third_step.exception
    assert "For 6 lines" not in shown(third_step)
    chosen = split_of(known_workspace, staged)
    assert chosen is not None
    assert (chosen.program, chosen.month, chosen.delivered_on) == ("Campaign", None, date(2026, 10, 1))


def test_a_vendor_by_another_name_can_be_said(third_step: AppTest, shown: Shown) -> None:
    choice(third_step, "Zenith Data: which vendor").select("aldergate").run()  # type: ignore[attr-defined]
    assert not third_step.exception
    words = shown(third_step)
    assert "aldergate-2026" in words
    assert "zenith-data (new)" not in words


def test_of_several_programs_of_a_vendor_one_is_chosen(
    open_page: Open, known_workspace: Path, staged: str, shown: Shown
) -> None:
    workspace = Workspace.open(known_workspace)
    workspace.put_program(NORTHWELL.replace("northwell-2026", "northwell-other"), where="p")
    workspace.close()
    page = open_page("audit_file", known_workspace, file=staged, from_="several vendors")
    page.button(key="save_columns").click().run()
    assert "northwell has several programs: northwell-2026, northwell-other" in shown(page)
    choice(page, "Which program of northwell").select("northwell-other").run()  # type: ignore[attr-defined]
    assert not page.exception
    assert "has several programs" not in shown(page)
    assert "northwell-other" in shown(page)


@pytest.fixture(scope="module")
def split_once(nothing_in_it: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file split and its answer made, to be copied for each test."""
    folder = shutil.copytree(nothing_in_it, tmp_path_factory.mktemp("split") / "workspace")
    workspace = Workspace.open(folder)
    workspace.put_program(NORTHWELL, where="northwell.toml")
    workspace.put_program(ALDERGATE, where="aldergate.toml")
    file = workspace.stage(REPORT, "crm_report.csv")
    chosen = Split(vendor="Lead Source", month="Created Date", until=date(2026, 11, 1), rest_vendor="aldergate")
    workspace.commit_split(workspace.opened(file.staged), file, chosen)
    workspace.assessment(as_of=AS_OF)
    workspace.close()
    return folder


@pytest.fixture
def split_workspace(split_once: Path, tmp_path: Path) -> Path:
    return shutil.copytree(split_once, tmp_path / "workspace")


def fingerprint(folder: Path) -> str:
    workspace = Workspace.open(folder)
    found = workspace.deliveries()[0].file_sha256
    workspace.close()
    return found


@pytest.mark.parametrize("page", ["what_you_bought", "vendor_scorecards", "records", "data", "policy"])
def test_every_page_stands_a_vendor_without_a_price(open_page: Open, split_workspace: Path, page: str) -> None:
    assert not open_page(page, split_workspace).exception


def test_the_result_of_a_split_file_names_its_deliveries(open_page: Open, split_workspace: Path, shown: Shown) -> None:
    page = open_page("audit_file", split_workspace, made=f"file:{fingerprint(split_workspace)}")
    assert not page.exception
    words = shown(page)
    assert "crm_report.csv is 4 deliveries under 3 programs, 6 lines in all." in words
    assert "A vendor without a price has no cost yet" in words


def test_deliveries_of_one_file_are_shown_together_and_go_together(
    open_page: Open, split_workspace: Path, shown: Shown
) -> None:
    page = open_page("deliveries", split_workspace)
    assert "4 deliveries in 1 file with 6 lines" in shown(page)
    assert "crm_report.csv, one of 4" in shown(page)
    page = open_page("deliveries", split_workspace, of=fingerprint(split_workspace)[:16])
    assert not page.exception
    page.button(key="withdraw_file").click().run()
    assert not page.exception
    workspace = Workspace.open(split_workspace)
    assert workspace.deliveries() == ()
    workspace.close()


def test_one_delivery_of_a_file_goes_alone(open_page: Open, split_workspace: Path, shown: Shown) -> None:
    workspace = Workspace.open(split_workspace)
    names = [one.head.delivery for one in workspace.deliveries()]
    page = open_page("deliveries", split_workspace, delivery=names[0])
    assert not page.exception
    assert "one of 4 in the file, split by Lead Source, Created Date" in shown(page)
    page.button(key="withdraw").click().run()
    assert sorted(one.head.delivery for one in workspace.deliveries()) == sorted(names[1:])
    workspace.close()
