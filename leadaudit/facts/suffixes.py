"""The public suffix list: the endings under which names are registered, and where a host's ending begins.

The list is the one tldextract brings.  Its own reader would load a library for fetching pages, a third of a second of
every start, which nothing here ever uses.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Final

import idna

_RULE: Final = re.compile(r"^[.*!]*\w\S*", re.MULTILINE)
_PRIVATE_FROM: Final = "// ===BEGIN PRIVATE DOMAINS==="
# Reserved for invented data (RFC 2606, section 2).
_RESERVED: Final = "example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suffixes:
    """The rules of the list, as publicsuffix.org writes them.

    Args:
        rules: All of them: 'co.uk', '*.ck' (every name under ck is an ending), '!www.ck' (but this one).
        private: Those of services that let customers have names, such as 'github.io'.
        branches: Every rule, and every ending of one: 'uk' belongs to 'co.uk'.
    """

    rules: frozenset[str]
    private: frozenset[str]
    branches: frozenset[str]


@cache
def suffixes() -> Suffixes:
    """The list with its private part, so that two firms on one hosting service keep two domains."""
    # Through what is installed, not the package: importlib.resources and pkgutil would import it.
    bundled = distribution("tldextract").locate_file("tldextract/.tld_set_snapshot")
    text = Path(str(bundled)).read_text(encoding="utf-8")
    registries, _, services = text.partition(_PRIVATE_FROM)
    private = frozenset(_RULE.findall(services))
    rules = frozenset({*_RULE.findall(registries), _RESERVED}) | private
    branches = {rule.split(".", number)[-1] for rule in rules for number in range(rule.count(".") + 1)}
    return Suffixes(rules=rules, private=private, branches=frozenset(branches))


def ending_of(labels: list[str]) -> tuple[int, bool] | None:
    """At which of a host's labels its ending begins, and whether that is a service's; None without a known ending.

    Args:
        labels: Of the host, lower case, in ASCII.
    """
    known = suffixes()
    branch = ""
    found: tuple[int, bool] | None = None
    for at in range(len(labels) - 1, -1, -1):
        label = _decoded(labels[at])
        longer = f"{label}.{branch}" if branch else label
        if longer in known.branches:
            branch = longer
            if branch in known.rules:
                found = at, branch in known.private
            continue
        if f"*.{branch}" in known.rules:
            return at + (f"!{longer}" in known.rules), f"*.{branch}" in known.private
        break
    return found


def _decoded(label: str) -> str:
    """A label as the list writes it."""
    if not label.startswith("xn--"):
        return label
    try:
        return idna.decode(label)
    except (UnicodeError, IndexError):
        return label
