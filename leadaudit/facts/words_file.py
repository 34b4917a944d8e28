"""The words file: titles, functions, levels, industries, companies and mailbox names as the user knows them.

docs/words-file.md says what stands in it.  Our own tables stay as they are; what is said here goes before them.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from leadaudit.errors import FileMistakesError
from leadaudit.facts.company import read_company
from leadaudit.facts.email_domain import domain_fact
from leadaudit.facts.folding import compact
from leadaudit.facts.folding import words as folded_words
from leadaudit.facts.keys import PUBLIC_HOSTS
from leadaudit.facts.legal_forms import LegalForms, load_legal_forms
from leadaudit.facts.own_words import OwnWords
from leadaudit.facts.phrases import parse_phrase
from leadaudit.facts.url import registrable_domain
from leadaudit.settings_file import Section, parse_toml, read_settings
from leadaudit.vocabulary import JobFunction, Seniority


def _phrase(text: str) -> str:
    if parse_phrase(text, 0, {}) is None:
        raise ValueError(f"{text!r} cannot be found in a text. Begin with a word, or three letters at a star.")
    return text


def _word(text: str) -> str:
    if not folded_words(text):
        raise ValueError(f"{text!r} holds no letter and no digit. Write the word as it is delivered.")
    return text


def _domain(text: str) -> str:
    domain = registrable_domain(text) if "@" not in text else None
    if domain is None:
        raise ValueError(f"{text!r} is no domain. Write the part behind the @ of its addresses.")
    said = domain_fact(domain)
    if said.is_free or said.is_disposable or domain in PUBLIC_HOSTS:
        raise ValueError(f"{domain}: anybody can have an address or a page there. Take it out.")
    return domain


def _mailbox(text: str) -> str:
    if not text or "@" in text or any(character.isspace() for character in text):
        raise ValueError(f"{text!r} is no mailbox name. Write the part in front of the @.")
    return text.lower()


_Phrases = tuple[Annotated[str, AfterValidator(_phrase)], ...]
_Word = Annotated[str, AfterValidator(_word)]


class TitleWords(Section):
    """What some phrases in a job title say of the person who bears them."""

    words: _Phrases
    """The phrases, in any spelling; a star at the beginning or end of a word stands for any letters."""
    level: Seniority | None = None
    """Level they mean; "unknown" decides that they say nothing about it."""
    function: JobFunction | None = None
    """Function they mean, likewise."""
    learner: bool | None = None
    """Whether somebody with this title learns, teaches or looks for work."""
    former: bool | None = None
    """Whether the job is over."""
    skip: bool | None = None
    """Whether the words are about something else and no other rule should see them."""

    @model_validator(mode="after")
    def _says_something(self) -> "TitleWords":
        if not self.words:
            raise ValueError('it has no words. Say which titles it is about: words = ["head of growth"].')
        if not self.model_dump(exclude={"words"}, exclude_none=True):
            raise ValueError("it says nothing of these titles. Give level, function, learner, former or skip.")
        return self


class IndustryWords(Section):
    """An industry group, and the phrases that name it."""

    name: _Word
    """The group; one of ours, or your own."""
    words: _Phrases
    """Phrases in a delivered industry."""

    @model_validator(mode="after")
    def _says_something(self) -> "IndustryWords":
        if not self.words:
            raise ValueError('it has no words. Say which industries belong to it: words = ["property software*"].')
        return self


class Company(Section):
    """One company under all its names and domains."""

    name: _Word
    """The name it is compared by."""
    names: tuple[_Word, ...] = ()
    """Other names of it, in any spelling and with any legal form."""
    domains: tuple[Annotated[str, AfterValidator(_domain)], ...] = ()
    """Domains its people mail from, and its websites; the first stands for all of them."""

    @model_validator(mode="after")
    def _says_something(self) -> "Company":
        if not self.names and not self.domains:
            raise ValueError("it has neither other names nor domains. Give names or domains.")
        return self


class OwnLegalForm(Section):
    """A legal form that we do not know."""

    name: _Word
    """How it is usually written."""
    spellings: tuple[_Word, ...]
    """How it stands in names."""
    in_front: bool = False
    """Whether it also stands in front of the name."""
    ambiguous: bool = False
    """Whether it is also an everyday word, and then counts only when spelled as its name or with full stops."""

    @model_validator(mode="after")
    def _says_something(self) -> "OwnLegalForm":
        if not self.spellings:
            raise ValueError('it has no spellings. Say how it stands in names: spellings = ["gmbh"].')
        return self


class WordsFile(Section):
    """Everything a words file can hold."""

    role_names: tuple[Annotated[str, AfterValidator(_mailbox)], ...] = ()
    """Mailboxes of a function and not of a person."""
    functions: Mapping[_Word, JobFunction] = Field(default_factory=dict)
    """Your names of functions, in titles and in a column of functions."""
    levels: Mapping[_Word, Seniority | Annotated[tuple[Seniority, ...], Field(min_length=1)]] = Field(
        default_factory=dict
    )
    """Words in a column of levels, each with the level it covers, or several, the likeliest first."""
    abbreviations: Mapping[_Word, _Word] = Field(default_factory=dict)
    """Short forms in titles, written out."""
    titles: tuple[TitleWords, ...] = ()
    """Titles; the first that speaks of a title decides."""
    industries: tuple[IndustryWords, ...] = ()
    """Industry groups."""
    companies: tuple[Company, ...] = ()
    """Companies that go by several names or domains."""
    legal_forms: tuple[OwnLegalForm, ...] = ()
    """Legal forms to take off a company's name."""
    not_companies: tuple[_Word, ...] = ()
    """What stands under company and is no employer."""


def read_words(text: str, *, where: str) -> OwnWords:
    """The words of a file.

    Args:
        text: TOML.
        where: The file's name, for the sentences about its mistakes.

    Raises:
        FileMistakesError: Every mistake in one go.
    """
    tables = parse_toml(text, where=where)
    clashes = [*_clashes(tables)]
    try:
        words = read_settings(WordsFile, tables, where=where)
    except FileMistakesError as error:
        raise FileMistakesError(where, [*error.mistakes, *clashes]) from error
    if clashes:
        raise FileMistakesError(where, clashes)
    return OwnWords(
        role_names=frozenset(words.role_names),
        titles=_titles(words),
        companies=_companies(words),
        industries=_toml({"groups": [group.model_dump() for group in words.industries]}),
        one_domain={domain: one.domains[0] for one in words.companies for domain in one.domains},
    )


def _clashes(tables: Mapping[str, object]) -> Iterator[str]:
    """Names and domains that two companies claim: nobody could say which of them is meant."""
    owners: dict[tuple[str, str], tuple[int, str]] = {}
    companies = tables.get("companies")
    for number, company in enumerate(companies if isinstance(companies, list) else [], start=1):
        if not isinstance(company, dict):
            continue
        claimed = [("names", compact(text), text) for text in _texts(company, "name", "names")]
        claimed += [("domains", registrable_domain(text) or text, text) for text in _texts(company, "domains")]
        for kind, key, text in claimed:
            first, name = owners.setdefault((kind, key), (number, str(company.get("name"))))
            if first != number:
                yield (
                    f"companies.{number}.{kind}: {text!r} is claimed by company {first} ({name}) too. "
                    "Leave it there, or make the two one."
                )


def _texts(table: Mapping[str, object], *keys: str) -> Sequence[str]:
    found: list[str] = []
    for key in keys:
        value = table.get(key)
        found += [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]
    return found


def _titles(words: WordsFile) -> str | None:
    """The shape of ``titles.toml``: a function's own name is a rule of one phrase, behind those for whole titles."""
    rules = [one.model_dump(exclude_none=True) for one in words.titles]
    rules += [{"words": [name], "function": function} for name, function in words.functions.items()]
    levels = {
        name: [level] if isinstance(level, Seniority) else list(level) for name, level in words.levels.items()
    }  # fmt: skip
    return _toml({"abbreviations": dict(words.abbreviations), "levels": levels, "rules": rules})


def _companies(words: WordsFile) -> str | None:
    """The shape of ``legal_forms.toml``: every name of a company, and what is left of it without its legal form."""
    own_forms = {"forms": [one.model_dump() for one in words.legal_forms]}
    forms = load_legal_forms(_toml(own_forms))
    aliases = {
        spelling: one.name
        for one in words.companies
        for name in (one.name, *one.names)
        for spelling in _spellings(name, forms)
    }
    domains = {domain: one.name for one in words.companies for domain in one.domains}
    placeholders = {"words": list(words.not_companies)} if words.not_companies else {}
    others = {_compared(one.name, forms): [_compared(name, forms) for name in one.names] for one in words.companies}
    names = {name: other for name, other in others.items() if other}
    return _toml({**own_forms, "placeholders": placeholders, "aliases": aliases, "names": names, "domains": domains})


def _spellings(name: str, forms: LegalForms) -> Sequence[str]:
    return [name, _compared(name, forms)]


def _compared(name: str, forms: LegalForms) -> str:
    return read_company(name, legal_forms=forms).key or name


def _toml(tables: Mapping[str, object]) -> str | None:
    """Tables as TOML on one line each, None when all are empty."""
    lines = [f"{key} = {_inline(table)}" for key, table in tables.items() if table]
    return "\n".join(lines) or None


def _inline(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            # A JSON string is a TOML string, but for the one control character that JSON leaves as it is.
            return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007F")
        case Mapping():
            return "{" + ", ".join(f"{_inline(str(key))} = {_inline(inner)}" for key, inner in value.items()) + "}"
        case Sequence():
            return "[" + ", ".join(map(_inline, value)) + "]"
    raise TypeError(f"{value!r} has no place in a words file")
