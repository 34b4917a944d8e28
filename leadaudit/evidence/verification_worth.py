"""Whether a check is worth its price: before a record is worked, and as an upcharge on a list.

Source: docs/method.md, "What a check is worth".
"""

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """What to do with a record first."""

    WORK = "work"
    VERIFY = "verify"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What is at stake for one record; minor units of one currency, fractions allowed.

    Args:
        value: Margin to expect from touching a person who is still there.
        touch: Cost of a sequence of touches.
        check: Price of one check.
    """

    value: float
    touch: float
    check: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What each way brings for one record.

    Args:
        work: Worked without a check.
        verify: Checked, then worked if still there.
        breakeven_check: The highest price at which a check pays.
        gain: What the check brings over the better of working and leaving; negative: it costs more than it brings.
        action: The way that brings most.
    """

    work: float
    verify: float
    breakeven_check: float
    gain: float
    action: Action


def worth_of_check(p_employer: float, prices: Prices) -> Worth:
    """What a check of one record is worth.

    A check pays by the touches it saves on people who left; where nobody would work the record otherwise, by the
    people it finds.
    """
    work = p_employer * prices.value - prices.touch
    verify = p_employer * (prices.value - prices.touch) - prices.check
    breakeven = (1 - p_employer) * prices.touch if work >= 0 else p_employer * (prices.value - prices.touch)
    gain = verify - max(work, 0.0)
    without = Action.WORK if work >= 0 else Action.LEAVE
    action = Action.VERIFY if gain > 0 else without
    return Worth(work=work, verify=verify, breakeven_check=breakeven, gain=gain, action=action)


def upcharge_gain(*, p_verified: float, p_unverified: float, value: float, upcharge: float) -> float:
    """What a verified list brings for each record over an unverified one, its upcharge paid."""
    return (p_verified - p_unverified) * value - upcharge
