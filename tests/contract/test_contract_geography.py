"""Places as contracts write them."""

import pytest

from leadaudit.contract.geography import parse_places
from leadaudit.contract.program import read_program
from leadaudit.errors import FileMistakesError


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("de", ["DE"]),
        ("Deutschland", ["DE"]),
        ("États-Unis", ["US"]),
        ("U.S.A.", ["US"]),
        ("the Netherlands", ["NL"]),
        ("us-ca", ["US-CA"]),
        ("DACH", ["AT", "CH", "DE"]),
        ("UK & Ireland", ["GB", "IE"]),
        ("Atlantis", []),
        ("EMEA", []),
        ("ZZ", []),
        ("", []),
    ],
)
def test_a_place_is_a_code_a_name_a_state_or_an_undisputed_group(text: str, places: list[str]) -> None:
    assert [str(place) for place in parse_places(text)] == places


def test_the_union_has_27_members() -> None:
    assert len(parse_places("EU")) == 27


def test_a_place_or_field_nobody_knows_is_named_when_the_program_is_read() -> None:
    text = 'vendor = "osprelle"\nprice = 1\ncurrency = "USD"\n[[spec]]\ngeo = ["EMEA"]\nrequired_fields = ["e_mail"]\n'
    with pytest.raises(FileMistakesError) as caught:
        read_program(text, where="p.toml")
    assert str(caught.value).splitlines() == [
        "p.toml, spec.1.geo.1: is 'EMEA', which is no country we know. "
        "Use codes or names of countries, or states such as US-CA.",
        "p.toml, spec.1.required_fields.1: is 'e_mail', which is no field. Did you mean email?",
    ]
