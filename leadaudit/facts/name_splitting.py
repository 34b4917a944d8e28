"""Which words of a delivered name are the given name, the family name, the generation; titles and degrees go."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from leadaudit.facts.folding import fold
from leadaudit.facts.name_words import name_words

_ASIDE: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|[\"“”„«»][^\"“”„«»]*[\"“”„«»]|(?<=\s)'[^'\s]+'(?=\s)")
_GLUED_TITLE: Final = re.compile(r"\b(dr|prof|mrs?|ms|ing)\.(?=\w)", re.IGNORECASE)
_EDGES: Final = " ,;:\"“”„«»()[]{}<>*|/\\_-–—'’"
_EAST_ASIAN: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]")
_KANA: Final = re.compile(r"[\u3040-\u30ff]")
# Without a full stop these alone are still no given name.
_PLAIN_HONORIFICS: Final = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "mme", "mlle", "herr", "frau"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitName:
    """The words of a name, sorted."""

    given: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    generation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bare:
    """Words without honorifics, degrees and generation."""

    words: tuple[str, ...]
    generation: str | None
    had_honorific: bool


def plain(word: str) -> str:
    """A word as the lists hold it: folded, without full stops and apostrophes."""
    return fold(word).replace(".", "").replace("'", "")


@lru_cache(maxsize=65_536)
def bare_words(text: str, *, keep_one: bool = True, behind_comma: bool = False) -> _Bare:
    """The words of a name without honorifics in front, degrees and generation behind.

    Args:
        text: Part of a name without commas that matter.
        keep_one: Whether the last word left is a name even when it reads like an honorific.
        behind_comma: Whether a comma stood before the text, so that "MD" is a degree and no name.
    """
    every = _words(text)
    # With a full stop they are no names wherever they stand: "Eva Klein Dr."
    words = [word for word in every if not (word.endswith(".") and plain(word) in _PLAIN_HONORIFICS)]
    had_honorific = len(words) < len(every)
    while len(words) > (1 if keep_one else 0) and _is_honorific(words[0]):
        words, had_honorific = words[1:], True
    generation: str | None = None
    while len(words) > 1 or (words and behind_comma):
        last = plain(words[-1]).replace("-", "")
        if last in name_words().generations:
            generation = name_words().generations[last]
        elif not _is_degree(words[-1], last, behind_comma=behind_comma):
            break
        words = words[:-1]
    # A full stop behind a short word abbreviates it ("Wm.", "A."); behind a long one it is a slip.
    ended = tuple(word.rstrip(".") if len(word) > 5 and word.count(".") == 1 else word for word in words)
    return _Bare(words=ended, generation=generation, had_honorific=had_honorific)


def _words(text: str) -> list[str]:
    without_asides = _ASIDE.sub(" ", text)
    spaced = _GLUED_TITLE.sub(r"\1. ", without_asides if re.search(r"[^\W\d_]", without_asides) else text)
    stripped = (word.strip(_EDGES) for word in spaced.replace(",", " ").split())
    return [word for word in stripped if word == "&" or any(character.isalnum() for character in word)]


def _is_honorific(word: str) -> bool:
    lists = name_words()
    pieces = [plain(piece) for piece in re.split(r"[.\-]", word) if piece] or [""]
    if plain(word).replace("-", "") in lists.honorifics or all(piece in lists.honorifics for piece in pieces):
        return True
    allowed = lists.honorifics | lists.honorifics_only_in_front
    return word.endswith(".") and all(piece in allowed for piece in pieces)


def _is_degree(word: str, folded: str, *, behind_comma: bool) -> bool:
    lists = name_words()
    if folded in lists.post_nominals:
        return True
    return folded in lists.ambiguous_post_nominals and ("." in word[:-1] or word.count(".") > 1 or behind_comma)


@lru_cache(maxsize=65_536)
def split_full_name(text: str) -> SplitName:
    """The parts of a whole name in one cell.

    'Smith, John' is read family name first, as is 'DUPONT Jean' and a name in Chinese, Japanese or Korean script.
    """
    if _EAST_ASIAN.search(text):
        return _split_east_asian(text)
    pieces = [piece for piece in text.split(",") if piece.strip(_EDGES + ".")]
    if not pieces:
        return SplitName()
    first = bare_words(pieces[0])
    generation, had_honorific = first.generation, first.had_honorific
    behind: list[tuple[str, ...]] = []
    for piece in pieces[1:]:
        bare = bare_words(piece, keep_one=False, behind_comma=True)
        generation, had_honorific = generation or bare.generation, had_honorific or bare.had_honorific
        if bare.words:
            behind.append(bare.words)
    if behind and _is_family_first(first.words, behind[0]):
        return SplitName(given=behind[0], family=first.words, generation=generation)
    given, family = _in_natural_order(first.words, had_honorific=had_honorific)
    return SplitName(given=given, family=family, generation=generation)


def _is_family_first(before_comma: Sequence[str], behind_comma: Sequence[str]) -> bool:
    given = name_words().given
    # "John Smith, Acme": the comma divides the name from something else.
    return not (len(before_comma) > 1 and plain(before_comma[0]) in given and plain(behind_comma[0]) not in given)


def _in_natural_order(words: tuple[str, ...], *, had_honorific: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if len(words) < 2:
        is_given = bool(words) and not had_honorific and plain(words[0]) in name_words().given
        return (words, ()) if is_given else ((), words)
    in_capitals = _family_in_capitals(words)
    if in_capitals > 0:
        return words[in_capitals:], words[:in_capitals]
    if (
        len(words) > 2
        and plain(words[0]) in name_words().vietnamese_family
        and plain(words[1]) in name_words().vietnamese_middle
    ):
        return words[1:], words[:1]
    start = family_start(words)
    return words[:start], words[start:]


def _family_in_capitals(words: Sequence[str]) -> int:
    """How many words in front are the family name, when they alone are written in capitals: 'DUPONT Jean'."""
    shouted = [len(word) > 2 and word.isupper() and "." not in word for word in words]
    leading = next((place for place, loud in enumerate(shouted) if not loud), len(words))
    if not 0 < leading < len(words) or any(shouted[leading:]) or plain(words[0]) in name_words().given:
        return 0
    return leading if words[leading][1:2].islower() else 0


def family_start(words: Sequence[str]) -> int:
    """Index of the first word of the family name, given name first, two words or more; 0 without a given name."""
    folded = [plain(word) for word in words]
    lists = name_words()
    if folded[0] in {"von", "vom", "zu", "zum", "zur", "de"}:
        return 0
    particles = lists.particles | lists.capital_particles
    last = len(words) - 1
    if folded[0] in {"maria", "ana"} and folded[1] in particles:  # María del Carmen López
        noun = next((place for place in range(1, last) if folded[place] not in particles), None)
        if noun is not None:
            return noun + 1
    particle = next((place for place in range(1, last) if folded[place] in particles), None)
    if particle is not None:  # Ortega y Gasset begins before it
        return max(1, particle - 1) if folded[particle] in {"y", "e"} else particle
    if last < 2:
        return last
    two_family_names = folded[-2] in lists.family and folded[-2] not in lists.second_given
    if two_family_names and (folded[-1] in lists.family or last > 2):  # Ana María García López
        return last - 1
    return 2 if last > 2 and folded[1] in lists.second_given else last


def _split_east_asian(text: str) -> SplitName:
    words = [word.strip(_EDGES + "、，・") for word in re.split(r"[\s,、，・]+", text)]
    words = [word for word in words if word]
    if len(words) > 1:
        return SplitName(given=tuple(words[1:]), family=(words[0],))
    if not words:
        return SplitName()
    name = words[0]
    lists = name_words()
    if _KANA.search(name) or not 2 <= len(name) <= 4:
        return SplitName(family=(name,))  # Japanese names without a space have no evident border
    is_korean = "\uac00" <= name[0] <= "\ud7a3"
    if name[:2] in lists.east_asian_double and len(name) > 2:
        return SplitName(family=(name[:2],), given=(name[2:],))
    if len(name) <= 3 and (is_korean or name[0] in lists.east_asian_single):
        return SplitName(family=(name[:1],), given=(name[1:],))
    return SplitName(family=(name,))
