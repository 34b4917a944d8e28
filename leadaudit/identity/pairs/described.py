"""What a record says of its person, in the columns that are compared, whatever it was read from."""

from typing import Final

import pyarrow as pa

from leadaudit.tables import DAY, LINE, TEXT, Contract

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
            ("seen_on", DAY),  # the day the record speaks for
        ]
    ),
    key=("delivery", "line"),
)
# Columns that are compared or blocked on; the others only accompany the record.
VALUE_COLUMNS: Final = (
    "first", "middle", "last", "generation", "email", "phone", "profile", "person_id", "company", "domain", "title",
    "street", "city", "postcode", "state", "country", "born", "gender",
)  # fmt: skip
