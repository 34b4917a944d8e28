"""What a record says of its person, in the columns that are compared, whatever it was read from."""

from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.sql import Source, run, texts_of
from leadaudit.tables import FACTS, LINE, TEXT, Contract

DESCRIBED: Final = Contract(
    name="described_people",
    one_row_per="record or CRM contact",
    schema=pa.schema(
        [
            ("delivery", TEXT),
            ("line", LINE),
            ("first", TEXT),  # names folded, without honorifics and suffixes
            ("middle", TEXT),
            ("last", TEXT),
            ("generation", TEXT),  # jr, sr, ii, iii, iv
            ("email", TEXT),  # null for a mailbox of a function
            ("phone", TEXT),  # digits, the country's first
            ("profile", TEXT),
            ("person_id", TEXT),  # a number that belongs to the person: CRM id, number of an identity card
            ("company", TEXT),  # folded, legal form removed
            ("domain", TEXT),  # registrable domain of an employer; never free-mail
            ("title", TEXT),  # folded
            ("street", TEXT),  # folded, with the number of the house
            ("city", TEXT),
            ("postcode", TEXT),
            ("state", TEXT),
            ("country", TEXT),
            ("born", TEXT),  # yyyymmdd
            ("gender", TEXT),
        ]
    ),
    key=("delivery", "line"),
)
# Columns that are compared or blocked on; the others only accompany the record.
VALUE_COLUMNS: Final = (
    "first", "middle", "last", "generation", "email", "phone", "profile", "person_id", "company", "domain", "title",
    "street", "city", "postcode", "state", "country", "born", "gender",
)  # fmt: skip
# Columns of RECORDS that say more of a person than FACTS does.
_MORE_TEXTS: Final = ("middle_name", "street", "city", "postal_code")


def described(*, facts: pa.Table, records: Source) -> pa.Table:
    """What records or contacts say of their people; one row per line of facts, ordered by delivery and line.

    Args:
        facts: ``tables.FACTS``.
        records: RECORDS of the same lines: middle name, street, city and postal code are read where mapped.

    Returns:
        ``DESCRIBED``.  Empty texts are missing.
    """
    texts = texts_of(records, _MORE_TEXTS)
    # The id of a CRM is an exact key already (``tables.KEYS``); one system's ids say nothing against another's.
    texts = texts.append_column("person_id", pa.nulls(texts.num_rows, TEXT))
    found = DESCRIBED.require(run("identity_described_people", {"facts": FACTS.require(facts), "texts": texts}))
    columns = [
        pc.if_else(pc.equal(found[name], ""), pa.scalar(None, TEXT), found[name])
        if name in VALUE_COLUMNS
        else found[name]
        for name in found.column_names
    ]
    return pa.table(columns, schema=DESCRIBED.schema)
