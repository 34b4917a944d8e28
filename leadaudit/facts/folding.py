"""One spelling for texts that differ only in case, accents, umlauts or punctuation: the ground of every key."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

# Letters of Latin alphabets that do not decompose into a base letter and a mark.
_LETTERS: Final = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i",
        "ŋ": "n", "ə": "a", "ё": "е",  # the last one is Cyrillic: io is nearly always written ie
        "’": "'", "‘": "'", "´": "'", "`": "'", "ʼ": "'", "ˈ": "'", "‐": "-", "‑": "-", "–": "-", "—": "-",
    }
)  # fmt: skip

# "Müller", "Mueller" and "Muller" are one name written on three keyboards, so both the mark and the e that
# stands for it go.  Only before a consonant and after none but a consonant, where German writes it; word ends that are
# no umlaut are left alone: Michael, Manuela, Noelle, Paez, Maes, Doe.  "ae-" begins aerospace, "q" is Marquez.
_WRITTEN_OUT_UMLAUT: Final = re.compile(
    r"(?<![aeiouyq])(?!\bae)([aou])e(?=[bcdfghjkmnprtvwx]|[lsz][a-z])(?!l(?:a|e|o|s|le|la|ita|ina|ine|son)\b)"
    r"(?!s\b|z\b)(?<!gue(?=z))"
)
_NOT_SEEN: Final = re.compile(r"[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_NO_WORD: Final = re.compile(r"[^a-z0-9]+")
_SPACE: Final = re.compile(r"\s+")


def tidy(text: str) -> str:
    """The text as it should be shown: composed, without invisible characters, line breaks or doubled spaces.

    Invisible characters include those that change the direction of writing, which can make one name look like another.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    seen = _CONTROL.sub(" ", _NOT_SEEN.sub("", text))
    return _SPACE.sub(" ", unicodedata.normalize("NFC", seen)).strip()


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """The text in small letters without accents, umlauts or typographic signs; words and punctuation stay.

    Marks are taken off Latin and Greek letters, and the optional vowel points off Hebrew and Arabic ones.  Everywhere
    else a mark makes another letter (Cyrillic short i, kana with dakuten, Indian vowels) and stays.
    """
    if text.isascii():
        return _WRITTEN_OUT_UMLAUT.sub(r"\1", text.lower())
    folded = _strip_marks(unicodedata.normalize("NFKC", _NOT_SEEN.sub("", text)).casefold().translate(_LETTERS))
    return _WRITTEN_OUT_UMLAUT.sub(r"\1", folded.translate(_LETTERS))


def fold_all(texts: Sequence[str]) -> list[str]:
    """``fold`` of many texts in ASCII without line breaks, in one go."""
    if not texts:
        return []
    return _WRITTEN_OUT_UMLAUT.sub(r"\1", "\n".join(texts).lower()).split("\n")


def _strip_marks(text: str) -> str:
    kept: list[str] = []
    base = " "
    for character in unicodedata.normalize("NFKD", text):
        if unicodedata.category(character) != "Mn":
            base = character
        elif _loses_marks(base):
            continue
        kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


def _loses_marks(letter: str) -> bool:
    # Latin up to Latin Extended-B and Additional, Greek, Hebrew, Arabic.
    return letter < "\u0400" or "\u0590" <= letter < "\u0700" or "\u1e00" <= letter < "\u2000"


# Indian vowel signs are marks to Unicode, and no word characters to the re module.
_WORD: Final = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u0900-\u0dff\u3099\u309a])*")
_DOTTED: Final = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?|\b[^\W\d_](?:\.[^\W\d_])+\b")


def words(text: str) -> list[str]:
    """The folded words of a text in order; "V.P." is one word, "O'Brien" and "AT&T's" keep no apostrophe."""
    folded = fold(text)
    if "." in folded:
        folded = _DOTTED.sub(lambda found: found[0].replace(".", ""), folded)
    return _WORD.findall(fold(folded.replace("'", "")))


@lru_cache(maxsize=65_536)
def compact(text: str) -> str:
    """The folded letters and digits of a text and nothing else: "von der Leyen" and "VON-DER LEYEN" are one."""
    folded = fold(text)
    if folded.isalnum():
        return folded
    if folded.isascii():
        return fold(_NO_WORD.sub("", folded))
    # Folded once more, since letters that now stand side by side may write an umlaut.
    return fold("".join(character for character in folded if unicodedata.category(character)[0] in "LNM"))
