"""The page that asks whether two records are one person."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl

import pyarrow.parquet as pq
import pytest
from streamlit.testing.v1 import AppTest

from leadaudit.vocabulary import Judgement
from leadaudit.workspace import Workspace
from leadaudit.workspace.deliveries import Arrival
from leadaudit.workspace.weights import estimate_weights
from tests.workspace.test_workspace_weights import opened, people

HEADER = "First Name,Last Name,Email,Job Title,Company,Country,Phone"
FIRST = "Maria,Garcia,maria.garcia@tidewell.example,,Tidewell Ltd,UK,"
SECOND = "Maria,Garcia,mgarcia2@tidewell.example,,Tidewell Ltd,UK,"


# Rob without an address is Robert: joined without a key in common.
ROBERT = "Robert,Marlow,robert.marlow@brightwater.example,VP Finance,Brightwater Ltd,UK,"
ROB = "Rob,Marlow,,VP Finance,Brightwater Ltd,UK,"


@pytest.fixture
def two_marias(tmp_path: Path) -> Path:
    return filled(tmp_path, FIRST, SECOND)


@pytest.fixture
def both_kinds(tmp_path: Path) -> Path:
    return filled(tmp_path, f"{FIRST}\n{ROBERT}", f"{SECOND}\n{ROB}")


def filled(tmp_path: Path, *files: str) -> Path:
    workspace = Workspace.create(tmp_path / "workspace", author="tester")
    for number, (vendor, row) in enumerate(zip(("aldergate", "northwell"), files, strict=True)):
        text = f'[program]\nid = "{vendor}"\nvendor = "{vendor}"\nprice = 30\ncurrency = "USD"\n'
        program = workspace.put_program(text, where=vendor)
        staged = workspace.stage(f"{HEADER}\n{row}\n".encode(), f"{vendor}.csv")
        opened = workspace.opened(staged.staged, vendor=vendor)
        workspace.commit(opened, staged, Arrival(program=program, delivered_on=date(2026, 10, 1 + number)))
    workspace.close()
    return tmp_path / "workspace"


def test_two_namesakes_wait_side_by_side_and_a_decision_is_kept_and_taken_back(
    two_marias: Path, open_page: Callable[..., AppTest], shown: Callable[[AppTest], str]
) -> None:
    page = open_page("duplicates", two_marias)
    assert not page.exception
    assert "1 pair of people may be one person" in shown(page)
    assert "mgarcia2@tidewell.example" in shown(page)
    assert len(page.get("vega_lite_chart")) == 1
    page.toggle(key="duplicates_blind").set_value(True).run()
    assert not page.get("vega_lite_chart")
    assert "100" not in shown(page).replace("95 in 100", "").replace("50 in 100", "")
    page.button(key="decide_different").click().run()
    assert not page.exception
    workspace = Workspace.open(two_marias)
    assert [one.judgement for one in workspace.decisions()] == [Judgement.DIFFERENT]
    assert "Nothing is left to look at here" in shown(page)
    page.button(key="take_back").click().run()
    assert not workspace.decisions()[0].in_force
    assert "mgarcia2@tidewell.example" in shown(page)


def test_the_page_says_which_weights_are_in_force_and_that_few_records_make_none(
    two_marias: Path, open_page: Callable[..., AppTest], shown: Callable[[AppTest], str]
) -> None:
    page = open_page("duplicates", two_marias)
    assert "The weights that come with leadaudit are in force." in shown(page)
    page.button(key="make_weights").click().run()
    assert not page.exception
    assert "2 records are too few to learn from" in shown(page)


def test_blind_and_mixed_nothing_tells_which_pair_was_joined_and_only_that_one_counts_for_how_right_joining_is(
    both_kinds: Path, open_page: Callable[..., AppTest], shown: Callable[[AppTest], str]
) -> None:
    page = open_page("duplicates", both_kinds)
    page.toggle(key="duplicates_blind").set_value(True).run()
    page.selectbox(key="duplicates_queue").select_index(2).run()
    assert "2 pairs left in this list, in an order by chance." in shown(page)
    assert "likely to be one person" not in shown(page)
    for left in (1, 0):
        page.button(key="decide_same").click().run()
        assert not page.exception
        assert "Your last answer: one person. The weights had said" in shown(page) or not left
    workspace = Workspace.open(both_kinds)
    drawn = {one.left.rpartition(":")[2]: one.drawn for one in workspace.decisions()}
    assert drawn == {"2": False, "3": True}
    page.button(key="work_in").click().run()
    assert "Of joined pairs drawn at random and checked, 1 of 1 (100 %) were right" in shown(page)


def test_the_page_says_what_was_compared_and_that_few_pairs_tell_nothing_of_what_was_missed(
    both_kinds: Path, open_page: Callable[..., AppTest], shown: Callable[[AppTest], str]
) -> None:
    read = shown(open_page("duplicates", both_kinds))
    assert "2 pairs of records that share a value were compared." in read
    assert "No value was left out because too many records share it." in read
    assert "Too few pairs are one person yet to estimate how many share no value at all." in read
    assert "as of" in read


def test_a_decision_names_both_people_and_leads_to_the_delivered_one(
    both_kinds: Path, open_page: Callable[..., AppTest], shown: Callable[[AppTest], str]
) -> None:
    page = open_page("duplicates", both_kinds)
    page.text_input[0].set_value("two signatures")
    page.text_input[1].set_value("Dana").run()
    page.button(key="decide_different").click().run()
    read = shown(page)
    assert read.count("Maria Garcia at Tidewell Ltd</a>") == 2
    assert "two signatures" in read
    assert "Dana" in read


def test_weights_can_be_put_in_force_once_it_was_seen_what_they_would_move(
    tmp_path: Path, open_page: Callable[..., AppTest], shown: Callable[[AppTest], str]
) -> None:
    workspace = opened(tmp_path / "workspace", people(240))
    version = estimate_weights(workspace.store, workspace.compared_inputs())
    workspace.close()
    page = open_page("duplicates", tmp_path / "workspace")
    assert version in shown(page)
    assert page.button(key="use_weights").disabled
    page.button(key="see_weights").click().run()
    read = shown(page)
    assert f"With weights {version} the" in read
    assert "Some of those who would move" in read
    assert "Bits then" in read
    page.button(key="use_weights").click().run()
    assert not page.exception
    assert f"Weights {version}, made from your own records, are in force." in shown(page)


def ids_of(folder: Path) -> list[str]:
    workspace = Workspace.open(folder)
    found = [f"{one.head.delivery}:2" for one in workspace.assessment(as_of=date(2026, 11, 1)).deliveries]
    workspace.close()
    return sorted(found)


def test_two_records_joined_by_a_key_can_be_told_apart_from_where_they_stand(
    tmp_path: Path, open_page: Callable[..., AppTest], shown: Callable[[AppTest], str]
) -> None:
    folder = filled(tmp_path, ROBERT, ROBERT.replace("VP Finance", "Head of Finance"))
    left, right = ids_of(folder)
    record = shown(open_page("records", folder, record=left)).replace("&amp;", "&")
    link = re.search(r'<a href="(duplicates[?][^"]*)" target="_self">joined: a key in common</a>', record)
    assert link is not None
    named = dict(parse_qsl(link[1].partition("?")[2]))
    assert (named["left"], named["right"]) == (left, right)

    page = open_page("duplicates", folder, left=left, right=right)
    assert "robert.marlow@brightwater.example" in shown(page)
    assert len(page.get("vega_lite_chart")) == 1
    page.button(key="decide_different").click().run()
    assert not page.exception
    assert "left" not in page.query_params
    workspace = Workspace.open(folder)
    [said] = workspace.decisions()
    # Chosen and not drawn by chance: it says nothing of how right joining is.
    assert (said.judgement, said.drawn, {said.left, said.right}) == (Judgement.DIFFERENT, False, {left, right})
    people = pq.read_table(workspace.assessment(as_of=date(2026, 11, 1)).paths["people"][0])["person"].to_pylist()
    assert len(set(people)) == 2


def test_a_chosen_pair_that_is_not_here_says_so_and_leads_back(
    two_marias: Path, open_page: Callable[..., AppTest], shown: Callable[[AppTest], str]
) -> None:
    page = open_page("duplicates", two_marias, left="nobody-2026:2", right="nobody-2026:3")
    assert not page.exception
    assert "One of these two records is not here" in shown(page)
    page.button(key="back_to_list").click().run()
    assert "mgarcia2@tidewell.example" in shown(page)


def test_a_hidden_score_stays_hidden_for_a_chosen_pair(two_marias: Path, open_page: Callable[..., AppTest]) -> None:
    left, right = ids_of(two_marias)
    page = open_page("duplicates", two_marias, left=left, right=right)
    assert len(page.get("vega_lite_chart")) == 1
    page.toggle(key="duplicates_blind").set_value(True).run()
    assert not page.get("vega_lite_chart")
