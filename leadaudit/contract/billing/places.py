"""Where every minor unit of an invoice stands, and that all of it stands somewhere.

invoiced = payable (accepted, refused claims, too late to return, beyond the cap on returns, replaced) + rounding
+ on hold (in review, unreadable) + claimed (to be claimed, claimed, credited) + disputed + fees + tax + prepayments
asked and drawn - credits.  Source: docs/method.md, "Invoices and month end".
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from leadaudit.errors import ConservationError


class Standing(StrEnum):
    """How a delivered line stands between us and its vendor."""

    ACCEPTED = "accepted"
    REPLACED = "replaced"
    REFUSED = "refused"
    TOO_LATE = "too_late"
    BEYOND_CAP = "beyond_cap"
    ON_HOLD = "on_hold"
    UNREADABLE = "unreadable"
    CLAIMABLE = "claimable"
    CLAIMED = "claimed"
    CREDITED = "credited"
    REPLACEMENT = "replacement"


class Place(StrEnum):
    """Where a part of an invoiced amount stands."""

    ACCEPTED = "accepted"
    REPLACED = "replaced"
    REFUSED = "refused"
    TOO_LATE = "too_late"
    BEYOND_CAP = "beyond_cap"
    ROUNDING = "rounding"
    ON_HOLD = "on_hold"
    CLAIMABLE = "claimable"
    CLAIMED = "claimed"
    CREDITED = "credited"
    DISPUTED = "disputed"
    FEES = "fees"
    TAX = "tax"
    PREPAYMENT = "prepayment"
    PREPAYMENT_DRAWN = "prepayment_drawn"
    CREDITS = "credits"


class Fault(StrEnum):
    """Why a part of an invoice is not owed."""

    DUPLICATE_NUMBER = "duplicate_number"
    WRONG_CURRENCY = "wrong_currency"
    BEFORE_DELIVERY = "billed_before_delivery"
    ABOVE_ACCEPTED = "above_accepted"
    BILLED_TWICE = "billed_twice"
    RETURNED_BILLED = "returned_billed"
    REPLACEMENT_BILLED = "replacement_billed"
    WRONG_PRICE = "wrong_price"
    WRONG_SUM = "wrong_sum"
    FEE_NOT_AGREED = "fee_not_agreed"
    TAX_ON_DISPUTED = "tax_on_disputed"


# Records we owe for; what stands later in Standing is billed last, in the vendor's favour.
PAYABLE: Final = frozenset(
    {Standing.ACCEPTED, Standing.REPLACED, Standing.REFUSED, Standing.TOO_LATE, Standing.BEYOND_CAP}
)
PAYABLE_PLACES: Final = frozenset({*(Place(one.value) for one in PAYABLE), Place.ROUNDING})

# What we owe for an invoice as long as nothing else is settled.
OWED: Final = PAYABLE_PLACES | {Place.FEES, Place.TAX, Place.PREPAYMENT, Place.PREPAYMENT_DRAWN, Place.CREDITS}

_PLACE_OF: Final = {
    **{one: Place(one.value) for one in PAYABLE},
    Standing.ON_HOLD: Place.ON_HOLD,
    Standing.UNREADABLE: Place.ON_HOLD,
    Standing.CLAIMABLE: Place.CLAIMABLE,
    Standing.CLAIMED: Place.CLAIMED,
    Standing.CREDITED: Place.CREDITED,
    Standing.REPLACEMENT: Place.DISPUTED,
}


def place_of(standing: Standing) -> Place:
    """Where the price of a billed record stands when nothing about the invoice is wrong."""
    return _PLACE_OF[standing]


def require_money_closes(where: str, *, invoiced_minor: int, places: Mapping[Place, int]) -> None:
    """What was invoiced is the sum of its places, to the minor unit.

    Raises:
        ConservationError: It is not: a fault of ours.
    """
    together = sum(places.values())
    if together != invoiced_minor:
        raise ConservationError(
            f"{where}, invoiced = payable + on hold + claimed + disputed + fees + tax + prepayment - credits",
            f"{invoiced_minor} is not {together}",
            "Report this; nothing was shown or stored",
        )
