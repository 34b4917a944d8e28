"""Companies: what to show, what to compare, and which legal form it is."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from leadaudit.facts.country import parse_country
from leadaudit.facts.folding import compact, fold, tidy
from leadaudit.facts.legal_forms import LegalForm, LegalForms, load_legal_forms
from leadaudit.facts.words import is_missing
from leadaudit.vocabulary import ValueStatus

__all__ = ["CompanyFact", "LegalForms", "load_legal_forms", "read_company"]

_MARKS: Final = re.compile(r"[®™©℠]|\((?:r|tm|c)\)", re.IGNORECASE)
_EMAIL: Final = re.compile(r"\S@\S+\.\w")
_URL: Final = re.compile(r"\A\s*(?:https?:/|www\.)\S+\s*\Z|\A\S+\.\w{2,}/\S*\Z", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[\d\s+().,/-]{5,}")
# The former name of a company, or whose part it is, stands behind its own.
_BEHIND: Final = re.compile(
    r"[\s,;(\-–—]+(?:formerly|f/k/a|fka|previously known as|now known as|n/k/a|ehemals|vormals|anciennement|"
    r"antes conocida|a (?:division|subsidiary|brand|unit|part) of|an? [\w&.' -]+ company)\b.*\Z",
    re.IGNORECASE,
)  # fmt: skip
_TRADES_AS: Final = re.compile(
    r"(?<=\w)\W+(?:d/b/a|d\.b\.a\.?|dba|doing business as|trading as|t/a)\b[.:]?\s*(?=\w)", re.IGNORECASE
)
# The words of the two above that need no punctuation around them.
TOLD_BY_WORDS: Final = (
    "dba",
    "fka",
    "as",
    "of",
    "formerly",
    "ehemals",
    "vormals",
    "anciennement",
    "conocida",
    "company",
)
_TOLD_BY_WORDS: Final = re.compile(rf"\b(?:{'|'.join(TOLD_BY_WORDS)})\b", re.IGNORECASE)
_STATE_OF_FILING: Final = re.compile(r"\s*[/\\][A-Za-z]{2,4}[/\\]?\s*\Z")
_BRACKETS: Final = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_PIECE: Final = re.compile(r"[^\W\d_](?=\.)|[^\W_]+(?:['’][^\W_]+)*|[&+]")
_DOT_COM: Final = re.compile(r"(?<=[^\W_]{2})\.(?:com|net|org|io|ai|co\.uk|de)\b", re.IGNORECASE)
AND_WORDS: Final = frozenset({"and", "und", "et", "och", "og", "y"})
_AND_COMPANY: Final = frozenset({"company", "compagnie", "compania", "cie", "cia"})
ARTICLES: Final = frozenset({"the"})
_LONGEST_ACRONYM: Final = 6
_LONGEST_QUOTE: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyFact:
    """A company's name.

    Args:
        company: The name as it should be shown; None when there is none.
        key: Folded words for comparison without legal form, country in brackets and "The"; None unless usable.
        legal_form: The form as it is usually written.
        status: What became of the name.
        check: The check not passed.
        args: Words for the check's sentence.
    """

    company: str | None = None
    key: str | None = None
    legal_form: str | None = None
    status: ValueStatus = ValueStatus.OK
    check: str | None = None
    args: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    """A folded word of a name and how it was written."""

    folded: str
    written: str


def read_company(text: str, *, legal_forms: LegalForms) -> CompanyFact:
    """The company a text names.

    The key of "Northwell GmbH & Co. KG", "NORTHWELL (Germany) AG" and "The Northwell Company" is "northwell"; it is
    never empty.  A trade name ("d/b/a") is taken rather than the name in the register: that is what people call it.

    Args:
        text: The cell.
        legal_forms: Legal forms, aliases and words, the user's own first.
    """
    shown = tidy(text)
    args = (("value", shown[:_LONGEST_QUOTE]),)
    if not any(character.isalnum() for character in shown):
        return CompanyFact(status=ValueStatus.MISSING)
    if is_missing(shown, "company"):
        return CompanyFact(status=ValueStatus.MISSING, check="company.placeholder", args=args)
    if compact(shown) in legal_forms.placeholders or _is_one_letter(shown):
        return CompanyFact(company=shown, status=ValueStatus.UNUSABLE, check="company.placeholder", args=args)
    if _EMAIL.search(shown) or _URL.match(shown) or _NUMBER.fullmatch(shown):
        return CompanyFact(company=shown, status=ValueStatus.UNUSABLE, check="company.not-a-name", args=args)
    key, form = company_key(shown, legal_forms)
    return CompanyFact(company=shown, key=key, legal_form=None if form is None else form.name)


def _is_one_letter(text: str) -> bool:
    folded = compact(text)
    return len(folded) > 3 and len(set(folded)) == 1


@lru_cache(maxsize=1 << 16)
def company_key(text: str, legal_forms: LegalForms) -> tuple[str, LegalForm | None]:
    """What a company's name is compared by, and its legal form."""
    bare = _without_brackets(_own_name(text), legal_forms)
    bare, glued = _without_glued(bare, legal_forms)
    words, form = _without_forms(_words(_DOT_COM.sub("", bare) if "." in bare else bare), legal_forms)
    key = " ".join(word.folded for word in words) or compact(text)
    alias = legal_forms.aliases.get(compact(key)) or legal_forms.aliases.get(compact(text))
    if alias is not None and compact(alias) not in {compact(key), compact(text)}:
        return company_key(alias, _without_aliases(legal_forms))[0], form
    return key, form or glued


def _own_name(text: str) -> str:
    """What people call the company, without what it was called before, whose part it is and where it is registered."""
    if text.isascii() and text.replace(" ", "").isalnum() and not _TOLD_BY_WORDS.search(text):
        return text
    trade_name = _TRADES_AS.split(_MARKS.sub("", text))[-1]
    own_name = _BEHIND.sub("", trade_name) or trade_name
    return _STATE_OF_FILING.sub("", own_name) or own_name


@lru_cache(maxsize=8)
def _without_aliases(legal_forms: LegalForms) -> LegalForms:
    # An alias names a company and not another alias: otherwise two of them could chase each other.
    return replace(legal_forms, aliases={}, domains={})


def _without_brackets(text: str, legal_forms: LegalForms) -> str:
    """The name without a country, acronym or ticker in brackets; other brackets are opened."""
    if "(" not in text and "[" not in text:
        return text
    outside = _BRACKETS.sub(" ", text)
    if not any(character.isalnum() for character in outside):
        return text

    def opened(found: re.Match[str]) -> str:
        inside = (found[1] or found[2] or "").strip()
        if compact(inside) in legal_forms.forms or found[0] in legal_forms.glued:
            return found[0] if found[0] in legal_forms.glued else f" {inside} "
        if fold(inside) in legal_forms.brackets or ":" in inside or _is_acronym(inside) or _is_country(inside):
            return " "
        return f" {inside} "

    return _BRACKETS.sub(opened, text)


def _is_acronym(text: str) -> bool:
    return text.isupper() and len(text) <= _LONGEST_ACRONYM and text.isalpha()


def _is_country(text: str) -> bool:
    place = parse_country(text)
    return place.status is ValueStatus.OK and place.country_code is not None


def _without_glued(text: str, legal_forms: LegalForms) -> tuple[str, LegalForm | None]:
    if text.isascii():
        return text, None
    bare, found = unicodedata.normalize("NFKC", text).strip(), None
    for word in legal_forms.glued:
        shorter = bare.removeprefix(word).removesuffix(word).strip()
        if shorter and shorter != bare:
            bare, found = shorter, LegalForm(name=word, in_front=True, ambiguous=False)
    return bare, found


def _words(text: str) -> list[_Word]:
    """The words of a name; single letters in a row are one word, so that S.A., S. A. and S/A are SA."""
    words: list[_Word] = []
    letters = ""
    for found in _PIECE.finditer(text):
        folded = compact(found[0]) or found[0]
        if len(folded) == 1 and folded.isalpha():
            letters += found[0]
            continue
        words, letters = _with_letters(words, letters), ""
        words.append(_Word(folded="and" if found[0] in {"&", "+"} else folded, written=found[0]))
    words = _with_letters(words, letters)
    # Only between two words: "ET" alone is a name and no French "and".
    for place in range(1, len(words) - 1):
        if words[place].folded in AND_WORDS or words[place].written in {"&", "+"}:
            words[place] = replace(words[place], folded="and")
            if words[place + 1].folded in _AND_COMPANY:
                words[place + 1] = replace(words[place + 1], folded="co")
    return words


def _with_letters(words: list[_Word], letters: str) -> list[_Word]:
    if letters == "":
        return words
    # Letters by themselves were written apart, and an abbreviation is no everyday word.
    return [*words, _Word(folded=fold(letters), written=".".join(letters) + "." if len(letters) > 1 else letters)]


def _without_forms(words: Sequence[_Word], legal_forms: LegalForms) -> tuple[list[_Word], LegalForm | None]:
    """The words without legal forms and article, never without any word, and the form found first."""
    left, found = list(words), None
    shouted = all(word.written.isupper() for word in words)
    while True:
        cut = _form_behind(left, legal_forms, shouted=shouted)
        if cut is None:
            cut = _form_in_front(left, legal_forms, shouted=shouted)
            # A company has one form: what else stands in front is its name.
            cut = cut if cut is None or found in {None, cut[1]} else None
        if cut is None:
            break
        left, form = cut
        found = found or form
    while len(left) > 1 and left[0].folded in ARTICLES:
        left = left[1:]
    return left, found


def _form_behind(words: list[_Word], legal_forms: LegalForms, *, shouted: bool) -> tuple[list[_Word], LegalForm] | None:
    for length in range(min(legal_forms.longest, len(words) - 1), 0, -1):
        tail, rest = words[-length:], words[:-length]
        form = legal_forms.forms.get("".join(word.folded for word in tail))
        if form is None or not _is_form(form, tail, shouted=shouted) or not _is_name(rest):
            continue
        # "Merck & Co." is not the Merck that has no Co.: a company of somebody stays.
        if rest[-1].folded != "and":
            return rest, form
    return None


def _form_in_front(
    words: list[_Word], legal_forms: LegalForms, *, shouted: bool
) -> tuple[list[_Word], LegalForm] | None:
    for length in range(min(3, len(words) - 1), 0, -1):
        head, rest = words[:length], words[length:]
        form = legal_forms.forms.get("".join(word.folded for word in head))
        if form is None or not form.in_front or not _is_name(rest):
            continue
        # In front of a name it is a form only in capitals: "Sas Automation" is somebody's name.
        if all(word.written.isupper() or "." in word.written for word in head) and not (shouted and form.ambiguous):
            return rest, form
    return None


def _is_form(form: LegalForm, words: Sequence[_Word], *, shouted: bool) -> bool:
    if not form.ambiguous:
        return True
    written = "".join(word.written for word in words)
    if "." in written:
        return True
    is_spelled_so = written == form.name.replace(".", "") and not written.islower()
    return not shouted and (is_spelled_so or written.isupper())


def _is_name(words: Sequence[_Word]) -> bool:
    return any(word.folded not in ARTICLES and word.folded != "and" for word in words)
