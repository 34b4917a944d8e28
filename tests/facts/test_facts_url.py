import random
from collections.abc import Iterable

import idna
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadaudit.facts.suffixes import suffixes
from leadaudit.facts.url import _split_by_list, host_of, profile_key, registrable_domain, split_host


@given(st.text() | st.from_regex(r"(https?://)?[a-zß-ž0-9.@:/\\%-]{0,40}", fullmatch=True))
def test_any_text_gets_an_answer_that_normalizing_again_keeps(text: str) -> None:
    domain = registrable_domain(text)
    if domain is not None:
        assert registrable_domain(domain) == domain


@given(
    st.text()
    | st.from_regex(r"(https://www\.linkedin\.com/)?(in|pub|sales/people)/[A-Za-zß-ž0-9%/_-]{0,30}", fullmatch=True)
)
def test_a_profile_key_is_its_own_key(text: str) -> None:
    key = profile_key(text)
    if key is not None:
        assert profile_key(key) == key


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("https://www.shop.acme.co.uk/x?y#z", "acme.co.uk"),
        ("ACME.example", "acme.example"),
        ("http:\\\\acme.example", "acme.example"),
        ("//acme.example:8080", "acme.example"),
        ("jane@mail.acme.example", "acme.example"),
        ("mailto:jane@acme.example", "acme.example"),
        ("acme.example / beta.example", "acme.example"),
        ("http://müller.example", "xn--mller-kva.example"),
        ("one.github.io", "one.github.io"),
        ("github.io", "github.io"),
        ("Acme Inc.", None),
        ("co.uk", None),
        ("10.0.0.1", None),
        ("http://[::1]/", None),
        ("acme.notanending", None),
        ("n/a", None),
        ("", None),
    ],
)
def test_the_registered_domain_is_found(text: str, domain: str | None) -> None:
    assert registrable_domain(text) == domain


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("https://www.linkedin.com/in/Jane-Doe-1234/?trk=x", "linkedin.com/in/jane-doe-1234"),
        ("de.linkedin.com/in/jane-doe-1234/en", "linkedin.com/in/jane-doe-1234"),
        ("linkedin.com/in/j%C3%BCrgen", "linkedin.com/in/jürgen"),
        ("/in/jane", "linkedin.com/in/jane"),
        ("http://www.linkedin.com/pub/jane-doe/1/2/3", "linkedin.com/pub/jane-doe/1/2/3"),
        ("https://www.linkedin.com/sales/people/ACwAA1,NAME,x", "linkedin.com/sales/people/acwaa1"),
        ("https://www.xing.com/profile/Jane_Doe/cv", "xing.com/profile/jane_doe"),
        ("https://www.linkedin.com/company/acme", None),
        ("https://www.linkedin.com/in/", None),
        ("linkedin.com/in/null", None),
        ("notlinkedin.com/in/jane", None),
        ("Jane Doe", None),
    ],
)
def test_one_person_has_one_profile_key(text: str, key: str | None) -> None:
    assert profile_key(text) == key


def test_plain_addresses_take_a_short_cut_that_answers_as_the_long_way_does() -> None:
    dice = random.Random(7)  # noqa: S311 - the same addresses each time, not secrets
    labels = [
        "acme",
        "a",
        "x1",
        "foo-bar",
        "-x",
        "x-",
        "xn--mller-kva",
        "www",
        "co",
        "com",
        "github",
        "müller",
        "a_b",
        "",
    ]
    endings = [*sorted(suffixes().rules), *in_ascii(suffixes().rules), "notanending", "c", "10"]
    for _ in range(20_000):
        ending = dice.choice(["com", "de", "co.uk", dice.choice(endings)]).replace("*", "acme").removeprefix("!")
        host = ".".join([*dice.choices(labels, k=dice.randrange(4)), ending])
        text = dice.choice(["", "https://", "HTTP://", "//", "https:/"]) + dice.choice([host, host.upper()])
        text += dice.choice(["", "", "/", "//", ":80", "/x", "."])
        assert host_of(text) == host_of(f" {text}")  # a blank in front is what the short cut does not know
        found = host_of(text)
        if found is not None:
            assert split_host(found) == _split_by_list(found)


def in_ascii(endings: Iterable[str]) -> list[str]:
    return [
        idna.encode(ending).decode() for ending in sorted(endings) if not ending.isascii() and ending[0] not in "*!"
    ]
