"""People as the CRM knows them, read from its export by the same steps as a delivery."""

from datetime import date

import pyarrow as pa

from leadaudit import sql, tables
from leadaudit.audit_inputs import DeliveryRead


def contacts_of(read: DeliveryRead, *, source: str, snapshot_on: date) -> pa.Table:
    """The people of a CRM export as tables.CONTACTS.

    The id is the CRM's own (contact, else lead, else the id of whatever system wrote the file); without one the e-mail
    address stands for the person.

    Args:
        read: The export, read like a delivery.
        source: Which CRM.
        snapshot_on: The day the export speaks for.
    """
    names = ("crm_contact_id", "crm_lead_id", "vendor_record_id", "is_customer")
    single = {name: tables.text_column(read.records, name) for name in names}
    ids = pa.table(
        {
            "delivery": read.records["delivery"],
            "line": read.records["line"],
            **single,
            "lead_source": tables.first_text_column(read.records, "lead_source"),
        }
    )
    params: dict[str, sql.Parameter] = {"source": source, "snapshot_on": snapshot_on}
    return tables.CONTACTS.require(sql.run("crm_contacts", {"facts": read.facts, "ids": ids}, params))
