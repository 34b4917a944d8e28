import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadaudit.facts import columns
from leadaudit.facts.columns import PlainAnswers, judge_rows, text_at, with_check, workers
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


def test_a_short_cut_answers_for_the_rows_it_recognises_and_the_judge_for_the_others() -> None:
    asked: list[str | None] = []

    def judge(cell: str | None) -> Echo:
        asked.append(cell)
        return echo(cell)

    def plain(rows: Sequence[pa.Array]) -> PlainAnswers:
        is_plain = pc.fill_null(pc.starts_with(rows[0], "p"), fill_value=False)
        said = pc.binary_join_element_wise("plain", rows[0].filter(is_plain), " ")
        nothing = pa.nulls(len(said), TEXT)
        facts = pa.table({"args": nothing, "check": nothing, "said": said, "status": pa.repeat("ok", len(said))})
        return PlainAnswers(is_plain=is_plain, facts=facts)

    found = judge_rows([pa.array(["a", "p1", None, "p2", "p1", "b", "p2"])], judge, SAYS, plain=plain)
    assert asked == ["a", None, "b"]
    assert found.column("said").to_pylist() == ["a", "plain p1", "-", "plain p2", "plain p1", "b", "plain p2"]
    assert found.column("status").to_pylist() == ["ok", "ok", "missing", "ok", "ok", "ok", "ok"]


def test_a_short_cut_that_recognises_nothing_or_everything_changes_no_answer() -> None:
    cells = [pa.array(["a", None, "b", "a"])]

    def none_of_them(rows: Sequence[pa.Array]) -> PlainAnswers:
        return PlainAnswers(is_plain=pa.repeat(pa.scalar(value=False), len(rows[0])), facts=SAYS.empty_table())

    def all_of_them(rows: Sequence[pa.Array]) -> PlainAnswers:
        facts = judge_rows(rows, echo, SAYS).facts
        return PlainAnswers(is_plain=pa.repeat(pa.scalar(value=True), len(rows[0])), facts=facts)

    alone = judge_rows(cells, echo, SAYS)
    for plain in (none_of_them, all_of_them):
        assert judge_rows(cells, echo, SAYS, plain=plain).column("said").equals(alone.column("said"))


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
