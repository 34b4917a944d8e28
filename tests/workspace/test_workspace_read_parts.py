"""Parts that are read together say what each of them says alone."""

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from leadaudit.audit import OpenedDelivery, open_delivery, read_delivery
from leadaudit.audit_inputs import READ_TABLES
from leadaudit.contract.program import Program, read_program
from leadaudit.facts.own_words import OwnWords
from leadaudit.intake.mapping_file import read_mapping_file
from leadaudit.workspace.read_parts import read_parts

DEMO = Path(__file__).parents[2] / "fixtures" / "demo"
FILES = {
    "osprelle": "2026-03_Osprelle_Fernhollow.csv",
    "tallowgate": "fernhollow_leads_08112026.csv",
    "quillmere": "Quillmere_FERNHOLLOW_20260317.tsv",
}
WORDS = OwnWords()


def opened(vendor: str) -> OpenedDelivery:
    mapping = (DEMO / "mappings" / f"{vendor}.toml").read_text(encoding="utf-8")
    return open_delivery(
        DEMO / "deliveries" / vendor / FILES[vendor],
        file_name=FILES[vendor],
        delivery="preview",
        saved=read_mapping_file(mapping, "mapping"),
    )


def program(vendor: str, currency: str) -> Program:
    return read_program(f'vendor = "{vendor}"\nprice = 1\ncurrency = "{currency}"\n', where="p")


@pytest.mark.parametrize("vendor", FILES)
def test_parts_read_together_say_what_each_says_alone(vendor: str) -> None:
    file = opened(vendor)
    lines = file.table.lines
    keys = ("a", "b", "c")
    places = pa.table({"line": lines["line"], "part": [keys[number % 3] for number in range(lines.num_rows)]})
    # Two vendors share a currency, the third has another one: the vendor's own record ids must not be mixed up.
    programs = {"a": program("first", "USD"), "b": program("second", "USD"), "c": program("second", "EUR")}
    together = read_parts(file, places, programs, where="file", words=WORDS)
    assert list(together) == list(keys)
    for key, read in together.items():
        theirs = lines.filter(pa.array([part == key for part in places["part"].to_pylist()]))
        alone = read_delivery(
            replace(file, table=replace(file.table, lines=theirs)),
            vendor=programs[key].vendor,
            currency=programs[key].currency,
            where="file",
            words=WORDS,
        )
        for name in READ_TABLES:
            order = [(column, "ascending") for column in getattr(read, name).column_names if column != "cells"]
            mine, other = (getattr(each, name).combine_chunks() for each in (read, alone))
            sortable = [pair for pair in order if not pa.types.is_nested(mine.schema.field(pair[0]).type)]
            assert mine.sort_by(sortable).to_pylist() == other.sort_by(sortable).to_pylist(), name
