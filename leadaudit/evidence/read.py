"""The evidence that delivered rows carry, as rows of the evidence log.

Source: docs/method.md, "Files of evidence" and "Classes".
"""

from collections.abc import Mapping
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql, tables
from leadaudit.distinct import judge_distinct
from leadaudit.evidence.answers import Question, read_answer, read_question
from leadaudit.evidence.delivered_texts import given_texts
from leadaudit.evidence.wording import folded, is_automatic, names_us, read_wording
from leadaudit.policy import Policy

_FIELDS: Final = ("asset", "activity_type", "intent_topic", "statement_wording", "statement_proof", "certificate_url")
# Kinds of response a person attends while it happens.
_LIVE_EVENTS: Final = (
    "webinar",
    "webcast",
    "event",
    "conference",
    "workshop",
    "seminar",
    "trade show",
    "virtual event",
    "messe",
)


def read_evidence(
    *,
    records: pa.Table,
    facts: pa.Table,
    answers: pa.Table,
    deliveries: pa.Table,
    wordings: pa.Table,
    buyer_names: tuple[str, ...],
    program_types: Mapping[str, str],
    policy: Policy,
) -> pa.Table:
    """What the delivered rows say that people did or said.

    Every row of the log is kept, whatever it can do; a class reads only what is dated.

    Args:
        records: RECORDS, for the delivered words.
        facts: FACTS, for dates and yes or no.
        answers: ANSWERS to custom questions.
        deliveries: DELIVERIES.
        wordings: WORDINGS, to resolve the id of a buying question.
        buyer_names: Names of our company; a question that does not name us is no statement to us.
        program_types: Type of each program; answers of a called program are the vendor's checklist.
        policy: Kinds of evidence, with the buying question each is about.

    Returns:
        ``tables.EVIDENCE``, ordered by ``evidence_id``; ids depend on what happened alone.
    """
    rows = sql.run(
        "evidence_read",
        {
            "facts": facts,
            "deliveries": deliveries,
            "programs": _programs(program_types),
            "texts": _texts(records, buyer_names),
            "wordings": _buying_questions(wordings, buyer_names),
            "answers": _judged_answers(answers, buyer_names),
            "kinds": _categories(policy),
        },
    )
    return tables.EVIDENCE.require(rows)


def under_policy(evidence: pa.Table, policy: Policy) -> pa.Table:
    """What ``read_evidence`` returns under a policy, from what it returned of the same rows under another one.

    Args:
        evidence: EVIDENCE; imported rows are left out.
        policy: It says what buying question each kind is about, and nothing else of what a row says.
    """
    rows = evidence.filter(pc.is_valid(evidence["delivery"]))
    kinds = _categories(policy)
    category = kinds["category"].combine_chunks().take(pc.index_in(rows["kind"], value_set=kinds["kind"]))
    return rows.set_column(rows.schema.get_field_index("category"), "category", category)


def _texts(records: pa.Table, buyer_names: tuple[str, ...]) -> pa.Table:
    texts = given_texts(records, _FIELDS)
    wording = judge_distinct(texts["statement_wording"], lambda text: read_wording(text, buyer_names))
    activity = texts["activity_type"]
    columns = {
        "asset": texts["asset"],
        "activity_type": activity,
        "intent_topic": texts["intent_topic"],
        "wording": texts["statement_wording"],
        "wording_key": judge_distinct(texts["statement_wording"], folded).column(str, tables.TEXT),
        "proof": pc.coalesce(texts["statement_proof"], texts["certificate_url"]),
        "is_live_event": judge_distinct(activity, _is_live_event).column(bool, tables.FLAG),
        "is_automatic": judge_distinct(activity, is_automatic).column(bool, tables.FLAG),
        "asks_us": wording.column(lambda traits: traits.names_us and traits.asks_buying_step, tables.FLAG),
    }
    return pa.table({"delivery": texts["delivery"], "line": texts["line"], **columns})


def _is_live_event(activity_type: str) -> bool:
    words = f" {folded(activity_type)} "
    on_demand = any(f" {word} " in words for word in ("on demand", "recording", "recorded", "replay", "aufzeichnung"))
    return not on_demand and any(f" {event} " in words or f" {event}s " in words for event in _LIVE_EVENTS)


def _judged_answers(answers: pa.Table, buyer_names: tuple[str, ...]) -> pa.Table:
    asked = judge_distinct(answers["question"], lambda question: read_question(question, buyer_names))
    said = judge_distinct(answers["answer"], read_answer)
    return pa.table(
        {
            "delivery": answers["delivery"],
            "line": answers["line"],
            "column_no": answers["column_no"],
            "question": answers["question"],
            "topic": asked.column(_topic, tables.TEXT),
            "is_checklist": asked.column(lambda question: question.is_checklist, tables.FLAG),
            "is_statement": asked.column(lambda question: question.is_statement, tables.FLAG),
            "said": said.column(str, tables.TEXT),
        }
    )


def _topic(question: Question) -> str | None:
    return None if question.topic is None else question.topic.value


def _buying_questions(wordings: pa.Table, buyer_names: tuple[str, ...]) -> pa.Table:
    """Stored wordings that are questions put for us about a buying step."""
    rows = []
    for row in wordings.to_pylist():
        traits = read_wording(row["text"] or "", buyer_names)
        controllers = row["controllers"] or []
        if traits.asks_buying_step and (traits.names_us or any(names_us(name, buyer_names) for name in controllers)):
            rows.append({"program": row["program"], "wording_key": folded(row["wording_id"])})
    return pa.Table.from_pylist(rows, schema=pa.schema([("program", tables.TEXT), ("wording_key", tables.TEXT)]))


def _programs(program_types: Mapping[str, str]) -> pa.Table:
    columns = [pa.array(list(program_types), tables.TEXT), pa.array(list(program_types.values()), tables.TEXT)]
    return pa.table(columns, names=["program", "type"])


def _categories(policy: Policy) -> pa.Table:
    kinds = sorted(policy.kinds)
    return pa.table({"kind": kinds, "category": [policy.kinds[kind].category.value for kind in kinds]})
