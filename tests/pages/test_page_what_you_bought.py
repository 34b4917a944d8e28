"""What was bought is told without our own programs; they stand beside it."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from leadaudit.answers import Story, answer, build_story
from leadaudit.contract.program import read_program
from leadaudit.ui import overview
from leadaudit.ui.parts import Link
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment
from tests.pages.conftest import ALDERGATE, AS_OF, NORTHWELL


@pytest.fixture(scope="module")
def found(small_workspace: Path) -> Iterator[StoredAssessment]:
    workspace = Workspace.open(small_workspace)
    yield workspace.assessment(as_of=AS_OF)
    workspace.close()


def story_of(found: StoredAssessment, *own: str) -> Story:
    programs = {}
    for text in (NORTHWELL, ALDERGATE):
        one = read_program(text, where="program.toml")
        programs[one.id] = (
            one
            if one.vendor not in own
            else read_program(text.replace("price", 'type = "inbound_baseline"\nprice', 1), where="program.toml")
        )
    return build_story(
        found.paths,
        deliveries=pq.read_table(found.paths["deliveries"][0]),
        programs=programs,
        policy=found.policy,
        as_of=AS_OF,
        loaded=found.loaded,
    )


def test_lines_and_money_of_our_own_programs_are_no_part_of_what_was_bought(found: StoredAssessment) -> None:
    everything, bought = story_of(found), story_of(found, "aldergate")
    assert (everything.total.lines.delivered, dict(everything.own)) == (11, {})
    assert (bought.total.lines.delivered, bought.total.cost.media_minor) == (7, 7 * 4800)
    assert [summary.lines.delivered for summary in bought.deliveries.values()] == [7]
    assert {name: one.lines.delivered for name, one in bought.own.items()} == {"aldergate": 4}
    assert set(bought.vendors) == {"aldergate", "northwell"}
    told = answer(bought)
    assert told[0] == "Northwell delivered 7 lines for 336 USD."
    assert "Ours, and counted in none of this: 4 lines of aldergate." in told


def test_terms_of_our_own_programs_are_not_asked_for(found: StoredAssessment) -> None:
    assert story_of(found, "aldergate").has_contract
    assert story_of(found, "aldergate").vendor is None


def test_where_nothing_was_bought_our_own_programs_are_all_there_is_to_tell(found: StoredAssessment) -> None:
    ours = story_of(found, "aldergate", "northwell")
    assert (ours.total.lines.delivered, dict(ours.own)) == (11, {})
    assert answer(ours)[0] == "Aldergate and northwell (ours) delivered 11 lines for 456 USD."


def test_our_own_stand_last_in_the_table_and_are_named_so(found: StoredAssessment) -> None:
    rows = overview.vendor_rows(story_of(found, "northwell"))
    assert [row[0].words for row in rows if isinstance(row[0], Link)] == ["aldergate", "northwell (ours)"]
    header, *lines = overview.vendors_csv(story_of(found, "northwell")).splitlines()
    assert header.endswith(",is_baseline")
    assert [line.rpartition(",")[2] for line in lines] == ["False", "True"]
