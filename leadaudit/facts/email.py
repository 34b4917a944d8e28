"""What one delivered e-mail address says."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, ValidatedEmail, validate_email

from leadaudit.facts.email_domain import domain_fact, mail_lists
from leadaudit.facts.words import excerpt, is_missing
from leadaudit.vocabulary import ValueStatus

# RFC 5321, section 4.5.3.1: 64 octets before the @, 254 in all.
LONGEST_LOCAL: Final = 64
LONGEST_ADDRESS: Final = 254
# The shapes nearly every address has.  What they match, the library accepts and changes only to lower case; a test
# proves that the short cut answers as the library does.  Everything else goes to the library.
_PLAIN_LOCAL: Final = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*")
_PLAIN_HOST: Final = re.compile(r"(?:(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_LONGEST_HOST: Final = 253
NO_MAIL: Final = tuple(f".{name}" for name in SPECIAL_USE_DOMAIN_NAMES)
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c"))
_WRAPPED: Final = re.compile(r"[^<>@]*<\s*(?:mailto:)?([^<>\s]+@[^<>\s]+)\s*>\s*[,;]?", re.IGNORECASE)
_SEPARATORS: Final = re.compile(r"[\s,;|]+|/(?=[^/]*@)")
_SHORTEST_NUMBERED_ROLE: Final = 4  # "info2" is a function's; "ar20" may be initials and a year
_LONGEST_CELL: Final = 5_000  # characters looked at when a cell holds more than an address
_KEYBOARD_RUN: Final = re.compile(
    r"asdf|qwert|zxcvb|sdfsdf|(?P<key>.)(?P=key){2,}\Z|(?:0?123456789|12345678|1234567|123456|12345|1234|123)0?\Z"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailFact:
    """What one delivered e-mail address says.

    Args:
        norm: The address for comparing: lower case, domain in ASCII; None unless it is one by syntax.
        domain: What stands after the @ of ``norm``.
        status: Unusable: nobody can be reached there.  Doubtful: perhaps not the person's, or not what was meant.
        check: Id of the first check not passed; with status OK it is worth a note only.
        args: Words for the check's sentence.
        suggestion: The address that was probably meant.
        is_role: A function's mailbox, not a person's.
        is_free: From a provider open to anybody: says nothing about an employer.
        is_disposable: From a service whose mailboxes vanish.
        is_academic: From a school or university.
    """

    norm: str | None = None
    domain: str | None = None
    status: ValueStatus = ValueStatus.OK
    check: str | None = None
    args: tuple[tuple[str, str], ...] = ()
    suggestion: str | None = None
    is_role: bool = False
    is_free: bool = False
    is_disposable: bool = False
    is_academic: bool = False


def parse_email(text: str, *, extra_role_names: frozenset[str] = frozenset()) -> EmailFact:
    """Read one cell as an e-mail address; syntax is email-validator's judgement, nothing is looked up.

    Args:
        text: The cell.  'Jane <jane@acme.example>' and 'mailto:' are unwrapped; of several addresses the first counts.
        extra_role_names: Mailbox names that the user adds to the role names.
    """
    cell = (text if text.isascii() else text.translate(_INVISIBLE)).strip()
    norm = normal_address(cell)
    if norm is not None:
        return _judge(norm, "", extra_role_names)
    if is_missing(cell, "email"):
        return EmailFact(status=ValueStatus.MISSING)
    unwrapped = _unwrap(cell)
    if unwrapped is not None:
        return _judge(*unwrapped, extra_role_names)
    return EmailFact(
        status=ValueStatus.UNUSABLE,
        check="email.not-an-address",
        args=(("value", excerpt(cell)), ("why", why_not_an_address(cell))),
        suggestion=_mended(cell),
    )


def normal_address(address: str) -> str | None:
    """An address for comparing: lower case, domain in ASCII; None when the library refuses it."""
    if "@" not in address or len(address) > LONGEST_ADDRESS:
        return None
    local, _, domain = address.rpartition("@")
    if (
        len(local) <= LONGEST_LOCAL
        and domain.isascii()
        and _PLAIN_LOCAL.fullmatch(local)
        and "xn--" not in domain.lower()
    ):
        host = mail_host(domain)
        return None if host is None else f"{local.lower()}@{host}"
    try:
        valid = _validated(address)
    except EmailNotValidError:
        return None
    # Some letters take more room in lower case, or are no letters of an address any more.
    lowered = f"{unicodedata.normalize('NFC', valid.local_part.lower())}@{valid.ascii_domain}"
    return lowered if _is_address(lowered) else f"{valid.local_part}@{valid.ascii_domain}"


def why_not_an_address(text: str) -> str:
    """The library's sentence why a text is no address, without a final stop; '' for an address."""
    try:
        _validated(text[: 2 * LONGEST_ADDRESS])  # what is too long stays too long
    except EmailNotValidError as refusal:
        return str(refusal).rstrip(".")
    return ""


def _validated(address: str) -> ValidatedEmail:
    return validate_email(address, check_deliverability=False)


def _is_address(address: str) -> bool:
    return why_not_an_address(address) == ""


@lru_cache(maxsize=1 << 18)
def mail_host(domain: str) -> str | None:
    """A mail domain in lower-case ASCII, or None when the library refuses it."""
    lowered = domain.lower()
    if len(domain) <= _LONGEST_HOST and _PLAIN_HOST.fullmatch(lowered) and not lowered.endswith(NO_MAIL):
        return lowered
    try:
        return _validated(f"a@{domain}").ascii_domain
    except EmailNotValidError:
        return None


def _unwrap(cell: str) -> tuple[str, str] | None:
    """The address in a cell that holds more than one address, and the check that says so."""
    wrapped = _WRAPPED.fullmatch(cell[:_LONGEST_CELL])
    bare = wrapped[1] if wrapped else re.sub(r"\Amailto:|\?.*\Z", "", cell[:_LONGEST_CELL], flags=re.IGNORECASE)
    norm = normal_address(bare)
    if norm is not None:
        return norm, "email.unwrapped"
    parts = [part.strip("<>()[]\"'") for part in _SEPARATORS.split(cell[:_LONGEST_CELL]) if "@" in part]
    if len(parts) < 2:
        return None
    first = next((norm for norm in map(normal_address, parts) if norm is not None), None)
    return None if first is None else (first, "email.several")


def _mended(cell: str) -> str | None:
    """The address somebody meant who wrote '(at)', a comma, or one dot or @ too many; None when that is a guess."""
    text = unicodedata.normalize("NFKC", cell[:LONGEST_ADDRESS])
    text = re.sub(r"\s*[\[({]\s*(?:at|ät|arroba)\s*[\])}]\s*", "@", text, flags=re.IGNORECASE)
    text = re.sub(r"\s*[\[({]\s*(?:dot|punkt|point|punto)\s*[\])}]\s*", ".", text, flags=re.IGNORECASE)
    text = re.sub(r"@{2,}", "@", text.replace(",", ".")).strip(" .;:'\"")
    text = re.sub(r"\.{2,}", ".", text.replace(".@", "@").replace("@.", "@"))
    return normal_address(re.sub(r"\s*([@.])\s*", r"\1", text))


def _judge(norm: str, delivered: str, extra_role_names: frozenset[str]) -> EmailFact:
    """Everything known of an address that is one by syntax; ``delivered`` is the check of how it was written."""
    local, _, host = norm.rpartition("@")
    domain = domain_fact(host)
    is_role = _is_role(local, extra_role_names)
    suggestion = None if domain.meant is None else f"{local}@{domain.meant}"
    status, check = ValueStatus.OK, None
    if not domain.is_existing:
        status, check = ValueStatus.UNUSABLE, "email.typo-domain" if domain.is_provider_typo else "email.no-such-ending"
    elif _is_placeholder(local, host):
        status, check = ValueStatus.UNUSABLE, "email.placeholder"
    elif domain.is_provider_typo:  # before disposable: the lists hold misspellings that somebody collects mail on
        status, check = ValueStatus.DOUBTFUL, "email.typo-domain"
    elif domain.is_disposable:
        status, check = ValueStatus.DOUBTFUL, "email.disposable"
    elif delivered == "email.several":
        status, check = ValueStatus.DOUBTFUL, delivered
    elif is_role:
        check = "email.role-mailbox"
    elif delivered:
        check = delivered
    args = (
        ()
        if check is None
        else (("value", norm), ("domain", host), ("local_part", local), ("suggestion", suggestion or ""))
    )
    return EmailFact(
        norm=norm,
        domain=host,
        status=status,
        check=check,
        args=args,
        suggestion=suggestion,
        is_role=is_role,
        is_free=domain.is_free,
        is_disposable=domain.is_disposable,
        is_academic=domain.is_academic,
    )


@lru_cache(maxsize=8)
def role_names(extra: frozenset[str]) -> frozenset[str]:
    """Mailbox names of functions: ours and those that a policy adds."""
    roles = mail_lists()["roles"]
    return roles["rfc_2142"] | roles["usual"] | extra


def _is_role(local: str, extra: frozenset[str]) -> bool:
    """Whether a mailbox is a function's: 'sales', 'sales-uk', 'info2', 'no.reply', but not 'marketing.jones'."""
    names = role_names(extra)
    name = local.partition("+")[0]
    bare = name.rstrip("0123456789")
    if name in names or (bare in names and len(bare) >= _SHORTEST_NUMBERED_ROLE):
        return True
    first, *others = name.replace("-", ".").replace("_", ".").split(".")
    if not others:
        return False
    if len(first) > 1 and "".join((first, *others)) in names:  # "no.reply", but not S. Ales
        return True
    if first not in names:
        return False
    places = mail_lists()["roles"]["places"]
    return all(word in places or word in names for word in others)


def _is_placeholder(local: str, host: str) -> bool:
    """Whether an address was typed to get past a form."""
    lists = mail_lists()["placeholders"]
    name, owner = local.partition("+")[0], host.partition(".")[0]
    if host in lists["domains"]:
        return True
    if name in lists["locals"] and (
        name not in lists["only_at_placeholder_domains"] or host in lists["example_domains"]
    ):
        return True
    if name == owner and len(name) <= 3:  # abc@abc.com, x@x.com
        return True
    return _KEYBOARD_RUN.match(name) is not None
