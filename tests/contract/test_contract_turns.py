"""Who was delivered before whom."""

from datetime import UTC, date, datetime

import pyarrow as pa

from leadaudit.contract.turns import in_turn
from leadaudit.tables import DAY, INSTANT


def _dated(rows: list[tuple[date | None, datetime | None]]) -> pa.Table:
    return pa.table(
        {
            "delivered_on": pa.array([on for on, _ in rows], DAY),
            "received_at": pa.array([at for _, at in rows], INSTANT),
        }
    )


def _at(hour: int) -> datetime:
    return datetime(2026, 5, 4, hour, tzinfo=UTC)


def test_the_day_counts_before_the_hour_and_the_hour_before_the_place() -> None:
    rows: list[tuple[date | None, datetime | None]] = [
        (date(2026, 5, 4), _at(9)),
        (date(2026, 5, 4), _at(8)),
        (date(2026, 5, 3), _at(23)),
        (date(2026, 5, 4), _at(8)),
    ]
    heads = in_turn(_dated(rows))
    assert heads["place"].to_pylist() == [0, 1, 2, 3]
    assert heads["turn"].to_pylist() == [4, 2, 1, 3]


def test_what_has_no_instant_comes_last_of_its_day_and_what_has_no_day_last_of_all() -> None:
    rows: list[tuple[date | None, datetime | None]] = [
        (None, _at(1)),
        (date(2026, 5, 4), None),
        (date(2026, 5, 4), _at(9)),
    ]
    assert in_turn(_dated(rows))["turn"].to_pylist() == [3, 2, 1]


def test_no_record_has_no_turn() -> None:
    assert in_turn(_dated([]))["turn"].to_pylist() == []
