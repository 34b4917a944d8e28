"""What a delivered value looks like, whatever its header says."""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import Final

from babel import Locale

from leadaudit.intake.header_words import fold


class Shape(StrEnum):
    """A look that values of one kind share; a value may have several."""

    EMAIL = "e-mail addresses"
    PERSON_PROFILE = "LinkedIn profiles of people"
    COMPANY_PROFILE = "LinkedIn pages of companies"
    CERTIFICATE = "consent certificates"
    URL = "web addresses"
    DOMAIN = "domains"
    IP = "internet addresses"
    DATE = "dates"
    DAY_NUMBER = "numbers a spreadsheet uses for days"
    PHONE = "phone numbers"
    DIGITS = "numbers as long as a phone number"
    YES_NO = "yes or no"
    SCORE = "whole numbers from 0 to 100"
    NUMBER = "numbers"
    BAND = "bands such as 51-200"
    MONEY = "sums of money"
    COUNTRY = "countries"
    STATE = "codes of states"
    POSTAL = "postal codes"
    ID = "identifiers"
    COMPANY = "names of companies"
    JOB = "job titles"
    SALUTATION = "forms of address"
    VERDICT = "verdicts on addresses"
    BUYING_STAGE = "stages of buying"
    CURRENCY = "currencies"
    WORDING = "sentences of consent"
    SENTENCE = "sentences"


_PATTERNS: Final = {
    Shape.EMAIL: r"(?:mailto:)?[^@\s,;]+@[^@\s,;]+\.[^@\s.,;]{2,}",
    Shape.PERSON_PROFILE: r"(?:https?://)?(?:[a-z]+\.)?linkedin\.com/(?:in|pub|sales/(?:lead|people))/\S+",
    Shape.COMPANY_PROFILE: r"(?:https?://)?(?:[a-z]+\.)?linkedin\.com/(?:company|school|sales/company)/\S+",
    Shape.CERTIFICATE: r"https?://\S*(?:trustedform|jornaya|leadid)\S*",
    Shape.URL: r"(?:https?://|www\.)\S+",
    Shape.DOMAIN: r"(?:https?://)?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}/?",
    Shape.IP: r"(?:\d{1,3}\.){3}\d{1,3}|(?=[0-9a-f:]*:[0-9a-f:]*:)[0-9a-f:]{6,39}",
    Shape.DATE: (
        r"(?:(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:(?:19|20)\d\d|\d\d)"
        r"|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])"
        r"|(?:[a-z]+,? )?\d{1,2}(?:st|nd|rd|th|\.)?[ -](?:de )?[a-z]{3,10}\.?[ -](?:de )?(?:(?:19|20)\d\d|\d\d)"
        r"|(?:[a-z]+,? )?[a-z]{3,10}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d)"
        r"(?:,?[ t]+\d{1,2}[:.h]\d\d.*)?"
    ),
    Shape.DAY_NUMBER: r"(?:3[5-9]|4\d|5[0-4])\d{3}(?:[.,]\d+)?|1[0-9]{9}(?:\d{3})?",
    Shape.PHONE: (
        r"(?=(?:\D*\d){7,15}\D*$)(?:\+|\(|00|0[1-9])[\d\s().\-/]+(?:\s*(?:x|ext\.?|extension)\s*\d+)?"
        r"|(?=(?:\D*\d){7,15}\D*$)\d{2,4}[\s.\-/]\d{2,4}[\s.\-/]\d{2,6}(?:[\s.\-/]?\d{2,4})*(?:\s*(?:x|ext\.?)\s*\d+)?"
    ),
    Shape.DIGITS: r"[1-9]\d{8,13}|\d[.,]\d+e\+?\d\d",
    Shape.YES_NO: r"yes|no|y|n|true|false|t|f|0|1|ja|nein|oui|non|o|si|x|wahr|falsch|vrai|faux|verdadero|falso",
    Shape.SCORE: r"\d{1,2}|100",
    Shape.NUMBER: r"-?\d+(?:[.,]\d+)*",
    Shape.BAND: (
        r"[<>]?\s*\d[\d.,]*\s*(?:[-–—]|to|bis|a|à)\s*\d[\d.,]*(?: ?employees| mitarbeiter)?|[<>]=?\s*\d[\d.,]*"
        r"|\d[\d.,]*\s*\+"
    ),
    Shape.MONEY: (
        r"(?:us)?[$€£¥]\s*-?\d[\d.,]*\s*(?:k|m|mm|b|bn|million|billion|mio|mrd)?\b.*|\d[\d.,]*\s*(?:[$€£]|usd|eur|gbp|"
        r"m|mm|bn|b|million|billion|mio\.?|mrd\.?)\b.*|\d[\d.,]*\s*[€$£]"
    ),
    Shape.POSTAL: r"\d{4,5}(?:-\d{4})?|[a-z]\d[a-z] ?\d[a-z]\d|[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}|[a-z]{1,2}-\d{4,5}",
    Shape.ID: (
        r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}|[0-9a-f]{24,64}|\d{6,}|(?=\w*\d)(?=\w*[a-z])\w{15,24}"
        r"|[a-z]{1,5}[-_]?\d{3,}"
    ),
    Shape.COMPANY: (
        r".+[\s,](?:inc|incorporated|llc|l\.l\.c|ltd|limited|llp|plc|corp|corporation|co|company|gmbh|ag|kg|kgaa|ug|ohg|"
        r"e\.?v|mbh|sa|s\.a|sas|sarl|s\.a\.r\.l|sasu|eurl|srl|s\.r\.l|spa|s\.p\.a|sl|s\.l|slu|bv|b\.v|nv|n\.v|ab|oy|oyj|"
        r"a/s|aps|as|asa|pty|pvt|group|gruppe|holding|holdings|se|partners|bank|university|universität)\.?"
    ),
    Shape.SALUTATION: (
        r"(?:mr|mrs|ms|miss|mx|dr|prof|sir|herr|frau|m|mme|mlle|monsieur|madame|sr|sra|srta|señor|señora|don|doña)\.?"
        r"(?: (?:dr|prof)\.?){0,2}"
    ),
    Shape.VERDICT: (
        r"valid|invalid|catch[-_ ]?all|accept[-_ ]?all|risky|deliverable|undeliverable|verified|unverified|"
        r"do[-_ ]not[-_ ]mail|spamtrap|abuse|(?:hard |soft )?bounced?|guessed|unavailable|ok|extrapolated"
    ),
    Shape.BUYING_STAGE: r"(?:awareness|interest|consideration|evaluation|decision|purchase|target)(?: stage)?",
    Shape.CURRENCY: r"usd|eur|gbp|chf|cad|aud|jpy|sek|nok|dkk|pln|inr|brl|mxn|nzd|sgd|cny|czk|huf|zar",
    Shape.WORDING: (
        r"(?=(?:\S+\s+){5}).*\b(?:agree|consent|opt|einwillig|zustimm|einverstanden|accepte|consens|acepto|autorizo|"
        r"contact(?:ed)? me|unsubscribe).*"
    ),
    Shape.SENTENCE: r"(?:\S+\s+){6,}\S+.*",
    Shape.JOB: (
        r".*\b(?:manager|director|direktor\w*|directeur|directrice|directora?|head|chief|officer|president|vp|svp|evp|"
        r"c[efimtors]o|ciso|engineer\w*|analyst|consultant|specialist|coordinator|architect|administrator|lead|leiter\w*|"
        r"\w*leiter(?:in)?|geschäftsführer\w*|vorstand\w*|responsable|gerente|jefe|chef|ingénieur|ingeniero|developer|"
        r"assistant|associate|owner|founder|partner|supervisor|buyer|einkäufer\w*|berater\w*|sachbearbeiter\w*)\b.*"
    ),
}
_COMPILED: Final = {shape: re.compile(pattern, re.IGNORECASE | re.DOTALL) for shape, pattern in _PATTERNS.items()}
_STATES: Final = re.compile(
    "A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]"
    "|AB|BC|MB|N[BLSTU]|ON|PE|QC|SK|YT|NSW|QLD|TAS|VIC|ACT"
)
# Longer values are text, and a pattern would only waste time on them.
LONGEST_SHAPED: Final = 300


def _territories(language: str) -> dict[str, str]:
    return {str(code): str(name) for code, name in Locale(language).territories.items()}


@cache
def _country_names() -> frozenset[str]:
    names = {
        "usa",
        "u.s.a.",
        "u.s.",
        "uk",
        "u.k.",
        "england",
        "scotland",
        "united states of america",
        "holland",
        "great britain",
    }
    for language in ("en", "de", "fr", "es"):
        names |= {fold(name).lower() for code, name in _territories(language).items() if code.isalpha()}
    return frozenset(names)


@cache
def _country_codes() -> frozenset[str]:
    return frozenset(code for code in _territories("en") if len(code) == 2 and code.isalpha())


def read_shapes(value: str) -> frozenset[Shape]:
    """Every shape one value has.

    Args:
        value: A delivered value without outer whitespace.
    """
    if len(value) > LONGEST_SHAPED:
        shapes = {Shape.SENTENCE} if " " in value else set()
        opening = value[:LONGEST_SHAPED]
        return frozenset(shapes | ({Shape.WORDING} if _COMPILED[Shape.WORDING].fullmatch(opening) else set()))
    found = {shape for shape, pattern in _COMPILED.items() if pattern.fullmatch(value)}
    if _STATES.fullmatch(value):
        found.add(Shape.STATE)
    if value in _country_codes() or fold(value).lower() in _country_names():
        found.add(Shape.COUNTRY)
    # 2025-01-31 and 31.01.2025 have the digits of a phone number too.
    return frozenset(found - {Shape.PHONE} if Shape.DATE in found or Shape.IP in found else found)


def count_shapes(values: Iterable[str]) -> dict[Shape, int]:
    """How many of the values have each shape."""
    counts = dict.fromkeys(Shape, 0)
    for value in values:
        for shape in read_shapes(value):
            counts[shape] += 1
    return counts
