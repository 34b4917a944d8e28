"""Writes a policy as the TOML that people edit."""

import json
from collections.abc import Mapping
from decimal import Decimal

from leadaudit.errors import FileMistakesError
from leadaudit.policy.read import read_policy
from leadaudit.settings_file import parse_toml


def with_changes(text: str, changes: Mapping[str, object], *, where: str) -> str:
    """A policy text with some values put in; what it said besides stays, comments do not.

    Args:
        text: A policy of one's own, or nothing.
        changes: Tables and values to put in.
        where: Its name, for sentences.

    Raises:
        FileMistakesError: The outcome is no policy.
    """
    merged = _merged(parse_toml(text, where=where), changes)
    written = _table(merged, "")
    read_policy(written, where=where)
    return written


def _merged(before: Mapping[str, object], changes: Mapping[str, object]) -> dict[str, object]:
    merged = dict(before)
    for key, change in changes.items():
        below = merged.get(key)
        merged[key] = _merged(below, change) if isinstance(below, dict) and isinstance(change, Mapping) else change
    return merged


def _table(values: Mapping[str, object], path: str) -> str:
    """Plain values first, then the tables below, each under its own heading."""
    plain = [f"{_key(key)} = {_value(value)}" for key, value in values.items() if not isinstance(value, Mapping)]
    below = [
        _table(value, f"{path}.{_key(key)}" if path else _key(key))
        for key, value in values.items()
        if isinstance(value, Mapping)
    ]
    heading = [f"[{path}]"] if path and plain else []
    parts = ["\n".join([*heading, *plain]) + "\n"] if plain else []
    return "\n".join([*parts, *below])


def _key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() and key.isascii() else json.dumps(key)


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case float() | Decimal():
            return f"{float(value):.6g}"
        case int():
            return str(value)
        case str():
            return json.dumps(value, ensure_ascii=False)
        case list() | tuple():
            return f"[{', '.join(_value(each) for each in value)}]"
    raise FileMistakesError("policy", [f"{value!r} cannot stand in a policy. Leave it out."])
