"""What came of a file of evidence, in sentences."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from leadaudit import sql, tables
from leadaudit.findings import catalogue, sentence
from leadaudit.format import count, plural
from leadaudit.policy import Policy


def import_sentences(counts: pa.Table, findings: pa.Table, policy: Policy) -> tuple[str, ...]:
    """What a file says, about how many people who are here, and what is wrong with its lines.

    Args:
        counts: One row per kind, as ``import_evidence_counts.sql`` returns them.
        findings: One row per check, as ``import_findings_counts.sql`` returns them.
        policy: Kinds of evidence, for their words.
    """
    rows = counts.to_pylist()
    if not rows:
        return ("Nothing in it says what somebody did.", *_wrong(findings.to_pylist()))
    told = [_kind_words(row, policy) for row in rows]
    return (*told, *_standing(rows), *_wrong(findings.to_pylist()))


def read_sentences(counts: pa.Table, findings: pa.Table, policy: Policy) -> tuple[str, ...]:
    """What a file says and what is wrong with its lines, before anybody is looked for.

    Args:
        counts: One row per kind, as ``import_evidence_counts.sql`` returns them.
        findings: One row per check, as ``import_findings_counts.sql`` returns them.
        policy: Kinds of evidence, for their words.
    """
    told = [_kind_words(row, policy) for row in counts.to_pylist()]
    return (*(told or ["Nothing in it says what somebody did."]), *_wrong(findings.to_pylist()))


def preview_sentences(evidence: pa.Table, findings: pa.Table, policy: Policy) -> tuple[str, ...]:
    """What a file would bring, by its rows of the log and what is wrong with its lines; nobody is looked for."""
    counts = sql.run("import_evidence_counts", {"evidence": evidence, "subjects": tables.SUBJECTS.empty()})
    return read_sentences(counts, sql.run("import_findings_counts", {"findings": findings}), policy)


def _kind_words(row: Mapping[str, Any], policy: Policy) -> str:
    kind = policy.kinds.get(row["kind"])
    words = row["kind"].replace("_", " ") if kind is None else kind.words
    undated = f", {count(row['undated'])} of them without a day that can be right" if row["undated"] else ""
    return f"{count(row['rows'])} x somebody {words}{undated}."


def _standing(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    total = {name: sum(row[name] for row in rows) for name in ("linked", "shared", "accounts", "kept", "kept_people")}
    sentences = [f"{plural(total['linked'], 'row is', 'rows are')} about people who are here."]
    if total["kept"]:
        # A person may have done things of several kinds.
        people = max(row["kept_people"] for row in rows)
        at_least = "at least " if len([row for row in rows if row["kept_people"]]) > 1 else ""
        who = plural(people, "person", "people")
        sentences.append(
            f"Kept: {plural(total['kept'], 'row', 'rows')} about {at_least}{who} we do not have. "
            "They count from the day their record comes."
        )
    if total["shared"]:
        sentences.append(
            f"{plural(total['shared'], 'row names', 'rows name')} an address or number that several people share, "
            "and count for nobody."
        )
    if total["accounts"]:
        sentences.append(
            f"{plural(total['accounts'], 'row is', 'rows are')} about companies: never anybody's own signal."
        )
    return sentences


def _wrong(found: Sequence[Mapping[str, Any]]) -> list[str]:
    return [
        f"{catalogue()[row['check']].title}: {plural(row['lines'], 'line')}, first line {row['first_line']}. "
        + sentence(row["check"], json.loads(row["args"] or "{}"))
        for row in found
    ]
