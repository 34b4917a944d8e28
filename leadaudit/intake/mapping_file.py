"""A mapping as a TOML file: what a vendor's headers stand for, kept for the next delivery."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from leadaudit.errors import FileMistakesError
from leadaudit.intake.fields import FIELDS, IGNORE
from leadaudit.vocabulary import DateOrder

_NOTHING: Final[Mapping[str, DateOrder]] = MappingProxyType({})
_ESCAPES: Final = {
    ord('"'): '\\"',
    ord("\\"): "\\\\",
    ord("\b"): "\\b",
    ord("\t"): "\\t",
    ord("\n"): "\\n",
    ord("\f"): "\\f",
    ord("\r"): "\\r",
} | {code: f"\\u{code:04X}" for code in [*range(8), 11, *range(14, 32), 127]}


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedMapping:
    """What was confirmed for a vendor's headers.

    Args:
        columns: Name of the column (see ``names_of_columns``) to field, or to "ignore".
        dates: Name of the column to the order its dates are written in.
    """

    columns: Mapping[str, str]
    dates: Mapping[str, DateOrder] = field(default_factory=lambda: _NOTHING)


def names_of_columns(header: Sequence[str]) -> list[str]:
    """What each column is called in a mapping file: its header, "column 3" without one, "Phone (2)" for a repeat."""
    names: list[str] = []
    for number, text in enumerate(header, start=1):
        name = text.strip() or f"column {number}"
        repeat = 2
        while name in names:
            name = f"{text.strip() or f'column {number}'} ({repeat})"
            repeat += 1
        names.append(name)
    return names


def read_mapping_file(text: str, where: str) -> SavedMapping:
    """A mapping from its TOML text.

    Args:
        text: ``[columns]`` from header to field, and ``[dates]`` from header to ymd, dmy, mdy, serial, epoch or words.
        where: The file's name, for what is wrong in it.

    Raises:
        FileMistakesError: It is no TOML, or names a section, field or order that does not exist; each is named.
    """
    try:
        sections = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FileMistakesError(
            where, [f'line by line: this is not TOML ({error}). Write "E-Mail" = "email".']
        ) from error
    mistakes = [
        f"[{name}]: there is no such section. Use [columns] and [dates]."
        for name in sections
        if name not in ("columns", "dates")
    ]
    columns = _section(sections.get("columns", {}), "columns", mistakes)
    dates = _section(sections.get("dates", {}), "dates", mistakes)
    mistakes += [_field_mistake(header, name) for header, name in columns.items() if name not in FIELDS]
    mistakes += [
        f"dates.\"{header}\": '{order}' is no way to write dates. Use {', '.join(DateOrder)}."
        for header, order in dates.items()
        if order not in tuple(DateOrder)
    ]
    mistakes += [
        f'dates."{header}": this column has no field. Add it to [columns].' for header in dates if header not in columns
    ]
    if mistakes:
        raise FileMistakesError(where, mistakes)
    return SavedMapping(columns=columns, dates={header: DateOrder(order) for header, order in dates.items()})


def _section(section: object, name: str, mistakes: list[str]) -> dict[str, str]:
    if not isinstance(section, dict):
        mistakes.append(f"{name}: this is not a section. Write [{name}] and one line per header.")
        return {}
    wrong = [header for header, value in section.items() if not isinstance(value, str)]
    mistakes += [
        f'{name}."{header}": the value must be a word in quotes. Write "{header}" = "...".' for header in wrong
    ]
    return {header: value for header, value in section.items() if isinstance(value, str)}


def _field_mistake(header: str, name: str) -> str:
    near = get_close_matches(name, list(FIELDS), n=1)
    hint = f"Did you mean '{near[0]}'?" if near else f"Use a field of the list, or '{IGNORE}'."
    return f"columns.\"{header}\": there is no field '{name}'. {hint}"


def write_mapping_file(saved: SavedMapping) -> str:
    """The TOML text of a mapping; reading it back gives the mapping again."""
    lines = ["[columns]", *(f"{_quoted(header)} = {_quoted(name)}" for header, name in saved.columns.items())]
    if saved.dates:
        lines += ["", "[dates]", *(f"{_quoted(header)} = {_quoted(order)}" for header, order in saved.dates.items())]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'
