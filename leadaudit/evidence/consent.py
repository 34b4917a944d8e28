"""Permission of every record: proven, proven by a stored wording, claimed, absent or contradicted.

Source: docs/method.md, "Permission".
"""

from collections.abc import Iterable
from typing import Final, cast

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql, tables
from leadaudit.distinct import judge_distinct
from leadaudit.evidence.consent_proof import ConsentClaim, ConsentJudgement, judge_claim
from leadaudit.evidence.delivered_texts import given_texts
from leadaudit.evidence.wording import channels_in, folded, is_automatic, names_us, read_wording
from leadaudit.policy import Policy
from leadaudit.policy.model import ConsentField
from leadaudit.vocabulary import ConsentState

_FIELDS: Final = (
    "consent",
    "consent_text",
    "consent_version",
    "consent_method",
    "consent_channel",
    "consent_url",
    "source_url",
    "asset",
    "certificate_url",
    "controller_named",
    "activity_type",
)

_STORED: Final = pa.schema(
    [
        ("program", pa.string()),
        ("wording_id", pa.string()),
        ("wording_key", pa.string()),
        ("text_key", pa.string()),
        ("asset_key", pa.string()),
        ("names_us", pa.bool_()),
        ("channels", pa.string()),
        ("has_source", pa.bool_()),
        ("has_method", pa.bool_()),
        ("valid_from", pa.date32()),
        ("valid_to", pa.date32()),
    ]
)


def judge_consent(
    *,
    records: pa.Table,
    facts: pa.Table,
    deliveries: pa.Table,
    wordings: pa.Table,
    buyer_names: tuple[str, ...],
    policy: Policy,
) -> pa.Table:
    """What each record proves about permission.

    Only the record's own line and our stored wordings are read; a yes of the same person elsewhere proves nothing here.

    Args:
        records: RECORDS, for the consent cells as delivered.
        facts: FACTS.
        deliveries: DELIVERIES.
        wordings: WORDINGS stored for programs, or for all of them.
        buyer_names: Names of our company; without any, no wording names us.
        policy: Says which facts a consent record must hold.

    Returns:
        ``tables.CONSENT``, ordered by its key.
    """
    cases = sql.run(
        "evidence_consent_cases",
        {
            "facts": facts,
            "deliveries": deliveries,
            "texts": _consent_texts(records, buyer_names),
            "wordings": _stored_wordings(wordings, buyer_names),
        },
    )
    required = policy.consent.required_fields
    judged = judge_distinct(cases["case_key"], lambda key: judge_claim(_claim_of(key), required))
    state = judged.column(lambda judgement: judgement.state.value, pa.string())
    return tables.CONSENT.require(
        pa.table(
            {
                "delivery": cases["delivery"],
                "line": cases["line"],
                "state": state,
                "missing": judged.column(_missing, tables.TEXTS),
                "wording_id": _proving_wording(state, cases),
            }
        )
    )


def _missing(judgement: ConsentJudgement) -> list[str]:
    return list(judgement.missing)


def _proving_wording(state: pa.Array, cases: pa.Table) -> pa.ChunkedArray:
    nothing = pa.scalar(None, pa.string())
    by_program = pc.if_else(pc.equal(state, ConsentState.PROVEN_BY_PROGRAM.value), cases["covering_id"], nothing)
    return pc.if_else(pc.equal(state, ConsentState.PROVEN.value), cases["named_id"], by_program)


def _claim_of(case_key: str) -> ConsentClaim:
    """The claim that ``evidence_consent_cases.sql`` wrote down as text."""
    answer, marks, channels, known, by_program = (part.split(",") for part in case_key.split("|"))
    return ConsentClaim(
        answer={"yes": True, "no": False}.get(answer[0]),
        unclear="unclear" in marks,
        unsubscribed="unsubscribed" in marks,
        do_not_call="do_not_call" in marks,
        automatic="automatic" in marks,
        channels=frozenset(filter(None, channels)),
        known=_fields(known),
        known_by_program=None if by_program == ["-"] else _fields(by_program),
        shows_wording="shows_wording" in marks,
        claims="claims" in marks,
    )


def _fields(names: Iterable[str]) -> frozenset[ConsentField]:
    return frozenset(cast("ConsentField", name) for name in names if name)


def _consent_texts(records: pa.Table, buyer_names: tuple[str, ...]) -> pa.Table:
    """The consent cells with what their words say, each distinct cell read once."""
    texts = given_texts(records, _FIELDS)
    wording = judge_distinct(texts["consent_text"], lambda text: read_wording(text, buyer_names))
    named = judge_distinct(texts["controller_named"], lambda text: names_us(text, buyer_names))
    channel = judge_distinct(texts["consent_channel"], channels_in)
    automatic = [wording.column(lambda traits: traits.is_automatic, pa.bool_())] + [
        judge_distinct(texts[name], is_automatic).column(bool, pa.bool_())
        for name in ("consent", "consent_method", "activity_type")
    ]
    said = wording.column(lambda traits: _listed(traits.channels), pa.string())
    return (
        texts.append_column("text_key", judge_distinct(texts["consent_text"], folded).column(str, pa.string()))
        .append_column("version_key", judge_distinct(texts["consent_version"], folded).column(str, pa.string()))
        .append_column("asset_key", judge_distinct(texts["asset"], folded).column(str, pa.string()))
        .append_column(
            "names_us",
            _any([wording.column(lambda traits: traits.names_us, pa.bool_()), named.column(bool, pa.bool_())]),
        )
        .append_column("channels", pc.fill_null(pc.coalesce(channel.column(_listed, pa.string()), said), ""))
        .append_column("automatic", _any(automatic))
    )


def _any(columns: list[pa.Array]) -> pa.Array:
    found = pc.fill_null(columns[0], False)  # noqa: FBT003 - pyarrow takes the value by position
    for column in columns[1:]:
        found = pc.or_(found, pc.fill_null(column, False))  # noqa: FBT003
    return found


def _listed(channels: Iterable[str]) -> str:
    return ",".join(sorted(channels))


def _stored_wordings(wordings: pa.Table, buyer_names: tuple[str, ...]) -> pa.Table:
    """Stored wordings that ask for permission; a buying question is none, even where its form is stored with it."""
    rows = []
    for row in wordings.to_pylist():
        traits = read_wording(row["text"] or "", buyer_names)
        if traits.asks_buying_step and (row["text"] or "").rstrip().endswith("?"):
            continue
        channels = channels_in(row["channel"]) or traits.channels if row["channel"] else traits.channels
        rows.append(
            {
                "program": row["program"],
                "wording_id": row["wording_id"],
                "wording_key": folded(row["wording_id"]),
                "text_key": folded(row["text"] or "") or None,
                "asset_key": folded(row["asset"]) if row["asset"] else None,
                "names_us": traits.names_us or any(names_us(name, buyer_names) for name in row["controllers"] or []),
                "channels": _listed(channels),
                "has_source": bool(row["url"] or row["asset"]),
                "has_method": bool(row["method"]) and not is_automatic(row["method"]),
                "valid_from": row["valid_from"],
                "valid_to": row["valid_to"],
            }
        )
    return pa.Table.from_pylist(rows, schema=_STORED)
