import random

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from leadaudit.facts import email_domain
from leadaudit.facts.email import EmailFact, normal_address, parse_email
from leadaudit.vocabulary import ValueStatus


def library_form(address: str) -> str | None:
    try:
        valid = validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return None
    return f"{valid.local_part.lower()}@{valid.ascii_domain}"


def odd_addresses(count: int) -> list[str]:
    """Addresses around the border of the short cut: plain ones, and plain ones with something odd put in."""
    dice = random.Random(20251103)  # noqa: S311 - a seeded die, not a secret
    locals_ = [
        "jane",
        "J.Doe",
        "a_b",
        "x+tag",
        "-",
        "o-1",
        "A" * 64,
        "b" * 65,
        "jane.",
        ".jane",
        "ja..ne",
        "jürgen",
        "a b",
    ]
    labels = [
        "acme",
        "ACME",
        "a-b",
        "a--b",
        "x" * 63,
        "1",
        "müller",
        "xn--mller-kva",
        "-a",
        "a-",
        "ab--c",
        "y" * 64,
        "",
        "a_b",
    ]
    endings = [
        "example",
        "com",
        "COM",
        "co.uk",
        "c",
        "123",
        "c0m",
        "test",
        "local",
        "invalid",
        "onion",
        "arpa",
        "localhost",
    ]
    odd = [" ", "@", "\x00", "\u200b", ".", "'", "Ａ", "ß", "\u0301", "<", ">", "-", "--"]
    made = []
    for _ in range(count):
        is_plain = dice.random() < 0.4
        used_labels = labels[:6] if is_plain else labels
        host = ".".join(
            [*dice.choices(used_labels, k=dice.randint(1, 4)), dice.choice(endings[:5] if is_plain else endings)]
        )
        address = f"{dice.choice(locals_[:7] if is_plain else locals_)}@{host}"
        place = dice.randint(0, len(address))
        made.append(address if dice.random() < 0.5 else address[:place] + dice.choice(odd) + address[place:])
    return made


def test_the_short_cut_answers_exactly_as_the_library_does() -> None:
    addresses = odd_addresses(8_000)
    expected = {address: library_form(address) for address in addresses}
    assert sum(form is not None for form in expected.values()) > 1_500
    assert sum(form is None for form in expected.values()) > 1_500
    assert {address: normal_address(address) for address in addresses} == expected


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    assert isinstance(parse_email(text), EmailFact)


@given(
    st.emails() | st.from_regex(r"[A-Za-zÀ-žΑ-ω0-9._+]{1,12}@[A-Za-zÀ-ž0-9-]{1,8}\.(com|example|de)", fullmatch=True)
)
def test_normalizing_twice_changes_nothing(address: str) -> None:
    norm = parse_email(address).norm
    if norm is not None:
        assert parse_email(norm).norm == norm


@given(st.emails())
def test_an_address_is_one_exactly_when_the_library_says_so(address: str) -> None:
    assert (parse_email(address).norm is not None) == (library_form(address.strip()) is not None)


def test_an_address_is_compared_in_lower_case_with_its_domain_in_ascii() -> None:
    fact = parse_email("  Jane.DOE@MÜLLER.example ")
    assert (fact.norm, fact.domain) == ("jane.doe@xn--mller-kva.example", "xn--mller-kva.example")
    assert (fact.status, fact.check) == (ValueStatus.OK, None)


@pytest.mark.parametrize("text", ["", " ", "n/a", "-", "none", "keine Angabe"])
def test_nothing_delivered_is_missing(text: str) -> None:
    assert parse_email(text) == EmailFact(status=ValueStatus.MISSING)


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("jane.acme.example", None),
        ("jane@@acme.example", "jane@acme.example"),
        ("jane(at)acme.example", "jane@acme.example"),
        ("jane@acme,example", "jane@acme.example"),
        ("jane@acme.example.", "jane@acme.example"),
        ("jane..doe@acme.example", "jane.doe@acme.example"),
        ("jane doe@acme.example", None),
    ],
)
def test_what_is_no_address_says_why_and_what_was_meant(text: str, suggestion: str | None) -> None:
    fact = parse_email(text)
    assert (fact.norm, fact.status, fact.check) == (None, ValueStatus.UNUSABLE, "email.not-an-address")
    assert fact.suggestion == suggestion
    assert dict(fact.args)["why"] != ""


@pytest.mark.parametrize(
    "text", ["Jane Doe <JANE@acme.example>", "<jane@acme.example>", "mailto:jane@acme.example?subject=Hi"]
)
def test_an_address_is_taken_out_of_its_wrapping(text: str) -> None:
    fact = parse_email(text)
    assert (fact.norm, fact.status, fact.check) == ("jane@acme.example", ValueStatus.OK, "email.unwrapped")


@pytest.mark.parametrize(
    "text",
    [
        "a.b@x.example; c@y.example",
        "a.b@x.example/c@y.example",
        "a.b@x.example, <c@y.example>",
        "a.b@x.example\nc@y.example",
    ],
)
def test_the_first_of_several_addresses_is_taken_with_doubt(text: str) -> None:
    fact = parse_email(text)
    assert (fact.norm, fact.status, fact.check) == ("a.b@x.example", ValueStatus.DOUBTFUL, "email.several")


def test_an_ending_that_does_not_exist_reaches_nobody() -> None:
    fact = parse_email("jane@acme.con")
    assert (fact.norm, fact.status, fact.check) == ("jane@acme.con", ValueStatus.UNUSABLE, "email.no-such-ending")
    assert fact.suggestion == "jane@acme.com"


@pytest.mark.parametrize(
    ("domain", "meant", "status"),
    [
        ("gmial.com", "gmail.com", ValueStatus.DOUBTFUL),
        ("gmai.com", "gmail.com", ValueStatus.DOUBTFUL),
        ("gmail.co", "gmail.com", ValueStatus.DOUBTFUL),
        ("gmail.con", "gmail.com", ValueStatus.UNUSABLE),
        ("yahooo.com", "yahoo.com", ValueStatus.DOUBTFUL),
        ("outlok.com", "outlook.com", ValueStatus.DOUBTFUL),
        ("hotmial.com", "hotmail.com", ValueStatus.DOUBTFUL),
        ("comcast.ent", "comcast.net", ValueStatus.UNUSABLE),
    ],
)
def test_a_misspelled_provider_is_named_with_the_address_that_was_meant(
    domain: str, meant: str, status: ValueStatus
) -> None:
    fact = parse_email(f"jane@{domain}")
    assert (fact.check, fact.suggestion, fact.status) == ("email.typo-domain", f"jane@{meant}", status)


@pytest.mark.parametrize(
    "domain",
    [
        "mail.com",
        "hmail.com",
        "veriqon.net",
        "ymail.com",
        "email.com",
        "cloud.com",
        "grail.com",
        "gail.com",
        "hotmail.it",
        "yahoo.co.uk",
        "aon.com",
        "bol.com",
        "life.com",
    ],
)
def test_a_name_of_somebody_else_is_no_misspelling(domain: str) -> None:
    fact = parse_email(f"jane@{domain}")
    assert (fact.status, fact.check, fact.suggestion) == (ValueStatus.OK, None, None)


def test_a_domain_on_both_lists_is_disposable_and_not_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(email_domain, "blocklist", {"gmx.de"})
    email_domain.domain_fact.cache_clear()
    fact = parse_email("jane@gmx.de")
    email_domain.domain_fact.cache_clear()
    assert (fact.check, fact.is_disposable, fact.is_free) == ("email.disposable", True, False)


def test_a_mailbox_below_a_disposable_domain_is_disposable() -> None:
    fact = parse_email("jane@mail.mailinator.com")
    assert (fact.check, fact.is_disposable, fact.is_free) == ("email.disposable", True, False)


@pytest.mark.parametrize(
    ("domain", "is_free", "is_academic"),
    [
        ("gmail.com", True, False),
        ("gmx.de", True, False),
        ("columbus.rr.com", True, False),
        ("acme.example", False, False),
        ("cs.ox.ac.uk", False, True),
        ("uni-koeln.de", False, True),
        ("stud.ethz.ch", False, True),
        ("hs-acme.com", False, False),
        ("edu.acme.com", False, False),
    ],
)
def test_free_and_academic_domains_are_known(domain: str, is_free: bool, is_academic: bool) -> None:
    fact = parse_email(f"jane@{domain}")
    assert (fact.is_free, fact.is_academic) == (is_free, is_academic)


@pytest.mark.parametrize(
    ("local", "is_role"),
    [
        ("info", True),
        ("sales-uk", True),
        ("info2", True),
        ("support+eu", True),
        ("vertrieb", True),
        ("no-reply", True),
        ("customer.service", True),
        ("s.ales", False),
        ("ar", True),
        ("ar20", False),
        ("marketing.jones", False),
        ("infantino", False),
        ("jane", False),
        ("post.malone", False),
    ],
)
def test_a_mailbox_of_a_function_is_no_persons(local: str, is_role: bool) -> None:
    fact = parse_email(f"{local}@acme.example")
    assert (fact.is_role, fact.check) == (is_role, "email.role-mailbox" if is_role else None)
    assert fact.status == ValueStatus.OK


def test_the_policy_may_name_further_roles() -> None:
    assert not parse_email("hello@acme.example").is_role
    assert parse_email("hello@acme.example", extra_role_names=frozenset({"hello"})).is_role


@pytest.mark.parametrize(
    "address",
    [
        "test@test.com",
        "asdf@acme.example",
        "aaaa@acme.example",
        "12345@acme.example",
        "x@x.com",
        "name@example.com",
        "noemail@acme.example",
        "qwerty1@acme.example",
    ],
)
def test_what_was_typed_to_get_past_a_form_reaches_nobody(address: str) -> None:
    fact = parse_email(address)
    assert (fact.norm, fact.status, fact.check) == (address, ValueStatus.UNUSABLE, "email.placeholder")


@pytest.mark.parametrize(
    "address",
    ["aaron@acme.example", "anna@acme.example", "jane@example.com", "name@acme.example", "bobby@acme.example"],
)
def test_a_plain_name_is_no_placeholder(address: str) -> None:
    assert parse_email(address).check is None
