from datetime import date
from pathlib import Path

import pytest

from leadaudit.audit import open_delivery
from leadaudit.contract.program import Program, read_program
from leadaudit.errors import SplitError, UnknownNameError
from leadaudit.split.choice import Split
from leadaudit.split.plan import Plan, plan_split
from tests.split.split_files import Told, by_month, opened, report

LINES = [
    ("Acme Media", "Guide", "2026-09-03"),
    ("ACME media", "Guide", "2026-10-13"),
    ("Zenith", "Webinar", "2026-10-05"),
]


def program(name: str, vendor: str, extra: str = "") -> Program:
    text = f'id = "{name}"\nvendor = "{vendor}"\nprice = 30\ncurrency = "USD"\n{extra}'
    return read_program(text, where="p.toml")


def planned(lines: list[Told], split: Split, *known: Program, broken: int = 0) -> Plan:
    return plan_split(opened(report(lines, broken=broken)).table, split, {one.id: one for one in known})


def told(plan: Plan) -> list[tuple[str | None, str | None, date | None, int]]:
    return [(one.vendor, one.program, one.delivered_on, one.part.lines) for one in plan.deliveries]


def test_unknown_vendors_get_a_program_each_of_which_nothing_else_is_known() -> None:
    plan = planned(LINES, by_month())
    assert plan.sentence == "This file becomes 3 deliveries under 2 programs."
    assert told(plan) == [
        ("acme-media", "acme-media", date(2026, 9, 3), 1),
        ("acme-media", "acme-media", date(2026, 10, 13), 1),
        ("zenith", "zenith", date(2026, 10, 5), 1),
    ]
    assert [(one.id, one.price, one.currency, one.has_contract) for one in plan.new_programs] == [
        ("acme-media", None, None, False),
        ("zenith", None, None, False),
    ]
    assert plan.questions == ()
    assert plan.merged == (("acme-media", ("ACME media", "Acme Media")),)


def test_a_vendor_that_is_known_keeps_its_id_and_its_one_program() -> None:
    plan = planned(LINES, by_month(), program("acme-2026", "acme.media"))
    assert {one.program for one in plan.deliveries if one.vendor == "acme.media"} == {"acme-2026"}
    assert [one.id for one in plan.new_programs] == ["zenith"]


@pytest.mark.parametrize("name", ["zenith-webinar", "webinar"])
def test_a_program_is_found_by_its_id_with_or_without_the_vendor(name: str) -> None:
    plan = planned(LINES, by_month(program="Campaign"), program(name, "zenith"), program("zenith-other", "zenith"))
    assert plan.deliveries[-1].program == name


def test_a_program_is_found_by_its_name() -> None:
    plan = planned(LINES, by_month(program="Campaign"), program("z1", "zenith", 'name = "WEBINAR"\n'))
    assert plan.deliveries[-1].program == "z1"


def test_a_campaign_nobody_knows_becomes_a_program_of_its_own() -> None:
    plan = planned(LINES, by_month(program="Campaign"), program("zenith-2026", "zenith"))
    assert plan.deliveries[-1].program == "zenith-webinar"
    assert plan.new_programs[-1].name == "Webinar"


def test_an_id_another_vendor_has_is_not_taken_twice() -> None:
    plan = planned(LINES, by_month(), program("zenith", "somebody"))
    assert plan.deliveries[-1].program == "zenith-2"


def test_of_several_programs_the_one_that_ran_is_taken_and_else_it_is_asked() -> None:
    spring = program("zenith-spring", "zenith", "start_on = 2026-01-01\nend_on = 2026-06-30\n")
    autumn = program("zenith-autumn", "zenith", "start_on = 2026-07-01\nend_on = 2026-12-31\n")
    assert planned(LINES, by_month(), spring, autumn).deliveries[-1].program == "zenith-autumn"
    plan = planned(LINES, by_month(), autumn, program("zenith-always", "zenith"))
    assert plan.questions == (
        "zenith has several programs: zenith-autumn, zenith-always. Say which one its lines are under.",
    )
    chosen = planned(LINES, by_month(programs={"zenith": "zenith-always"}), autumn, program("zenith-always", "zenith"))
    assert (chosen.questions, chosen.deliveries[-1].program) == ((), "zenith-always")


def test_a_program_that_is_not_there_or_of_somebody_else_cannot_be_chosen() -> None:
    with pytest.raises(UnknownNameError, match=r"program nope: there is none of that name here\. zenith has z-2026"):
        planned(LINES, by_month(programs={"zenith": "nope"}), program("z-2026", "zenith"))
    with pytest.raises(UnknownNameError, match="it is one of acme, not of zenith"):
        planned(LINES, by_month(programs={"zenith": "a"}), program("a", "acme"))


def test_lines_without_a_vendor_are_asked_about_and_never_dropped() -> None:
    lines: list[Told] = [*LINES, ("", "", "2026-10-20"), ("-", "", "2026-10-21")]
    plan = planned(lines, by_month(), broken=1)
    assert plan.questions == (
        "2 lines name nobody under Lead Source, 1 cannot be read. Say under which vendor they go.",
    )
    with pytest.raises(SplitError) as refused:
        plan.require_placed()
    assert str(refused.value) == (
        "crm_report.csv: 2 lines name nobody under Lead Source, 1 cannot be read. Say under which vendor they go. "
        "Nothing was stored."
    )
    placed = planned(lines, by_month(rest_vendor="unsorted"), broken=1)
    assert told(placed)[-1] == ("unsorted", "unsorted", date(2026, 10, 21), 3)
    placed.require_placed()


def test_lines_without_a_day_count_as_delivered_with_the_newest_of_the_file_unless_somebody_says() -> None:
    lines: list[Told] = [*LINES, ("Zenith", "", "soon")]
    assert told(planned(lines, by_month()))[-1] == ("zenith", "zenith", date(2026, 10, 13), 1)
    stated = planned(lines, by_month(delivered_on=date(2026, 10, 30)))
    assert told(stated)[-1] == ("zenith", "zenith", date(2026, 10, 30), 1)
    assert [one.is_stated for one in stated.deliveries] == [False, False, False, True]


def test_a_file_that_names_no_day_asks_for_one() -> None:
    plan = planned(LINES, by_month(month=None))
    assert plan.questions == ("For 3 lines the file names no day. Say when they were delivered.",)
    assert planned(LINES, by_month(month=None, delivered_on=date(2026, 10, 30))).questions == ()


def test_the_report_of_four_lead_sources_becomes_their_deliveries_and_no_line_is_lost() -> None:
    path = Path(__file__).parents[2] / "fixtures" / "trouble" / "many-vendors.csv"
    table = open_delivery(path, file_name=path.name, delivery="preview").table
    plan = plan_split(table, by_month(program="Campaign"), {})
    assert plan.sentence == "This file becomes 34 deliveries under 8 programs."
    assert {vendor: len(spellings) for vendor, spellings in plan.merged} == {
        "tallowgate": 3,  # the fourth differs by a space behind it
        "osprelle-media": 3,
        "website": 2,
    }
    assert plan.questions == (
        "2 lines name nobody under Lead Source, 1 cannot be read. Say under which vendor they go.",
    )
    assert sum(one.part.lines for one in plan.deliveries) == table.lines.num_rows == 96
