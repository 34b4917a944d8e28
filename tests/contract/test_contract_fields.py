"""The fields a contract may ask for are fields a column can be mapped to."""

from leadaudit.contract.fields import REQUIRABLE_FIELDS
from leadaudit.intake.fields import FIELDS

CRM_ONLY = {"crm_person", "crm_member", "crm_opportunity"}


def test_a_contract_can_ask_for_every_field_a_vendor_can_deliver() -> None:
    deliverable = {name for name, field in FIELDS.items() if field.group not in CRM_ONLY}
    # Answers belong to questions, notes and ignored columns to nobody.
    assert deliverable - REQUIRABLE_FIELDS == {"answer", "notes", "ignore"}
    assert deliverable >= REQUIRABLE_FIELDS
