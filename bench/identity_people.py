"""How long people and repeats take over generated records: ``python bench/identity_people.py [RECORDS]``.

Every third person comes again: with the same address, with another address, under a nickname, without an address.
Prints seconds, peak memory and how many keys and people there are.
"""

import resource
import sys
import time
from datetime import date

import numpy as np
import pyarrow as pa

from leadaudit import tables
from leadaudit.facts.keys import keys
from leadaudit.identity.people import people
from leadaudit.identity.repeats import nodes, repeats

FIRSTS = ["robert", "bob", "anna", "maria", "james", "jim", "wei", "fatima", "olga", "pierre", "jane", "john"]


def _generated(count: int) -> tuple[pa.Table, pa.Table]:
    """FACTS and RECORDS of invented people over ten deliveries of three vendors."""
    random = np.random.default_rng(7)
    person = np.where(random.random(count) < 0.33, random.integers(0, count, count), np.arange(count))
    first = np.array(FIRSTS)[(person * 7 + (random.random(count) < 0.02)) % len(FIRSTS)]
    last = np.char.add("last", (person * 13 % 49_999).astype(str))
    domain = np.char.add(np.char.add("company", (person % 150_000).astype(str)), ".example")
    other_address = np.where(random.random(count) < 0.1, "x", "")
    email = np.char.add(np.char.add(np.char.add(np.char.add("p", person.astype(str)), other_address), "@"), domain)
    phone = np.char.add("+1202", (1_000_000 + np.where(person % 20, person, person % 5_000)).astype(str))
    delivery = np.char.add("acme-2026-", (np.arange(count) * 10 // count).astype(str))
    arrays: dict[str, pa.Array] = {
        "delivery": pa.array(delivery),
        "line": pa.array(np.arange(count) + 2, pa.int32()),
        "first_key": pa.array(first),
        "last_key": pa.array(last),
        "email_norm": pa.array(email, mask=random.random(count) < 0.03),
        "email_domain": pa.array(domain),
        "phone_e164": pa.array(phone, mask=random.random(count) < 0.25),
        "email_status": pa.array(np.full(count, "ok")),
        "name_status": pa.array(np.full(count, "ok")),
    }
    for flag in ("email_is_role", "email_is_free", "email_is_disposable"):
        arrays[flag] = pa.array(np.zeros(count, np.bool_))
    columns = [arrays.get(field.name, pa.nulls(count, field.type)).cast(field.type) for field in tables.FACTS.schema]
    records = pa.table(
        {
            "delivery": arrays["delivery"],
            "line": arrays["line"],
            "vendor_record_id": pa.array(np.char.add("v", np.arange(count).astype(str))),
        }
    )
    return pa.table(columns, schema=tables.FACTS.schema), records


def _deliveries() -> pa.Table:
    vendors = ["acme", "zeta", "northwind"]
    rows: list[dict[str, object]] = [
        {"delivery": f"acme-2026-{number}", "vendor": vendors[number % 3], "delivered_on": date(2026, 1, 1 + number)}
        for number in range(10)
    ]
    return tables.DELIVERIES.build(rows)


def main() -> None:
    """Generate, run, print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    facts, records = _generated(count)
    started, worked = time.perf_counter(), time.process_time()
    held = keys(facts=facts, records=records, vendor="acme")
    keyed = time.perf_counter()
    among = nodes(facts=facts, deliveries=_deliveries(), contacts=tables.CONTACTS.empty())
    found = people(nodes=among, keys=held, facts=facts)
    joined = time.perf_counter()
    again = repeats(people=found, nodes=among, contacts=tables.CONTACTS.empty(), as_of=date(2026, 12, 31))
    ended = time.perf_counter()
    persons = len(found["person"].unique())
    repeated = again.num_rows - again["earlier_delivery"].null_count
    print(f"{count:,} records, {held.num_rows:,} keys, {persons:,} people, {repeated:,} repeats of a vendor")
    print(f"keys {keyed - started:.1f} s, people {joined - keyed:.1f} s, repeats {ended - joined:.1f} s")
    print(f"processor time of all three {time.process_time() - worked:.1f} s")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, generated tables included")


if __name__ == "__main__":
    main()
