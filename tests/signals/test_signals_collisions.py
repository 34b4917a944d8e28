"""Sends into a conversation."""

from datetime import UTC, datetime

from leadaudit.signals.collisions import Window, collisions


def day(number: int) -> datetime:
    return datetime(2026, 3, number, tzinfo=UTC)


def test_a_send_while_sales_is_talking_collides() -> None:
    sends = [("ann", day(1)), ("ann", day(5)), ("ann", day(10)), ("bob", day(5)), ("bob", day(20))]
    engaged = [("ann", Window(start_at=day(3), end_at=day(8))), ("bob", Window(start_at=day(15), end_at=None))]
    found = collisions(sends, engaged)
    assert (found.collided, found.sends, found.rate) == ((1, 4), 5, 0.4)


def test_both_ends_of_a_window_are_in_it() -> None:
    window = Window(start_at=day(3), end_at=day(8))
    assert [window.holds(day(number)) for number in (2, 3, 8, 9)] == [False, True, True, False]


def test_overlapping_conversations_count_a_send_once() -> None:
    engaged = [("ann", Window(start_at=day(3), end_at=day(8))), ("ann", Window(start_at=day(4), end_at=None))]
    assert collisions([("ann", day(5))], engaged).collided == (0,)


def test_no_send_has_no_rate() -> None:
    assert collisions([], []).rate is None
