"""Every name by which we know a country or state: ISO 3166, CLDR, and the table beside this module."""

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import pycountry
from babel import Locale
from babel.languages import get_official_languages

# Languages in which every country's name is known, and those in which a country's own people write it.  More of them
# cost 10 ms each at the first country read.
_LANGUAGES: Final = ("en", "de", "fr", "es", "it", "nl", "pt")
_OWN_LANGUAGES: Final = frozenset(
    "ar bg bs ca cs da el et fa fi he hi hr hu id is ja ko lt lv ms nb pl ro ru sk sl sq sr sv th tr uk vi zh".split()  # noqa: SIM905
)
_SPELLED_OUT: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "&": " and "})
# A flag is two letters of their own: the code of the country.
_FLAG_LETTERS: Final = {0x1F1E6 + number: chr(ord("a") + number) for number in range(26)}
_NO_LETTERS: Final = re.compile(r"[\W_]+")
_IN_BRACKETS: Final = re.compile(r"\s*[\[(].*")
# Words that official names put around the one people use; what is left must still name one country.
_OFFICIAL_WORDS: Final = re.compile(
    r"\A(?:the )?(?:(?:federal |federative |democratic |islamic |plurinational |bolivarian )*"
    r"(?:republic|kingdom|state|commonwealth|sultanate|principality) of )?(?:the )?"
)
_SUBDIVISION_WORDS: Final = re.compile(
    r"\A(?:state|province|county|region|canton|land|bundesland|freistaat|kanton|provincia|comunidad(?: autonoma)?|"
    r"departement|estado) (?:of |de |del |di |do |da )?(?:the )?"
    r"| (?:state|province|county|region|prefecture|canton|oblast|voivodeship|territory|sheng|shi|zizhiqu)\Z"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subdivision:
    """A state, province or the like by its ISO 3166-2 code, split at the dash."""

    country_code: str
    code: str


def fold_place(text: str) -> str:
    """A place name for comparing: lower case, no accents, letters and digits apart by single spaces."""
    if text.isascii():
        return _NO_LETTERS.sub(" ", text.lower().replace("&", " and ")).strip()
    # Decomposed before and after, since some letters change case only when their marks are apart.
    lowered = unicodedata.normalize("NFKD", text).casefold().translate(_SPELLED_OUT | _FLAG_LETTERS)
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(sign))
    return _NO_LETTERS.sub(" ", unicodedata.normalize("NFC", plain)).strip()


def short_name(folded: str) -> str:
    """A country's name without 'Republic of' and its like."""
    return _OFFICIAL_WORDS.sub("", folded, count=1) or folded


def short_state(folded: str) -> str:
    """A state's name without 'State of' and its like."""
    return _SUBDIVISION_WORDS.sub("", folded) or folded


@cache
def place_table() -> dict[str, dict[str, list[str]]]:
    """The table beside this module, country names only."""
    return {name: table for name, table in _tables().items() if name != "states"}


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files(__package__) / "places.toml").read_text(encoding="utf-8"))


@cache
def country_codes() -> dict[str, str]:
    """Country code by folded code of two or three letters, or of three digits."""
    codes = {"uk": "GB", "xk": "XK"}
    for country in pycountry.countries:
        codes |= dict.fromkeys((country.alpha_2.lower(), country.alpha_3.lower(), country.numeric), country.alpha_2)
    return codes


@cache
def two_letter_codes() -> dict[str, str]:
    """Country code by folded code of two letters: no country bears such a name, so names need not be read for them."""
    own = {name for names in _tables()["countries"].values() for name in names}
    return {code: country for code, country in country_codes().items() if len(code) == 2 and code not in own}


@cache
def car_signs() -> Mapping[str, str]:
    """Country code by the sign of its cars."""
    table: dict[str, str] = _tables()["car_signs"]  # type: ignore[assignment]
    return table


@cache
def country_names() -> dict[str, str]:
    """Country code by folded name; a name that several countries bear is absent."""
    bearers: defaultdict[str, set[str]] = defaultdict(set)
    for code, name in _all_country_names():
        folded = fold_place(name)
        bearers[folded].add(code)
        bearers[short_name(folded)].add(code)
    own = {name: code for code, names in _tables()["countries"].items() for name in names}
    several = _tables()["ambiguous"]
    return {
        name: min(codes) for name, codes in bearers.items() if len(codes) == 1 and name and name not in several
    } | own


def _all_country_names() -> Iterator[tuple[str, str]]:
    for country in pycountry.countries:
        for attribute in ("name", "official_name", "common_name"):
            name = getattr(country, attribute, None)
            if name is not None:
                yield country.alpha_2, name
                if ", " in name:  # "Tanzania, United Republic of"
                    yield country.alpha_2, " ".join(reversed(name.split(", ", 1)))
        own = _OWN_LANGUAGES.intersection(get_official_languages(country.alpha_2, de_facto=True))
        for language in (*_LANGUAGES, *sorted(own)):
            name = _territories(language).get(country.alpha_2)
            if name is not None:
                yield country.alpha_2, name
                yield country.alpha_2, _IN_BRACKETS.sub("", name)


@cache
def _territories(language: str) -> Mapping[str, str]:
    return Locale.parse(language).territories


@cache
def states_of(country_code: str) -> dict[str, str]:
    """State code by folded code or name within one country; what several bear is absent, a larger one first."""
    names: dict[str, str] = {}
    bearers: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for state in _subdivisions(country_code):
        code = state.code.partition("-")[2]
        depth = 0 if state.parent_code is None else 1
        names[code.lower()] = code
        for name in {state.name, *re.split(r"[\[\]/]", state.name)}:
            folded = fold_place(name)
            for spelling in {folded, short_state(folded)} - {""}:
                bearers[spelling].append((depth, code))
    for name, codes in bearers.items():
        least = min(depth for depth, _ in codes)
        nearest = {code for depth, code in codes if depth == least}
        if len(nearest) == 1:
            names.setdefault(name, nearest.pop())
    table: dict[str, dict[str, list[str]]] = _tables()["states"]  # type: ignore[assignment]
    own = {name: code for code, spellings in table.get(country_code, {}).items() for name in spellings}
    return names | own


def _subdivisions(country_code: str) -> list[pycountry.db.Data]:
    found = pycountry.subdivisions.get(country_code=country_code)  # type: ignore[no-untyped-call]
    return list(found or ())


@cache
def states_anywhere() -> dict[str, tuple[Subdivision, ...]]:
    """Every state that bears a folded name or, in the table's countries, a code: for states without a country."""
    found: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for code in sorted({country.alpha_2 for country in pycountry.countries}):
        for name, state in states_of(code).items():
            found[name].add((code, state))
    return {
        name: tuple(Subdivision(country_code=c, code=s) for c, s in sorted(places)) for name, places in found.items()
    }
