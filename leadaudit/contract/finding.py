"""What one clause says against one record."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from leadaudit.contract.terms import Term
from leadaudit.vocabulary import ReasonCode, ReasonStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A clause that is broken, or cannot be judged.

    Args:
        code: The reason.
        status: Broken, a fact is unknown, or not judged yet.
        clause: Key path in the program file.
        delivered: The value as delivered.
        understood: As we read it.
        proof: One plain sentence; names no other vendor.
    """

    code: ReasonCode
    status: ReasonStatus
    clause: str
    delivered: str | None = None
    understood: str | None = None
    proof: str


def of_spec(term: Term, finding: Finding) -> Finding:
    """A finding about the spec; only suspected when the record is older than the first spec."""
    if not term.is_early:
        return finding
    status = ReasonStatus.UNKNOWN if finding.status is ReasonStatus.VIOLATED else finding.status
    return replace(finding, status=status, proof=finding.proof + term.early_words)


def one_of(values: Sequence[object]) -> str:
    """Choices in words: director, vp or c_level."""
    words = [str(value) for value in values]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def all_of(values: Sequence[object]) -> str:
    """A list in words: phone, title and company."""
    words = [str(value) for value in values]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
