import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadaudit.intake.shapes import Shape, read_shapes


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ("anna@bluepine.example", Shape.EMAIL),
        ("https://www.linkedin.com/in/anna-meyer", Shape.PERSON_PROFILE),
        ("linkedin.com/company/bluepine", Shape.COMPANY_PROFILE),
        ("https://cert.trustedform.com/0123abcd", Shape.CERTIFICATE),
        ("https://bluepine.example/guide?x=1", Shape.URL),
        ("bluepine.example", Shape.DOMAIN),
        ("192.0.2.17", Shape.IP),
        ("2001:db8::1", Shape.IP),
        ("2026-01-31", Shape.DATE),
        ("31.01.2026 14:05", Shape.DATE),
        ("1/31/26", Shape.DATE),
        ("2026-01-31T14:05:09Z", Shape.DATE),
        ("31 Jan 2026", Shape.DATE),
        ("January 31, 2026", Shape.DATE),
        ("3 de enero de 2026", Shape.DATE),
        ("45322", Shape.DAY_NUMBER),
        ("+1 202 555 0143", Shape.PHONE),
        ("(202) 555-0143", Shape.PHONE),
        ("020 7946 0018", Shape.PHONE),
        ("12025550143", Shape.DIGITS),
        ("4.93012E+11", Shape.DIGITS),
        ("nein", Shape.YES_NO),
        ("100", Shape.SCORE),
        ("51-200", Shape.BAND),
        ("10,000+", Shape.BAND),
        ("$10M - $50M", Shape.MONEY),
        ("Deutschland", Shape.COUNTRY),
        ("États-Unis", Shape.COUNTRY),
        ("DE", Shape.COUNTRY),
        ("CA", Shape.STATE),
        ("EC1A 1BB", Shape.POSTAL),
        ("Blue Pine GmbH", Shape.COMPANY),
        ("Head of Growth", Shape.JOB),
        ("Frau Dr.", Shape.SALUTATION),
        ("catch-all", Shape.VERDICT),
        ("I agree that Blue Pine may contact me about its products", Shape.WORDING),
    ],
)
def test_values_are_known_by_their_look(value: str, shape: Shape) -> None:
    assert shape in read_shapes(value)


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ("2026-01-31", Shape.PHONE),
        ("31.01.2026", Shape.PHONE),
        ("101", Shape.SCORE),
        ("Anna Meyer", Shape.COMPANY),
        ("anna@bluepine", Shape.EMAIL),
        ("1-800", Shape.PHONE),
        ("Main Street 5", Shape.DATE),
    ],
)
def test_a_likeness_is_not_a_look(value: str, shape: Shape) -> None:
    assert shape not in read_shapes(value)


@given(st.text())
def test_any_text_has_an_answer(value: str) -> None:
    assert read_shapes(value) <= set(Shape)


def test_a_cell_of_a_million_letters_is_judged_at_once() -> None:
    assert read_shapes("word " * 200_000) == {Shape.SENTENCE}
