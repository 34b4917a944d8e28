"""How well a value fits what its column holds elsewhere, learnt from lines nobody doubts."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import Final

# A column is known well enough after so many values; more would only cost time.
LEARN_FROM: Final = 1000
# Longer values are prose: their exact shape says nothing.
_SHAPED: Final = 40
_LOOKED_AT: Final = 1000
# Surprise is measured in nats; no single feature may outweigh all others together.
_CAP: Final = 8.0
# Costs worth remembering: short values come again.
_CACHED: Final = 5_000
_CACHED_LENGTH: Final = 200
# The same cell is tried in several columns; what it looks like is found once.
_REMEMBERED: Final = 4_096

_EMAIL: Final = re.compile(r"[^@\s,;:<>()\"]+@[^@\s,;:<>()\"]+\.[^@\s,;:<>()\".]+")
_URL: Final = re.compile(r"(?:https?://|www\.)\S+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
_DATE: Final = re.compile(
    r"(?:\d{4}|\d{1,2})[-/.]\d{1,2}[-/.](?:\d{4}|\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?"
    r"|\d{1,2}[- ](?:[A-Z][a-z]{2,9})\.?[- ]\d{2,4}"
)
_TIME: Final = re.compile(r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm])?")
_NUMBER: Final = re.compile(r"[-+]?(?:\d{1,3}(?:[.,'\u00a0 ]\d{3})+|\d+)(?:[.,]\d+)?(?:[eE][-+]?\d+)? ?%?")
_MONEY: Final = re.compile(
    r"[-+]?[$€£¥] ?[-+]?\d[\d.,' ]*|[-+]?\d[\d.,' ]* ?(?:[$€£¥]|USD|EUR|GBP|CHF)|(?:USD|EUR|GBP|CHF) ?\d[\d.,' ]*"
)
# At most 15 digits (ITU-T E.164), an extension aside.
_PHONE: Final = re.compile(r"\+?\(?\d(?:[ ().\-/]{0,3}\d){6,14}(?: ?(?:x|ext\.?) ?\d+)?")
_DIGIT: Final = re.compile(r"\d")
_LETTER: Final = re.compile(r"[^\W\d_]")
_NUMERIC: Final = (("number", _NUMBER), ("date", _DATE), ("phone", _PHONE), ("time", _TIME), ("money", _MONEY))
_LETTERED: Final = (("date", _DATE), ("money", _MONEY), ("time", _TIME), ("number", _NUMBER), ("phone", _PHONE))
_WORDLESS: Final = re.compile(r"[\W_]+")


class _Shape(dict[int, str]):
    """Translation of characters to their class: 9, A, a, or the character itself."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character.isdigit():
            shape = "9"
        elif character.isalpha():
            shape = "A" if character.isupper() else "a"
        else:
            shape = " " if character.isspace() else character
        self[code] = shape
        return shape


_SHAPE: Final = _Shape()
_RUN_OF_WORDS: Final = re.compile(r"9{2,}|a{2,}|A+a+|A{2,}")


def kind_of(value: str) -> str:
    """What a non-empty value looks like: email, url, date, time, number, money, phone, code, word, words or text."""
    if "@" in value and _EMAIL.fullmatch(value):
        return "email"
    has_digit = _DIGIT.search(value) is not None
    if has_digit:
        has_letter = _LETTER.search(value) is not None
        for kind, pattern in _LETTERED if has_letter else _NUMERIC:
            if pattern.fullmatch(value):
                return kind
    if "." in value and " " not in value and _URL.fullmatch(value):
        return "url"
    spaces = value.count(" ")
    if spaces == 0:
        return "code" if has_digit else "marks" if _WORDLESS.fullmatch(value) else "word"
    return "words" if spaces < 4 and len(value) < _SHAPED else "text"


# Kinds that a heading never is.
TYPED_KINDS: Final = frozenset({"email", "url", "date", "time", "number", "money", "phone"})
_WORDY_KINDS: Final = frozenset({"word", "words", "text", "code", "marks"})
# Words that stand for no value fit any column.
_ABSENT: Final = frozenset({"n/a", "na", "none", "null", "nil", "unknown", "select", "-", "--", "?", ".", "tbd", "x"})


_known_kind = lru_cache(_REMEMBERED)(kind_of)

_Features = tuple[str, str, str, str, str, str, str]


@lru_cache(_REMEMBERED)
def _features(value: str) -> _Features:
    """Kind, shape with runs collapsed, exact shape, first and last character, size, and the value itself."""
    collapsed, exact = _shapes(value)
    first, last = _SHAPE[ord(value[0])], _SHAPE[ord(value[-1])]
    return _known_kind(value), collapsed, exact, first, last, str(len(value).bit_length()), value[:_SHAPED].casefold()


def _shapes(value: str) -> tuple[str, str]:
    """The shape of a value with runs collapsed, and its exact one; a word for it where it is long."""
    if len(value) > _SHAPED:
        return "long", "long"
    exact = value.translate(_SHAPE)
    return _collapsed(exact), exact


@lru_cache(_REMEMBERED)
def _collapsed(shape: str) -> str:
    return _RUN_OF_WORDS.sub(_first_of_run, shape)


def _first_of_run(run: re.Match[str]) -> str:
    return run[0][0]


class _Feature:
    """How surprising each value of one feature is: minus the log of the share that is as rare or rarer."""

    __slots__ = ("costs", "unseen")

    def __init__(self, seen: Counter[str]) -> None:
        total = seen.total()
        # Good and Turing: what was seen once tells how much was not seen yet.
        singles = sum(1 for count in seen.values() if count == 1)
        unseen = (singles + 0.5) / (total + 1)
        by_count: dict[int, int] = {}
        for count in seen.values():
            by_count[count] = by_count.get(count, 0) + count
        mass, masses = 0, {}
        for count in sorted(by_count):
            mass += by_count[count]
            masses[count] = mass
        self.unseen = min(_CAP, -log(min(1.0, unseen)))
        self.costs: Mapping[str, float] = {
            name: min(_CAP, self.unseen, -log(masses[count] / total)) for name, count in seen.items()
        }

    def cost(self, name: str) -> float:
        """How surprising one value is, in nats."""
        return self.costs.get(name, self.unseen)


def _misfit_from(rows: int) -> float:
    """The cost from which on a value does not belong in a column learnt from so many rows."""
    # One feature never seen before costs log(2n + 2); a value at home in its column stays below two of them.
    return 1.8 * min(_CAP, log(2 * rows + 2))


class ColumnFit:
    """What one column holds, and how far a value is from it; 0 is at home."""

    __slots__ = (
        "_cache",
        "_empty",
        "_features",
        "_filled",
        "_kinds",
        "_misfit",
        "_values",
        "_wordy",
        "never_empty",
        "typed",
    )

    def __init__(self, values: Sequence[str]) -> None:
        filled = [cut for cut in (value[:_LOOKED_AT].strip() for value in values) if cut]
        total, count = len(values), len(filled)
        self._empty = min(_CAP, -log((total - count + 0.5) / (total + 1)))
        self._filled = min(_CAP, -log((count + 0.5) / (total + 1)))
        self.never_empty = count == total > 0
        kinds: Counter[str] = Counter()
        self._features: tuple[_Feature, ...] = ()
        if filled:
            columns = list(zip(*(_features(value) for value in filled), strict=True))
            kinds = Counter(columns[0])
            self._features = tuple(_Feature(Counter(column)) for column in columns)
        top = kinds.most_common(1)
        self.typed = top[0][0] if top and top[0][0] in TYPED_KINDS and top[0][1] >= 0.8 * count else None
        wordy = sum(number for kind, number in kinds.items() if kind in _WORDY_KINDS)
        self._wordy = wordy > 0.5 * count
        self._misfit = _misfit_from(total)
        self._values = total
        self._kinds = frozenset(kinds)
        self._cache: dict[str, tuple[float, bool]] = {}

    def rate(self, value: str) -> tuple[float, bool]:
        """How much a value would surprise in this column, in nats, and whether it may belong there.

        Words vary, so unusual ones are no misfit among words; nor is a value that is missing.
        """
        known = self._cache.get(value)
        if known is not None:
            return known
        rating = self._rate(value[:_LOOKED_AT].strip())
        if len(self._cache) >= _CACHED:
            self._cache.clear()
        if len(value) < _CACHED_LENGTH:
            self._cache[value] = rating
        return rating

    def fits(self, value: str) -> bool:
        """Whether a value may belong in this column."""
        return self.rate(value)[1]

    def _rate(self, text: str) -> tuple[float, bool]:
        if not text:
            return self._empty * (2 if self.never_empty else 1), True
        if text.casefold() in _ABSENT:
            return self._empty, True
        if not self._values:
            return 0.0, True  # nothing is known of the column
        if not self._features:
            cost = 2 * self._filled
            return cost, cost < self._misfit
        kind = _known_kind(text)
        if self.typed is not None and kind not in self._kinds:
            return self._filled + 2 * self._misfit, False
        # A date of unusual length is still a date.
        surprise = self._typed_surprise(text) if self.typed == kind else self._surprise(_features(text))
        cost = self._filled + surprise
        return cost, cost < self._misfit or (self._wordy and kind in _WORDY_KINDS)

    @property
    def missing_cost(self) -> float:
        """How much it would surprise that the column is left out."""
        return self._empty

    def _typed_surprise(self, text: str) -> float:
        collapsed, exact = _shapes(text)
        return 0.6 * (self._features[1].cost(collapsed) + self._features[2].cost(exact))

    def _surprise(self, features: _Features) -> float:
        kind, collapsed, exact, first, last, size, itself = [
            feature.cost(name) for feature, name in zip(self._features, features, strict=True)
        ]
        total = kind + (collapsed + exact) / 2 + (first + last) / 2 + size + itself
        return total / 2 if self._wordy and features[0] in _WORDY_KINDS else total


@dataclass(frozen=True, slots=True)
class TableFit:
    """What every column of a table holds."""

    columns: tuple[ColumnFit, ...]
    learnt_from: int

    @classmethod
    def learn(cls, rows: Sequence[Sequence[str]], width: int) -> "TableFit":
        """Learn from rows that all have ``width`` cells."""
        columns = zip(*rows, strict=True) if rows else ([] for _ in range(width))
        return cls(tuple(ColumnFit(list(column)) for column in columns), len(rows))
