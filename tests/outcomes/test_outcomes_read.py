"""A CRM export as rows."""

from datetime import UTC, date, datetime

import pytest

from leadaudit.audit import open_delivery
from leadaudit.errors import FileMistakesError
from leadaudit.facts.company import load_legal_forms
from leadaudit.outcomes.crm_read import NOTHING_CHOSEN, CrmChoice, CrmExport, read_crm
from leadaudit.vocabulary import CrmObject, DateOrder

BANNER = "Opportunities with Contact Roles\nAs of 31/10/2026\n\n"
OPPORTUNITIES = (
    "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Created Date,Close Date,Contact ID\n"
    '006Ab00000XyZq1IAF,Platform,Northwell Ltd,Closed Won,"EUR 12.500,00",02.03.2026,28.05.2026,0035fd3lSt53gXcAII\n'
    "006Ab00000XyZq2,Add-on,Southwell GmbH,Proposal,not yet,15.03.2026,,\n"
)


def read(text: str, what: CrmObject, chosen: CrmChoice = NOTHING_CHOSEN) -> CrmExport:
    opened = open_delivery(text.encode(), file_name="export.csv", delivery="x")
    return read_crm(
        opened.table,
        what,
        delivery="crm-1",
        source="salesforce",
        snapshot_on=date(2026, 10, 31),
        chosen=chosen,
        legal_forms=load_legal_forms(None),
    )


def test_a_report_with_a_banner_is_read_into_rows_with_keys_as_records_have_them() -> None:
    export = read(BANNER + OPPORTUNITIES, CrmObject.OPPORTUNITY)
    won, proposal = export.rows.to_pylist()
    assert (won["crm_id"], won["contact_ids"], won["account_key"]) == (
        "006Ab00000XyZq1",
        ["0035fd3lSt53gXc"],
        "northwell",
    )
    assert (won["amount_minor"], won["currency"]) == (1_250_000, "EUR")
    assert (won["created_on"], won["closed_on"]) == (date(2026, 3, 2), date(2026, 5, 28))
    assert (won["source"], won["snapshot_on"], won["object"]) == ("salesforce", date(2026, 10, 31), "opportunity")
    assert (proposal["amount_minor"], proposal["closed_on"], proposal["contact_ids"]) == (None, None, None)


def test_what_stands_in_a_cell_and_cannot_be_is_a_finding() -> None:
    export = read(OPPORTUNITIES, CrmObject.OPPORTUNITY)
    found = [(row["line"], row["check"], row["field"]) for row in export.findings.to_pylist()]
    assert found == [(3, "crm.not-an-amount", "amount")]


def test_amounts_without_a_currency_have_the_one_that_was_chosen_or_none() -> None:
    text = "Deal Name,Deal Stage,Amount,Create Date\nPlatform,Won,-1200,2026-03-02\n"
    [row] = read(text, CrmObject.OPPORTUNITY).rows.to_pylist()
    assert (row["amount_minor"], row["currency"]) == (-120_000, None)
    checks = [row["check"] for row in read(text, CrmObject.OPPORTUNITY).findings.to_pylist()]
    assert checks == ["crm.negative-amount", "crm.no-currency", "crm.no-id"]
    chosen = CrmChoice(columns={}, dates={}, currency="JPY")
    [row] = read(text, CrmObject.OPPORTUNITY, chosen).rows.to_pylist()
    assert (row["amount_minor"], row["currency"]) == (-1200, "JPY")


def test_a_row_without_an_id_has_the_same_one_in_every_export() -> None:
    first = "Deal Name,Deal Stage,Create Date\nPlatform,Proposal,2026-03-02\n"
    later = "Deal Name,Deal Stage,Create Date\nOther,Proposal,2026-01-02\nPlatform ,Won,2026-03-02\n"
    [one] = read(first, CrmObject.OPPORTUNITY).rows.to_pylist()
    _, again = read(later, CrmObject.OPPORTUNITY).rows.to_pylist()
    assert one["crm_id"] == again["crm_id"]
    assert one["crm_id"].startswith("~")


def test_days_that_can_be_read_two_ways_take_the_order_of_the_other_columns() -> None:
    text = "Opportunity ID,Stage,Created Date,Close Date\n1,Won,03/04/2026,28/05/2026\n"
    [row] = read(text, CrmObject.OPPORTUNITY).rows.to_pylist()
    assert row["created_on"] == date(2026, 4, 3)


def test_days_that_nothing_decides_are_asked_about_and_can_be_chosen() -> None:
    text = "Opportunity ID,Stage,Created Date\n1,Won,03/04/2026\n"
    with pytest.raises(FileMistakesError) as told:
        read(text, CrmObject.OPPORTUNITY)
    assert str(told.value) == (
        "export.csv, column Created Date: can be read two ways, 03/04/2026 is 3 April 2026 "
        "or 03/04/2026 is 4 March 2026. "
        "Say which with --day-first or --month-first, or in the preview of page Data; it is kept."
    )
    chosen = CrmChoice(columns={}, dates={"Created Date": DateOrder.MDY})
    [row] = read(text, CrmObject.OPPORTUNITY, chosen).rows.to_pylist()
    assert row["created_on"] == date(2026, 3, 4)


def test_an_activity_has_the_time_at_which_it_began() -> None:
    text = (
        "Activity ID,Activity Type,Subject,Status,Start,Due Date,Created Date,Contact ID,Attendees\n"
        "A1,Meeting,Intro,Completed,2026-03-05 10:30,2026-03-09,2026-03-01,C1,Ada <ada@northwell.example>\n"
        "A2,Call,First call,Completed,,2026-03-09,2026-03-01,,\n"
    )
    export = read(text, CrmObject.ACTIVITY)
    meeting, call = export.rows.to_pylist()
    assert (meeting["occurred_on"], meeting["occurred_at"]) == (
        date(2026, 3, 5),
        datetime(2026, 3, 5, 10, 30, tzinfo=UTC),
    )
    assert (meeting["contact_ids"], meeting["emails"]) == (["C1"], ["ada@northwell.example"])
    assert (call["occurred_on"], call["occurred_at"]) == (date(2026, 3, 9), None)
    assert [row["check"] for row in export.findings.to_pylist()] == ["crm.names-nobody"]


def test_the_won_time_of_a_deal_is_the_day_it_was_closed() -> None:
    text = (
        "Deal - ID,Deal - Title,Deal - Status,Deal - Stage,Deal - Won time,Deal - Lost time,Expected close date\n"
        "1,Platform,Won,Proposal,2026-05-05,,2026-07-01\n"
        "2,Other,Lost,Proposal,,2026-05-06,2026-07-01\n"
    )
    won, lost = read(text, CrmObject.OPPORTUNITY).rows.to_pylist()
    assert (won["closed_on"], won["result"], won["stage"]) == (date(2026, 5, 5), "Won", "Proposal")
    assert lost["closed_on"] == date(2026, 5, 6)


def test_a_spoiled_id_and_a_day_after_the_export_are_named() -> None:
    text = "Record ID,Deal Name,Deal Stage,Create Date\n5.1E+10,Platform,Proposal,2027-03-02\n"
    export = read(text, CrmObject.OPPORTUNITY)
    assert [row["check"] for row in export.findings.to_pylist()] == ["crm.after-export", "crm.no-id", "crm.spoiled-id"]


def test_a_lead_tells_what_it_was_converted_to() -> None:
    text = (
        "Id,Email,Status,ConvertedDate,ConvertedContactId,ConvertedOpportunityId,IsDeleted,MasterRecordId\n"
        "L1,ada@northwell.example,Closed - Converted,2026-03-20,C1,O1,false,\n"
        "L2,ada@northwell.example,New,,,,true,L1\n"
    )
    converted, merged = read(text, CrmObject.LEAD).rows.to_pylist()
    assert (converted["opportunity_id"], converted["contact_ids"], converted["converted_on"]) == (
        "O1",
        ["C1"],
        date(2026, 3, 20),
    )
    assert (merged["is_deleted"], merged["merged_into"]) == (True, "L1")


def test_a_file_that_ends_in_the_middle_or_on_a_limit_of_exports_may_be_cut_off() -> None:
    assert read(OPPORTUNITIES, CrmObject.OPPORTUNITY).cut_off is None
    whole = "".join(f"{number},Deal {number},Proposal,2026-03-02,5\n" for number in range(2_000))
    export = read(f"Record ID,Deal Name,Deal Stage,Create Date,Amount\n{whole}", CrmObject.OPPORTUNITY)
    assert export.cut_off == (
        "The file has exactly 2,000 rows, at which exports stop; it may be cut off, so what it does not name stays."
    )
    broken = read(f'Record ID,Deal Name,Deal Stage,Create Date,Amount\n{whole}2000,"Deal', CrmObject.OPPORTUNITY)
    assert broken.cut_off == (
        "The file ends in the middle of line 2002; it was cut off, so what it does not name stays. Export it again."
    )
    assert broken.rows.num_rows == 2_000
