"""Names of columns, from one header row or several."""

from collections.abc import Sequence
from itertools import pairwise


def raw_names(header: Sequence[Sequence[str]], body_width: int) -> tuple[str, ...]:
    """The names as delivered, header rows joined by a space; empty without a header.

    Args:
        header: Cells of the header rows, in order.
        body_width: Cells that most records have.
    """
    return tuple(" ".join(part for part in parts if part) for parts in zip(*_even(header, body_width), strict=True))


def column_names(header: Sequence[Sequence[str]], body_width: int) -> tuple[str, ...]:
    """A distinct name for every column: made up for an empty one, numbered where names repeat.

    A heading over several columns, as a merged cell leaves it, names each of them.

    Args:
        header: Cells of the header rows, in order.
        body_width: Cells that most records have.
    """
    rows = _even(header, body_width)
    rows = [*(_spread(above, below) for above, below in pairwise(rows)), *rows[-1:]]
    parts = list(zip(*rows, strict=True)) if rows else [()] * body_width
    wanted = [" ".join(dict.fromkeys(_tidy(part) for part in column if part.strip())) for column in parts]
    return _distinct([name or f"Column {at}" for at, name in enumerate(wanted, start=1)])


def _tidy(name: str) -> str:
    return " ".join(name.strip().strip('"').split())


def _distinct(wanted: Sequence[str]) -> tuple[str, ...]:
    taken: set[str] = set(wanted)
    used: set[str] = set()
    numbers: dict[str, int] = {}
    names = []
    for name in wanted:
        distinct = name
        while distinct in used:
            numbers[name] = numbers.get(name, 1) + 1
            distinct = f"{name} ({numbers[name]})"
            if distinct in taken:
                distinct = name
        used.add(distinct)
        names.append(distinct)
    return tuple(names)


def _even(header: Sequence[Sequence[str]], body_width: int) -> list[list[str]]:
    """The header rows at one width."""
    rows = [_fitted(cells, body_width) for cells in header]
    width = max([body_width, *map(len, rows)])
    return [row + [""] * (width - len(row)) for row in rows]


def _fitted(cells: Sequence[str], body_width: int) -> list[str]:
    """The names up to the last; where there are more than columns, empty ones give way first."""
    last = max((at + 1 for at, cell in enumerate(cells) if cell.strip()), default=0)
    names = list(cells[:last])
    surplus = last - body_width
    if 0 < surplus <= sum(1 for name in names if not name.strip()):
        for _ in range(surplus):
            names.pop(next(at for at, name in enumerate(names) if not name.strip()))
    return names


def _spread(cells: Sequence[str], below: Sequence[str]) -> list[str]:
    """Headings over the columns they stand for: "Person:" over several, a word as it is over its own column alone."""
    headings, current = [], ""
    for cell, under in zip(cells, below, strict=True):
        # A heading with nothing under it names its own column, in a cell merged downwards.
        current = (cell if under.strip() else "") if cell.strip() else current
        headings.append(cell if cell.strip() else current)
    is_group = sum(1 for cell in cells if cell.strip()) < sum(1 for heading in headings if heading)
    return [
        f"{_tidy(one).rstrip(':')}:" if is_group and one and under.strip() else one
        for one, under in zip(headings, below, strict=True)
    ]
