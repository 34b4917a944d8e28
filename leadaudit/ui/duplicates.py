"""Deciding who is the same person: a queue, two records side by side, the weights in words, and every decision."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import streamlit as st

from leadaudit import sql
from leadaudit.answers.matching import Question, outcome_counts, questions, sentences
from leadaudit.errors import LeadauditError
from leadaudit.export.csv_file import csv_text
from leadaudit.identity.pairs.explanation import Explanation
from leadaudit.pair_view import Pair, look_at, namesakes_words
from leadaudit.ui import parts, run, weights
from leadaudit.ui.format import count, plural
from leadaudit.ui.parts import Cell, Column, Link
from leadaudit.ui.waterfall import waterfall
from leadaudit.vocabulary import Judgement, MatchOutcome
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.decisions import KeptDecision

# Rows of a ledger on the screen; the download has all of them.
SHOWN: Final = 30

WORDS: Final = {
    Judgement.SAME: "one person",
    Judgement.DIFFERENT: "two people",
    Judgement.CANNOT_TELL: "cannot tell",
}
RULE_WORDS: Final = {
    "email": "e-mail", "local_part": "mailbox name", "phone": "phone", "profile": "profile page",
    "person_id": "personal id", "name": "first and last name", "name_sound": "sound of the name",
    "last_company": "last name and company", "first_company": "first name and company",
    "last_domain": "last name and domain", "first_domain": "first name and domain",
    "starts_company": "beginnings of name and company", "title_company": "title and company",
    "title_company_start": "title, company and country", "title_name": "title and last name",
    "title_first": "title and first name", "last_city": "name and city", "ends": "first name and end of last name",
    "last": "last name", "title_country": "title and country", "street": "street", "postcode": "postal code",
    "first_street": "first name and street", "first_postcode": "first name and postal code",
    "last_postcode": "last name and postal code", "starts_postcode": "beginning of name and postal code",
}  # fmt: skip
CALCULATION: Final = (
    "Two records that share a key (an address, a phone, a name with a company and some more) are compared value by "
    "value. Each agreement counts as evidence by how often it happens for one person and for two; what is one fact, as "
    "company, its domain and its switchboard are, counts once. From 95 in 100 on they are one person, from 50 in 100 "
    "on somebody should look; so should somebody where two have different addresses at one company.",
    "Your decisions come before all of that, in every later answer and with every later file, until you take them "
    "back.",
)
_COLUMNS: Final = (
    Column(label="What both say", align="word"),
    Column(label="One record", align="delivered"),
    Column(label="The other", align="delivered"),
    Column(label="", align="word"),
)
_DECISION_COLUMNS: Final = (
    Column(label="No.", align="number"),
    Column(label="Records", align="delivered"),
    Column(label="Decided", align="word"),
    Column(label="By"),
    Column(label="When, UTC", align="word"),
    Column(label="Note", align="delivered"),
)
_CUT_COLUMNS: Final = (
    Column(label="One record", align="delivered"),
    Column(label="The other", align="delivered"),
    Column(label="Why they look alike, and what speaks against it"),
)
_SKIPPED_COLUMNS: Final = (
    Column(label="What they share"),
    Column(label="Values left out", align="number"),
    Column(label="Pairs not compared", align="number"),
    Column(label="For example", align="delivered"),
)
_AMBIGUOUS_COLUMNS: Final = (
    Column(label="Person", align="delivered"),
    Column(label="CRM people it may be", align="number"),
    Column(label="Likeliest", align="delivered"),
)
_HELD: Final = "duplicates_held"


def show(workspace: Workspace, as_of: date) -> None:
    """Everything of the page below its title."""
    found = _held(workspace, as_of)
    decided = workspace.decisions()
    counts = outcome_counts(found.paths)
    drawn = [one.judgement for one in decided if one.in_force and one.drawn]
    parts.answer([sentence for sentence in sentences(counts, drawn) if sentence])
    _offer_news(workspace, found, as_of)
    _queue(workspace, found, counts, decided)
    _decisions(workspace, decided)
    _cut(workspace, found)
    _ambiguous(found)
    _not_compared(found)
    weights.show(workspace, as_of)
    parts.calculation(CALCULATION, source="Who is the same person", queries=("matches_queue", "matches_not_compared"))
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


def _offer_news(workspace: Workspace, found: StoredAssessment, as_of: date) -> None:
    """Say that decisions since are not in the numbers yet, and the button that works them in."""
    del found, as_of
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
    labels = {False: "Pairs that wait", True: "Check joined pairs drawn at random"}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        joined = parts.pick("What to look at", labels, key="duplicates_queue")
        blind = st.toggle("Hide the score until I decided", key="duplicates_blind")
    skip = frozenset((one.left, one.right) for one in decided if one.in_force)
    waiting = questions(found.paths, joined=joined, skip=skip | _skipped())
    if not waiting:
        words = (
            "No pair of records was joined by likeness alone, so there is nothing to check."
            if joined and not counts.get(MatchOutcome.SAME)
            else "Nothing is left to look at here. Pairs appear when a delivery or the CRM brings records that may be "
            "one person without a key in common."
        )
        parts.sentences([words])
        return
    pair = look_at(workspace, waiting[0].left, waiting[0].right)
    if pair is None:
        parts.sentences(["The next pair is of a delivery that was taken out. Reload the page."])
        return
    _pair(pair, blind=blind)
    _answers(workspace, waiting[0], drawn=joined)
    st.caption(f"{plural(len(waiting), 'pair')} left in this list{', or more' if len(waiting) >= 50 else ''}.")


def _skipped() -> frozenset[tuple[str, str]]:
    held = st.session_state.get(f"{_HELD}_skipped", frozenset())
    return held if isinstance(held, frozenset) else frozenset()


def _pair(pair: Pair, *, blind: bool) -> None:
    rows: list[list[Cell]] = [["Record", _link(pair.left), _link(pair.right), ""]]
    rows += [[one.label, one.left, one.right, "differs" if one.differs else ""] for one in pair.values]
    parts.ledger(_COLUMNS, rows)
    if blind:
        return
    st.altair_chart(waterfall(pair.explanation), theme=None)
    st.caption(_alt_text(pair.explanation))
    if namesakes := namesakes_words(pair):
        parts.sentences([namesakes])


def _alt_text(explanation: Explanation) -> str:
    return f"Weights of the pair, from the chance that any two records are one person: {explanation.sentence}"


def _link(record: str) -> Cell:
    if record.startswith("crm_contacts-"):
        return f"our CRM, {record}"
    return Link(words=record, page="records", params=(("record", record),))


def _answers(workspace: Workspace, asked: Question, *, drawn: bool) -> None:
    """Note, author and three buttons; each answer is kept at once."""
    key = f"{asked.left}|{asked.right}"
    note, author = st.columns([3, 1])
    note.text_input("Note", key=f"note_{key}", placeholder="What told you")
    author.text_input("By", value=workspace.author, key=f"author_{key}")
    with st.container(horizontal=True):
        for judgement, label in (
            (Judgement.SAME, "The same person"),
            (Judgement.DIFFERENT, "Two people"),
            (Judgement.CANNOT_TELL, "Cannot tell"),
        ):
            st.button(
                label,
                key=f"decide_{judgement.value}",
                type="primary" if judgement is Judgement.SAME else "secondary",
                on_click=_decide,
                args=(workspace, asked, judgement, key, drawn),
            )
        st.button("Later", key="decide_later", on_click=_later, args=(asked,))


def _decide(workspace: Workspace, asked: Question, judgement: Judgement, key: str, drawn: bool) -> None:  # noqa: FBT001 - a callback
    try:
        workspace.decide(
            asked.left,
            asked.right,
            judgement,
            note=str(st.session_state.get(f"note_{key}") or ""),
            author=str(st.session_state.get(f"author_{key}") or "") or None,
            drawn=drawn,
        )
    except LeadauditError as error:
        parts.problem(str(error))


def _later(asked: Question) -> None:
    st.session_state[f"{_HELD}_skipped"] = _skipped() | {(asked.left, asked.right)}


def _decisions(workspace: Workspace, decided: Sequence[KeptDecision]) -> None:
    st.subheader("What was decided")
    if not decided:
        parts.sentences(["Nothing yet. Every decision will stand here with who made it, and can be taken back."])
        return
    rows = [_decision_row(one) for one in decided[:SHOWN]]
    parts.ledger(_DECISION_COLUMNS, rows)
    if len(decided) > SHOWN:
        st.caption(f"{count(SHOWN)} of {count(len(decided))}, newest first; the download has all of them.")
    in_force = {
        one.number: f"{one.number}: {one.left} and {one.right}, {WORDS[one.judgement]}"
        for one in decided
        if one.in_force
    }
    if not in_force:
        return
    with st.expander("Take a decision back"):
        chosen = parts.pick("Which one", in_force, key="decision_to_take_back")
        st.button("Take this decision back", key="take_back", on_click=workspace.take_back, args=(chosen,))


def _decision_row(one: KeptDecision) -> list[Cell]:
    state = (
        WORDS[one.judgement]
        if one.in_force
        else f"{WORDS[one.judgement]} ({'taken back' if one.taken_back_at else 'replaced'})"
    )
    when = f"{one.decided_at:%Y-%m-%d %H:%M}"
    return [str(one.number), f"{one.left} and {one.right}", state, one.author, when, one.note or None]


def _decisions_csv(decided: Sequence[KeptDecision]) -> str:
    header = ("decision", "left", "right", "judgement", "note", "author", "decided_at", "drawn", "in_force")
    rows = [
        (str(one.number), one.left, one.right, one.judgement.value, one.note, one.author, one.decided_at.isoformat(),
         str(one.drawn).lower(), str(one.in_force).lower())
        for one in decided
    ]  # fmt: skip
    return csv_text(header, rows)


def _cut(workspace: Workspace, found: StoredAssessment) -> None:
    """Likely pairs that were not joined, and why."""
    params: dict[str, sql.Parameter] = {"outcomes": [MatchOutcome.CUT.value], "seed": None, "limit": SHOWN}
    cut = run.query(found, "matches_queue", ("matches",), params).to_pylist()
    rows: list[list[Cell]] = []
    for row in cut:
        left, right = f"{row['delivery']}:{row['line']}", f"{row['other_delivery']}:{row['other_line']}"
        pair = look_at(workspace, left, right)
        if pair is not None:
            rows.append([_link(left), _link(right), pair.explanation.sentence])
    if rows:
        parts.titled("Alike, but kept apart", _CUT_COLUMNS, rows)
        st.caption(
            "Joining these would have made one person of two who contradict each other, or whom somebody told apart. "
            "The weakest tie was cut."
        )


def _ambiguous(found: StoredAssessment) -> None:
    """People who may be several people of the CRM."""
    rows = run.query(found, "matches_ambiguous", ("matches", "people")).to_pylist()
    cells: list[list[Cell]] = [[_link(row["person"]), count(row["contacts"]), _link(row["likeliest"])] for row in rows]
    if cells:
        parts.titled("May be several people of your CRM", _AMBIGUOUS_COLUMNS, cells[:SHOWN])


def _not_compared(found: StoredAssessment) -> None:
    """Values that too many records share to tell anything, so that pairs were not compared for them."""
    rows = run.query(found, "matches_not_compared", ("blocking",)).to_pylist()
    cells: list[list[Cell]] = [
        [
            RULE_WORDS.get(row["rule"], row["rule"].replace("_", " ")),
            f"{count(row['keys_skipped'])} of {count(row['keys'])}",
            count(row["pairs_skipped"]),
            f"{row['delivery']}:{row['line']}",
        ]
        for row in rows
    ]
    if cells:
        parts.titled("What was not compared", _SKIPPED_COLUMNS, cells)
        st.caption("Too many records share these values for the value alone to tell; most pairs met by another one.")
