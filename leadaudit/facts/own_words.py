"""Words the user adds to ours: a TOML file of the same shape as the shipped one, read in front of it."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from importlib.resources import files

from leadaudit.errors import FileMistakesError


def shipped_words(name: str) -> dict[str, object]:
    """A table of words that stands beside these modules."""
    return tomllib.loads((files(__package__) / name).read_text(encoding="utf-8"))


def own_words(
    text: str | None, *, where: str, mistakes: Callable[[Mapping[str, object]], Iterable[str]]
) -> dict[str, object]:
    """The user's words; none without a file.

    Args:
        text: The file's text.
        where: Its name, for the sentences about its mistakes.
        mistakes: What is not understood in its tables, one sentence each.

    Raises:
        FileMistakesError: It is not TOML, or holds mistakes; every one is named.
    """
    if text is None:
        return {}
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FileMistakesError(where, [f"not TOML: {error}. Correct the line that is named."]) from error
    if found := [*mistakes(tables)]:
        raise FileMistakesError(where, found)
    return tables
