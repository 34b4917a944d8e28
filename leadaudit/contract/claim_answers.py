"""A vendor's answer to a claim: which records he takes back, which he refuses and why."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

# What the columns of such files are called, in small letters without signs.
_ID_COLUMNS: Final = ("leadid", "id", "recordid", "vendorrecordid", "vendorsleadid", "record", "email", "emailaddress")
_STATE_COLUMNS: Final = ("status", "state", "decision", "answer", "outcome", "result", "disposition", "dispositioncode")
_REASON_COLUMNS: Final = ("reason", "customreason", "rejectionreason", "comment", "comments", "note", "notes", "why")

_YES: Final = frozenset(
    {"accepted", "accept", "approved", "approve", "yes", "y", "ok", "granted", "agreed", "credit", "credited",
     "replace", "valid return", "true"}
)  # fmt: skip
_NO: Final = frozenset(
    {"refused", "refuse", "rejected", "reject", "declined", "decline", "denied", "no", "n", "not accepted", "disputed",
     "false"}
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorAnswer:
    """What a vendor says of one claimed record."""

    is_accepted: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedNames:
    """The names under which a claim's record may come back."""

    delivery: str
    line: int
    vendor_record_id: str | None
    email: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPreview:
    """What an answer file would change.

    Args:
        answers: By delivery and line.
        mistakes: One sentence for each line that cannot be used; while there are any, nothing is stored.
        unanswered: Records of the claim the file does not speak of.
    """

    answers: Mapping[tuple[str, int], VendorAnswer]
    mistakes: tuple[str, ...]
    unanswered: int

    @property
    def accepted(self) -> int:
        """Records he takes back."""
        return sum(answer.is_accepted for answer in self.answers.values())

    @property
    def refused(self) -> int:
        """Records he does not take back."""
        return len(self.answers) - self.accepted


def read_answers(
    header: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]], *, claimed: Sequence[ClaimedNames]
) -> AnswerPreview:
    """What a vendor's file says of the records of a claim.

    Args:
        header: Its column names.
        rows: Line number and cells of every line.
        claimed: The records of the claim.
    """
    names = [_plain(name) for name in header]
    id_at, state_at, reason_at = (_first(names, known) for known in (_ID_COLUMNS, _STATE_COLUMNS, _REASON_COLUMNS))
    absent = [word for word, at in (("an id or e-mail", id_at), ("a status", state_at)) if at is None]
    if id_at is None or state_at is None:
        return AnswerPreview(
            answers={},
            mistakes=(f"the file has no column with {' and '.join(absent)}. Name it lead_id or email, and status.",),
            unanswered=len(claimed),
        )
    known = _known(claimed)
    answers: dict[tuple[str, int], VendorAnswer] = {}
    mistakes: list[str] = []
    for number, cells in rows:
        name, state = _cell(cells, id_at), _cell(cells, state_at)
        if not name and not state:
            continue
        records = known.get(name.casefold(), ())
        is_accepted = _is_yes(state)
        if len(records) != 1:
            mistakes.append(f"line {number}: {name or 'nothing'} {_which(len(records))}.")
        elif is_accepted is None:
            mistakes.append(f"line {number}: '{state}' is no answer. Use accepted or refused.")
        elif answers.get(records[0], VendorAnswer(is_accepted=is_accepted)).is_accepted != is_accepted:
            mistakes.append(f"line {number}: {name} is accepted and refused in one file. Ask the vendor which it is.")
        else:
            reason = _cell(cells, reason_at) if reason_at is not None else ""
            answers[records[0]] = VendorAnswer(is_accepted=is_accepted, reason=reason or None)
    return AnswerPreview(answers=answers, mistakes=tuple(mistakes), unanswered=len(claimed) - len(answers))


def _which(found: int) -> str:
    if found == 0:
        return "is not in the claim. Remove the line, or choose the claim it answers"
    return f"names {found} records of the claim. Use the vendor's lead id, or delivery:line"


def _known(claimed: Sequence[ClaimedNames]) -> dict[str, tuple[tuple[str, int], ...]]:
    known: dict[str, tuple[tuple[str, int], ...]] = {}
    for one in claimed:
        record = (one.delivery, one.line)
        for name in {f"{one.delivery}:{one.line}", one.vendor_record_id, one.email} - {None}:
            key = str(name).strip().casefold()
            known[key] = (*known.get(key, ()), record)
    return known


def _is_yes(state: str) -> bool | None:
    words = " ".join(state.casefold().replace("_", " ").split())
    return True if words in _YES else False if words in _NO else None


def _first(names: Sequence[str], known: Sequence[str]) -> int | None:
    return next((names.index(name) for name in known if name in names), None)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at].strip() if at < len(cells) else ""
