"""Custom questions the vendor asks for us: answered, and as the contract allows."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np
import pyarrow as pa

from leadaudit import sql
from leadaudit.contract.finding import Finding, of_spec, one_of
from leadaudit.contract.phrases import words_of
from leadaudit.contract.program_sections import Question
from leadaudit.contract.reasons import reasons_of
from leadaudit.contract.terms import Term
from leadaudit.contract.values import Values
from leadaudit.vocabulary import ReasonCode, ReasonStatus

CLAUSE: Final = "spec.questions"
_ASKED: Final = pa.schema([("term", pa.int32()), ("question_no", pa.int32())])
_WORDED: Final = pa.schema([*_ASKED, ("question", pa.string())])


def question_reasons(
    values: Values, terms: Sequence[Term], *, answers: pa.Table | None, is_missing: Callable[[str, str], bool]
) -> Iterator[pa.Table]:
    """Questions of the spec that were not answered, or otherwise than agreed."""
    asked = [(term.number, number) for term in terms for number in range(len(_questions(term)))]
    if not asked:
        return
    if answers is None:
        asks = np.array([bool(_questions(term)) for term in terms] + [False])
        rows = np.flatnonzero(asks[values.terms])
        yield reasons_of(
            rows, [values.column("heads.term").take(pa.array(rows))], lambda number: _unjudged(terms[number])
        )
        return
    found = sql.run(
        "contract_answers",
        {
            "heads": values.heads,
            "asked": pa.Table.from_pylist([{"term": term, "question_no": number} for term, number in asked], _ASKED),
            "worded": _worded(terms, answers),
            "answers": answers,
        },
    )
    yield reasons_of(
        found["place"].to_numpy(),
        [found["term"], found["question_no"], found["answer"]],
        lambda term, number, answer: check_answer(
            terms[term],
            _questions(terms[term])[number],
            None if answer is None or is_missing(answer, "answer") else answer,
        ),
    )


def check_answer(term: Term, question: Question, answer: str | None) -> Finding | None:
    """A question without an answer, or with one the contract does not name."""
    if answer is None:
        proof = f"'{question.text}' is not answered; {term.spec_words} asks for it."
        return _finding(term, ReasonStatus.VIOLATED, None, proof)
    if not question.allowed or words_of(answer) in [words_of(allowed) for allowed in question.allowed]:
        return None
    # No reason code stands for an answer the contract does not name: a person has to look.
    proof = f"'{question.text}' is answered '{answer}'; {term.spec_words} names {one_of(question.allowed)}."
    return _finding(term, ReasonStatus.UNKNOWN, answer, proof)


def _finding(term: Term, status: ReasonStatus, answer: str | None, proof: str) -> Finding:
    code = ReasonCode.MISSING_FIELD
    return of_spec(term, Finding(code=code, status=status, clause=CLAUSE, delivered=answer, proof=proof))


def _unjudged(term: Term) -> Finding:
    proof = f"The questions of {term.spec_words} were not compared with the answers."
    return _finding(term, ReasonStatus.NOT_JUDGED, None, proof)


def _questions(term: Term) -> tuple[Question, ...]:
    return () if term.spec is None else term.spec.questions


def _worded(terms: Sequence[Term], answers: pa.Table) -> pa.Table:
    """Which delivered headers are which question of which term."""
    headers = [header for header in answers["question"].unique().to_pylist() if header is not None]
    rows = [
        {"term": term.number, "question_no": number, "question": header}
        for term in terms
        for number, question in enumerate(_questions(term))
        for header in headers
        if words_of(header) == words_of(question.text)
    ]
    return pa.Table.from_pylist(rows, schema=_WORDED)
