"""TOML files that people write: read once, every mistake named at once, each with what to do."""

import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import Enum
from typing import Final, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo
from pydantic_core import ErrorDetails

from leadaudit.errors import FileMistakesError
from leadaudit.similarity import closest


class Section(BaseModel):
    """A table of a settings file: frozen, and refusing every key it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, use_attribute_docstrings=True)


Settings = TypeVar("Settings", bound=Section)

_STORED: Final = "is_stored"


def parse_toml(text: str, *, where: str) -> dict[str, object]:
    """The tables of a TOML text, decimals kept exact.

    Raises:
        FileMistakesError: The text is not TOML.
    """
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise FileMistakesError(where, [f"it cannot be read as TOML: {error}. Correct that place."]) from error


def read_settings(
    model: type[Settings], tables: Mapping[str, object], *, where: str, is_stored: bool = False
) -> Settings:
    """The tables as typed settings.

    Args:
        model: What they should be.
        tables: As parsed.
        where: The file's name.
        is_stored: They were put in force before; rules that came later refuse nothing (``is_lenient``).

    Raises:
        FileMistakesError: One sentence for each mistake, starting with the key it is about.
    """
    try:
        return model.model_validate(dict(tables), context={_STORED: is_stored})
    except ValidationError as error:
        raise FileMistakesError(where, [_sentence(model, mistake) for mistake in error.errors()]) from error


def is_lenient(info: ValidationInfo) -> bool:
    """Whether what is being read was stored already, and is to be told about and not refused."""
    return bool((info.context or {}).get(_STORED))


def _sentence(model: type[BaseModel], mistake: ErrorDetails) -> str:
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in mistake["loc"]) or "the file"
    match mistake["type"]:
        case "missing":
            return f"{key}: is missing. Add it."
        case "extra_forbidden":
            return f"{key}: is not a key of this file. {_near_miss(model, mistake['loc'])}"
        case "enum" | "literal_error":
            expected = str(mistake.get("ctx", {}).get("expected", "")).replace("'", "")
            return f"{key}: is {_shown(mistake['input'])}. Use {expected}."
        case "value_error":
            return f"{key}: {mistake['ctx']['error']}"
        case _:
            rule = mistake["msg"].removeprefix("Input ")
            return f"{key}: is {_shown(mistake['input'])}, but it {rule[0].lower()}{rule[1:]}. Correct it."


def _shown(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    return repr(value.value if isinstance(value, Enum) else value)


def _near_miss(model: type[BaseModel], location: Sequence[int | str]) -> str:
    known = _known_keys(model, [part for part in location[:-1] if isinstance(part, str)])
    near = closest(str(location[-1]), known, at_least=0.6)
    if near is not None:
        return f"Did you mean {near[0]}?"
    return f"Keys here are {', '.join(known)}." if known else "Remove it."


def _known_keys(model: type[BaseModel], path: Sequence[str]) -> list[str]:
    if not path:
        return sorted(field.alias or name for name, field in model.model_fields.items())
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    found = fields.get(path[0])
    inner = _section_of(found.annotation) if found is not None else None
    return _known_keys(inner, path[1:]) if inner is not None else []


def _section_of(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        section = _section_of(inner)
        if section is not None:
            return section
    return None
