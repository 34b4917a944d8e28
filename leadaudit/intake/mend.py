"""A line that does not split as the others do: the one reading that fits its columns, or none."""

from dataclasses import dataclass, replace
from typing import Final

from leadaudit.intake.cells import Dialect, split_strict
from leadaudit.intake.fit import TableFit
from leadaudit.intake.readings import Reading, as_it_is, fitting_readings, trimmed
from leadaudit.vocabulary import LineStatus

# A reading is taken when the next best is at least so many nats behind: odds of 12 to 1.
MARGIN: Final = 2.5
# The worse the best one fits, the clearer its lead has to be.
_POOR_FIT: Final = 0.07
# A line as it stands is not doubted below this cost.
_AT_HOME: Final = 6.0
# A short line whose every value is as usual as this has lost its end and nothing else.
_PERFECT: Final = 0.7
# Beyond these a line is kept as it is: no lead has such values, and every try costs time.
_LONGEST: Final = 64_000
_WIDEST: Final = 300


@dataclass(frozen=True, slots=True)
class Mended:
    """What became of one line: its cells, or the reason why there are none."""

    status: LineStatus
    cells: list[str] | None
    reason: str | None


def mend(text: str, dialect: Dialect, fit: TableFit) -> Mended:
    """Read one line whose cells do not match the columns, or whose quotes are doubtful.

    A line that is only too short, or longer by empty cells, is read as it is when every value fits its
    column.  Otherwise every reading that changes one thing is tried, and the only one that fits is taken.

    Args:
        text: The line, or several that an open quote joins.
        dialect: How the file is written.
        fit: What its columns hold.

    Source:
        docs/method.md, "Lines".
    """
    width = len(fit.columns)
    if dialect.quote is not None and dialect.quote not in text:
        dialect = replace(dialect, quote=None)
    strict = split_strict(text, dialect)
    if len(text) > _LONGEST or width > _WIDEST:
        cells = None if strict is None else trimmed(strict, width)
        status = LineStatus.UNREADABLE if cells is None else LineStatus.READ
        return Mended(status, cells, _why(strict, width) if cells is None else None)
    plain = None if strict is None else as_it_is(strict, dialect, fit)
    if plain is not None and (plain.cost < _AT_HOME or plain.worst < _PERFECT):
        return Mended(LineStatus.READ, plain.cells, None)
    return _chosen(fitting_readings(text, strict, dialect, fit), plain, _why(strict, width))


def _chosen(readings: list[Reading], plain: Reading | None, why: str) -> Mended:
    """The only reading that fits, or the reason why the line cannot be read.

    Args:
        readings: All that fit, the closest first.
        plain: The line as it stands, when that fits: only a clearly better reading replaces it.
        why: What is wrong with the line.
    """
    if not readings:
        return Mended(LineStatus.UNREADABLE, None, f"{why}, and no reading fits the columns")
    best = readings[0]
    clear = len(readings) == 1 or readings[1].cost - best.cost >= MARGIN + _POOR_FIT * best.cost
    if plain is not None and (not clear or best.cost > plain.cost - 2 * MARGIN):
        return Mended(LineStatus.READ, plain.cells, None)
    if not clear:
        return Mended(LineStatus.UNREADABLE, None, f"{why}, and more than one reading fits the columns")
    return Mended(LineStatus.READ if best.reason is None else LineStatus.REPAIRED, best.cells, best.reason)


def _why(strict: list[str] | None, width: int) -> str:
    if strict is None:
        return "a quote stands where none can"
    if len(strict) == width:
        return f"{width} cells, but not what the columns hold"
    return f"{_cells(len(strict))} instead of {width}"


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"
