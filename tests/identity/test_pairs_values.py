"""Sounds, levels of single comparisons, shipped files and what is read from FACTS."""

import numpy as np
import pyarrow as pa
import pytest

from leadaudit.identity.pairs.coded import coded
from leadaudit.identity.pairs.described import described
from leadaudit.identity.pairs.explanation import _WORDS, nearest_other
from leadaudit.identity.pairs.levels import LEVELS, compared
from leadaudit.identity.pairs.sounds import sound
from leadaudit.identity.pairs.weights import shipped_weights
from leadaudit.tables import FACTS
from tests.identity.pairs_house import Said, explained, table


def level(comparison: str, one: Said, other: Said) -> str | None:
    values = coded(table([one, other]))
    found = compared(values, np.array([0], np.int32), np.array([1], np.int32))[comparison][0]
    return None if found < 0 else LEVELS[comparison][found]


@pytest.mark.parametrize(
    ("one", "other"),
    [("philip", "filip"), ("schmidt", "schmitt"), ("eric", "erik"), ("meyer", "maier")],
)
def test_names_heard_alike_share_a_code(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize("name", ["", "al", "王伟", "o'neil"])
def test_what_cannot_be_heard_has_no_code(name: str) -> None:
    assert sound(name) is None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("robert", "robert", "same"), ("robert", "bob", "nickname"), ("robert", "rober", "close"),
        ("guy", "gyu", "close"), ("robert", "r", "initial"), ("john", "wei", "differs"), ("robert", None, None),
    ],
)  # fmt: skip
def test_levels_of_first_names(one: str, other: str | None, expected: str | None) -> None:
    said = {} if other is None else {"first": other}
    assert level("first", {"first": one, "last": "x"}, said | {"last": "x"}) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("garcia", "garcia", "same"), ("garcia", "garcla", "close"), ("garcialopez", "garcia", "part"),
        ("garcialopez", "lopez", "part"), ("garcia", "chen", "differs"),
    ],
)  # fmt: skip
def test_levels_of_last_names(one: str, other: str, expected: str) -> None:
    assert level("last", {"first": "x", "last": one}, {"first": "x", "last": other}) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("a.meier@acme.example", "a.meier@acme.example", "same"),
        ("a.meier77@acme.example", "a.meier77@acne.example", "slip"),
        ("a.meier@acme.example", "a.meier@globex.example", "mailbox"),
        ("a.meier1@acme.example", "a.meier2@acme.example", "close"),
        ("a.meier@acme.example", "w.chen@acme.example", "other_here"),
        ("a.meier@acme.example", "w.chen@globex.example", "differs"),
    ],
)
def test_levels_of_addresses(one: str, other: str, expected: str) -> None:
    def said(address: str) -> Said:
        return {"email": address, "domain": address.partition("@")[2]}

    assert level("email", said(one), said(other)) == expected


def test_a_birthday_with_day_and_month_turned_is_a_slip() -> None:
    assert level("born", {"born": "19800412"}, {"born": "19801204"}) == "slip"
    assert level("born", {"born": "19800412"}, {"born": "19801130"}) == "year"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("1949", "1949", "same"),
        ("1949", "1950", "two_slips"),
        ("1949", "1959", "differs"),
        ("1949", "1994", "differs"),
        ("1949", "19490312", "year"),
        ("1949", "19590312", "differs"),
    ],
)
def test_a_slip_in_a_year_alone_is_another_year(one: str, other: str, expected: str) -> None:
    assert level("born", {"born": one}, {"born": other}) == expected


def test_an_employer_is_the_same_by_name_or_by_domain() -> None:
    assert level("employer", {"company": "acme"}, {"company": "acme"}) == "same"
    one, other = {"company": "acme", "domain": "acme.example"}, {"company": "acme labs", "domain": "acme.example"}
    assert level("employer", one, other) == "same"
    assert level("employer", {"domain": "acme.example"}, {"domain": "globex.example"}) == "differs"


def test_a_domain_of_many_companies_is_no_employer() -> None:
    hosted = [{"company": f"firm{number}", "domain": "hosting.example"} for number in range(12)]
    values = coded(table(hosted))
    assert (values.columns["domain"].codes == -1).all()


def test_every_level_has_words_and_a_shipped_weight() -> None:
    weights = shipped_weights()
    assert {name: tuple(words) for name, words in _WORDS.items()} == dict(LEVELS)
    for name, levels in LEVELS.items():
        assert len(weights.m[name]) == len(weights.u[name]) == len(levels)
        assert sum(weights.m[name]) == pytest.approx(1)
        if name != "order":
            assert sum(weights.u[name]) == pytest.approx(1)


def test_a_mailbox_of_a_function_and_free_mail_tell_no_person_and_no_employer() -> None:
    facts = FACTS.build(
        [
            {
                "delivery": "a1", "line": 2, "first_key": "anna", "email_norm": "info@acme.example",
                "email_domain": "acme.example", "email_status": "ok", "email_is_role": True,
                "phone_e164": "+12025550101",
            },
            {
                "delivery": "a1", "line": 3, "email_norm": "am@mail.example", "email_domain": "mail.example",
                "email_status": "ok", "email_is_free": True, "name_status": "unusable", "first_key": "asdf",
            },
        ]
    )  # fmt: skip
    records = pa.table(
        {"delivery": ["a1"], "line": pa.array([2], pa.int32()), "city": ["  Köln "], "postal_code": ["-"]}
    )
    role, free = described(facts=facts, records=records).to_pylist()
    assert (role["first"], role["email"], role["domain"], role["phone"]) == (
        "anna",
        None,
        "acme.example",
        "12025550101",
    )
    assert (role["city"], role["postcode"]) == ("koln", None)
    assert (free["email"], free["domain"], free["first"]) == ("am@mail.example", None, None)


def test_the_nearest_other_record_is_named_with_what_speaks_against_it() -> None:
    anna = table([{"first": "anna", "last": "meier", "company": "acme"}])
    others = table(
        [{"first": "wei", "last": "chen"}, {"first": "peter", "last": "meier", "company": "acme"}], delivery="b1"
    )
    found = nearest_other(anna, others, shipped_weights())
    assert found is not None
    assert found[0]["first"].to_pylist() == ["peter"]
    assert "against it: another first name" in found[1].sentence
    assert nearest_other(anna, others.slice(0, 0), shipped_weights()) is None


def test_a_swapped_name_whose_other_part_is_missing_weighs_the_same_from_both_sides() -> None:
    only_last, only_first = {"last": "john", "phone": "12025550101"}, {"first": "john", "phone": "12025550101"}
    assert explained(only_last, only_first).bits == pytest.approx(explained(only_first, only_last).bits)
