"""A program file from what was filled into a form."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum


def program_toml(keys: Mapping[str, object]) -> str:
    """A program file; what is empty is left out.

    Args:
        keys: Keys of a program; tables are mappings, ``spec`` a list of them, ``returns_more`` joins ``returns``.
    """
    returns, more = keys.get("returns"), keys.get("returns_more")
    together = {**(returns if isinstance(returns, Mapping) else {}), **(more if isinstance(more, Mapping) else {})}
    plain = {name: value for name, value in keys.items() if not isinstance(value, Mapping) and name != "spec"}
    tables = {name: value for name, value in keys.items() if isinstance(value, Mapping) and name != "returns_more"}
    lines = list(_table("program", plain))
    for name, table in {**tables, **({"returns": together} if together else {})}.items():
        lines += _table(name, table)
    specs = keys.get("spec")
    for spec in specs if isinstance(specs, list) else []:
        lines += ["[[spec]]", *_table("", spec)]
    return "\n".join(lines) + "\n"


def _table(name: str, keys: object) -> Iterator[str]:
    filled = [
        (key, value)
        for key, value in (keys.items() if isinstance(keys, Mapping) else [])
        if value not in (None, "", [], {})
    ]
    if not filled:
        return
    if name:
        yield f"[{name}]"
    for key, value in filled:
        yield f"{key} = {_value(value)}"
    yield ""


def _value(value: object) -> str:  # noqa: PLR0911 - one for each kind of value
    match value:
        case bool():
            return "true" if value else "false"
        case Enum():
            return json.dumps(value.value)
        case Decimal():
            return f"{value.normalize():f}"
        case int() | float():
            return f"{value:g}"
        case datetime() | date():
            return value.isoformat()
        case Mapping():
            inner = ", ".join(f"{key} = {_value(one)}" for key, one in value.items() if one is not None)
            return f"{{ {inner} }}"
        case list() | tuple():
            return f"[{', '.join(_value(one) for one in value)}]"
        case _:
            # A JSON string is a TOML string.
            return json.dumps(str(value), ensure_ascii=False)
