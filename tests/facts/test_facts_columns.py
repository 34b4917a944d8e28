import json
import sys
from dataclasses import dataclass
from types import ModuleType

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadaudit.facts import columns
from leadaudit.facts.columns import judge_rows, text_at, with_check, workers
from leadaudit.tables import TEXT
from leadaudit.vocabulary import ValueStatus

CELL = st.none() | st.sampled_from(["", "a", "b", "ü", "a b", "1"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """What it was asked, and a check where the first cell is missing."""

    said: str
    status: ValueStatus = ValueStatus.OK
    check: str | None = None
    args: tuple[tuple[str, str], ...] = ()


def echo(*cells: str | None) -> Echo:
    if cells[0] is None:
        return Echo(said="-", status=ValueStatus.MISSING, check="echo.missing", args=(("value", "ü"), ("n", "1")))
    return Echo(said="|".join("-" if cell is None else cell for cell in cells))


SAYS = with_check(("said", TEXT))


def test_each_distinct_row_is_judged_once_and_every_row_gets_its_answer() -> None:
    asked: list[tuple[str | None, ...]] = []

    def judge(*cells: str | None) -> Echo:
        asked.append(cells)
        return echo(*cells)

    found = judge_rows([pa.array(["a", "b", "a", None, "a"]), pa.array(["x", "x", "y", None, "x"])], judge, SAYS)
    assert asked == [("a", "x"), ("b", "x"), ("a", "y"), (None, None)]
    assert found.column("said").to_pylist() == ["a|x", "b|x", "a|y", "-", "a|x"]


def test_the_words_of_a_check_become_json_and_a_passed_check_has_none() -> None:
    found = judge_rows([pa.array([None, "a"], TEXT)], echo, SAYS)
    assert found.column("status").to_pylist() == ["missing", "ok"]
    words = found.column("args").to_pylist()
    assert json.loads(words[0]) == {"value": "ü", "n": "1"}
    assert words[1] is None


def test_no_rows_give_no_facts() -> None:
    found = judge_rows([pa.array([], TEXT), pa.array([], TEXT)], echo, SAYS)
    assert found.facts.num_rows == len(found.column("said")) == 0


@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=40), st.integers(1, 5))
def test_the_bridge_answers_as_the_function_does_for_each_row(
    rows: list[tuple[str | None, str | None, str | None]], chunk: int
) -> None:
    cells = [pa.array([row[place] for row in rows], TEXT) for place in range(3)]
    pieces = [
        pa.chunked_array([column.slice(start, chunk) for start in range(0, len(rows), chunk)], TEXT) for column in cells
    ]
    assert judge_rows(pieces, echo, SAYS).column("said").to_pylist() == [echo(*row).said for row in rows]


def test_several_processes_answer_as_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    # A spawned process runs the main script again; under a test runner that script may be anything.
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
    distinct = pa.array([f"value {number}" for number in range(columns.POOL_FROM + 7)])
    alone = judge_rows([distinct], text_echo, SAYS)
    with workers(2) as pool:
        shared = judge_rows([distinct], text_echo, SAYS, pool=pool)
    assert shared.facts.equals(alone.facts)
    assert shared.place.equals(alone.place)


def text_echo(cell: str | None) -> Echo:
    return echo(cell)


def test_one_process_needs_no_pool() -> None:
    with workers(1) as pool:
        assert pool is None


def test_the_text_at_a_place_of_a_list_is_null_where_the_list_is_shorter() -> None:
    lists = pa.chunked_array([pa.array([["a", "b"], None, ["c"]], pa.list_(TEXT)), pa.array([[]], pa.list_(TEXT))])
    assert text_at(lists, 0).to_pylist() == ["a", None, "c", None]
    assert text_at(lists, 1).to_pylist() == ["b", None, None, None]
    assert text_at(pa.array(["a"]), 0).to_pylist() == ["a"]
    assert text_at(pa.array(["a"]), 1).to_pylist() == [None]
