"""One key for each vendor or program, however often it is spelled differently."""

import hashlib
import re
from functools import cache
from typing import Final

from leadaudit.facts.company import read_company
from leadaudit.facts.folding import compact, tidy, words
from leadaudit.facts.legal_forms import LegalForms, load_legal_forms
from leadaudit.facts.words import is_missing

LONGEST_ID: Final = 60
_NO_ID: Final = re.compile(r"[^a-z0-9]+")


@cache
def _forms() -> LegalForms:
    return load_legal_forms()


def vendor_key(written: str) -> str | None:
    """What all spellings of one vendor share; None when the cell names nobody.

    "Acme Media", "ACME  media " and "Acme-Media Ltd." are one; "Acme Events" is another one.
    """
    name = tidy(written)
    if not name or is_missing(name, "lead_source"):
        return None
    read = read_company(name, legal_forms=_forms())
    # A name without its legal form is the same seller; a country in brackets may be another one and stays.
    bare = read.key if read.key is not None and read.legal_form is not None and "(" not in name else None
    return compact(bare or name) or name.casefold()


def program_key(written: str) -> str | None:
    """What all spellings of one program share; None when the cell names none."""
    name = tidy(written)
    if not name or is_missing(name, "campaign"):
        return None
    return compact(name) or name.casefold()


def id_key(name: str) -> str:
    """The key of a vendor or program by its id: "acme-media" is what "Acme Media" is."""
    return compact(name) or name


def name_as_id(written: str) -> str:
    """A name as it stands in ids: small letters, digits and dashes; made up from its letters where it has none."""
    plain = _NO_ID.sub("-", "-".join(words(written))).strip("-")[:LONGEST_ID].strip("-")
    return plain or f"v-{hashlib.sha256(tidy(written).encode()).hexdigest()[:8]}"
