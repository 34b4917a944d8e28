"""Public collections of labelled people as described people, for ``bench/identity_pairs.py``."""

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.facts.company import read_company
from leadaudit.facts.folding import compact, words
from leadaudit.facts.legal_forms import load_legal_forms
from leadaudit.identity.pairs.described import DESCRIBED
from leadaudit.tables import FACTS

_CONTACTS = """select cluster as truth, first_name as first, last_name as last, email, company, title, phone, country
    from '{file}' order by uid"""
_FEBRL = """select regexp_extract(rec_id, 'rec-(\\d+)-', 1) as truth, given_name as first, surname as last,
    concat_ws(' ', trim(street_number), trim(address_1)) as street, suburb as city, postcode, state,
    date_of_birth as born, soc_sec_id as person_id from read_csv({file}, all_varchar = true) order by rec_id"""
_SETS = {
    "b2b_100k": ("identity/b2b_100k.parquet", _CONTACTS),
    "dupehell_contacts": ("identity/dupehell_contacts.parquet", _CONTACTS),
    "w2": (
        "identity/w2.parquet",
        """select simulant_id as truth, first_name as first, last_name as last, middle_initial as middle,
    employer_name as company, mailing_address_city as city, mailing_address_zipcode as postcode,
    mailing_address_state as state, concat_ws(' ', mailing_address_street_number, mailing_address_street_name,
    mailing_address_unit_number, mailing_address_po_box) as street from '{file}'""",
    ),
    "hist50k": (
        "identity/hist50k.parquet",
        """select cluster as truth, first_name as first, surname as last, dob as born, birth_place as city,
    postcode_fake as postcode, gender, occupation as title from '{file}'""",
    ),
    "fake_1000": (
        "person_dedupe_gold/fake_1000.csv",
        "select cluster as truth, first_name as first, surname as last, dob as born, city, email from '{file}'",
    ),
    "febrl3": ("person_dedupe_gold/dataset3.csv", _FEBRL),
    "febrl4": ("person_dedupe_gold/dataset4[ab].csv", _FEBRL),
}
_FREE_MAIL = {
    "aol.com", "gmail.com", "gmx.de", "hotmail.com", "icloud.com", "mail.com", "outlook.com", "proton.me", "web.de",
    "yahoo.com",
}  # fmt: skip


def collections(data: Path) -> Iterator[tuple[str, pa.Table, npt.NDArray[np.int64]]]:
    """Name, ``DESCRIBED`` and the person of every record."""
    for name, (file, query) in _SETS.items():
        quoted = f"'{data / file}'" if "read_csv" in query else str(data / file)
        table = duckdb.connect().sql(query.format(file=quoted)).to_arrow_table()
        said = {column: _texts(table[column]) for column in table.column_names}
        people = sorted(set(said.pop("truth")), key=str)
        number = {person: place for place, person in enumerate(people)}
        truth = np.array([number[person] for person in _texts(table["truth"])], np.int64)
        yield name, _described(said), truth


def _texts(column: pa.ChunkedArray) -> list[str | None]:
    return [None if value is None else str(value).strip() or None for value in column.to_pylist()]


def _described(said: dict[str, list[str | None]]) -> pa.Table:
    forms = load_legal_forms()
    judge: dict[str, Callable[[str], str | None]] = {
        "company": lambda text: read_company(text, legal_forms=forms).key or compact(text) or None,
        "email": lambda text: text.lower() if "@" in text else None,
        "phone": lambda text: "".join(sign for sign in text if sign.isdigit()) or None,
        "person_id": lambda text: text,
        "country": str.upper,
        **dict.fromkeys(("first", "middle", "last", "postcode", "born"), lambda text: compact(text) or None),
    }
    columns = {
        name: [None if text is None else judge.get(name, _words)(text) for text in texts]
        for name, texts in said.items()
    }
    count = len(said["first"])
    columns["domain"] = [_domain(address) for address in columns.get("email", [None] * count)]
    arrays = {name: pa.array(texts, pa.string()) for name, texts in columns.items()}
    arrays |= {"delivery": pa.array(["x"] * count), "line": pa.array(range(count), pa.int32())}
    table = [arrays.get(field.name, pa.nulls(count, field.type)) for field in DESCRIBED.schema]
    return pa.table(table, schema=DESCRIBED.schema)


def _words(text: str) -> str | None:
    return " ".join(words(text)) or None


def _domain(address: str | None) -> str | None:
    domain = (address or "").rpartition("@")[2]
    return domain if domain and domain not in _FREE_MAIL else None


def facts_of(described: pa.Table) -> pa.Table:
    """``FACTS`` of described people, as far as exact keys and people are made of them."""
    same = {
        "delivery": "delivery", "line": "line", "first_key": "first", "last_key": "last", "generation": "generation",
        "email_norm": "email", "phone_e164": "phone", "profile_key": "profile", "company_key": "company",
    }  # fmt: skip
    columns = {name: described[said] for name, said in same.items()}
    columns["email_domain"] = pc.replace_substring_regex(described["email"], "^.*@", "")
    has_address = pc.is_valid(described["email"])
    columns["email_status"] = pc.if_else(has_address, "ok", "missing")
    columns["email_is_free"] = pc.and_(has_address, pc.is_null(described["domain"]))
    for name, value in (("name_status", "ok"), ("email_is_role", False), ("email_is_disposable", False)):
        columns[name] = pa.repeat(value, described.num_rows)
    count = described.num_rows
    table = [columns.get(field.name, pa.nulls(count, field.type)) for field in FACTS.schema]
    return FACTS.require(pa.table(table, schema=FACTS.schema))
