"""Who imported evidence is about; asked anew each time, so that whoever comes later is found.

Source: docs/method.md, "Classes".
"""

import pyarrow as pa

from leadaudit import sql, tables


def evidence_subjects(
    *, evidence: pa.Table, facts: pa.Table, people: pa.Table, contacts: pa.Table, contact_facts: pa.Table
) -> pa.Table:
    """The person each imported piece of evidence is about.

    Args:
        evidence: EVIDENCE of imports alone.
        facts: FACTS of the records.
        people: PEOPLE; a record it does not hold is a person of its own.
        contacts: CONTACTS in force.
        contact_facts: FACTS of the contacts.

    Returns:
        ``tables.SUBJECTS``, ordered by ``evidence_id``.
    """
    if not evidence.num_rows:
        return tables.SUBJECTS.empty()
    read = {
        "evidence": evidence,
        "facts": facts,
        "people": people,
        "contacts": contacts,
        "contact_facts": contact_facts,
    }
    return tables.SUBJECTS.require(sql.run("evidence_subjects", read))
