"""Words of free text, compared whole."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")


@lru_cache(maxsize=1 << 16)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text: lower case, without accents; "and" and "&" are no words."""
    folded = text.casefold()
    if not folded.isascii():
        plain = unicodedata.normalize("NFKD", folded)
        folded = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return tuple(word for word in _WORD.findall(folded) if word != "and")


def holds_phrase(readings: Iterable[tuple[str, ...]], phrase: str) -> bool:
    """Whether one reading holds all words of a phrase, next to each other and whole."""
    wanted = f" {' '.join(words_of(phrase))} "
    return any(wanted in f" {' '.join(words)} " for words in readings)


def initials(words: tuple[str, ...]) -> str:
    """First letters of several words; empty for one word alone."""
    return "".join(word[0] for word in words) if len(words) > 1 else ""
