"""The bridge: every row finds its own distinct row again."""

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from leadaudit.distinct import distinct_rows

ROWS = st.lists(st.tuples(st.sampled_from(["a", "b", None]), st.integers(0, 3), st.sampled_from([True, None])))


@given(ROWS)
def test_every_row_is_one_of_the_distinct_rows(rows: list[tuple[str | None, int, bool | None]]) -> None:
    columns = [
        pa.chunked_array([pa.array([row[place] for row in rows], kind)])
        for place, kind in enumerate((pa.string(), pa.int64(), pa.bool_()))
    ]
    found = distinct_rows(columns)
    assert [found.values[place] for place in found.row_of] == rows
    assert len(set(found.values)) == len(found.values) == len(set(rows))


def test_a_judge_is_asked_once_per_distinct_row() -> None:
    column = pa.chunked_array([["x", "y", "x"], ["x"]])
    found = distinct_rows([column])
    assert found.judged(lambda text: f"{text}!") == ["x!", "y!"]
    assert found.row_of.tolist() == [0, 1, 0, 0]
