"""Every dated thing the CRM says became of somebody; each opportunity once, merges followed.

Source: docs/method.md, "Outcomes".
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql, tables
from leadaudit.distinct import distinct_rows
from leadaudit.outcomes.crm_values import canonical_id
from leadaudit.outcomes.stages import EMPTY, Meaning, Stages, WordOf, is_live, word_key
from leadaudit.vocabulary import CrmObject

# Names under which a CRM enters what nobody did.
_NOBODY: Final = re.compile(
    r"\b(?:system|automated process|automation|integration|integrations|workflow|api|bot|import|batch|platform)\b"
)

_NAMES: Final = pa.schema(
    [
        ("source", tables.TEXT),
        ("ref_kind", tables.TEXT),
        ("ref", tables.TEXT),
        ("person", tables.TEXT),
        ("contact_id", tables.TEXT),
        ("email", tables.TEXT),
        ("persons", pa.int64()),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CrmSteps:
    """What a CRM says, ready to be asked who it is about.

    Args:
        rows: Rows in force (tables.CRM_ROWS) with type_means, stage_means, result_means, end_means, is_live and
            is_systems.
        survivors: One row per id that was merged away.
        opportunities: One row per opportunity, as ``outcomes_opportunities.sql`` describes.
        roles: One row per opportunity and name.
        steps: One row per thing, kind and name.
    """

    rows: pa.Table
    survivors: pa.Table
    opportunities: pa.Table
    roles: pa.Table
    steps: pa.Table


def crm_steps(rows: pa.Table, *, stages: Stages, as_of: date) -> CrmSteps:
    """What the CRM in force says.

    Args:
        rows: tables.CRM_ROWS in force.
        stages: What people said its words mean.
        as_of: The day the answer speaks for; a meeting of a later day was not held yet.
    """
    meant = with_meanings(rows, stages)
    survivors = sql.run("outcomes_survivors", {"rows": meant})
    read: dict[str, sql.Source] = {"rows": meant, "survivors": survivors}
    opportunities = sql.run("outcomes_opportunities", read)
    roles = sql.run("outcomes_roles", read)
    steps = sql.run("outcomes_steps", {"rows": meant, "opportunities": opportunities, "roles": roles}, {"as_of": as_of})
    return CrmSteps(rows=meant, survivors=survivors, opportunities=opportunities, roles=roles, steps=steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word of a CRM in its place."""

    place: WordOf
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meant:
    """What the words of a row mean, and the words themselves."""

    type: Meaning | None = None
    stage: Meaning | None = None
    result: Meaning | None = None
    end: Meaning | None = None
    words: tuple[Word, ...] = ()


def with_meanings(rows: pa.Table, stages: Stages) -> pa.Table:
    """The rows with what their words mean; a word that nobody knows means nothing is known."""
    found = _meanings(rows, stages)
    columns = {
        "type_means": [meant.type for meant in found.judged],
        "stage_means": [meant.stage for meant in found.judged],
        "result_means": [meant.result for meant in found.judged],
        "end_means": [meant.end for meant in found.judged],
    }
    for name, meanings in columns.items():
        texts = pa.array([None if one is None else one.value for one in meanings], tables.TEXT)
        rows = rows.append_column(name, texts.take(found.row_of))
    lives = distinct_rows([rows["type"], rows["name"]])
    live = pa.array([is_live(str(kind or "")) or is_live(str(name or "")) for kind, name in lives.values], tables.FLAG)
    makers = distinct_rows([rows["made_by"]])
    systems = pa.array([_NOBODY.search(word_key(str(by or ""))) is not None for (by,) in makers.values], tables.FLAG)
    rows = rows.append_column("is_live", live.take(pa.array(lives.row_of)))
    return rows.append_column("is_systems", systems.take(pa.array(makers.row_of)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    judged: list[_Meant]
    row_of: pa.Array


def _meanings(rows: pa.Table, stages: Stages) -> _Found:
    distinct = distinct_rows([rows[name] for name in ("object", "type", "stage", "result", "name")])
    # what a thing is called matters only where its type does not say what it is
    judged = [_meant(stages, *(None if one is None else str(one) for one in row)) for row in distinct.values]
    return _Found(judged=judged, row_of=pa.array(distinct.row_of))


def _meant(
    stages: Stages, what: str | None, kind: str | None, stage: str | None, result: str | None, name: str | None
) -> _Meant:
    match CrmObject(str(what)):
        case CrmObject.OPPORTUNITY:
            return _opportunity(stages, stage, result)
        case CrmObject.CONTACT | CrmObject.LEAD:
            words = () if stage is None else (Word(place=WordOf.PERSON, text=stage),)
            return _Meant(stage=stages.meaning(WordOf.PERSON, stage), words=words)
        case CrmObject.ACTIVITY:
            return _activity(stages, kind, stage, result, name)
        case CrmObject.CAMPAIGN_MEMBER:
            return _Meant(stage=stages.meaning(WordOf.MEMBER, stage), words=(Word(place=WordOf.MEMBER, text=stage),))
        case CrmObject.CONTACT_ROLE:
            return _Meant()


def _opportunity(stages: Stages, stage: str | None, status: str | None) -> _Meant:
    given = [text for text in (stage, status) if text is not None]
    return _Meant(
        stage=None if stage is None else stages.meaning(WordOf.OPPORTUNITY, stage),
        result=None if status is None else stages.meaning(WordOf.OPPORTUNITY, status),
        words=tuple(Word(place=WordOf.OPPORTUNITY, text=text) for text in given),
    )


def _activity(stages: Stages, kind: str | None, stage: str | None, result: str | None, name: str | None) -> _Meant:
    type_word = Word(place=WordOf.TYPE, text=kind)
    type_means = stages.meaning(WordOf.TYPE, kind)
    if kind is None and name is not None:
        # a report without types says in the subject what it was
        type_means = stages.meaning(WordOf.TYPE, name) or type_means
    place = WordOf.MEETING if type_means is Meaning.MEETING else WordOf.TOUCH
    said = [text for text in (result, stage) if text is not None]
    ends = [meaning for text in said if (meaning := stages.meaning(place, text)) is not None]
    if type_means not in {Meaning.MEETING, Meaning.CONTACTED, Meaning.REPLIED}:
        return _Meant(type=type_means, words=(type_word,))
    end = ends[0] if ends else (stages.meaning(place, None) if not said else None)
    ended = tuple(Word(place=place, text=text) for text in said) or (Word(place=place, text=None),)
    return _Meant(type=type_means, end=end, words=(type_word, *ended))


def unknown_words(rows: pa.Table, stages: Stages) -> dict[tuple[WordOf, str], int]:
    """Words of which nobody knows what they mean, with how many rows have each; most rows first."""
    return {word: count for word, (meaning, count) in words_in_use(rows, stages).items() if meaning is None}


def words_in_use(rows: pa.Table, stages: Stages) -> dict[tuple[WordOf, str], tuple[Meaning | None, int]]:
    """Every word of the CRM in its place, with what it means and how many rows have it; most rows first.

    Args:
        rows: tables.CRM_ROWS in force.
        stages: What people said.
    """
    found = _meanings(rows, stages)
    counts = pc.value_counts(found.row_of)
    used: dict[tuple[WordOf, str], int] = {}
    for entry in counts.to_pylist():
        for word in found.judged[entry["values"]].words:
            key = (word.place, EMPTY if word.text is None else " ".join(word.text.split()))
            used[key] = used.get(key, 0) + entry["counts"]
    ranked = sorted(used.items(), key=lambda item: (list(WordOf).index(item[0][0]), -item[1], item[0][1]))
    return {key: (stages.meaning(key[0], None if key[1] == EMPTY else key[1]), count) for key, count in ranked}


def with_names(
    found: CrmSteps, *, contacts: pa.Table, facts: pa.Table, contact_facts: pa.Table, people: pa.Table
) -> pa.Table:
    """Which person each name in the CRM stands for; one row per name, as ``outcomes_names.sql`` describes."""
    if not found.steps.num_rows:
        return _NAMES.empty_table()
    ids = contacts.select(["delivery", "line", "source", "contact_id"])
    distinct = distinct_rows([ids["contact_id"]])
    canonical = pa.array([canonical_id(str(one or "")) for (one,) in distinct.values], tables.TEXT)
    columns = ["delivery", "line", "email_norm"]
    return sql.run(
        "outcomes_names",
        {
            "rows": found.rows,
            "contact_ids": ids.append_column("canonical", canonical.take(pa.array(distinct.row_of))),
            "survivors": found.survivors,
            "steps": found.steps,
            "facts": facts.select(columns),
            "contact_facts": contact_facts.select(columns),
            "people": people,
        },
    )
