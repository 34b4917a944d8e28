"""The functions that read_facts runs over distinct values: one delivered row of cells in, one fact out.

They are importable by name and take the user's own words as text, so that a worker process can load them itself.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from leadaudit.facts.amounts import MOST_MONEY, fold_amount, read_band, without_currency
from leadaudit.facts.company import CompanyFact, read_company
from leadaudit.facts.company_domain import company_matches_domain
from leadaudit.facts.country import PlaceFact, parse_country, parse_state
from leadaudit.facts.dates import DateFact, parse_date
from leadaudit.facts.email import EmailFact, parse_email
from leadaudit.facts.industry import IndustryFact, IndustryTable, load_industries, read_industry
from leadaudit.facts.legal_forms import LegalForms, load_legal_forms
from leadaudit.facts.name import NameFact, parse_name
from leadaudit.facts.phone import PhoneFact, parse_phone
from leadaudit.facts.size import SizeFact, parse_employees, parse_revenue
from leadaudit.facts.title import TitleFact, TitleTable, load_title_table, read_title
from leadaudit.facts.url import profile_key, registrable_domain
from leadaudit.facts.words import excerpt, is_missing, parse_yes_no
from leadaudit.money import to_minor
from leadaudit.vocabulary import DateOrder, ValueStatus

_BEHIND_CITY: Final = re.compile(r",\s*(?P<state>[^,\d]*[^,\d\s])(?:[\s,]+[\d-]+)?\s*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFact:
    """A web address, an answer or a price.

    Args:
        text: Registrable domain or key of a profile page.
        answer: Yes or no.
        minor: Price in minor units.
        status: What became of the value.
        check: The check not passed.
        args: Words for the check's sentence.
    """

    text: str | None = None
    answer: bool | None = None
    minor: int | None = None
    status: ValueStatus = ValueStatus.OK
    check: str | None = None
    args: tuple[tuple[str, str], ...] = ()


def _refused(check: str, cell: str, status: ValueStatus) -> TextFact:
    return TextFact(status=status, check=check, args=(("value", excerpt(cell)),))


@cache
def _titles(extra: str | None) -> TitleTable:
    return load_title_table(extra)


@cache
def _legal_forms(extra: str | None) -> LegalForms:
    return load_legal_forms(extra)


@cache
def _industries(extra: str | None) -> IndustryTable:
    return load_industries(extra)


def email(text: str | None, *, extra_role_names: frozenset[str]) -> EmailFact:
    """An e-mail cell."""
    return parse_email(text or "", extra_role_names=extra_role_names)


def phone(text: str | None, country_code: str | None) -> PhoneFact:
    """A phone cell and the country of its record."""
    return parse_phone(text or "", country_code=country_code)


def country(text: str | None) -> PlaceFact:
    """A country cell."""
    return parse_country(text or "")


def state(text: str | None, city: str | None, country_code: str | None) -> PlaceFact:
    """A state cell; where it is empty, what stands behind the comma of 'City, ST'."""
    written = parse_state(text or "", country_code)
    if written.status is not ValueStatus.MISSING:
        return written
    behind = None if city is None else _BEHIND_CITY.search(city)
    if behind is not None:
        fact = parse_state(behind["state"], country_code)
        # A comma in a city is usually no promise of a state: only what is one counts.
        if fact.state_code is not None and fact.status is ValueStatus.OK:
            return fact
    return PlaceFact(country_code=country_code, status=ValueStatus.MISSING)


def name(first: str | None, middle: str | None, last: str | None, full: str | None, salutation: str | None) -> NameFact:
    """The cells of a name."""
    return parse_name(first=first, middle=middle, last=last, full=full, salutation=salutation)


def title(text: str | None, job_level: str | None, job_function: str | None, *, extra: str | None) -> TitleFact:
    """A job title and the vendor's own level and function."""
    return read_title(title=text, job_level=job_level, job_function=job_function, table=_titles(extra))


def company(text: str | None, *, extra: str | None) -> CompanyFact:
    """A company cell."""
    return read_company(text or "", legal_forms=_legal_forms(extra))


def industry(text: str | None, *, extra: str | None) -> IndustryFact:
    """An industry cell."""
    return read_industry(text or "", table=_industries(extra))


def employees(text: str | None, *, header: str) -> SizeFact:
    """A head count or a band of it."""
    return parse_employees(text or "", header)


def revenue(text: str | None, *, header: str) -> SizeFact:
    """A yearly revenue or a band of it."""
    return parse_revenue(text or "", header)


def website(text: str | None) -> TextFact:
    """A website cell: the domain somebody registered."""
    if text is None or is_missing(text, "website"):
        return TextFact(status=ValueStatus.MISSING)
    domain = registrable_domain(text)
    return _refused("website.not-a-domain", text, ValueStatus.UNUSABLE) if domain is None else TextFact(text=domain)


def employers_domain(
    key: str | None, email_domain: str | None, website_domain: str | None, *, extra: str | None
) -> TextFact:
    """Whether an e-mail domain is the employer's; no answer where nothing tells, as with a second domain of a firm."""
    domain = registrable_domain(email_domain) if email_domain else None
    if domain is None:
        return TextFact(status=ValueStatus.MISSING)
    forms = _legal_forms(extra)
    owner = forms.domains.get(domain)
    if domain == website_domain or (owner is not None and owner == forms.domains.get(website_domain or "")):
        return TextFact(answer=True)
    return TextFact(answer=None if key is None else company_matches_domain(key, domain, legal_forms=forms))


def profile(text: str | None) -> TextFact:
    """The address of a personal profile page."""
    if text is None or is_missing(text, "person_linkedin_url"):
        return TextFact(status=ValueStatus.MISSING)
    page = profile_key(text)
    return _refused("profile.not-a-person", text, ValueStatus.DOUBTFUL) if page is None else TextFact(text=page)


def day(text: str | None, *, order: DateOrder | None) -> DateFact:
    """A cell of a date column whose order is decided."""
    return parse_date(text or "", order)


def yes_no(text: str | None, *, field: str) -> TextFact:
    """A cell that should say yes or no."""
    if text is None or is_missing(text, field):
        return TextFact(status=ValueStatus.MISSING)
    answer = parse_yes_no(text, field)
    return _refused("answer.unclear", text, ValueStatus.DOUBTFUL) if answer is None else TextFact(answer=answer)


def price(text: str | None, *, currency: str) -> TextFact:
    """A price, in minor units of the program's currency."""
    if text is None or is_missing(text, "price"):
        return TextFact(status=ValueStatus.MISSING)
    band = read_band(without_currency(fold_amount(text)), step=0, unit=1)
    if band is None or band[0] is None or band[0] != band[1] or not Decimal(0) <= band[0] <= MOST_MONEY:
        return _refused("price.not-a-price", text, ValueStatus.UNUSABLE)
    return TextFact(minor=to_minor(band[0], currency))
