"""Lines that did not split as the others do, settled in the order of the file."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from leadaudit.intake.assembly import SpecialLine
from leadaudit.intake.cells import Dialect, Leniency, split_lenient, split_strict
from leadaudit.intake.fit import TableFit
from leadaudit.intake.layout import Layout, is_heading
from leadaudit.intake.mend import Mended, mend
from leadaudit.intake.outside import is_footer, is_totals, may_be_footer, repeats_header
from leadaudit.intake.scan import Suspect
from leadaudit.vocabulary import LineStatus

# Blank lines that may stand between the rows of a second table.
_GAP: Final = 3


class LineText(Protocol):
    """Gives the text of physical lines, by 0-based number."""

    def text(self, first: int, last: int | None = None) -> str:
        """One line, or several with the breaks between them."""


@dataclass(slots=True)
class Settled:
    """What became of the suspects.

    Args:
        specials: Delivered lines, ascending.
        outside: What is no delivered line: line number, kind, text, physical lines.
    """

    specials: list[SpecialLine] = field(default_factory=list)
    outside: list[tuple[int, str, str, int]] = field(default_factory=list)


@dataclass(slots=True)
class _SecondTable:
    """Another table below the first, with columns of its own."""

    line: int
    width: int
    last: int  # 0-based


def settle(
    suspects: Sequence[Suspect],
    text: LineText,
    dialect: Dialect,
    fit: TableFit,
    layout: Layout,
    *,
    last_read: int,
    footer_line: int,
) -> Settled:
    """Decide every suspect.

    Args:
        suspects: Physical lines that need a closer look, ascending.
        text: The file.
        dialect: How it is written.
        fit: What its columns hold.
        layout: Where the table is.
        last_read: Last line number that was simply read; what comes behind may be a footer.
        footer_line: First line that is known to be a footer.
    """
    settled = Settled()
    names = frozenset(name.strip().casefold() for name in layout.raw_header if name.strip())
    width = layout.width
    second: _SecondTable | None = None
    for at, suspect in enumerate(suspects):
        shown = text.text(suspect.first, suspect.last)
        cells = _cells(shown, dialect)
        line, span = suspect.first + 1, suspect.last - suspect.first + 1
        following = suspects[at + 1] if at + 1 < len(suspects) else None
        second = _continued(second, suspect, following, cells, text, dialect)
        if second is not None:
            second.last = suspect.last
            reason = f"belongs to a second table that starts on line {second.line} with {second.width} columns"
            settled.specials.append(SpecialLine(line, span, LineStatus.UNREADABLE, None, shown, reason))
            continue
        if len(cells) != width and _starts_table(suspects, at, cells, text, dialect, names):
            second = _SecondTable(line, len(cells), suspect.last)
            settled.outside.append((line, "header", shown, span))
            continue
        if _is_caption(suspects, at, cells, text, dialect, names):
            settled.outside.append((line, "banner", shown, span))
            continue
        kind = _kind_outside(cells, fit, names)
        if kind is None and line > last_read and may_be_footer(cells):
            blank = follows_blank_line(suspect.first, text, dialect)
            kind = "footer" if line > footer_line or is_footer(cells, fit, follows_blank=blank) else None
        if kind == "footer":
            footer_line = min(footer_line, line)
        if kind is not None:
            settled.outside.append((line, kind, shown, span))
            continue
        settled.specials.extend(_mended(suspect, shown, text, dialect, fit))
    return settled


def _cells(shown: str, dialect: Dialect) -> list[str]:
    return split_strict(shown, dialect) or split_lenient(shown, dialect, Leniency(closes_first=True))


def _cells_filled(cells: Sequence[str]) -> bool:
    return any(cell.strip() for cell in cells)


def _continued(
    second: _SecondTable | None,
    suspect: Suspect,
    following: Suspect | None,
    cells: Sequence[str],
    text: LineText,
    dialect: Dialect,
) -> _SecondTable | None:
    """The second table, as long as its rows follow each other; one damaged row does not end it."""
    if second is None or suspect.first > second.last + _GAP + 1:
        return None
    if any(text.text(line).strip() for line in range(second.last + 1, suspect.first)):
        return None
    if len(cells) == second.width:
        return second
    if following is None or following.first != suspect.last + 1:
        return None
    return second if len(_cells(text.text(following.first, following.last), dialect)) == second.width else None


def follows_blank_line(line: int, text: LineText, dialect: Dialect) -> bool:
    """Whether nothing stands on the physical line before the one given (0-based)."""
    return line > 0 and not _cells_filled(_cells(text.text(line - 1), dialect))


def _starts_table(
    suspects: Sequence[Suspect],
    at: int,
    cells: Sequence[str],
    text: LineText,
    dialect: Dialect,
    names: frozenset[str],
) -> bool:
    """Whether a row heads another table: it names our columns again, or columns of its own behind a blank line."""
    if len(cells) < 2 or not _cells_filled(cells):
        return False
    if repeats_header(cells, names):
        return True
    if not all(cell.strip() for cell in cells) or not _stands_apart(suspects[at].first, text, dialect):
        return False
    below = []
    for earlier, later in zip(suspects[at:], suspects[at + 1 : at + 20], strict=False):
        row = _cells(text.text(later.first, later.last), dialect)
        if later.first != earlier.last + 1 or len(row) != len(cells):
            break
        below.append(row)
    return bool(below) and is_heading(cells, below)


def _stands_apart(line: int, text: LineText, dialect: Dialect) -> bool:
    """Whether a blank line stands before it, or a caption behind a blank line."""
    if follows_blank_line(line, text, dialect):
        return True
    above = _cells(text.text(line - 1), dialect) if line > 1 else []
    return sum(1 for cell in above if cell.strip()) == 1 and follows_blank_line(line - 1, text, dialect)


def _is_caption(
    suspects: Sequence[Suspect],
    at: int,
    cells: Sequence[str],
    text: LineText,
    dialect: Dialect,
    names: frozenset[str],
) -> bool:
    """Whether a row is the one line of words above the heading of another table."""
    if sum(1 for cell in cells if cell.strip()) != 1 or at + 1 >= len(suspects):
        return False
    below = suspects[at + 1]
    if below.first != suspects[at].last + 1 or not follows_blank_line(suspects[at].first, text, dialect):
        return False
    return _starts_table(suspects, at + 1, _cells(text.text(below.first, below.last), dialect), text, dialect, names)


def _kind_outside(cells: Sequence[str], fit: TableFit, names: frozenset[str]) -> str | None:
    if not _cells_filled(cells):
        return "blank"
    if len(cells) == len(names) and repeats_header(cells, names):
        return "header"
    return "totals" if is_totals(cells, len(fit.columns)) else None


def _mended(suspect: Suspect, shown: str, text: LineText, dialect: Dialect, fit: TableFit) -> list[SpecialLine]:
    """The delivered lines of a suspect: one, or each of several that an open quote seemed to join."""
    if suspect.last == suspect.first:
        return [_special(suspect.first, 1, shown, mend(shown, dialect, fit))]
    alone = [(line, text.text(line)) for line in range(suspect.first, suspect.last + 1)]
    apart = [
        _special(line, 1, part, mend(part, dialect, fit)) if part.strip() else None for line, part in alone
    ]  # fmt: skip
    found = [special for special in apart if special is not None]
    if len(found) == len(apart) and all(special.status is not LineStatus.UNREADABLE for special in found):
        return found
    joined = mend(shown, dialect, fit)
    if joined.status is not LineStatus.UNREADABLE or len(found) < len(apart):
        return [_special(suspect.first, len(apart), shown, joined)]
    return found


def _special(first: int, span: int, shown: str, mended: Mended) -> SpecialLine:
    before = None if mended.status is LineStatus.READ else shown
    return SpecialLine(first + 1, span, mended.status, mended.cells, before, mended.reason)
