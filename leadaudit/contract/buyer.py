"""Who buys: our own names and domains, our lists, and the wordings stored with us."""

import json
from collections.abc import Callable
from datetime import date

from pydantic import Field

from leadaudit.contract.program_sections import Wording
from leadaudit.errors import FileMistakesError
from leadaudit.settings_file import Section, parse_toml, read_settings
from leadaudit.vocabulary import ListKind


class BuyerList(Section):
    """Entries of one list: addresses, domains (``*.x.com`` for subdomains) or company names."""

    entries: tuple[str, ...] = ()
    """Inline entries."""
    file: str | None = None
    """A file beside the buyer file, one entry a line; only on disk, never in an upload."""
    supplied_on: date | None = None
    """When it was handed to the vendors."""


class Buyer(Section):
    """The buying company as the audit needs to know it."""

    names: tuple[str, ...] = ()
    """Names people may be shown for us, such as brand and legal name."""
    own_domains: tuple[str, ...] = ()
    """Our own e-mail domains."""
    founded_on: date | None = None
    """When our company began; nobody can have asked us anything before."""
    competitors: BuyerList = BuyerList()
    """Companies that compete with us."""
    suppression: BuyerList = BuyerList()
    """People and companies never to be contacted."""
    target_accounts: BuyerList = BuyerList()
    """Companies we want to reach."""
    customers: BuyerList = BuyerList()
    """Companies that buy from us already."""
    wordings: tuple[Wording, ...] = Field(default=())
    """Wordings that hold for every program."""

    def lists(self) -> dict[ListKind, BuyerList]:
        """Every list by its kind."""
        return {
            ListKind.COMPETITORS: self.competitors,
            ListKind.SUPPRESSION: self.suppression,
            ListKind.TARGET_ACCOUNTS: self.target_accounts,
            ListKind.CUSTOMERS: self.customers,
            ListKind.OWN_DOMAINS: BuyerList(entries=self.own_domains),
        }


def read_buyer(text: str, *, where: str, read_list: Callable[[str], str] | None = None) -> Buyer:
    """The buyer a TOML text describes.

    The keys may stand in a ``[buyer]`` table or at the top of the file.  A list may be a plain array
    of entries or a table with ``entries``, ``file`` and ``supplied_on``.

    Args:
        text: The TOML.
        where: The file's name, for sentences.
        read_list: Gives the text of a list file below the buyer file's folder; None where files are not allowed.

    Raises:
        FileMistakesError: Every mistake in one go.
    """
    tables = parse_toml(text, where=where)
    own = tables.pop("buyer", {})
    tables = {**own, **tables} if isinstance(own, dict) else {"buyer": own, **tables}
    tables = {key: {"entries": value} if _is_list(key, value) else value for key, value in tables.items()}
    buyer = read_settings(Buyer, tables, where=where)
    return buyer.model_copy(
        update={
            key: _with_file(getattr(buyer, key), where=f"{where}, {key}", read_list=read_list)
            for key in ("competitors", "suppression", "target_accounts", "customers")
        }
    )


def write_buyer(buyer: Buyer) -> str:
    """The buyer as TOML with every list inline; reading it gives the same buyer."""
    lines = [f"names = {_array(buyer.names)}", f"own_domains = {_array(buyer.own_domains)}"]
    lines += [f"founded_on = {buyer.founded_on}"] if buyer.founded_on else []
    for key in ("competitors", "suppression", "target_accounts", "customers"):
        listed: BuyerList = getattr(buyer, key)
        lines += ["", f"[{key}]", f"entries = {_array(listed.entries)}"]
        lines += [f"supplied_on = {listed.supplied_on}"] if listed.supplied_on else []
    for wording in buyer.wordings:
        lines += ["", "[[wordings]]"]
        lines += [f"{key} = {_value(value)}" for key, value in wording.model_dump(exclude_none=True).items()]
    return "\n".join(lines) + "\n"


def _array(texts: tuple[str, ...]) -> str:
    return "[" + "".join(f"\n  {_quoted(text)}," for text in texts) + ("\n]" if texts else "]")


def _value(value: object) -> str:
    match value:
        case str():
            return _quoted(value)
        case date():
            return value.isoformat()
        case _:
            return _array(tuple(value)) if isinstance(value, tuple | list) else str(value)


def _quoted(text: str) -> str:
    # A JSON string is a TOML string, but for the one control character that JSON leaves as it is.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _is_list(key: str, value: object) -> bool:
    return key in ("competitors", "suppression", "target_accounts", "customers") and isinstance(value, list)


def _with_file(listed: BuyerList, *, where: str, read_list: Callable[[str], str] | None) -> BuyerList:
    if listed.file is None:
        return listed
    if read_list is None:
        raise FileMistakesError(where, ["file: lists of an uploaded file are inline only. Use entries."])
    lines = (line.strip() for line in read_list(listed.file).splitlines())
    return listed.model_copy(update={"entries": (*listed.entries, *(line for line in lines if line)), "file": None})
