"""Which column of a file of evidence says what, by the words of its header.

The words are in ``file_columns.toml``.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from leadaudit.evidence.wording import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundColumn:
    """One column of a file of evidence.

    Args:
        column_no: Its place, from 0.
        header: As delivered.
        says: What we take from it: a key of ``file_columns.toml``.
    """

    column_no: int
    header: str
    says: str


def find_columns(headers: Sequence[str], what: str, chosen: Mapping[str, str] | None = None) -> dict[str, FoundColumn]:
    """The column for each thing a file can say; a thing nobody's header names is absent.

    A header that is exactly one of the words goes first, then one that ends or begins with it; every column says one
    thing.

    Args:
        headers: As delivered, one per column.
        what: Kind of evidence the file holds: a table of ``file_columns.toml``.
        chosen: Header to what it says, where somebody said so; anything else ("ignore") takes it out.
    """
    words = wanted_words(what)
    plain = [folded(header.replace("_", " ")) for header in headers]
    said = {folded(header.replace("_", " ")): says for header, says in (chosen or {}).items()}
    taken = {at for at, text in enumerate(plain) if text in said}
    found = {
        said[plain[at]]: FoundColumn(column_no=at, header=headers[at], says=said[plain[at]])
        for at in sorted(taken, reverse=True)
        if said[plain[at]] in words
    }
    for fits in (_is, _holds):
        for says, phrases in words.items():
            if says in found:
                continue
            at = next(
                (at for phrase in phrases for at, text in enumerate(plain) if at not in taken and fits(text, phrase)),
                None,
            )
            if at is not None:
                found[says] = FoundColumn(column_no=at, header=headers[at], says=says)
                taken.add(at)
    return found


@cache
def wanted_words(what: str) -> Mapping[str, tuple[str, ...]]:
    """The words for each column of one kind of file, those of days first: "bounce date" is a day."""
    tables = tomllib.loads((files(__package__) / "file_columns.toml").read_text(encoding="utf-8"))
    own = {**tables[what]}
    dated = {name: own.pop(name) for name in ("asked_at", "at") if name in own}
    together = {**dated, **own, **{name: text for name, text in tables["everywhere"].items() if name not in own}}
    return {name: tuple(phrase.strip() for phrase in text.split(",")) for name, text in together.items()}


def _is(header: str, phrase: str) -> bool:
    return header == phrase


def _holds(header: str, phrase: str) -> bool:
    # One short word inside a longer header says little: "To" in "Time to answer".
    return len(phrase) > 3 and (header.startswith(f"{phrase} ") or header.endswith(f" {phrase}"))
