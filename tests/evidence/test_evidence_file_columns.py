"""Which column of a file of evidence says what."""

import pytest

from leadaudit.evidence.file_columns import find_columns


def said(headers: str, what: str) -> dict[str, str]:
    return {says: column.header for says, column in find_columns(headers.split(","), what).items()}


def test_a_day_with_the_word_of_a_type_in_its_name_is_a_day() -> None:
    assert said("Email,Bounce Date,Bounce Type", "bounces") == {
        "email": "Email", "at": "Bounce Date", "status": "Bounce Type",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("headers", "what", "expected"),
    [
        (
            "E-Mail,Antwort,Frage,Gefragt am,Beantwortet am", "responses",
            {"status": "Antwort", "asset": "Frage", "asked_at": "Gefragt am", "at": "Beantwortet am"},
        ),
        (
            "Courriel,Réponse,Date de réponse", "responses",
            {"email": "Courriel", "status": "Réponse", "at": "Date de réponse"},
        ),
        (
            "Correo electrónico,Asistió,Fecha del evento", "webinar",
            {"email": "Correo electrónico", "status": "Asistió", "at": "Fecha del evento"},
        ),
        (
            "email,event,timestamp,smtp-id,status,reason", "bounces",
            {"email": "email", "status": "event", "at": "timestamp", "text": "reason"},
        ),
        ("Domain,Topic,Score,Week of", "intent", {
            "domain": "Domain", "asset": "Topic", "score": "Score", "at": "Week of",
        }),
        ("email_address,zb_status,zb_sub_status", "verification", {
            "email": "email_address", "status": "zb_status", "code": "zb_sub_status",
        }),
    ],
)  # fmt: skip
def test_headers_are_understood_by_rule(headers: str, what: str, expected: dict[str, str]) -> None:
    found = said(headers, what)
    assert {says: found.get(says) for says in expected} == expected


def test_every_column_says_one_thing() -> None:
    found = find_columns(["Email", "Date", "Date"], "responses")
    assert sorted(column.column_no for column in found.values()) == sorted({c.column_no for c in found.values()})
