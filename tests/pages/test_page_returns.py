"""The returns desk and the programs, as people see them."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from leadaudit.contract.claims import Claim, ClaimState
from leadaudit.workspace import Workspace, kept_claims

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]


@pytest.fixture
def own_copy(small_workspace: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small_workspace, tmp_path / "workspace"))


def button(page: AppTest, key: str) -> AppTest:
    return next(one for one in page.button if one.key == key).click().run()


def only_claim(folder: Path) -> Claim:
    workspace = Workspace.open(folder)
    with workspace.store.engine.connect() as connection:
        (found,) = kept_claims.all_claims(connection)
    workspace.close()
    return found


def test_the_desk_says_what_can_be_claimed_by_when(open_page: Open, small_workspace: Path, shown: Shown) -> None:
    page = open_page("returns", small_workspace)
    assert not page.exception
    read = shown(page)
    assert "<b>144 USD can be claimed</b>, none of it is lost this week." in read
    assert "22 days, until 22 Nov 2026" in read or "21 days, until 22 Nov 2026" in read
    assert "send the first mail by 21 Nov 2026; later bounces cannot be claimed." in read


def test_one_click_builds_the_claim_and_the_next_marks_it_as_sent(
    open_page: Open, own_copy: Path, shown: Shown
) -> None:
    page = button(open_page("returns", own_copy, vendor="northwell"), "build_northwell-2026")
    assert not page.exception
    assert "<b>144.00 USD for 3 records</b> are asked back from northwell" in shown(page)
    page = button(page, "sent")
    assert not page.exception
    assert only_claim(own_copy).count(ClaimState.SENT) == 3


def test_programs_say_what_each_clause_checks(open_page: Open, small_workspace: Path, shown: Shown) -> None:
    listed = open_page("programs", small_workspace)
    assert not listed.exception
    assert "aldergate-2026 says nothing yet of what may be delivered." in shown(listed)
    one = open_page("programs", small_workspace, program="northwell-2026")
    assert not one.exception
    assert "Levels allowed, as we read them." in shown(one)
    assert "c level, vp, director, manager" in shown(one)


def test_a_new_program_needs_five_fields(open_page: Open, own_copy: Path, shown: Shown) -> None:
    page = open_page("programs", own_copy)
    page.text_input(key="np_vendor").set_value("westgate")
    page.number_input(key="np_price").set_value(50.0)
    page.number_input(key="np_window").set_value(5)
    page = next(one for one in page.button if one.label == "Start this program").click().run()
    assert not page.exception
    workspace = Workspace.open(own_copy)
    made = workspace.program("westgate")
    workspace.close()
    assert (str(made.price), made.currency, made.returns.window, made.returns.clock.value) == (
        "50",
        "USD",
        5,
        "delivery",
    )


def test_deliveries_show_how_programs_are_getting_on(open_page: Open, small_workspace: Path, shown: Shown) -> None:
    page = open_page("deliveries", small_workspace)
    assert not page.exception
    assert "How programs are getting on" in [one.value for one in page.subheader]
    assert "no plan agreed" in shown(page)
