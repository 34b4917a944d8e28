"""``leadaudit audit`` and ``leadaudit columns``: what a delivered file holds."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from leadaudit.answers import answer, next_steps
from leadaudit.audit import open_delivery
from leadaudit.audit_file import Audit, DeliveredFile, audit_files
from leadaudit.cli.files import read_buyer_file, read_text
from leadaudit.cli.show import as_json, as_table, out, progress, talk
from leadaudit.contract.buyer import Buyer
from leadaudit.contract.program import Program, program_text, program_without_contract, read_program
from leadaudit.economics.summary import Summary
from leadaudit.errors import LeadauditError, UnknownNameError
from leadaudit.export.delivery_files import ImportTarget, clean_csv, records_csv, unreadable_csv
from leadaudit.export.documents import audit_document, columns_document, detections
from leadaudit.facts.words_file import read_words
from leadaudit.intake.mapping_file import read_mapping_file, write_mapping_file
from leadaudit.policy import Policy, default_policy, read_policy

if TYPE_CHECKING:
    from leadaudit.workspace import Workspace

# What --fail-if may limit, as a share of the delivered lines.
LIMITS: Final = ("unreadable", "not_usable", "return", "review")


def add_commands(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command("audit")(audit)
    app.command("columns")(columns)


def audit(  # noqa: PLR0917 - options of a command
    files: Annotated[list[Path], typer.Argument(help="Delivered files, or folders of them.")],
    vendor: Annotated[str | None, typer.Option(help="Who sold it.")] = None,
    price: Annotated[str | None, typer.Option(help="Price per record.")] = None,
    currency: Annotated[str, typer.Option(help="Currency of the price.")] = "USD",
    program: Annotated[str | None, typer.Option(help="Id of a program in the workspace, or a program file.")] = None,
    buyer: Annotated[Path | None, typer.Option(help="File with our own names, domains, lists and wordings.")] = None,
    crm: Annotated[Path | None, typer.Option(help="A CRM export of contacts or leads.")] = None,
    policy: Annotated[Path | None, typer.Option(help="Rules of your own.")] = None,
    words: Annotated[Path | None, typer.Option(help="Words of your own; a workspace keeps its own.")] = None,
    map_file: Annotated[Path | None, typer.Option("--map", help="A mapping, as `columns --save` writes it.")] = None,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day the answer speaks for; left out: today, UTC.")
    ] = None,
    delivered_on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day the file arrived; left out: see the answer.")
    ] = None,
    workspace: Annotated[Path | None, typer.Option(help="Keep the deliveries in this workspace.")] = None,
    out_folder: Annotated[
        Path | None, typer.Option("--out", help="Write records.csv, unreadable.csv and clean.csv there.")
    ] = None,
    clean_for: Annotated[
        ImportTarget, typer.Option(help="System whose import headers clean.csv has.")
    ] = ImportTarget.HUBSPOT,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object; an array for several files.")] = False,
    fail_if: Annotated[
        list[str] | None, typer.Option(help="Exit 1 above a share of the lines, such as unreadable=0.01.")
    ] = None,
) -> int:
    """Read delivered files; say what they hold, what is usable and what it costs."""
    limits = [_limit(text) for text in fail_if or []]
    day = as_of.date() if as_of else datetime.now(UTC).date()
    store = None if workspace is None else _opened(workspace)
    if store is not None and words is not None:
        raise LeadauditError(
            f"--words {words.name}", "a workspace keeps its own words", "Put them in force with leadaudit words use"
        )
    bought = _program(vendor, price, currency, program, store)
    saved = None if map_file is None else read_mapping_file(read_text(map_file), where=map_file.name)
    delivered = [
        DeliveredFile(
            source=path,
            file_name=path.name,
            program=bought,
            delivered_on=delivered_on.date() if delivered_on else None,
            mapping=saved,
        )
        for path in _tables_in(files)
    ]
    with progress() as report:
        if store is not None:
            from leadaudit.workspace.deliver import deliver_files  # noqa: PLC0415

            audited = deliver_files(store, delivered, as_of=day, report=report)
        else:
            audited = audit_files(
                delivered,
                as_of=day,
                buyer=Buyer() if buyer is None else read_buyer_file(buyer),
                crm=crm,
                policy=_policy(policy),
                words=None if words is None else read_words(read_text(words), where=words.name),
                report=report,
            )
    if out_folder is not None:
        _write(audited, out_folder, clean_for)
    _print(audited, json=json)
    for question in audited.waiting:
        talk.print(f"Waiting: {question}")
    if audited.waiting:
        return 2
    return int(any(_share(story.total, name) > most for story in audited.stories.values() for name, most in limits))


def columns(
    file: Annotated[Path, typer.Argument(help="A delivered file.")],
    map_file: Annotated[Path | None, typer.Option("--map", help="A mapping to start from.")] = None,
    save: Annotated[Path | None, typer.Option(help="Write the proposed mapping there, to edit and use.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say what a file holds and how its columns would be mapped, with reasons."""
    saved = None if map_file is None else read_mapping_file(read_text(map_file), where=map_file.name)
    opened = open_delivery(file, file_name=file.name, delivery="preview", saved=saved)
    if save is not None:
        save.write_text(write_mapping_file(opened.mapping.to_saved()), encoding="utf-8")
        talk.print(f"{save.name}: written. Edit it, then give it as --map.")
    if json:
        as_json(columns_document(opened))
        return
    for name, detected in detections(opened.table.detection):
        out.print(f"{name}: {detected.value or 'none'} ({detected.reason})")
    shown = [
        (
            column.header,
            column.field or "-",
            "" if column.field is None else f"{column.confidence:.0%}",
            column.reason,
            ", ".join(column.samples),
        )
        for column in opened.mapping.columns
    ]
    as_table(("column", "field", "sure", "why", "samples"), shown, right=(2,))
    for question in opened.mapping.questions:
        out.print(f"To answer: {question.sentence}")


def _opened(folder: Path) -> "Workspace":
    # Here and not above, as below: an audit that keeps nothing is done before the catalogue would be loaded.
    from leadaudit.workspace import Workspace  # noqa: PLC0415

    return Workspace.open(folder)


def _program(
    vendor: str | None, price: str | None, currency: str, program: str | None, store: "Workspace | None"
) -> Program:
    """What the files were delivered under: a program file, one of the workspace, or a vendor and a price."""
    if program is not None:
        path = Path(program)
        if path.suffix == ".toml":
            text = read_text(path)
            return read_program(text, where=path.name) if store is None else store.put_program(text, where=path.name)
        if store is None:
            raise UnknownNameError(f"program {program}", "without a workspace it must be a file", "Name a .toml file")
        return store.program(program)
    if vendor is None or price is None:
        raise LeadauditError("audit", "it is not said what was bought", "Give --vendor and --price, or --program")
    try:
        rate = Decimal(price)
    except InvalidOperation as error:
        raise LeadauditError("--price", f"{price!r} is no number", "Write it like 45 or 45.50") from error
    bought = program_without_contract(vendor, rate, currency, where="--vendor, --price, --currency")
    return bought if store is None else store.put_program(program_text(bought), where="--vendor")


def _policy(path: Path | None) -> Policy:
    return default_policy() if path is None else read_policy(read_text(path), where=path.name)


def _tables_in(paths: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            from leadaudit.workspace.manifest import tables_in  # noqa: PLC0415

            found += tables_in(path)
        elif path.is_file():
            found.append(path)
        else:
            raise UnknownNameError(str(path), "there is no such file", "Check the path")
    return found


def _write(audited: Audit, folder: Path, target: ImportTarget) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    names = [one.head.delivery for one in audited.files]
    vendors = sorted({one.head.vendor for one in audited.files})
    files = {
        "records.csv": records_csv(audited.tables, names),
        "unreadable.csv": unreadable_csv(audited.tables, names),
        "clean.csv": clean_csv(audited.tables, names, lead_source=", ".join(vendors), target=target),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    talk.print(f"Written to {folder}: {', '.join(files)}")


def _print(audited: Audit, *, json: bool) -> None:
    if json:
        documents = [audit_document(audited, one) for one in audited.files]
        as_json(documents[0] if len(documents) == 1 else documents)
        return
    for number, one in enumerate(audited.files):
        if number:
            out.print("")
        story = audited.stories[one.head.delivery]
        for paragraph in answer(story):
            out.print(paragraph.replace("**", ""))
        for step in next_steps(story):
            out.print(f"- {step.sentence}")


def _limit(text: str) -> tuple[str, float]:
    name, _, number = text.partition("=")
    try:
        most = float(number)
    except ValueError:
        most = -1
    if name not in LIMITS or not 0 <= most <= 1:
        raise LeadauditError(
            f"--fail-if {text}", "this is no limit", f"Write one of {', '.join(LIMITS)}, = and a share"
        )
    return name, most


def _share(summary: Summary, name: str) -> float:
    delivered = summary.lines.delivered or 1
    match name:
        case "unreadable":
            return summary.lines.unreadable / delivered
        case "not_usable":
            return (summary.lines.delivered - summary.usable.records) / delivered
        case _:
            return summary.verdicts[name].records / delivered
