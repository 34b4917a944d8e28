"""The fields a delivered column can be: what they are called, what they mean, whether several columns may share one."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Final

# A column may be set aside on purpose; in a mapping that is the same as belonging to no field.
IGNORE: Final = "ignore"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing a delivered column can hold.

    Args:
        name: Identifier, published once and never renamed.
        group: What the field belongs to (person, company, consent ...).
        label: What the screen calls it.
        meaning: What it holds, in one sentence without a final stop.
        many: Whether several columns may be mapped to it.
    """

    name: str
    group: str
    label: str
    meaning: str
    many: bool = False


def load_fields() -> Mapping[str, Field]:
    """Every field by its name, in the order the screen lists them."""
    entries = tomllib.loads((files(__package__) / "fields.toml").read_text(encoding="utf-8"))
    return MappingProxyType({name: Field(name=name, **entry) for name, entry in entries.items()})


FIELDS: Final = load_fields()
