"""Amounts and ranges in text: '51-200', 'more than 5k', '1,5 Mio.', 'eleven to fifty'."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, TypeAlias

Band: TypeAlias = tuple[Decimal | None, Decimal | None]

LONGEST_BAND: Final = 120  # characters
MOST_MONEY: Final = Decimal(10) ** 12  # a trillion of anything but a few currencies is more than any firm turns over
_POWERS: Final = {"thousand": 10**3, "lakh": 10**5, "million": 10**6, "crore": 10**7, "billion": 10**9}
_NUMBER: Final = r"\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?"
# What names a currency.  "$" and dollars alone are those of the United States; "¥" is written for two currencies.
_CURRENCIES: Final[Mapping[str, str | None]] = {
    "$": "USD", "us$": "USD", "us $": "USD", "dollar": "USD", "dollars": "USD", "us dollar": "USD", "us dollars": "USD",
    "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "nz$": "NZD", "s$": "SGD", "hk$": "HKD", "r$": "BRL",
    "mx$": "MXN", "€": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "pound": "GBP", "pounds": "GBP", "₹": "INR",
    "¥": None, "rmb": "CNY",
    **{code.lower(): code for code in (
        "USD", "EUR", "GBP", "CHF", "INR", "AUD", "CAD", "NZD", "SGD", "HKD", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF",
        "JPY", "CNY", "BRL", "MXN", "ZAR", "TRY", "ILS", "AED", "KRW", "RON",
    )},
}  # fmt: skip
_CURRENCY: Final = re.compile(
    r"us\s?\$|(?<![a-z])[a-z]{0,2}\$|\$|[€£¥₹]|\bus dollars?\b|\b(?:"
    + "|".join(sorted((name for name in _CURRENCIES if name.isalpha() and name.isascii()), key=len, reverse=True))
    + r")\b"
)
_OF_CURRENCY: Final = re.compile(rf"\b(?:d'|(?:de|di|of|in|en)\s)\s*(?=(?:{_CURRENCY.pattern})\W*\Z)")
_A_HUNDRED: Final = re.compile(r"\ban?\s+(?=hundred\b|thousand\b)")
_DASH: Final = r"\s*[-‐‑‒–—−~]+\s*"


def fold_amount(text: str) -> str:
    """A text for reading numbers: lower case, no accents, single spaces; '' when it is too long to be an amount."""
    spelled = unicodedata.normalize("NFKD", text[: LONGEST_BAND + 1].casefold().replace("ß", "ss").replace("’", "'"))
    plain = "".join(sign for sign in spelled if not unicodedata.combining(sign))
    return "" if len(plain) > LONGEST_BAND else " ".join(unicodedata.normalize("NFC", plain).split())


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files(__package__) / "amounts.toml").read_text(encoding="utf-8"))


@cache
def band_words(name: str) -> frozenset[str]:
    """One of the word lists beside this module."""
    return frozenset(_tables()["words"][name])


@cache
def either(*names: str) -> str:
    """A pattern for any of the words in the lists beside this module, longest first."""
    words = {word for name in names for word in band_words(name)}
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) + ")"


@cache
def _units() -> dict[str, int]:
    return {word: _POWERS[power] for power, words in _tables()["units"].items() for word in words}


def read_band(folded: str, *, step: int, unit: int) -> Band | None:
    """The band in a text, with or without a name beside it: 'Enterprise (1000+)', 'Small: 1-10'."""
    band = _read_band(folded, step=step, unit=unit)
    if band is not None:
        return band
    parts = [part.strip(" .") for part in re.split(r"[()\[\]:]|\s[-|]\s(?=[a-z])|(?<=[a-z])\s[-|]\s", folded)]
    bands = [band for part in parts if (band := _read_band(part, step=step, unit=unit)) is not None]
    return bands[0] if len(bands) == 1 else None


def _read_band(folded: str, *, step: int, unit: int) -> Band | None:
    """The band in a folded text; ``step`` is the difference between 'more than 50' and '50 or more'."""
    text = folded if re.search(r"\d", folded) else _digits_for_words(_A_HUNDRED.sub("one ", folded))
    return (
        _read_single(text, unit)
        or _read_above(text, step, unit)
        or _read_below(text, step, unit)
        or _read_range(text, unit)
    )


def _read_single(text: str, unit: int) -> Band | None:
    found = _patterns().single.fullmatch(text)
    if found is None:
        return None
    single = _amount(found["one"], unit)
    return single, single


def _read_above(text: str, step: int, unit: int) -> Band | None:
    if found := _patterns().above.fullmatch(text):
        is_included = found["with_it"] or found["words"] in band_words("above_with_it")
        return _amount(found["one"], unit) + (0 if is_included else step), None
    found = _patterns().or_more.fullmatch(text)
    return None if found is None else (_amount(found["one"], unit), None)


def _read_below(text: str, step: int, unit: int) -> Band | None:
    if found := _patterns().below.fullmatch(text):
        is_included = found["with_it"] or found["words"] in band_words("below_with_it")
        return None, _amount(found["one"], unit) - (0 if is_included else step)
    found = _patterns().or_less.fullmatch(text)
    return None if found is None else (None, _amount(found["one"], unit))


def _read_range(text: str, unit: int) -> Band | None:
    found = _patterns().between.fullmatch(text)
    return None if found is None else _limits(found["one"], found["other"], unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Patterns:
    """The ways a band is written, over the word lists."""

    single: re.Pattern[str]
    above: re.Pattern[str]
    or_more: re.Pattern[str]
    below: re.Pattern[str]
    or_less: re.Pattern[str]
    between: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    units = "|".join(
        re.escape(word) for word in sorted(_units(), key=lambda word: (-len(word), word)) if not word[0].isdigit()
    )
    amount = rf"(?:{_NUMBER})(?:\s?(?:{units})\b\.?)?"
    joining = rf"(?:{_DASH}|\s*\.\.+\s*|\s+{either('joining')}\s+(?:{either('below')}\s+)?)"
    return _Patterns(
        single=re.compile(rf"(?:(?:{either('about')})\b\.?|~)?\s*(?P<one>{amount})"),
        above=re.compile(rf"(?:(?P<with_it>>=|≥|=>)|>|(?P<words>{either('above')})\b:?)\s*(?P<one>{amount})\s*\+?"),
        or_more=re.compile(rf"(?P<one>{amount})\s*(?:\++|(?:,\s*)?{either('more_behind')}|-|<)"),
        below=re.compile(rf"(?:(?P<with_it><=|≤|=<)|<|(?P<words>{either('below')})\b:?)\s*(?P<one>{amount})"),
        or_less=re.compile(rf"(?P<one>{amount})\s*{either('less_behind')}"),
        between=re.compile(rf"(?:{either('opening')}\s+)?(?P<one>{amount}){joining}(?P<other>{amount})"),
    )


def _limits(low: str, high: str, unit: int) -> Band:
    """Both ends of a range; in '1-10M' the unit belongs to both."""
    own, shared = _unit_of(low), _unit_of(high)
    upper = _amount(high, unit)
    if own is None and shared is not None and _amount(low, 1) <= upper / shared:
        return _amount(low, shared), upper
    return _amount(low, unit), upper


def _unit_of(amount: str) -> int | None:
    word = re.sub(rf"\A(?:{_NUMBER})\s?", "", amount).rstrip(".")
    return _units().get(word)


def _amount(amount: str, unit: int) -> Decimal:
    """The value of a number with its unit, or the given unit when it has none."""
    digits = re.match(_NUMBER, amount)[0]  # type: ignore[index]
    factor = _unit_of(amount) or unit
    grouped = re.fullmatch(r"\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*", digits)
    if grouped is not None:
        whole = Decimal(re.sub(r"\D", "", digits))
        # "1.234 billion" is a decimal after all: no firm turns over a trillion.
        if factor == 1 or whole * factor <= MOST_MONEY or grouped[1] not in ".,":
            return whole * factor
    whole_part, _, fraction = re.sub(r"[' ]", "", digits).replace(",", ".").rpartition(".")
    return Decimal(f"{whole_part.replace('.', '')}.{fraction}" if whole_part else fraction) * factor


def _digits_for_words(text: str) -> str:
    """'eleven to fifty' as '11 to 50', 'two hundred' as '200'; other words stay."""
    numbers: dict[str, int] = _tables()["numbers"]  # type: ignore[assignment]
    result: list[str] = []
    total: int | None = None
    for piece in [*re.split(r"(\s+|-)", text), ""]:
        value = numbers.get(piece)
        if value is not None:
            fits = total is not None and (
                value in {100, 1000} or (20 <= total % 100 <= 90 and value < 10) or (total % 100 == 0 and value < 100)
            )
            if total is not None and not fits:
                result.append(f"{total}-")
                total = None
            total = value if total is None else total * value if value in {100, 1000} else total + value
        elif total is None or piece.strip(" -"):
            result += [] if total is None else [str(total), " "]
            total = None
            result.append(piece)
    result += [] if total is None else [str(total)]
    return " ".join("".join(result).split())


def without_currency(folded: str) -> str:
    """The text without signs and codes of currencies, and without the "of" in front of them."""
    return _CURRENCY.sub(" ", _OF_CURRENCY.sub(" ", folded)).strip(" .:()")


@lru_cache(maxsize=4096)
def currency_of(text: str) -> str | None:
    """The currency that a text names; None when it names none, or several."""
    named = {_CURRENCIES.get(found) for found in _CURRENCY.findall(fold_amount(text))}
    return named.pop() if len(named) == 1 else None


@cache
def header_unit(header: str) -> int:
    """The unit that a header names: 1,000,000 for 'Revenue ($M)', 1 when it names none."""
    folded = fold_amount(header)
    # Letters alone count only in brackets, behind "in", or beside a currency sign; words count anywhere.
    near_currency = re.findall(r"[$€£]\s?([a-z]{1,3})\b|\b([a-z]{1,3})\s?[$€£]", folded)
    bracketed = " ".join(part for pair in re.findall(r"[(\[]([^)\]]*)[)\]]|\bin\b(.*)", folded) for part in pair)
    candidates = [
        *(word for pair in near_currency for word in pair),
        *re.findall(r"[\w']+", _CURRENCY.sub(" ", bracketed)),
        *(word for word in re.findall(r"[\w']+", folded) if len(word) > 2),
    ]
    return next((_units()[word] for word in candidates if word in _units()), 1)
