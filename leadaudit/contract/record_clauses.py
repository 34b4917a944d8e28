"""Clauses about one record alone: which columns each reads, and when it applies."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.contract import clauses
from leadaudit.contract.finding import Finding
from leadaudit.contract.program_sections import Spec
from leadaudit.contract.reasons import reasons_of
from leadaudit.contract.terms import Term
from leadaudit.contract.values import Values, flags
from leadaudit.vocabulary import ReasonCode, ValueStatus

Mask = npt.NDArray[np.bool_]
IsMissing = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordClause:
    """A clause judged on columns of the record itself.

    Args:
        applies: Whether a term holds the clause at all.
        columns: What ``check`` reads besides the term, as ``table.column``.
        check: Judges one distinct row.
        only: Narrows the records looked at, where most cannot break it.
    """

    applies: Callable[[Term], bool]
    columns: tuple[str, ...]
    check: Callable[..., Finding | None]
    only: Callable[[Values], Mask] | None = None


def record_reasons(values: Values, terms: Sequence[Term], *, is_missing: IsMissing) -> Iterator[pa.Table]:
    """What the clauses about single records say, one table per clause."""
    for clause in RECORD_CLAUSES:
        rows = _rows(values, terms, clause)
        if rows is not None:
            columns = [values.column(name).take(pa.array(rows)) for name in ("heads.term", *clause.columns)]
            yield reasons_of(rows, columns, _with_term(terms, clause.check))
    yield from _required_reasons(values, terms, is_missing=is_missing)


def _rows(values: Values, terms: Sequence[Term], clause: RecordClause) -> npt.NDArray[np.int64] | None:
    """Places of the records a clause is judged for, None when no term holds it."""
    holds = np.array([clause.applies(term) for term in terms] + [False])  # the last stands for no term, -1
    if not holds.any():
        return None
    looked_at = holds[values.terms]
    return np.flatnonzero(looked_at if clause.only is None else looked_at & clause.only(values))


def _with_term(terms: Sequence[Term], check: Callable[..., Finding | None]) -> Callable[..., Finding | None]:
    return lambda number, *read: check(terms[number], *read)


def _spec_has(*names: str) -> Callable[[Term], bool]:
    return lambda term: term.spec is not None and any(_is_set(term.spec, name) for name in names)


def _is_set(spec: Spec, name: str) -> bool:
    return bool(getattr(spec, name)) if name != "size" else spec.size is not None


def _every_term(term: Term) -> bool:
    return bool(term.program.has_contract)


def _asks_for_phone(term: Term) -> bool:
    """Whether a bad phone is the contract's matter: it requires one, or names the reason itself."""
    names_it = "returnable" in term.program.returns.model_fields_set
    required = term.spec is not None and {"phone", "mobile"} & set(term.spec.required_fields)
    return bool(required) or (names_it and ReasonCode.INVALID_PHONE in term.program.returns.returnable)


def _is_unusable_email(values: Values) -> Mask:
    return values.equal("facts.email_status", ValueStatus.UNUSABLE.value)


def _is_misspelt_email(values: Values) -> Mask:
    doubtful = values.equal("facts.email_status", ValueStatus.DOUBTFUL.value)
    return doubtful & flags(pc.is_valid(values.column("facts.email_suggestion")))


def _check_unusable(term: Term, email: str | None) -> Finding:
    return clauses.check_email(term, email, None, is_unusable=True)


def _check_misspelt(term: Term, email: str | None, suggestion: str | None) -> Finding:
    return clauses.check_email(term, email, suggestion, is_unusable=False)


def _check_test_entry(term: Term, full: str | None, first: str | None, last: str | None, email: str | None) -> Finding:
    name = full or " ".join(part for part in (first, last) if part)
    return clauses.check_test_entry(term, name or None, email)


def _mailbox_clause(kind: str, flag: str) -> RecordClause:
    return RecordClause(
        applies=lambda term: term.spec is not None and kind in term.spec.refused_emails,
        columns=("records.email",),
        check=lambda term, email: clauses.check_mailbox(term, kind, email),
        only=lambda values: flags(values.column(flag)),
    )


RECORD_CLAUSES: Final = (
    RecordClause(
        applies=_every_term,
        columns=("records.full_name", "records.first_name", "records.last_name", "records.email"),
        check=_check_test_entry,
        only=lambda values: flags(values.column("facts.is_test")),
    ),
    RecordClause(applies=_every_term, columns=("records.email",), check=_check_unusable, only=_is_unusable_email),
    RecordClause(
        applies=_every_term,
        columns=("records.email", "facts.email_suggestion"),
        check=_check_misspelt,
        only=_is_misspelt_email,
    ),
    _mailbox_clause("disposable", "facts.email_is_disposable"),
    _mailbox_clause("role", "facts.email_is_role"),
    _mailbox_clause("free", "facts.email_is_free"),
    RecordClause(
        applies=_spec_has("geo"),
        columns=("records.country", "records.state", "facts.country_code", "facts.state_code"),
        check=clauses.check_place,
    ),
    RecordClause(
        applies=_spec_has("levels"),
        columns=("records.title", "records.job_level", "facts.seniority"),
        check=clauses.check_level,
    ),
    RecordClause(
        applies=_spec_has("functions"),
        columns=("records.title", "records.job_function", "facts.function", "facts.seniority"),
        check=clauses.check_function,
    ),
    RecordClause(
        applies=_spec_has("size"),
        columns=("records.employees", "facts.employees_low", "facts.employees_high"),
        check=clauses.check_size,
    ),
    RecordClause(applies=_spec_has("industries"), columns=("records.industry",), check=clauses.check_industry),
    RecordClause(
        applies=_spec_has("titles", "excluded_titles"),
        columns=("records.title", "facts.title_key"),
        check=clauses.check_title_words,
    ),
    RecordClause(
        applies=lambda term: term.program.start_on is not None or term.program.end_on is not None,
        columns=("heads.generated_on",),
        check=clauses.check_dates,
    ),
    RecordClause(
        applies=lambda term: term.program.delivery_days is not None,
        columns=("heads.generated_on", "heads.delivered_on"),
        check=clauses.check_late,
    ),
    RecordClause(
        applies=_spec_has("required_consent", "required_consent_proof"),
        columns=("consent.state", "consent.missing", "records.consent"),
        check=clauses.check_consent,
    ),
    RecordClause(
        applies=_asks_for_phone,
        columns=("records.phone",),
        check=clauses.check_phone,
        only=lambda values: values.equal("facts.phone_status", ValueStatus.UNUSABLE.value),
    ),
)

# A title "x" or a company "self employed" fills nothing; an e-mail that is none is a matter of its own reason.
_FILLED_BY_STATUS: Final = {
    "email": ("facts.email_status", {ValueStatus.MISSING}),
    "phone": ("facts.phone_status", {ValueStatus.MISSING}),
    "title": ("facts.title_status", {ValueStatus.MISSING, ValueStatus.UNUSABLE}),
    "company": ("facts.company_status", {ValueStatus.MISSING, ValueStatus.UNUSABLE}),
}
_FILLED_BY_FACT: Final = {"first_name": "facts.first_name", "last_name": "facts.last_name"}


def _required_reasons(values: Values, terms: Sequence[Term], *, is_missing: IsMissing) -> Iterator[pa.Table]:
    fields = sorted({field for term in terms if term.spec for field in term.spec.required_fields})
    if not fields:
        return
    rows = np.flatnonzero(values.terms >= 0)
    empty = [pa.chunked_array([pa.array(_is_empty(values, field, is_missing)[rows])]) for field in fields]
    columns = [values.column("heads.term").take(pa.array(rows)), *empty]
    yield reasons_of(
        rows,
        columns,
        lambda number, *lacking: clauses.check_required(
            terms[number], tuple(field for field, is_lacking in zip(fields, lacking, strict=True) if is_lacking)
        ),
    )


def _is_empty(values: Values, field: str, is_missing: IsMissing) -> Mask:
    if field in _FILLED_BY_STATUS:
        column, empty = _FILLED_BY_STATUS[field]
        status = values.column(column).fill_null(ValueStatus.MISSING.value)
        return flags(pc.is_in(status, value_set=pa.array(sorted(empty))))
    if field in _FILLED_BY_FACT:
        return flags(pc.is_null(values.column(_FILLED_BY_FACT[field])))
    texts = values.column(f"records.{field}").combine_chunks().dictionary_encode()
    says_nothing = [True, *(is_missing(text, field) for text in texts.dictionary.to_pylist())]
    places = texts.indices.fill_null(-1).to_numpy(zero_copy_only=False) + 1
    empty_text = np.array(says_nothing)[places]
    if field == "full_name":
        parts = (pc.is_valid(values.column("facts.first_name")), pc.is_valid(values.column("facts.last_name")))
        return np.asarray(empty_text & ~(flags(parts[0]) & flags(parts[1])), dtype=np.bool_)
    return np.asarray(empty_text, dtype=np.bool_)
