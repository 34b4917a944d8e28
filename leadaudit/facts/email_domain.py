"""What a mail domain says: whether it can exist, who hands out its addresses, and what it was meant to be."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from disposable_email_domains import blocklist

from leadaudit.facts.url import split_host
from leadaudit.similarity import nearest_spellings

# Neighbours on the keyboards people type addresses with; a slip onto any other key is more likely another name.
_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SHORTEST_MISSPELLED: Final = 4  # letters; below that everything is one slip from something real


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainFact:
    """What is known of one mail domain.

    Args:
        is_existing: Its ending is on the public suffix list, or is the reserved 'example'.
        is_disposable: Mailboxes that vanish after minutes; tested before free mail, as many are on both kinds of list.
        is_free: Mail for anybody: says nothing about an employer.
        is_academic: A school or university.
        meant: The domain it is a misspelling of, or None.
        is_provider_typo: ``meant`` is one of the large mail providers.
    """

    is_existing: bool
    is_disposable: bool
    is_free: bool
    is_academic: bool
    meant: str | None
    is_provider_typo: bool


@lru_cache(maxsize=1 << 18)
def domain_fact(host: str) -> DomainFact:
    """What is known of a host in lower-case ASCII, as e-mail addresses write it after the @."""
    registrable, is_existing = split_host(host)
    registered = registrable or host
    is_disposable = not blocklist.isdisjoint(_parents(host))
    is_free = not is_disposable and not free_domains().isdisjoint((host, registered))
    provider = None if is_free else _misspelled_provider(registered, is_existing=is_existing)
    return DomainFact(
        is_existing=is_existing,
        is_disposable=is_disposable,
        is_free=is_free,
        is_academic=not is_disposable and not is_free and _is_academic(host, registered),
        meant=provider or (None if is_existing else _ending_meant(host)),
        is_provider_typo=provider is not None,
    )


@cache
def mail_lists() -> dict[str, dict[str, frozenset[str]]]:
    """The lists of role and placeholder names beside this module, by table and name."""
    return {
        table: {name: frozenset(words) for name, words in _tables()[table].items()}
        for table in ("roles", "placeholders")
    }


@cache
def _tables() -> dict[str, dict[str, list[str] | dict[str, str]]]:
    return tomllib.loads((files(__package__) / "email_domains.toml").read_text(encoding="utf-8"))


@cache
def free_domains() -> frozenset[str]:
    """Domains of mail for anybody."""
    return frozenset(f"{name}.{ending}" for name, endings in _tables()["free"].items() for ending in endings)


@cache
def typos(name: str) -> dict[str, str]:
    """A table of what is misspelled, and what is meant by it: 'known', 'providers' or 'endings'."""
    meant = _tables()["typos"][name]
    return meant if isinstance(meant, dict) else {}


def _parents(host: str) -> list[str]:
    labels = host.split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)]


def _is_academic(host: str, registered: str) -> bool:
    lists = academic_names()
    labels = host.split(".")
    # ".edu", ".ac.uk" and their like; ".edu.au" and the other national ".edu" without a list.
    if labels[-1] == "edu" or ".".join(labels[-2:]) in lists["endings"] or (len(labels) > 2 and labels[-2] == "edu"):
        return True
    name, _, ending = registered.partition(".")
    prefixes = lists.get(f"prefixes_{ending}")
    if prefixes is not None and name.startswith(tuple(prefixes)):
        return True
    return registered in lists["domains"] or any(word in name for word in lists["words"])


@cache
def academic_names() -> dict[str, frozenset[str]]:
    """Domains, endings, words and beginnings of names by which schools are known."""
    return {name: frozenset(words) for name, words in _tables()["academic"].items()}


def _misspelled_provider(registered: str, *, is_existing: bool) -> str | None:
    """The large provider a domain is a misspelling of; None for anything that may be somebody's own name."""
    known = typos("known").get(registered)
    if known is not None:
        return known
    name, _, ending = registered.partition(".")
    providers, endings = typos("providers"), typos("endings")
    right_ending = providers.get(name)
    if right_ending is not None:  # the name is right, the ending is not
        slipped = endings.get(ending) == right_ending or not is_existing
        return f"{name}.{right_ending}" if slipped else None
    if len(name) < _SHORTEST_MISSPELLED or name in _real_names():
        return None
    # The first letter of a name is hardly ever the wrong one; other first letters are other names: mail, cloud.
    alike = [meant for meant in _providers_beginning(name[0]) if abs(len(meant) - len(name)) <= 1]
    near = nearest_spellings(name, alike, at_most=1) if alike else []
    meant = next((provider for provider, _ in near if _is_slip(name, provider)), None)
    if meant is None or ending not in {providers[meant], *endings}:
        return None
    return f"{meant}.{providers[meant]}"


@cache
def _real_names() -> frozenset[str]:
    return frozenset(_tables()["typos"]["real_names"])


@cache
def _providers_beginning(letter: str) -> tuple[str, ...]:
    return tuple(provider for provider in typos("providers") if provider.startswith(letter))


def _is_slip(typed: str, meant: str) -> bool:
    """Whether a difference of one is a slip of the hand: a letter lost, doubled or swapped, or a neighbouring key."""
    if len(typed) != len(meant):
        return True
    changed = [(one, other) for one, other in zip(typed, meant, strict=True) if one != other]
    return len(changed) == 2 or _are_neighbours(*changed[0])


def _are_neighbours(one: str, other: str) -> bool:
    places = {key: (row, column) for row, keys in enumerate(_ROWS) for column, key in enumerate(keys)}
    if one not in places or other not in places:
        return {one, other} in ({"0", "o"}, {"1", "l"}, {"1", "i"})
    (row, column), (other_row, other_column) = places[one], places[other]
    return abs(row - other_row) <= 1 and abs(column - other_column) <= 1


def _ending_meant(host: str) -> str | None:
    """The host with the ending that was meant, or None when the ending is no known slip."""
    for wrong, right in sorted(typos("endings").items(), key=lambda pair: -len(pair[0])):
        if host.endswith(f".{wrong}") and re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*", name := host[: -len(wrong) - 1]):
            return f"{name}.{right}"
    return None
