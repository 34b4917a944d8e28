"""The sums that must close, each broken once by hand."""

import pyarrow as pa
import pytest

from leadaudit import conservation, tables
from leadaudit.errors import ConservationError

KEY = {"delivery": "d1", "line": 2}


def closed(**changed: list[dict[str, object]]) -> dict[str, pa.Table]:
    rows: dict[str, list[dict[str, object]]] = {
        "lines": [{**KEY, "status": "read"}, {**KEY, "line": 3, "status": "unreadable"}],
        "classes": [{**KEY, "class": "excluded", "excluded_reason": "duplicate"}],
        "verdicts": [{**KEY, "verdict": "accept", "amount_minor": 4800}],
        "usable": [
            {**KEY, "usable": False, "not_usable_reason": "duplicate", "amount_minor": 4800},
            {**KEY, "line": 3, "usable": False, "not_usable_reason": "unreadable", "amount_minor": 0},
        ],
    }
    return {name: tables.ALL[name].build(each) for name, each in (rows | changed).items()}


def test_an_assessment_that_closes_passes() -> None:
    conservation.require_closed(**closed())


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"classes": []}, "d1, read = lead + signal + opt_in + unproven + excluded: 1 is not 0."),
        (
            {"classes": [{**KEY, "class": "hot"}]},
            "d1, read = lead + signal + opt_in + unproven + excluded: 1 is not 0.",
        ),
        ({"classes": [{**KEY, "class": "excluded"}]}, "d1, excluded = excluded with one reason: 1 is not 0."),
        (
            {"classes": [{**KEY, "class": "lead", "excluded_reason": "duplicate"}]},
            "d1, excluded = excluded with one reason: 0 is not 1.",
        ),
        (
            {"verdicts": [{**KEY, "line": each, "verdict": "accept", "amount_minor": 2400} for each in (2, 3)]},
            "d1, read = accept + return + review: 1 is not 2.",
        ),
        (
            {"verdicts": [{**KEY, "verdict": "accept", "amount_minor": 4801}]},
            "d1, money of verdicts = money of lines: 4801 is not 4800.",
        ),
        (
            {"usable": [{**KEY, "usable": False, "not_usable_reason": "duplicate", "amount_minor": 4800}]},
            "d1, delivered = usable + not usable: 2 is not 1.",
        ),
        (
            {"lines": [{**KEY, "status": "read"}, {**KEY, "status": "unreadable"}]},
            "lines, rows = distinct lines: 2 is not 1.",
        ),
    ],
)
def test_an_equation_that_does_not_close_is_named_with_both_sides(
    changed: dict[str, list[dict[str, object]]], sentence: str
) -> None:
    with pytest.raises(ConservationError) as caught:
        conservation.require_closed(**closed(**changed))
    assert str(caught.value) == f"{sentence} Report this; nothing was shown or stored."


def test_every_line_of_a_file_is_read_or_named() -> None:
    lines = tables.LINES.build([{**KEY, "status": "read"}, {**KEY, "line": 3, "status": "unreadable", "reason": "cut"}])
    facts = tables.FACTS.build([KEY])
    conservation.require_all_lines(lines, facts, where="a.csv")
    with pytest.raises(ConservationError, match=r"a\.csv, delivered = read \+ unreadable: 2 is not 1"):
        conservation.require_all_lines(lines, facts.slice(0, 0), where="a.csv")
    nameless = tables.LINES.build([{**KEY, "status": "unreadable"}])
    with pytest.raises(ConservationError, match="unreadable = unreadable with a reason: 1 is not 0"):
        conservation.require_all_lines(nameless, facts.slice(0, 0), where="a.csv")
