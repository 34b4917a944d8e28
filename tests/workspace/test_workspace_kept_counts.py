"""What pages count over a large workspace is counted once and kept beside the answer."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from leadaudit import sql
from leadaudit.vocabulary import ImportKind
from leadaudit.workspace import Workspace, page_counts
from leadaudit.workspace.kept_counts import COUNTS, Counting, KeptCounts, as_table, asked, of_table
from leadaudit.workspace.outcome_costs import open_outcome_costs
from tests.workspace.test_workspace_crm import ACTIVITIES, AS_OF, CONTACTS, bring, made

ROWS = {"usable": pa.table({"delivery": ["d1"], "line": [2], "usable": [True]})}
CONSENT = {**ROWS, "consent": pa.table({"delivery": ["d1"], "line": [2], "state": ["proven"]})}


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace that counts as large from its first line on."""
    monkeypatch.setattr(page_counts, "COUNTED_HERE", 0)
    workspace = made(tmp_path / "workspace")
    bring(workspace, ImportKind.CRM_CONTACTS, CONTACTS)
    bring(workspace, ImportKind.CRM_ACTIVITIES, ACTIVITIES)
    return workspace


def test_the_pages_of_a_large_workspace_ask_the_database_nothing(
    large: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    large.assessment(as_of=AS_OF)
    found = large.assessment(as_of=AS_OF)
    assert COUNTS in found.paths
    counted = open_outcome_costs(large.store, found).cells
    monkeypatch.setattr(sql, "run", refuse)
    page_counts.count_for_pages(large.store, found)
    assert open_outcome_costs(large.store, found).cells.lines.equals(counted.lines)


def refuse(name: str, *_: object) -> pa.Table:
    raise AssertionError(f"{name} is asked again")


def test_kept_counts_are_those_the_database_gives(large: Workspace) -> None:
    large.assessment(as_of=AS_OF)
    kept = large.assessment(as_of=AS_OF)
    sources = {name: kept.paths[name] for name in ("credits", "outcomes", "classes")}
    fresh = sql.run("economics_meetings", sources, {"known_through": date(2026, 10, 31)})
    sight = open_outcome_costs(large.store, kept).cells.sight
    assert fresh.num_rows == 1
    assert page_counts.funnel_cells_of(kept, sight).meetings.equals(fresh)


def test_a_small_workspace_keeps_none(tmp_path: Path) -> None:
    assert COUNTS not in made(tmp_path / "workspace").assessment(as_of=AS_OF).paths


def test_an_answer_is_kept_under_what_was_asked_of_what() -> None:
    params: Mapping[str, sql.Parameter] = {}
    name = asked("ui_permission", CONSENT, params)
    other = {**CONSENT, "consent": pa.table({"delivery": ["d1"], "line": [2], "state": ["none"]})}
    assert name == asked("ui_permission", dict(reversed(CONSENT.items())), params)
    assert name != asked("ui_permission", other, params)
    assert name != asked("ui_permission", CONSENT, {"limit": 1})
    through = sql.Asked(name="ui_permission", tables=CONSENT)
    assert asked("ui_permission", {**CONSENT, "usable": through}, params) != name


def test_a_kept_answer_is_the_answer() -> None:
    counting = Counting()
    key = asked("economics_unpaid", {}, {})
    counting.answers[key] = pa.table({"delivery": ["d1"], "records": [3]})
    kept: KeptCounts = of_table(as_table(counting.answers))
    assert kept.query("economics_unpaid", {}, {}).to_pylist() == [{"delivery": "d1", "records": 3}]
