"""Programs of our own that vendors are compared with."""

import pytest

from leadaudit.contract.program import read_program
from leadaudit.workspace.outcome_costs import bought_program
from tests.workspace.conftest import PROGRAM


@pytest.mark.parametrize(
    ("kind", "is_baseline"),
    [("inbound_baseline", True), ("outbound_baseline", True), ("content_syndication", False), ("telemarketing", False)],
)
def test_people_who_came_or_whom_we_reached_ourselves_are_a_row_to_compare_with(kind: str, is_baseline: bool) -> None:
    program = read_program(f'type = "{kind}"\n{PROGRAM}', where="own.toml")
    assert program.type == kind
    assert bought_program(program, invoiced_minor=None).is_baseline is is_baseline
