"""Web addresses judged as whole columns where they name a plain domain, as nearly all do."""

from collections.abc import Sequence
from functools import cache
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.facts.columns import PlainAnswers, plain_answers
from leadaudit.facts.url import branching_domains, plain_endings
from leadaudit.facts.words import missing_words
from leadaudit.tables import TEXT

# A domain of two labels, perhaps behind a scheme and "www".
_PLAIN_SITE: Final = (
    r"^(?:https?://)?(?:www\.)?(?P<domain>[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.(?P<ending>[a-z]{2,63}))/?$"
)


def plain_websites(rows: Sequence[pa.Array]) -> PlainAnswers:
    """The facts of those distinct website cells that are plain, as ``judges.website`` finds them.

    Args:
        rows: The cells alone.
    """
    (cells,) = rows
    domains = plain_domains(cells)
    says_nothing = pc.is_in(pc.ascii_lower(cells), pa.array(sorted(missing_words("website")), TEXT))
    is_plain = pc.and_(domains.is_valid(), pc.invert(says_nothing))
    return plain_answers(is_plain.to_numpy(zero_copy_only=False), {"text": domains.filter(is_plain)})


def plain_domains(addresses: pa.Array) -> pa.Array:
    """The registered domain of addresses that are plain, as ``registrable_domain`` finds it; null for all others."""
    found = pc.extract_regex(pc.ascii_lower(addresses), _PLAIN_SITE)
    domain, ending = pc.struct_field(found, "domain"), pc.struct_field(found, "ending")
    needs_list = pc.or_(pc.is_in(domain, _branching()), pc.starts_with(domain, "xn--"))
    return pc.if_else(pc.and_not(pc.is_in(ending, _endings()), needs_list), domain, pa.scalar(None, TEXT))


@cache
def _endings() -> pa.Array:
    return pa.array(sorted(plain_endings()), TEXT)


@cache
def _branching() -> pa.Array:
    return pa.array(sorted(branching_domains()), TEXT)
