"""Usable or not, each line for one reason."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadaudit import conservation
from tests.economics.economics_house import Row, assessed


def reason(row: Row) -> object:
    (found,) = assessed([row])["usable"].to_pylist()
    assert found["usable"] is (found["not_usable_reason"] is None)
    return found["not_usable_reason"]


IN_ORDER: list[tuple[str, Row]] = [
    ("duplicate", {"class": "excluded", "excluded_reason": "duplicate"}),
    ("account_only", {"is_account_only": True}),
    ("off_spec_level", {"verdict": "return", "code": "off_spec_level"}),
    ("no_channel", {"email_status": "missing"}),
    ("employer", {"p_employer": 0.49}),
]


@pytest.mark.parametrize("first", range(len(IN_ORDER)))
def test_the_first_reason_that_matches_stands(first: int) -> None:
    row: dict[str, object] = {}
    for _, faults in IN_ORDER[first:]:
        row |= faults
    assert reason(row) == IN_ORDER[first][0]


def test_an_unreadable_line_is_named_and_costs_nothing() -> None:
    (found,) = assessed([{"status": "unreadable"}])["usable"].to_pylist()
    assert (found["usable"], found["not_usable_reason"], found["amount_minor"]) == (False, "unreadable", 0)


def test_a_repaired_line_can_be_worked() -> None:
    assert reason({"status": "repaired"}) is None


@pytest.mark.parametrize(
    "row",
    [
        {"email_status": "ok"},
        {"email_status": "doubtful"},  # the first of several addresses
        {"email_status": "missing", "phone_e164": "+12025550101", "phone_status": "ok"},
        {"email_status": "unusable", "phone_e164": "+12025550101", "phone_status": "doubtful"},
        {"p_employer": 0.5},
        {"p_employer": None},
        {"verdict": "review", "code": "off_spec_geo"},
    ],
)
def test_a_record_with_one_working_channel_is_usable(row: Row) -> None:
    assert reason(row) is None


@pytest.mark.parametrize(
    "row",
    [
        {"email_status": "doubtful", "email_suggestion": "a@mail.example"},
        {"email_status": "doubtful", "email_is_disposable": True},
        {"email_status": "unusable", "phone_status": "doubtful"},
        {"email_status": None, "phone_status": "missing"},
    ],
)
def test_a_misspelt_vanishing_or_missing_address_is_no_channel(row: Row) -> None:
    assert reason(row) == "no_channel"


ROWS: st.SearchStrategy[list[Row]] = st.lists(
    st.fixed_dictionaries(
        {
            "status": st.sampled_from(["read", "repaired", "unreadable"]),
            "class": st.sampled_from(["lead", "signal", "opt_in", "unproven"]),
            "verdict": st.sampled_from(["accept", "review"]),
            "email_status": st.sampled_from(["ok", "missing", "doubtful"]),
            "p_employer": st.sampled_from([None, 0.2, 0.8]),
            "amount_minor": st.integers(0, 9_999),
        }
    ),
    max_size=12,
)


@settings(max_examples=25)
@given(ROWS)
def test_lines_and_money_are_conserved(rows: list[Row]) -> None:
    named = assessed(rows)
    usable = named["usable"].to_pylist()
    assert [row["line"] for row in usable] == list(range(2, 2 + len(rows)))
    assert sum(row["amount_minor"] for row in usable) == sum(
        row["amount_minor"] for row in named["verdicts"].to_pylist()
    )
    arguments = {name: named[name] for name in ("lines", "classes", "verdicts", "usable")}
    conservation.require_closed(**arguments)
