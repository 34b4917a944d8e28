"""Intent data that bought more intent data."""

import pytest

from leadaudit.contract.program import read_program
from leadaudit.ui.programs import CIRCULAR, rows


@pytest.mark.parametrize(
    ("said", "is_circular"),
    [
        ("", False),
        ("intent_input = true", True),
        ('intent_input = true\npurpose = "target_account_expansion"', False),
        ('intent_input = false\npurpose = "net_new_leads"', False),
    ],
)
def test_a_program_is_circular_unless_it_was_bought_for_named_accounts(said: str, is_circular: bool) -> None:
    text = f'id = "spring"\nvendor = "corvane"\nprice = 45\ncurrency = "USD"\n{said}\n'
    program = read_program(text, where="spring.toml")
    assert program.is_circular is is_circular
    assert rows({"spring": program})[0][-1] == (CIRCULAR if is_circular else None)
