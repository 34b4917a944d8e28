"""What somebody said of the columns of a kind of evidence file, as a TOML file that people may write."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from leadaudit.errors import FileMistakesError
from leadaudit.evidence.file_columns import wanted_words
from leadaudit.settings_file import parse_toml
from leadaudit.similarity import closest
from leadaudit.vocabulary import DateOrder

IGNORE: Final = "ignore"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChoice:
    """What is taken from which column, where somebody said so.

    Args:
        columns: Header to what it says (a key of ``file_columns.toml``), or to "ignore".
        dates: Header to the order of its days.
    """

    columns: Mapping[str, str]
    dates: Mapping[str, DateOrder]

    def with_more(self, other: "ColumnChoice") -> "ColumnChoice":
        """Both; where they speak of the same column the other stands."""
        return ColumnChoice(columns={**self.columns, **other.columns}, dates={**self.dates, **other.dates})

    def as_text(self) -> str:
        """The file that says the same."""
        parts = [("columns", self.columns), ("dates", self.dates)]
        told = [
            "\n".join(
                [
                    f"[{name}]",
                    *(
                        f"{json.dumps(header, ensure_ascii=False)} = {json.dumps(str(said))}"
                        for header, said in section.items()
                    ),
                ]
            )
            for name, section in parts
            if section
        ]
        return "\n\n".join(told) + "\n"


NOTHING_SAID: Final = ColumnChoice(columns={}, dates={})


def choices(what: str) -> tuple[str, ...]:
    """What a column of a kind of file can say."""
    return (*wanted_words(what), IGNORE)


def read_column_choice(text: str | None, *, what: str, where: str) -> ColumnChoice:
    """What somebody said of the columns of a kind of evidence file.

    Args:
        text: ``[columns]`` from header to what it says, and ``[dates]`` from header to "dmy", "mdy" and so on; None or
            empty: nothing.
        what: Kind of file: a table of ``file_columns.toml``.
        where: The file's name, for sentences.

    Raises:
        FileMistakesError: Every mistake of the text.
    """
    if not text or not text.strip():
        return NOTHING_SAID
    given = parse_toml(text, where=where)
    mistakes = [
        f"[{name}]: there is no such section. Use [columns] and [dates]." for name in given if name not in _SECTIONS
    ]
    columns, dates = (_section(given.get(name, {}), name, mistakes) for name in _SECTIONS)
    mistakes += [
        f"columns, {header}: is said to be {said}, which such a file does not have. {_near(said, what)}"
        for header, said in columns.items()
        if said not in choices(what)
    ]
    mistakes += [
        f"dates, {header}: is {order!r}. Use {', '.join(DateOrder)}."
        for header, order in dates.items()
        if order not in tuple(DateOrder)
    ]
    if mistakes:
        raise FileMistakesError(where, mistakes)
    return ColumnChoice(columns=columns, dates={header: DateOrder(order) for header, order in dates.items()})


_SECTIONS: Final = ("columns", "dates")


def require_of_file(choice: ColumnChoice, headers: Sequence[str], *, where: str) -> None:
    """Every column that was said is one of a file, and no two say the same.

    Raises:
        FileMistakesError: Every mistake.
    """
    named = ", ".join(headers) or "none"
    mistakes = [
        f"column {name}: there is none in the file, which has {named}. Correct the name."
        for name in {**choice.columns, **choice.dates}
        if name not in headers
    ]
    given = [said for said in choice.columns.values() if said != IGNORE]
    mistakes += [
        f"columns: two of them are said to be {said}. Leave one of them."
        for said in sorted(set(given))
        if given.count(said) > 1
    ]
    if mistakes:
        raise FileMistakesError(where, mistakes)


def _section(section: object, name: str, mistakes: list[str]) -> dict[str, str]:
    if not isinstance(section, Mapping) or not all(isinstance(value, str) for value in section.values()):
        mistakes.append(f'[{name}]: is no section of texts. Write below it "Their column" = "{IGNORE}".')
        return {}
    return {str(header): str(value) for header, value in section.items()}


def _near(said: str, what: str) -> str:
    near = closest(said, list(choices(what)), at_least=0.6)
    return f"Did you mean {near[0]}?" if near else f"Use {', '.join(choices(what))}."
