"""Weights made from a workspace's own records: kept, shown before use, put in force, taken back."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from typer.testing import CliRunner

from leadaudit.cli.commands import app
from leadaudit.errors import LeadauditError, UnknownNameError
from leadaudit.pair_view import look_at
from leadaudit.sql import run
from leadaudit.weights_words import effect_sentences, level_rows, move_rows
from leadaudit.workspace import Workspace
from leadaudit.workspace.decisions import place_of
from leadaudit.workspace.deliveries import Arrival
from leadaudit.workspace.weights import (
    SHIPPED,
    all_weights,
    estimate_weights,
    use_weights,
    version_in_force,
    weights_in_force,
    weights_named,
)
from leadaudit.workspace.weights_effect import weights_effect

AS_OF = date(2026, 11, 1)
HEADER = "First Name,Last Name,Email,Job Title,Company,Country"
FIRSTS = ("Ada", "Ben", "Cleo", "Dov", "Edda", "Finn", "Gwen")
TITLES = ("Head of Purchasing", "IT Manager", "VP Finance")


def people(count: int) -> list[str]:
    """Invented people, every fourth of them twice with a slip in the last name."""
    rows = []
    for number in range(count):
        last = "".join(chr(97 + (number * step + 3) % 26) for step in (7, 11, 3, 5, 17)).title()
        company = f"Firm {chr(65 + number % 23)}{chr(65 + number % 19)}"
        first, title = FIRSTS[number % 7], TITLES[number % 3]
        mail = f"{first}.{last}@{company.replace(' ', '')}.example".lower()
        rows.append(f"{first},{last},{mail},{title},{company},UK")
        if number % 4 == 0:
            rows.append(f"{first},{last}h,,{title},{company},UK")
    return rows


def opened(folder: Path, rows: list[str]) -> Workspace:
    workspace = Workspace.create(folder, author="tester")
    workspace.put_program('id = "a"\nvendor = "a"\nprice = 30\ncurrency = "USD"\n', where="a")
    staged = workspace.stage("\n".join((HEADER, *rows, "")).encode(), "a.csv")
    arrival = Arrival(program=workspace.program("a"), delivered_on=date(2026, 10, 1))
    workspace.commit(workspace.opened(staged.staged, vendor="a"), staged, arrival)
    return workspace


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return opened(tmp_path_factory.mktemp("weights") / "workspace", people(240))


@pytest.fixture(scope="module")
def version(filled: Workspace) -> str:
    return estimate_weights(filled.store, filled.compared_inputs())


def in_force(workspace: Workspace) -> str:
    with workspace.store.engine.connect() as connection:
        return version_in_force(connection)


def test_weights_that_were_made_are_kept_and_not_in_force(filled: Workspace, version: str) -> None:
    with filled.store.engine.connect() as connection:
        (made,) = all_weights(connection)
    assert (made.version, made.records, made.author, made.in_force) == (version, 300, "tester", False)
    assert in_force(filled) == SHIPPED
    assert filled.doctor() == ()


def test_the_same_records_give_the_same_version_and_no_second_one(filled: Workspace, version: str) -> None:
    assert estimate_weights(filled.store, filled.compared_inputs()) == version
    with filled.store.engine.connect() as connection:
        assert len(all_weights(connection)) == 1


def test_they_know_how_common_the_names_of_these_records_are(filled: Workspace, version: str) -> None:
    weights = weights_named(filled.store, version)
    assert weights.is_counted
    assert max(weights.shares["title"].values()) > 0.2
    # What fewer than five people hold is nobody's but theirs.
    assert not weights.shares.get("email")


def test_what_they_would_move_is_what_using_them_moves_and_going_back_moves_it_back(
    filled: Workspace, version: str
) -> None:
    before = filled.people(as_of=AS_OF)
    effect = weights_effect(filled.store, version, as_of=AS_OF)
    assert filled.people(as_of=AS_OF).people.equals(before.people)
    use_weights(filled.store, version)
    after = filled.people(as_of=AS_OF)
    assert in_force(filled) == version
    assert weights_in_force(filled.store).version == version
    assert effect.people == tuple(len(set(one.people["person"].to_pylist())) for one in (before, after))
    assert not after.matches.equals(before.matches)
    use_weights(filled.store, SHIPPED)
    assert filled.people(as_of=AS_OF).matches.equals(before.matches)


def test_a_pair_is_explained_by_the_weights_in_force(filled: Workspace, version: str) -> None:
    row = filled.people(as_of=AS_OF).matches.to_pylist()[0]
    ends = f"{row['delivery']}:{row['line']}", f"{row['other_delivery']}:{row['other_line']}"
    for name in (SHIPPED, version):
        use_weights(filled.store, name)
        found = {
            (one["line"], one["other_line"]): one["bits"] for one in filled.people(as_of=AS_OF).matches.to_pylist()
        }
        pair = look_at(filled, *ends)
        assert pair is not None
        assert pair.explanation.bits == pytest.approx(found[row["line"], row["other_line"]], abs=1e-6)
    use_weights(filled.store, SHIPPED)


def test_the_answer_says_who_moves_in_words(filled: Workspace, version: str) -> None:
    effect = weights_effect(filled.store, version, as_of=AS_OF)
    told = effect_sentences(effect)
    assert told[0].startswith(f"**With weights {version} the ")
    assert told[2].endswith("do now.") or told[2].endswith("does now.")
    rows = move_rows(filled.store, effect)
    assert [move for move, *_ in rows] == [*effect.moves]
    assert all(" at Firm " in one and " at Firm " in other for _, one, _, other in rows)
    assert move_rows(filled.store, replace(effect, moves=())) == []
    levels = level_rows(weights_named(filled.store, SHIPPED), weights_named(filled.store, version))
    assert next(row[:3] for row in levels if row[0] == "generation") == ("generation", "same", "+1.3")


def test_everybody_who_would_move_is_named_with_the_one_they_join_or_leave(filled: Workspace, version: str) -> None:
    before = {(row["delivery"], row["line"]): row["person"] for row in filled.people(as_of=AS_OF).people.to_pylist()}
    effect = weights_effect(filled.store, version, as_of=AS_OF)
    use_weights(filled.store, version)
    after = {(row["delivery"], row["line"]): row["person"] for row in filled.people(as_of=AS_OF).people.to_pylist()}
    use_weights(filled.store, SHIPPED)
    assert effect.moves
    for move in effect.moves:
        one, other = place_of(move.person), place_of(move.other)
        assert (before[one] == before[other], after[one] == after[other]) == (not move.becomes_one, move.becomes_one)
    assert [move.becomes_one for move in effect.moves] == sorted(
        (move.becomes_one for move in effect.moves), reverse=True
    )


def test_who_is_one_with_several_or_several_is_named_once() -> None:
    def people_of(*persons: str) -> pa.Table:
        lines = pa.array(range(2, 2 + len(persons)), pa.int32())
        return pa.table({"delivery": ["a"] * len(persons), "line": lines, "person": [*persons]})

    before = people_of("a:2", "a:3", "a:4", "a:5", "a:5", "a:7")
    after = people_of("a:2", "a:2", "a:2", "a:5", "a:6", "a:7")
    assert run("weights_moves", {"before": before, "after": after}).to_pylist() == [
        {"becomes_one": True, "person": "a:2", "other": "a:3", "parts": 3},
        {"becomes_one": False, "person": "a:5", "other": "a:6", "parts": 2},
    ]


def test_weights_nobody_made_are_refused_by_name(filled: Workspace, version: str) -> None:
    with pytest.raises(UnknownNameError, match=f"Known are {version}, shipped"):
        use_weights(filled.store, "nothing")


def test_few_records_are_too_few_to_learn_from(tmp_path: Path) -> None:
    workspace = opened(tmp_path / "workspace", people(20))
    with pytest.raises(LeadauditError, match="25 records are too few to learn from"):
        estimate_weights(workspace.store, workspace.compared_inputs())


def test_the_command_line_makes_shows_uses_and_takes_back(tmp_path: Path) -> None:
    workspace = opened(tmp_path / "workspace", people(240))
    folder = ["--workspace", str(workspace.folder)]
    made = CliRunner().invoke(app, ["weights", "estimate", "--json", *folder])
    told = json.loads(made.stdout)
    assert (told["before"], made.exit_code) == (SHIPPED, 0)
    assert set(told) >= {"after", "people", "waiting", "merged", "split", "moves", "prior", "m", "u"}
    shown = CliRunner().invoke(app, ["weights", "show", told["after"], *folder])
    assert f"With weights {told['after']} the" in shown.stdout
    used = CliRunner().invoke(app, ["weights", "use", told["after"], *folder])
    assert used.stdout.strip() == f"Weights {told['after']}, made from your own records, are in force."
    assert in_force(workspace) == told["after"]
    back = CliRunner().invoke(app, ["weights", "use", "--shipped", *folder])
    assert back.stdout.strip() == "The weights that come with leadaudit are in force."
    listed = json.loads(CliRunner().invoke(app, ["weights", "list", "--json", *folder]).stdout)
    assert [(one["version"], one["in_force"]) for one in listed] == [(told["after"], False)]
