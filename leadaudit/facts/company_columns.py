"""Companies judged as whole columns where a name is plain words with at most one legal form behind them.

Many names differ in their legal form alone, and nearly all words say nothing of forms, trade names or countries; so
each distinct *word* is judged once and names are put together from them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.facts.columns import Flags, Places, PlainAnswers, numbered_words, plain_answers
from leadaudit.facts.company import AND_WORDS, ARTICLES, TOLD_BY_WORDS
from leadaudit.facts.folding import fold_all
from leadaudit.facts.legal_forms import LegalForms, load_legal_forms
from leadaudit.facts.words import missing_words

# Words of two ASCII letters or digits and more, one blank between them, with nothing but a comma or full stop behind.
_PLAIN_NAME: Final = "^[0-9A-Za-z]{2,}[.,]?( [0-9A-Za-z]{2,}[.,]?)*$"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Telling:
    """Folded letters that call for a closer look.

    Args:
        in_forms: Everything that stands somewhere in a legal form: such a word may be part of one.
        beginnings: Every beginning of a placeholder or alias, without the letter e.
        missing: First words of what means that there is no company.
    """

    in_forms: frozenset[str]
    beginnings: frozenset[str]
    missing: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """What is known of each distinct word.

    Args:
        folded: As keys hold it.
        is_inert: Whether it is a word of a name and nothing else, wherever it stands.
        is_form: Whether it is a legal form and nothing else, where it stands last.
        may_begin: Whether a name that begins with it is neither missing, a placeholder nor known by another name.
    """

    folded: pa.Array
    is_inert: Flags
    is_form: Flags
    may_begin: Flags


def plain_companies(rows: Sequence[pa.Array], *, extra: str | None) -> PlainAnswers:
    """The facts of those distinct company cells that are plain, as ``read_company`` finds them.

    Args:
        rows: The cells alone.
        extra: The user's own legal forms and company words, TOML.
    """
    (cells,) = rows
    is_shaped = pc.fill_null(pc.match_substring_regex(cells, _PLAIN_NAME), fill_value=False)
    shaped = cells.filter(is_shaped)
    split = pc.split_pattern(shaped, " ")
    ends = split.offsets.to_numpy().astype(np.int64)
    place, distinct = numbered_words(split.flatten())
    words = _words(distinct.drop_null().to_pylist(), load_legal_forms(extra))
    first, last = ends[:-1] - ends[0], ends[1:] - ends[0] - 1
    inert = np.concatenate([[0], np.cumsum(words.is_inert[place])])
    are_inert_before = inert[last] - inert[first] == last - first
    has_form = words.is_form[place[last]] & (last > first)
    is_plain = are_inert_before & (words.is_inert[place[last]] | has_form) & words.may_begin[place[first]]
    return plain_answers(
        _spread(is_plain, is_shaped),
        {"company": shaped.filter(pa.array(is_plain)), "key": _keys(words, place, first, last - has_form, is_plain)},
    )


def _spread(some: Flags, among: pa.Array) -> Flags:
    """Flags of some rows as flags of all; the other rows have none."""
    every = np.zeros(len(among), dtype=np.bool_)
    every[among.to_numpy(zero_copy_only=False)] = some
    return every


def _keys(words: _Words, place: Places, first: Places, last: Places, is_wanted: Flags) -> pa.Array:
    """The folded words from first to last of the wanted names, with blanks between them."""
    lengths = (last - first + 1)[is_wanted]
    ends = np.concatenate([[0], np.cumsum(lengths)])
    within = np.arange(ends[-1]) - np.repeat(ends[:-1], lengths)
    kept = place[np.repeat(first[is_wanted], lengths) + within]
    lists = pa.ListArray.from_arrays(pa.array(ends, pa.int32()), words.folded.take(pa.array(kept)))
    return pc.binary_join(lists, " ")


def _words(written: Sequence[str], forms: LegalForms) -> _Words:
    bare = [word.rstrip(".,") for word in written]
    folded = fold_all(bare)
    telling = _telling(forms)
    named = list(zip(bare, folded, strict=True))
    return _Words(
        folded=pa.array(folded, pa.string()),
        is_inert=np.array([_is_inert(word, key, telling) for word, key in named], dtype=np.bool_),
        is_form=np.array([_is_form(word, key, forms) for word, key in named], dtype=np.bool_),
        may_begin=np.array([_may_begin(word, key, telling) for word, key in named], dtype=np.bool_),
    )


def _is_inert(word: str, folded: str, telling: _Telling) -> bool:
    if len(folded) < 2 or folded in telling.in_forms or word.isdigit() or len(set(folded)) == 1:
        return False
    return folded not in AND_WORDS and folded not in ARTICLES and not TOLD_BY_WORDS.fullmatch(word)


def _is_form(word: str, folded: str, forms: LegalForms) -> bool:
    form = forms.forms.get(folded)
    return form is not None and not form.ambiguous and not TOLD_BY_WORDS.fullmatch(word)


def _may_begin(word: str, folded: str, telling: _Telling) -> bool:
    return _without_e(folded) not in telling.beginnings and word.lower() not in telling.missing


@lru_cache(maxsize=8)
def _telling(forms: LegalForms) -> _Telling:
    return _Telling(
        in_forms=frozenset(part for form in forms.forms for part in _parts(form)),
        beginnings=frozenset(
            name[:length]
            for name in map(_without_e, (*forms.placeholders, *forms.aliases))
            for length in range(len(name) + 1)
        ),
        missing=frozenset(words.split()[0] for words in missing_words("company")),
    )


def _without_e(folded: str) -> str:
    """What no umlaut that two words write together can change."""
    return folded.replace("e", "")


def _parts(text: str) -> Iterable[str]:
    return (text[start:end] for start in range(len(text)) for end in range(start + 1, len(text) + 1))
