"""Deciding who is the same person: a queue, two records side by side, the weights in words, and every decision."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import streamlit as st

from leadaudit.answers.matching import JOINED, WAITING, Question, outcome_counts, questions, sentences
from leadaudit.export.csv_file import csv_text
from leadaudit.identity.decisions import Place
from leadaudit.pair_view import look_at
from leadaudit.ui import not_joined, one_pair, overview, parts, run, weights
from leadaudit.ui.format import count, plural
from leadaudit.ui.one_pair import WORDS, Asked, record_link
from leadaudit.ui.parts import Cell, Column
from leadaudit.vocabulary import MatchOutcome
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.decisions import KeptDecision, place_of
from leadaudit.workspace.near import names_of

# Rows of a ledger on the screen; the download has all of them.
SHOWN: Final = 30

CALCULATION: Final = (
    "Two records that share a key (an address, a phone, a name with a company and some more) are compared value by "
    "value. Each agreement counts as evidence by how often it happens for one person and for two; what is one fact, as "
    "company, its domain and its switchboard are, counts once. From 95 in 100 on they are one person, from 50 in 100 "
    "on somebody should look; so should somebody where two have different addresses at one company.",
    "Your decisions come before all of that, in every later answer and with every later file, until you take them "
    "back.",
)
QUERIES: Final = ("matches_queue", "matches_ambiguous", "matches_compared", "matches_not_compared")
_DECISION_COLUMNS: Final = (
    Column(label="No.", align="number"),
    Column(label="One record", align="delivered"),
    Column(label="The other", align="delivered"),
    Column(label="Decided", align="word"),
    Column(label="By"),
    Column(label="When, UTC", align="word"),
    Column(label="Note", align="delivered"),
)
_QUEUES: Final = {
    (WAITING,): "Pairs that wait",
    (JOINED,): "Joined pairs drawn at random",
    (WAITING, JOINED): "Both, mixed by chance",
}
_HELD: Final = "duplicates_held"


def show(workspace: Workspace, as_of: date) -> None:
    """Everything of the page below its title."""
    found = _held(workspace, as_of)
    decided = workspace.decisions()
    counts = outcome_counts(found.paths)
    drawn = [one.judgement for one in decided if one.in_force and one.drawn]
    parts.answer([sentence for sentence in sentences(counts, drawn) if sentence])
    parts.small(overview.provenance(found, workspace))
    _offer_news(workspace)
    _queue(workspace, found, counts, decided)
    _decisions(workspace, decided)
    not_joined.show(workspace, found, blind=bool(st.session_state.get("duplicates_blind")))
    weights.show(workspace, as_of)
    parts.calculation(CALCULATION, source="Who is the same person", queries=QUERIES)
    parts.download("Download all decisions", _decisions_csv, decided, file_name="decisions.csv", key="decisions")


def _held(workspace: Workspace, as_of: date) -> StoredAssessment:
    """The answer the queue is read from: made anew when asked for, not after every decision."""
    held = st.session_state.get(_HELD)
    if isinstance(held, tuple) and held[:2] == (str(workspace.folder), as_of) and held[2] == _loaded(workspace):
        found: StoredAssessment = held[3]
        return found
    found = run.assessment(workspace, as_of)
    st.session_state[_HELD] = (str(workspace.folder), as_of, _loaded(workspace), found)
    st.session_state[f"{_HELD}_decisions"] = _in_force(workspace.decisions())
    return found


def _loaded(workspace: Workspace) -> int:
    """A number that moves with everything done here but decisions."""
    return sum(not one.action.startswith("deci") for one in workspace.log())


def _in_force(decided: Sequence[KeptDecision]) -> frozenset[int]:
    return frozenset(one.number for one in decided if one.in_force)


def _offer_news(workspace: Workspace) -> None:
    """Say that decisions since are not in the numbers yet, and the button that works them in."""
    since = _in_force(workspace.decisions()) ^ st.session_state.get(f"{_HELD}_decisions", frozenset())
    if not since:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{plural(len(since), 'change')} of decisions not in these numbers yet.")
        st.button("Work them in", key="work_in", on_click=_forget_held)


def _forget_held() -> None:
    st.session_state.pop(_HELD, None)


def _queue(
    workspace: Workspace,
    found: StoredAssessment,
    counts: dict[MatchOutcome, int],
    decided: Sequence[KeptDecision],
) -> None:
    """The pair that comes next, and the three answers."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        outcomes = parts.pick("What to look at", _QUEUES, key="duplicates_queue")
        blind = st.toggle("Hide the score until I decided", key="duplicates_blind")
    if one_pair.show_chosen(workspace, blind=blind):
        return
    worked_in = st.session_state.get(f"{_HELD}_decisions", frozenset())
    skip = frozenset((one.left, one.right) for one in decided if one.in_force and one.number not in worked_in)
    # The likeliest first would tell the score; so would a list of one kind alone, which is why there is a mixed one.
    by_chance = blind or JOINED in outcomes
    asked = questions(found.paths, outcomes, by_chance=by_chance, skip=skip | _skipped())
    if not asked.pairs:
        words = (
            "No pair of records was joined by likeness alone, so there is nothing to check."
            if outcomes == (JOINED,) and not counts.get(JOINED)
            else "Nothing is left to look at here. Pairs appear when a delivery or the CRM brings records that may be "
            "one person without a key in common."
        )
        parts.sentences([words])
        return
    [next_pair] = asked.pairs
    pair = look_at(workspace, next_pair.left, next_pair.right)
    if pair is None:
        parts.sentences(["The next pair is of a delivery that was taken out. Reload the page."])
        return
    one_pair.show(pair, blind=blind)
    buttons = one_pair.answers(
        workspace,
        Asked(left=next_pair.left, right=next_pair.right, p=next_pair.p, is_drawn=next_pair.outcome is JOINED),
    )
    buttons.button("Later", key="decide_later", on_click=_later, args=(next_pair,))
    st.caption(f"{plural(asked.left, 'pair')} left in this list{', in an order by chance' if by_chance else ''}.")
    one_pair.last_answer()


def _skipped() -> frozenset[tuple[str, str]]:
    held = st.session_state.get(f"{_HELD}_skipped", frozenset())
    return held if isinstance(held, frozenset) else frozenset()


def _later(asked: Question) -> None:
    st.session_state[f"{_HELD}_skipped"] = _skipped() | {(asked.left, asked.right)}


def _decisions(workspace: Workspace, decided: Sequence[KeptDecision]) -> None:
    st.subheader("What was decided")
    if not decided:
        parts.sentences(["Nothing yet. Every decision will stand here with who made it, and can be taken back."])
        return
    ends = [place_of(record) for one in decided[:SHOWN] for record in (one.left, one.right)]
    names = names_of(workspace.store, ends)
    rows = [_decision_row(one, names) for one in decided[:SHOWN]]
    parts.ledger(_DECISION_COLUMNS, rows)
    if len(decided) > SHOWN:
        st.caption(f"{count(SHOWN)} of {count(len(decided))}, newest first; the download has all of them.")
    in_force = {
        one.number: f"{one.number}: {_name(names, one.left)} and {_name(names, one.right)}, {WORDS[one.judgement]}"
        for one in decided
        if one.in_force
    }
    if not in_force:
        return
    with st.expander("Take a decision back"):
        chosen = parts.pick("Which one", in_force, key="decision_to_take_back")
        st.button("Take this decision back", key="take_back", on_click=workspace.take_back, args=(chosen,))


def _name(names: Mapping[Place, str], record: str) -> str:
    return names.get(place_of(record), record)


def _decision_row(one: KeptDecision, names: Mapping[Place, str]) -> list[Cell]:
    state = (
        WORDS[one.judgement]
        if one.in_force
        else f"{WORDS[one.judgement]} ({'taken back' if one.taken_back_at else 'replaced'})"
    )
    when = f"{one.decided_at:%Y-%m-%d %H:%M}"
    ends = [record_link(record, _name(names, record)) for record in (one.left, one.right)]
    return [str(one.number), *ends, state, one.author, when, one.note or None]


def _decisions_csv(decided: Sequence[KeptDecision]) -> str:
    header = ("decision", "left", "right", "judgement", "note", "author", "decided_at", "drawn", "in_force")
    rows = [
        (str(one.number), one.left, one.right, one.judgement.value, one.note, one.author, one.decided_at.isoformat(),
         str(one.drawn).lower(), str(one.in_force).lower())
        for one in decided
    ]  # fmt: skip
    return csv_text(header, rows)
