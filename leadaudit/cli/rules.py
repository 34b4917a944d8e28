"""``leadaudit policy`` and ``leadaudit program``: are these files right, and what do they say?"""

from pathlib import Path
from typing import Annotated

import typer

from leadaudit.cli.files import read_text
from leadaudit.cli.show import as_json, out
from leadaudit.contract.program import read_program
from leadaudit.policy import default_policy, read_policy
from leadaudit.policy.explain import rules_in_words

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


@program.command("check")
def check_program(file: Annotated[Path, typer.Argument(help="The program file.")]) -> None:
    """Name every mistake of a program file at once."""
    found = read_program(read_text(file), where=file.name)
    price = "a price nobody has said yet" if found.price is None else f"{found.price} {found.currency}"
    out.print(f"{file.name}: {found.id} is a program of {found.vendor} at {price}.")


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
