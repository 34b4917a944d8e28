"""Words of free text, compared whole."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache


def words_of(text: str) -> list[str]:
    """The words of a text: lower case, without accents; "and" and "&" are no words."""
    return list(_words(text))


@lru_cache(maxsize=1 << 16)
def _words(text: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return tuple(word for word in re.findall(r"[^\W_]+", letters) if word != "and")


def holds_phrase(readings: Iterable[list[str]], phrase: str) -> bool:
    """Whether one reading holds all words of a phrase, next to each other and whole."""
    wanted = words_of(phrase)
    return any(
        wanted == words[place : place + len(wanted)]
        for words in readings
        for place in range(len(words) - len(wanted) + 1)
    )


def initials(words: list[str]) -> str:
    """First letters of several words; empty for one word alone."""
    return "".join(word[0] for word in words) if len(words) > 1 else ""
