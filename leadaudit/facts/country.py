"""What a delivered country or state says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from leadaudit.facts.place_names import (
    Subdivision,
    car_signs,
    country_codes,
    country_names,
    fold_place,
    place_table,
    short_name,
    short_state,
    states_anywhere,
    states_of,
    two_letter_codes,
)
from leadaudit.facts.words import is_missing
from leadaudit.similarity import nearest_spellings
from leadaudit.vocabulary import ValueStatus

_LONGEST_PLACE: Final = 100  # characters
_LONGEST_CODE: Final = 3
# Slips allowed by length of the name: "Iran" and "Iraq" are one apart, "Austria" and "Australia" two.
_SLIPS: Final = ((9, 2), (5, 1))
_READINGS: Final = 5
# With dots they say "nothing here" in French and Spanish; of a place in the United States they are North Carolina and
# North Dakota.
_MISSING_OR_CAROLINA: Final = frozenset({"n c", "n d"})
# Where a state is part of a postal address, those of most addresses first.
_WITH_STATES: Final = ("US", "CA", "AU", "IN", "BR", "MX", "IT")
_PARTS: Final = re.compile(r"\s+[-–—:|]\s+|[()\[\];|/]|\s*,\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFact:
    """What a delivered country or state says.

    Args:
        country_code: ISO 3166-1 alpha-2 (XK for Kosovo); None when not known.
        state_code: ISO 3166-2 part after the country.
        status: Doubtful: read from a misspelling or inferred.
        check: Id of the first check not passed.
        args: Words for the check's sentence.
    """

    country_code: str | None = None
    state_code: str | None = None
    status: ValueStatus = ValueStatus.OK
    check: str | None = None
    args: tuple[tuple[str, str], ...] = ()


def parse_country(text: str) -> PlaceFact:
    """Read one cell as a country: a code, or a name in one of many languages."""
    cell = text.strip()
    if is_missing(cell, "country"):
        return PlaceFact(status=ValueStatus.MISSING)
    if len(cell) > _LONGEST_PLACE:
        return _unknown("country.unknown", cell[:_LONGEST_PLACE])
    return (
        _read_country(cell)
        or _read_parts(cell)
        or _read_car_sign(cell)
        or _read_state_as_country(cell)
        or _read_misspelling(cell)
    )


def _read_country(cell: str) -> PlaceFact | None:
    """A country written right, or a name that is known to be none or several."""
    folded = fold_place(cell)
    joined = folded.replace(" ", "") if re.fullmatch(r"(?:[a-z] )+[a-z]", folded) else folded  # "U. S. A."
    several = place_table()["ambiguous"].get(folded)
    if several is not None:
        return PlaceFact(
            status=ValueStatus.DOUBTFUL,
            check="country.ambiguous",
            args=(("value", cell), ("readings", " or ".join(several))),
        )
    part = place_table()["parts"].get(folded)
    if part is not None:
        return PlaceFact(country_code=part[0], state_code=part[1])
    code = (
        two_letter_codes().get(joined)
        or country_names().get(folded)
        or country_codes().get(joined)
        or country_names().get(joined)
        or country_names().get(short_name(folded))
    )
    if code is not None:
        return PlaceFact(country_code=code)
    if folded in place_table()["regions"]["names"]:
        return _unknown("country.not-a-country", cell)
    return None


def _read_parts(cell: str) -> PlaceFact | None:
    """A country with something beside it: 'Germany (DE)', 'US - United States', 'Austin, Texas, USA'."""
    parts = [part for part in _PARTS.split(cell) if part.strip()]
    found = {part: fact.country_code for part in parts if (fact := _read_country(part)) and fact.country_code}
    codes = set(found.values())
    if len(parts) < 2 or len(codes) != 1:
        return None
    # A code beside something that is no country may be a state's: "Indianapolis, IND".
    if len(found) == len(parts) or any(fold_place(part) in country_names() for part in found):
        return PlaceFact(country_code=codes.pop())
    return None if "/" in cell else _doubtful("country.inferred", cell, codes.pop(), None)  # "and/or"


def _read_car_sign(cell: str) -> PlaceFact | None:
    """A country by the sign of its cars: "D" for Germany."""
    code = car_signs().get(fold_place(cell))
    return None if code is None else _doubtful("country.inferred", cell, code, None)


def _read_state_as_country(cell: str) -> PlaceFact | None:
    """A state where a country belongs, when only one country has a state of that name."""
    folded = fold_place(cell)
    bearers = states_anywhere().get(folded, ()) if len(folded) > _LONGEST_CODE else ()
    if len(bearers) != 1:
        return None
    return _doubtful("country.inferred", cell, bearers[0].country_code, bearers[0].code)


def _read_misspelling(cell: str) -> PlaceFact:
    code = _nearest_country(fold_place(cell))
    return _unknown("country.unknown", cell) if code is None else _doubtful("country.misspelled", cell, code, None)


@lru_cache(maxsize=1 << 14)
def _nearest_country(folded: str) -> str | None:
    """The one country whose name is a slip or two away; None when none is, or several are equally near."""
    slips = next((slips for length, slips in _SLIPS if len(folded) >= length), 0)
    names = (name for name in country_names() if len(name) > _LONGEST_CODE)
    near = nearest_spellings(folded, names, at_most=slips + 1) if slips else []
    if not near or near[0][1] > slips:
        return None
    # A name of another country just one slip further makes the reading a coin toss.
    codes = {country_names()[name] for name, distance in near if distance <= near[0][1] + 1}
    return codes.pop() if len(codes) == 1 else None


def parse_state(text: str, country_code: str | None) -> PlaceFact:
    """Read one cell as a state or province.

    Args:
        text: The cell.
        country_code: Country of the record.  Without one a state that only one country has gives the country, doubtful.
    """
    cell = text.strip()
    if is_missing(cell, "state") and not (country_code == "US" and fold_place(cell) in _MISSING_OR_CAROLINA):
        return PlaceFact(country_code=country_code, status=ValueStatus.MISSING)
    if len(cell) > _LONGEST_PLACE:
        return PlaceFact(
            country_code=country_code,
            status=ValueStatus.UNUSABLE,
            check="state.unknown",
            args=(("value", cell[:_LONGEST_PLACE]),),
        )
    return _state_alone(cell) if country_code is None else _state_within(cell, country_code)


def _spellings(cell: str) -> list[str]:
    """The ways a state may be meant: as written, without its code or country beside it, 'US-CA' as 'CA'."""
    whole = fold_place(cell)
    parts = [fold_place(part) for part in _PARTS.split(cell)]
    coded = re.fullmatch(r"[A-Za-z]{2}-([A-Za-z0-9]{1,3})", cell.strip())
    candidates = [*([coded[1].lower()] if coded else []), whole, short_state(whole), whole.replace(" ", ""), *parts]
    return [spelling for spelling in dict.fromkeys(candidates) if spelling]


def _state_within(cell: str, country_code: str) -> PlaceFact:
    states = states_of(country_code)
    for spelling in _spellings(cell):
        if spelling in states:
            return PlaceFact(country_code=country_code, state_code=states[spelling])
    folded = fold_place(cell)
    elsewhere = (
        {place.country_code for place in states_anywhere().get(folded, ())} if len(folded) > _LONGEST_CODE else set()
    )
    code = None if elsewhere else _nearest_state(folded, country_code)
    if code is not None:
        return _doubtful("state.misspelled", cell, country_code, code)
    if len(elsewhere) == 1:
        args = (("value", cell), ("country", country_code), ("other", elsewhere.pop()))
        return PlaceFact(country_code=country_code, status=ValueStatus.DOUBTFUL, check="state.other-country", args=args)
    return PlaceFact(
        country_code=country_code,
        status=ValueStatus.UNUSABLE,
        check="state.unknown",
        args=(("value", cell), ("country", country_code)),
    )


@lru_cache(maxsize=1 << 14)
def _nearest_state(folded: str, country_code: str) -> str | None:
    slips = next((slips for length, slips in _SLIPS if len(folded) >= length), 0)
    states = {name: code for name, code in states_of(country_code).items() if len(name) > _LONGEST_CODE}
    near = nearest_spellings(folded, states, at_most=slips) if slips else []
    codes = {states[name] for name, distance in near if distance == near[0][1]}
    return codes.pop() if len(codes) == 1 else None


def _state_alone(cell: str) -> PlaceFact:
    """A state without a country: of one country only, or of none that we would claim."""
    for spelling in _spellings(cell):
        bearers = states_anywhere().get(spelling, ())
        if len(bearers) == 1 and spelling not in country_names():
            return _doubtful("state.country-inferred", cell, bearers[0].country_code, bearers[0].code)
        if bearers:
            readings = _readings(bearers)
            return PlaceFact(
                status=ValueStatus.DOUBTFUL, check="state.ambiguous", args=(("value", cell), ("readings", readings))
            )
    return _unknown("state.unknown", cell)


def _readings(bearers: Sequence[Subdivision]) -> str:
    """What a state without a country may be; first those whose people write states into addresses."""
    order = {code: number for number, code in enumerate(_WITH_STATES)}
    likely = sorted(bearers, key=lambda place: (order.get(place.country_code, len(order)), place.country_code))
    more = len(likely) - _READINGS
    shown = ", ".join(f"{place.country_code}-{place.code}" for place in likely[:_READINGS])
    return f"{shown} and {more} more" if more > 0 else shown


def _doubtful(check: str, cell: str, country_code: str | None, state_code: str | None) -> PlaceFact:
    understood = "-".join(code for code in (country_code, state_code) if code)
    args = (("value", cell), ("understood", understood))
    return PlaceFact(
        country_code=country_code, state_code=state_code, status=ValueStatus.DOUBTFUL, check=check, args=args
    )


def _unknown(check: str, cell: str) -> PlaceFact:
    return PlaceFact(status=ValueStatus.UNUSABLE, check=check, args=(("value", cell),))
