"""``leadaudit policy`` and ``leadaudit program``: are these files right, and what do they say?"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from leadaudit.answers.policy_effect import RuleChange, changed_rules
from leadaudit.answers.policy_words import (
    MOVE_HEADER,
    RULE_HEADER,
    VENDOR_HEADER,
    effect_sentences,
    move_rows,
    rule_rows,
    vendor_rows,
)
from leadaudit.cli.files import named_workspace, read_text
from leadaudit.cli.show import as_json, as_table, out, progress
from leadaudit.cli.store import AsOf, Folder, opened
from leadaudit.contract.program import read_program
from leadaudit.errors import LeadauditError, UnknownNameError
from leadaudit.export.policy_documents import effect_document
from leadaudit.format import plural
from leadaudit.policy import default_policy, read_policy
from leadaudit.policy.explain import rules_in_words
from leadaudit.workspace import Workspace

policy = typer.Typer(help="The rules an audit is made with.", no_args_is_help=True, rich_markup_mode=None)
program = typer.Typer(help="What was bought from a vendor.", no_args_is_help=True, rich_markup_mode=None)

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@policy.command("check")
def check_policy(file: Annotated[Path, typer.Argument(help="The policy file.")]) -> None:
    """Name every mistake of a policy file at once."""
    found = read_policy(read_text(file), where=file.name)
    out.print(f"{file.name}: {found.name} {found.version} is a policy. Fingerprint {found.fingerprint}")


@policy.command("explain")
def explain_policy(
    file: Annotated[Path | None, typer.Argument(help="The policy file; left out: the shipped policy.")] = None,
    json: JsonOption = False,
) -> None:
    """Print the rules as sentences, each with where it comes from."""
    found = default_policy() if file is None else read_policy(read_text(file), where=file.name)
    if json:
        as_json(found.model_dump(mode="json", by_alias=True))
        return
    out.print(f"{found.name} {found.version}, {found.fingerprint}")
    for section in rules_in_words(found):
        out.print(f"\n{section.title}")
        for rule in section.rules:
            out.print(f"  {rule.sentence} [{rule.provenance}]")


@policy.command("diff")
def diff_policy(
    file: Annotated[Path, typer.Argument(help="The policy file.")],
    workspace: Folder = None,
    as_of: AsOf = None,
    json: JsonOption = False,
) -> None:
    """Say what a policy file would move in a workspace, before it is in force; without one, which rules differ."""
    text = read_text(file)
    if named_workspace(workspace) is None:
        _print_rules(changed_rules(default_policy(), read_policy(text, where=file.name)), json=json)
        return
    with progress() as report:
        effect = opened(workspace).policy_effect(
            text, where=file.name, as_of=None if as_of is None else as_of.date(), report=report
        )
    if json:
        as_json(effect_document(effect))
        return
    for sentence in effect_sentences(effect):
        if sentence:
            out.print(sentence.replace("**", ""))
    for header, rows, right in (
        (RULE_HEADER, rule_rows(effect.rules), ()),
        (MOVE_HEADER, move_rows(effect), (3,)),
        (VENDOR_HEADER, vendor_rows(effect), tuple(range(2, len(VENDOR_HEADER)))),
    ):
        if rows:
            as_table(header, rows, right=right)


@policy.command("use")
def use_policy(
    file: Annotated[Path | None, typer.Argument(help="The policy file; left out with --shipped or --version.")] = None,
    workspace: Folder = None,
    shipped: Annotated[
        bool, typer.Option("--shipped", help="Go back to the policy that comes with leadaudit.")
    ] = False,
    version: Annotated[int | None, typer.Option(help="Go back to an earlier version.")] = None,
) -> None:
    """Put a policy in force and work out the answers again; the earlier ones are kept with their versions."""
    store = opened(workspace)
    if (file is not None) + shipped + (version is not None) != 1:
        raise LeadauditError("policy use", "it is not said which policy", "Give one of FILE, --shipped and --version")
    if file is not None:
        text, where = read_text(file), file.name
    elif shipped:
        text, where = "", "shipped policy"
    else:
        text, where = _kept(store, version), f"version {version}"
    found = store.put_policy(text, where=where)
    with progress() as report:
        store.assessment(report=report)
    out.print(f"{found.name} {found.version} is in force. Fingerprint {found.fingerprint}")


@policy.command("show")
def show_policy(
    workspace: Folder = None,
    version: Annotated[int | None, typer.Option(help="An earlier version; left out: the one in force.")] = None,
    versions: Annotated[bool, typer.Option("--versions", help="List all versions.")] = False,
) -> None:
    """Print the policy in force, or list what was in force before."""
    store = opened(workspace)
    if versions:
        rows = [(str(one.version), f"{one.added_at:%Y-%m-%d %H:%M}", one.author) for one in store.policy_versions()]
        as_table(("version", "put in force", "by"), rows, right=(0,))
        return
    text = store.policy_text() if version is None else _kept(store, version)
    out.print(text or "# The policy that comes with leadaudit is in force.", end="" if text.endswith("\n") else "\n")


def _kept(store: Workspace, version: int | None) -> str:
    texts = {one.version: one.text for one in store.policy_versions()}
    if version not in texts:
        known = ", ".join(map(str, texts)) or "none yet"
        raise UnknownNameError(f"policy, version {version}", "there is no such version", f"Known are {known}")
    return texts[version]


def _print_rules(changes: Sequence[RuleChange], *, json: bool) -> None:
    if json:
        as_json([{"key": change.key, "before": change.before, "after": change.after} for change in changes])
        return
    out.print(f"{plural(len(changes), 'rule differs', 'rules differ')} from the policy that comes with leadaudit.")
    if changes:
        as_table(RULE_HEADER, rule_rows(changes))


@program.command("check")
def check_program(file: Annotated[Path, typer.Argument(help="The program file.")]) -> None:
    """Name every mistake of a program file at once."""
    found = read_program(read_text(file), where=file.name)
    price = "a price nobody has said yet" if found.price is None else f"{found.price} {found.currency}"
    out.print(f"{file.name}: {found.id} is a program of {found.vendor} at {price}.")


@program.command("put")
def put_program(file: Annotated[Path, typer.Argument(help="The program file.")], workspace: Folder = None) -> None:
    """Put a program, or a new version of it, in force in a workspace."""
    found = opened(workspace).put_program(read_text(file), where=file.name)
    out.print(f"{found.id}: in force. The next answer goes by it.")


@program.command("show")
def show_program(
    file: Annotated[Path, typer.Argument(help="The program file.")],
    json: JsonOption = False,
) -> None:
    """Print what a program file says, defaults included."""
    found = read_program(read_text(file), where=file.name)
    if json:
        as_json(found.model_dump(mode="json"))
        return
    for key, value in found.model_dump(mode="json", exclude={"has_contract"}).items():
        if isinstance(value, dict):
            for inner, below in value.items():
                out.print(f"{key}.{inner} = {_shown(below)}")
        else:
            out.print(f"{key} = {_shown(value)}")


def _shown(value: object) -> str:
    if value is None or value in ([], {}):
        return "not given"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
