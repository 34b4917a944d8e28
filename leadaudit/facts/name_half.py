"""One half of a person's name: how it is shown, what it is compared by."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from leadaudit.facts.folding import compact, tidy, words
from leadaudit.facts.name_doubts import suspicious_words, why_gibberish
from leadaudit.facts.name_spelling import repair_capitals
from leadaudit.facts.name_splitting import bare_words
from leadaudit.facts.words import is_missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """Given or family names.

    Args:
        shown: As they should be shown; None without a letter.
        key: For comparison: folded, without initials behind the first given name, nothing between the words.
        folded: The folded words of all of them, those that are dropped too.
    """

    shown: str | None = None
    key: str | None = None
    folded: tuple[str, ...] = ()


_NOBODY: Final = Half()
_ONE_WORD: Final = re.compile(r"[a-zà-öø-ɏ]{2,}(?:[-'’][a-zà-öø-ɏ]{2,})*\Z|[od]['’][a-z]{2,}\Z", re.IGNORECASE)


@lru_cache(maxsize=1 << 17)
def plain_half(text: str | None) -> Half | None:
    """A half that is one unsuspicious word, with a key; None when it needs a closer look."""
    if text is None or not _ONE_WORD.match(text) or is_missing(text, "first_name") or tidy(text) != text:
        return None
    if not suspicious_words().isdisjoint(words(text.replace("-", " "))) or why_gibberish(text) is not None:
        return None
    if bare_words(text).words != (text,):
        return None
    half = half_of((text,), is_given=True)
    return None if half.key is None else half


@lru_cache(maxsize=65_536)
def half_of(parts: tuple[str, ...], *, is_given: bool) -> Half:
    """The half that some words of a name are."""
    if not any(character.isalpha() for part in parts for character in part):
        return _NOBODY
    # "John Q." is John; "J. Q." has nothing better than its initials.
    is_named = is_given and len(compact(parts[0])) > 1
    named = [part for place, part in enumerate(parts) if place == 0 or len(compact(part)) > 1] if is_named else parts
    key = compact(" ".join(named))
    return Half(shown=repair_capitals(" ".join(named)), key=key or None, folded=folded_words(parts))


@lru_cache(maxsize=65_536)
def folded_words(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The folded words of the parts of a name, in order."""
    return tuple(word for part in parts for word in words(part))
