"""The parts of a split file, read together where they read alike, so that a value many of them hold is judged once."""

from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import conservation
from leadaudit.audit import OpenedDelivery, Report, read_delivery, silent
from leadaudit.audit_inputs import READ_TABLES, DeliveryRead
from leadaudit.contract.program import Program
from leadaudit.facts.own_words import OwnWords
from leadaudit.intake.mapping import Mapping as ColumnsMapping


def read_parts(
    opened: OpenedDelivery,
    places: pa.Table,
    programs: Mapping[str, Program],
    *,
    where: str,
    words: OwnWords,
    processes: int = 1,
    report: Report = silent,
) -> dict[str, DeliveryRead]:
    """What each part says on its own.

    What a line says depends on that line, the mapping, the vendor and the currency alone; a test holds that against the
    reading of each part by itself.

    Args:
        opened: The whole file.
        places: line and part of every line, in the order of the file's lines.
        programs: What each part that is wanted is delivered under, by the part's key.
        where: The file's name, for sentences.
        words: Words of our own.
        processes: Processes to share the work of a large file.
        report: Told the stage and how far it is.
    """
    alike: dict[tuple[str | None, str | None], list[str]] = {}
    for key, program in programs.items():
        alike.setdefault(_what_matters(opened.mapping, program), []).append(key)
    found: dict[str, DeliveryRead] = {}
    for keys in alike.values():
        is_theirs = pc.is_in(places["part"], value_set=pa.array(keys, pa.string()))
        lines, theirs = opened.table.lines.filter(is_theirs), places.filter(is_theirs)
        read = read_delivery(
            replace(opened, table=replace(opened.table, lines=lines)),
            vendor=programs[keys[0]].vendor,
            currency=programs[keys[0]].currency,
            where=where,
            words=words,
            processes=processes,
            report=report,
        )
        for key in keys:
            found[key] = _only(read, theirs.filter(pc.equal(theirs["part"], key))["line"], where=where)
    return {key: found[key] for key in programs}


def _what_matters(mapping: ColumnsMapping, program: Program) -> tuple[str | None, str | None]:
    """What a reading depends on beside the lines: whose record ids they are, and in what currency prices are."""
    has_ids, has_prices = mapping.columns_of("vendor_record_id"), mapping.columns_of("price")
    return program.vendor if has_ids else None, program.currency if has_prices else None


def _only(read: DeliveryRead, lines: pa.ChunkedArray, *, where: str) -> DeliveryRead:
    """The reading of some of the lines."""
    wanted = lines.combine_chunks()
    kept = {
        name: getattr(read, name).filter(pc.is_in(getattr(read, name)["line"], value_set=wanted))
        for name in READ_TABLES
    }
    conservation.require_all_lines(kept["lines"], kept["facts"], where=where)
    return replace(read, table=replace(read.table, lines=kept["lines"]), **kept)
