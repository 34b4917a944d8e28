"""Web addresses: the domain somebody registered, and the profile page of one person."""

import re
from functools import cache, lru_cache
from typing import Final
from urllib.parse import unquote

import idna

from leadaudit.facts.suffixes import ending_of, suffixes

# What nearly every address looks like; its host needs no repair.
_PLAIN_ADDRESS: Final = re.compile(
    r"(?:https?://)?(?P<host>(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63})/?\Z", re.IGNORECASE | re.ASCII
)
_HOST: Final = re.compile(r"(?=.{1,253}\Z)(?:(?!-)[a-z0-9-]{1,63}(?<!-)\.)+(?!-)[a-z0-9-]{2,63}(?<!-)\Z")
_PLAIN_HOST: Final = re.compile(r"[a-z0-9.-]+\Z")
# Slashes lost or turned round in the scheme happen; a colon elsewhere is a port.
_SCHEME: Final = re.compile(r"(?:mailto:|https?:?/+|[a-z][a-z0-9+.-]*:(?=//))?/*", re.IGNORECASE)
_LONGEST_HOST: Final = 253  # RFC 1035, section 2.3.4, less the root label; more would also be slow to encode
_LONGEST_URL: Final = 2_000  # characters
_SEVERAL: Final = re.compile(r"[\s,;|]+")
_PROFILE: Final = re.compile(
    r"\b(?:linkedin\.com/(?:mwlite/|m/)?(?=in/|pub/|sales/)|xing\.com/(?=profile/))"
    r"(?P<kind>in|pub|sales/people|sales/lead|profile)/(?P<path>[^?#]+)",
    re.IGNORECASE,
)
_SITE: Final = dict.fromkeys(("in", "pub", "sales/people", "sales/lead"), "linkedin.com") | {"profile": "xing.com"}
_BARE_PROFILE: Final = re.compile(r"/?(?P<kind>in)/(?P<path>[^?#]+)", re.IGNORECASE)
# Paths that profile sites show to a visitor who is nobody in particular.
_NOBODY: Final = frozenset(
    {"", "null", "none", "n", "na", "n-a", "unknown", "undefined", "username", "profile", "me", "edit", "unavailable"}
)


def host_of(text: str) -> str | None:
    """The host in a URL, a bare domain or an e-mail address, lower case and in ASCII; None when there is none.

    Of several in one cell the first is taken.
    """
    plain = _PLAIN_ADDRESS.match(text)
    if plain is not None and len(plain["host"]) <= _LONGEST_HOST:
        return plain["host"].lower()
    first = _SEVERAL.split(text[:_LONGEST_URL].strip(" \t\r\n<>()[]\"'").replace("\\", "/"), maxsplit=1)[0]
    authority = re.split(r"[/?#]", _SCHEME.sub("", first, count=1), maxsplit=1)[0]
    host = authority.rpartition("@")[2].partition(":")[0].strip(".").lower()
    if len(host) > _LONGEST_HOST:
        return None
    if not _PLAIN_HOST.match(host):
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            return None
    return host if _HOST.match(host) else None


def registrable_domain(text: str) -> str | None:
    """The domain somebody registered, from a URL, a domain or an e-mail address.

    Returns:
        'acme.co.uk' for 'https://www.shop.acme.co.uk/x'; None for text without a domain that could exist.
        A hosting service's own domain stands for itself.
    """
    host = host_of(text)
    return None if host is None else split_host(host)[0]


def split_host(host: str) -> tuple[str | None, bool]:
    """The registrable domain of a host in lower-case ASCII, and whether its ending exists.

    An ending exists that is on the public suffix list, or is the reserved 'example'.
    """
    before, _, ending = host.rpartition(".")
    domain = f"{before.rpartition('.')[2]}.{ending}"
    if ending in plain_endings() and domain not in branching_domains() and domain[0] != "." and "xn--" not in domain:
        return domain, True
    return _split_by_list(host)


@cache
def plain_endings() -> frozenset[str]:
    """The endings of one label that exist, but for those under which every name is an ending, as under "ck"."""
    rules = suffixes().rules
    under_all = {rule.rpartition(".")[2] for rule in rules if rule.count(".") == 1 and rule[0] == "*"}
    return frozenset(rule for rule in rules if "." not in rule) - under_all


@cache
def branching_domains() -> frozenset[str]:
    """The last two labels of every longer ending: what somebody registered there begins further in front."""
    return frozenset(".".join(rule.lstrip("!").split(".")[-2:]) for rule in suffixes().rules if "." in rule)


@lru_cache(maxsize=1 << 18)
def _split_by_list(host: str) -> tuple[str | None, bool]:
    labels = host.split(".")
    ending = ending_of(labels)
    if ending is None:
        return None, False
    begins_at, is_private = ending
    if begins_at == 0:  # the host is an ending itself: a service such as github.io, or a bare "co.uk"
        return (host if is_private else None), True
    return ".".join(labels[begins_at - 1 :]), True


def profile_key(text: str) -> str | None:
    """One spelling for the address of one person's profile page; None when it names no person.

    Language, tracking and mobile variants of a page agree; company pages are not a person's.
    """
    address = text[:_LONGEST_URL].strip()
    found = _PROFILE.search(address) or _BARE_PROFILE.match(address)
    if found is None:
        return None
    kind = found["kind"].casefold()
    parts = [_slug(part) for part in found["path"].split("/")]
    if parts[0] in _NOBODY:
        return None
    # Old public pages need all four parts; elsewhere what follows the name is a language or a tab.
    person = "/".join(part for part in parts[: 4 if kind == "pub" else 1] if part)
    return f"{_SITE[kind]}/{kind}/{person}"


def _slug(part: str) -> str:
    """A path part without escapes and case, cut at the first blank, list separator or stray escape."""
    return re.split(r"[\s,;|%?#]", unquote(part).strip().casefold(), maxsplit=1)[0]
