"""Industries: a plain key for comparison and one of some thirty broad groups."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from leadaudit.facts.folding import tidy
from leadaudit.facts.own_words import own_words, shipped_words
from leadaudit.facts.phrases import Phrase, PhraseIndex, parse_phrase, read_words
from leadaudit.facts.words import is_missing
from leadaudit.vocabulary import ValueStatus

_KEYS: Final = ("name", "words")
_LONGEST_QUOTE: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class IndustryFact:
    """What an industry column says.

    Args:
        industry: The text as it should be shown; None when there is none.
        key: Folded words for comparison.
        group: Broad group of ``industries.toml``; None when no phrase of it is in the text.
        phrase: The delivered words that decided.
        status: What became of the text.
        check: The check not passed.
        args: Words for the check's sentence.
    """

    industry: str | None = None
    key: str | None = None
    group: str | None = None
    phrase: str | None = None
    status: ValueStatus = ValueStatus.OK
    check: str | None = None
    args: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class IndustryTable:
    """Groups in order and the index of their phrases; compared by identity."""

    groups: tuple[str, ...]
    index: PhraseIndex


@lru_cache(maxsize=8)
def load_industries(extra_toml: str | None = None, *, where: str = "industries") -> IndustryTable:
    """The product's industry groups with the user's in front.

    Args:
        extra_toml: Text of a TOML file of the same shape as ``industries.toml``.
        where: Name of that file for the sentences about its mistakes.

    Raises:
        FileMistakesError: The user's file is not TOML or holds something we do not understand; every mistake is named.
    """
    own = shipped_words("industries.toml")
    extra = own_words(extra_toml, where=where, mistakes=_mistakes)
    groups = [*_groups(extra), *_groups(own)]
    phrases: list[Phrase] = []
    for number, group in enumerate(groups):
        phrases += [phrase for text in _texts(group) if (phrase := parse_phrase(text, number, {})) is not None]
    return IndustryTable(groups=tuple(str(group["name"]) for group in groups), index=PhraseIndex(phrases))


def read_industry(text: str, *, table: IndustryTable) -> IndustryFact:
    """The industry a text names and the broad group it belongs to.

    Args:
        text: The cell; an industry in English, German, French or Spanish.
        table: The groups, the user's own first.
    """
    shown = tidy(text)
    if is_missing(shown, "industry"):
        return IndustryFact(status=ValueStatus.MISSING)
    words = read_words(shown, {})
    if not any(token.word.isalpha() for token in words.tokens):
        args = (("value", shown[:_LONGEST_QUOTE]),)
        return IndustryFact(industry=shown, status=ValueStatus.UNUSABLE, check="industry.not-a-name", args=args)
    matches = table.index.matches(words)
    if not matches:
        return IndustryFact(industry=shown, key=words.key)
    return IndustryFact(
        industry=shown,
        key=words.key,
        group=table.groups[matches[0].rule],
        phrase=words.quote(matches[0].start, matches[0].end),
    )


def _groups(table: Mapping[str, object]) -> list[Mapping[str, object]]:
    groups = table.get("groups", [])
    return [group for group in groups if isinstance(group, dict)] if isinstance(groups, list) else []


def _texts(group: Mapping[str, object]) -> Sequence[str]:
    phrases = group.get("words")
    return [str(text) for text in phrases] if isinstance(phrases, list) else []


def _mistakes(extra: Mapping[str, object]) -> Iterator[str]:
    """One sentence for everything in a user's file that we would not understand."""
    yield from (f"{name}: no such table. Write [[groups]] above each group." for name in extra if name != "groups")
    for number, group in enumerate(_groups(extra), start=1):
        where = f"group {number}"
        yield from (f"{where}, {key}: no such key. Use {' and '.join(_KEYS)}." for key in group if key not in _KEYS)
        if not isinstance(group.get("name"), str) or not str(group["name"]).strip():
            yield f'{where}: it has no name. Write name = "retail".'
        if not _texts(group):
            yield f'{where}: no words. Say which industries belong to it: words = ["retail*"].'
        for text in _texts(group):
            if parse_phrase(text, 0, {}) is None:
                yield f"{where}, words: {text!r} cannot be found. Begin with a word, or three letters at a star."
