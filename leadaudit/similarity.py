"""The door to rapidfuzz: how alike two texts are, from 0 (nothing in common) to 1 (the same)."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, JaroWinkler

Texts: TypeAlias = Sequence[str] | npt.NDArray[np.object_]


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


def nearest_spellings(text: str, choices: Iterable[str], *, at_most: int) -> list[tuple[str, int]]:
    """The choices within ``at_most`` slips of the keyboard of the text, nearest first.

    A slip is a letter too many, too few or another one, or two neighbours swapped (optimal string alignment).
    """
    found = process.extract(text, list(choices), scorer=OSA.distance, score_cutoff=at_most, limit=None)
    return sorted(((str(choice), int(slips)) for choice, slips, _ in found), key=lambda pair: (pair[1], pair[0]))


def slips_between(left: str, right: str) -> int:
    """Slips of the keyboard that make one text of the other, as in ``nearest_spellings``."""
    return int(OSA.distance(left, right))


def name_similarities(left: Texts, right: Texts) -> npt.NDArray[np.float32]:
    """Jaro-Winkler likeness of each text with the one at the same place."""
    return np.asarray(process.cpdist(left, right, scorer=JaroWinkler.similarity, dtype=np.float32, workers=-1))


def word_similarities(left: Texts, right: Texts, *, at_least: float) -> npt.NDArray[np.float32]:
    """Likeness of each text with the one at the same place by the words they share; 0 below ``at_least``."""
    cutoff = at_least * 100
    found = process.cpdist(left, right, scorer=fuzz.token_set_ratio, score_cutoff=cutoff, dtype=np.float32, workers=-1)
    return np.asarray(found, np.float32) / np.float32(100)


def letter_similarities(left: Texts, right: Texts, *, at_least: float) -> npt.NDArray[np.float32]:
    """Likeness of each text with the one at the same place by the letters they share; 0 below ``at_least``."""
    cutoff = at_least * 100
    found = process.cpdist(left, right, scorer=fuzz.ratio, score_cutoff=cutoff, dtype=np.float32, workers=-1)
    return np.asarray(found, np.float32) / np.float32(100)


def slips(left: Texts, right: Texts, *, at_most: int) -> npt.NDArray[np.int32]:
    """Slips of the keyboard between each text and the one at the same place; ``at_most`` + 1 stands for any more."""
    found = process.cpdist(left, right, scorer=OSA.distance, score_cutoff=at_most, dtype=np.int32, workers=-1)
    return np.asarray(found, np.int32)
