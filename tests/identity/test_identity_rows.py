"""Where records stand among people, with gaps, unknown deliveries and lines."""

import pyarrow as pa

from leadaudit.identity.rows import Rows, spelled_out


def places(*ends: tuple[str, int]) -> pa.Table:
    return pa.table(
        {
            "delivery": pa.array([name for name, _ in ends], pa.string()),
            "line": pa.array([line for _, line in ends], pa.int32()),
        }
    )


def test_rows_are_found_by_delivery_and_line() -> None:
    rows = Rows(places(("a1", 2), ("a1", 5), ("b1", 1), ("crm1", 7)))
    assert rows.of(places(("b1", 1), ("a1", 5), ("a1", 3), ("z9", 1), ("crm1", 70))).tolist() == [2, 1, -1, -1, -1]
    assert (rows.names, rows.starts.tolist()) == (["a1", "b1", "crm1"], [0, 2, 3])


def test_an_arrival_stands_before_the_deliveries_that_come_after_it_by_name() -> None:
    rows = Rows(places(("a1", 2), ("a1", 5), ("crm1", 7)))
    assert [rows.before(name) for name in ("a0", "b1", "z9")] == [0, 2, 3]


def test_nobody_has_no_rows() -> None:
    rows = Rows(places())
    assert rows.of(places(("a1", 1))).tolist() == [-1]
    assert rows.before("a1") == 0


def test_texts_kept_as_numbers_are_written_out() -> None:
    plain = places(("a1", 1), ("b1", 2), ("a1", 3))
    encoded = plain.set_column(0, "delivery", plain["delivery"].combine_chunks().dictionary_encode())
    assert spelled_out(encoded).equals(plain)
