"""A line that does not split as the others do: the one reading that fits its columns, or none."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from leadaudit.intake.cells import Dialect, Leniency, split_lenient, split_marked, split_strict
from leadaudit.intake.fit import TableFit, kind_of
from leadaudit.vocabulary import LineStatus

# A reading is taken when the next best is at least so many nats behind: odds of 12 to 1.
MARGIN: Final = 2.5
# The worse the best one fits, the clearer its lead has to be.
_POOR_FIT: Final = 0.07
# Beyond this a line is kept as it is: no column value of a lead list is so long, and every try costs time.
_LONGEST: Final = 64_000
_WIDEST: Final = 300
_MOST_QUOTES: Final = 60
_MOST_JOINED: Final = 200
# How much a change must better the fit, in nats, before it is preferred to the text as it stands.
_QUOTE: Final = 2.0
_STRUCTURE: Final = 3.0
_QUOTE_LEFT: Final = 0.75
_MOST_QUOTES_LEFT: Final = 4
# A line as it stands is not doubted below this cost.
_AT_HOME: Final = 6.0
_STRAY: Final = "a stray quote was taken as a character"
_OTHER_DELIMITERS: Final = (",", ";", "\t", "|", " ")


@dataclass(frozen=True, slots=True)
class Mended:
    """What became of one line: its cells, or the reason why there are none."""

    status: LineStatus
    cells: list[str] | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class _Reading:
    cells: list[str]
    reason: str | None  # None: nothing had to be changed
    given: int  # cells that the line itself holds; the rest is missing
    change: float = 0.0  # how far it goes beyond the text
    cost: float = 0.0
    fits: bool = False


def mend(text: str, dialect: Dialect, fit: TableFit) -> Mended:
    """Read one line whose cells do not match the columns, or whose quotes are doubtful.

    A line that is only too short, or longer by empty cells, is read as it is when every cell fits its
    column.  Otherwise every reading that changes one thing is tried, and the only one that fits is taken.

    Args:
        text: The line, or several that an open quote joins.
        dialect: How the file is written.
        fit: What its columns hold.

    Source:
        docs/method.md, "Lines".
    """
    width = len(fit.columns)
    strict = split_strict(text, dialect)
    if len(text) > _LONGEST or width > _WIDEST:
        return _without_trial(strict, width)
    plain = None if strict is None else _as_it_is(strict, dialect, fit)
    if plain is not None and plain.fits and plain.cost < _AT_HOME:
        return Mended(LineStatus.READ, plain.cells, None)
    readings = _distinct(_readings(text, strict, dialect, fit), dialect, fit)
    return _chosen(readings, plain if plain is not None and plain.fits else None, _why(strict, width))


def _chosen(readings: list[_Reading], plain: _Reading | None, why: str) -> Mended:
    """The only reading that fits, or the reason why the line cannot be read.

    Args:
        readings: All of them, the cheapest first.
        plain: The line as it stands, when that fits: only a clearly better reading replaces it.
        why: What is wrong with the line.
    """
    if plain is not None and (not readings or readings[0].cost > plain.cost - 2 * MARGIN or not readings[0].fits):
        return Mended(LineStatus.READ, plain.cells, None)
    if not readings:
        return Mended(LineStatus.UNREADABLE, None, why)
    best = readings[0]
    if not best.fits:
        return Mended(LineStatus.UNREADABLE, None, f"{why}, and no reading fits the columns")
    if len(readings) > 1 and readings[1].cost - best.cost < MARGIN + _POOR_FIT * best.cost:
        if plain is not None:
            return Mended(LineStatus.READ, plain.cells, None)
        return Mended(LineStatus.UNREADABLE, None, f"{why}, and more than one reading fits the columns")
    status = LineStatus.READ if best.reason is None else LineStatus.REPAIRED
    return Mended(status, best.cells, best.reason)


def _without_trial(strict: list[str] | None, width: int) -> Mended:
    if strict is not None and _trimmed(strict, width) is not None:
        return Mended(LineStatus.READ, _trimmed(strict, width), None)
    return Mended(LineStatus.UNREADABLE, None, _why(strict, width))


def _trimmed(cells: list[str], width: int) -> list[str] | None:
    """The cells at full width: missing ones empty, surplus empty ones dropped; None with a surplus value."""
    if any(cell.strip() for cell in cells[width:]):
        return None
    return cells[:width] + [""] * (width - len(cells))


def _as_it_is(cells: list[str], dialect: Dialect, fit: TableFit) -> _Reading | None:
    width = len(fit.columns)
    trimmed = _trimmed(cells, width)
    return None if trimmed is None else _rated(_Reading(trimmed, None, min(len(cells), width)), dialect, fit)


def _rated(reading: _Reading, dialect: Dialect, fit: TableFit) -> _Reading:
    """The reading with its cost; a stray quote is dropped where its column holds a kind that has none."""
    cells, quote = reading.cells, dialect.quote
    bare = cells
    if quote is not None and reading.reason == _STRAY:
        bare = [cell.replace(quote, "").strip() if quote in cell else cell for cell in cells]
        cells = [
            plain if plain is not cell and column.typed == kind_of(plain) else cell
            for cell, plain, column in zip(cells, bare, fit.columns, strict=True)
        ]
    given = bare[: reading.given]
    missing = sum(column.missing_cost for column in fit.columns[reading.given :])
    left = sum(cell.count(quote) for cell in reading.cells) if quote is not None else 0
    cost = sum(fit.costs(given)) + missing + reading.change + _QUOTE_LEFT * min(left, _MOST_QUOTES_LEFT)
    # A value that is simply not given is no misfit; an empty cell that a change puts in may be one.
    fits = all(
        column.fits(cell) for column, cell in zip(fit.columns, given, strict=False) if reading.reason or cell.strip()
    )
    return replace(reading, cells=cells, cost=cost, fits=fits)


def _why(strict: list[str] | None, width: int) -> str:
    if strict is None:
        return "a quote stands where none can"
    if len(strict) == width:
        return f"{width} cells, but not what the columns hold"
    return f"{_cells(len(strict))} instead of {width}"


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"


def _distinct(readings: Iterator[_Reading], dialect: Dialect, fit: TableFit) -> list[_Reading]:
    """The readings that differ in more than quotes, the cheapest first; of equal ones the first named."""
    quote = dialect.quote or "\0"
    seen: dict[tuple[str, ...], _Reading] = {}
    for reading in readings:
        seen.setdefault(tuple(cell.replace(quote, "") for cell in reading.cells), reading)
    return sorted((_rated(reading, dialect, fit) for reading in seen.values()), key=lambda reading: reading.cost)


def _readings(text: str, strict: list[str] | None, dialect: Dialect, fit: TableFit) -> Iterator[_Reading]:
    """Every reading of a line at full width that changes at most one thing."""
    width = len(fit.columns)
    bases = _bases(text, strict, dialect)
    for pieces, reason in bases:
        yield from _at_width(pieces, reason, dialect, fit)
    for cells, reason in other_splits(text, dialect):
        if len(cells) == width:
            yield _Reading(cells, reason, width, _STRUCTURE if reason != _STRAY else _QUOTE)
    if width > 1 and all(len(pieces) < width for pieces, _ in bases):
        yield from _with_other_delimiter(text, dialect, fit)


_Pieces = list[tuple[str, bool]]


def _bases(text: str, strict: list[str] | None, dialect: Dialect) -> list[tuple[_Pieces, str | None]]:
    """The line split without changing anything but the role of stray quotes."""
    if strict is not None:
        return [(split_marked(text, dialect, Leniency()), None)]
    return [
        (split_marked(text, dialect, Leniency(closes_first=closes_first)), _STRAY) for closes_first in (True, False)
    ]


def _at_width(pieces: _Pieces, reason: str | None, dialect: Dialect, fit: TableFit) -> Iterator[_Reading]:
    width = len(fit.columns)
    cells = [cell for cell, _ in pieces]
    trimmed = _trimmed(cells, width)
    if trimmed is not None:
        yield _Reading(trimmed, reason, min(len(cells), width))
    if len(cells) > width:
        changed = [*_dropped(cells, width), *_joined(pieces, width, dialect)]
    elif len(cells) == width - 1:
        changed = list(_divided(pieces, fit))
    else:
        changed = []
    for reading in changed:
        yield reading if reason is None else replace(reading, change=reading.change + _QUOTE)


def _dropped(cells: list[str], width: int) -> Iterator[_Reading]:
    """One separator too many left an empty cell; which one?"""
    if len(cells) != width + 1:
        return
    for at, cell in enumerate(cells):
        if not cell.strip():
            reason = f"a separator too many before column {at + 1} was dropped"
            yield _Reading(cells[:at] + cells[at + 1 :], reason, width, _STRUCTURE)


def _joined(pieces: _Pieces, width: int, dialect: Dialect) -> Iterator[_Reading]:
    """A delimiter that belongs to a value; a quoted value has none that could be meant."""
    cells = [cell for cell, _ in pieces]
    surplus = len(cells) - width
    if surplus > _MOST_JOINED:
        return
    for at in range(width):
        parts = pieces[at : at + surplus + 1]
        if any(quoted for _, quoted in parts) or not parts[0][0].strip() or not parts[-1][0].strip():
            continue
        value = dialect.delimiter.join(cells[at : at + surplus + 1])
        reason = f"a separator inside the value of column {at + 1} was taken as a character"
        yield _Reading([*cells[:at], value, *cells[at + surplus + 1 :]], reason, width, _STRUCTURE)


def _divided(pieces: _Pieces, fit: TableFit) -> Iterator[_Reading]:
    """A separator is missing: between two unquoted values that run together, or beside an empty cell."""
    width = len(fit.columns)
    cells = [cell for cell, _ in pieces]
    for at in range(width):
        yield _Reading([*cells[:at], "", *cells[at:]], f"a missing separator before column {at + 1} was put in", width)
    here = [column.fits(cell) for column, cell in zip(fit.columns, cells, strict=False)]
    shifted = [column.fits(cell) for column, cell in zip(fit.columns[1:], cells, strict=True)]
    for at, (cell, quoted) in enumerate(pieces):
        # Only where everything before fits as it stands and everything behind fits one column further.
        if quoted or not all(here[:at]) or not all(shifted[at + 1 :]):
            continue
        reason = f"a missing separator between columns {at + 1} and {at + 2} was put in"
        for cut in range(1, min(len(cell), 400)):
            yield _Reading([*cells[:at], cell[:cut], cell[cut:], *cells[at + 1 :]], reason, width, _STRUCTURE)


def other_splits(text: str, dialect: Dialect) -> Iterator[tuple[list[str], str]]:
    """Splits in which one quote is a character, or one separator beside a quote is missing."""
    quote, delimiter = dialect.quote, dialect.delimiter
    if quote is None or quote not in text:
        return
    positions = [at for at, character in enumerate(text) if character == quote]
    if len(positions) > _MOST_QUOTES:
        return
    for at in positions:
        before = text[:at].rstrip(" ") if dialect.skips_space else text[:at]
        if not before or before.endswith(delimiter):
            for closes_first in (True, False):
                leniency = Leniency(closes_first=closes_first, literal=frozenset({at}))
                yield split_lenient(text, dialect, leniency), _STRAY
        else:
            yield from _divided_at(text, at, dialect, "a missing separator before a quote was put in")
        if text[at + 1 :] and not text.startswith(delimiter, at + 1):
            yield from _divided_at(text, at + 1, dialect, "a missing separator after a quote was put in")


def _divided_at(text: str, at: int, dialect: Dialect, reason: str) -> Iterator[tuple[list[str], str]]:
    """The line with a separator put in, provided that the part before it ends outside quotes."""
    left = split_strict(text[:at], dialect)
    if left is not None:
        yield left + split_lenient(text[at:], dialect, Leniency(closes_first=True)), reason


def _with_other_delimiter(text: str, dialect: Dialect, fit: TableFit) -> Iterator[_Reading]:
    """The line is written with another delimiter than the rest of the file."""
    width = len(fit.columns)
    for delimiter in _OTHER_DELIMITERS:
        if delimiter == dialect.delimiter or text.count(delimiter) < width - 1:
            continue
        other = replace(dialect, delimiter=delimiter, skips_space=False)
        pieces = split_marked(text, other, Leniency())
        cells = [cell for cell, _ in pieces]
        reason = f"this line separates its cells by {delimiter_name(delimiter)}"
        if len(cells) == width:
            yield _Reading(cells, reason, width, _STRUCTURE)
        elif len(cells) > width:
            for reading in _joined(pieces, width, other):
                yield replace(reading, reason=reason)


def split_as_heading(text: str, dialect: Dialect, width: int) -> list[str] | None:
    """Column names of a damaged header: the only split that gives one for every column, or None.

    There are no values to compare with yet, so only quotes and another delimiter are tried.
    """
    candidates = [cells for cells, _ in other_splits(text, dialect)]
    for delimiter in _OTHER_DELIMITERS:
        other = replace(dialect, delimiter=delimiter, skips_space=False)
        candidates.append(split_strict(text, other) or [])
    quote = dialect.quote or "\0"
    fitting = {tuple(cell.replace(quote, "") for cell in cells): cells for cells in candidates if len(cells) == width}
    return next(iter(fitting.values())) if len(fitting) == 1 and width > 1 else None


_DELIMITER_NAMES: Final = {
    ",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe", " ": "space", ":": "colon", ", ": "comma and space",
}  # fmt: skip


def delimiter_name(delimiter: str) -> str:
    """A delimiter in words."""
    return _DELIMITER_NAMES.get(delimiter, f"'{delimiter}'")
