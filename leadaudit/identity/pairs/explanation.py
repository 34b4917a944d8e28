"""Why two records are held to be one person, or not: every comparison with its bits, in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

from leadaudit.identity.linkage import SAME
from leadaudit.identity.pairs.coded import coded
from leadaudit.identity.pairs.levels import COMPARISONS, LEVELS, compared
from leadaudit.identity.pairs.scoring import Evidence, weighed
from leadaudit.identity.pairs.weights import Weights, shares_of

_WORDS: Final = {
    "first": {
        "same": "the same first name", "nickname": "a nickname of the first name",
        "close": "nearly the same first name",
        "initial": "the beginning of the first name", "alike": "a first name that is alike",
        "distant": "a first name that is a little alike", "differs": "another first name",
    },
    "last": {
        "same": "the same last name", "close": "nearly the same last name", "part": "a part of the last name",
        "alike": "a last name that is alike", "distant": "a last name that is a little alike",
        "differs": "another last name",
    },
    "order": {"as_written": "names in the same order", "swapped": "first and last name swapped"},
    "middle": {
        "same": "the same middle name", "initial": "the initial of the middle name", "differs": "another middle name",
    },
    "generation": {"same": "the same generation suffix", "differs": "another generation suffix (Jr, Sr, II ...)"},
    "email": {
        "same": "the same e-mail address", "slip": "the same e-mail address but for a slip",
        "mailbox": "the same mailbox at another domain", "close": "a similar mailbox at the same domain",
        "other_here": "another address at the same employer", "differs": "another e-mail address",
    },
    "phone": {"same": "the same phone", "slip": "the same phone but for one digit", "differs": "another phone"},
    "profile": {"same": "the same profile page", "differs": "another profile page"},
    "person_id": {
        "same": "the same personal id", "slip": "the same personal id but for one digit",
        "differs": "another personal id",
    },
    "employer": {
        "same": "the same employer", "close": "nearly the same employer", "similar": "a similar employer",
        "differs": "another employer",
    },
    "title": {
        "same": "the same title", "close": "nearly the same title", "similar": "a similar title",
        "differs": "another title",
    },
    "street": {
        "same": "the same street and number", "close": "nearly the same street", "similar": "a similar street",
        "differs": "another street",
    },
    "city": {"same": "the same city", "close": "nearly the same city", "differs": "another city"},
    "postcode": {
        "same": "the same postal code", "slip": "the same postal code but for one sign", "area": "the same postal area",
        "differs": "another postal code",
    },
    "state": {"same": "the same state", "differs": "another state"},
    "country": {"same": "the same country", "differs": "another country"},
    "born": {
        "same": "the same date or year of birth", "slip": "the same date of birth but for a slip",
        "two_slips": "the same date of birth but for two slips", "year": "the same year of birth",
        "differs": "another date of birth",
    },
    "gender": {"same": "the same gender", "differs": "another gender"},
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one comparison says.

    Args:
        comparison: Its name in ``levels.LEVELS``; "prior", "house" for what people of one house share anyway, or
            "limit" for what agreement of this kind cannot be worth.
        level: Its level; None for the three that compare nothing.
        words: The level in plain words.
        bits: Evidence: above 0 for one person, below for two.
    """

    comparison: str
    level: str | None
    words: str
    bits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why two records are one person or two.

    Args:
        steps: From the chance before anything is compared to the last correction; their bits add up to ``bits``.
        bits: log2 of the odds that the two are one person.
        p: The same as a probability.
    """

    steps: tuple[Step, ...]
    bits: float
    p: float

    @property
    def sentence(self) -> str:
        """The verdict with its strongest grounds for and against."""
        verdict = "One person" if self.p >= SAME else "Perhaps one person" if self.p >= 1 / 2 else "Two people"
        grounds = [("for it: ", self.grounds_for), ("against it: ", self.grounds_against)]
        parts = [start + ", ".join(words) for start, words in grounds if words]
        return f"{verdict} ({self.p:.0%}): {'; '.join(parts) or 'nothing tells'}."

    @property
    def grounds_for(self) -> tuple[str, ...]:
        """What speaks for one person: what belongs to one person alone, then the strongest first."""
        personal = [step for step in self.steps if step.comparison in _PERSONAL and step.level == "same"]
        others = [step for step in self._telling(1) if step not in personal]
        return tuple(step.words for step in [*personal, *others][:_MOST_GROUNDS])

    @property
    def grounds_against(self) -> tuple[str, ...]:
        """What speaks for two people, the strongest first."""
        return tuple(step.words for step in self._telling(-1)[:_MOST_GROUNDS])

    @property
    def limit(self) -> str | None:
        """Why it is not likelier whatever agrees; None where nothing held it back."""
        return next((step.words for step in self.steps if step.comparison == "limit"), None)

    def _telling(self, sign: int) -> list[Step]:
        telling = [step for step in self.steps if step.level is not None and sign * step.bits > _WORTH_SAYING]
        return sorted(telling, key=lambda step: -sign * step.bits)


_WORTH_SAYING: Final = 0.5
_MOST_GROUNDS: Final = 4
# Nobody shares these with somebody else, so they are named however much of their weight the employer has taken already.
_PERSONAL: Final = ("email", "profile", "person_id")


def explain_pair(one: pa.Table, other: pa.Table, weights: Weights) -> Explanation:
    """Why the two records are held to be one person, or two.

    Args:
        one: ``DESCRIBED`` with one row.
        other: The same of the other record; which one comes first does not matter.
        weights: What each level weighs.
    """
    values = coded(one, other)
    left, right = np.array([0], np.int32), np.array([1], np.int32)
    levels = compared(values, left, right)
    evidence = weighed(values, left, right, levels, weights, shares_of(values, weights))
    prior = Step(comparison="prior", level=None, words="any two records, before they are compared", bits=evidence.odds)
    steps = [prior, *(_step(name, int(levels[name][0]), evidence) for name in COMPARISONS if levels[name][0] >= 0)]
    # Against strangers and relatives alike; what is missing to the total was held back by a rule (``limits``).
    against_both = float(-np.logaddexp2(-evidence.stranger, -evidence.relative)[0])
    house, limit = against_both - float(evidence.stranger[0]), float(evidence.total[0]) - against_both
    if abs(house) >= _WORTH_SAYING / 10:
        words = "relatives and colleagues share these things, too"
        steps.append(Step(comparison="house", level=None, words=words, bits=house))
    if limit:
        words = _limit_words({name: int(levels[name][0]) for name in COMPARISONS}, float(evidence.total[0]))
        steps.append(Step(comparison="limit", level=None, words=words, bits=limit))
    return Explanation(steps=tuple(steps), bits=float(evidence.total[0]), p=float(evidence.probability[0]))


def _limit_words(levels: Mapping[str, int], most: float) -> str:
    email = LEVELS["email"][levels["email"]] if levels["email"] >= 0 else None
    if most < 0:
        return "what agrees is not enough for one person"
    return _TWO_BOXES if email in {"close", "other_here"} else "what agrees is not enough to join two without a look"


_TWO_BOXES: Final = "two addresses at one company may be two namesakes'"


def _step(name: str, level: int, evidence: Evidence) -> Step:
    level_name = LEVELS[name][level]
    return Step(comparison=name, level=level_name, words=_WORDS[name][level_name], bits=float(evidence.bits[name][0]))


def nearest_other(record: pa.Table, others: pa.Table, weights: Weights) -> tuple[pa.Table, Explanation] | None:
    """The record most like this one among those of other people, and why it is not the same person's.

    Args:
        record: ``DESCRIBED`` with one row.
        others: ``DESCRIBED`` of records of other people; the caller narrows them to those that share something.
        weights: What each level weighs.

    Returns:
        The other record and the explanation; None when there is no other record.
    """
    if not others.num_rows:
        return None
    values = coded(record, others)
    left, right = np.zeros(others.num_rows, np.int32), np.arange(1, others.num_rows + 1, dtype=np.int32)
    evidence = weighed(values, left, right, compared(values, left, right), weights, shares_of(values, weights))
    nearest = others.slice(int(np.argmax(evidence.total)), 1)
    return nearest, explain_pair(record, nearest, weights)
