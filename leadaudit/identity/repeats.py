"""What other deliveries say of each record's person: delivered before, delivered by others too, in the CRM."""

from datetime import date

import pyarrow as pa

from leadaudit.sql import run
from leadaudit.tables import CONTACTS, DELIVERIES, NODES, PEOPLE, REPEATS


def nodes(*, facts: pa.Table, deliveries: pa.Table, contacts: pa.Table) -> pa.Table:
    """The active records and the CRM contacts in force, among which people are looked for.

    Args:
        facts: Facts of records and contacts (``tables.FACTS``); lines of anything else are left out.
        deliveries: The active deliveries (``tables.DELIVERIES``).
        contacts: The CRM people in force (``tables.CONTACTS``).

    Returns:
        ``tables.NODES``, ordered by delivery and line.
    """
    tables = {
        "facts": facts.select(["delivery", "line", "delivered_row_on"]),
        "deliveries": DELIVERIES.require(deliveries),
        "contacts": CONTACTS.require(contacts),
    }
    return NODES.require(run("identity_nodes", tables))


def repeats(*, people: pa.Table, nodes: pa.Table, contacts: pa.Table, as_of: date) -> pa.Table:
    """Who delivered each record's person before, and besides; one row per record, ordered by delivery and line.

    docs/method.md, "Who is the same person": a repeat is the same person earlier from the same vendor, in the same
    file or an earlier delivery, without look-back.  A copy from another vendor is no repeat.

    Args:
        people: Which human each node is (``tables.PEOPLE``).
        nodes: The same nodes with vendor and dates (``tables.NODES``).
        contacts: The CRM people in force (``tables.CONTACTS``).
        as_of: Other vendors count when they delivered on or before this day.

    Returns:
        ``tables.REPEATS``; ``also_delivered_by`` is null when nobody else delivered the person.
    """
    tables = {"people": PEOPLE.require(people), "nodes": NODES.require(nodes), "contacts": CONTACTS.require(contacts)}
    return REPEATS.require(run("identity_repeats", tables, {"as_of": as_of}))
