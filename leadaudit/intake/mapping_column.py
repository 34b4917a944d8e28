"""Which fields one column could be, by its header and its values together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from leadaudit.intake.header_layout import Layout
from leadaudit.intake.header_rules import read_fields
from leadaudit.intake.header_words import HeaderWords
from leadaudit.intake.mapping_values import Profile
from leadaudit.intake.shapes import Shape

# Shares of judged values from which they speak for a shape, and below which they speak against it.
SPEAKS_FOR: Final = 0.6
SPEAKS_AGAINST: Final = 0.2
# Of a header the values contradict, this much is left; of one they only half support, this much.
CONTRADICTED: Final = 0.25
HALF_SUPPORTED: Final = 0.8
# A header that reads as a question is one unless a field is named at least this surely.
NO_QUESTION: Final = 0.75
QUESTION: Final = 0.9
# A header names a field too weakly below this for its values to be asked about twins of that field.
MAY_BE: Final = 0.1

_DATES: Final = (Shape.DATE, Shape.DAY_NUMBER)
_WEB: Final = (Shape.URL, Shape.DOMAIN)
_PHONES: Final = (Shape.PHONE, Shape.DIGITS)
_PROFILES: Final = (Shape.PERSON_PROFILE, Shape.COMPANY_PROFILE)
# Shapes without which the values are not the field's.
_REQUIRED: Final[Mapping[str, tuple[Shape, ...]]] = {
    "email": (Shape.EMAIL,),
    "alternate_email": (Shape.EMAIL,),
    "phone": _PHONES,
    "mobile": _PHONES,
    "other_phone": _PHONES,
    "company_phone": _PHONES,
    "website": _WEB,
    "source_url": _WEB,
    "consent_url": _WEB,
    "person_linkedin_url": _PROFILES[:1],
    "company_linkedin_url": _PROFILES[1:],
    "consent_ip": (Shape.IP,),
    "attended_minutes": (Shape.NUMBER,),
    "intent_score": (Shape.NUMBER,),
    "lead_score": (Shape.NUMBER,),
}
# Shapes that speak for a field whose values may also look otherwise.
_WELCOME: Final[Mapping[str, tuple[Shape, ...]]] = {
    "country": (Shape.COUNTRY,),
    "company_country": (Shape.COUNTRY,),
    "state": (Shape.STATE,),
    "postal_code": (Shape.POSTAL,),
    "company": (Shape.COMPANY,),
    "title": (Shape.JOB,),
    "salutation": (Shape.SALUTATION,),
    "employees": (Shape.BAND, Shape.NUMBER),
    "revenue": (Shape.MONEY, Shape.NUMBER, Shape.BAND),
    "currency": (Shape.CURRENCY,),
    "consent": (Shape.YES_NO,),
    "unsubscribed": (Shape.YES_NO,),
    "do_not_call": (Shape.YES_NO,),
    "attended": (Shape.YES_NO,),
    "email_status": (Shape.VERDICT,),
    "consent_text": (Shape.WORDING, Shape.SENTENCE),
    "certificate_url": (Shape.CERTIFICATE, Shape.ID),
    "amount": (Shape.MONEY, Shape.NUMBER),
    "price": (Shape.MONEY, Shape.NUMBER),
}
# Shapes that no field takes unless it asks for them: text does not look like this.
_ALIEN: Final = (Shape.EMAIL, *_WEB, *_PROFILES, Shape.DATE, Shape.IP, Shape.PHONE, Shape.CERTIFICATE)
_TAKES_ANY: Final = frozenset({"answer", "notes", "consent_version", "statement_proof", "statement_wording", "asset"})
_TAKES: Final[Mapping[str, tuple[Shape, ...]]] = {
    "lead_source_detail": _WEB,
    "lead_source": _WEB,
    "company": (Shape.DOMAIN,),
    "certificate_url": (Shape.URL, Shape.DOMAIN),
    "postal_code": (Shape.PHONE,),
    "revenue": (Shape.PHONE,),
    "employees": (Shape.DATE, Shape.PHONE),
    "industry_code": (Shape.PHONE, Shape.DATE),
    "vendor_record_id": (Shape.PHONE, Shape.EMAIL),
    "crm_owner": (Shape.EMAIL,),
}
# One header, two meanings: "Opt-in" over dates says when, "Consent date" over yes and no says whether.
_TWINS: Final[Mapping[str, tuple[tuple[Shape, str], ...]]] = {
    "consent": (
        (Shape.DATE, "consent_at"),
        (Shape.WORDING, "consent_text"),
        (Shape.IP, "consent_ip"),
        (Shape.CERTIFICATE, "certificate_url"),
        (Shape.URL, "consent_url"),
    ),
    "consent_at": ((Shape.YES_NO, "consent"),),
    "attended": ((Shape.DATE, "activity_at"),),
    "responded": ((Shape.DATE, "activity_at"),),
    "asset": ((Shape.DATE, "activity_at"),),
    "activity_type": ((Shape.DATE, "activity_at"),),
    "email_status": ((Shape.DATE, "email_verified_at"),),
    "email_verified_at": ((Shape.VERDICT, "email_status"), (Shape.YES_NO, "email_status")),
    "is_converted": ((Shape.DATE, "converted_at"),),
    "converted_at": ((Shape.YES_NO, "is_converted"),),
    "is_closed": ((Shape.DATE, "closed_at"),),
    "lead_source": ((Shape.URL, "source_url"),),
    "title": ((Shape.SALUTATION, "salutation"),),
    "salutation": ((Shape.JOB, "title"),),
    "state": ((Shape.COUNTRY, "country"),),
    "region": ((Shape.COUNTRY, "country"), (Shape.STATE, "state")),
    "person_linkedin_url": ((Shape.COMPANY_PROFILE, "company_linkedin_url"),),
    "company_linkedin_url": ((Shape.PERSON_PROFILE, "person_linkedin_url"),),
    "intent_topic": ((Shape.SCORE, "intent_score"), (Shape.DATE, "intent_at")),
    "captured_at": ((Shape.URL, "source_url"),),
    "website": ((Shape.PERSON_PROFILE, "person_linkedin_url"), (Shape.COMPANY_PROFILE, "company_linkedin_url")),
    "full_name": ((Shape.COMPANY, "company"),),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A field a column could be.

    Args:
        field: The field.
        confidence: 0 to 1.
        reason: Why, in plain words, without a final stop.
    """

    field: str
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _ByValues:
    shape: Shape
    field: str
    confidence: float
    over_any_header: bool  # even where the header names something else and the values contradict it
    over_unknown_words: bool  # also where the header holds only words in no list


# What values alone say, the surest first.
_BY_VALUES: Final = tuple(
    _ByValues(shape=shape, field=field, confidence=confidence, over_any_header=any_, over_unknown_words=unknown)
    for shape, field, confidence, any_, unknown in (
        (Shape.EMAIL, "email", 0.9, True, True),
        (Shape.PERSON_PROFILE, "person_linkedin_url", 0.9, True, True),
        (Shape.COMPANY_PROFILE, "company_linkedin_url", 0.9, True, True),
        (Shape.CERTIFICATE, "certificate_url", 0.9, True, True),
        (Shape.IP, "consent_ip", 0.75, True, True),
        (Shape.DOMAIN, "website", 0.75, True, True),
        (Shape.PHONE, "phone", 0.8, True, True),
        (Shape.WORDING, "consent_text", 0.7, False, True),
        (Shape.COUNTRY, "country", 0.7, False, True),
        (Shape.SALUTATION, "salutation", 0.7, False, True),
        (Shape.COMPANY, "company", 0.65, False, True),
        (Shape.JOB, "title", 0.65, False, True),
        (Shape.URL, "source_url", 0.55, False, False),
        (Shape.DIGITS, "phone", 0.55, False, False),
        (Shape.VERDICT, "email_status", 0.6, False, False),
        (Shape.CURRENCY, "currency", 0.55, False, False),
        (Shape.DATE, "captured_at", 0.55, False, False),
        (Shape.STATE, "state", 0.6, False, False),
        (Shape.BAND, "employees", 0.55, False, False),
        (Shape.MONEY, "revenue", 0.5, False, False),
    )
)
_OTHER_NAME: Final = {"first_name": "last_name", "last_name": "first_name"}
_NAMES_BY_EMAIL: Final = {
    "first_name": "first names",
    "last_name": "last names",
    "full_name": "names",
    "company": "companies",
}


def candidates(header: HeaderWords, layout: Layout, profile: Profile, neighbours: Sequence[Profile]) -> list[Candidate]:
    """The fields a column could be, the surest first.

    Args:
        header: The column's header, read.
        layout: What the file is an export of.
        profile: What the column's values look like.
        neighbours: What the values of the columns beside it look like.
    """
    by_header = [
        _weighed(
            Candidate(
                field=reading.field,
                # Every further meaning a rule explains makes it a little surer than a broader rule.
                confidence=min(0.99, reading.certainty * (0.97 + 0.01 * min(reading.needs, 2))),
                reason=f'the header says "{reading.words}"',
            ),
            profile,
        )
        for reading in read_fields(header, layout)
    ]
    twins = _twins(by_header, profile)
    if twins:
        by_header = [replace(one, confidence=one.confidence * CONTRADICTED) for one in by_header]
    found = [*by_header, *twins, *_question(header, by_header)]
    found += _by_values(header, layout, profile, neighbours, is_named=any(one.confidence >= 0.5 for one in found))
    best: dict[str, Candidate] = {}
    for one in found:
        if one.field not in best or one.confidence > best[one.field].confidence:
            best[one.field] = one
    return sorted(best.values(), key=lambda one: -one.confidence)


def _counted(profile: Profile, shape: Shape) -> str:
    return f"{round(profile.shares[shape] * profile.judged)} of {profile.judged} different values are {shape.value}"


def _weighed(one: Candidate, profile: Profile) -> Candidate:
    """The candidate, surer or less sure for what the values look like."""
    if not profile.judged:
        return one
    required = _REQUIRED.get(one.field) or (_DATES if one.field.endswith("_at") else ())
    welcome = required or _WELCOME.get(one.field, ())
    share = profile.share(*welcome)
    if welcome and share >= SPEAKS_FOR:
        shape = max(welcome, key=lambda shape: profile.shares[shape])
        surer = one.confidence + (1 - one.confidence) * 0.5
        return replace(one, confidence=surer, reason=f"{one.reason} and {_counted(profile, shape)}")
    if required and share < SPEAKS_AGAINST:
        return replace(
            one, confidence=one.confidence * CONTRADICTED, reason=f"{one.reason}, but the values look otherwise"
        )
    if required:
        return replace(one, confidence=one.confidence * HALF_SUPPORTED)
    takes = (*_TAKES.get(one.field, ()), *_WELCOME.get(one.field, ()))
    alien = max((shape for shape in _ALIEN if shape not in takes), key=lambda shape: profile.shares[shape])
    if one.field not in _TAKES_ANY and profile.shares[alien] >= SPEAKS_FOR:
        reason = f"{one.reason}, but {_counted(profile, alien)}"
        return replace(one, confidence=one.confidence * CONTRADICTED, reason=reason)
    return one


def _twins(by_header: Sequence[Candidate], profile: Profile) -> list[Candidate]:
    """Fields that the header's word also names, when the values say it is those."""
    return [
        Candidate(field=field, confidence=0.85, reason=f"{one.reason.split(', but')[0]} and {_counted(profile, shape)}")
        for one in by_header
        for shape, field in _TWINS.get(one.field, ())
        if one.confidence >= MAY_BE and profile.shares[shape] >= SPEAKS_FOR and not _fits(one.field, profile)
    ] + [
        Candidate(
            field=other, confidence=0.8, reason=f"they are the {_NAMES_BY_EMAIL[other]} of the addresses beside them"
        )
        for one in by_header
        if (other := _OTHER_NAME.get(one.field)) is not None
        and profile.relations.get(other, 0) >= SPEAKS_FOR
        and profile.relations.get(one.field, 0) < SPEAKS_AGAINST
    ]


def _fits(field: str, profile: Profile) -> bool:
    welcome = (*_REQUIRED.get(field, ()), *_WELCOME.get(field, ()), *(_DATES if field.endswith("_at") else ()))
    return bool(welcome) and profile.share(*welcome) >= SPEAKS_FOR


def _question(header: HeaderWords, by_header: Sequence[Candidate]) -> list[Candidate]:
    surest = max((one.confidence for one in by_header), default=0.0)
    is_sentence = header.is_question or len(header.text.split()) > 5
    if is_sentence and surest < NO_QUESTION and "consent" in header.meanings:
        return [Candidate(field="consent", confidence=0.8, reason="the header is a sentence of consent")]
    if header.is_question and surest < NO_QUESTION:
        return [Candidate(field="answer", confidence=QUESTION, reason="the header is a question")]
    return []


def _by_values(
    header: HeaderWords, layout: Layout, profile: Profile, neighbours: Sequence[Profile], *, is_named: bool
) -> list[Candidate]:
    if is_named or not profile.judged:
        return []
    only_unknown = bool(header.unknown) and not header.meanings
    found = [
        Candidate(field=rule.field, confidence=rule.confidence, reason=_counted(profile, rule.shape))
        for rule in _BY_VALUES
        if profile.shares[rule.shape] >= (SPEAKS_FOR if rule.shape is not Shape.COMPANY else 0.4)
        and (
            header.says_nothing
            or (only_unknown and rule.over_unknown_words)
            or (rule.over_any_header and bool(header.meanings) and _is_contradicted(header, profile, layout))
        )
    ]
    if header.says_nothing or only_unknown:
        found += [
            Candidate(
                field=field, confidence=0.5 + share * 0.3, reason=f"they are the {words} of the addresses beside them"
            )
            for field, words in _NAMES_BY_EMAIL.items()
            if (share := profile.relations.get(field, 0.0)) >= 0.4
        ]
    if header.says_nothing:
        found += _flags_and_scores(layout, profile, neighbours)
    return found


def _is_contradicted(header: HeaderWords, profile: Profile, layout: Layout) -> bool:
    readings = read_fields(header, layout)
    return bool(readings) and readings[0].certainty >= 0.5 and not _fits(readings[0].field, profile)


def _flags_and_scores(layout: Layout, profile: Profile, neighbours: Sequence[Profile]) -> list[Candidate]:
    """Yes or no beside a date is a consent; whole numbers up to a hundred, not counted up line by line, are a score."""
    if profile.share(*_DATES) >= SPEAKS_FOR and any(beside.shares[Shape.YES_NO] == 1 for beside in neighbours):
        return [
            Candidate(
                field="consent_at", confidence=0.56, reason="the values are dates and yes or no stands beside them"
            )
        ]
    if profile.shares[Shape.YES_NO] == 1 and any(beside.share(*_DATES) >= SPEAKS_FOR for beside in neighbours):
        return [
            Candidate(field="consent", confidence=0.5, reason="the values are yes or no and a date stands beside them")
        ]
    if profile.shares[Shape.SCORE] == 1 and profile.judged > 5 and profile.filled > profile.judged:
        field = "intent_score" if "intent" in layout.tags else "lead_score"
        return [Candidate(field=field, confidence=0.5, reason="the values are whole numbers from 0 to 100")]
    return []
