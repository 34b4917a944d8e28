"""Phrases of an editable table, found in a short text such as a job title or an industry."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from leadaudit.facts.folding import fold, tidy

_PIECE: Final = re.compile(r"(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?|[^\W_]+|&|\s[-–—]\s|[,/|;()\[\]{}•·:+*\n]")
_AND: Final = frozenset({"and", "und", "et", "y", "&"})
_LONGEST_GAP: Final = 4
# Endings and beginnings are looked up by this many letters; a shorter one would match by chance.
_STEM: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One word of a text; an abbreviation is several tokens of one piece.

    Args:
        word: The folded word.
        piece: Index of the piece of the text it comes from.
        part: Number of the part of the text, counted at commas, slashes, bars, dashes and brackets.
    """

    word: str
    piece: int
    part: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A text as tokens, and its pieces as delivered."""

    tokens: tuple[Token, ...]
    pieces: tuple[str, ...]

    @property
    def key(self) -> str:
        """The folded words with abbreviations written out."""
        return " ".join(token.word for token in self.tokens)

    def quote(self, start: int, end: int) -> str:
        """The delivered words behind some tokens."""
        places = sorted({token.piece for token in self.tokens[start:end]})
        return " ".join(self.pieces[place] for place in places)


def read_words(
    text: str, abbreviations: Mapping[str, Sequence[str]], in_capitals: Mapping[str, Sequence[str]] | None = None
) -> Words:
    """The words of a text, abbreviations written out.

    Args:
        text: Any text.
        abbreviations: Folded short form to folded words.
        in_capitals: The same for short forms that are everyday words in small letters.
    """
    tokens: list[Token] = []
    pieces: list[str] = []
    part = 0
    for found in _PIECE.finditer(tidy(text.replace("\n", " | "))):
        piece = found[0]
        folded = _folded(piece)
        if not folded.strip("-–—"):
            part += 1
            continue
        short = (in_capitals or {}).get(folded) if piece.isupper() else None
        written_out = short or abbreviations.get(folded) or ("and" if folded in _AND else folded,)
        tokens += [Token(word=word, piece=len(pieces), part=part) for word in written_out]
        pieces.append(piece)
    return Words(tokens=tuple(tokens), pieces=tuple(pieces))


@lru_cache(maxsize=1 << 14)
def _folded(piece: str) -> str:
    if piece == "&":
        return "and"
    return re.sub(r"[^\w]", "", fold(piece), flags=re.ASCII) if piece.isascii() else fold(piece).replace(".", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Where a phrase was found: tokens from ``start`` up to but not including ``end``."""

    rule: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A phrase of a rule: words, "..." for a gap, and whether it stands at the beginning or end of a part."""

    rule: int
    words: tuple[str, ...]
    at_start: bool
    at_end: bool

    def may_begin(self, word: str, following: str | None) -> bool:
        """Whether a text with two words in a row, or one at its end, can hold the phrase there."""
        if not _is_word(self.words[0], word):
            return False
        if len(self.words) == 1 or self.words[1] == "...":
            return True
        return following is not None and _is_word(self.words[1], following)

    def match(self, tokens: Sequence[Token], start: int) -> Match | None:
        """The match that begins at a token, or None."""
        if self.at_start and not _begins_part(tokens, start):
            return None
        end = _match_words(self.words, tokens, start)
        if end is None or (self.at_end and not _ends_part(tokens, end)):
            return None
        return Match(rule=self.rule, start=start, end=end)


class PhraseIndex:
    """Phrases by the word they begin with, so that a text is compared with the few that can match it."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._exact: dict[str, list[Phrase]] = {}
        self._beginning: dict[str, list[Phrase]] = {}
        self._ending: dict[str, list[Phrase]] = {}
        for phrase in phrases:
            first = phrase.words[0]
            if first.startswith("*"):
                self._ending.setdefault(first[-_STEM:], []).append(phrase)
            elif "*" in first:
                self._beginning.setdefault(first[:_STEM], []).append(phrase)
            else:
                self._exact.setdefault(first, []).append(phrase)
        # Thousands of titles are written with a few hundred words: what two of them can begin is found once.
        self._beginning_with = lru_cache(maxsize=1 << 15)(self._find_beginning_with)

    def matches(self, words: Words) -> list[Match]:
        """Every match, in order of the rules; within a rule the longest and then the first one leads."""
        tokens, found = words.tokens, list[Match]()
        written = [token.word for token in tokens]
        for start, (word, following) in enumerate(zip(written, (*written[1:], None), strict=False)):
            for phrase in self._beginning_with(word, following):
                if (match := phrase.match(tokens, start)) is not None:
                    found.append(match)
        return sorted(found, key=lambda match: (match.rule, match.start - match.end, match.start))

    def _find_beginning_with(self, word: str, following: str | None) -> tuple[Phrase, ...]:
        """The phrases that a word and the one behind it can begin."""
        alike = (self._exact.get(word), self._beginning.get(word[:_STEM]), self._ending.get(word[-_STEM:]))
        return tuple(phrase for phrases in alike for phrase in phrases or () if phrase.may_begin(word, following))


def parse_phrase(text: str, rule: int, abbreviations: Mapping[str, Sequence[str]]) -> Phrase | None:
    """A phrase as a table writes it, or None when it holds nothing that could be found.

    Args:
        text: The phrase: words, "*" at the end or beginning of a word, "..." as a gap, "^" and "$" as anchors.
        rule: Index of its rule.
        abbreviations: Short forms that are written out here as they are in the texts.
    """
    words: list[str] = []
    for word in text.strip("^$ ").split():
        if word == "...":
            words.append(word)
            continue
        star_before, star_behind = word.startswith("*"), "*" in word[1:]
        folded = read_words(word.replace("*", " "), {} if "*" in word else abbreviations).tokens
        if star_before and folded:
            words.append("*" + folded[0].word)
        elif star_behind and folded:
            words += [*(token.word for token in folded[:-1]), folded[-1].word + "*"]
        else:
            words += [token.word for token in folded]
    has_stem = bool(words) and words[0] != "..." and ("*" not in words[0] or len(words[0]) > _STEM)
    if not has_stem:
        return None
    return Phrase(rule=rule, words=tuple(words), at_start=text.startswith("^"), at_end=text.rstrip().endswith("$"))


def _match_words(words: Sequence[str], tokens: Sequence[Token], start: int) -> int | None:
    place = start
    for number, word in enumerate(words):
        if word == "...":
            return _match_behind_gap(words[number + 1 :], tokens, place)
        if place >= len(tokens) or not _is_word(word, tokens[place].word):
            return None
        place += 1
    return place


def _match_behind_gap(words: Sequence[str], tokens: Sequence[Token], place: int) -> int | None:
    part = tokens[place - 1].part
    for gap in range(_LONGEST_GAP + 1):
        begin = place + gap
        if any(token.part != part for token in tokens[place:begin]) or begin > len(tokens):
            return None
        if words and begin < len(tokens) and tokens[begin].part == part:
            end = _match_words(words, tokens, begin)
            if end is not None:
                return end
    return None if words else min(place + _LONGEST_GAP, sum(token.part <= part for token in tokens))


def _is_word(pattern: str, word: str) -> bool:
    if pattern.startswith("*"):
        return word.endswith(pattern[1:])
    if pattern.endswith("*"):
        return word.startswith(pattern[:-1])
    return word == pattern


def _begins_part(tokens: Sequence[Token], start: int) -> bool:
    return start == 0 or tokens[start - 1].part != tokens[start].part or tokens[start - 1].word == "and"


def _ends_part(tokens: Sequence[Token], end: int) -> bool:
    return end == len(tokens) or tokens[end].part != tokens[end - 1].part or tokens[end].word == "and"
