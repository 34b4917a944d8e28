"""The three steps of an audit, from the file to the button; the work itself runs in tests/browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from leadaudit.workspace import Workspace

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]

FILE = b"""First Name,Last Name,Email,Company,Favourite Colour,Download Date
Ada,Marlow,ada.marlow@brightwater.example,Brightwater Ltd,blue,2026-10-19
Ben,Okoro,ben.okoro@silverlane,Silverlane Ltd,red,2026-10-20
Cleo,Rasmus,cleo.rasmus@tidewell.example,Tidewell,Ltd,blue,red,green,2026-10-20
"""

AMBIGUOUS = b"""Email,Download Date
ada.marlow@brightwater.example,03/04/2026
ben.okoro@silver.example,05/06/2026
"""


def staged(folder: Path, content: bytes, name: str = "leads.csv") -> str:
    workspace = Workspace.open(folder)
    file = workspace.stage(content, name).staged
    workspace.close()
    return file


def test_a_file_dropped_on_the_page_is_staged_and_shown(open_page: Open, empty_workspace: Path, shown: Shown) -> None:
    page = open_page("audit_file", empty_workspace)
    page.file_uploader(key="delivered_file").upload("leads.csv", FILE, "text/csv").run()
    assert not page.exception
    assert page.query_params["file"]
    size = f"{len(FILE)} bytes"
    assert page.expander[0].label == rf"1 What arrived: leads\.csv\, {size}\, 3 lines\, 6 columns"
    assert "comma" in shown(page)


def test_what_is_no_table_is_said_in_one_sentence_and_another_file_can_be_chosen(
    open_page: Open, empty_workspace: Path
) -> None:
    file = staged(empty_workspace, b"%PDF-1.7 not a table", "report.pdf")
    page = open_page("audit_file", empty_workspace, file=file)
    assert not page.exception
    assert "report\\.pdf" in page.error[0].value
    next(one for one in page.button if one.label == "Choose another file").click().run()
    assert "file" not in page.query_params


def test_a_staged_file_that_is_gone_asks_for_it_again(open_page: Open, empty_workspace: Path) -> None:
    page = open_page("audit_file", empty_workspace, file="0123456789abcdef")
    assert not page.exception
    assert "not waiting any more" in page.error[0].value
    assert page.file_uploader(key="delivered_file") is not None


def test_how_the_file_is_read_can_be_changed(open_page: Open, empty_workspace: Path) -> None:
    file = staged(empty_workspace, b"a;b\n1;2\n3;4\n")
    page = open_page("audit_file", empty_workspace, file=file)
    page.selectbox[1].select("comma")
    next(one for one in page.button if one.label == "Read it this way").click().run()
    assert not page.exception
    workspace = Workspace.open(empty_workspace)
    assert workspace.staged(file).overrides.delimiter == "comma"
    workspace.close()


def test_columns_are_confirmed_changed_and_saved_before_anything_is_read(
    open_page: Open, empty_workspace: Path, shown: Shown
) -> None:
    file = staged(empty_workspace, FILE)
    page = open_page("audit_file", empty_workspace, file=file, from_="northwell")
    assert not page.exception
    assert page.expander[-1].label == "2 What the columns are: 5 of 6 columns used"
    page.selectbox(key=f"field_{file}_4_ignore").select("notes").run()
    assert page.expander[-1].label == "2 What the columns are: 6 of 6 columns used"
    page.button(key="save_columns").click().run()
    assert not page.exception
    workspace = Workspace.open(empty_workspace)
    saved = workspace.saved_mapping("northwell")
    workspace.close()
    assert saved is not None
    assert saved.columns["Favourite Colour"] == "notes"
    assert saved.columns["Email"] == "email"
    assert "3 What will happen" in page.expander[-1].label


def test_dates_that_read_two_ways_are_asked_side_by_side(open_page: Open, empty_workspace: Path, shown: Shown) -> None:
    file = staged(empty_workspace, AMBIGUOUS)
    page = open_page("audit_file", empty_workspace, file=file, from_="northwell")
    assert not page.exception
    assert page.expander[-1].label.endswith(", 1 question open")
    assert page.button(key="save_columns").disabled
    assert "3 April 2026" in shown(page)
    assert "4 March 2026" in shown(page)
    next(one for one in page.button if one.label == "Month first").click().run()
    assert not page.button(key="save_columns").disabled
    page.button(key="save_columns").click().run()
    workspace = Workspace.open(empty_workspace)
    saved = workspace.saved_mapping("northwell")
    workspace.close()
    assert saved is not None
    assert saved.dates["Download Date"] == "mdy"


def test_two_columns_on_one_field_are_asked_about(open_page: Open, empty_workspace: Path) -> None:
    file = staged(empty_workspace, FILE)
    page = open_page("audit_file", empty_workspace, file=file, from_="northwell")
    page.selectbox(key=f"field_{file}_2_email").select("company").run()
    page.selectbox(key=f"field_{file}_3_ignore").select("company").run()
    assert page.button(key="save_columns").disabled
    next(one for one in page.button if "Company" in one.label).click().run()
    assert not page.exception
    assert not page.button(key="save_columns").disabled


@pytest.fixture
def third_step(open_page: Open, empty_workspace: Path) -> AppTest:
    file = staged(empty_workspace, FILE)
    page = open_page("audit_file", empty_workspace, file=file, from_="northwell")
    return page.button(key="save_columns").click().run()


def test_what_will_happen_opens_the_lines_behind_each_count(third_step: AppTest, shown: Shown) -> None:
    assert third_step.expander[-1].label == "3 What will happen: 1 ready, 1 needs attention, 1 cannot be read"
    words = shown(third_step)
    assert "ada.marlow@brightwater.example" in words
    assert "ben.okoro@silverlane is not an address" in words
    assert "Cleo,Rasmus,cleo.rasmus@tidewell.example,Tidewell,Ltd,blue,red" in words


def test_the_button_waits_for_a_price_and_names_the_lines(third_step: AppTest) -> None:
    assert third_step.button(key="audit").label == "Audit 3 lines"
    assert third_step.button(key="audit").disabled
    third_step.number_input(key="price").set_value(48.0).run()
    assert not third_step.exception
    assert not third_step.button(key="audit").disabled


def test_the_day_it_arrived_is_proposed_from_the_file_and_asked_when_it_is_much_later(third_step: AppTest) -> None:
    from datetime import date

    third_step.number_input(key="price").set_value(48.0).run()
    assert third_step.date_input(key="received_on").value == date(2026, 10, 20)
    third_step.date_input(key="received_on").set_value(date(2026, 10, 30)).run()
    assert "more than a week before 30 October 2026" in third_step.warning[0].value
    assert third_step.button(key="audit").disabled
    third_step.checkbox(key="received_late").check().run()
    assert not third_step.button(key="audit").disabled


def test_a_file_whose_columns_are_known_goes_straight_to_the_third_step(open_page: Open, small_workspace: Path) -> None:
    content = (
        b"First Name,Last Name,Email,Job Title,Company,Country,Phone,Opt-In,Asset,Download Date\n"
        b"Lea,Orme,lea.orme@hillcrest.example,CFO,Hillcrest Ltd,United Kingdom,+44 20 7946 0110,Y,Guide,2026-10-25\n"
    )
    file = staged(small_workspace, content)
    page = open_page("audit_file", small_workspace, file=file, from_="northwell")
    assert not page.exception
    labels = [one.label for one in page.expander]
    assert "2 What the columns are: 10 of 10 columns used, as last time" in labels
    assert page.selectbox(key="program_northwell").value == "northwell-2026"
    assert not page.button(key="audit").disabled
