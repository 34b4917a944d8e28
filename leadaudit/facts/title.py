"""Job titles: level, function, and the words that say so."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from leadaudit.facts.folding import tidy
from leadaudit.facts.folding import words as folded_words
from leadaudit.facts.phrases import Match, Words, read_words
from leadaudit.facts.title_table import TitleTable, load_title_table
from leadaudit.facts.words import is_missing
from leadaudit.vocabulary import JobFunction, Seniority, ValueStatus

__all__ = ["TitleFact", "TitleTable", "load_title_table", "read_title"]

_CONTACT: Final = re.compile(r"\S@\S+\.\w|https?:|www\.", re.IGNORECASE)
# "(m/w/d)", "(f/m/x)": the job is open to everybody.
_ANYBODY: Final = re.compile(r"\(\s*[mwfdhxi]\s*(?:[/|*,]\s*[mwfdhxi]\s*){1,3}\)", re.IGNORECASE)
# "Leiter:in", "Chargé(e)", "Directeur/trice", "Director/a": the second ending of a word.
_SECOND_ENDING: Final = re.compile(
    r"(?<=[^\W\d_]{3})(?:[:*_·/]-?(?:innen|in|a|e|euse|trice|ne)|\((?:in|e|a|ne|trice|euse)\)|\.(?:e|ne|trice)s?)(?![^\W_])"
)
# Neither of the two is without one of these.
_MARK_OF_ENDING: Final = re.compile(r"[(:*_·/.]")
_EMPLOYER: Final = re.compile(r"(?<=\S)\s+(?:at|@|bei|chez)\s+(?!large\b|the time\b).*\Z", re.IGNORECASE | re.DOTALL)
# Levels that vendors and titles draw differently; between these a difference is none.
_SAME_LEVEL: Final = (
    frozenset({Seniority.OWNER, Seniority.C_LEVEL}),
    frozenset({Seniority.INDIVIDUAL, Seniority.ENTRY}),
)
_LONGEST_QUOTE: Final = 80
_SEPARATOR: Final = " · "


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleFact:
    """What a job title says.

    Args:
        title: The title as it should be shown; None when there is none.
        key: Folded words with abbreviations written out, for comparison; None unless usable.
        seniority: Level.
        function: Department or profession.
        phrase: The delivered words that decided level and function; those of another column name it.
        is_learner: Whether the person learns, teaches or looks for work.
        status: What became of the title.
        check: The check not passed.
        args: Words for the check's sentence.
    """

    title: str | None = None
    key: str | None = None
    seniority: Seniority = Seniority.UNKNOWN
    function: JobFunction = JobFunction.UNKNOWN
    phrase: str | None = None
    is_learner: bool = False
    status: ValueStatus = ValueStatus.OK
    check: str | None = None
    args: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What the rules found; None where they found nothing."""

    level: Seniority | None = None
    level_match: Match | None = None
    function: JobFunction | None = None
    function_match: Match | None = None
    is_learner: bool = False
    former: Match | None = None


def read_title(*, title: str | None, job_level: str | None, job_function: str | None, table: TitleTable) -> TitleFact:
    """Level and function of a job, from its title first and from the vendor's own columns where it says nothing.

    Args:
        title: Job title as delivered.
        job_level: The vendor's level; used where the title names none, a doubt where the two differ.
        job_function: The vendor's department or function, likewise.
        table: Rules, the user's own first.
    """
    text = None if title is None or is_missing(title, "title") else tidy(title)
    level_cell, function_cell = _said(job_level, "job_level"), _said(job_function, "job_function")
    if text is None:
        empty = TitleFact(status=ValueStatus.MISSING)
        return _with_columns(empty, None, level_cell, function_cell, table)
    words = _title_words(text, table)
    key = words.key
    problem = _why_no_title(text, key, table)
    if problem is not None:
        unusable = TitleFact(
            title=text, status=ValueStatus.UNUSABLE, check=problem, args=(("value", text[:_LONGEST_QUOTE]),)
        )
        return _with_columns(unusable, None, level_cell, function_cell, table)
    reading = _read(words, table)
    fact = TitleFact(
        title=text,
        key=key or None,
        seniority=reading.level or Seniority.UNKNOWN,
        function=reading.function or JobFunction.UNKNOWN,
        phrase=_phrase(words, reading),
        is_learner=reading.is_learner,
    )
    if reading.former is not None:
        args = (("value", text), ("word", words.quote(reading.former.start, reading.former.end)))
        fact = replace(fact, status=ValueStatus.DOUBTFUL, check="title.former", args=args)
    return _with_columns(fact, reading, level_cell, function_cell, table)


def _said(text: str | None, field: str) -> str | None:
    return None if text is None or is_missing(text, field) else tidy(text)


def _title_words(text: str, table: TitleTable) -> Words:
    plain = _SECOND_ENDING.sub("", _ANYBODY.sub(" ", text)) if _MARK_OF_ENDING.search(text) else text
    return read_words(_EMPLOYER.sub("", plain), table.abbreviations, table.abbreviations_in_capitals)


def _why_no_title(text: str, key: str, table: TitleTable) -> str | None:
    if _CONTACT.search(text) or not any(character.isalpha() for character in text):
        return "title.not-a-title"
    folded = " ".join(folded_words(text))
    if folded in table.placeholders or key in table.placeholders or len(set(folded)) == 1:
        return "title.placeholder"
    return None


def _read(words: Words, table: TitleTable) -> _Reading:
    """What the first rule that speaks of it says of each: level, function, learner, former."""
    hidden: set[int] = set()
    level = function = learner = former = None
    for match in table.index.matches(words):
        rule = table.rules[match.rule]
        if hidden and not hidden.isdisjoint(range(match.start, match.end)):
            continue
        if rule.skip:
            hidden.update(range(match.start, match.end))
            continue
        if rule.learner is True and learner is not None and not table.rules[learner.rule].learner:
            continue  # "Graduate Recruitment Manager": neither learner nor at a learner's level
        former = match if rule.former and former is None else former
        learner = match if rule.learner is not None and learner is None else learner
        level = match if rule.level is not None and level is None else level
        function = match if rule.function is not None and function is None else function
    return _Reading(
        level=None if level is None else table.rules[level.rule].level,
        level_match=level,
        function=None if function is None else table.rules[function.rule].function,
        function_match=function,
        is_learner=learner is not None and table.rules[learner.rule].learner is True,
        former=former,
    )


def _phrase(words: Words, reading: _Reading) -> str | None:
    matches = [match for match in (reading.level_match, reading.function_match) if match is not None]
    spans = dict.fromkeys((match.start, match.end) for match in matches)
    quoted = [words.quote(start, end) for start, end in spans]
    # "Sales Engineer · Sales" would say one thing twice.
    apart = [text for text in quoted if not any(text != other and text in other for other in quoted)]
    return _SEPARATOR.join(dict.fromkeys(apart)) or None


def _with_columns(
    fact: TitleFact, reading: _Reading | None, job_level: str | None, job_function: str | None, table: TitleTable
) -> TitleFact:
    """The fact with the vendor's columns where the title is silent, and with a doubt where they contradict it."""
    if job_level is None and job_function is None and reading is not None and reading.function is not None:
        return fact
    levels = () if job_level is None else _levels_of(job_level, table)
    function = None if job_function is None else _function_of(job_function, table)
    level_is_open = reading is None or reading.level is None
    function_is_open = reading is None or reading.function is None
    phrases = [fact.phrase] if fact.phrase else []
    if levels and level_is_open:
        fact = replace(fact, seniority=levels[0])
        phrases.append(f"job level: {job_level}")
    if function is not None and function_is_open:
        fact = replace(fact, function=function)
        phrases.append(f"job function: {job_function}")
    elif function_is_open and fact.seniority in table.defaults:
        fact = replace(fact, function=table.defaults[fact.seniority])
    fact = replace(fact, phrase=_SEPARATOR.join(phrases) or None)
    if fact.check is not None:
        return fact
    if levels and not level_is_open and _differs(fact.seniority, levels):
        args = (("title", fact.title or ""), ("level", job_level or ""))
        return replace(fact, status=ValueStatus.DOUBTFUL, check="title.level-differs", args=args)
    if function is not None and not function_is_open and _function_differs(fact.function, function):
        args = (("title", fact.title or ""), ("function", job_function or ""))
        return replace(fact, status=ValueStatus.DOUBTFUL, check="title.function-differs", args=args)
    return fact


@lru_cache(maxsize=4096)
def _levels_of(text: str, table: TitleTable) -> tuple[Seniority, ...]:
    """The levels that a vendor's word covers, the likeliest first; empty when it says nothing."""
    known = table.levels.get(" ".join(folded_words(text)))
    if known is not None:
        return known
    level = _read(_title_words(text, table), table).level
    return () if level is None or level is Seniority.UNKNOWN else (level,)


@lru_cache(maxsize=4096)
def _function_of(text: str, table: TitleTable) -> JobFunction | None:
    function = _read(_title_words(text, table), table).function
    return None if function is JobFunction.UNKNOWN else function


def _differs(level: Seniority, levels: Sequence[Seniority]) -> bool:
    if level is Seniority.UNKNOWN or level in levels:
        return False
    return not any(level in same and not same.isdisjoint(levels) for same in _SAME_LEVEL)


# A general manager may be filed under any function, and finance and accounting are one department in most firms.
_SAME_FUNCTION: Final = (
    frozenset({JobFunction.FINANCE, JobFunction.ACCOUNTING}),
    frozenset({JobFunction.IT, JobFunction.ENGINEERING, JobFunction.RESEARCH, JobFunction.PRODUCT}),
    frozenset({JobFunction.SALES, JobFunction.BUSINESS_DEVELOPMENT, JobFunction.CUSTOMER_SERVICE}),
    frozenset({JobFunction.MARKETING, JobFunction.DESIGN, JobFunction.PRODUCT}),
    frozenset({JobFunction.OPERATIONS, JobFunction.PROCUREMENT, JobFunction.ADMINISTRATION}),
)
_ANY_FUNCTION: Final = frozenset({JobFunction.UNKNOWN, JobFunction.GENERAL_MANAGEMENT, JobFunction.CONSULTING})


def _function_differs(one: JobFunction, other: JobFunction) -> bool:
    if one is other or not _ANY_FUNCTION.isdisjoint({one, other}):
        return False
    return not any({one, other} <= same for same in _SAME_FUNCTION)
