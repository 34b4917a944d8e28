"""The door to rapidfuzz: how alike two texts are, from 0 (nothing in common) to 1 (the same)."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler


def token_similarity(left: str, right: str) -> float:
    """Likeness of two texts whose words may stand in another order."""
    return float(fuzz.token_sort_ratio(left, right)) / 100


def name_similarity(left: str, right: str) -> float:
    """Jaro-Winkler likeness, made for the names of people and companies."""
    return float(JaroWinkler.similarity(left, right))


def closest(text: str, choices: Iterable[str], *, at_least: float) -> tuple[str, float] | None:
    """The choice most like the text and how like it is, or None when none reaches ``at_least``."""
    found = process.extractOne(text, list(choices), scorer=fuzz.token_sort_ratio, score_cutoff=at_least * 100)
    return None if found is None else (str(found[0]), float(found[1]) / 100)
