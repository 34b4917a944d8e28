"""Whether a company and an e-mail domain belong together, by their names alone.

A clear *no* is strong evidence that somebody left (docs/method.md, "Freshness"), so it is only said where the two names
share nothing: no word, no acronym, no shortened words, no letters in the same order.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import idna

from leadaudit.facts.company import company_key
from leadaudit.facts.folding import compact
from leadaudit.facts.legal_forms import LegalForms, load_legal_forms
from leadaudit.facts.url import registrable_domain
from leadaudit.similarity import name_similarity

_SHARED: Final = 4  # letters in a row that two unrelated names rarely share
_ALIKE: Final = 0.92
_NOT_UNLIKE: Final = 0.72
_SHORT: Final = 4
_TELLING: Final = 3


@lru_cache(maxsize=1 << 16)
def company_matches_domain(company_key_text: str, domain: str, *, legal_forms: LegalForms | None = None) -> bool | None:
    """Whether a domain is the company's, going by names.

    Free-mail, disposable and misspelled domains are no evidence; that is for the caller to decide before asking.

    Args:
        company_key_text: ``CompanyFact.key``.
        domain: An e-mail domain, a host or a URL.
        legal_forms: The table whose ``domains`` say what names cannot.

    Returns:
        True for the same name, its acronym or its words shortened; False where the two share nothing; None where
        names cannot tell: short or foreign ones, holdings, and names that are somewhat alike.
    """
    forms = legal_forms or load_legal_forms()
    registered = registrable_domain(domain)
    if registered is None or not company_key_text.split():
        return None
    if registered in forms.domains:
        owner, _ = company_key(forms.domains[registered], forms)
        return True if owner == company_key_text else None
    # A domain may be called as the company was before, or as a part of it is.
    names = (company_key_text, *forms.names.get(company_key_text, ()))
    answers = [_name_matches_domain(name, registered, forms) for name in names]
    if True in answers:
        return True
    return None if None in answers else False


def _name_matches_domain(company_key_text: str, registered: str, forms: LegalForms) -> bool | None:
    words = company_key_text.split()
    label, parts = _label(registered), registered.partition(".")[0].split("-")
    name = compact(company_key_text)
    if label == "" or not name.isascii() or not label.isascii():
        return None
    distinctive = [word for word in words if word not in forms.generic and len(word) > 1] or words
    if _is_same(label, name, words, distinctive, forms.generic):
        return True
    if any(part in words or part in _acronyms(words) for part in parts):  # ca-cib, ab-inbev
        return None
    return None if _cannot_tell(label, name, words, forms) or _is_alike(label, name, distinctive) else False


def _label(registered: str) -> str:
    label = registered.partition(".")[0]
    try:
        return compact(idna.decode(label) if label.startswith("xn--") else label)
    except (idna.IDNAError, UnicodeError):
        return ""


def _is_same(label: str, name: str, words: Sequence[str], distinctive: Sequence[str], generic: frozenset[str]) -> bool:
    core, own = "".join(distinctive), distinctive[0]
    if label in {name, core, "".join(word for word in words if word not in {"and", "the", "of"})}:
        return True
    if label in _acronyms(words) or (len(label) > _SHORT and label in distinctive):
        return True
    if len(own) >= _SHORT and own not in generic and (label.startswith(own) or (len(own) > _SHORT and own in label)):
        return True
    if len(label) >= _SHORT and label not in generic and (name.startswith(label) or core.startswith(label)):
        return True
    return _is_shortened(label, words) or _is_shortened(label, distinctive) or name_similarity(label, core) >= _ALIKE


@lru_cache(maxsize=1 << 14)
def _acronyms_of(words: tuple[str, ...]) -> frozenset[str]:
    small = {"and", "of", "the", "for", "de", "la", "und", "et", "y"}
    every = "".join(word[0] for word in words)
    telling = "".join(word[0] for word in words if word not in small)
    with_and = "".join("n" if word == "and" else word[0] for word in words)  # J&J mails from jnj
    return frozenset(acronym for acronym in (every, telling, with_and) if len(acronym) > 1)


def _acronyms(words: Sequence[str]) -> frozenset[str]:
    return _acronyms_of(tuple(words))


def _is_shortened(label: str, words: Sequence[str]) -> bool:
    """Whether a label is beginnings of the words in order, two letters or more of each: "fedex", "citigroup"."""
    places = {0}
    for number, word in enumerate(words):
        taken = {
            place + length
            for place in places
            for length in range(2, len(word) + 1)
            if label.startswith(word[:length], place)
        }
        places = taken | (places if number > 0 else set())
    return len(label) > _SHORT and len(label) in places


def _cannot_tell(label: str, name: str, words: Sequence[str], forms: LegalForms) -> bool:
    """Whether names say too little: short ones, owners of other companies, nothing but common words."""
    if len(label) < _SHORT or len(name) < _SHORT or all(word in forms.generic for word in words):
        return True
    if not forms.owners.isdisjoint(words) or _owns_others(label):
        return True
    if any(label.startswith(acronym) for acronym in _acronyms(words)):  # spglobal
        return True
    # "AEO Consulting" mails from aeoworks, "PJA Advertising" from agencypja.
    telling = [word for word in words if len(word) >= _TELLING and word not in forms.generic]
    return any(label.startswith(word) or label.endswith(word) for word in telling)


def _is_alike(label: str, name: str, distinctive: Sequence[str]) -> bool:
    """Whether two names that are not the same have so much in common that they may still be of one company."""
    core = "".join(distinctive)
    if len(core) < _SHORT or name_similarity(label, core) >= _NOT_UNLIKE or _share_letters(label, name):
        return True
    is_short = len(label) <= 2 * len(distinctive) + 2
    return is_short and label[0] == name[0] and _is_in_order(label, name)


def _owns_others(label: str) -> bool:
    return re.search(r"(?:group|holding|holdings|gruppe|groupe|capital|ventures|partners)\Z", label) is not None


def _is_in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


def _share_letters(one: str, other: str) -> bool:
    """Whether a run of letters that two unrelated names rarely share stands in both."""
    return any(one[place : place + _SHARED] in other for place in range(len(one) - _SHARED + 1))
