"""What was agreed with a vendor, and what came of it: lists, verdicts, claims, invoices, samples."""

from typing import Final

import pyarrow as pa

from leadaudit.tables.form import DAY, FLAG, INSTANT, LINE, MONEY, RECORD_KEY, TEXT, contract

LISTS: Final = contract(
    "lists",
    "entry of a buyer's list",
    [
        ("list", TEXT),  # vocabulary.ListKind
        ("kind", TEXT),  # vocabulary.ListValueKind
        ("value", TEXT),  # normalized address, domain ("*.x.com" matches subdomains too) or company key
        ("supplied_on", DAY),  # handed to the vendors; null: not known
    ],
    ["list", "kind", "value"],
)

LIST_HITS: Final = contract(
    "list_hits",
    "record found on a list",
    [*RECORD_KEY, ("list", TEXT), ("kind", TEXT), ("value", TEXT), ("supplied_on", DAY)],
    ["delivery", "line", "list"],
)

REASONS: Final = contract(
    "reasons",
    "clause that a record breaks, or that could not be judged",
    [
        *RECORD_KEY,
        ("code", TEXT),  # vocabulary.ReasonCode
        ("status", TEXT),  # vocabulary.ReasonStatus
        ("clause", TEXT),  # key path in the program file: "spec.levels", "dedupe"
        ("delivered", TEXT),  # the value as delivered
        ("understood", TEXT),  # as we read it
        ("proof", TEXT),  # one sentence
    ],
    ["delivery", "line", "code", "clause"],
)

VERDICTS: Final = contract(
    "verdicts",
    "read record",
    [
        *RECORD_KEY,
        ("verdict", TEXT),  # vocabulary.Verdict
        ("code", TEXT),  # headline vocabulary.ReasonCode; null when accepted
        ("clause", TEXT),
        ("sentence", TEXT),
        ("amount_minor", MONEY),  # contract price of the record
        ("claimable_minor", MONEY),  # what a return is worth today: 0 unless returned in time
        ("deadline_at", INSTANT),
        ("spec_confirmed_at", INSTANT),  # the dated spec that was in force; null without one
    ],
    ["delivery", "line"],
)

CLAIMS: Final = contract(
    "claims",
    "claimed record; one whose claim was cancelled may stand in several",
    [
        ("claim", TEXT),
        *RECORD_KEY,
        ("vendor", TEXT),
        ("program", TEXT),
        ("currency", TEXT),  # of the amount
        ("code", TEXT),  # headline vocabulary.ReasonCode when it was claimed
        ("amount_minor", MONEY),  # what is asked for
        ("state", TEXT),  # contract.claims.ClaimState
        ("sent_on", DAY),  # null: not sent yet
        ("settled_on", DAY),  # of the credit or replacement
        ("replacement_delivery", TEXT),  # with replacement_line the record that came instead
        ("replacement_line", LINE),
    ],
    ["delivery", "line", "claim"],
)

INVOICE_LINES: Final = contract(
    "invoice_lines",
    "line of an invoice; ``delivery`` is the import it came with",
    [
        *RECORD_KEY,
        ("number", TEXT),  # of the invoice, as written
        ("issued_on", DAY),
        ("vendor", TEXT),
        ("program", TEXT),
        ("kind", TEXT),  # contract.billing.invoice.LineKind
        ("description", TEXT),
        ("quantity", pa.int64()),  # records billed; null: not said
        ("unit_price", TEXT),  # decimal as written; null: not said
        ("amount_minor", MONEY),  # net, with the sign it has in the invoice's sum
        ("tax_minor", MONEY),
        ("currency", TEXT),
        ("of_delivery", TEXT),  # the delivery it bills; null: not said
        ("period_from", DAY),
        ("period_to", DAY),
        ("vendor_record_id", TEXT),
        ("credits_invoice", TEXT),
    ],
    ["delivery", "line"],
)

VALIDITY: Final = contract(
    "validity",
    "record of a sample that somebody looked at; ``delivery`` is the import it came with",
    [*RECORD_KEY, ("ref", TEXT), ("valid", FLAG), ("reason", TEXT), ("checked_on", DAY)],
    ["delivery", "line"],
)
