"""A sheet of ours that somebody filled in and gave back: its lines by the names of its columns."""

from collections.abc import Iterable, Iterator, Sequence

from leadaudit.errors import FileMistakesError


def filled_lines(
    header: Sequence[str], lines: Iterable[tuple[int, Sequence[str]]], *, needed: Sequence[str], where: str
) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line's number and its cells by column name, without blanks around them; short lines lack their last ones.

    Args:
        header: Column names as given back.
        lines: Line number and cells of each line.
        needed: Columns it cannot do without.
        where: The file's name, for sentences.

    Raises:
        FileMistakesError: Every needed column that is missing.
    """
    names = [name.strip().lower() for name in header]
    absent = [name for name in needed if name not in names]
    if absent:
        raise FileMistakesError(
            where, [f"column {name}: is missing. Fill in the sheet as it was drawn." for name in absent]
        )
    return ((number, {name: cell.strip() for name, cell in zip(names, cells, strict=False)}) for number, cells in lines)
