"""What a wording says: whom it names, which channels it permits, whether it asks for a buying step.

Wordings are judged in English, German, French and Spanish; one in another language names us all the same, but its
channels and buying steps are not recognized, so it proves less, never more.  The words are in ``wording.toml``.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

PHONE: Final = "phone"


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingTraits:
    """What a wording, or another text of a consent, says.

    Args:
        names_us: It names our company.
        channels: Channels it speaks of.
        asks_buying_step: It asks whether the person wants a step towards buying.
        is_automatic: It says that nobody chose.
    """

    names_us: bool
    channels: frozenset[str]
    asks_buying_step: bool
    is_automatic: bool


def folded(text: str) -> str:
    """Small letters without accents, words separated by one space; equal for every way of writing the same words."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"\w+", "".join(sign for sign in plain if not unicodedata.combining(sign))))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    channels: Mapping[str, re.Pattern[str]]
    step: re.Pattern[str]
    contact: re.Pattern[str]
    permission: re.Pattern[str]
    automatic: re.Pattern[str]


@cache
def _words() -> _Words:
    entries = tomllib.loads((files(__package__) / "wording.toml").read_text(encoding="utf-8"))
    return _Words(
        channels={channel: _whole_words(words) for channel, words in entries["channels"].items()},
        step=_whole_words(entries["statement"]["step"]),
        contact=_whole_words(entries["statement"]["contact"]),
        permission=_whole_words(entries["statement"]["permission"]),
        automatic=_whole_words(entries["automatic"]["words"]),
    )


def _whole_words(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b")


def names_us(text: str, names: Iterable[str]) -> bool:
    """Whether one of our names stands in the text as whole words."""
    words = f" {folded(text)} "
    return any(f" {name} " in words for name in map(folded, names) if name)


def channels_in(text: str) -> frozenset[str]:
    """Channels a text speaks of: email, phone, sms, post."""
    words = folded(text)
    return frozenset(channel for channel, pattern in _words().channels.items() if pattern.search(words))


def asks_buying_step(text: str) -> bool:
    """Whether a question is about a step towards buying, and not about permission to advertise."""
    asked, words = folded(text), _words()
    if words.step.search(asked):
        return True
    return bool(words.contact.search(asked)) and not words.permission.search(asked)


def is_automatic(text: str) -> bool:
    """Whether a text says that nobody chose: enrolled, or ticked before the person came."""
    return bool(_words().automatic.search(folded(text)))


def read_wording(text: str, names: Iterable[str]) -> WordingTraits:
    """Everything a text says that a rule asks about."""
    return WordingTraits(
        names_us=names_us(text, names),
        channels=channels_in(text),
        asks_buying_step=asks_buying_step(text),
        is_automatic=is_automatic(text),
    )
