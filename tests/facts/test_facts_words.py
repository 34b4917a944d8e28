import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadaudit.facts.words import fold_word, is_missing, parse_yes_no


@given(st.text(), st.sampled_from(["company", "last_name", "answer", "phone", "country", "captured_at"]))
def test_any_text_gets_an_answer(text: str, field: str) -> None:
    assert is_missing(text, field) in {True, False}
    assert parse_yes_no(text) in {True, False, None}


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold_word(fold_word(text)) == fold_word(text)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        " ",
        "-",
        "--",
        ".",
        "?",
        "N/A",
        "n.a.",
        "#N/A",
        "Select",
        "-- Please select --",
        "unknown",
        "keine Angabe",
        "k. A.",
        "non renseigné",
        "sin datos",
        "(null)",
        "None",
        "\u200b",
    ],
)
def test_words_for_nothing_are_missing(text: str | None) -> None:
    assert is_missing(text, "title")


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("None Ltd", "company"),
        ("Blank", "company"),
        ("NC", "state"),
        ("Na", "country"),
        ("None", "answer"),
        ("unknown", "answer"),
        ("0", "employees"),
        ("✓", "consent"),
        ("No", "consent"),
    ],
)
def test_what_may_be_meant_is_not_missing(text: str, field: str) -> None:
    assert not is_missing(text, field)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("None", "company"),
        ("Null", "company"),
        ("Select one", "answer"),
        ("N/A", "answer"),
        ("0000-00-00", "captured_at"),
        ("00/00/0000", "consent_at"),
    ],
)
def test_what_stands_for_nothing_depends_on_the_field(text: str, field: str) -> None:
    assert is_missing(text, field)


def test_null_is_a_last_name_only_beside_a_first_name() -> None:
    assert is_missing("Null", "last_name")
    assert not is_missing("Null", "last_name", beside="Christopher")
    assert is_missing("Null", "last_name", beside="Null")
    assert is_missing("N/A", "last_name", beside="Christopher")
    assert not is_missing("Christopher Null", "full_name")


@pytest.mark.parametrize(
    "text",
    [
        "Yes",
        "ja",
        "Oui",
        "SÍ",
        "si",
        "opted in",
        "Double Opt-In",
        "subscribed",
        "1",
        "x",
        "TRUE",
        "wahr",
        "confirmed",
        "✔️",
        "Yes, please call me",
        "Ja, gerne",
        "attended",
    ],
)
def test_a_yes_is_understood(text: str) -> None:
    assert parse_yes_no(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "No",
        "nein",
        "Non",
        "opted out",
        "unsubscribed",
        "0",
        "FALSE",
        "falsch",
        "No, thank you",
        "Nein, kein Interesse",
        "no show",
        "✗",
    ],
)
def test_a_no_is_understood(text: str) -> None:
    assert parse_yes_no(text) is False


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "maybe",
        "pending",
        "implied",
        "Yes, but only by e-mail",
        "Ja, wenn kostenlos",
        "Yes, not now",
        "No objection",
        "1 - low",
        "n/a",
        "y/n",
        "registered",
    ],
)
def test_what_is_conditional_or_unclear_is_neither(text: str) -> None:
    assert parse_yes_no(text) is None


@pytest.mark.parametrize(
    ("text", "answer"),
    [("opted out", True), ("Do not call", True), ("subscribed", False), ("yes", True), ("no", False)],
)
def test_in_a_column_of_refusals_opted_out_is_a_yes(text: str, answer: bool) -> None:
    assert parse_yes_no(text, "unsubscribed") is answer
