"""One clause, one check: what a contract says against the values of one record.

Every check takes the term that binds the record and the values it reads, and answers None when the clause is
kept.  A value the clause needs and the record does not tell is ``unknown``, never broken.
"""

from datetime import date
from typing import Final

from leadaudit.contract.finding import Finding, all_of, of_spec, one_of
from leadaudit.contract.geography import Place, parse_places
from leadaudit.contract.phrases import holds_phrase, initials, words_of
from leadaudit.contract.program import Program
from leadaudit.contract.terms import Term, day_words
from leadaudit.vocabulary import ConsentState, JobFunction, ReasonCode, ReasonStatus, Seniority
from leadaudit.words import CONSENT_FIELDS, job_words

VIOLATED: Final = ReasonStatus.VIOLATED
UNKNOWN: Final = ReasonStatus.UNKNOWN

# Reasons no clause of the spec names: the list of returnable reasons is their clause.
ALWAYS: Final = "returns.returnable"

_CHIEFS: Final = frozenset({Seniority.C_LEVEL, Seniority.OWNER})


def check_test_entry(term: Term, name: str | None, email: str | None) -> Finding:
    """A record that is a test or gibberish, of nobody."""
    del term
    shown = ", ".join(value for value in (name, email) if value)
    proof = f"'{shown}' is a test entry, not a person."
    return Finding(
        code=ReasonCode.FAKE, status=VIOLATED, clause=ALWAYS, delivered=shown, understood="test entry", proof=proof
    )


def check_email(term: Term, email: str | None, suggestion: str | None, *, is_unusable: bool) -> Finding:
    """An e-mail that is no address, or probably a misspelt one."""
    del term
    if is_unusable:
        return Finding(
            code=ReasonCode.INVALID_EMAIL,
            status=VIOLATED,
            clause=ALWAYS,
            delivered=email,
            understood="not an address",
            proof=f"The e-mail '{email}' is not an address mail can be sent to.",
        )
    return Finding(
        code=ReasonCode.INVALID_EMAIL,
        status=UNKNOWN,
        clause=ALWAYS,
        delivered=email,
        understood=suggestion,
        proof=f"The e-mail '{email}' looks misspelt, perhaps for '{suggestion}'; check it by hand.",
    )


def check_phone(term: Term, phone: str | None) -> Finding:
    """A phone that is no number."""
    del term
    return Finding(
        code=ReasonCode.INVALID_PHONE,
        status=VIOLATED,
        clause=ALWAYS,
        delivered=phone,
        understood="not a number",
        proof=f"The phone '{phone}' is not a number anybody can call.",
    )


_MAILBOXES: Final = {
    "disposable": (ReasonCode.DISPOSABLE, "an address that vanishes"),
    "role": (ReasonCode.ROLE_MAILBOX, "the mailbox of a function, not of a person"),
    "free": (ReasonCode.FREEMAIL, "a free mailbox, not one of an employer"),
}


def check_mailbox(term: Term, kind: str, email: str | None) -> Finding | None:
    """A kind of mailbox the spec refuses; ``kind`` is disposable, role or free."""
    if term.spec is None or kind not in term.spec.refused_emails:
        return None
    code, words = _MAILBOXES[kind]
    finding = Finding(
        code=code,
        status=VIOLATED,
        clause="spec.refused_emails",
        delivered=email,
        understood=kind,
        proof=f"The e-mail '{email}' is {words}; {term.spec_words} refuses these.",
    )
    return of_spec(term, finding)


def check_place(
    term: Term, country: str | None, state: str | None, country_code: str | None, state_code: str | None
) -> Finding | None:
    """A country or state outside the spec."""
    if term.spec is None or not term.spec.geo:
        return None
    allowed = [place for entry in term.spec.geo for place in parse_places(entry)]
    delivered = ", ".join(value for value in (state, country) if value) or None
    wanted = f"{term.spec_words} asks for {one_of(term.spec.geo)}"
    if country_code is None:
        shown = "No country was delivered" if delivered is None else f"'{delivered}' names no country we know"
        return _geo(term, UNKNOWN, delivered, None, f"{shown}; {wanted}.")
    here = [place for place in allowed if place.country == country_code]
    if any(place.state is None or place.state == state_code for place in here):
        return None
    if here and state_code is None:
        proof = f"The state in {country_code} is not known; {wanted}."
        return _geo(term, UNKNOWN, delivered, country_code, proof)
    understood = str(Place(country=country_code, state=state_code if here else None))
    return _geo(term, VIOLATED, delivered, understood, f"Country '{delivered}' reads as {understood}; {wanted}.")


def _geo(term: Term, status: ReasonStatus, delivered: str | None, understood: str | None, proof: str) -> Finding:
    code = ReasonCode.OFF_SPEC_GEO
    return of_spec(
        term,
        Finding(code=code, status=status, clause="spec.geo", delivered=delivered, understood=understood, proof=proof),
    )


def check_level(term: Term, title: str | None, job_level: str | None, seniority: str | None) -> Finding | None:
    """A level outside the spec."""
    if term.spec is None or not term.spec.levels:
        return None
    level = Seniority(seniority or Seniority.UNKNOWN)
    if level in term.spec.levels:
        return None
    is_known = level is not Seniority.UNKNOWN
    return of_spec(
        term,
        Finding(
            code=ReasonCode.OFF_SPEC_LEVEL,
            status=VIOLATED if is_known else UNKNOWN,
            clause="spec.levels",
            delivered=title or job_level,
            understood=job_words(level),
            proof=_job_proof(
                term, title, ("Level", job_level), level, "level", one_of([job_words(one) for one in term.spec.levels])
            ),
        ),
    )


def check_function(
    term: Term, title: str | None, job_function: str | None, function: str | None, seniority: str | None
) -> Finding | None:
    """A function outside the spec; where ``any_c_level`` says so, a chief of any function is within."""
    if term.spec is None or not term.spec.functions:
        return None
    read = JobFunction(function or JobFunction.UNKNOWN)
    is_chief = Seniority(seniority or Seniority.UNKNOWN) in _CHIEFS
    if read in term.spec.functions or (term.spec.any_c_level and is_chief):
        return None
    is_known = read is not JobFunction.UNKNOWN
    return of_spec(
        term,
        Finding(
            code=ReasonCode.OFF_SPEC_FUNCTION,
            status=VIOLATED if is_known else UNKNOWN,
            clause="spec.functions",
            delivered=title or job_function,
            understood=job_words(read),
            proof=_job_proof(
                term,
                title,
                ("Function", job_function),
                read,
                "function",
                one_of([job_words(one) for one in term.spec.functions]),
            ),
        ),
    )


def _job_proof(
    term: Term,
    title: str | None,
    beside: tuple[str, str | None],
    read: Seniority | JobFunction,
    what: str,
    wanted: str,
) -> str:
    name, value = ("Title", title) if title else beside
    if value is None:
        return f"No title was delivered, so its {what} is not known; {term.spec_words} asks for {wanted}."
    if read.value == "unknown":
        return f"{name} '{value}' tells no {what}; {term.spec_words} asks for {wanted}."
    return f"{name} '{value}' reads as {job_words(read)}; {term.spec_words} asks for {wanted}."


def check_size(term: Term, employees: str | None, low: int | None, high: int | None) -> Finding | None:
    """A company whose employees are outside the spec; a band across its edge is unknown."""
    size = None if term.spec is None else term.spec.size
    if size is None:
        return None
    wanted = f"{term.spec_words} asks for {_range_words(size.low, size.high)}"
    if low is None and high is None:
        proof = f"'{employees}' tells no number of employees" if employees else "The number of employees is not known"
        return _size(term, UNKNOWN, employees, None, f"{proof}; {wanted}.")
    least = low or 0
    understood = _range_words(least, high)
    if _within(least, high, size.low, size.high):
        return None
    is_apart = (size.high is not None and least > size.high) or (high is not None and high < size.low)
    if is_apart:
        return _size(term, VIOLATED, employees, understood, f"Employees '{employees}' read as {understood}; {wanted}.")
    proof = f"Employees '{employees}' read as {understood}, partly outside; {wanted}."
    return _size(term, UNKNOWN, employees, understood, proof)


def _within(low: int, high: int | None, least: int, most: int | None) -> bool:
    return low >= least and (most is None or (high is not None and high <= most))


def _range_words(low: int, high: int | None) -> str:
    if high is None:
        return f"{low} or more"
    return str(low) if low == high else f"{low} to {high}"


def _size(term: Term, status: ReasonStatus, delivered: str | None, understood: str | None, proof: str) -> Finding:
    code = ReasonCode.OFF_SPEC_SIZE
    return of_spec(
        term,
        Finding(code=code, status=status, clause="spec.size", delivered=delivered, understood=understood, proof=proof),
    )


def check_industry(term: Term, industry: str | None) -> Finding | None:
    """An industry outside the spec.

    Industries are named freely: the same words are within, no word in common is outside, and some words in
    common (or initials: IT for Information Technology) is for a person to say.
    """
    if term.spec is None or not term.spec.industries:
        return None
    wanted = f"{term.spec_words} asks for {one_of(term.spec.industries)}"
    delivered = words_of(industry or "")
    if not delivered:
        return _industry(term, UNKNOWN, None, f"No industry was delivered; {wanted}.")
    allowed = [words_of(entry) for entry in term.spec.industries]
    if delivered in allowed:
        return None
    alike = any(set(delivered) & set(entry) or _are_initials(delivered, entry) for entry in allowed)
    if alike:
        return _industry(term, UNKNOWN, industry, f"Industry '{industry}' may be one of those; {wanted}.")
    return _industry(term, VIOLATED, industry, f"Industry is '{industry}'; {wanted}.")


def _are_initials(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    return initials(left) in right or initials(right) in left


def _industry(term: Term, status: ReasonStatus, industry: str | None, proof: str) -> Finding:
    code = ReasonCode.OFF_SPEC_INDUSTRY
    return of_spec(term, Finding(code=code, status=status, clause="spec.industries", delivered=industry, proof=proof))


def check_title_words(term: Term, title: str | None, title_key: str | None) -> Finding | None:
    """A title without the words the spec asks for, or with one it excludes.

    A title is compared as delivered and as we read it, so that "Mktg" holds "marketing".
    """
    spec = term.spec
    if spec is None or not (spec.titles or spec.excluded_titles):
        return None
    readings = [words_of(text) for text in (title, title_key) if text]
    if not any(readings):
        proof = f"No title was delivered, and {term.spec_words} names title words."
        return _title(term, UNKNOWN, "spec.titles" if spec.titles else "spec.excluded_titles", None, None, proof)
    excluded = next((phrase for phrase in spec.excluded_titles if holds_phrase(readings, phrase)), None)
    if excluded is not None:
        proof = f"Title '{title}' holds '{excluded}', which {term.spec_words} excludes."
        return _title(term, VIOLATED, "spec.excluded_titles", title, title_key, proof)
    if spec.titles and not any(holds_phrase(readings, phrase) for phrase in spec.titles):
        proof = f"Title '{title}' holds none of the words {term.spec_words} asks for: {', '.join(spec.titles)}."
        return _title(term, VIOLATED, "spec.titles", title, title_key, proof)
    return None


def _title(
    term: Term, status: ReasonStatus, clause: str, delivered: str | None, understood: str | None, proof: str
) -> Finding:
    code = ReasonCode.OFF_SPEC_TITLE
    return of_spec(
        term,
        Finding(code=code, status=status, clause=clause, delivered=delivered, understood=understood, proof=proof),
    )


def check_dates(term: Term, generated_on: date | None) -> Finding | None:
    """A record generated before the program started or after it ended."""
    start_on, end_on = term.program.start_on, term.program.end_on
    if generated_on is None:
        return None
    if start_on is not None and generated_on < start_on:
        clause, words = "start_on", f"the program started on {day_words(start_on)}"
    elif end_on is not None and generated_on > end_on:
        clause, words = "end_on", f"the program ended on {day_words(end_on)}"
    else:
        return None
    return Finding(
        code=ReasonCode.OUTSIDE_DATES,
        status=VIOLATED,
        clause=clause,
        delivered=generated_on.isoformat(),
        proof=f"The record was generated on {day_words(generated_on)}; {words}.",
    )


def is_late(program: Program, generated_on: date | None, delivered_on: date) -> bool:
    """Whether a record came later after it was generated than the contract allows."""
    if program.delivery_days is None or generated_on is None:
        return False
    return (delivered_on - generated_on).days > program.delivery_days


def check_late(term: Term, generated_on: date | None, delivered_on: date) -> Finding | None:
    """A record that was delivered too long after it was generated."""
    if generated_on is None or not is_late(term.program, generated_on, delivered_on):
        return None
    days = (delivered_on - generated_on).days
    return Finding(
        code=ReasonCode.LATE,
        status=VIOLATED,
        clause="delivery_days",
        delivered=generated_on.isoformat(),
        proof=f"The record was generated on {day_words(generated_on)} and delivered on {day_words(delivered_on)}, "
        f"{days} days later; {term.program.delivery_days} are allowed.",
    )


def check_consent(term: Term, state: str | None, missing: str | None, consent: str | None) -> Finding | None:
    """An opt-in that is owed and was not delivered, or its proof."""
    spec = term.spec
    if spec is None or not (spec.required_consent or spec.required_consent_proof):
        return None
    if state is None:
        code, clause = ReasonCode.NO_CONSENT, "spec.required_consent"
        proof = f"{_opening(term.spec_words)} asks for an opt-in, which was not checked."
        return Finding(code=code, status=ReasonStatus.NOT_JUDGED, clause=clause, proof=proof)
    match ConsentState(state):
        case ConsentState.PROVEN | ConsentState.PROVEN_BY_PROGRAM:
            return None
        case ConsentState.ASSERTED:
            if not spec.required_consent_proof:
                return None
            code, clause = ReasonCode.CONSENT_PROOF_MISSING, "spec.required_consent_proof"
            absent = [CONSENT_FIELDS.get(field, field) for field in (missing or "").split(", ") if field]
            lacking = f": {', '.join(absent)}" if absent else ""
            proof = f"The opt-in comes without the proof {term.spec_words} asks for{lacking}."
        case ConsentState.ABSENT:
            code = ReasonCode.NO_CONSENT
            clause = "spec.required_consent" if spec.required_consent else "spec.required_consent_proof"
            proof = f"No opt-in was delivered; {term.spec_words} asks for one."
        case ConsentState.CONTRADICTED:
            code = ReasonCode.NO_CONSENT
            clause = "spec.required_consent" if spec.required_consent else "spec.required_consent_proof"
            proof = f"The record says that permission was refused or withdrawn; {term.spec_words} asks for an opt-in."
    finding = Finding(code=code, status=VIOLATED, clause=clause, delivered=consent, understood=state, proof=proof)
    return of_spec(term, finding)


def check_required(term: Term, empty: tuple[str, ...]) -> Finding | None:
    """Required fields that are not filled; ``empty`` holds every field without a value."""
    if term.spec is None:
        return None
    lacking = [field for field in term.spec.required_fields if field in empty]
    if not lacking:
        return None
    is_are, do = ("are", "are") if len(lacking) > 1 else ("is", "is")
    names = all_of([field.replace("_", " ") for field in lacking])
    return of_spec(
        term,
        Finding(
            code=ReasonCode.MISSING_FIELD,
            status=VIOLATED,
            clause="spec.required_fields",
            understood=", ".join(field.replace("_", " ") for field in lacking),
            proof=f"{_opening(names)} {is_are} required by {term.spec_words} and {do} not filled.",
        ),
    )


def _opening(words: str) -> str:
    return words[:1].upper() + words[1:]
