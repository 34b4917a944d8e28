"""Amounts as invoices write them: 1,234.56, 1.234,56, (62.00), 45 USD."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

_NUMBER: Final = re.compile(r"(?P<sign>[-−]?)(?P<digits>\d[\d.,' ]*)(?P<late>[-−]?)")
_WORDS: Final = re.compile(r"[A-Za-z$€£¥₹]+")


def has_decimal_comma(values: Iterable[str]) -> bool:
    """Whether the amounts of a file are written with a comma before the cents; one cell alone cannot tell.

    A comma before exactly three digits may be one of thousands; before one or two, or after a full stop, it cannot.
    """
    return any(re.search(r"\d,\d{1,2}(?!\d)|\.\d{3},\d", value) for value in values) and not any(
        re.search(r",\d{3}\.\d|\d\.\d{1,2}(?!\d)", value) for value in values
    )


def parse_amount(text: str, *, decimal_comma: bool) -> Decimal | None:
    """The number in a cell, or None when it is none; parentheses and a minus on either side make it negative."""
    bare = _WORDS.sub(" ", text).replace("\xa0", " ").replace("\u202f", " ").strip()
    is_bracketed = bare.startswith("(") and bare.endswith(")")
    found = _NUMBER.fullmatch(bare.strip("()").strip().lstrip("+").strip())
    if found is None:
        return None
    digits = re.sub(r"[' ]", "", found["digits"])
    digits = digits.replace(".", "").replace(",", ".") if decimal_comma else digits.replace(",", "")
    if digits.count(".") > 1:
        return None
    number = Decimal(digits.rstrip(".") or "0")
    return -number if found["sign"] or found["late"] or is_bracketed else number
