"""The readings of a damaged line: every way to change one thing that leaves each value where it fits."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from leadaudit.intake.cells import Dialect, Leniency, split_lenient, split_marked, split_strict
from leadaudit.intake.fit import TableFit, kind_of

# How much a change must better the fit, in nats, before it is preferred to the text as it stands.
_QUOTE: Final = 2.0
_STRUCTURE: Final = 3.0
# What each quote left inside the values counts against a reading, up to so many.
_QUOTE_LEFT: Final = 0.75
_MOST_QUOTES_LEFT: Final = 4
# A value seldom starts with a space: what stands before it is rather part of it.
_SPACE_LEFT: Final = 2.5
# Every try costs time; no honest line has more.
_MOST_QUOTES: Final = 60
_MOST_JOINED: Final = 200
_LONGEST_CUT: Final = 400
_STRAY: Final = "a stray quote was taken as a character"
_OTHER_DELIMITERS: Final = (",", ";", "\t", "|", " ")

_Pieces = list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a line.

    Args:
        cells: One per column.
        reason: What was changed; None when nothing was.
        cost: How far the values are from what their columns hold, and the reading from the text; in nats.
        worst: The largest cost of a value that the line itself holds.
    """

    cells: list[str]
    reason: str | None
    cost: float
    worst: float = 0.0


def trimmed(cells: list[str], width: int) -> list[str] | None:
    """The cells at full width: missing ones empty, surplus empty ones dropped; None with a surplus value."""
    if any(cell.strip() for cell in cells[width:]):
        return None
    return cells[:width] + [""] * (width - len(cells))


def as_it_is(cells: list[str], dialect: Dialect, fit: TableFit) -> Reading | None:
    """The line without any change, when its values fit their columns."""
    width = len(fit.columns)
    full = trimmed(cells, width)
    return None if full is None else _rated(full, None, 0.0, min(len(cells), width), dialect, fit)


def fitting_readings(text: str, strict: list[str] | None, dialect: Dialect, fit: TableFit) -> list[Reading]:
    """Every reading in which each value fits its column and at most one thing was changed, the closest first.

    Args:
        text: The line.
        strict: Its cells, when no quote of it is doubtful.
        dialect: How the file is written.
        fit: What its columns hold.
    """
    quote = dialect.quote
    found: dict[tuple[str, ...], Reading] = {}
    for reading in _readings(text, strict, dialect, fit):
        # Readings that differ only in quotes left or in spaces at the end of a value are one.
        key = tuple((cell if quote is None else cell.replace(quote, "")).strip(" ") for cell in reading.cells)
        if key not in found or reading.cost < found[key].cost:
            found[key] = reading
    return sorted(found.values(), key=lambda reading: reading.cost)


def _readings(text: str, strict: list[str] | None, dialect: Dialect, fit: TableFit) -> Iterator[Reading]:
    width = len(fit.columns)
    if strict is not None:
        bases: list[tuple[_Pieces, str | None]] = [(split_marked(text, dialect, Leniency()), None)]
    else:
        bases = []
        for closes_first in _ways_to_close(text, dialect):
            pieces = split_marked(text, dialect, Leniency(closes_first=closes_first))
            bases.append((pieces, None if _is_tame(pieces, text, dialect) else _STRAY))
    for pieces, reason in bases:
        yield from _at_width(pieces, reason, dialect, fit)
    seen = set()
    for cells, reason in other_splits(text, dialect):
        if len(cells) == width and tuple(cells) not in seen:
            seen.add(tuple(cells))
            change = _QUOTE if reason == _STRAY else _STRUCTURE
            yield from _some(_rated(cells, reason, change, width, dialect, fit))
    if width > 1 and all(len(pieces) < width for pieces, _ in bases):
        yield from _with_other_delimiter(text, dialect, fit)


def _is_tame(pieces: _Pieces, text: str, dialect: Dialect) -> bool:
    """Whether every doubtful quote stands inside an unquoted value, where it can only be a character (5" pipe)."""
    quote = str(dialect.quote)
    if any(quoted or cell.startswith(quote) for cell, quoted in pieces):
        return False
    return dialect.delimiter.join(cell for cell, _ in pieces) == text


def _some(reading: Reading | None) -> Iterable[Reading]:
    return () if reading is None else (reading,)


def _rated(
    cells: list[str], reason: str | None, change: float, given: int, dialect: Dialect, fit: TableFit
) -> Reading | None:
    """The reading with its cost, or None when a value does not fit its column."""
    bare = _bare(cells, dialect) if reason == _STRAY else cells
    worst = 0.0
    cost = change + sum(column.missing_cost for column in fit.columns[given:])
    for column, cell in zip(fit.columns, bare[:given], strict=False):
        surprise, fits = column.rate(cell)
        if not fits:
            return None
        cost += surprise
        worst = max(worst, surprise)
    return replace(_finished(cells, bare, reason, cost, dialect, fit), worst=worst)


def _finished(
    cells: list[str], bare: list[str], reason: str | None, cost: float, dialect: Dialect, fit: TableFit
) -> Reading:
    """A stray quote is dropped where its column holds a kind of value that has none, and else left."""
    cost += _SPACE_LEFT * sum(cell[:1] == " " for cell in cells)
    if dialect.quote is not None:
        cost += _QUOTE_LEFT * min(sum(cell.count(dialect.quote) for cell in cells), _MOST_QUOTES_LEFT)
    if bare is not cells:
        cells = [
            plain if plain is not cell and column.typed == kind_of(plain) else cell
            for cell, plain, column in zip(cells, bare, fit.columns, strict=True)
        ]
    return Reading(cells, reason, cost)


def _bare(cells: list[str], dialect: Dialect) -> list[str]:
    quote = dialect.quote
    return [cell.replace(quote, "").strip() if quote is not None and quote in cell else cell for cell in cells]


def _at_width(pieces: _Pieces, reason: str | None, dialect: Dialect, fit: TableFit) -> Iterator[Reading]:
    """The pieces as they are, and with one separator more or less."""
    width = len(fit.columns)
    cells = [cell for cell, _ in pieces]
    full = trimmed(cells, width)
    if full is not None:
        yield from _some(_rated(full, reason, 0.0, min(len(cells), width), dialect, fit))
    change = _STRUCTURE + (0.0 if reason is None else _QUOTE)
    if len(cells) > width:
        yield from _Moved(pieces, dialect, fit, change).with_fewer()
    elif len(cells) == width - 1:
        yield from _Moved(pieces, dialect, fit, change).with_one_more()


class _Moved:
    """Readings in which the cells before a place stay where they are and those behind it move.

    Costs are summed from both ends up to the first misfit: no reading can reach beyond either.
    """

    def __init__(self, pieces: _Pieces, dialect: Dialect, fit: TableFit, change: float) -> None:
        self._pieces, self._dialect, self._fit, self._change = pieces, dialect, fit, change
        self._cells = [cell for cell, _ in pieces]
        self._has_quotes = dialect.quote is not None and any(dialect.quote in cell for cell in self._cells)
        self._bare = _bare(self._cells, dialect) if self._has_quotes else self._cells
        columns, cells = fit.columns, self._bare
        shift = len(columns) - len(cells)
        self._left = [0.0]
        for column, cell in zip(columns, cells, strict=False):
            surprise, fits = column.rate(cell)
            if not fits:
                break
            self._left.append(self._left[-1] + surprise)
        self._right = {len(cells): 0.0}
        for at in range(len(cells) - 1, max(-1, -shift - 1), -1):
            surprise, fits = columns[at + shift].rate(cells[at])
            if not fits:
                break
            self._right[at] = self._right[at + 1] + surprise

    def _between(self, first: int, last: int) -> float | None:
        """The cost of all cells before ``first`` as they stand and from ``last`` on moved; None if one does not fit."""
        if first >= len(self._left) or last not in self._right:
            return None
        return self._left[first] + self._right[last]

    def _put(self, at: int, values: Sequence[str], end: int, reason: str) -> Iterator[Reading]:
        """Replace the cells from ``at`` to ``end`` by ``values``."""
        cost = self._between(at, end)
        if cost is None:
            return
        for column, value in zip(self._fit.columns[at:], values, strict=False):
            surprise, fits = column.rate(value)
            if not fits:
                return
            cost += surprise
        cells = [*self._cells[:at], *values, *self._cells[end:]]
        bare = [*self._bare[:at], *values, *self._bare[end:]] if self._has_quotes else cells
        yield _finished(cells, bare, reason, cost + self._change, self._dialect, self._fit)

    def with_fewer(self) -> Iterator[Reading]:
        """A separator too many left an empty cell, or belongs to an unquoted value."""
        surplus = len(self._cells) - len(self._fit.columns)
        if surplus > _MOST_JOINED:
            return
        for at, cell in enumerate(self._cells):
            if surplus == 1 and not cell.strip():
                yield from self._put(at, [], at + 1, f"a separator too many before column {at + 1} was dropped")
        for at in range(len(self._fit.columns)):
            parts = self._pieces[at : at + surplus + 1]
            if any(quoted for _, quoted in parts) or not parts[0][0].strip() or not parts[-1][0].strip():
                continue
            value = self._dialect.delimiter.join(cell for cell, _ in parts)
            reason = f"a separator inside the value of column {at + 1} was taken as a character"
            yield from self._put(at, [value], at + surplus + 1, reason)

    def with_one_more(self) -> Iterator[Reading]:
        """A separator is missing beside an empty cell, or between two unquoted values that run together."""
        for at in range(len(self._fit.columns)):
            yield from self._put(at, [""], at, f"a missing separator before column {at + 1} was put in")
        for at, (cell, quoted) in enumerate(self._pieces):
            if quoted or self._between(at, at + 1) is None:
                continue
            reason = f"a missing separator between columns {at + 1} and {at + 2} was put in"
            columns = self._fit.columns[at : at + 2]
            is_typed = any(column.typed is not None for column in columns)
            for cut in range(1, min(len(cell), _LONGEST_CUT)):
                if not is_typed and cell[cut - 1].islower() and cell[cut].islower():
                    continue  # inside a word, and nothing could tell where it ends
                if columns[1].typed is not None and not columns[1].fits(cell[cut:]):
                    continue
                # A space may stand where the separator belongs; it is part of neither value.
                yield from self._put(at, [cell[:cut].rstrip(" "), cell[cut:].lstrip(" ")], at + 1, reason)


def other_splits(text: str, dialect: Dialect) -> Iterator[tuple[list[str], str]]:
    """Splits in which one quote is a character, or one separator beside a quote is missing."""
    quote, delimiter = dialect.quote, dialect.delimiter
    if quote is None or quote not in text:
        return
    positions = [at for at, character in enumerate(text) if character == quote]
    if len(positions) > _MOST_QUOTES:
        return
    ways = _ways_to_close(text, dialect)
    for at in positions:
        before = text[:at].rstrip(" ") if dialect.skips_space else text[:at]
        if not before or before.endswith(delimiter):
            for closes_first in ways:
                leniency = Leniency(closes_first=closes_first, literal=frozenset({at}))
                yield split_lenient(text, dialect, leniency), _STRAY
        else:
            yield from _divided_at(text, at, dialect, "a missing separator before a quote was put in")
        if text[at + 1 :] and not text.startswith(delimiter, at + 1):
            yield from _divided_at(text, at + 1, dialect, "a missing separator after a quote was put in")


def _ways_to_close(text: str, dialect: Dialect) -> tuple[bool, ...]:
    """The ways to take the first of two quotes before a delimiter; where no two stand together they are one."""
    return (True, False) if str(dialect.quote) * 2 in text else (True,)


def _divided_at(text: str, at: int, dialect: Dialect, reason: str) -> Iterator[tuple[list[str], str]]:
    """The line with a separator put in, provided that the part before it ends outside quotes."""
    left = split_strict(text[:at], dialect)
    if left is not None:
        yield left + split_lenient(text[at:], dialect, Leniency(closes_first=True)), reason


def _with_other_delimiter(text: str, dialect: Dialect, fit: TableFit) -> Iterator[Reading]:
    """The line is written with another delimiter than the rest of the file."""
    width = len(fit.columns)
    for delimiter in _OTHER_DELIMITERS:
        if delimiter == dialect.delimiter or text.count(delimiter) < width - 1:
            continue
        other = replace(dialect, delimiter=delimiter, skips_space=False)
        pieces = split_marked(text, other, Leniency())
        reason = f"this line separates its cells by {delimiter_name(delimiter)}"
        if len(pieces) == width:
            yield from _some(_rated([cell for cell, _ in pieces], reason, _STRUCTURE, width, dialect, fit))
        elif len(pieces) > width:
            for reading in _Moved(pieces, other, fit, _STRUCTURE).with_fewer():
                yield replace(reading, reason=reason)


def split_as_heading(text: str, dialect: Dialect, width: int) -> list[str] | None:
    """Column names of a damaged header: the only split that gives one for every column, or None.

    There are no values to compare with, so only quotes and another delimiter are tried.
    """
    candidates = [cells for cells, _ in other_splits(text, dialect)]
    for delimiter in _OTHER_DELIMITERS:
        other = replace(dialect, delimiter=delimiter, skips_space=False)
        candidates.append(split_strict(text, other) or [])
    quote = dialect.quote or "\0"
    fitting = {tuple(cell.replace(quote, "") for cell in cells): cells for cells in candidates if len(cells) == width}
    return next(iter(fitting.values())) if len(fitting) == 1 and width > 1 else None


_DELIMITER_NAMES: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe", " ": "space", ":": "colon"}


def delimiter_name(delimiter: str) -> str:
    """A delimiter in words."""
    return _DELIMITER_NAMES.get(delimiter, f"'{delimiter}'")
