"""What one delivered phone number says; phonenumbers alone decides what is a number."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import phonenumbers
from phonenumbers import CountryCodeSource, NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from leadaudit.facts.words import excerpt, is_missing
from leadaudit.vocabulary import ValueStatus

PhoneKind: TypeAlias = Literal["mobile", "fixed", "mobile_or_fixed", "toll_free", "voip", "special", "unknown"]
Words: TypeAlias = tuple[tuple[str, str], ...]
Located: TypeAlias = tuple[PhoneNumber, str]

_KINDS: Final[dict[int, PhoneKind]] = {
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.FIXED_LINE: "fixed",
    PhoneNumberType.FIXED_LINE_OR_MOBILE: "mobile_or_fixed",
    PhoneNumberType.TOLL_FREE: "toll_free",
    PhoneNumberType.VOIP: "voip",
    PhoneNumberType.UNKNOWN: "unknown",
}
NORTH_AMERICA: Final = 1
NO_COUNTRY: Final = "001"  # the library's region for freephone +800 and its like
SHORTEST_WITH_COUNTRY: Final = 11  # digits; a shorter one may be a national number of anywhere
SHORTEST_NATIONAL: Final = 6
LONGEST_NATIONAL: Final = 12
_LONGEST_NUMBER: Final = 250  # characters; phonenumbers refuses more
# How a spreadsheet shows, or a database stores, digits it took for a quantity.
_SCIENTIFIC: Final = re.compile(r"\+?(\d)(?:[.,](\d+))?E\+?(\d{1,2})", re.IGNORECASE)
_WITH_DECIMALS: Final = re.compile(r"(\d{7,15})[.,]0+")
_FORMULA: Final = re.compile(r"=?\"?'?(.*?)\"?\Z", re.DOTALL)
# Extensions in words the library does not know; it cuts the usual English ones itself.
_EXTENSION: Final = re.compile(
    r"[\s,;/]*(?:durchwahl|dw|nebenstelle|app\.|apparat|poste|interno|anexo|extensión|toestel)[\s.:]*\d{1,6}\Z",
    re.IGNORECASE,
)
_LETTER: Final = re.compile(r"[^\W\d_]")
_LABEL: Final = re.compile(r"[^\W\d_]{3,}")
_SEVERAL: Final = re.compile(r"\s*(?:[;|\n]|,(?=\s*[+(\d])|\s/\s|\s+(?:or|oder|ou|o|and|und|et|y)\s+)\s*")
# "+44 0044 20 ..." and "+44 +44 20 ...": a form put the calling code before a number that had it.
_CODE_TWICE: Final = re.compile(r"\+?(\d{1,3})[\s.()-]*(?:\+|00)[\s.()-]*(\1.*)", re.DOTALL)
_KNOWN_WORDS: Final = re.compile(
    r"\b(?:tel|telephone|telefon|téléphone|teléfono|phone|ph|fon|mobile|mobil|móvil|portable|cell|handy|office|direct|work|home|fax|ext|extn|extension|x)\b",
    re.IGNORECASE,
)
RUNS: Final = frozenset(
    "0123456789012345"[start : start + length] for start in range(2) for length in range(6, 14)
) | frozenset({"987654321", "9876543210", "1231231234", "1212121212", "0987654321", "123123123", "5551234", "5551212"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneFact:
    """What one delivered phone number says.

    Args:
        e164: The number as '+4930...', without extension; None unless it is valid, or restored beyond doubt or with it.
        status: Doubtful: restored after damage, or without a country to judge it by.
        check: Id of the first check not passed.
        args: Words for the check's sentence.
        region: Country of the number, ISO 3166-1 alpha-2; None when unknown or without a country (freephone +800).
    """

    e164: str | None = None
    status: ValueStatus = ValueStatus.OK
    check: str | None = None
    args: Words = ()
    region: str | None = None

    @property
    def kind(self) -> PhoneKind:
        """What the numbering plan says of the number; worked out when asked, as it costs as much as reading it."""
        if self.e164 is None:
            return "unknown"
        return _KINDS.get(phonenumbers.number_type(phonenumbers.parse(self.e164)), "special")


def parse_phone(text: str, *, country_code: str | None) -> PhoneFact:
    """Read one cell as a phone number.

    Args:
        text: The cell.
        country_code: Country of the record, ISO 3166-1 alpha-2, for numbers written the national way.
    """
    cell = unicodedata.normalize("NFKC", text[: 8 * _LONGEST_NUMBER]).strip()
    if is_missing(cell, "phone"):
        return PhoneFact(status=ValueStatus.MISSING)
    cell = _FORMULA.sub(r"\1", cell, count=1).strip()
    if _is_one_digit(re.sub(r"\D", "", cell)):
        return _refused("phone.placeholder", cell)
    quantity = _SCIENTIFIC.fullmatch(cell)
    if quantity is not None:
        return _from_quantity(cell, quantity[1] + (quantity[2] or ""), int(quantity[3]) + 1, country_code)
    decimals = _WITH_DECIMALS.fullmatch(cell)
    if decimals is not None:
        return _from_quantity(cell, decimals[1], len(decimals[1]), country_code)
    return _read(cell, country_code)


def _from_quantity(cell: str, digits: str, length: int, country_code: str | None) -> PhoneFact:
    """A number a spreadsheet took for a quantity: whole when every digit is still there, else lost."""
    # A digit that is not shown may have been rounded away: a zero there would be a guess.
    restored = _read(digits, country_code) if len(digits) == length else None
    if restored is None or restored.e164 is None:
        return _refused("phone.spreadsheet-damage", cell, outcome="lost", known=str(len(digits)), length=str(length))
    return _accepted_again(restored, "phone.spreadsheet-damage", cell, outcome="recovered", number=restored.e164)


def _read(cell: str, country_code: str | None) -> PhoneFact:
    """A number as written, or the first of several."""
    bare = _EXTENSION.sub("", cell) if _LETTER.search(cell) else cell
    fact = _read_one(bare, country_code)
    if fact.status is not ValueStatus.UNUSABLE:
        return fact
    parts = [part for part in _SEVERAL.split(bare[: 4 * _LONGEST_NUMBER]) if sum(map(str.isdigit, part)) > 5]
    if len(parts) < 2:
        return fact
    first = next((one for one in (_read_one(part, country_code) for part in parts) if one.e164 is not None), None)
    return fact if first is None else _accepted_again(first, "phone.several", cell, number=first.e164 or "")


def _read_one(cell: str, country_code: str | None) -> PhoneFact:
    if len(cell) > _LONGEST_NUMBER or _is_prose(cell):
        return _refused("phone.not-a-number", cell)
    found = _parsed(cell, country_code)
    if found is not None:
        return _accepted(found, cell, country_code)
    digits = re.sub(r"\D", "", cell)
    if cell.lstrip(" (").startswith("00") and (found := _parsed(f"+{digits[2:]}", None)) is not None:
        return _accepted(found, cell, country_code)
    once = _with_one_prefix(cell, digits)
    if once is not None:
        return _accepted_again(_fact(once), "phone.prefix-too-many", cell, number=_fact(once).e164 or "")
    return _guessed(digits, cell, country_code)


def _with_one_prefix(cell: str, digits: str) -> Located | None:
    """The number of a cell with a prefix too many: a calling code twice, or zeros after the plus sign."""
    twice = _CODE_TWICE.fullmatch(cell)
    if twice is not None:
        return _parsed("+" + re.sub(r"\D", "", twice[2]), None)
    return _parsed(f"+{digits.lstrip('0')}", None) if cell.startswith("+0") else None


def _guessed(digits: str, cell: str, country_code: str | None) -> PhoneFact:
    """A number that is none as written: with the lost + or 0 put back, or without a country to judge it by."""
    is_national = not cell.startswith("+")
    has_country = country_code is not None and phonenumbers.country_code_for_region(country_code) != 0
    if is_national and len(digits) >= SHORTEST_WITH_COUNTRY and not digits.startswith("0"):
        found = _parsed(f"+{digits}", None)
        if found is not None:
            return _restored(found, cell, "+")
    if is_national and has_country and not digits.startswith("0"):
        found = _parsed(f"0{digits}", country_code)
        if found is not None:
            return _restored(found, cell, "0")
    if _is_run(digits):
        return _refused("phone.placeholder", cell)
    if is_national and not has_country and SHORTEST_NATIONAL <= len(digits) <= LONGEST_NATIONAL:
        return PhoneFact(status=ValueStatus.DOUBTFUL, check="phone.no-country", args=(("value", excerpt(cell)),))
    return _refused("phone.not-a-number", cell)


def _parsed(text: str, country_code: str | None) -> Located | None:
    """The number the library reads and where it is valid, or None when it reads none or holds it for invalid."""
    try:
        number = phonenumbers.parse(text, country_code, keep_raw_input=True)
    except NumberParseException:
        return None
    region = _region(number)
    return None if region is None else (number, region)


def _region(number: PhoneNumber) -> str | None:
    """The region a number is valid in, '001' for none in particular; None when the library holds it for invalid.

    The country that gives a calling code its numbers is tried first: the library would find it after trying them all.
    """
    main = phonenumbers.region_code_for_country_code(number.country_code or 0)
    if phonenumbers.is_valid_number_for_region(number, main):
        return str(main)
    region = phonenumbers.region_code_for_number(number)
    return region if region is not None and phonenumbers.is_valid_number_for_region(number, region) else None


def _accepted(located: Located, cell: str, country_code: str | None) -> PhoneFact:
    number, _ = located
    # North Americans write the 1 before the area code as a trunk digit: nothing is missing there.
    if number.country_code != NORTH_AMERICA and country_code is not None:
        if number.country_code_source == CountryCodeSource.FROM_NUMBER_WITHOUT_PLUS_SIGN:
            return _restored(located, cell, "+")
        if number.country_code_source == CountryCodeSource.FROM_DEFAULT_COUNTRY and _has_lost_zero(number, cell):
            return _restored(located, cell, "0")
    fact = _fact(located)
    if _is_run(phonenumbers.national_significant_number(number)) or _is_run(re.sub(r"\D", "", cell)):
        return _accepted_again(fact, "phone.placeholder", cell)
    return fact


def _has_lost_zero(number: PhoneNumber, cell: str) -> bool:
    written = re.sub(r"\D", "", cell)
    if written.startswith("0"):
        return False
    return re.sub(r"\D", "", phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)) == f"0{written}"


def _restored(located: Located, cell: str, lost: str) -> PhoneFact:
    fact = _fact(located)
    return _accepted_again(fact, "phone.prefix-restored", cell, lost=lost, number=fact.e164 or "")


def _fact(located: Located) -> PhoneFact:
    number, region = located
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    if _is_one_digit(phonenumbers.national_significant_number(number)):
        return _refused("phone.placeholder", e164)
    return PhoneFact(e164=e164, region=None if region == NO_COUNTRY else region)


def _accepted_again(fact: PhoneFact, check: str, cell: str, **words: str) -> PhoneFact:
    """The same number, doubtful for the reason that ``check`` names; no number stays none."""
    if fact.e164 is None:
        return fact
    args = (("value", excerpt(cell)), *words.items())
    return PhoneFact(e164=fact.e164, status=ValueStatus.DOUBTFUL, check=check, args=args, region=fact.region)


def _refused(check: str, cell: str, **words: str) -> PhoneFact:
    return PhoneFact(status=ValueStatus.UNUSABLE, check=check, args=(("value", excerpt(cell)), *words.items()))


def _is_one_digit(digits: str) -> bool:
    return len(digits) >= 5 and len(set(digits)) == 1


def _is_run(digits: str) -> bool:
    """Whether digits follow each other along the keyboard; a few real numbers do, so the library decides first."""
    return digits in RUNS


def _is_prose(cell: str) -> bool:
    """Whether there are words beside the digits that no phone number needs."""
    return bool(_LABEL.search(cell) and _LABEL.search(_KNOWN_WORDS.sub("", cell))) and not _is_vanity(cell)


def _is_vanity(cell: str) -> bool:
    """'1-800-FLOWERS': digits first, then letters to be dialled."""
    return re.fullmatch(r"\+?1?[-. (]*8\d\d[-. )]*[A-Z0-9][-A-Z0-9 ]{6,10}", cell) is not None
