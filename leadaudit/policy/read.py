"""Reads a policy: the shipped defaults, changed by what a file of your own says."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from leadaudit.errors import FileMistakesError
from leadaudit.policy.model import Policy
from leadaudit.settings_file import parse_toml, read_settings

# Parts of a policy that explain its rules and change no result.
_WORDS_ONLY = ("name", "version", "provenance", "fingerprint")


def default_policy_text() -> str:
    """The shipped policy as its commented TOML."""
    return (files(__package__) / "default.toml").read_text(encoding="utf-8")


@cache
def default_policy() -> Policy:
    """The policy in force when none is given."""
    return _typed(_default_tables(), where="default.toml")


def read_policy(text: str, *, where: str) -> Policy:
    """The defaults, changed by a policy file that holds only what it changes.

    A changed value takes the file's own provenance, or is marked as the user's assumption.

    Raises:
        FileMistakesError: Every mistake in one go; a file that changes rules needs a name and a version of its own.
    """
    changes = parse_toml(text, where=where)
    mistakes = [
        f"{key}: is missing. Add it; it is shown on every result." for key in ("name", "version") if key not in changes
    ]
    try:
        policy = _typed(_with_defaults({"name": "", "version": "", **changes}, where=where), where=where)
    except FileMistakesError as error:
        raise FileMistakesError(where, [*mistakes, *error.mistakes]) from error
    mistakes += _names_without_a_thing(policy, changes)
    if mistakes:
        raise FileMistakesError(where, mistakes)
    return policy


def _with_defaults(changes: Mapping[str, object], *, where: str) -> dict[str, object]:
    changed_keys = [key for key in _leaves(changes) if key.partition(".")[0] not in _WORDS_ONLY]
    own = {key: {"code": "A", "from": f"set in {where}"} for key in changed_keys}
    defaults = _default_tables()
    return _merged({**defaults, "provenance": {**_table(defaults, "provenance"), **own}}, changes)


def _names_without_a_thing(policy: Policy, changes: Mapping[str, object]) -> list[str]:
    """Names that one part of a policy uses and another does not have."""
    mistakes = [
        f"kinds.{name}.likelihood: is {kind.likelihood!r}, which freshness.likelihood does not have. Add it there or "
        "correct the name."
        for name, kind in policy.kinds.items()
        if kind.likelihood is not None and kind.likelihood not in policy.freshness.likelihood
    ]
    mistakes += [
        f"classes.validated_high_kinds: names {kind!r}, which is no kind of evidence. Add it under kinds or remove it."
        for kind in policy.classes.validated_high_kinds
        if kind not in policy.kinds
    ]
    known = _leaves(policy.model_dump(mode="json"))
    mistakes += [
        f"provenance.{key}: speaks of a key that a policy does not have. Correct or remove it."
        for key in _table(changes, "provenance")
        if not any(leaf == key or leaf.startswith(f"{key}.") for leaf in known)
    ]
    return mistakes


def _default_tables() -> dict[str, object]:
    kinds = parse_toml((files(__package__) / "evidence_kinds.toml").read_text("utf-8"), where="evidence_kinds.toml")
    return {**parse_toml(default_policy_text(), where="default.toml"), "kinds": kinds}


def _typed(tables: Mapping[str, object], *, where: str) -> Policy:
    draft = read_settings(Policy, {**tables, "fingerprint": ""}, where=where)
    return draft.model_copy(update={"fingerprint": _fingerprint(draft)})


def _fingerprint(policy: Policy) -> str:
    rules = policy.model_dump(mode="json", exclude=set(_WORDS_ONLY))
    canonical = json.dumps(rules, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()


def _merged(defaults: Mapping[str, object], changes: Mapping[str, object]) -> dict[str, object]:
    merged = dict(defaults)
    for key, change in changes.items():
        below = merged.get(key)
        merged[key] = _merged(below, change) if isinstance(below, dict) and isinstance(change, dict) else change
    return merged


def _leaves(tables: Mapping[str, object], path: str = "") -> list[str]:
    found: list[str] = []
    for key, value in tables.items():
        found += _leaves(value, f"{path}{key}.") if isinstance(value, dict) else [f"{path}{key}"]
    return found


def _table(tables: Mapping[str, object], key: str) -> dict[str, object]:
    value = tables.get(key)
    return dict(value) if isinstance(value, dict) else {}
