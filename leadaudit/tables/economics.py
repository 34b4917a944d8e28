"""What a record is worth paying for, and the rates that bring amounts into one currency."""

from typing import Final

from leadaudit.tables.form import DAY, FLAG, MONEY, RECORD_KEY, TEXT, contract

USABLE: Final = contract(
    "usable",
    "delivered line",
    [
        *RECORD_KEY,
        ("vendor", TEXT),
        ("usable", FLAG),
        ("not_usable_reason", TEXT),  # vocabulary.NotUsableReason, ExcludedReason or ReasonCode; null when usable
        ("amount_minor", MONEY),  # contract price; 0 for an unreadable line
    ],
    ["delivery", "line"],
)

EXCHANGE_RATES: Final = contract(
    "exchange_rates",
    "rate of exchange; ``delivery`` is the import it came with",
    [*RECORD_KEY, ("on", DAY), ("currency", TEXT), ("into", TEXT), ("rate", TEXT)],
    ["delivery", "line", "currency"],
)
