"""The editable table of legal forms and company words: ``legal_forms.toml`` and the user's own in front of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from leadaudit.facts.folding import compact, fold
from leadaudit.facts.own_words import own_words, shipped_words
from leadaudit.facts.url import registrable_domain
from leadaudit.facts.word_tables import did_you_mean, inner_table, strings, texts

_TABLES: Final = ("forms", "glued", "brackets", "generic", "owners", "placeholders", "aliases", "names", "domains")
_FORM_KEYS: Final = ("name", "countries", "spellings", "in_front", "ambiguous")


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalForm:
    """A legal form: how it is usually written, where it stands, whether it is also an everyday word."""

    name: str
    in_front: bool
    ambiguous: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LegalForms:
    """Legal forms by the folded words of their spellings, and the words around company names.

    Compared by identity, so that what was read with it can be remembered.

    Args:
        forms: By spelling without spaces: "sadecv".
        longest: Words of the longest spelling.
        glued: Written onto a name without a space.
        brackets: Folded texts in brackets that say nothing of which company it is.
        generic: Folded words that many companies share.
        owners: Folded words of companies that own others.
        placeholders: Folded texts that are no employer.
        aliases: Another name as delivered, by the folded name.
        names: Other names of a company as they are compared, by the name it is compared by.
        domains: Name of the company that mails from a registrable domain.
    """

    forms: Mapping[str, LegalForm]
    longest: int
    glued: tuple[str, ...]
    brackets: frozenset[str]
    generic: frozenset[str]
    owners: frozenset[str]
    placeholders: frozenset[str]
    aliases: Mapping[str, str]
    names: Mapping[str, tuple[str, ...]]
    domains: Mapping[str, str]


@lru_cache(maxsize=8)
def load_legal_forms(extra_toml: str | None = None, *, where: str = "companies") -> LegalForms:
    """The product's legal forms and company words with the user's in front.

    Args:
        extra_toml: Text of a TOML file of the same shape as ``legal_forms.toml``.
        where: Name of that file for the sentences about its mistakes.

    Raises:
        FileMistakesError: The user's file is not TOML or holds something we do not understand; every mistake is named.
    """
    own = shipped_words("legal_forms.toml")
    extra = own_words(extra_toml, where=where, mistakes=_mistakes)
    return _build((own, extra))


def _build(tables: Sequence[Mapping[str, object]]) -> LegalForms:
    forms: dict[str, LegalForm] = {}
    longest = 1
    for table in tables:  # the user's come last and so replace ours
        for form in _forms(table):
            known = LegalForm(
                name=str(form["name"]), in_front=bool(form.get("in_front")), ambiguous=bool(form.get("ambiguous"))
            )  # fmt: skip
            for spelling in texts(form.get("spellings")):
                forms[compact(spelling)] = known
                longest = max(longest, len(spelling.split()))
    return LegalForms(
        forms=forms,
        longest=longest,
        glued=tuple(sorted({word for table in tables for word in _words(table, "glued")}, key=len, reverse=True)),
        brackets=frozenset(fold(word) for table in tables for word in _words(table, "brackets")),
        generic=frozenset(fold(word) for table in tables for word in _words(table, "generic")),
        owners=frozenset(fold(word) for table in tables for word in _words(table, "owners")),
        placeholders=frozenset(compact(word) for table in tables for word in _words(table, "placeholders")),
        aliases={compact(name): known for table in tables for name, known in strings(table, "aliases").items()},
        names={name: (*texts(others),) for table in tables for name, others in inner_table(table, "names").items()},
        domains={
            registrable_domain(domain) or domain: company
            for table in tables
            for domain, company in strings(table, "domains").items()
        },
    )


def _forms(table: Mapping[str, object]) -> list[Mapping[str, object]]:
    forms = table.get("forms", [])
    return [form for form in forms if isinstance(form, dict)] if isinstance(forms, list) else []


def _words(table: Mapping[str, object], name: str) -> Sequence[str]:
    return texts(inner_table(table, name).get("words"))


def _mistakes(extra: Mapping[str, object]) -> Iterator[str]:
    """One sentence for everything in a user's file that we would not understand."""
    for name, table in extra.items():
        if name not in _TABLES:
            yield f"{name}: no such table. {did_you_mean(name, _TABLES)}"
        elif not isinstance(table, list if name == "forms" else dict):
            yield f"{name}: not a table. Write {'[[forms]]' if name == 'forms' else f'[{name}]'} above its lines."
    for number, form in enumerate(_forms(extra), start=1):
        where = f"form {number}"
        yield from (
            f"{where}, {key}: no such key. {did_you_mean(key, _FORM_KEYS)}" for key in form if key not in _FORM_KEYS
        )
        if not isinstance(form.get("name"), str):
            yield f'{where}: it has no name. Write how it is usually written: name = "GmbH".'
        if not any(compact(spelling) for spelling in texts(form.get("spellings"))):
            yield f'{where}: no spellings. Say how it stands in names: spellings = ["gmbh"].'
    for name in ("aliases", "domains"):
        for key, value in strings(extra, name).items():
            if not compact(key) or not compact(value):
                yield f'{name}.{key}: {value!r} names no company. Write it as "{key or "short name"}" = "Company".'
    for domain in strings(extra, "domains"):
        if registrable_domain(domain) is None:
            yield f"domains.{domain}: this is no domain. Write the part behind the @ of its addresses."
