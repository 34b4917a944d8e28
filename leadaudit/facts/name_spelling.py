"""How a person's name is shown: all capitals or all small letters repaired, everything else left as delivered."""

import re
from functools import lru_cache
from typing import Final

from leadaudit.facts.folding import fold
from leadaudit.facts.name_words import name_words

_WORD: Final = re.compile(r"[^\s\-]+")
_VOWELS: Final = frozenset("aeiouy")


@lru_cache(maxsize=65_536)
def repair_capitals(name: str) -> str:
    """'MCDONALD' as 'McDonald', 'von der leyen' as 'von der Leyen'; a name in mixed case as it is.

    A particle in front of the last word is written small, as most of its bearers write it.
    """
    if not (name.isupper() or name.islower()) or not any(character.isalpha() for character in name):
        return name
    found = list(_WORD.finditer(name))
    repaired = name
    for place, word in reversed(list(enumerate(found))):
        spelled = _spell(word[0], is_last=place == len(found) - 1, is_alone=len(found) == 1)
        repaired = repaired[: word.start()] + spelled + repaired[word.end() :]
    return repaired


def _spell(word: str, *, is_last: bool, is_alone: bool) -> str:
    folded = fold(word)
    words = name_words()
    if not is_last and folded in words.particles:
        return _small(word)
    if "." in word:  # "J.R.", "PH.D."
        return word.upper() if len(folded.replace(".", "")) <= folded.count(".") + 1 else _capitalized(word)
    is_initials = is_alone and len(folded) == 2 and folded.isascii() and folded.isalpha() and not _VOWELS & set(folded)
    if is_initials and folded != "ng":  # JP, TJ
        return word.upper()
    head, apostrophe, rest = word.partition("’") if "’" in word else word.partition("'")
    if apostrophe and len(head) <= 2 and len(rest) > 1:  # O'Brien, D'Angelo
        return _capitalized(head) + apostrophe + _spell(rest, is_last=True, is_alone=False)
    prefix = 2 if folded.startswith("mc") and len(folded) > 4 else 3 if folded in words.mac_names else 0
    return _capitalized(word[:prefix]) + _capitalized(word[prefix:])


def _capitalized(word: str) -> str:
    return word[:1].title() + _small(word[1:])


def _small(word: str) -> str:
    # The Turkish capital I with dot becomes an i and a loose dot in lower case.
    return word.lower().replace("i\u0307", "i")
