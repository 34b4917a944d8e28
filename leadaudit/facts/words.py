"""Words that stand for nothing, for yes and for no."""

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Final

_NAME_FIELDS: Final = frozenset({"first_name", "middle_name", "last_name", "full_name"})
_COMPANY_FIELDS: Final = frozenset({"company"})
_PLACE_FIELDS: Final = frozenset({"country", "state", "region", "company_country", "company_state"})
# "None", "No" and "Unknown" are things people answer; only a form's untouched menu is no answer.
_FREE_TEXT_FIELDS: Final = frozenset({"answer", "notes", "statement_answer"})
# Columns whose "yes" means that somebody said no.
_REFUSAL_FIELDS: Final = frozenset({"unsubscribed", "do_not_call"})

_LONGEST_EXCERPT: Final = 200  # characters
_LONGEST_ANSWER: Final = 2_000
_LETTER_OR_DIGIT: Final = re.compile(r"[^\W_]")
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\x00"))
_EDGES: Final = " \t\r\n.,;:-–—_*()[]<>{}\"'`´’“”„"
_ANSWER_START: Final = re.compile(
    r"(?P<word>[^\s,;.:!\-–—(]+)(?P<stop>\s*[,;.:!\-–—(]|\s+please\b|\s+bitte\b|\s+por favor\b)"
)


@cache
def _lists() -> dict[str, dict[str, frozenset[str]]]:
    tables = tomllib.loads((files(__package__) / "words.toml").read_text(encoding="utf-8"))
    return {table: {name: frozenset(words) for name, words in lists.items()} for table, lists in tables.items()}


def fold_word(text: str) -> str:
    """A short text as the word lists hold it: lower case, single spaces, nothing invisible, no punctuation outside."""
    visible = unicodedata.normalize("NFKC", text).translate(_INVISIBLE)
    return " ".join(visible.casefold().replace("’", "'").split()).strip(_EDGES)


def excerpt(text: str) -> str:
    """The beginning of a delivered value, as much of it as a finding repeats."""
    return text if len(text) <= _LONGEST_EXCERPT else f"{text[:_LONGEST_EXCERPT]}…"


def is_missing(text: str | None, field: str, *, beside: str | None = None) -> bool:
    """Whether a delivered value says that there is none.

    Args:
        text: The cell, or None when it was empty.
        field: The canonical field; what counts as a name depends on it.
        beside: For one half of a name, the other half: "Null" is a last name when a first name stands beside it.

    Returns:
        True for empty cells, punctuation alone and words such as 'Select', 'N/A' or 'keine Angabe'.
        A company 'None Ltd' is not missing, and neither is Christopher Null.
    """
    if text is None:
        return True
    if len(text) > _LONGEST_ANSWER and text.strip() != "":
        return False
    if not _LETTER_OR_DIGIT.search(text):
        return not any(unicodedata.category(sign) == "So" for sign in text)  # a tick or cross says something
    word = fold_word(text)
    if field in _FREE_TEXT_FIELDS:
        return word in _menu_words()
    return word in missing_words(field, has_other_half=beside is not None and not is_missing(beside, field))


@cache
def _menu_words() -> frozenset[str]:
    starts = (
        "select",
        "please",
        "choose",
        "bitte",
        "auswählen",
        "sélection",
        "choisi",
        "veuillez",
        "seleccion",
        "elegir",
    )
    return frozenset(word for word in _lists()["missing"]["always"] if word.startswith((*starts, "n/a", "#")))


@cache
def missing_words(field: str, *, has_other_half: bool = False) -> frozenset[str]:
    """The folded words that in a field mean nothing is there; see ``is_missing``."""
    missing = _lists()["missing"]
    words = missing["always"] | missing["unless_a_name"]
    if field in _NAME_FIELDS:
        return missing["always"] if has_other_half else words
    if field in _COMPANY_FIELDS:
        return words - missing["company_names"]
    if field in _PLACE_FIELDS:
        return words - missing["place_codes"]
    if field.endswith(("_at", "_on")):
        return words | missing["empty_dates"]
    return words


def parse_yes_no(text: str, field: str = "consent") -> bool | None:
    """Yes, no, or None when the words are neither, or name a condition.

    Args:
        text: The cell.
        field: The canonical field; in 'unsubscribed' and 'do_not_call' the word 'opted out' is a yes.
    """
    word = fold_word(text[:_LONGEST_ANSWER]) or text.strip()
    if word == "":
        return None
    yes, no = _lists()["yes"], _lists()["no"]
    if word in yes["permission"] or word in no["refusal"]:
        return (word in yes["permission"]) != (field in _REFUSAL_FIELDS)
    if word in yes["plain"]:
        return True
    if word in no["plain"]:
        return False
    return _sentence_answer(word)


def _sentence_answer(sentence: str) -> bool | None:
    """The answer that opens a sentence such as 'Yes, please call me', unless the rest takes it back."""
    opening = _ANSWER_START.match(sentence)
    if opening is None:
        return None
    answers, rest = _lists()["answers"], set(re.findall(r"[\w'\-]+", sentence[opening.end("word") :]))
    word = opening["word"]
    if answers["conditions"] & rest or len(word) == 1:  # "1 - low" opens no answer
        return None
    if word in _lists()["yes"]["plain"]:
        return None if answers["negations"] & rest else True
    return False if word in _lists()["no"]["plain"] else None
