"""What the words of one header mean, in four languages, written any way a system writes them."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final

from leadaudit.similarity import closest

LONGEST_PHRASE: Final = 8  # words, as they are split below
# Below this likeness a word of four letters or more is another word, not a misspelled one.
MISSPELLED_AT_LEAST: Final = 0.86
_WORD: Final = re.compile(r"\d[a-z]{3,}|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+|[^\W\d_a-zA-Z]+")
_PATH: Final = re.compile(r"\w+(?:\.\w+){2,}")
_SIGNS: Final = {"#": " number ", "$": " usd ", "€": " eur ", "£": " gbp ", "N°": " number ", "n°": " number "}
_INITIALS: Final = re.compile(r"\b([A-Z])&([A-Z])\b")
# "Contact E-mail" is no "contacté mail".
_E_MAIL: Final = re.compile(r"(?<![^\W_])e[-_ ]mail", re.IGNORECASE)
_ASIDE: Final = re.compile(r"\S\s*[(\[]([^)\]]*)[)\]]\s*$")
# What a group of columns, or the object of a joined report, can be about.
_SECTIONS: Final = frozenset(
    {
        *("person", "contact", "lead", "attendee", "other", "company", "account"),
        *("hq", "campaign", "webinar", "asset", "activity", "consent", "marketing"),
        *("intent", "deal", "member", "crm", "first_of_many", "source", "download"),
    }
)  # fmt: skip
_LINKS: Final = frozenset({"s", "n", "en", "es"})  # between the parts of a German compound
_PLACEHOLDER: Final = re.compile(
    r"(?:unnamed\W*|column|col|spalte|colonne|columna|field|feld|champ|campo|var)?[\W_]*\d*"
    r"|(?:column|col|spalte|colonne|columna|field|feld|champ|campo|var)[\W_]*[a-z]|[a-z]\d*",
    re.IGNORECASE,
)
_QUESTION: Final = re.compile(
    r"(?:do(?! not)|does|did|are|is|was|have|has|will|would|can|could|should|which|what|whats|how|when|where|who|why|"
    r"please|"
    r"welche[rns]?|was|wie|wann|wo|wer|warum|haben|planen|sind|mochten|nutzen|"
    r"quel(?:le)?s?|que|quoi|comment|combien|quand|pourquoi|avez|etes|souhaitez|utilisez|"
    r"cuales?|cuantos|cuando|como|donde|por que|tiene|desea|esta|utiliza)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderWords:
    """A header, read.

    Args:
        text: The header as delivered.
        meanings: Meanings that a rule must account for.
        qualifiers: Meanings that say whose or which.
        unknown: Words in no list.
        in_order: Every meaning in the order of the words.
        words: The words each meaning was read from.
        opening: The words in no list that stand before all others, as the name of a system does.
        aside: The words in brackets at the end, which add to what is said before rather than change it.
        is_question: Whether it is put as a question.
        is_repaired: Whether a word was read as a misspelled one.
    """

    text: str
    meanings: frozenset[str] = frozenset()
    qualifiers: frozenset[str] = frozenset()
    unknown: tuple[str, ...] = ()
    in_order: tuple[str, ...] = ()
    words: dict[str, str] = field(default_factory=dict)
    opening: tuple[str, ...] = ()
    aside: frozenset[str] = frozenset()
    is_question: bool = False
    is_repaired: bool = False

    @property
    def says_nothing(self) -> bool:
        """Whether the header holds no word at all, or only a place holder such as "Column 3"."""
        return not (self.in_order or self.unknown)


@dataclass(frozen=True, slots=True)
class _Lexicon:
    meaning_of: dict[str, str]  # phrase without spaces -> meaning
    kind_of: dict[str, str]  # meaning -> filler, qualifier, meaning
    parts: frozenset[str]  # words that may stand inside a compound


def fold(text: str) -> str:
    """Text without accents, German sharp s as ss; capitals kept, for they part words."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@cache
def _lexicon() -> _Lexicon:
    sections = tomllib.loads((files(__package__) / "header_words.toml").read_text(encoding="utf-8"))
    meaning_of: dict[str, str] = {}
    kind_of: dict[str, str] = {}
    for kind, meanings in sections.items():
        for meaning, listed in meanings.items():
            kind_of[meaning] = kind
            for phrase in listed.split(","):
                meaning_of.setdefault("".join(phrase.split()), meaning)
    parts = frozenset(
        phrase for phrase, meaning in meaning_of.items() if len(phrase) > 2 and kind_of[meaning] != "filler"
    )
    return _Lexicon(meaning_of, kind_of, parts | {"id", "by", "ip", "hq"})


@cache
def known_meanings() -> frozenset[str]:
    """Every meaning a rule may name."""
    return frozenset(_lexicon().kind_of) | {"n", "unknown"}


def _split_compound(word: str) -> list[str] | None:
    """The fewest known words a compound such as "lastmodifieddate" or "telefonnummer" is made of."""
    best: list[list[str] | None] = [[]] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 24), end):
            before = best[start]
            piece = word[start:end]
            links = piece in _LINKS and start > 3 and end < len(word)
            if before is None or not (links or piece in _lexicon().parts or (piece == "nummer" and start)):
                continue
            found = best[end]
            if found is None or len(before) + 1 < len(found):
                best[end] = [*before, piece]
    return best[-1]


@cache
def _meanings_of_word(word: str) -> tuple[tuple[str, ...], bool]:
    """Meanings of a word that is in no list as it stands, and whether it had to be corrected."""
    lexicon = _lexicon()
    if word.isdigit():
        return (("n",) if word in "23456789" else ("filler",)), False
    for ending in ("s", "es", "n", "en"):
        stem = word.removesuffix(ending)
        if len(stem) > 3 and stem != word and stem in lexicon.parts:
            return (lexicon.meaning_of[stem],), False
    if len(word) > 5 and (pieces := _split_compound(word)):
        return tuple(lexicon.meaning_of.get(piece, "filler") for piece in pieces), False
    if len(word) > 3:
        same_start = [part for part in lexicon.parts if part[0] == word[0] and abs(len(part) - len(word)) < 3]
        swapped = [part for part in same_start if len(part) > 3 and sorted(part) == sorted(word)]
        near = (swapped[0], 1.0) if swapped else closest(word, same_start, at_least=MISSPELLED_AT_LEAST)
        if near is not None and len(near[0]) > 3:
            return (lexicon.meaning_of[near[0]],), True
    return (), False


def _longest_phrase(words: list[str], start: int) -> tuple[str, int]:
    lexicon = _lexicon()
    for end in range(min(len(words), start + LONGEST_PHRASE), start, -1):
        meaning = lexicon.meaning_of.get("".join(words[start:end]))
        if meaning is not None:
            return meaning, end
    return "", start + 1


def _words(plain: str) -> tuple[list[str], range]:
    """The words of a header, and which of them only say in what section it stands.

    In "person.name.givenName" the last step says what the value is and the first whose it is; in "Company: Country"
    the company is the section.
    """
    section, _, rest = plain.partition(": ")
    if rest and "?" not in plain and _is_section(section):
        before = _split(section)
        return before + _split(rest), range(len(before))
    steps = [_split(step) for step in (plain.split(".") if _PATH.fullmatch(plain) else [plain])]
    words = [word for step in steps for word in step]
    return words, range(len(steps[0]), max(len(steps[0]), len(words) - len(steps[-1])))


def _split(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(_spelled_out(text))]


def _is_section(text: str) -> bool:
    """Whether words head a group of columns: what the group is about, with or without words in no list."""
    lexicon, words, at = _lexicon(), _split(text), 0
    said: set[str] = set()
    while at < len(words):
        meaning, at = _longest_phrase(words, at)
        said.add(meaning)
    kinds = {meaning for meaning in said if meaning and lexicon.kind_of[meaning] != "filler"}
    return bool(kinds) and kinds <= _SECTIONS


def _spelled_out(text: str) -> str:
    """Signs that stand for words, and initials that are one name, as words."""
    for sign, word in _SIGNS.items():
        text = text.replace(sign, word)
    return _INITIALS.sub(r"\1\2", _E_MAIL.sub("email", text))


def read_header(text: str) -> HeaderWords:
    """What the words of a header mean.

    Args:
        text: The header as delivered: any language of the word lists, any way of joining words.
    """
    plain = fold(text).strip()
    if _PLACEHOLDER.fullmatch(plain):
        return HeaderWords(text=text)
    words, between = _words(plain)
    found: list[tuple[str, str]] = []
    unknown: list[str] = []
    opening: list[str] = []
    around: set[str] = set()
    is_repaired = False
    at = 0
    while at < len(words):
        # No phrase runs from the first step of a path, or out of a section, into what follows.
        border = next((one for one in (between.start, between.stop if not between.start else 0) if at < one), None)
        meaning, end = _longest_phrase(words[:border], at)
        spoken = " ".join(words[at:end])
        meanings, repaired = ((meaning,), False) if meaning else _meanings_of_word(words[at])
        if at in between and end - 1 in between:
            around |= set(meanings)
        else:
            opening += [] if meanings or found else [spoken]
            found += [(one, spoken) for one in meanings]
            unknown += [] if meanings else [spoken]
            is_repaired |= repaired
        at = end
    kind_of = _lexicon().kind_of | {"n": "meaning"}
    said = [(meaning, spoken) for meaning, spoken in found if kind_of[meaning] != "filler"]
    is_question = "?" in plain or (
        len(re.split(r"[\W_]+", plain)) > 3 and _QUESTION.match(" ".join(words[:2])) is not None
    )
    is_counted = any(meaning in {"count", "system"} for meaning, _ in said)
    opens_with_question = bool(said and said[0][0] == "question" and len(said) + len(unknown) > 1)
    is_question = is_question or (opens_with_question and not is_counted)
    # "Which company do you work for?" asks for the company.
    said = [(meaning, spoken) for meaning, spoken in said if not (is_question and meaning == "for_what")]
    return HeaderWords(
        text=text,
        meanings=frozenset(meaning for meaning, _ in said if kind_of[meaning] == "meaning"),
        qualifiers=frozenset(meaning for meaning, _ in said if kind_of[meaning] == "qualifier")
        | frozenset(meaning for meaning in around if kind_of[meaning] != "filler"),
        opening=tuple(opening),
        aside=frozenset(_split(bracket[1])) if (bracket := _ASIDE.search(plain)) else frozenset(),
        unknown=tuple(unknown),
        in_order=tuple(meaning for meaning, _ in said),
        words=dict(reversed(said)),
        is_question=is_question,
        is_repaired=is_repaired,
    )
