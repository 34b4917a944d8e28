"""What pages count over an assessment, counted once: a page over a million records then reads some hundred rows."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from leadaudit import sql
from leadaudit.answers.overlap import overlap, overlap_people, promised
from leadaudit.audit import Report, silent
from leadaudit.contract.program import Program
from leadaudit.economics.funnel import FunnelCells, read_funnel_cells
from leadaudit.economics.outcome_cells import Sight
from leadaudit.outcomes.lists import LinkRate, link_rates
from leadaudit.vocabulary import CRM_PEOPLE
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.catalogue import writing
from leadaudit.workspace.file_store import Store, files_of, register
from leadaudit.workspace.followed import open_followed_days, open_matched
from leadaudit.workspace.imports import all_imports
from leadaudit.workspace.kept_counts import COUNTS, Counting, KeptCounts, as_table, of_table
from leadaudit.workspace.outcome_costs import counted_by_crm, open_outcome_costs

# Delivered lines up to which a page counts for itself faster than it would read what is kept.
COUNTED_HERE: Final = 20_000

# What pages ask an assessment for beside what has a function here: query and tables, without parameters.
ASKED: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("economics_clauses", ("reasons", "classes")),
    ("economics_clauses_for_vendor", ("reasons", "classes")),
    ("economics_vendor_months", ("usable", "deliveries", "classes", "verdicts", "freshness")),
    ("ui_permission", ("usable", "consent")),
)
CLASS_MET: Final = ("class_days", "classes", "links", "credits")


def with_counts(store: Store, found: StoredAssessment, *, report: Report = silent) -> StoredAssessment:
    """The assessment with its counts; a large one is counted when nobody did yet, and they are kept beside it."""
    if COUNTS in found.paths:
        [path] = found.paths[COUNTS]
        return replace(found, query=of_table(store.files.read_table(path.name)).query)
    if sum(one.delivered for one in found.deliveries) <= COUNTED_HERE:
        return found
    report("counting", 0, None)
    counting = Counting()
    count_for_pages(store, replace(found, query=counting.query))
    stored = store.files.write_table(COUNTS, as_table(counting.answers), key=("asked",))
    with writing(store.engine) as connection:
        # Another process may have counted the same meanwhile.
        if COUNTS not in files_of(connection, found.assessment_id):
            register(connection, found.assessment_id, {COUNTS: stored})
    return replace(found, query=_kept(counting).query)


def count_for_pages(store: Store, found: StoredAssessment) -> None:
    """Ask for everything that pages show of all records."""
    found.summaries()
    costs = open_outcome_costs(store, found)
    sight = costs.cells.sight
    funnel_cells_of(found, sight)
    overlap_of(found)
    link_rates_of(store, found)
    counted_by_crm(store, found)
    open_followed_days(store, found, currency=costs.sources.currency)
    open_matched(store, found)
    for name, needs in ASKED:
        found.ask(name, needs)
    if sight.known_through is not None and sight.has_crm_outcomes:
        found.ask("economics_class_met", CLASS_MET, {"known_through": sight.known_through})


def funnel_cells_of(found: StoredAssessment, sight: Sight) -> FunnelCells:
    """Everything the funnel is made from."""
    return read_funnel_cells(found.paths, sight=sight, as_of=found.as_of, policy=found.policy, query=found.query)


def overlap_of(found: StoredAssessment) -> list[dict[str, object]]:
    """Which vendors delivered the same people."""
    return overlap(found.paths, _programs_of(found), found.query)


def overlap_people_of(found: StoredAssessment) -> list[dict[str, object]]:
    """Everybody whom one vendor delivered after another."""
    return overlap_people(found.paths, _programs_of(found), found.query)


def promised_by(found: StoredAssessment) -> frozenset[str]:
    """Vendors that promise the people of a program to nobody else."""
    return promised(_programs_of(found).values())


def _programs_of(found: StoredAssessment) -> dict[str, Program]:
    return {one.head.delivery: found.programs[one.head.program] for one in found.deliveries}


def link_rates_of(store: Store, found: StoredAssessment) -> list[LinkRate]:
    """How many of each vendor's records of a month the CRM holds; nothing without its people."""
    with store.engine.connect() as connection:
        imports = all_imports(connection)
    days = [one.snapshot_on for one in imports if one.kind in CRM_PEOPLE and one.snapshot_on <= found.as_of]
    if not days:
        return []
    paths: Mapping[str, sql.Source] = found.paths
    return link_rates(classes=paths["classes"], links=paths["links"], through=max(days), query=found.query)


def _kept(counting: Counting) -> KeptCounts:
    return of_table(as_table(counting.answers))
