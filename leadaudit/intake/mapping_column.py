"""Which fields one column could be, by its header and its values together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from leadaudit.intake.header_layout import Layout
from leadaudit.intake.header_rules import read_fields
from leadaudit.intake.header_words import HeaderWords
from leadaudit.intake.mapping_looks import (
    ALIEN,
    DATES,
    REQUIRED,
    SPEAKS_AGAINST,
    SPEAKS_FOR,
    TAKES,
    TAKES_ANY,
    TWINS,
    WELCOME,
    alike,
    fits,
)
from leadaudit.intake.mapping_values import Profile
from leadaudit.intake.shapes import Shape

# Of a header the values contradict, this much is left; of one they only half support, this much.
CONTRADICTED: Final = 0.25
HALF_SUPPORTED: Final = 0.8
# Words for levels are fewer than this.
FEW_LEVELS: Final = 9
# A header that reads as a question is one unless a field is named at least this surely.
NO_QUESTION: Final = 0.75
QUESTION: Final = 0.9
# From here on a header names a field; below, some of its words speak against it.
NAMED: Final = 0.5
# A header names a field too weakly below this for its values to be asked about twins of that field.
MAY_BE: Final = 0.1


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
        (Shape.BUYING_STAGE, "buying_stage", 0.6, False, False),
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
    found += _by_values(header, layout, profile, neighbours, is_named=any(one.confidence >= NAMED for one in found))
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
    required = REQUIRED.get(one.field) or (DATES if one.field.endswith("_at") else ())
    welcome = required or WELCOME.get(one.field, ())
    share = profile.share(*welcome)
    if welcome and share >= SPEAKS_FOR:
        shape = max(welcome, key=lambda shape: profile.shares[shape])
        doubt = 1 - one.confidence
        # Dates under "Next activity date" are dates; they do not make up for the word "next".
        surer = one.confidence + doubt * (0.5 if one.confidence >= NAMED else 0.25)
        return replace(one, confidence=surer, reason=f"{one.reason} and {_counted(profile, shape)}")
    if required and share < SPEAKS_AGAINST:
        return replace(
            one, confidence=one.confidence * CONTRADICTED, reason=f"{one.reason}, but the values look otherwise"
        )
    if required:
        return replace(one, confidence=one.confidence * HALF_SUPPORTED)
    takes = (*TAKES.get(one.field, ()), *WELCOME.get(one.field, ()))
    alien = max((shape for shape in ALIEN if shape not in takes), key=lambda shape: profile.shares[shape])
    if one.field not in TAKES_ANY and profile.shares[alien] >= SPEAKS_FOR:
        reason = f"{one.reason}, but {_counted(profile, alien)}"
        return replace(one, confidence=one.confidence * CONTRADICTED, reason=reason)
    return one


def _twins(by_header: Sequence[Candidate], profile: Profile) -> list[Candidate]:
    """Fields that the header's word also names, when the values say it is those."""
    return [
        Candidate(field=field, confidence=0.85, reason=f"{one.reason.split(', but')[0]} and {_counted(profile, shape)}")
        for one in by_header
        for shape, field in TWINS.get(one.field, ())
        if one.confidence >= MAY_BE and profile.share(*alike(shape)) >= SPEAKS_FOR and not fits(one.field, profile)
    ] + [
        Candidate(
            field=other, confidence=0.8, reason=f"they are the {_NAMES_BY_EMAIL[other]} of the addresses beside them"
        )
        for one in by_header
        if (other := _OTHER_NAME.get(one.field)) is not None
        and profile.relations.get(other, 0) >= SPEAKS_FOR
        and profile.relations.get(one.field, 0) < SPEAKS_AGAINST
    ]


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
    is_feed = "intent" in layout.tags
    found = [
        Candidate(
            field=_as_what(rule, profile, is_feed=is_feed),
            confidence=rule.confidence,
            reason=_counted(profile, rule.shape),
        )
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


def _as_what(rule: _ByValues, profile: Profile, *, is_feed: bool) -> str:
    if is_feed and rule.field == "captured_at":
        return "intent_at"
    # Many people share a level, few share the words of a title.
    is_shared = 1 < profile.judged < FEW_LEVELS and profile.filled >= 3 * profile.judged
    is_level = rule.shape is Shape.JOB and is_shared and all(len(one.split()) < 3 for one in profile.samples)
    return "job_level" if is_level else rule.field


def _is_contradicted(header: HeaderWords, profile: Profile, layout: Layout) -> bool:
    readings = read_fields(header, layout)
    return bool(readings) and readings[0].certainty >= NAMED and not fits(readings[0].field, profile)


def _flags_and_scores(layout: Layout, profile: Profile, neighbours: Sequence[Profile]) -> list[Candidate]:
    """Yes or no beside a date is a consent; whole numbers up to a hundred, not counted up line by line, are a score."""
    if profile.share(*DATES) >= SPEAKS_FOR and any(beside.shares[Shape.YES_NO] == 1 for beside in neighbours):
        return [
            Candidate(
                field="consent_at", confidence=0.56, reason="the values are dates and yes or no stands beside them"
            )
        ]
    if profile.shares[Shape.YES_NO] == 1 and any(beside.share(*DATES) >= SPEAKS_FOR for beside in neighbours):
        return [
            Candidate(field="consent", confidence=0.5, reason="the values are yes or no and a date stands beside them")
        ]
    if profile.shares[Shape.SCORE] == 1 and profile.judged > 5 and profile.filled > profile.judged:
        field = "intent_score" if "intent" in layout.tags else "lead_score"
        return [Candidate(field=field, confidence=0.5, reason="the values are whole numbers from 0 to 100")]
    return []
