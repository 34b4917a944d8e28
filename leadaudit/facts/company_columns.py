"""Companies judged as whole columns where a name is plain words with at most one legal form behind them.

Many names differ in their legal form alone, and nearly all words say nothing of forms, trade names or countries; so
each distinct *word* is judged once and names are put together from them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.facts.columns import Flags, Places, PlainAnswers, numbered_words, plain_answers
from leadaudit.facts.company import AND_WORDS, ARTICLES, TOLD_BY_WORDS
from leadaudit.facts.folding import fold, fold_all
from leadaudit.facts.legal_forms import LegalForms, load_legal_forms
from leadaudit.facts.words import missing_words
from leadaudit.tables import TEXT

# Words of two ASCII letters or digits and more, one blank between them, with nothing but a comma or full stop behind.
_PLAIN_NAME: Final = "^[0-9A-Za-z]{2,}[.,]?( [0-9A-Za-z]{2,}[.,]?)*$"
# A number, or one sign again and again: such words may make a name none.
_ONE_SIGN_OR_NUMBER: Final = f"^(?:[0-9]+|.|{'|'.join(f'{sign}+' for sign in ascii_lowercase)})$"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Telling:
    """Words that call for a closer look, folded but for the last.

    Args:
        forms: Legal forms that are nothing else.
        in_forms: Everything that stands somewhere in a legal form: such a word may be part of one.
        joining: What stands between words or in front of them, and what tells of other names.
        beginnings: Every beginning of a placeholder or alias, without the letter e.
        missing: In small letters, the first words of what means that there is no company.
    """

    forms: pa.Array
    in_forms: pa.Array
    joining: pa.Array
    beginnings: pa.Array
    missing: pa.Array


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
    words = _words(distinct, _telling(load_legal_forms(extra)))
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


def _words(written: pa.Array, telling: _Telling) -> _Words:
    small = pc.ascii_rtrim(pc.ascii_lower(written), ".,")
    has_umlaut = pc.match_substring_regex(small, "[aou]e")
    folded = pc.replace_with_mask(small, has_umlaut, pa.array(fold_all(small.filter(has_umlaut).to_pylist()), TEXT))
    is_joining = pc.is_in(folded, telling.joining)
    in_form = pc.or_(pc.is_in(folded, telling.in_forms), pc.match_substring_regex(folded, _ONE_SIGN_OR_NUMBER))
    is_known = pc.or_(
        pc.is_in(pc.replace_substring(folded, "e", ""), telling.beginnings), pc.is_in(small, telling.missing)
    )
    return _Words(
        folded=folded,
        is_inert=_flags(pc.invert(pc.or_(is_joining, in_form))),
        is_form=_flags(pc.is_in(folded, telling.forms)),
        may_begin=_flags(pc.invert(is_known)),
    )


def _flags(column: pa.Array) -> Flags:
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.bool_)


@lru_cache(maxsize=8)
def _telling(forms: LegalForms) -> _Telling:
    # Without e's: no umlaut that two words write together can change what is left.
    known = [name.replace("e", "") for name in (*forms.placeholders, *forms.aliases)]
    return _Telling(
        forms=_texts(spelling for spelling, form in forms.forms.items() if not form.ambiguous),
        in_forms=_texts(part for spelling in forms.forms for part in _parts(spelling)),
        joining=_texts(fold(word) for word in (*AND_WORDS, *ARTICLES, *TOLD_BY_WORDS, "an")),  # an Acme company
        beginnings=_texts(name[:length] for name in known for length in range(len(name) + 1)),
        missing=_texts(words.split()[0] for words in missing_words("company")),
    )


def _texts(words: Iterable[str]) -> pa.Array:
    return pa.array(sorted(set(words)), TEXT)


def _parts(text: str) -> Iterable[str]:
    return (text[start:end] for start in range(len(text)) for end in range(start + 1, len(text) + 1))
