"""A generated delivery of a million records, damaged like a real one.

At least 900,000 distinct e-mails, 750,000 phones, 150,000 companies and domains, 12,000 titles; 2 % of the lines are
damaged: a separator too few or too many, a stray quote, a broken value.  The same seed gives the same bytes.
"""

import random
from itertools import product
from pathlib import Path
from typing import Final

HEADER: Final = (
    "First Name", "Last Name", "Email", "Job Title", "Job Level", "Company", "Website", "Employees",
    "Phone", "City", "State", "Postal Code", "Country", "Asset Title", "Download Date", "Opt-In",
)  # fmt: skip

_SYLLABLES: Final = [a + b for a, b in product(["ba", "co", "da", "el", "fi", "ga", "ho", "ir", "ka", "lu", "mo", "na",
                                               "or", "pe", "qua", "ri", "sa", "to", "ul", "ve", "wi", "xa", "yo", "ze"],
                                              ["l", "n", "r", "s", "th", "m", "", "ck", "nd", "rt"])]  # fmt: skip
_LEVELS: Final = (
    "Senior",
    "Junior",
    "Lead",
    "Chief",
    "Vice President",
    "Director of",
    "Head of",
    "Manager,",
    "Group",
    "",
)
_FUNCTIONS: Final = (
    "Marketing",
    "Sales",
    "Finance",
    "Engineering",
    "Operations",
    "IT",
    "HR",
    "Product",
    "Legal",
    "Procurement",
)
_DETAILS: Final = [f"{area} {scope}".strip() for area, scope in product(
    ("", "Digital", "Corporate", "Field", "Global", "Strategic", "Technical", "Commercial", "Customer", "Channel",
     "Enterprise", "Partner"), ("", "EMEA", "North America", "APAC", "DACH", "Nordics", "Services", "Programs",
                                "Analytics", "Planning"))]  # fmt: skip
# Area codes in service; the numbers themselves are made up.
_AREAS: Final = (
    "201", "202", "203", "205", "206", "207", "208", "209", "210", "212", "213", "214", "215", "216", "217", "218",
    "219", "224", "225", "228", "229", "231", "234", "239", "240", "248", "251", "252", "253", "254", "256", "260",
    "262", "267", "269", "270", "276", "281", "301", "302", "303", "304", "305", "307", "308", "309", "310", "312",
    "313", "314", "315", "316", "317", "318", "319", "320", "321", "323", "325", "330", "334", "336", "337", "339",
    "347", "351", "352", "360", "361", "386", "401", "402", "404", "405", "406", "407", "408", "409", "410", "412",
    "413", "414", "415", "417", "419", "423", "425", "430", "432", "434", "435", "440", "443", "469", "478", "479",
    "480", "484", "501", "502", "503", "504",
)  # fmt: skip
_STATES: Final = ("CA", "NY", "TX", "WA", "IL", "MA", "GA", "CO", "OH", "PA")
_BANDS: Final = ("1-10", "11-50", "51-200", "201-500", "501-1,000", "1,001-5,000", "5,001-10,000", "10,000+")
_WORD: Final = (1 << 64) - 1
_FORMS: Final = ("Inc.", "LLC", "Corp.", "Group", "Holdings", "Ltd")


def write_big_file(path: Path, *, records: int, seed: int = 20261101) -> None:
    """Write the file; about 205 MB for a million records."""
    dice = random.Random(seed)
    names = [word.capitalize() for word in (a + b for a, b in product(_SYLLABLES[:120], _SYLLABLES[:60]))]
    companies = [f"{names[i % len(names)]}{_SYLLABLES[i % 240]}{i // len(names) or ''}" for i in range(160_000)]
    titles = [
        f"{level} {function} {detail}".strip() for level, function, detail in product(_LEVELS, _FUNCTIONS, _DETAILS)
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(HEADER) + "\r\n")
        for number in range(records):
            file.write(_damaged(_cells(number, dice, names, companies, titles), dice) + "\r\n")


def _cells(number: int, dice: random.Random, names: list[str], companies: list[str], titles: list[str]) -> list[str]:
    # One record in twenty is of somebody who stands in the file already, with the same address, phone and employer.
    person = dice.randrange(number) if number and dice.random() < 0.05 else number
    first, last = names[_mixed(person, 1) % len(names)], names[_mixed(person, 2) % len(names)]
    company_no = _mixed(person, 3) % len(companies)
    domain = f"{companies[company_no].lower()}.example"
    area = _AREAS[person // 10_000 % len(_AREAS)]
    return [
        first,
        last,
        f"{first.lower()}.{last.lower()}{person}@{domain}",
        dice.choice(titles),
        "",
        f"{companies[company_no]} {dice.choice(_FORMS)}",
        f"www.{domain}",
        dice.choice(_BANDS),
        f"({area}) {200 + _mixed(person, 4) % 800}-{person % 10_000:04d}",
        dice.choice(names),
        dice.choice(_STATES),
        f"{dice.randrange(10_000, 99_999)}",
        "United States",
        f"Guide to {dice.choice(_FUNCTIONS)} {dice.randrange(40)}",
        f"{dice.randrange(1, 13):02d}/{dice.randrange(1, 29):02d}/2026 {dice.randrange(24):02d}:30",
        dice.choice(("Yes", "Y", "TRUE", "No")),
    ]  # fmt: skip


def _mixed(person: int, what: int) -> int:
    """A number that always belongs to a person, and looks like chance (the steps of splitmix64)."""
    state = ((8 * person + what) * 0x9E3779B97F4A7C15) & _WORD
    state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _WORD
    state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & _WORD
    return state ^ (state >> 31)


def _damaged(cells: list[str], dice: random.Random) -> str:
    """The line as a vendor's system might have written it: 4 in 100 quoted without need, 2 in 100 damaged."""
    kind = dice.random()
    quoted = [f'"{cell}"' if "," in cell or kind > 0.96 else cell for cell in cells]
    if kind < 0.004:
        del quoted[9]
    elif kind < 0.008:
        quoted.insert(4, "")
    elif kind < 0.011:
        quoted[5] = f'"{cells[5]}'
    elif kind < 0.014:
        quoted[2] = cells[2].replace("@", "(at)")
    elif kind < 0.017:
        quoted[8] = "2.02556E+09"
    elif kind < 0.02:
        quoted[14] = "31/02/2026"
    return ",".join(quoted)
