"""What a vendor asks to see for each reason, and whether the claim shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from leadaudit.vocabulary import ReasonCode

_SPEC_CODES: Final = frozenset(
    {
        ReasonCode.OFF_SPEC_GEO,
        ReasonCode.OFF_SPEC_LEVEL,
        ReasonCode.OFF_SPEC_FUNCTION,
        ReasonCode.OFF_SPEC_SIZE,
        ReasonCode.OFF_SPEC_INDUSTRY,
        ReasonCode.OFF_SPEC_TITLE,
        ReasonCode.OVER_CAP,
    }
)
_REPEAT_CODES: Final = frozenset(
    {
        ReasonCode.DUPLICATE_DELIVERY,
        ReasonCode.DUPLICATE_VENDOR,
        ReasonCode.DUPLICATE_CROSS_VENDOR,
        ReasonCode.DUPLICATE_CRM,
    }
)
_LIST_CODES: Final = frozenset({ReasonCode.NOT_ON_TARGET_LIST, ReasonCode.SUPPRESSED, ReasonCode.COMPETITOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceItem:
    """One thing a vendor asks to see.

    Args:
        what: In words.
        shown: In how many of the records the claim shows it.
        of: Records it is asked for.
    """

    what: str
    shown: int
    of: int

    @property
    def is_complete(self) -> bool:
        """Whether every record shows it."""
        return self.shown == self.of


def checklist(code: str, rows: Sequence[Mapping[str, object]]) -> tuple[EvidenceItem, ...]:
    """What the claimed records of one reason must show, and how many of them do.

    Args:
        code: vocabulary.ReasonCode.
        rows: Rows of ``sql/contract_claim_rows.sql`` with that reason.
    """
    asked = ["the clause", "the proof in a sentence", "the deadline"]
    wanted = {
        "the clause": "clause",
        "the proof in a sentence": "proof",
        "the deadline": "deadline_at",
        "the delivered value": "delivered",
        "the day the spec was confirmed": "spec_confirmed_at",
        "the vendor's lead id": "vendor_record_id",
    }
    if code not in {ReasonCode.MISSING_FIELD, ReasonCode.NO_CONSENT, ReasonCode.CONSENT_PROOF_MISSING}:
        asked.append("the delivered value")
    if code in _SPEC_CODES | _LIST_CODES:
        asked.append("the day the spec was confirmed")
    asked.append("the vendor's lead id")
    items = [_item(what, [row[wanted[what]] is not None for row in rows]) for what in asked]
    proofs = [str(row["proof"]) for row in rows]
    if code in _REPEAT_CODES:
        items.append(
            _item("where and when it came before", [_has_any(proof, ("line", " on ", "since")) for proof in proofs])
        )
    if code in _LIST_CODES - {ReasonCode.NOT_ON_TARGET_LIST}:
        items.append(_item("the day the list was handed over", ["handed over on" in proof for proof in proofs]))
    if code == ReasonCode.BOUNCED:
        items.append(
            _item("whether the bounce was hard or soft", [_has_any(proof, ("hard", "soft")) for proof in proofs])
        )
    return tuple(items)


def _item(what: str, shown: list[bool]) -> EvidenceItem:
    return EvidenceItem(what=what, shown=sum(shown), of=len(shown))


def _has_any(proof: str, words: tuple[str, ...]) -> bool:
    return any(word in proof.lower() for word in words)
