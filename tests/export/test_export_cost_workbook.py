"""The workbook on cost per real lead: its formulas give what we say, and text stays text."""

from io import BytesIO
from zipfile import ZipFile

import python_calamine

from leadaudit import tables
from leadaudit.economics.outcome_entry import Basis
from leadaudit.economics.ranked_outcomes import compare
from leadaudit.export.cost_files import ladder_rows, waterfall_rows
from leadaudit.export.cost_workbook import CostBook, cost_workbook
from leadaudit.policy import default_policy
from tests.economics.outcome_house import House


def made() -> tuple[House, bytes]:
    house = House()
    for line in house.delivers("=osprelle", 400)[:16]:
        house.comes(line)
    house.delivers("lumivane", 30, flags=["account_only"], linked=False)
    policy = default_policy()
    compared = compare(house.outcomes(), policy=policy)
    book = CostBook(
        compared=compared,
        cells=house.cells(),
        basis=Basis(),
        policy=policy,
        paths={"credits": tables.CREDITS.build(house.credits)},
    )
    return house, cost_workbook(book)


def test_sums_are_formulas_over_the_amounts_and_delivered_text_is_none() -> None:
    _, content = made()
    with ZipFile(BytesIO(content)) as parts:
        vendors = parts.read("xl/worksheets/sheet2.xml").decode()
        summary = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>G2-M2</f><v>4000.0</v>" in vendors
    assert "<f>N2/O2</f><v>250.0</v>" in vendors
    assert "<f>" not in summary
    assert vendors.count("<f>") == 3  # two of the vendor with people, one sum of the other
    sheets = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
    assert sheets.sheet_names == ["Summary", "Vendors", "Ladder", "Records", "Assumptions", "Method"]
    rows = sheets.get_sheet_by_name("Vendors").to_python()
    assert [row[0] for row in rows] == ["Vendor", "=osprelle", "lumivane"]


def test_the_records_sheet_has_every_credited_record_and_nothing_of_the_person() -> None:
    house, content = made()
    rows = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name("Records").to_python()
    assert len(rows) == len(house.credits) + 1
    assert "person" not in rows[0]


def test_the_waterfall_closes_to_the_minor_unit_and_the_ladder_divides_the_same_cost() -> None:
    house, _ = made()
    compared = compare(house.outcomes(), policy=default_policy())
    one = compared.outcomes[0]
    steps = waterfall_rows(one, compared)
    assert sum(int(str(step["lost_minor"])) for step in steps) + int(str(steps[-1]["left_minor"])) == 400_000
    each = {row["rung"]: row["each_minor"] for row in ladder_rows(one, compared)}
    assert (each["delivered"], each["real_lead"], each["won"]) == (1000, 25_000, None)
    assert waterfall_rows(compared.outcomes[1], compared) == []
