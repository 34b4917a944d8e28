import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadaudit.errors import FileMistakesError
from leadaudit.facts.industry import load_industries, read_industry
from leadaudit.vocabulary import ValueStatus


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Computer Software", "technology"),
        ("Information Technology & Services", "technology"),
        ("IT-Dienstleistungen", "technology"),
        ("Oil & Energy", "energy_utilities"),
        ("Banking", "financial_services"),
        ("Banque", "financial_services"),
        ("Insurance", "insurance"),
        ("Higher Education", "education"),
        ("Maschinenbau", "manufacturing"),
        ("Einzelhandel", "retail"),
        ("Santé", "healthcare"),
        ("Construcción", "construction"),
        ("Medical Devices", "life_sciences"),
        ("Hospital & Health Care", "healthcare"),
        ("Staffing and Recruiting", "human_resources"),
        ("Marketing & Advertising", "marketing_services"),
        ("Defense & Space", "aerospace_defense"),
        ("Law Practice", "legal"),
        ("Non-Profit Organization Management", "nonprofit"),
        ("Öffentlicher Dienst", "government"),
        ("Management Consulting", "professional_services"),
        ("Something else", None),
    ],
)
def test_an_industry_belongs_to_a_broad_group(text: str, group: str | None) -> None:
    assert read_industry(text, table=load_industries()).group == group


def test_the_key_is_one_for_every_spelling() -> None:
    keys = {
        read_industry(text, table=load_industries()).key
        for text in ("Hospital & Health Care", "HOSPITAL and HEALTH CARE")
    }
    assert keys == {"hospital and health care"}


def test_a_code_is_no_industry_and_nothing_is_missing() -> None:
    code = read_industry("541511", table=load_industries())
    assert (code.status, code.check) == (ValueStatus.UNUSABLE, "industry.not-a-name")
    assert read_industry("n/a", table=load_industries()).status is ValueStatus.MISSING


def test_the_users_groups_come_first() -> None:
    table = load_industries('[[groups]]\nname = "proptech"\nwords = ["property software"]')
    assert read_industry("Property Software", table=table).group == "proptech"
    assert read_industry("Property Management", table=table).group == "real_estate"


def test_every_mistake_in_the_users_groups_is_named() -> None:
    with pytest.raises(FileMistakesError) as caught:
        load_industries('[[groups]]\nwords = ["*a"]\ngroup = "x"\n[more]', where="industries of the buyer")
    assert str(caught.value).splitlines() == [
        "industries of the buyer, more: no such table. Write [[groups]] above each group.",
        "industries of the buyer, group 1, group: no such key. Use name and words.",
        'industries of the buyer, group 1: it has no name. Write name = "retail".',
        "industries of the buyer, group 1, words: '*a' cannot be found. Begin with a word, or three letters at a star.",
    ]


@given(st.text(max_size=40))
@settings(max_examples=400, deadline=None)
def test_any_text_gets_an_answer_and_reading_it_again_changes_nothing(text: str) -> None:
    fact = read_industry(text, table=load_industries())
    if fact.industry is not None:
        assert read_industry(fact.industry, table=load_industries()) == fact
