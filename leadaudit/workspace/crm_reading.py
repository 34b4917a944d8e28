"""Exports of a CRM on their way in: read by what was said of their columns, stored as rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.audit import OpenedDelivery
from leadaudit.contract.program_values import is_currency
from leadaudit.errors import FileMistakesError
from leadaudit.facts.company import load_legal_forms
from leadaudit.facts.own_words import OwnWords
from leadaudit.outcomes.crm_columns import IGNORE
from leadaudit.outcomes.crm_read import NOTHING_CHOSEN, CrmChoice, CrmExport, cut_off_sentence, read_crm
from leadaudit.outcomes.stages import Meaning, Stages, WordOf
from leadaudit.outcomes.steps import words_in_use
from leadaudit.settings_file import parse_toml
from leadaudit.vocabulary import CRM_IMPORTS, CrmObject, DateOrder, ImportKind
from leadaudit.workspace.imports import Coverage, Snapshot


def crm_export(
    opened: OpenedDelivery,
    kind: ImportKind,
    *,
    source: str,
    snapshot_on: date,
    name: str,
    words: OwnWords,
    chosen: str | None,
) -> CrmExport:
    """A CRM export as rows.

    Args:
        opened: The file.
        kind: What it holds.
        source: Which CRM.
        snapshot_on: The day it speaks for.
        name: Id of the import.
        words: Words of our own, with which accounts are named.
        chosen: What somebody said of its columns, as TOML.

    Raises:
        FileMistakesError: A column it needs is missing.
    """
    return read_crm(
        opened.table,
        CRM_IMPORTS[kind],
        delivery=name,
        source=source,
        snapshot_on=snapshot_on,
        chosen=read_choice(chosen, where=f"columns of {source}"),
        legal_forms=load_legal_forms(words.companies),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CrmPreview:
    """What bringing in an export would mean; nothing is stored.

    Args:
        export: The export, read.
        words: Its stages, statuses and results with what they mean and how many rows have each.
        gone: Rows in force that it does not name and that would count as deleted.
        in_force: Rows of its kind in force now.
    """

    export: CrmExport
    words: Mapping[tuple[WordOf, str], tuple[Meaning | None, int]]
    gone: int
    in_force: int


def preview_of(export: CrmExport, what: CrmObject, in_force: pa.Table, stages: Stages, *, full: bool) -> CrmPreview:
    """What an export would bring.

    Args:
        export: The export, read.
        what: What its rows are.
        in_force: tables.CRM_ROWS in force of its CRM.
        stages: What people said its words mean.
        full: Whether what it does not name counts as deleted.
    """
    of_kind = in_force.filter(pc.equal(in_force["object"], what.value))
    here = set(pc.unique(of_kind["crm_id"]).to_pylist())
    gone = here - set(pc.unique(export.rows["crm_id"]).to_pylist()) if full else set()
    return CrmPreview(export=export, words=words_in_use(export.rows, stages), gone=len(gone), in_force=len(here))


def coverage_of(opened: OpenedDelivery, snapshot: Snapshot) -> Coverage:
    """What a file covers: as it is said, but a CRM export that was cut off never says that anything was deleted."""
    is_cut_off = snapshot.kind in CRM_IMPORTS and cut_off_sentence(opened.table.lines) is not None
    return "partial" if is_cut_off else snapshot.coverage


def crm_tables(export: CrmExport) -> dict[str, pa.Table]:
    """What of an export is stored."""
    return {"crm_rows": export.rows, "findings": export.findings}


def read_choice(text: str | None, *, where: str) -> CrmChoice:
    """What somebody said of the columns of a CRM's exports.

    The file has ``currency`` and the sections ``[columns]`` (header to field, or "ignore") and ``[dates]`` (header to
    "dmy" or "mdy").

    Raises:
        FileMistakesError: Every mistake of the text.
    """
    if not text or not text.strip():
        return NOTHING_CHOSEN
    given = parse_toml(text, where=where)
    mistakes = [
        f"{name}: is no part of this file. Use currency, [columns] and [dates]."
        for name in given
        if name not in {"currency", "columns", "dates"}
    ]
    currency = given.get("currency")
    if currency is not None and not (isinstance(currency, str) and is_currency(currency.upper())):
        mistakes.append(f"currency: is {currency!r}. Use a three-letter code such as EUR.")
    dates = _texts(given.get("dates"), "dates", mistakes)
    for header, order in dates.items():
        if order not in tuple(DateOrder):
            mistakes.append(f"dates, {header}: is {order!r}. Use {', '.join(DateOrder)}.")
    columns = _texts(given.get("columns"), "columns", mistakes)
    if mistakes:
        raise FileMistakesError(where, mistakes)
    return CrmChoice(
        columns=columns,
        dates={header: DateOrder(order) for header, order in dates.items()},
        currency=str(currency).upper() if currency is not None else None,
    )


def _texts(section: object, name: str, mistakes: list[str]) -> dict[str, str]:
    if section is None:
        return {}
    if not isinstance(section, Mapping) or not all(isinstance(value, str) for value in section.values()):
        mistakes.append(f'{name}: is no section of texts. Write [{name}] and below it "Their column" = "{IGNORE}".')
        return {}
    return {str(key): str(value) for key, value in section.items()}
