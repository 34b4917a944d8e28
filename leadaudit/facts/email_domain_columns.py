"""Mail hosts of which nothing at all is known, recognised as whole columns: nearly every company's."""

import re
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc
from disposable_email_domains import blocklist

from leadaudit.facts.email import NO_MAIL
from leadaudit.facts.email_domain import academic_names, free_domains, mail_lists, typos
from leadaudit.facts.url_columns import plain_domains
from leadaudit.tables import TEXT


def are_ordinary(hosts: pa.Array) -> pa.Array:
    """Whether hosts in lower case exist, stand for themselves, and are on no list nor near one.

    Of an ordinary host ``domain_fact`` says that it exists and nothing else.  The others may be as ordinary: this says
    no where it takes more than a list and a pattern to know.
    """
    is_domain = pc.fill_null(pc.equal(plain_domains(hosts), hosts), fill_value=False)
    is_known = pc.or_(pc.is_in(hosts, _listed()), pc.match_substring_regex(hosts, _suspicious()))
    return pc.and_not(is_domain, is_known)


@cache
def _listed() -> pa.Array:
    academic = academic_names()
    lists = (blocklist, free_domains(), typos("known"), mail_lists()["placeholders"]["domains"])
    return pa.array(
        sorted({*academic["domains"], *academic["endings"], *(name for each in lists for name in each)}), TEXT
    )


@cache
def _suspicious() -> str:
    """A pattern for all hosts that may be special otherwise."""
    academic = academic_names()
    beginnings = [re.escape(word) for name, words in academic.items() if name.startswith("prefixes_") for word in words]
    anywhere = [re.escape(word) for word in academic["words"]]
    endings = [re.escape(ending) for ending in (".edu", *NO_MAIL)]
    slips = [slip for provider in typos("providers") for slip in _slips(provider)]
    return (
        f"--|{'|'.join(sorted(anywhere))}|(?:{'|'.join(sorted(endings))})$"
        f"|^(?:{'|'.join(sorted(beginnings))})|^(?:{'|'.join(slips)})\\."
    )


def _slips(name: str) -> list[str]:
    """Patterns of everything one slip away from a name, and a little more."""
    places = range(len(name))
    one = [f"{re.escape(name[:place])}[^.]{{0,2}}{re.escape(name[place + 1 :])}" for place in places]
    swapped = [f"{re.escape(name[:place])}[^.]{{2}}{re.escape(name[place + 2 :])}" for place in places[:-1]]
    return one + swapped
