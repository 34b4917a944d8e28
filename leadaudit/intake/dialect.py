"""Which character stands between the cells of a text file, and which around them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from leadaudit.intake.cells import Dialect, Row, split_rows
from leadaudit.intake.delivered import Detected
from leadaudit.intake.fit import TYPED_KINDS, kind_of
from leadaudit.intake.readings import delimiter_name

# How readily each delimiter is believed: some are also ordinary punctuation.
_TRUST: Final = {
    "\t": 1.0, ",": 1.0, ";": 1.0, "|": 1.0, "\x1f": 1.0, "\x01": 1.0, "||": 1.05, "::": 0.8, "~|~": 1.1,
    "^": 0.8, "~": 0.8, "§": 0.8, "¦": 0.9, "¬": 0.9, "#": 0.5, "*": 0.4, ":": 0.4, " ": 0.45, "=": 0.3, "/": 0.2,
}  # fmt: skip
_NAMED: Final = {"tab": "\t", "space": " ", "comma": ",", "semicolon": ";", "pipe": "|", "\\t": "\t"}
_QUOTES: Final = ('"', "'")
_LINES_TRIED: Final = 120
# Divides nothing: for a file of one column (ASCII: unit separator).
NO_DELIMITER: Final = "\x1f"
# Below this no delimiter explains the lines; the file has one column.
_LEAST: Final = 0.16


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDialect:
    """A dialect with its reasons."""

    dialect: Dialect
    delimiter: Detected
    quote: Detected


def delimiter_from_words(chosen: str) -> str:
    """The delimiter a user named: the character itself, or a word such as tab."""
    return _NAMED.get(chosen.strip().lower() or chosen, chosen)


def detect_dialect(texts: Sequence[str], *, delimiter: str | None, quote: str | None) -> FoundDialect:
    """How the lines of a text file are divided into cells.

    Args:
        texts: Lines from the beginning of the file.
        delimiter: What the user chose; None to find out.
        quote: What the user chose; "" for none, None to find out.
    """
    hinted = _separator_hint(texts)
    chosen = delimiter_from_words(delimiter) if delimiter is not None else hinted
    tried = [text[:20_000] for text in texts if text.strip()][:_LINES_TRIED]
    quotes: tuple[str | None, ...] = (quote or None,) if quote is not None else _likely_quotes(tried)
    delimiters = [chosen] if chosen else [mark for mark in _TRUST if any(mark in text for text in tried)]
    scored = [
        (_score(tried, candidate), candidate)
        for candidate in (
            Dialect(delimiter=mark, quote=around, skips_space=skips)
            for mark in delimiters
            for around in quotes
            for skips in _spacing(tried, mark)
        )
    ]
    best_score, best = max(scored, key=lambda pair: pair[0], default=(0.0, Dialect(delimiter=",", quote='"')))
    if chosen is None and best_score < _LEAST:
        best = Dialect(delimiter=NO_DELIMITER, quote=quotes[0])
        reason = "no character divides the lines evenly: one column"
        found = Detected(value="", reason=reason)
    else:
        best = _refined(tried, best, best_score)
        shown = best.delimiter
        found = Detected(value=shown, reason=_delimiter_reason(tried, best, delimiter is not None, hinted))
    return FoundDialect(dialect=best, delimiter=found, quote=_quote_found(tried, best, chosen=quote is not None))


def _separator_hint(texts: Sequence[str]) -> str | None:
    """The delimiter that a first line such as ``sep=;`` tells a spreadsheet."""
    first = texts[0].strip().strip('"') if texts else ""
    return first[4:] if first.lower().startswith("sep=") and 5 <= len(first) <= 6 else None


def _likely_quotes(texts: Sequence[str]) -> tuple[str | None, ...]:
    """Quotes in question: the usual one, and an apostrophe where it stands at both ends of cells."""
    opened = closed = 0
    for text in texts:
        for mark in _TRUST:
            opened += text.count(mark + "'")
            closed += text.count("'" + mark)
    return _QUOTES if min(opened, closed) >= 2 else _QUOTES[:1]


def _spacing(texts: Sequence[str], delimiter: str) -> tuple[bool, ...]:
    """Whether a space behind the delimiter may belong to it: not at all, or worth a try."""
    followed = sum(text.count(delimiter + " ") for text in texts)
    worth_it = not delimiter.isspace() and followed * 2 >= sum(text.count(delimiter) for text in texts) > 0
    return (False, True) if worth_it else (False,)


def _score(texts: Sequence[str], dialect: Dialect) -> float:
    """How well a dialect explains the lines: even widths, columns of one kind, quotes in their place; 0 to about 1."""
    rows = split_rows(texts, dialect)
    widths = Counter(len(row.cells) for row in rows if len(row.cells) > 1)
    if not widths:
        return 0.0
    width, count = max(widths.items(), key=lambda item: (item[1] * (1 - 1 / (item[0] + 1)), item[0]))
    share = count / len(rows)
    regular = sum(row.is_regular for row in rows) / len(rows)
    body = [row.cells for row in rows if len(row.cells) == width][1:]
    if dialect.delimiter == " " and not _has_typed_column(body):
        return 0.0  # prose
    quoting = 0.5 + 0.5 * regular
    trust = _TRUST.get(dialect.delimiter, 0.9)
    explained: float = trust * share**0.75 * (0.35 + 0.65 * _evenness(body, width)) * quoting * (1 - 0.6 / width)
    return explained


def _has_typed_column(rows: Sequence[Sequence[str]]) -> bool:
    return any(
        sum(kind_of(value) in TYPED_KINDS for value in column if value) > 0.6 * len(column)
        for column in zip(*rows, strict=True)
    )


def _evenness(rows: Sequence[Sequence[str]], width: int) -> float:
    """How far each column holds one kind of value; prose counts little."""
    if not rows:
        return 0.3
    total = 0.0
    for column in zip(*rows, strict=True):
        kinds = Counter(kind_of(value.strip().strip("\"'")) for value in column if value.strip().strip("\"'"))
        if not kinds:
            total += 0.4
            continue
        kind, count = kinds.most_common(1)[0]
        weight = 1.0 if kind in TYPED_KINDS else 0.7 if kind in {"code", "word"} else 0.45
        total += weight * count / kinds.total()
    return total / width


def _refined(texts: Sequence[str], dialect: Dialect, score: float) -> Dialect:
    """The dialect with a space after each delimiter, or a backslash before quotes, where that reads better."""
    best, best_score = dialect, score
    if dialect.quote is not None and any("\\" + dialect.quote in text for text in texts):
        escaped = replace(best, has_escape=True)
        if _doubtful(texts, escaped) < _doubtful(texts, best):
            best, best_score = escaped, _score(texts, escaped)
    if not dialect.delimiter.isspace() and not best.skips_space and _spaces_follow(split_rows(texts, dialect)):
        spaced = replace(best, skips_space=True)
        if _score(texts, spaced) >= best_score:
            best = spaced
    return best


def _doubtful(texts: Sequence[str], dialect: Dialect) -> int:
    return sum(not row.is_regular for row in split_rows(texts, dialect))


def _spaces_follow(rows: Sequence[Row]) -> bool:
    followers = [cell for row in rows for cell in row.cells[1:] if cell]
    return bool(followers) and sum(cell.startswith(" ") for cell in followers) >= 0.9 * len(followers)


def _delimiter_reason(texts: Sequence[str], dialect: Dialect, is_chosen: bool, hinted: str | None) -> str:  # noqa: FBT001
    name = delimiter_name(dialect.delimiter) + (" and space" if dialect.skips_space else "")
    if is_chosen:
        return f"{name}, as chosen"
    if hinted is not None:
        return f"{name}, as the first line says"
    rows = split_rows(texts, dialect)
    width, count = Counter(len(row.cells) for row in rows).most_common(1)[0]
    return f"{name}: {count} of the first {len(rows)} records have {width} cells"


def _quote_found(texts: Sequence[str], dialect: Dialect, *, chosen: bool) -> Detected:
    quote = dialect.quote or ""
    if chosen:
        return Detected(value=quote, reason="as chosen")
    if not quote or not any(quote in text for text in texts):
        return Detected(value=quote, reason="no cell is quoted so far; this one is usual")
    escape = "; a backslash before it makes it part of a cell" if dialect.has_escape else ""
    return Detected(value=quote, reason=f"stands around cells{escape}")
