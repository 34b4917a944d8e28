"""Places a contract names: countries by code or name, states as ``US-CA``."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

from babel import Locale

# Languages in which our users write program files.
_LANGUAGES: Final = ("en", "de", "fr", "es")

# What contracts write beside the names CLDR knows.
_USUAL_NAMES: Final = {
    "uk": "GB",
    "great britain": "GB",
    "usa": "US",
    "u s": "US",
    "u s a": "US",
    "united states of america": "US",
    "america": "US",
    "uae": "AE",
    "holland": "NL",
    "czech republic": "CZ",
    "turkey": "TR",
    "korea": "KR",
    "republic of ireland": "IE",
    "eire": "IE",
    "russia": "RU",
}

# Groups whose members nobody disputes; EMEA, APAC and their like mean something else in every contract.
_GROUPS: Final = {
    "dach": ("AT", "CH", "DE"),
    "benelux": ("BE", "LU", "NL"),
    "nordics": ("DK", "FI", "IS", "NO", "SE"),
    "baltics": ("EE", "LT", "LV"),
    "uki": ("GB", "IE"),
    "uk and ireland": ("GB", "IE"),
    # Member states since 1 February 2020.
    "eu": (
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    ),
}

_STATE: Final = re.compile(r"([A-Za-z]{2})-([A-Za-z0-9]{1,3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A country, or one state of it.

    Args:
        country: ISO 3166-1 alpha-2.
        state: ISO 3166-2 part after the country; None: all of it.
    """

    country: str
    state: str | None = None

    def __str__(self) -> str:
        return self.country if self.state is None else f"{self.country}-{self.state}"


def parse_places(text: str) -> tuple[Place, ...]:
    """The places one entry of a geography clause names; empty when it names none we know."""
    written = text.strip()
    state = _STATE.fullmatch(written)
    if state is not None and state[1].upper() in _codes():
        return (Place(country=state[1].upper(), state=state[2].upper()),)
    if written.upper() in _codes() and len(written) == 2:
        return (Place(country=written.upper()),)
    name = _folded(written)
    if name in _GROUPS:
        return tuple(Place(country=code) for code in _GROUPS[name])
    code = _names().get(name)
    return () if code is None else (Place(country=code),)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    words = re.sub(r"[\W_]+", " ", letters.replace("&", " and ")).split()
    return " ".join(word for word in words if word != "the")


@cache
def _codes() -> frozenset[str]:
    codes = {str(code) for code in Locale("en").territories}
    return frozenset(code for code in codes if re.fullmatch(r"[A-Z]{2}", code)) - _NO_COUNTRIES


# Codes CLDR names that are groups or stand for no place.
_NO_COUNTRIES: Final = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


@cache
def _names() -> dict[str, str]:
    names = {
        _folded(str(name)): str(code)
        for language in reversed(_LANGUAGES)
        for code, name in Locale(language).territories.items()
        if code in _codes()
    }
    return {**names, **_USUAL_NAMES}
