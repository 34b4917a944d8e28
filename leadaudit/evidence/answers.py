"""What an answer on a vendor's form says about a purchase; neutral questions about the person say nothing.

Source: docs/method.md, "Classes"; the words are in ``answers.toml``.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from leadaudit.evidence.wording import asks_buying_step, folded, names_us


class Topic(StrEnum):
    """What about a purchase a question asks; together the vendors' checklist."""

    BUDGET = "budget"
    AUTHORITY = "authority"
    NEED = "need"
    TIMEFRAME = "timeframe"


class Said(StrEnum):
    """What an answer amounts to."""

    YES = "yes"
    SOMETHING = "something"  # neither yes nor no, but said: "3 to 6 months", "50,000"
    NO = "no"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a question of a form, or the header of a column, asks.

    Args:
        topic: What about a purchase; None when it is neutral.
        is_checklist: It is a column of the vendor's checklist rather than a question put to the person.
        is_statement: It names us and asks for a buying step: its answer is a statement to us.
    """

    topic: Topic | None
    is_checklist: bool
    is_statement: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    topics: Mapping[Topic, re.Pattern[str]]
    checklist: Mapping[Topic, re.Pattern[str]]
    no: re.Pattern[str]
    unclear: re.Pattern[str]
    yes: re.Pattern[str]


# The order in which topics are tried: "budget for the project" is about budget, "when do you plan to buy" about time.
_TOPIC_ORDER: Final = (Topic.BUDGET, Topic.AUTHORITY, Topic.TIMEFRAME, Topic.NEED)


@cache
def _words() -> _Words:
    entries = tomllib.loads((files(__package__) / "answers.toml").read_text(encoding="utf-8"))
    return _Words(
        topics={topic: _any_of(entries["topics"][topic]) for topic in _TOPIC_ORDER},
        checklist={
            topic: _made_of(entries["checklist"][topic], entries["checklist"]["beside"]) for topic in _TOPIC_ORDER
        },
        no=_any_of(entries["answers"]["no"]),
        unclear=_any_of(entries["answers"]["unclear"]),
        yes=_any_of(entries["answers"]["yes"]),
    )


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _made_of(names: Iterable[str], beside: Iterable[str]) -> re.Pattern[str]:
    filler = rf"(?:(?:{'|'.join(beside)}) )*"
    return re.compile(rf"^{filler}(?:{'|'.join(names)})(?: (?:{'|'.join(beside)}))*$")


@lru_cache(maxsize=4096)
def read_question(question: str, names: tuple[str, ...]) -> Question:
    """What a question asks.

    Args:
        question: Its words, as they stand in the delivered header.
        names: Our company's names.
    """
    asked, words = folded(question), _words()
    column = next((topic for topic, pattern in words.checklist.items() if pattern.search(asked)), None)
    topic = next((topic for topic, pattern in words.topics.items() if pattern.search(asked)), None)
    return Question(
        topic=column or topic,
        is_checklist=column is not None,
        is_statement=names_us(question, names) and asks_buying_step(question),
    )


def read_answer(answer: str) -> Said:
    """What an answer amounts to, whatever the question."""
    said, words = folded(answer), _words()
    if words.unclear.search(said):
        return Said.NOTHING
    if words.no.search(said):
        return Said.NO
    return Said.YES if words.yes.search(said) else Said.SOMETHING
