"""``leadaudit weights``: what agreements weigh, made from the user's own records, shown before it is used."""

from dataclasses import asdict
from typing import Annotated

import typer

from leadaudit.audit import Report
from leadaudit.cli.show import as_json, as_table, out, progress
from leadaudit.cli.store import AsOf, Folder, Json, opened
from leadaudit.errors import LeadauditError
from leadaudit.format import count
from leadaudit.weights_words import (
    LEVEL_HEADER,
    VERSION_HEADER,
    effect_sentences,
    in_force_sentence,
    level_rows,
    move_rows,
)
from leadaudit.workspace import Workspace
from leadaudit.workspace.weights import (
    SHIPPED,
    all_weights,
    estimate_weights,
    use_weights,
    version_in_force,
    weights_named,
)
from leadaudit.workspace.weights_effect import WeightsEffect, weights_effect

weights = typer.Typer(
    help="What agreements of two records weigh, and weights made from your own records.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Version = Annotated[str, typer.Argument(help="The version; leadaudit weights list names them.")]


@weights.command("estimate")
def estimate(workspace: Folder = None, as_of: AsOf = None, json: Json = False) -> None:
    """Make weights from the records that are here, without labels, and say what they would move; nothing moves yet."""
    store = opened(workspace)
    with progress() as report:
        version = estimate_weights(store.store, store.compared_inputs(), report=report)
        effect = _effect(store, version, as_of, report)
    if json:
        as_json(_document(store, effect))
        return
    _print(store, effect)
    out.print(f"\nPut them in force with leadaudit weights use {version}, or see them with leadaudit weights show.")


@weights.command("show")
def show(version: Version, workspace: Folder = None, as_of: AsOf = None, json: Json = False) -> None:
    """Print what a version of weights says beside those in force, and what it would move."""
    store = opened(workspace)
    with progress() as report:
        effect = _effect(store, version, as_of, report)
    if json:
        as_json(_document(store, effect))
        return
    _print(store, effect)
    before, after = (weights_named(store.store, one) for one in (effect.before, version))
    as_table(LEVEL_HEADER, level_rows(before, after), right=(2, 3))


@weights.command("use")
def use(
    version: Annotated[str | None, typer.Argument(help="The version; left out with --shipped.")] = None,
    workspace: Folder = None,
    shipped: Annotated[bool, typer.Option("--shipped", help="Go back to the shipped weights.")] = False,
) -> None:
    """Put weights in force and work out the answers again; earlier versions are kept, and so is the way back."""
    if shipped == (version is not None):
        raise LeadauditError("weights use", "it is not said which weights", "Give one of VERSION and --shipped")
    store = opened(workspace)
    use_weights(store.store, version or SHIPPED)
    with progress() as report:
        store.assessment(report=report)
    out.print(in_force_sentence(version or SHIPPED))


@weights.command("list")
def list_versions(workspace: Folder = None, json: Json = False) -> None:
    """List every version of weights that was made here, newest first."""
    store = opened(workspace).store
    with store.engine.connect() as connection:
        found, in_force = all_weights(connection), version_in_force(connection)
    if json:
        as_json([asdict(one) for one in found])
        return
    out.print(in_force_sentence(in_force))
    rows = [
        (one.version, f"{one.made_at:%Y-%m-%d %H:%M}", count(one.records), one.author, "yes" if one.in_force else "no")
        for one in found
    ]
    if rows:
        as_table(VERSION_HEADER, rows, right=(2,))


def _effect(store: Workspace, version: str, as_of: AsOf, report: Report) -> WeightsEffect:
    day = store.last_day() if as_of is None else as_of.date()
    return weights_effect(store.store, version, as_of=day, report=report)


def _print(store: Workspace, effect: WeightsEffect) -> None:
    for sentence in effect_sentences(effect):
        if sentence:
            out.print(sentence.replace("**", ""))
    for move, one, becomes, other in move_rows(store.store, effect):
        out.print(f"  {one} ({move.person}) would be {becomes} {other} ({move.other}).")


def _document(store: Workspace, effect: WeightsEffect) -> dict[str, object]:
    before, after = (weights_named(store.store, one) for one in (effect.before, effect.after))
    return {
        "before": effect.before,
        "after": effect.after,
        "people": dict(zip(("before", "after"), effect.people, strict=True)),
        "waiting": dict(zip(("before", "after"), effect.waiting, strict=True)),
        "merged": effect.merged,
        "split": effect.split,
        "moves": [asdict(one) for one in effect.moves],
        "prior": {"before": before.prior, "after": after.prior},
        "m": {"before": dict(before.m), "after": dict(after.m)},
        "u": {"before": dict(before.u), "after": dict(after.u)},
    }
