"""The word lists around people's names, from ``names.toml``."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class NameWords:
    """Folded words; what each list means is written in ``names.toml``."""

    honorifics: frozenset[str]
    honorifics_only_in_front: frozenset[str]
    generations: dict[str, str]
    post_nominals: frozenset[str]
    ambiguous_post_nominals: frozenset[str]
    particles: frozenset[str]
    capital_particles: frozenset[str]
    mac_names: frozenset[str]
    given: frozenset[str]
    second_given: frozenset[str]
    family: frozenset[str]
    family_endings: tuple[str, ...]
    vietnamese_family: frozenset[str]
    vietnamese_middle: frozenset[str]
    east_asian_double: frozenset[str]
    east_asian_single: frozenset[str]
    tests: frozenset[str]
    tests_also_names: frozenset[str]
    beside_tests: frozenset[str]
    invented: frozenset[str]
    possibly_invented: frozenset[str]
    placeholders: frozenset[str]
    placeholders_also_names: frozenset[str]
    no_person: frozenset[str]
    company_endings: frozenset[str]
    profanity: frozenset[str]
    keyboard_rows: tuple[str, ...]
    keyboard_runs: re.Pattern[str]


@cache
def name_words() -> NameWords:
    """The lists, read once."""
    tables = tomllib.loads((files(__package__) / "names.toml").read_text(encoding="utf-8"))
    rows = list(tables["keyboard"]["rows"])
    return NameWords(
        honorifics=frozenset(tables["honorifics"]["words"]),
        honorifics_only_in_front=frozenset(tables["honorifics"]["only_in_front"]),
        generations=dict(tables["suffixes"]["generation"]),
        post_nominals=frozenset(tables["suffixes"]["post_nominals"]),
        ambiguous_post_nominals=frozenset(tables["suffixes"]["ambiguous_post_nominals"]),
        particles=frozenset(tables["particles"]["words"]),
        capital_particles=frozenset(tables["particles"]["capital"]),
        mac_names=frozenset(tables["spelling"]["mac"]),
        given=frozenset(tables["given"]["words"]),
        second_given=frozenset(tables["given"]["second"]),
        family=frozenset(tables["family"]["words"]),
        family_endings=tuple(tables["family"]["endings"]),
        vietnamese_family=frozenset(tables["vietnamese"]["family"]),
        vietnamese_middle=frozenset(tables["vietnamese"]["middle"]),
        east_asian_double=frozenset(tables["east_asian"]["double"]),
        east_asian_single=frozenset(tables["east_asian"]["single"]),
        tests=frozenset(tables["tests"]["words"]),
        tests_also_names=frozenset(tables["tests"]["also_names"]),
        beside_tests=frozenset(tables["tests"]["beside"]),
        invented=frozenset(tables["tests"]["invented"]),
        possibly_invented=frozenset(tables["tests"]["possibly_invented"]),
        placeholders=frozenset(tables["placeholders"]["words"]),
        placeholders_also_names=frozenset(tables["placeholders"]["also_names"]),
        no_person=frozenset(tables["no_person"]["words"]),
        company_endings=frozenset(tables["no_person"]["company_endings"]),
        profanity=frozenset(tables["no_person"]["profanity"]),
        keyboard_rows=tuple(rows + [row[::-1] for row in rows]),
        keyboard_runs=re.compile("|".join(tables["keyboard"]["runs"])),
    )
