"""Meetings set, due and held.

Source: docs/method.md, "Meetings".
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Meetings:
    """What became of booked meetings; a meeting that was moved counts on its last date.

    Args:
        booked: Meetings booked: the outcomes of the set rate.
        due: Of them, whose time is past and that we did not cancel.
        held: Of those, held.
        no_show: Of those, the person did not come.
        not_recorded: Of those, nobody wrote down what happened.
        set_rate: Booked over leads; None where no leads are given.
        show_rate: Held over due; None when none is due.
        no_show_rate: No-shows over due; None when none is due.
    """

    booked: int
    due: int
    held: int
    no_show: int
    not_recorded: int
    set_rate: float | None
    show_rate: float | None
    no_show_rate: float | None


def meetings(
    *, booked: int, future: int, held: int, no_show: int, cancelled_by_us: int, leads: int | None = None
) -> Meetings:
    """Set and show rates.

    Args:
        booked: Meetings booked.
        future: Of them, with a last date still to come.
        held: Held.
        no_show: The person did not come.
        cancelled_by_us: Cancelled by us.
        leads: People that could have been asked for one.

    Raises:
        ValueError: The parts are more than the whole.
    """
    due = booked - future - cancelled_by_us
    if held + no_show > due:
        raise ValueError(f"{held} held and {no_show} not come of {due} meetings that are due")
    return Meetings(
        booked=booked,
        due=due,
        held=held,
        no_show=no_show,
        not_recorded=due - held - no_show,
        set_rate=booked / leads if leads else None,
        show_rate=held / due if due else None,
        no_show_rate=no_show / due if due else None,
    )
