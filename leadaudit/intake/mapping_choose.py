"""Which column gets which field, when several columns could be the same one."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.intake.fields import FIELDS
from leadaudit.intake.header_words import HeaderWords
from leadaudit.intake.mapping_column import Candidate

MAPPED_AT_LEAST: Final = 0.5
# One column is clearly better than another when it is surer by this much.
CLEARLY: Final = 0.08
# Where a second column of a one-only field belongs.
SECOND_HOME: Final = {
    "email": "alternate_email",
    "phone": "other_phone",
    "mobile": "other_phone",
    "city": "company_city",
    "state": "company_state",
    "postal_code": "company_postal_code",
    "country": "company_country",
}
# Words that make one of two columns the person's main one, or the lesser one: a band, a list of all, a second.
_PREFERRED: Final = ("primary", "work", "current", "mailing")
_LESSER: Final = frozenset({"text", "several", "n"})
# Fields on which nothing is decided: of columns that are equally good the first will do.
_FIRST_WILL_DO: Final = frozenset(
    {"industry_code", "sub_industry", "region", "contact_accuracy_score", "lead_score", "rating", "vendor_label"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What was decided for one column.

    Args:
        candidate: The field it got; None when it stays unmapped.
        reason: Why it stays unmapped although it could have been something.
    """

    candidate: Candidate | None = None
    reason: str = ""


@dataclass(slots=True, kw_only=True)
class _Board:
    taken: dict[str, int] = field(default_factory=dict)
    chosen: dict[int, Choice] = field(default_factory=dict)
    reasons: dict[int, str] = field(default_factory=dict)


def choose(
    options: Sequence[Sequence[Candidate]],
    headers: Sequence[HeaderWords],
    sampled: Sequence[pa.Array],
    taken: Sequence[str],
) -> list[Choice]:
    """One choice per column.

    Two columns keep the same one-only field only when neither is clearly better; that is a question for a person.

    Args:
        options: Per column, the fields it could be.
        headers: Per column, its header, read.
        sampled: Per column, a sample of its values.
        taken: Fields already given to columns outside ``options``.
    """
    board = _Board(taken=dict.fromkeys((name for name in taken if not FIELDS[name].many), -1))
    # What belongs to the persons differs from line to line; what belongs to owners and agents comes again and again.
    different = [_different(values) for values in sampled]
    claims = sorted(
        (
            (-round(one.confidence, 2), -_preference(headers[column_no]), -different[column_no], column_no, one)
            for column_no, found in enumerate(options)
            for one in found
            if one.confidence >= MAPPED_AT_LEAST
        ),
        key=lambda claim: claim[:4],
    )
    for *_, column_no, one in claims:
        if column_no not in board.chosen:
            _claim(board, column_no, one, headers, sampled)
    return [
        board.chosen.get(column_no, Choice(reason=board.reasons.get(column_no, "")))
        for column_no in range(len(options))
    ]


def _preference(header: HeaderWords) -> int:
    words = header.qualifiers | header.meanings
    preferred = max((len(_PREFERRED) - at for at, word in enumerate(_PREFERRED) if word in words), default=0)
    return preferred - (1 if words & _LESSER else 0)


def _different(values: pa.Array) -> int:
    found: int = pc.count_distinct(values, mode="only_valid").as_py()
    return found


def _filled(values: pa.Array) -> int:
    empty: int = pc.sum(pc.equal(values, "")).as_py() or 0
    return len(values) - int(values.null_count) - empty


def _claim(
    board: _Board, column_no: int, one: Candidate, headers: Sequence[HeaderWords], sampled: Sequence[pa.Array]
) -> None:
    holder = board.taken.get(one.field)
    if FIELDS[one.field].many or holder is None:
        board.taken.setdefault(one.field, column_no)
        board.chosen[column_no] = Choice(candidate=one)
        return
    home = SECOND_HOME.get(one.field)
    if FIELDS[one.field].group == "place" and (holder < 0 or not _says_the_same(headers[holder], headers[column_no])):
        home = None  # where somebody lives, or a vague "Location", is not where the company is
    if home is not None and holder >= 0 and not set(headers[column_no].unknown) <= set(headers[holder].unknown):
        # "Boss email" beside "Email" is no second address of the person.
        reason = f"\"{headers[holder].text}\" is the person's; this one may be somebody else's"
        board.reasons.setdefault(column_no, reason)
        return
    if home is not None and (FIELDS[home].many or home not in board.taken):
        board.taken.setdefault(home, column_no)
        better = "another column" if holder < 0 else f'"{headers[holder].text}"'
        reason = f"{one.reason}; {better} is the {FIELDS[one.field].label.lower()}, so this is a further one"
        board.chosen[column_no] = Choice(candidate=replace(one, field=home, reason=reason))
        return
    if holder < 0 or _is_clear(
        board.chosen[holder], one, headers[holder], headers[column_no], sampled, holder, column_no
    ):
        better = "another column" if holder < 0 else f'"{headers[holder].text}"'
        board.reasons.setdefault(column_no, f"{better} is the better {FIELDS[one.field].label.lower()}")
        return
    board.chosen[column_no] = Choice(candidate=one)


def _says_the_same(one: HeaderWords, other: HeaderWords) -> bool:
    return (one.meanings, one.unknown) == (other.meanings, other.unknown)


def _is_clear(
    held: Choice,
    one: Candidate,
    holder: HeaderWords,
    header: HeaderWords,
    sampled: Sequence[pa.Array],
    holder_no: int,
    column_no: int,
) -> bool:
    best = held.candidate.confidence if held.candidate is not None else 0.0
    if one.field in _FIRST_WILL_DO:
        return True
    if best - one.confidence >= CLEARLY or _preference(holder) > _preference(header):
        return True
    values = sampled[column_no]
    return len(values) > 0 and (_filled(values) == 0 or values.equals(sampled[holder_no]))
