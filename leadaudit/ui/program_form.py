"""Under which program a file was bought: one that is known, or a new one from five fields."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import streamlit as st

from leadaudit.contract.program import Program
from leadaudit.ui import parts
from leadaudit.ui.format import text
from leadaudit.vocabulary import ProgramType, WindowClock
from leadaudit.workspace import Workspace

NEW: Final = "a new program"

_CLOCKS: Final = {
    WindowClock.DELIVERY: "the day it arrives",
    WindowClock.MONTH_END: "the end of the month",
    WindowClock.GENERATED: "the day a record was made",
}
TYPES: Final = {
    ProgramType.CONTENT_SYNDICATION: "content syndication",
    ProgramType.MQL_PURCHASE: "purchase of MQLs",
    ProgramType.TELEMARKETING: "calls, BANT",
    ProgramType.WEBINAR: "webinar",
    ProgramType.INTENT_FEED: "intent feed about companies",
    ProgramType.LIST_PURCHASE: "list",
    ProgramType.INBOUND_BASELINE: "our own inbound leads, to compare",
    ProgramType.OUTBOUND_BASELINE: "our own outreach, to compare",
}
_CURRENCIES: Final = ("USD", "EUR", "GBP", "CHF", "CAD", "AUD", "SEK", "NOK", "DKK", "PLN", "JPY", "INR", "SGD")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A program: one in force, or the text of a new one.

    Args:
        id: Its id.
        text: TOML of a new program; None for one in force.
    """

    id: str
    text: str | None = None


def choose(workspace: Workspace, vendor: str) -> Chosen | None:
    """The program the file was bought under; None while a new one lacks its price."""
    known = {name: program for name, program in workspace.programs().items() if program.vendor == vendor}
    options = (*known, NEW)
    named = st.selectbox(
        "Under which program?", options, format_func=lambda name: _words(known.get(name)), key=f"program_{vendor}"
    )
    if named in known:
        return Chosen(id=named)
    return _new(vendor, taken=set(workspace.programs()))


def _words(program: Program | None) -> str:
    if program is None:
        return NEW
    price = "price not known yet" if program.price is None else f"{program.price} {program.currency} a record"
    return f"{program.name or program.id}, {price}"


def _new(vendor: str, *, taken: set[str]) -> Chosen | None:
    """Five fields are enough to start; everything else can come later."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        price = st.number_input("Price per record", min_value=0.0, value=None, step=1.0, key="price")
        currency = st.selectbox("Currency", _CURRENCIES, accept_new_options=True, key="currency")
        kind = parts.pick("What kind", TYPES, key="program_type")
        window = st.number_input(
            "Days to return records", min_value=0, value=None, step=1, placeholder="not agreed", key="return_days"
        )
        clock = parts.pick("Counted from", _CLOCKS, key="return_clock")
    st.caption(
        f"These make a program of {text(vendor)}. What was ordered (countries, levels, size, caps, lists) can be added "
        "later as a program file; until then nothing is checked against it."
    )
    if price is None:
        return None
    name = _free_name(vendor, taken)
    return Chosen(
        id=name,
        text=program_text(
            name, vendor, price=Decimal(str(price)), currency=currency or "USD", kind=kind, window=window, clock=clock
        ),
    )


def _free_name(vendor: str, taken: set[str]) -> str:
    """The vendor's name, numbered when it is taken."""
    names = (vendor, *(f"{vendor}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def program_text(
    name: str,
    vendor: str,
    *,
    price: Decimal,
    currency: str,
    kind: ProgramType,
    window: int | None,
    clock: WindowClock,
) -> str:
    """A program file of the five fields; ids and codes hold no character that TOML would read as its own."""
    lines = [
        "[program]",
        f'id = "{name}"',
        f'vendor = "{vendor}"',
        f'type = "{kind.value}"',
        f"price = {_plain(price)}",
        f'currency = "{_letters(currency)}"',
    ]
    if window is not None:
        lines += ["", "[returns]", f"window = {window}", f'clock = "{clock.value}"']
    return "\n".join(lines) + "\n"


def _letters(currency: str) -> str:
    return "".join(letter for letter in currency if letter.isalpha())


def _plain(price: Decimal) -> str:
    """A price as people write it: ``48``, ``4.5``."""
    return f"{price:f}".rstrip("0").rstrip(".") if price % 1 else f"{price:.0f}"
