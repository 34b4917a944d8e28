"""Two records side by side, the weights in words, and what somebody says of them; from a queue or chosen elsewhere."""

from dataclasses import dataclass
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from leadaudit.errors import LeadauditError
from leadaudit.pair_view import Pair, is_in_crm, look_at, pair_words
from leadaudit.ui import parts, state
from leadaudit.ui.format import percent
from leadaudit.ui.parts import Cell, Column, Link
from leadaudit.ui.waterfall import waterfall
from leadaudit.vocabulary import Judgement
from leadaudit.workspace import Workspace

WORDS: Final = {
    Judgement.SAME: "one person",
    Judgement.DIFFERENT: "two people",
    Judgement.CANNOT_TELL: "cannot tell",
}
_COLUMNS: Final = (
    Column(label="What both say", align="word", width=24),
    Column(label="One record", align="delivered", width=38),
    Column(label="The other", align="delivered", width=38),
)
_LAST: Final = "duplicates_last"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A pair somebody is asked about.

    Args:
        left: One record.
        right: The other.
        p: How likely the weights say they are one person.
        is_drawn: Whether it was joined and drawn by chance, so that the answer tells how right joining is.
    """

    left: str
    right: str
    p: float
    is_drawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What somebody said of a pair, and what the weights had said of it."""

    judgement: Judgement
    asked: Asked


def leads_to(left: str, right: str, words: str) -> Link:
    """A cell that leads to two records beside each other, where somebody can say what they are."""
    return Link(words=words, page="duplicates", params=(("left", left), ("right", right)))


def show_chosen(workspace: Workspace, *, blind: bool) -> bool:
    """The pair the address names, with the way back to the list; whether it names one."""
    left, right = state.param("left"), state.param("right")
    if left is None or right is None:
        return False
    try:
        pair = look_at(workspace, left, right)
    except LeadauditError as error:
        parts.problem(str(error))
        pair = None
    else:
        if pair is None:
            parts.sentences(["One of these two records is not here, or its delivery was taken out."])
    if pair is None:
        row = st.container()
    else:
        st.caption("You chose these two on another page. The list comes back once you answered.")
        show(pair, blind=blind)
        row = answers(workspace, Asked(left=left, right=right, p=pair.explanation.p))
    row.button("Back to the list", key="back_to_list", on_click=_leave)
    return True


def _leave() -> None:
    state.set_params(left=None, right=None)


def show(pair: Pair, *, blind: bool) -> None:
    """Every value of the two beside each other, and what agreeing and differing weighs unless that is hidden."""
    rows: list[list[Cell]] = [["Record", record_link(pair.left), record_link(pair.right)]]
    rows += [[f"{one.label}{': differs' if one.differs else ''}", one.left, one.right] for one in pair.values]
    parts.ledger(_COLUMNS, rows, beside=True)
    if blind:
        return
    st.altair_chart(waterfall(pair.explanation), theme=None)
    parts.small(
        f"Weights of the pair, from the chance that any two records are one person: {pair_words(pair.explanation)}"
    )


def record_link(record: str, words: str | None = None) -> Cell:
    """A record and the way to it; contacts of the CRM have no page here."""
    if is_in_crm(record):
        return f"{words} (our CRM)" if words else "our CRM"
    return Link(words=words or record, page="records", params=(("record", record),))


def answers(workspace: Workspace, asked: Asked) -> DeltaGenerator:
    """Note, author and three buttons; each answer is kept at once.  Returns the row of buttons."""
    key = f"{asked.left}|{asked.right}"
    note, author = st.columns([3, 1])
    note.text_input("Note", key=f"note_{key}", placeholder="What told you")
    author.text_input("By", value=workspace.author, key=f"author_{key}")
    buttons = st.container(horizontal=True)
    for judgement, label in (
        (Judgement.SAME, "The same person"),
        (Judgement.DIFFERENT, "Two people"),
        (Judgement.CANNOT_TELL, "Cannot tell"),
    ):
        buttons.button(
            label,
            key=f"decide_{judgement.value}",
            type="primary" if judgement is Judgement.SAME else "secondary",
            on_click=_decide,
            args=(workspace, asked, judgement, key),
        )
    return buttons


def _decide(workspace: Workspace, asked: Asked, judgement: Judgement, key: str) -> None:
    try:
        workspace.decide(
            asked.left,
            asked.right,
            judgement,
            note=str(st.session_state.get(f"note_{key}") or ""),
            author=str(st.session_state.get(f"author_{key}") or "") or None,
            drawn=asked.is_drawn,
        )
    except LeadauditError as error:
        parts.problem(str(error))
        return
    st.session_state[_LAST] = Answered(judgement=judgement, asked=asked)
    _leave()


def last_answer() -> None:
    """What the weights said of the pair that was decided last: after the answer it can do no harm."""
    last = st.session_state.get(_LAST)
    if isinstance(last, Answered):
        joined = ", and the two were joined" if last.asked.is_drawn else ""
        said = f"The weights had said {percent(last.asked.p)} likely one{joined}."
        st.caption(f"Your last answer: {WORDS[last.judgement]}. {said}")
