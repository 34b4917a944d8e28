"""What other words of the user's own would change in what was delivered, value by value, before anybody saves them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.facts import judges
from leadaudit.facts.columns import Judge, judge_rows, text_at
from leadaudit.facts.email import parse_email
from leadaudit.facts.own_words import OwnWords
from leadaudit.facts.url import registrable_domain
from leadaudit.tables import FLAG, TEXT, text_column

_COUNT: Final = "records"
# What may stand between the parts of a mailbox: "no.reply" is a function's as "noreply" is.
_BETWEEN: Final = "[._-]"
_TITLE: Final = ("title", "job_level", "job_function")
_EMPLOYER: Final = ("company", "email_domain", "website_domain")
_TITLE_SAYS: Final = pa.schema([("seniority", TEXT), ("function", TEXT), ("is_learner", FLAG), ("status", TEXT)])
_INDUSTRY_SAYS: Final = pa.schema([("group", TEXT)])
_COMPANY_SAYS: Final = pa.schema([("key", TEXT)])
_DOMAIN_SAYS: Final = pa.schema([("answer", FLAG)])


class WordsKind(StrEnum):
    """What a changed value is."""

    TITLE = "title"
    COMPANY = "company"
    DOMAIN = "domain"
    INDUSTRY = "industry"
    MAILBOX = "mailbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One delivered value that would be read otherwise.

    Args:
        kind: What it is.
        value: As delivered: the cells that are read together.
        before: What it says now, fact by fact; a missing fact is None.
        after: What it would say.
        records: Records that hold it.
    """

    kind: WordsKind
    value: tuple[str | None, ...]
    before: tuple[str | bool | None, ...]
    after: tuple[str | bool | None, ...]
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsEffect:
    """Everything that would be read otherwise.

    Args:
        records: Records that were looked at.
        changes: One per distinct value, ordered by kind, most records first, value.
        joined: Companies that become one: the name they are compared by then, and those they go by now.
        parted: A company that becomes several: the name it goes by now, and those then.
    """

    records: int
    changes: tuple[Change, ...]
    joined: Mapping[str, tuple[str, ...]]
    parted: Mapping[str, tuple[str, ...]]

    def of(self, kind: WordsKind) -> tuple[Change, ...]:
        """The changes of one kind."""
        return tuple(change for change in self.changes if change.kind is kind)

    def records_of(self, kind: WordsKind) -> int:
        """Records that hold a changed value of a kind; a record has one value of each."""
        return sum(change.records for change in self.of(kind))


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What records say in the columns that words are about: distinct rows with the number of records that hold them."""

    records: int
    titles: pa.Table
    industries: pa.Table
    employers: pa.Table
    mailboxes: pa.Table


def said_of(delivered: Iterable[tuple[pa.Table, pa.Table]]) -> Said:
    """The distinct values of deliveries.

    Args:
        delivered: RECORDS and FACTS of each delivery, in one order.
    """
    parts = [_said_once(records, facts) for records, facts in delivered]
    return Said(
        records=sum(one.records for one in parts),
        titles=_together([one.titles for one in parts], _TITLE),
        industries=_together([one.industries for one in parts], ("industry",)),
        employers=_together([one.employers for one in parts], _EMPLOYER),
        mailboxes=_together([one.mailboxes for one in parts], ("mailbox",)),
    )


def _said_once(records: pa.Table, facts: pa.Table) -> Said:
    anybodys = pc.or_(facts["email_is_free"], facts["email_is_disposable"])
    domain = pc.if_else(pc.fill_null(anybodys, fill_value=True), pa.scalar(None, TEXT), facts["email_domain"])
    mailbox = pc.struct_field(pc.extract_regex(facts["email_norm"], r"^(?P<mailbox>.*)@"), "mailbox")
    texts = {name: text_at(text_column(records, name), 0) for name in (*_TITLE, "industry", "company")}
    employers = {"company": texts["company"], "email_domain": domain, "website_domain": facts["website_domain"]}
    return Said(
        records=records.num_rows,
        titles=_counted({name: texts[name] for name in _TITLE}),
        industries=_counted({"industry": texts["industry"]}),
        employers=_counted(employers),
        mailboxes=_counted({"mailbox": mailbox}),
    )


def _counted(columns: Mapping[str, pa.ChunkedArray]) -> pa.Table:
    table = pa.table(dict(columns))
    counted = table.group_by(list(columns), use_threads=False).aggregate([([], "count_all")])
    return counted.select([*columns, "count_all"]).rename_columns([*columns, _COUNT])


def _together(parts: Sequence[pa.Table], names: Sequence[str]) -> pa.Table:
    empty = pa.schema([*((name, TEXT) for name in names), (_COUNT, pa.int64())]).empty_table()
    whole = pa.concat_tables([empty, *parts]).group_by(list(names), use_threads=False).aggregate([(_COUNT, "sum")])
    return whole.select([*names, f"{_COUNT}_sum"]).rename_columns([*names, _COUNT])


def words_effect(said: Said, *, before: OwnWords, after: OwnWords) -> WordsEffect:
    """What would be read otherwise.

    Args:
        said: What was delivered.
        before: The words in force.
        after: The words somebody thinks of.
    """
    changes: list[Change] = []
    joined: dict[str, tuple[str, ...]] = {}
    parted: dict[str, tuple[str, ...]] = {}
    if before.titles != after.titles:
        judge = _both(judges.title, before.titles, after.titles)
        changes += _changed(WordsKind.TITLE, said.titles, _TITLE, judge, _TITLE_SAYS)
    if before.companies != after.companies:
        judge = _both(judges.company, before.companies, after.companies)
        names = _together([said.employers.select(["company", _COUNT])], ("company",))
        companies = _changed(WordsKind.COMPANY, names, ("company",), judge, _COMPANY_SAYS)
        joined, parted = _regrouped(names, judge)
        changes += companies
        changes += _changed_domains(said.employers, before, after)
    if before.industries != after.industries:
        judge = _both(judges.industry, before.industries, after.industries)
        changes += _changed(WordsKind.INDUSTRY, said.industries, ("industry",), judge, _INDUSTRY_SAYS)
    if before.role_names != after.role_names:
        changes += _changed_mailboxes(said.mailboxes, before, after)
    order = {kind: number for number, kind in enumerate(WordsKind)}
    changes.sort(key=lambda one: (order[one.kind], -one.records, [cell or "" for cell in one.value]))
    return WordsEffect(records=said.records, changes=tuple(changes), joined=joined, parted=parted)


_Both = tuple[Judge, Judge]


def _both(judge: Judge, before: str | None, after: str | None) -> _Both:
    return partial(judge, extra=before), partial(judge, extra=after)


def _changed(kind: WordsKind, rows: pa.Table, names: Sequence[str], judge: _Both, says: pa.Schema) -> list[Change]:
    """The rows of which something else would be found."""
    columns = [rows[name] for name in names]
    found = [judge_rows(columns, one, says) for one in judge]
    sides = [pa.table([side.column(name) for name in says.names], names=says.names) for side in found]
    differs = [_differs(sides[0][name], sides[1][name]) for name in says.names]
    places = pc.indices_nonzero(_any(differs))
    values, counts = rows.select(list(names)).take(places).to_pylist(), rows[_COUNT].take(places).to_pylist()
    then, now = sides[0].take(places).to_pylist(), sides[1].take(places).to_pylist()
    return [
        Change(
            kind=kind,
            value=tuple(value.values()),
            before=tuple(old.values()),
            after=tuple(new.values()),
            records=count,
        )
        for value, old, new, count in zip(values, then, now, counts, strict=True)
    ]


def _differs(one: pa.ChunkedArray, other: pa.ChunkedArray) -> pa.ChunkedArray:
    both_null = pc.and_(one.is_null(), other.is_null())
    return pc.invert(pc.or_(both_null, pc.fill_null(pc.equal(one, other), fill_value=False)))


def _any(cases: Sequence[pa.ChunkedArray]) -> pa.ChunkedArray:
    whole = cases[0]
    for case in cases[1:]:
        whole = pc.or_(whole, case)
    return whole


def _regrouped(names: pa.Table, judge: _Both) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Which companies become one, and which becomes several."""
    old, new = (judge_rows([names["company"]], one, _COMPANY_SAYS).column("key").to_pylist() for one in judge)
    pairs = {(was, becomes) for was, becomes in zip(old, new, strict=True) if was is not None and becomes is not None}
    return _more_than_one((becomes, was) for was, becomes in pairs), _more_than_one(pairs)


def _more_than_one(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, set[str]] = {}
    for one, other in pairs:
        groups.setdefault(one, set()).add(other)
    return {one: tuple(sorted(groups[one])) for one in sorted(groups) if len(groups[one]) > 1}


def _changed_domains(employers: pa.Table, before: OwnWords, after: OwnWords) -> list[Change]:
    """Rows where the mail domain becomes, or is no longer, that of the employer."""
    keys = [
        judge_rows([employers["company"]], partial(judges.company, extra=words.companies), _COMPANY_SAYS).column("key")
        for words in (before, after)
    ]
    touched = pa.array(sorted({*before.one_domain, *after.one_domain}), TEXT)
    mail = employers["email_domain"].combine_chunks().dictionary_encode()
    registered = pa.array([registrable_domain(domain) for domain in mail.dictionary.to_pylist()], TEXT)
    concerned = _any([_differs(*keys), pc.is_in(registered.take(mail.indices), touched)])
    rows = employers.append_column("old", keys[0]).append_column("new", keys[1])
    rows = rows.filter(pc.and_(concerned, employers["email_domain"].is_valid()))
    sides = [
        judge_rows(
            [rows[key], rows["email_domain"], rows["website_domain"]],
            partial(judges.employers_domain, extra=words.companies),
            _DOMAIN_SAYS,
        ).column("answer")
        for key, words in (("old", before), ("new", after))
    ]
    places = pc.indices_nonzero(_differs(*sides))
    return [
        Change(
            kind=WordsKind.DOMAIN,
            value=(row["email_domain"], row["company"]),
            before=(was,),
            after=(becomes,),
            records=row[_COUNT],
        )
        for row, was, becomes in zip(
            rows.take(places).to_pylist(), *(side.take(places).to_pylist() for side in sides), strict=True
        )
    ]


def _changed_mailboxes(mailboxes: pa.Table, before: OwnWords, after: OwnWords) -> list[Change]:
    """Mailboxes that become, or are no longer, a function's: only those that hold a name in which the two differ."""
    letters = pc.replace_substring_regex(mailboxes["mailbox"], _BETWEEN, "")
    names = sorted(before.role_names ^ after.role_names)
    holds = _any([pc.match_substring(letters, re.sub(_BETWEEN, "", name)) for name in names])
    rows = mailboxes.filter(pc.fill_null(holds, fill_value=False)).to_pylist()
    found = [
        Change(
            kind=WordsKind.MAILBOX,
            value=(row["mailbox"],),
            before=(_is_role(row["mailbox"], before),),
            after=(_is_role(row["mailbox"], after),),
            records=row[_COUNT],
        )
        for row in rows
    ]
    return [change for change in found if change.before != change.after]


def _is_role(mailbox: str, words: OwnWords) -> bool:
    return parse_email(f"{mailbox}@company.example", extra_role_names=words.role_names).is_role
