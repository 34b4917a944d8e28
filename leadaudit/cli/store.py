"""Commands over a workspace: what is in it, what it says, and how something comes in or goes out again."""

import os
import socket
import subprocess
import sys
import time
import webbrowser
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from leadaudit import one_record, pair_view
from leadaudit.account_intent import account_rows
from leadaudit.audit import silent
from leadaudit.cli.files import WORKSPACE_VARIABLE, named_workspace
from leadaudit.cli.show import as_csv, as_json, as_table, out, progress, talk
from leadaudit.contract.program import baselines
from leadaudit.demo import build_demo
from leadaudit.economics.outcome_entry import Per
from leadaudit.economics.summary import By, Summary
from leadaudit.errors import UnknownNameError
from leadaudit.export.documents import vendor_rows
from leadaudit.format import UNDEFINED, count, day, money, percent, plural, share
from leadaudit.record_history import history_of, history_words
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.decisions import place_of
from leadaudit.workspace.deliveries import Arrival
from leadaudit.workspace.near import inputs_of, names_of
from leadaudit.workspace.outcome_costs import open_outcome_costs, told_outcomes

DEFAULT_PORT: Final = 8501

# The app answers on this machine only.
LOCAL: Final = "127.0.0.1"

Folder = Annotated[Path | None, typer.Option("--workspace", help=f"The workspace; else ${WORKSPACE_VARIABLE}.")]
AsOf = Annotated[
    datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="Day the answer speaks for; today, UTC.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
JobNumber = Annotated[int | None, typer.Option("--job", hidden=True)]


def add_commands(app: typer.Typer) -> None:
    """Register the commands of this module."""
    for command in (deliveries, vendors, explain, withdraw, doctor, demo):
        app.command(command.__name__)(command)
    app.command("app")(run_app)
    app.command("commit", hidden=True)(commit)


def opened(folder: Path | None) -> Workspace:
    """The workspace meant.

    Raises:
        UnknownNameError: None was named.
    """
    named = named_workspace(folder)
    if named is None:
        raise UnknownNameError("workspace", "none was named", f"Give --workspace or set {WORKSPACE_VARIABLE}")
    return Workspace.open(named)


def deliveries(workspace: Folder = None, json: Json = False) -> None:
    """List what came when."""
    found = opened(workspace).deliveries()
    if json:
        as_json(
            [
                {
                    "delivery": one.head.delivery,
                    "vendor": one.head.vendor,
                    "program": one.head.program,
                    "delivered_on": one.head.delivered_on,
                    "file": one.head.file_name,
                    "delivered": one.delivered,
                    "unreadable": one.lines_unreadable,
                }
                for one in found
            ]
        )
        return
    rows = [
        (one.head.delivery, one.head.program, day(one.head.delivered_on), f"{one.delivered:,}", one.head.file_name)
        for one in found
    ]
    as_table(("delivery", "program", "delivered", "lines", "file"), rows, right=(3,))


def vendors(
    workspace: Folder = None,
    as_of: AsOf = None,
    json: Json = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
) -> None:
    """Compare vendors on usable share, cost per usable record and paid twice; with a CRM, on what came of them too."""
    store = opened(workspace)
    with progress() as report:
        assessment = store.assessment(as_of=None if as_of is None else as_of.date(), report=report)
        by_vendor = assessment.summaries(by=By.VENDOR)
        came = told_outcomes(open_outcome_costs(store.store, assessment), Per.VENDOR) if json or csv else {}
    ours = baselines(assessment.programs.values())
    rows = vendor_rows(by_vendor, came, ours=ours)
    if json:
        as_json(rows)
    elif csv:
        as_csv(list(rows[0]) if rows else [], rows)
    else:
        as_table(
            ("vendor", "delivered", "usable", "90 % interval", "per usable", "paid twice"),
            [_vendor_words(by_vendor[str(row["vendor"])], is_ours=row["vendor"] in ours) for row in rows],
            right=(1, 2, 3, 4, 5),
        )


def _vendor_words(one: Summary, *, is_ours: bool) -> tuple[str, ...]:
    interval = one.usable_share
    return (
        f"{one.scope} (ours)" if is_ours else one.scope,
        count(one.lines.delivered),
        share(one.usable.records, one.lines.delivered),
        UNDEFINED if interval is None else f"{percent(interval.low)} to {percent(interval.high)}",
        UNDEFINED if one.cost.currency is None else money(one.cost.per_usable_minor, one.cost.currency),
        UNDEFINED if is_ours else count(one.paid_twice.records),
    )


def explain(
    record: Annotated[str, typer.Argument(help="<delivery>:<line>, as every table shows it.")],
    workspace: Folder = None,
    as_of: AsOf = None,
) -> None:
    """Say everything known of one record, and why it is what it is."""
    store = opened(workspace)
    with progress() as report:
        found = store.assessment(as_of=None if as_of is None else as_of.date(), report=report)
        one = None if pair_view.is_in_crm(record) else one_record.find_record(found, record)
    if one is None:
        _explain_contact(store, found, record)
        return
    for sentence in one_record.answer(one):
        out.print(sentence.replace("**", ""))
    account = one_record.account_words(one, one_record.asks(found))
    for name, words in [*one_record.standing(one, found), *([("Account", account)] if account else [])]:
        out.print(f"{name}: {words}")
    out.print(f"\n{one_record.line_words(one)}\n  {one_record.delivered_line(one)}")
    _section("Delivered, and what we made of it", one_record.value_rows(one), " -> ")
    _section("Found", one_record.finding_rows(one), ": ")
    _section("What the person did or said", one_record.evidence_rows(one), " | ")
    history = history_of(found, one, query=one_record.asks(found))
    if history is not None:
        _section("How it came to be, and what would change it", [[words] for words in history_words(history)], "")
    intent = account_rows(found, one, query=one_record.asks(found))
    _section("What the company reads about; nobody's own signal", intent, " | ")
    _section("Where the contract is concerned", one_record.reason_rows(one), " | ")
    elsewhere = [[each.record, each.held_by, each.there] for each in one_record.elsewhere(one)]
    _section("Where else this person stands", elsewhere, " | ")
    if one.is_read:
        _compared(store, found, record)


def _explain_contact(store: Workspace, found: StoredAssessment, record: str) -> None:
    """Who a contact of the CRM is, and whom it was compared with; no delivery brought it, so there is no more to say.

    Raises:
        UnknownNameError: There is no such contact.
    """
    place = place_of(record)
    named = names_of(store.store, [place]) if place[0] in inputs_of(found) else {}
    if place not in named:
        raise UnknownNameError(
            f"contact {record}",
            "there is none of that name here that shares a value with anybody",
            "leadaudit duplicates lists those it compared",
        )
    out.print(f"{named[place]}: a contact of our CRM.")
    _compared(store, found, record)


def _compared(store: Workspace, found: StoredAssessment, record: str) -> None:
    matched = pair_view.matched_rows(pair_view.matched_with(store, found, record))
    rows = [[words, f"{other}, {who}", why] for other, who, words, why in matched] or [[pair_view.NOBODY_NEAR]]
    _section("Whom it was compared with, and why it is the same person or not", rows, " | ")


def _section(title: str, rows: Sequence[Sequence[str | None]], between: str) -> None:
    if rows:
        out.print(f"\n{title}")
    for row in rows:
        out.print(f"  {between.join(cell for cell in row if cell)}")


def commit(
    staged: str,
    program: Annotated[str, typer.Option()],
    delivered_on: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"])],
    workspace: Folder = None,
    job: JobNumber = None,
) -> None:
    """Make a staged file a delivery and build the answer; what the app runs as a child process."""
    store = opened(workspace)
    with store.running(job, silent) as report:
        bought = store.program(program)
        name = store.commit(
            store.opened(staged, vendor=bought.vendor),
            store.staged(staged),
            Arrival(program=bought, delivered_on=delivered_on.date()),
            report=report,
        )
        store.assessment(report=report)
        store.finish_job(job, result=name)
    out.print(name)


def withdraw(
    name: Annotated[str | None, typer.Argument(help="Id of a delivery or import.")] = None,
    file: Annotated[
        str | None, typer.Option(help="All deliveries of one file, by its name or fingerprint (sha256).")
    ] = None,
    workspace: Folder = None,
) -> None:
    """Take a delivery, an import or all deliveries of one file out again, as if they had never come."""
    store = opened(workspace)
    if (name is None) == (file is None):
        raise UnknownNameError("withdraw", "it is not said what", "Give one id, or --file with a name or fingerprint")
    if file is not None:
        names = store.withdraw_file(file)
        out.print(f"{file}: {plural(len(names), 'delivery', 'deliveries')} taken out. The file can be delivered again.")
    if name is not None:
        store.withdraw(name)
        out.print(f"{name}: taken out. The file can be delivered again.")


def doctor(workspace: Folder = None, json: Json = False) -> int:
    """Check every stored sum and file; exit 1 when something is wrong."""
    found = opened(workspace).doctor()
    if json:
        as_json(list(found))
    else:
        for sentence in found or ("Everything is as it was stored.",):
            out.print(sentence)
    return int(bool(found))


def demo(
    workspace: Annotated[Path, typer.Option(help="Where to build it; used as it is when it is there.")] = Path(
        "demo-workspace"
    ),
    port: Annotated[int, typer.Option(help="Port of the app, on this machine only.")] = DEFAULT_PORT,
    build_only: Annotated[bool, typer.Option("--build-only", help="Do not open the app.")] = False,
) -> None:
    """Build the demo workspace from invented vendors, and open the app on it."""
    if not workspace.exists():
        talk.print(f"Building the demo workspace in {workspace} ...")
        with progress() as report:
            build_demo(workspace, report=report)
    if not build_only:
        run_app(workspace, port=port)


def run_app(
    workspace: Folder = None,
    port: Annotated[int, typer.Option(help="Port of the app, on this machine only.")] = DEFAULT_PORT,
) -> None:
    """Open the app on a workspace, made when it is not there yet."""
    folder = named_workspace(workspace) or Path("leadaudit-workspace")
    Workspace.open_or_create(folder).close()
    script, home = app_script()
    environment = {**os.environ, WORKSPACE_VARIABLE: str(folder.resolve())}
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    command += ["--server.address", LOCAL, "--server.headless", "true", "--browser.gatherUsageStats", "false"]
    with subprocess.Popen(command, cwd=home, env=environment) as app:  # noqa: S603 - our own module
        try:
            if _is_up(app, port) and sys.stdout.isatty():
                webbrowser.open(f"http://{LOCAL}:{port}")
            raise typer.Exit(app.wait())
        except KeyboardInterrupt:
            app.terminate()


def _is_up(app: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until the app answers, or has ended."""
    while app.poll() is None:
        with socket.socket() as knock:
            knock.settimeout(1)
            if knock.connect_ex((LOCAL, port)) == 0:
                return True
        time.sleep(0.2)
    return False


def app_script() -> tuple[Path, Path]:
    """The app and the folder it runs in: the checkout, else the copy inside the installed package."""
    package = Path(__file__).parents[1]
    for home in (package.parent, package / "_app"):
        if (home / "app.py").exists() and (home / "pages").exists():
            return home / "app.py", home
    raise UnknownNameError("app", "its pages are not here", "Install leadaudit again")
