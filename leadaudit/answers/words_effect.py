"""What other words would change, in sentences and as a ledger."""

from collections.abc import Mapping, Sequence
from typing import Final, assert_never

from leadaudit.facts.words_effect import Change, WordsEffect, WordsKind
from leadaudit.format import count, plural
from leadaudit.vocabulary import JobFunction, Seniority, ValueStatus

KINDS: Final[Mapping[WordsKind, str]] = {
    WordsKind.TITLE: "title",
    WordsKind.COMPANY: "company",
    WordsKind.DOMAIN: "mail domain",
    WordsKind.INDUSTRY: "industry",
    WordsKind.MAILBOX: "mailbox",
}
HEADER: Final = ("What", "As delivered", "Now", "With these words", "Records")
# Companies that become one are named up to this many; the ledger has all of them.
_NAMED: Final = 3
_CAPITALS: Final = {"c level": "C-level", "vp": "VP", "hr": "HR", "it": "IT"}
_EMPLOYERS: Final[Mapping[object, str]] = {
    True: "the employer's",
    False: "another company's",
    None: "cannot tell",
}


def effect_sentences(effect: WordsEffect) -> tuple[str, ...]:
    """What would change, in counts; classes and verdicts are not worked out before the words are saved."""
    if not effect.records:
        return ("**Nothing is delivered yet**, so nothing changes today.",)
    if not effect.changes:
        return (f"**These words change nothing** in the {plural(effect.records, 'record')} delivered so far.",)
    told = [
        _told(effect, WordsKind.TITLE, "title", "level or function", "changes", "change"),
        *_companies(effect),
        _told(effect, WordsKind.INDUSTRY, "industry", "group", "changes", "change", "industries"),
        _domains(effect),
        _told(effect, WordsKind.MAILBOX, "mailbox", "between person and function", "changes", "change", "mailboxes"),
    ]
    return (
        *(sentence for sentence in told if sentence),
        f"{count(effect.records)} records were looked at. People, classes and verdicts follow with the next answer.",
    )


def _told(
    effect: WordsEffect, kind: WordsKind, one: str, what: str, changes: str, change: str, many: str | None = None
) -> str | None:
    values = len(effect.of(kind))
    if not values:
        return None
    records = plural(effect.records_of(kind), "record")
    return f"**{plural(values, one, many)} of {records}** {changes if values == 1 else change} {what}."


def _companies(effect: WordsEffect) -> list[str]:
    sentences = [_joined(effect.joined)] if effect.joined else []
    if effect.parted:
        sentences.append(_parted(effect.parted))
    records = effect.records_of(WordsKind.COMPANY)
    if records:
        sentences.append(f"**{plural(records, 'record')}** {'changes' if records == 1 else 'change'} company.")
    return sentences


def _joined(groups: Mapping[str, Sequence[str]]) -> str:
    before = len({name for names in groups.values() for name in names})
    after = "one" if len(groups) == 1 else count(len(groups))
    return f"**{plural(before, 'company', 'companies')} become {after}** ({_named(groups)})."


def _parted(groups: Mapping[str, Sequence[str]]) -> str:
    after = len({name for names in groups.values() for name in names})
    becomes = "becomes" if len(groups) == 1 else "become"
    return f"**{plural(len(groups), 'company', 'companies')} {becomes} {count(after)}** ({_named(groups)})."


def _named(groups: Mapping[str, Sequence[str]]) -> str:
    shown = [f"{name}: {', '.join(names)}" for name, names in list(groups.items())[:_NAMED]]
    return "; ".join(shown) + ("; ..." if len(groups) > _NAMED else "")


def _domains(effect: WordsEffect) -> str | None:
    changes = effect.of(WordsKind.DOMAIN)
    own = sum(change.records for change in changes if change.after == (True,))
    other = sum(change.records for change in changes) - own
    parts = [f"becomes the employer's in {plural(own, 'record')}"] if own else []
    parts += [f"is judged otherwise in {plural(other, 'record')}"] if other else []
    return f"The mail domain {' and '.join(parts)}." if parts else None


def effect_rows(effect: WordsEffect) -> list[tuple[str, str, str, str, str]]:
    """One row per changed value: what it is, as delivered, what it says now and then, records; as ``HEADER``."""
    return [
        (
            KINDS[change.kind],
            _value(change),
            _said(change.kind, change.before),
            _said(change.kind, change.after),
            count(change.records),
        )
        for change in effect.changes
    ]


def _value(change: Change) -> str:
    cells = list(change.value)
    if change.kind is WordsKind.TITLE:
        title, level, function = cells
        beside = [f"{name}: {cell}" for name, cell in (("level", level), ("function", function)) if cell]
        return " · ".join([*([title] if title else []), *beside])
    if change.kind is WordsKind.DOMAIN:
        domain, company = cells
        return f"{domain} at {company or 'no company named'}"
    return cells[0] or ""


def _said(kind: WordsKind, facts: Sequence[str | bool | None]) -> str:
    match kind:
        case WordsKind.TITLE:
            return _title(*facts)
        case WordsKind.COMPANY:
            return str(facts[0]) if facts[0] is not None else "no company"
        case WordsKind.DOMAIN:
            return _EMPLOYERS[facts[0]]
        case WordsKind.INDUSTRY:
            return _plain(str(facts[0])) if facts[0] is not None else "no group"
        case WordsKind.MAILBOX:
            return "a function's" if facts[0] else "a person's"
    assert_never(kind)


def _title(level: object, function: object, is_learner: object, status: object) -> str:
    parts = [
        "level not known" if level == Seniority.UNKNOWN else _plain(str(level)),
        "function not known" if function == JobFunction.UNKNOWN else _plain(str(function)),
    ]
    parts += ["somebody who learns"] if is_learner else []
    parts += ["to be doubted"] if status == ValueStatus.DOUBTFUL else []
    return ", ".join(parts)


def _plain(name: str) -> str:
    words = name.replace("_", " ")
    return _CAPITALS.get(words, words)
