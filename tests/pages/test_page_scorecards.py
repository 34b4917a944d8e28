"""Vendors side by side: our own people are compared with, and nobody is left out."""

from dataclasses import replace
from pathlib import Path

import pytest

from leadaudit.contract.program import baselines, read_program
from leadaudit.economics.delivery_counts import Counted
from leadaudit.economics.summary import By, Summary
from leadaudit.ui import scorecards
from leadaudit.ui.parts import Link
from leadaudit.workspace import Workspace
from tests.pages.conftest import ALDERGATE, AS_OF, NORTHWELL


@pytest.fixture(scope="module")
def summaries(small_workspace: Path) -> dict[str, Summary]:
    workspace = Workspace.open(small_workspace)
    found = workspace.assessment(as_of=AS_OF).summaries(by=By.VENDOR)
    workspace.close()
    return found


def test_our_own_people_are_named_so_and_never_the_best_vendor(summaries: dict[str, Summary]) -> None:
    assert scorecards.answer(summaries, level=0.9)[0].startswith("Of Aldergate's lines **3 of 4 (75 %) are usable**")
    own = frozenset({"aldergate"})
    assert scorecards.answer(summaries, level=0.9, own=own)[0].startswith("Of Northwell's lines **")
    rows = scorecards.comparison_rows(summaries, own=own)
    assert [row[0].words for row in rows if isinstance(row[0], Link)] == ["aldergate (ours)", "northwell"]
    # Nobody is paid for people who came by themselves.
    twice = [column.label for column in scorecards.COMPARISON].index("Paid twice")
    assert [row[twice] for row in rows] == [None, "1 (48 USD)"]


def test_where_there_is_nobody_else_our_own_are_told(summaries: dict[str, Summary]) -> None:
    own = frozenset({"aldergate", "northwell"})
    assert "Aldergate" in scorecards.answer(summaries, level=0.9, own=own)[0]


def test_a_vendor_of_companies_alone_stays_in_the_table(summaries: dict[str, Summary]) -> None:
    one = summaries["aldergate"]
    companies = replace(one, companies={"intent": Counted(records=one.lines.delivered, amount_minor=None)})
    rows = scorecards.comparison_rows({**summaries, "lumivane": companies})
    assert [row[1] for row in rows][-1] == "companies, no people"
    assert len(rows) == 3


def test_a_vendor_is_ours_when_nobody_sells_any_of_its_programs() -> None:
    programs = [
        read_program(text, where="program.toml")
        for text in (NORTHWELL, ALDERGATE.replace("price", 'type = "inbound_baseline"\nprice'))
    ]
    assert baselines(programs) == {"aldergate"}
    assert baselines([*programs, read_program(ALDERGATE, where="program.toml")]) == frozenset()
