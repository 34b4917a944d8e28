"""Names in two columns of their own, judged as whole columns where both halves are one plain word.

Words repeat, pairs of them hardly do: so each distinct word is judged once, and what only a pair can show (equal or
swapped halves, an insult in two parts) follows from what each half can be part of.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa

from leadaudit.facts.columns import Flags, Places, PlainAnswers, numbered_words, plain_answers
from leadaudit.facts.name_doubts import looks_like_family, looks_like_given
from leadaudit.facts.name_half import Half, plain_half
from leadaudit.facts.name_words import name_words
from leadaudit.tables import FLAG, TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """One half of many names.

    Args:
        word: For every row the place of its word.
        halves: What is known of each word; None for one that is not plain, and for no word at all.
    """

    word: Places
    halves: list[Half | None]

    def flags(self, is_so: Callable[[Half], bool]) -> Flags:
        """For every row whether its word is plain, and so."""
        return np.array([half is not None and is_so(half) for half in self.halves], dtype=np.bool_)[self.word]

    def texts(self, part: Callable[[Half], str | None], rows: Flags) -> pa.Array:
        """A part of the words of some rows."""
        texts = [None if half is None else part(half) for half in self.halves]
        return pa.array(texts, TEXT).take(pa.array(self.word[rows]))


def plain_names(rows: Sequence[pa.Array]) -> PlainAnswers:
    """The facts of those distinct names of which both halves are plain, as ``parse_name`` finds them.

    Args:
        rows: First, middle, last and full name, and the salutation.
    """
    first, _, last, full, _ = rows
    given, family = _column(first), _column(last)
    is_plain = given.flags(lambda _: True) & family.flags(lambda _: True) & ~_are_equal(given, family)
    is_plain &= ~(given.flags(lambda half: looks_like_family(half.folded)) & family.flags(_is_looking_given))
    is_plain &= ~(given.flags(_begins_insult) & family.flags(_ends_insult))
    is_plain &= full.is_null().to_numpy(zero_copy_only=False)
    count = int(is_plain.sum())
    return plain_answers(
        is_plain,
        {
            "first": given.texts(lambda half: half.shown, is_plain),
            "last": family.texts(lambda half: half.shown, is_plain),
            "first_key": given.texts(lambda half: half.key, is_plain),
            "last_key": family.texts(lambda half: half.key, is_plain),
            "generation": pa.nulls(count, TEXT),
            "is_test": pa.repeat(pa.scalar(value=False, type=FLAG), count),
        },
    )


def _column(column: pa.Array) -> _Column:
    word, words = numbered_words(column)
    return _Column(word=word, halves=[plain_half(text) for text in words.to_pylist()])


def _are_equal(given: _Column, family: _Column) -> Flags:
    """For every row whether the keys of both halves are the same."""
    numbers: dict[str | None, int] = {}

    def numbered(column: _Column) -> Places:
        keys = [None if half is None else half.key for half in column.halves]
        return np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int64)[column.word]

    return np.equal(numbered(given), numbered(family), dtype=np.bool_)


def _is_looking_given(half: Half) -> bool:
    return looks_like_given(half.folded)


def _begins_insult(half: Half) -> bool:
    return half.key in _insult_pieces()[0]


def _ends_insult(half: Half) -> bool:
    return half.key in _insult_pieces()[1]


@cache
def _insult_pieces() -> tuple[frozenset[str], frozenset[str]]:
    """Every beginning and every ending of an insult that leaves something for the other half."""
    cuts = [(word[:place], word[place:]) for word in name_words().profanity for place in range(1, len(word))]
    return frozenset(begin for begin, _ in cuts), frozenset(end for _, end in cuts)
