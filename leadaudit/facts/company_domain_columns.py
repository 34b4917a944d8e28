"""Whether e-mail domains are the employers', judged as whole columns where it is plain."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.facts.columns import PlainAnswers
from leadaudit.facts.legal_forms import load_legal_forms
from leadaudit.facts.url_columns import plain_domains
from leadaudit.tables import FLAG, TEXT


def plain_employers(rows: Sequence[pa.Array], *, extra: str | None) -> PlainAnswers:
    """Of those distinct rows where it is plain, whether the e-mail domain is the employer's.

    It is where the website has the same domain, or the domain is called as the company; that is not known where
    there is no domain or no company.  The answers are those of ``judges.employers_domain``.

    Args:
        rows: Key of the company, e-mail domain, registered domain of the website.
        extra: The user's own legal forms and company words, TOML.
    """
    key, email_domain, website_domain = rows
    domain = plain_domains(email_domain)
    # Where a list says whose a domain is, its name does not count.
    is_free = pc.and_(domain.is_valid(), pc.invert(pc.is_in(domain, _told_by_list(extra))))
    label = pc.struct_field(pc.extract_regex(domain, r"^(?P<label>[a-z0-9]+)\."), "label")
    is_called_so = pc.and_(is_free, _holds(pc.equal(label, pc.replace_substring(key, " ", ""))))
    is_employers = pc.or_(_holds(pc.equal(domain, website_domain)), is_called_so)
    is_unknown = pc.or_(email_domain.is_null(), pc.and_(is_free, key.is_null()))
    answers = pc.if_else(is_employers, pa.scalar(value=True, type=FLAG), pa.scalar(None, FLAG))
    is_plain = pc.or_(is_employers, is_unknown)
    return PlainAnswers(is_plain=is_plain, facts=pa.table({"answer": answers.filter(is_plain)}))


def _told_by_list(extra: str | None) -> pa.Array:
    return pa.array(sorted(load_legal_forms(extra).domains), TEXT)


def _holds(flags: pa.Array) -> pa.Array:
    return pc.fill_null(flags, fill_value=False)
