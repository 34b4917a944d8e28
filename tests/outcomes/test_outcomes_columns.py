"""Which column of a CRM export is what."""

import pytest

from leadaudit.errors import FileMistakesError, LeadauditError
from leadaudit.outcomes.crm_columns import columns_of, detect_object, fields_of, folded, require_columns
from leadaudit.vocabulary import CrmObject

SALESFORCE = ["Opportunity ID", "Opportunity Name", "Stage", "Amount Currency", "Amount", "Created Date", "Close Date"]
HUBSPOT = ["Record ID", "Deal Name", "Deal Stage", "Close Date", "Amount", "Associated Contact IDs"]
PIPEDRIVE = ["Deal - ID", "Deal - Title", "Deal - Status", "Deal - Value", "Deal - Won time", "Person - Email"]
DYNAMICS = ["(Do Not Modify) Opportunity", "Topic", "Potential Customer", "Status", "Est. Revenue", "Actual Close Date"]
ZOHO = ["Record Id", "Deal Name", "Account Name", "Stage", "Closing Date", "Amount", "Contact Name", "Created Time"]


@pytest.mark.parametrize("header", [SALESFORCE, HUBSPOT, PIPEDRIVE, DYNAMICS, ZOHO])
def test_an_export_of_deals_is_known_in_every_system(header: list[str]) -> None:
    assert detect_object(header, where="deals.csv") is CrmObject.OPPORTUNITY
    columns = columns_of(header, CrmObject.OPPORTUNITY)
    assert columns["crm_id"] == (0,)
    assert columns["amount"] == (header.index(next(one for one in header if one in _AMOUNTS)),)
    require_columns(header, columns, CrmObject.OPPORTUNITY, chosen={}, where="deals.csv")


_AMOUNTS = {"Amount", "Deal - Value", "Est. Revenue"}


def test_the_status_of_a_deal_stands_beside_its_stage() -> None:
    columns = columns_of(["Deal - Stage", "Deal - Status"], CrmObject.OPPORTUNITY)
    assert columns == {"stage": (0,), "status": (1,)}


@pytest.mark.parametrize(
    ("header", "what"),
    [
        (["Activity ID", "Subject", "Status", "Date", "Contact ID"], CrmObject.ACTIVITY),
        (["Betreff", "Startdatum", "Status", "E-Mail-Adresse"], CrmObject.ACTIVITY),
        (["Record ID", "Meeting name", "Meeting outcome", "Meeting start time"], CrmObject.ACTIVITY),
        (["Campaign Name", "Campaign Type", "Member Status", "Email", "Contact ID"], CrmObject.CAMPAIGN_MEMBER),
        (["Opportunity ID", "Contact ID", "Role", "Primary"], CrmObject.CONTACT_ROLE),
        (["Lead ID", "Email", "Lead Status", "Converted Date", "Converted Opportunity ID"], CrmObject.LEAD),
        (["Record ID", "First Name", "Email", "Lead Status", "Create Date"], CrmObject.CONTACT),
        (["Contact ID", "First Name", "Last Name", "Email"], CrmObject.CONTACT),
        (["Nom de la transaction", "Étape", "Montant", "Date de fermeture"], CrmObject.OPPORTUNITY),
        (["Nombre de la oportunidad", "Etapa", "Importe", "Fecha de cierre"], CrmObject.OPPORTUNITY),
    ],
)
def test_the_header_says_what_the_rows_are(header: list[str], what: CrmObject) -> None:
    assert detect_object(header, where="export.csv") is what


def test_a_header_that_could_be_anything_is_asked_about() -> None:
    with pytest.raises(LeadauditError) as told:
        detect_object(["Colour", "Size"], where="export.csv")
    assert str(told.value) == (
        "export.csv: its columns do not say what the rows are. "
        "Say it with --object contact, lead, opportunity, contact_role, activity, campaign_member."
    )


def test_words_are_the_same_however_a_system_joins_them() -> None:
    assert folded("CloseDate") == folded("close_date") == folded("Close Date (converted)") == "close date"
    assert folded("Region__c") == "region"
    assert folded("Étape") == "etape"


def test_what_somebody_said_of_a_column_wins() -> None:
    header = ["Opportunity ID", "Stage", "Won Stage", "ARR"]
    chosen = {"ARR": "amount", "Stage": "ignore", "Won Stage": "stage"}
    assert columns_of(header, CrmObject.OPPORTUNITY, chosen) == {"crm_id": (0,), "stage": (2,), "amount": (3,)}


def test_a_row_may_name_people_in_several_columns() -> None:
    header = ["Subject", "Date", "Contact Email", "Attendees"]
    assert columns_of(header, CrmObject.ACTIVITY)["emails"] == (2, 3)


def test_every_missing_column_is_named_with_what_the_file_has() -> None:
    header = ["Subject", "Owner"]
    with pytest.raises(FileMistakesError) as told:
        require_columns(
            header, columns_of(header, CrmObject.ACTIVITY), CrmObject.ACTIVITY, chosen={}, where="tasks.csv"
        )
    assert str(told.value).splitlines() == [
        "tasks.csv, columns: none of them says the start or day it was completed or day of an activity; "
        "the file has Subject, Owner. Export it too, or say which column it is.",
        "tasks.csv, columns: none of them says the contact's id or lead's id or e-mail address of an activity; "
        "the file has Subject, Owner. Export it too, or say which column it is.",
    ]


def test_a_choice_of_what_is_not_there_is_named() -> None:
    with pytest.raises(FileMistakesError) as told:
        require_columns(
            SALESFORCE,
            columns_of(SALESFORCE, CrmObject.OPPORTUNITY),
            CrmObject.OPPORTUNITY,
            chosen={"ARR": "amount", "Stage": "stagee"},
            where="deals.csv",
        )
    assert str(told.value).splitlines() == [
        "deals.csv, column ARR: is chosen as amount, and the file has no such column. "
        "Leave it out or correct the name.",
        "deals.csv, column Stage: is chosen as stagee, which is no field of an opportunity. Did you mean stage?",
    ]


def test_every_object_has_fields_with_names() -> None:
    for what in CrmObject:
        assert len(set(fields_of(what))) == len(fields_of(what)) > 3
