"""``leadaudit returns`` and ``leadaudit claims``: what must be claimed by when, and what became of it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from leadaudit.answers.returns import STATE_WORDS, WonRow, answer, claim_state_words, vendor_returns, won_rows
from leadaudit.cli.show import as_csv, as_json, as_table, out, progress
from leadaudit.cli.store import AsOf, Folder, Json, opened
from leadaudit.contract.claims import Claim, ClaimState
from leadaudit.contract.countdown import left_words
from leadaudit.contract.desk import DueRow
from leadaudit.errors import UnknownNameError
from leadaudit.export.calendar_file import calendar_text
from leadaudit.export.claim_files import ClaimFormat, documents_of
from leadaudit.format import exact_money, money, percent, plural, share
from leadaudit.words import reason_name
from leadaudit.workspace import Workspace, kept_claims
from leadaudit.workspace import claims as book
from leadaudit.workspace.desk import Desk, build_claim, import_answer, open_desk, preview_answer, replace_from

claims = typer.Typer(help="What was asked back from vendors.", no_args_is_help=True, rich_markup_mode=None)

ClaimName = Annotated[str, typer.Argument(help="Id of the claim.")]
Day = Annotated[
    datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Day it happened; left out: today, UTC.")
]
HEADER = ("vendor", "program", "reason", "records", "amount", "claim by", "")


class FailIf(StrEnum):
    """What makes the command end with exit code 1."""

    ANY = "any"


def add_commands(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command("returns")(returns)
    app.add_typer(claims, name="claims")


def returns(  # noqa: PLR0917 - options of a command
    due: Annotated[int | None, typer.Option(min=0, help="Only what must be claimed within so many days.")] = None,
    fail_if: Annotated[
        FailIf | None, typer.Option("--fail-if", help="Exit 1 when anything listed can still be claimed.")
    ] = None,
    ics: Annotated[Path | None, typer.Option(help="Write the deadlines as a calendar file.")] = None,
    build: Annotated[str | None, typer.Option(help="Build the claims for this vendor or program.")] = None,
    form: Annotated[ClaimFormat, typer.Option("--format", help="The vendor's file.")] = ClaimFormat.PLAIN,
    out_folder: Annotated[Path, typer.Option("--out", help="Where built claims are written.")] = Path(),
    workspace: Folder = None,
    as_of: AsOf = None,
    json: Json = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
) -> int:
    """Say what must be claimed, by when, and what it is worth; build the claims."""
    store = opened(workspace)
    with progress() as report:
        found = store.assessment(as_of=None if as_of is None else as_of.date(), report=report)
    if build is not None:
        _build(store, open_desk(store.store, found), build, form, out_folder)
        return 0
    desk = open_desk(store.store, found)
    listed = [row for row in desk.due if _is_due(row, desk, due)]
    if ics is not None:
        ics.write_bytes(calendar_text(_days(desk), made_at=datetime.now(UTC)).encode())
    if json:
        as_json(_document(desk, listed))
    elif csv:
        as_csv(_COLUMNS, [_row_document(desk, row) for row in listed])
    else:
        _print(desk, listed)
    is_open = any(row.standing == "open" for row in listed)
    return int(fail_if is FailIf.ANY and is_open)


def _is_due(row: DueRow, desk: Desk, days: int | None) -> bool:
    if days is None:
        return True
    limit = desk.found.as_of + timedelta(days=days)
    return row.standing == "open" and row.last_on is not None and row.last_on <= limit


def _print(desk: Desk, listed: Sequence[DueRow]) -> None:
    vendors = vendor_returns(desk.due, programs=desk.found.programs, as_of=desk.found.as_of)
    for sentence in answer(vendors):
        out.print(sentence.replace("**", ""))
    for _, words in desk.mails:
        out.print(words)
    # What is lost has its sentence; a row for each of its days would hide what can still be done.
    shown = [row for row in listed if row.standing not in {"missed", "replacement"}]
    if shown:
        as_table(HEADER, [_row_words(desk, row) for row in shown], right=(3, 4))


def _row_words(desk: Desk, row: DueRow) -> tuple[str, ...]:
    program = desk.found.programs[row.program]
    standing = STATE_WORDS.get(row.standing, row.standing.replace("_", " "))
    left = left_words(program, last_on=row.last_on, deadline_at=None, as_of=desk.found.as_of)
    return (
        row.vendor,
        row.program,
        reason_name(row.code),
        f"{row.records:,}",
        "" if program.currency is None else money(row.amount_minor, program.currency),
        "" if row.last_on is None else str(row.last_on),
        left if row.standing == "open" else standing,
    )


_COLUMNS = ("vendor", "program", "standing", "code", "last_on", "records", "amount_minor", "currency")


def _row_document(desk: Desk, row: DueRow) -> dict[str, object]:
    program = desk.found.programs.get(row.program)
    return {
        "vendor": row.vendor,
        "program": row.program,
        "standing": row.standing,
        "code": row.code,
        "last_on": row.last_on,
        "records": row.records,
        "amount_minor": row.amount_minor,
        "currency": None if program is None else program.currency,
    }


def _document(desk: Desk, listed: Sequence[DueRow]) -> dict[str, object]:
    return {
        "as_of": desk.found.as_of,
        "returns": [_row_document(desk, row) for row in listed],
        "first_mails": [{"by": by, "sentence": words} for by, words in desk.mails],
        "caps": {name: {"most": cap.most, "used": cap.used, "left": cap.left} for name, cap in desk.caps.items()},
    }


def _days(desk: Desk) -> list[tuple[str, date, str]]:
    sums: dict[tuple[str, date], list[DueRow]] = {}
    for row in desk.due:
        if row.standing == "open" and row.last_on is not None:
            sums.setdefault((row.program, row.last_on), []).append(row)
    entries = []
    for (name, last_on), rows in sums.items():
        program = desk.found.programs[name]
        worth = sum(row.amount_minor or 0 for row in rows)
        records = plural(sum(row.records for row in rows), "record")
        amount = "" if program.currency is None else f" worth {money(worth, program.currency)}"
        entries.append((f"{name}-{last_on}", last_on, f"Last day to return {records}{amount} to {program.vendor}"))
    entries += [(f"mail-{words.partition(':')[0]}", by, words) for by, words in desk.mails]
    return sorted(entries, key=lambda entry: (str(entry[1]), entry[0]))


def _build(store: Workspace, desk: Desk, name: str, form: ClaimFormat, folder: Path) -> None:
    wanted = [program for program in desk.found.programs.values() if name in {program.vendor, program.id}]
    ready = {row.program for row in desk.due if row.standing == "open"}
    if not wanted:
        vendors = sorted({program.vendor for program in desk.found.programs.values()})
        raise UnknownNameError(f"vendor {name}", "there is none of that name here", f"Known are {', '.join(vendors)}")
    programs = [program for program in wanted if program.id in ready]
    if not programs:
        raise UnknownNameError(f"vendor {name}", "nothing can be claimed from it now", "leadaudit returns says why")
    for program in programs:
        claim = build_claim(store.store, desk.found, program, form=form.value)
        paths = write_claim(store, claim, folder)
        out.print(f"{claim}: prepared. {', '.join(str(path) for path in paths)}")
        out.print(f"When it is sent: leadaudit claims sent {claim}")


def write_claim(store: Workspace, name: str, folder: Path) -> tuple[Path, ...]:
    """Write the file of a claim and its letter."""
    letter, content = claim_documents(store, name)
    folder.mkdir(parents=True, exist_ok=True)
    paths = (folder / f"{name}.csv", folder / f"{name}.txt")
    paths[0].write_bytes(content)
    paths[1].write_text(letter, encoding="utf-8")
    return paths


def claim_documents(store: Workspace, name: str) -> tuple[str, bytes]:
    """The letter of a claim and its file."""
    claim, rows = kept_claims.load_claim(store.store, name)
    return documents_of(claim, store.program(claim.program), rows)


@claims.command("list")
def list_claims(workspace: Folder = None, json: Json = False) -> None:
    """List claims, newest first, with what became of them."""
    store = opened(workspace).store
    with store.engine.connect() as connection:
        found = kept_claims.all_claims(connection)
    if json:
        as_json([_claim_document(one) for one in found])
        return
    rows = [(one.claim, one.vendor, f"{one.count():,}", _amount(one), claim_state_words(one)) for one in found]
    as_table(("claim", "vendor", "records", "amount", "state"), rows, right=(2, 3))


@claims.command("show")
def show_claim(name: ClaimName, workspace: Folder = None) -> None:
    """Show every record of a claim and what became of it."""
    claim, _ = kept_claims.load_claim(opened(workspace).store, name)
    out.print(f"{claim.claim}: {_amount(claim)}, {claim_state_words(claim)}")
    rows = [
        (
            line.record,
            reason_name(line.code),
            exact_money(line.amount_minor, claim.currency),
            STATE_WORDS[line.state],
            line.vendor_reason or "",
            "" if line.replacement_delivery is None else f"{line.replacement_delivery}:{line.replacement_line}",
        )
        for line in claim.lines
    ]
    as_table(("record", "reason", "amount", "state", "the vendor says", "replaced by"), rows, right=(2,))


@claims.command("write")
def write_again(
    name: ClaimName,
    out_folder: Annotated[Path, typer.Option("--out", help="Where it is written.")] = Path(),
    workspace: Folder = None,
) -> None:
    """Write the file of a claim and its letter."""
    for path in write_claim(opened(workspace), name, out_folder):
        out.print(str(path))


@claims.command("sent")
def sent(name: ClaimName, on: Day = None, workspace: Folder = None) -> None:
    """Note that a claim was sent; its file is kept as it is."""
    store = opened(workspace)
    _, content = claim_documents(store, name)
    book.send_claim(store.store, name, content, on=None if on is None else on.replace(tzinfo=UTC))
    out.print(f"{name}: sent.")


@claims.command("answer")
def answered(
    name: ClaimName,
    file: Annotated[Path, typer.Argument(help="The vendor's file: lead id or e-mail, accepted or refused, reason.")],
    preview: Annotated[bool, typer.Option("--preview", help="Say what it would change, and store nothing.")] = False,
    on: Day = None,
    workspace: Folder = None,
) -> int:
    """Bring in a vendor's answer to a claim, all of it or nothing."""
    store = opened(workspace)
    staged = store.stage(file, file.name)
    try:
        if preview:
            found = preview_answer(store.store, name, staged)
            out.print(f"{found.accepted} accepted, {found.refused} refused, {found.unanswered} not answered.")
            for mistake in found.mistakes:
                out.print(f"{file.name}, {mistake}")
            return 2 if found.mistakes else 0
        records = import_answer(store.store, name, staged, on=_day(on))
    finally:
        store.drop(staged.staged)
    out.print(f"{name}: {plural(records, 'record')} answered.")
    return 0


@claims.command("credited")
def credited(name: ClaimName, on: Day = None, workspace: Folder = None) -> None:
    """Note that everything accepted in a claim was credited."""
    records = book.settle_claim(opened(workspace).store, name, on=_day(on))
    out.print(f"{name}: {plural(records, 'record')} credited.")


@claims.command("replaced")
def replaced(
    name: ClaimName,
    delivery: Annotated[str, typer.Argument(help="The delivery that brought the replacements.")],
    workspace: Folder = None,
) -> None:
    """Say that a delivery brought replacements for what was accepted in a claim."""
    store = opened(workspace)
    records = replace_from(store.store, name, delivery, store.assessment())
    out.print(f"{name}: {plural(records, 'record')} replaced.")


@claims.command("cancel")
def cancel(name: ClaimName, workspace: Folder = None) -> None:
    """Take a claim back; its records can be claimed again."""
    records = book.cancel_claim(opened(workspace).store, name)
    out.print(f"{name}: cancelled. {plural(records, 'record')} can be claimed again.")


@claims.command("won")
def won(workspace: Folder = None, json: Json = False) -> None:
    """Say how often each vendor agreed to each reason."""
    store = opened(workspace)
    level = store.policy().cost.level
    with store.store.engine.connect() as connection:
        rows = won_rows(kept_claims.claims_table(connection), level=level)
    if json:
        as_json([asdict(row) for row in rows])
        return
    header = ("vendor", "reason", "asked", "agreed", f"{percent(level)} interval")
    as_table(header, [won_words(row) for row in rows], right=(2, 3, 4))


def won_words(row: WonRow) -> tuple[str, ...]:
    """One vendor and reason as people read it."""
    between = "" if row.interval is None else f"{percent(row.interval.low)} to {percent(row.interval.high)}"
    return (row.vendor, reason_name(row.code), f"{row.asked:,}", share(row.won, row.answered), between)


def _day(on: datetime | None) -> date:
    return (on or datetime.now(UTC)).date()


def _amount(claim: Claim) -> str:
    return exact_money(claim.amount_minor(), claim.currency)


def _claim_document(claim: Claim) -> dict[str, object]:
    return {
        "claim": claim.claim,
        "vendor": claim.vendor,
        "program": claim.program,
        "currency": claim.currency,
        "as_of": claim.as_of,
        "sent_at": claim.sent_at,
        "records": claim.count(),
        "amount_minor": claim.amount_minor(),
        "states": {
            state.value: {"records": claim.count(state), "amount_minor": claim.amount_minor(state)}
            for state in ClaimState
        },
    }
