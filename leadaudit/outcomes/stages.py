"""What the words of a CRM's stages, statuses and results mean: proposed by rule, changed by people.

Source: docs/method.md, "Outcomes".
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from leadaudit.errors import FileMistakesError
from leadaudit.outcomes.crm_columns import folded
from leadaudit.settings_file import parse_toml
from leadaudit.vocabulary import OutcomeKind


class Meaning(StrEnum):
    """What a word of a CRM can mean: an outcome, or that there is none."""

    CONTACTED = OutcomeKind.CONTACTED.value
    REPLIED = OutcomeKind.REPLIED.value
    MEETING_SET = OutcomeKind.MEETING_SET.value
    MEETING_HELD = OutcomeKind.MEETING_HELD.value
    NO_SHOW = OutcomeKind.NO_SHOW.value
    OPPORTUNITY = OutcomeKind.OPPORTUNITY.value
    WON = OutcomeKind.WON.value
    LOST = OutcomeKind.LOST.value
    DISQUALIFIED = OutcomeKind.DISQUALIFIED.value
    MEETING = "meeting"  # a type of activity; how it ended says its status
    CANCELLED = "cancelled"  # by us, or not done yet
    ATTENDED = "attended"  # a campaign, while it happened
    VANITY = "vanity"  # opened, clicked, sent: counted nowhere
    SYSTEM = "system"  # nobody did it
    NOTHING = "nothing"


class WordOf(StrEnum):
    """Where a word stands; the same word means different things in different places."""

    OPPORTUNITY = "opportunity"
    PERSON = "person"
    TYPE = "type"
    MEETING = "meeting"
    TOUCH = "touch"
    MEMBER = "member"


# What an empty status stands under.
EMPTY: Final = "(empty)"
_OF_EMPTY: Final = {
    WordOf.MEETING: Meaning.MEETING_SET,
    WordOf.TOUCH: Meaning.CONTACTED,
    WordOf.TYPE: Meaning.CONTACTED,
    WordOf.OPPORTUNITY: Meaning.OPPORTUNITY,
    WordOf.PERSON: Meaning.NOTHING,
    WordOf.MEMBER: Meaning.NOTHING,
}
_ALLOWED: Final[Mapping[WordOf, frozenset[Meaning]]] = {
    WordOf.OPPORTUNITY: frozenset(
        {
            Meaning.CONTACTED, Meaning.MEETING_SET, Meaning.MEETING_HELD, Meaning.OPPORTUNITY, Meaning.WON,
            Meaning.LOST, Meaning.DISQUALIFIED, Meaning.NOTHING,
        }
    ),
    WordOf.PERSON: frozenset(
        {
            Meaning.CONTACTED, Meaning.REPLIED, Meaning.MEETING_SET, Meaning.MEETING_HELD, Meaning.OPPORTUNITY,
            Meaning.WON, Meaning.DISQUALIFIED, Meaning.NOTHING,
        }
    ),
    WordOf.TYPE: frozenset(
        {Meaning.MEETING, Meaning.CONTACTED, Meaning.REPLIED, Meaning.VANITY, Meaning.SYSTEM, Meaning.NOTHING}
    ),
    WordOf.MEETING: frozenset(
        {Meaning.MEETING_SET, Meaning.MEETING_HELD, Meaning.NO_SHOW, Meaning.CANCELLED, Meaning.NOTHING}
    ),
    WordOf.TOUCH: frozenset(
        {Meaning.CONTACTED, Meaning.REPLIED, Meaning.MEETING_SET, Meaning.CANCELLED, Meaning.NOTHING}
    ),
    WordOf.MEMBER: frozenset({Meaning.ATTENDED, Meaning.VANITY, Meaning.SYSTEM, Meaning.NOTHING}),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """What people said the words of their CRM mean.

    Args:
        said: Word in its place to its meaning; words are folded.
    """

    said: Mapping[tuple[WordOf, str], Meaning] = field(default_factory=dict)

    def meaning(self, place: WordOf, text: str | None) -> Meaning | None:
        """What a word means: as people said, else as its words propose; None: nobody knows."""
        word = word_key(text)
        if (place, word) in self.said:
            return self.said[place, word]
        return propose(place, word)

    def with_word(self, place: WordOf, word: str, meaning: Meaning) -> "Stages":
        """The same with one word said."""
        return Stages(said=MappingProxyType({**self.said, (place, word_key(word)): meaning}))

    def as_text(self) -> str:
        """The file that says the same."""
        lines: list[str] = []
        for place in WordOf:
            words = sorted((word, meaning) for (where, word), meaning in self.said.items() if where is place)
            if words:
                lines += [f"[{place.value}]", *(f'"{word}" = "{meaning.value}"' for word, meaning in words), ""]
        return "\n".join(lines)


def word_key(text: str | None) -> str:
    """A word as it is compared."""
    return (folded(text) if text is not None else "") or EMPTY


def read_stages(text: str, *, where: str) -> Stages:
    """The words of a stages file.

    Raises:
        FileMistakesError: Every mistake of the text.
    """
    said: dict[tuple[WordOf, str], Meaning] = {}
    mistakes: list[str] = []
    for section, words in parse_toml(text, where=where).items():
        if section not in tuple(WordOf) or not isinstance(words, dict):
            mistakes.append(f"[{section}]: is no place of words. Use {', '.join(WordOf)}.")
            continue
        place = WordOf(section)
        for word, meaning in words.items():
            if meaning not in _ALLOWED[place]:
                mistakes.append(f"{section}, {word}: means {meaning!r}. Use {allowed_words(place)}.")
                continue
            said[place, word_key(word) if word != EMPTY else EMPTY] = Meaning(meaning)
    if mistakes:
        raise FileMistakesError(where, mistakes)
    return Stages(said=MappingProxyType(said))


def meanings_of(place: WordOf) -> tuple[Meaning, ...]:
    """Meanings that a word may have where it stands, in the order of ``Meaning``."""
    return tuple(one for one in Meaning if one in _ALLOWED[place])


def allowed_words(place: WordOf) -> str:
    """Meanings that a word may have where it stands, for a sentence."""
    return ", ".join(sorted(one.value for one in _ALLOWED[place]))


@cache
def propose(place: WordOf, word: str) -> Meaning | None:
    """What the words of a stage, status or result propose; None: none of them is known."""
    if word == EMPTY:
        return _OF_EMPTY[place]
    for meaning, pattern in _patterns(place.value):
        if pattern.search(word):
            return meaning
    return None


def is_live(text: str | None) -> bool:
    """Whether a campaign is one that people attend while it happens, by its type or name."""
    words = word_key(text)
    on_demand = re.search(r"\b(?:on demand|recording|recorded|replay|aufzeichnung)\b", words)
    return on_demand is None and any(pattern.search(words) for _, pattern in _patterns("live"))


# What somebody of ours finds out about a record, whatever the person wants; the first that matches.
_FOUND_OUT: Final = ("wrong_person", "wrong_number", "profile_left", "employer_wrong", "title_wrong")


def reason_kind(text: str) -> str | None:
    """The kind of evidence that a reason for disqualifying somebody is; None: it says nothing of what they want."""
    return found_out(text) or ("closed_no_interest" if _says("no_interest", text) else None)


def found_out(text: str) -> str | None:
    """The kind of evidence that the result of a call is; None: it found out nothing about the record."""
    return next((kind for kind in _FOUND_OUT if _says(kind, text)), None)


def _says(kind: str, text: str) -> bool:
    return _either(_section("reason")[kind]).search(word_key(text)) is not None


@cache
def _section(name: str) -> Mapping[str, list[str]]:
    read: Mapping[str, Mapping[str, list[str]]] = tomllib.loads(
        (files(__package__) / "stages.toml").read_text(encoding="utf-8")
    )
    return read[name]


@cache
def _patterns(section: str) -> tuple[tuple[Meaning, re.Pattern[str]], ...]:
    # "nothing_yet" is asked before the words it takes back
    return tuple(
        (Meaning(name.removesuffix("_yet")), _either(phrases)) for name, phrases in _section(section).items() if phrases
    )


def _either(phrases: list[str]) -> re.Pattern[str]:
    parts = (rf"{re.escape(one.removesuffix('*'))}{'[a-z0-9]*' if one.endswith('*') else ''}" for one in phrases)
    return re.compile(rf"\b(?:{'|'.join(sorted(parts, key=len, reverse=True))})\b")
