"""The editable table of job titles: ``titles.toml`` and, in front of it, the user's own rules of the same shape."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from leadaudit.facts.folding import words as folded_words
from leadaudit.facts.own_words import own_words, shipped_words
from leadaudit.facts.phrases import Phrase, PhraseIndex, parse_phrase
from leadaudit.facts.word_tables import did_you_mean, inner_table, strings, texts
from leadaudit.vocabulary import JobFunction, Seniority

_TABLES: Final = ("abbreviations", "abbreviations_in_capitals", "missing", "defaults", "levels", "rules")
_RULE_KEYS: Final = ("words", "level", "function", "learner", "former", "skip")


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleRule:
    """What some phrases say of the person who bears them; None where they say nothing.

    Args:
        level: Seniority; ``unknown`` decides that nothing is known.
        function: Job function, likewise.
        learner: Whether the person learns, teaches or looks for work.
        former: Whether the job is over.
        skip: Whether the words are about something else and hidden from later rules.
    """

    level: Seniority | None = None
    function: JobFunction | None = None
    learner: bool | None = None
    former: bool = False
    skip: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TitleTable:
    """Rules in order, and the words around them; see ``titles.toml`` for what each table means.

    Compared by identity, so that what was read with it can be remembered.
    """

    rules: tuple[TitleRule, ...]
    index: PhraseIndex
    abbreviations: Mapping[str, tuple[str, ...]]
    abbreviations_in_capitals: Mapping[str, tuple[str, ...]]
    placeholders: frozenset[str]
    defaults: Mapping[Seniority, JobFunction]
    levels: Mapping[str, tuple[Seniority, ...]]


@lru_cache(maxsize=8)
def load_title_table(extra_toml: str | None = None, *, where: str = "titles") -> TitleTable:
    """The product's title table with the user's in front.

    Args:
        extra_toml: Text of a TOML file of the same shape as ``titles.toml``; its rules come first, its words are added.
        where: Name of that file for the sentences about its mistakes.

    Raises:
        FileMistakesError: The user's file is not TOML or holds something we do not understand; every mistake is named.
    """
    own = shipped_words("titles.toml")
    extra = own_words(extra_toml, where=where, mistakes=_mistakes)
    return _build(own, extra)


def _build(own: Mapping[str, object], extra: Mapping[str, object]) -> TitleTable:
    abbreviations = _written_out(own, extra, "abbreviations")
    rules: list[TitleRule] = []
    phrases: list[Phrase] = []
    for rule in (*_rules(extra), *_rules(own)):
        phrases += [
            phrase for text in texts(rule.get("words")) if (phrase := parse_phrase(text, len(rules), abbreviations))
        ]
        rules.append(_rule(rule))
    defaults = {**strings(own, "defaults"), **strings(extra, "defaults")}
    return TitleTable(
        rules=tuple(rules),
        index=PhraseIndex(phrases),
        abbreviations=abbreviations,
        abbreviations_in_capitals=_written_out(own, extra, "abbreviations_in_capitals"),
        placeholders=frozenset(
            " ".join(folded_words(text))
            for table in (own, extra)
            for text in texts(inner_table(table, "missing").get("placeholders"))
        ),
        defaults={Seniority(level): JobFunction(function) for level, function in defaults.items()},
        levels={
            " ".join(folded_words(name)): tuple(Seniority(level) for level in texts(levels))
            for table in (own, extra)
            for name, levels in inner_table(table, "levels").items()
        },
    )


def _rule(rule: Mapping[str, object]) -> TitleRule:
    level, function, learner = rule.get("level"), rule.get("function"), rule.get("learner")
    return TitleRule(
        level=None if level is None else Seniority(str(level)),
        function=None if function is None else JobFunction(str(function)),
        learner=None if learner is None else bool(learner),
        former=bool(rule.get("former", False)),
        skip=bool(rule.get("skip", False)),
    )


def _written_out(own: Mapping[str, object], extra: Mapping[str, object], name: str) -> dict[str, tuple[str, ...]]:
    short_forms = {**strings(own, name), **strings(extra, name)}
    return {"".join(folded_words(short)): tuple(folded_words(long)) for short, long in short_forms.items()}


def _rules(table: Mapping[str, object]) -> list[Mapping[str, object]]:
    rules = table.get("rules", [])
    return [rule for rule in rules if isinstance(rule, dict)] if isinstance(rules, list) else []


def _mistakes(extra: Mapping[str, object]) -> Iterator[str]:
    """One sentence for everything in a user's file that we would not understand."""
    for name, table in extra.items():
        if name not in _TABLES:
            yield f"{name}: no such table. {did_you_mean(name, _TABLES)}"
        elif not isinstance(table, list if name == "rules" else dict):
            yield f"{name}: not a table. Write {'[[rules]]' if name == 'rules' else f'[{name}]'} above its lines."
    for number, rule in enumerate(_rules(extra), start=1):
        yield from _rule_mistakes(rule, f"rule {number}")
    for name in ("abbreviations", "abbreviations_in_capitals"):
        for short, long in inner_table(extra, name).items():
            if not isinstance(long, str) or not folded_words(long) or not folded_words(short):
                yield f'{name}.{short}: {long!r} is no text. Write it as {short} = "what it stands for".'
    yield from _level_mistakes(extra)


def _level_mistakes(extra: Mapping[str, object]) -> Iterator[str]:
    for name, levels in inner_table(extra, "levels").items():
        if not isinstance(levels, list) or not levels:
            yield f'levels.{name}: not a list of levels. Write it as "{name}" = ["manager"].'
        unknown = [level for level in texts(levels) if level not in set(Seniority)]
        yield from (_no_such(f"levels.{name}", "level", level, Seniority) for level in unknown)
    for level, function in inner_table(extra, "defaults").items():
        if level not in set(Seniority):
            yield _no_such("defaults", "level", level, Seniority)
        if function not in set(JobFunction):
            yield _no_such(f"defaults.{level}", "function", function, JobFunction)


def _rule_mistakes(rule: Mapping[str, object], where: str) -> Iterator[str]:
    yield from (
        f"{where}, {key}: no such key. {did_you_mean(key, _RULE_KEYS)}" for key in rule if key not in _RULE_KEYS
    )
    phrases = rule.get("words")
    if not isinstance(phrases, list) or not phrases:
        yield f'{where}: no words. Say which titles it is about: words = ["head of growth"].'
    for text in texts(phrases):
        if parse_phrase(text, 0, {}) is None:
            yield f"{where}, words: {text!r} cannot be found in a title. Begin with a word, or three letters at a star."
    if not set(rule) & set(_RULE_KEYS[1:]):
        yield f"{where}: it says nothing. Give level, function, learner, former or skip."
    if (level := rule.get("level")) is not None and level not in set(Seniority):
        yield _no_such(where, "level", level, Seniority)
    if (function := rule.get("function")) is not None and function not in set(JobFunction):
        yield _no_such(where, "function", function, JobFunction)
    for key in ("learner", "former", "skip"):
        if not isinstance(rule.get(key, False), bool):
            yield f"{where}, {key}: {rule[key]!r} is neither true nor false. Write true or false, without quotes."


def _no_such(where: str, kind: str, value: object, known: type[Seniority] | type[JobFunction]) -> str:
    return f"{where}, {kind}: {value!r} is no {kind}. Use one of {', '.join(sorted(known))}."
