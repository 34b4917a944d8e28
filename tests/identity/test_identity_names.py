import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadaudit.identity.names import names_are_one, names_differ

NAME = st.none() | st.text(alphabet="abcdejnorst", min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (("robert", "smith"), ("bob", "smith")),
        (("r", "smith"), ("robert", "smith")),
        (("jon", "smith"), ("john", "smith")),
        (("ana", "garcia"), ("anamaria", "garcialopez")),
        (("anna", "meier"), ("anna", "schmidt")),  # married, or a new surname
        (("smith", "john"), ("john", "smith")),
        (("johnsmith", None), ("john", "smith")),
        (("john", None), (None, "smith")),
        ((None, None), ("john", "smith")),
        ((None, "leyen"), (None, "vonderleyen")),
    ],
)
def test_names_of_one_person_do_not_differ(left: tuple[str | None, ...], right: tuple[str | None, ...]) -> None:
    assert not names_differ(*left, *right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (("john", "smith"), ("jane", "smith")),
        (("john", "smith"), ("wei", "chen")),
        (("j", "smith"), ("robert", "smith")),
        ((None, "smith"), ("wei", "chen")),
        (("jo", "smith"), ("jochen", "smith")),
    ],
)
def test_names_of_two_people_differ(left: tuple[str | None, ...], right: tuple[str | None, ...]) -> None:
    assert names_differ(*left, *right)


@given(NAME, NAME, NAME, NAME)
def test_whose_name_comes_first_does_not_matter(
    first: str | None, last: str | None, other_first: str | None, other_last: str | None
) -> None:
    assert names_differ(first, last, other_first, other_last) == names_differ(other_first, other_last, first, last)
    assert not names_differ(first, last, first, last)


def test_a_missing_part_is_no_agreement_of_whole_names() -> None:
    assert names_are_one("bob", "smith", "robert", "smith")
    assert not names_are_one(None, "smith", "robert", "smith")
    assert not names_are_one("anna", "meier", "anna", "schmidt")
