"""E-mail cells of plain shape, read as whole columns exactly as ``parse_email`` reads each of them.

Plain is an ordinary mailbox at a domain that exists.  Blanks, letters beyond ASCII, mailboxes that may be a function's
or a form's filling, misspelled and disposable domains: all that is left to the judge.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.facts.columns import PlainAnswers, plain_answers, with_check
from leadaudit.facts.email import LONGEST_ADDRESS, LONGEST_LOCAL, mail_host, role_names
from leadaudit.facts.email_domain import domain_fact, mail_lists
from leadaudit.facts.email_domain_columns import are_ordinary
from leadaudit.tables import FLAG, TEXT

_SAYS: Final = with_check(
    ("norm", TEXT), ("domain", TEXT), ("suggestion", TEXT), ("is_role", FLAG), ("is_free", FLAG),
    ("is_disposable", FLAG), ("is_academic", FLAG),
)  # fmt: skip
_FEWEST: Final = 500  # to make ready for columns takes as long as to judge so many
_PLAIN: Final = r"^[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9.-]+$"
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz0123456789_-"
# What opens a name that may be a run along the keyboard, or one key held down.
_KEYBOARD: Final = r"asdf|qwert|zxcvb|sdfsdf|[0-9]{3,12}(?:\+|$)|" + "|".join(
    f"{key}{{3,}}(?:\\+|$)" for key in _LETTERS
)
_LONGEST_OWNERS_NAME: Final = 3  # of a mailbox that is nobody's for being called as its domain: abc@abc.com


def plain_emails(rows: Sequence[pa.Array], *, extra_role_names: frozenset[str]) -> PlainAnswers:
    """The facts of those distinct e-mail cells that are plain.

    Args:
        rows: The cells alone.
        extra_role_names: Mailbox names that the user adds to the role names.
    """
    (cells,) = rows
    if len(cells) < _FEWEST:
        return PlainAnswers(is_plain=pa.array(np.zeros(len(cells), np.bool_)), facts=_SAYS.empty_table())
    is_short = pc.less_equal(pc.binary_length(cells), LONGEST_ADDRESS)
    shaped = pc.indices_nonzero(pc.and_(pc.match_substring_regex(cells, _PLAIN), is_short))
    norms = pc.ascii_lower(cells.take(shaped))
    mailboxes, hosts = _halves(norms)
    distinct = hosts.dictionary_encode()
    said = _hosts(distinct.dictionary)
    is_known = said["is_plain"].take(distinct.indices)
    is_person = _are_persons(mailboxes, said["name"].take(distinct.indices), extra_role_names)
    plain = pc.indices_nonzero(pc.and_(is_known, is_person))
    is_plain = np.zeros(len(cells), np.bool_)
    is_plain[shaped.take(plain).to_numpy()] = True
    place = distinct.indices.take(plain)
    never = pa.repeat(pa.scalar(value=False, type=FLAG), len(plain))
    return plain_answers(
        is_plain,
        {
            "norm": norms.take(plain),
            "domain": distinct.dictionary.take(place),
            "suggestion": pa.nulls(len(plain), TEXT),
            "is_role": never,
            "is_free": said["is_free"].take(place),
            "is_disposable": never,
            "is_academic": said["is_academic"].take(place),
        },
    )


def _halves(addresses: pa.Array) -> tuple[pa.Array, pa.Array]:
    """What stands before and behind the one @ of each address."""
    halves = pc.split_pattern(addresses, "@").flatten()
    before = np.arange(0, len(halves), 2)
    return halves.take(pa.array(before)), halves.take(pa.array(before + 1))


def _hosts(hosts: pa.Array) -> pa.RecordBatch:
    """One row per host: is_plain (nothing wrong with an address there), is_free, is_academic, and its first label."""
    is_ordinary = are_ordinary(hosts).to_numpy(zero_copy_only=False)
    is_plain, is_free, is_academic = is_ordinary.copy(), np.zeros_like(is_ordinary), np.zeros_like(is_ordinary)
    for place in np.flatnonzero(~is_ordinary):
        host = hosts[place].as_py()
        is_plain[place], is_free[place], is_academic[place] = _one_host(host)
    return pa.record_batch(
        {
            "is_plain": pa.array(is_plain),
            "is_free": pa.array(is_free),
            "is_academic": pa.array(is_academic),
            "name": pc.replace_substring_regex(hosts, r"\..*$", ""),
        }
    )


def _one_host(host: str) -> tuple[bool, bool, bool]:
    if mail_host(host) != host or host in mail_lists()["placeholders"]["domains"]:
        return False, False, False
    fact = domain_fact(host)
    is_plain = fact.is_existing and fact.meant is None and not fact.is_disposable
    return is_plain, fact.is_free, fact.is_academic


def _are_persons(mailboxes: pa.Array, hosts_names: pa.Array, extra_role_names: frozenset[str]) -> pa.Array:
    """Whether nothing suggests that a mailbox is a function's, or was typed to get past a form."""
    is_long = pc.greater(pc.binary_length(mailboxes), LONGEST_LOCAL)
    is_person = pc.and_not(
        pc.invert(pc.match_substring_regex(mailboxes, _not_a_persons(extra_role_names))), is_long
    ).to_numpy(zero_copy_only=False)
    # The few that are short may be called as their domain is.
    short = pc.indices_nonzero(pc.match_substring_regex(mailboxes, rf"^[^+]{{0,{_LONGEST_OWNERS_NAME}}}(?:\+|$)"))
    names = pc.replace_substring_regex(mailboxes.take(short), r"\+.*$", "")
    is_person[short.filter(pc.equal(names, hosts_names.take(short))).to_numpy()] = False
    return pa.array(is_person)


@lru_cache(maxsize=8)
def _not_a_persons(extra_role_names: frozenset[str]) -> str:
    """A pattern for every mailbox that may be no person's: it recognises too many, never too few."""
    names = sorted(role_names(extra_role_names))
    # "no.reply" and "sales-uk" too: signs between the letters, numbers and further words behind them.
    bare = (re.sub(r"[._-]|[0-9]+\Z", "", name) for name in names)
    spread = ("[._-]*".join(map(re.escape, name)) for name in bare if name)
    roles = f"[._-]*(?:{'|'.join([*spread, *map(re.escape, names)])})(?:[0-9]*(?:\\+|$)|[0-9]*[._-])"
    placeholders = f"(?:{'|'.join(map(re.escape, sorted(mail_lists()['placeholders']['locals'])))})(?:\\+|$)"
    return f"^(?:{roles}|{placeholders}|{_KEYBOARD})"
