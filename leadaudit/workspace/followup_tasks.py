"""People on a list of follow-up, each with everything that whoever follows up has to know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from leadaudit import sql, tables
from leadaudit.evidence.classify import counted_evidence
from leadaudit.followup.due import due_at
from leadaudit.followup.why import Seen, Why, question_to_settle, why_now
from leadaudit.policy import Policy
from leadaudit.vocabulary import Actor, Category, ClassRule, FollowUpList, Source
from leadaudit.workspace.assessments import StoredAssessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One person on a list, with everything whoever follows up has to know.

    Args:
        list: The list.
        state: now, waits, with_sales or routed.
        record: ``<delivery>:<line>`` that speaks best for the person.
        person: The person.
        vendor: Who delivered that record.
        name: As delivered.
        title: As delivered.
        company: As delivered.
        email: Normalized; None: there is none.
        phone: Only where it may be called.
        channel: call or mail.
        owner: Who looks after the person; None: nobody, name an owner.
        record_class: What the evidence says.
        tier: Priority.
        attested: Asked on the vendor's form alone.
        rule: The row of the decision table.
        category: Buying question.
        consent: What is shown of a permission.
        place: 1 is first.
        topic: The content that made the record.
        why: Why now.
        question: The one question to settle, of a confirmation.
        due_at: Until when somebody has to have tried; None: no clock runs.
    """

    list: FollowUpList
    state: str
    record: str
    person: str
    vendor: str
    name: str | None
    title: str | None
    company: str | None
    email: str | None
    phone: str | None
    channel: str
    owner: str | None
    record_class: str
    tier: str | None
    attested: bool
    rule: ClassRule
    category: str | None
    consent: str
    place: int
    topic: str | None
    why: Why
    question: str | None
    due_at: datetime | None

    @property
    def signal_at(self) -> date | None:
        """Day of the newest evidence used."""
        return self.why.used[0].occurred_on if self.why.used else None

    @property
    def signal_type(self) -> str | None:
        """Kind of it."""
        return self.why.used[0].kind if self.why.used else None


def tasks_of(found: StoredAssessment, rows: pa.Table, name: FollowUpList, at: datetime | None) -> list[Task]:
    """The people of some rows of a list, in their order.

    Args:
        found: The assessment the list was made from.
        rows: Rows of ``followup.lists.Listed``.
        name: The list.
        at: When they are given out, for when they are due; None: no clock runs.
    """
    if rows.num_rows == 0:
        return []
    listed = rows.to_pylist()
    keys = rows.select(["delivery", "line"])
    facts = _by_record(
        sql.run("followup_named", {"wanted": keys, "facts": found.paths["facts"], "evidence": found.paths["evidence"]})
    )
    seen = _evidence_of(found, keys)
    answers = _answers_of(found, rows) if name is FollowUpList.CONFIRM else {}
    return [
        _task(
            row, facts[row["delivery"], row["line"]], seen.get((row["delivery"], row["line"]), []), answers, found, at
        )
        for row in listed
    ]


def _task(
    row: Mapping[str, Any],
    facts: Mapping[str, Any],
    seen: Sequence[Seen],
    answers: Mapping[tuple[str, int], Mapping[str, str]],
    found: StoredAssessment,
    at: datetime | None,
) -> Task:
    policy, rule, name = found.policy, ClassRule(row["rule"]), FollowUpList(row["list"])
    why = why_now(seen, rule, attested=bool(row["attested"]), policy=policy, as_of=found.as_of)
    names = " ".join(facts[part] for part in ("first_name", "last_name") if facts[part])
    return Task(
        list=name,
        state=row["state"],
        record=f"{row['delivery']}:{row['line']}",
        person=row["person"],
        vendor=row["vendor"],
        name=names or None,
        title=facts["title"],
        company=facts["company"],
        email=facts["email_norm"],
        phone=facts["phone_e164"] if row["may_call"] else None,
        channel=row["channel"],
        owner=row["owner"],
        record_class=row["class"],
        tier=row["tier"],
        attested=bool(row["attested"]),
        rule=rule,
        category=row["category"],
        consent=row["consent"],
        place=row["place"],
        topic=facts["topic"],
        why=why,
        question=_question(row, answers, facts) if name is FollowUpList.CONFIRM else None,
        due_at=None if at is None else _due(name, row["class"], policy, at),
    )


def _due(name: FollowUpList, record_class: str, policy: Policy, at: datetime) -> datetime | None:
    hours = policy.follow_up.due_hours
    match name:
        case FollowUpList.CALL_NOW:
            return due_at(at, hours.lead if record_class == "lead" else hours.signal)
        case FollowUpList.CONFIRM:
            return due_at(at, hours.confirm)
        case FollowUpList.ASK | FollowUpList.HELD_OUT | FollowUpList.HELD_BACK:
            return None


def _question(
    row: Mapping[str, Any], answers: Mapping[tuple[str, int], Mapping[str, str]], facts: Mapping[str, Any]
) -> str:
    if row["answered_in"] is None:
        company = f" at {facts['company']}" if facts["company"] else ""
        return f"You wrote to us some time ago. Do you still work{company}?"
    told = answers.get((row["answered_in"], row["answered_line"]), {})
    # of a whole checklist the time frame says most, else whatever was asked first
    asked = row["raw_ref"] if row["raw_ref"] in told else next((one for one in told if "time" in one.lower()), None)
    question = asked or next(iter(told), None)
    return question_to_settle(question, told.get(question or ""), vendor=row["vendor"], answered_on=row["answered_on"])


def _answers_of(found: StoredAssessment, rows: pa.Table) -> dict[tuple[str, int], dict[str, str]]:
    asked = rows.select(["answered_in", "answered_line"]).rename_columns(["delivery", "line"])
    told = sql.run("followup_questions", {"wanted": asked, "answers": found.paths["answers"]})
    answers: dict[tuple[str, int], dict[str, str]] = {}
    for row in told.to_pylist():
        if row["answer"]:
            answers.setdefault((row["delivery"], row["line"]), {})[row["question"]] = row["answer"]
    return answers


def _evidence_of(found: StoredAssessment, keys: pa.Table) -> dict[tuple[str, int], list[Seen]]:
    """What counts for some records, read from no more of the log than speaks of their people."""
    paths = found.paths
    classes = sql.run("followup_classes_of", {"wanted": keys, "classes": paths["classes"]})
    subjects = sql.run("followup_subjects_of", {"classes": classes, "subjects": paths["subjects"]})
    evidence = sql.run(
        "followup_evidence_of", {"classes": classes, "subjects": subjects, "evidence": paths["evidence"]}
    )
    attested = pq.read_table(paths["attested"][0])
    counted = counted_evidence(
        flags=classes,
        evidence=tables.EVIDENCE.require(evidence),
        subjects=tables.SUBJECTS.require(subjects),
        policy=found.policy,
        as_of=found.as_of,
        suspended=attested.filter(attested["is_suspended"])["vendor"].to_pylist(),
    )
    assets = dict(zip(evidence["evidence_id"].to_pylist(), evidence["asset"].to_pylist(), strict=True))
    seen: dict[tuple[str, int], list[Seen]] = {}
    for row in counted.to_pylist():
        seen.setdefault((row["delivery"], row["line"]), []).append(
            Seen(
                evidence_id=row["evidence_id"],
                kind=row["kind"],
                actor=Actor(row["actor"]),
                source=Source(row["source"]),
                category=Category(row["category"]),
                occurred_on=row["occurred_on"],
                asset=assets.get(row["evidence_id"]),
            )
        )
    return seen


def _by_record(table: pa.Table) -> dict[tuple[str, int], dict[str, Any]]:
    return {(row["delivery"], row["line"]): row for row in table.to_pylist()}
