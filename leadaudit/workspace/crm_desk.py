"""What people say of their CRM: its words, the columns of its exports; and what bringing one in would mean."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from leadaudit.audit import OpenedDelivery
from leadaudit.errors import LeadauditError
from leadaudit.facts.dates import DateDecision
from leadaudit.outcomes.crm_columns import IGNORE, columns_of, detect_object, folded
from leadaudit.outcomes.crm_read import CrmChoice, two_ways
from leadaudit.outcomes.stages import Meaning, Stages, WordOf, allowed_words, read_stages
from leadaudit.vocabulary import CRM_IMPORTS, CrmObject, DateOrder, ImportKind
from leadaudit.workspace import settings
from leadaudit.workspace.catalogue import writing
from leadaudit.workspace.crm_reading import CrmPreview, coverage_of, crm_export, preview_of, read_choice
from leadaudit.workspace.crm_rows import rows_in_force
from leadaudit.workspace.file_store import Store
from leadaudit.workspace.imports import Snapshot, all_imports
from leadaudit.workspace.settings import SettingKind


def kind_of(opened: OpenedDelivery, what: CrmObject | None) -> ImportKind:
    """Which import a CRM export is: as named, else as its header says.

    Raises:
        LeadauditError: The header could be anything.
    """
    named = what or detect_object(opened.table.raw_header, where=opened.table.file_name)
    return next(kind for kind, one in CRM_IMPORTS.items() if one is named)


def said_stages(store: Store) -> Stages:
    """What people said the words of their CRM mean."""
    with store.engine.connect() as connection:
        return settings.stages(connection)


def say_stage(store: Store, place: WordOf, word: str, meaning: Meaning) -> Stages:
    """Keep what a word of the CRM means; every answer follows it from now on.

    Raises:
        LeadauditError: A word in that place cannot mean that.
    """
    said = said_stages(store).with_word(place, word, meaning)
    text = said.as_text()
    if meaning.value not in allowed_words(place).split(", "):
        raise LeadauditError(
            f"stages, {place.value}, {word}", f"it cannot mean {meaning.value}", f"Use {allowed_words(place)}"
        )
    with writing(store.engine) as connection:
        settings.keep(connection, SettingKind.STAGES, "", text, author=store.author)
    return said


def use_stages(store: Store, text: str, *, where: str) -> Stages:
    """Put a file of stages in force in place of all that was said before.

    Raises:
        FileMistakesError: Every mistake of the text.
    """
    said = read_stages(text, where=where)
    with writing(store.engine) as connection:
        settings.keep(connection, SettingKind.STAGES, "", said.as_text(), author=store.author)
    return said


def choose_columns(store: Store, kind: ImportKind, source: str, text: str, *, where: str) -> None:
    """Keep what somebody said of the columns of one kind of export.

    Raises:
        FileMistakesError: Every mistake of the text.
    """
    read_choice(text, where=where)
    with writing(store.engine) as connection:
        settings.keep(connection, SettingKind.COLUMNS, f"{kind.value}:{source}", text, author=store.author)


def say_stages(store: Store, said: Mapping[tuple[WordOf, str], Meaning]) -> Stages:
    """Keep what several words of the CRM mean; every answer follows them from now on.

    Raises:
        FileMistakesError: A word in its place cannot mean that.
    """
    stages = said_stages(store)
    for (place, word), meaning in said.items():
        stages = stages.with_word(place, word, meaning)
    return use_stages(store, stages.as_text(), where="stages")


def fields_by_header(store: Store, opened: OpenedDelivery, snapshot: Snapshot) -> dict[str, str]:
    """Every named column of an export with the field it is read as, or "ignore"."""
    what, header = CRM_IMPORTS[snapshot.kind], opened.table.raw_header
    here = {folded(name) for name in header}
    said = {name: field for name, field in _chosen(store, snapshot).columns.items() if folded(name) in here}
    return _by_header(header, columns_of(header, what, said))


def say_columns(store: Store, opened: OpenedDelivery, snapshot: Snapshot, fields: Mapping[str, str]) -> None:
    """Keep which field each column of an export is, as far as its words propose another; days and currency stay.

    Raises:
        FileMistakesError: A field that is none.
    """
    before, header = _chosen(store, snapshot), opened.table.raw_header
    proposed = _by_header(header, columns_of(header, CRM_IMPORTS[snapshot.kind]))
    here = {folded(name) for name in header}
    said = replace(
        before,
        columns={name: field for name, field in fields.items() if field != proposed[name]},
        dates={name: order for name, order in before.dates.items() if folded(name) in here},
    )
    _keep(store, snapshot, said)


def days_two_ways(
    store: Store, opened: OpenedDelivery, snapshot: Snapshot
) -> tuple[dict[str, DateDecision], DateOrder | None]:
    """Columns of an export whose days can be read two ways, and what was said of the first of them; None: nothing."""
    chosen = _chosen(store, snapshot)
    found = two_ways(opened.table, CRM_IMPORTS[snapshot.kind], chosen)
    return found, next((chosen.dates[name] for name in found if name in chosen.dates), None)


def say_days(store: Store, opened: OpenedDelivery, snapshot: Snapshot, order: DateOrder) -> None:
    """Keep how the days of an export are written where they can be read two ways, for every further one of its kind.

    Raises:
        FileMistakesError: What was said of its columns before cannot be read.
    """
    before = _chosen(store, snapshot)
    found = two_ways(opened.table, CRM_IMPORTS[snapshot.kind], before)
    _keep(store, snapshot, replace(before, dates={**before.dates, **dict.fromkeys(found, order)}))


def _keep(store: Store, snapshot: Snapshot, said: CrmChoice) -> None:
    lines = [f"currency = {json.dumps(said.currency)}"] if said.currency else []
    lines += ["[columns]", *(_line(name, field) for name, field in said.columns.items())]
    lines += ["[dates]", *(_line(name, order.value) for name, order in said.dates.items())]
    choose_columns(store, snapshot.kind, snapshot.source, "\n".join(lines) + "\n", where="columns")


def _by_header(header: Sequence[str], columns: Mapping[str, Sequence[int]]) -> dict[str, str]:
    found = {at: field for field, places in columns.items() for at in places}
    return {name: found.get(at, IGNORE) for at, name in enumerate(header) if name.strip()}


def _chosen(store: Store, snapshot: Snapshot) -> CrmChoice:
    with store.engine.connect() as connection:
        text = settings.newest(connection, SettingKind.COLUMNS, f"{snapshot.kind.value}:{snapshot.source}")
    return read_choice(text, where=f"columns of {snapshot.source}")


def _line(name: str, said: str) -> str:
    return f"{json.dumps(name, ensure_ascii=False)} = {json.dumps(said)}"


def preview_crm(store: Store, opened: OpenedDelivery, snapshot: Snapshot) -> CrmPreview:
    """What bringing in a CRM export would mean; nothing is stored.

    Raises:
        FileMistakesError: A column it needs is missing.
    """
    with store.engine.connect() as connection:
        words, stages = settings.words(connection), settings.stages(connection)
        chosen = settings.newest(connection, SettingKind.COLUMNS, f"{snapshot.kind.value}:{snapshot.source}")
        of_source = [one for one in all_imports(connection) if one.source == snapshot.source]
        in_force = rows_in_force(connection, store.files, of_source, snapshot.snapshot_on)
    export = crm_export(
        opened,
        snapshot.kind,
        source=snapshot.source,
        snapshot_on=snapshot.snapshot_on,
        name="preview",
        words=words,
        chosen=chosen,
    )
    full = coverage_of(opened, snapshot) == "full"
    return preview_of(export, CRM_IMPORTS[snapshot.kind], in_force, stages, full=full)
