"""What stands in a TOML table of words, whoever wrote it; anything of another kind counts as absent."""

from collections.abc import Mapping, Sequence

from leadaudit.similarity import closest


def inner_table(table: Mapping[str, object], name: str) -> dict[str, object]:
    """The table of a name within another."""
    inner = table.get(name, {})
    return {str(key): value for key, value in inner.items()} if isinstance(inner, dict) else {}


def strings(table: Mapping[str, object], name: str) -> dict[str, str]:
    """The table of a name within another, every value as text."""
    return {key: str(value) for key, value in inner_table(table, name).items()}


def texts(value: object) -> Sequence[str]:
    """The texts of a list."""
    return [str(text) for text in value] if isinstance(value, list) else []


def did_you_mean(name: str, known: Sequence[str]) -> str:
    """What somebody may have meant who wrote a name that is not known."""
    near = closest(name, known, at_least=0.7)
    return f"Did you mean {near[0]}?" if near else f"Use {', '.join(known)}."
