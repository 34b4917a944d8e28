"""Why a name may be nobody's: test entries, keyboard runs, letters nobody can say, halves that changed places."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final

from leadaudit.facts.folding import compact, words
from leadaudit.facts.name_words import name_words

# Family names at most; nobody is given them.
_TRIAL_GIVEN: Final = frozenset({"test", "tester", "testing", "dummy", "fake"})
_CONTACT: Final = re.compile(r"@|https?:|www\.|\w\.(?:com|net|org|io|de|fr|es|co\.uk)\b", re.IGNORECASE)
_VOWEL: Final = re.compile(r"[aeiouy]")
_REPEATED: Final = re.compile(r"\A(.)\1+\Z|\A(..)\2\2+\Z|\A(...)\3\3+\Z|([a-z])\4{3}")
_HOME_ROW: Final = re.compile(r"[sdfghjkl]{5}")
# Clusters that are one sound: Hirschsprung and Goldschmidt are long to write and easy to say.
_ONE_SOUND: Final = re.compile(r"tsch|sch|ch|ck|th|sh|ph|tz|gh|kh|cz|sz|rz|zh|dt|ng")
_CONSONANTS: Final = re.compile(r"[bcdfghjklmnpqrstvwxz]{6}")


@cache
def suspicious_words() -> frozenset[str]:
    """Every word that may make a name a joke, a department or a title."""
    lists = name_words()
    phrases = (
        lists.tests | lists.beside_tests | lists.invented | lists.possibly_invented | lists.placeholders
        | lists.no_person | lists.company_endings | lists.profanity | lists.honorifics | lists.honorifics_only_in_front
        | frozenset(lists.generations) | lists.post_nominals | lists.ambiguous_post_nominals | _TRIAL_GIVEN
    )  # fmt: skip
    common = lists.given | lists.family  # the John of John Doe; his other half is looked at
    return frozenset(word for phrase in phrases for word in phrase.split() if word == phrase or word not in common)


def why_no_person(text: str) -> str | None:
    """What a text is instead of a name: 'contact', 'number', 'profanity', 'department', 'company'; None if a name."""
    if _CONTACT.search(text):
        return "contact"
    letters = sum(character.isalpha() for character in text)
    digits = sum(character.isdigit() for character in text)
    if digits > letters:
        return "number"
    lists = name_words()
    folded = words(text)
    if not lists.profanity.isdisjoint(folded) or "".join(folded) in lists.profanity:
        return "profanity"
    if " ".join(folded) in lists.no_person:
        return "department"
    last = text.rpartition(" ")[2] if " " in text else ""
    # Two letters are a legal form in capitals only: "Northwell AG", not "anna ag".
    has_form = compact(last) in lists.company_endings and (len(last) > 2 or last.isupper())
    return "company" if has_form and folded[0] not in lists.given else None


def is_placeholder(text: str, *, has_other_half: bool) -> bool:
    """Whether a text stands where a name should be: 'x', 'me', 'Last Name'."""
    lists = name_words()
    word = " ".join(words(text))
    if word not in lists.placeholders:
        return False
    return not (has_other_half and word in lists.placeholders_also_names)


def is_test(given: Sequence[str], family: Sequence[str]) -> bool:
    """Whether folded words of a name are those of somebody trying out a form, or of Mickey Mouse.

    A word that is also a name counts only where all the others are such words too: Zack Test is a man.
    """
    lists = name_words()
    if f"{' '.join(given)} {' '.join(family)}" in lists.invented:
        return True
    if not _TRIAL_GIVEN.isdisjoint(given):
        return True
    every = [*given, *family]
    if any(word.rstrip("0123456789") in lists.tests - lists.tests_also_names for word in every):
        return True
    trial = [word.rstrip("0123456789") in lists.tests for word in every]
    return any(trial) and all(here or word in lists.beside_tests for here, word in zip(trial, every, strict=True))


def is_possibly_a_test(given: Sequence[str], family: Sequence[str]) -> bool:
    """Whether a name is more often made up than real: John Doe, or a family name Test."""
    lists = name_words()
    if f"{' '.join(given)} {' '.join(family)}" in lists.possibly_invented:
        return True
    return any(word.rstrip("0123456789") in _TRIAL_GIVEN for word in family)


@lru_cache(maxsize=65_536)
def why_gibberish(text: str) -> str | None:
    """Why a word is no name in Latin letters: 'repeated', 'keyboard' or 'unpronounceable'; None when it may be one.

    The first two are somebody's fingers; the last is as often a slip in a real name.
    """
    return next(filter(None, (_why_gibberish(compact(part), text) for part in re.split(r"[\s\-]+", text))), None)


def _why_gibberish(word: str, text: str) -> str | None:
    if not word.isascii() or len(word) < 3:
        return None
    if _REPEATED.search(word):
        return "repeated"
    lists = name_words()
    if lists.keyboard_runs.search(word) or (len(word) > 5 and any(word in row for row in lists.keyboard_rows)):
        return "keyboard"
    return "unpronounceable" if _is_unpronounceable(word, initials=text.isupper()) else None


def _is_unpronounceable(word: str, *, initials: bool) -> bool:
    if _HOME_ROW.search(word):
        return True
    if not _VOWEL.search(word):
        # Vlk and Chrt are Czech, where r and l carry a syllable; KVSN are somebody's initials.
        syllabic = re.search(r"[a-z][rl][a-z]?", word) is not None
        return len(word) > 5 or (len(word) > 3 and not syllabic and not initials)
    return _CONSONANTS.search(_ONE_SOUND.sub("t", word)) is not None


def looks_swapped(given: Sequence[str], family: Sequence[str]) -> bool:
    """Whether the family name stands in the column of given names: both halves must say so."""
    return looks_like_family(given) and looks_like_given(family)


def looks_like_family(given: Sequence[str]) -> bool:
    """Whether folded words in the place of given names look like a family name, and are none that is given."""
    lists = name_words()
    if not given or given[0] in lists.given:
        return False
    if given[-1] in lists.family or (len(given) > 1 and given[0] in lists.particles):
        return True
    return len(given) == 1 and len(given[0]) > 6 and given[0].endswith(lists.family_endings)


def looks_like_given(family: Sequence[str]) -> bool:
    """Whether the one folded word in the place of a family name is given to people, and is nobody's family name."""
    lists = name_words()
    return len(family) == 1 and family[0] in lists.given and family[0] not in lists.family
