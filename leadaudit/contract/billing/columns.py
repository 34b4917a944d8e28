"""Which column of an invoice file is what, by its header."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from leadaudit.errors import FileMistakesError

# Field to the headers people give it, folded; the first name is the one we write ourselves.
NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "invoice": (
        "invoice", "invoice no", "invoice number", "invoice id", "invoice nr", "inv no", "number", "document no",
        "document number", "rechnungsnummer", "rechnung",
    ),
    "invoice_date": ("invoice date", "issued on", "date", "document date", "rechnungsdatum", "datum"),
    "program": ("program", "program id", "programme", "campaign", "campaign id", "order", "insertion order"),
    "kind": ("kind", "line type", "type", "item type"),
    "description": ("description", "item", "item description", "details", "text", "beschreibung"),
    "quantity": ("quantity", "qty", "records", "leads", "units", "count", "menge", "anzahl"),
    "unit_price": ("unit price", "price", "cpl", "rate", "price per lead", "unit cost", "einzelpreis", "preis"),
    "amount": (
        "amount", "net amount", "net", "line total", "total", "line amount", "net total", "betrag", "netto",
    ),
    "tax": ("tax", "vat", "tax amount", "vat amount", "sales tax", "gst", "ust", "mwst"),
    "currency": ("currency", "currency code", "ccy", "waehrung", "wahrung"),
    "delivery": ("delivery", "delivery id", "file", "file name", "batch"),
    "period_from": ("period from", "from", "service from", "period start", "start date"),
    "period_to": ("period to", "to", "service to", "period end", "end date"),
    "vendor_record_id": ("vendor record id", "lead id", "leadid", "record id"),
    "credits_invoice": (
        "credits invoice", "credited invoice", "credit for", "original invoice", "reference invoice",
    ),
}  # fmt: skip

REQUIRED: Final = ("invoice", "invoice_date", "program", "amount", "currency")

_FIELD_OF: Final = {header: field for field, headers in NAMES.items() for header in headers}


def folded(header: str) -> str:
    """A header for comparing: small letters and digits, one blank between words."""
    return re.sub(r"[^a-z0-9]+", " ", header.casefold().replace("ä", "a").replace("é", "e")).strip()


def columns_of(header: Sequence[str], chosen: Mapping[str, str] | None = None) -> dict[str, int]:
    """Field to column; the first column that fits a field has it.

    Args:
        header: As delivered.
        chosen: Header to field, or to "ignore", where somebody said so.
    """
    said = {folded(name): field for name, field in (chosen or {}).items()}
    found: dict[str, int] = {}
    for at, name in enumerate(header):
        field = said.get(folded(name), _FIELD_OF.get(folded(name)))
        if field in NAMES and (field not in found or folded(name) in said):
            found[str(field)] = at
    return found


def require_columns(header: Sequence[str], columns: Mapping[str, int], *, where: str) -> None:
    """Every column an invoice needs is there.

    Raises:
        FileMistakesError: Names those that are not, and what the file has instead.
    """
    absent = [name for name in REQUIRED if name not in columns]
    if "unit_price" in columns and "quantity" in columns:
        absent = [name for name in absent if name != "amount"]
    if absent:
        named = ", ".join(name.strip() for name in header if name.strip()) or "no names at all"
        raise FileMistakesError(
            where,
            [
                f"column {name}: is missing; the file has {named}. Name a column {NAMES[name][0]}."
                for name in absent
            ],
        )  # fmt: skip
