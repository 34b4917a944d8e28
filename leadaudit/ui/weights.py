"""What agreements weigh: weights made from one's own records, what they would move, and the way back."""

from datetime import date
from typing import Final

import streamlit as st

from leadaudit.errors import LeadauditError
from leadaudit.ui import parts
from leadaudit.ui.format import count
from leadaudit.ui.one_pair import leads_to, record_link
from leadaudit.ui.parts import Cell, Column
from leadaudit.weights_words import (
    VERSION_HEADER,
    effect_sentences,
    in_force_sentence,
    level_rows,
    move_rows,
)
from leadaudit.workspace import Workspace
from leadaudit.workspace.known_people import WORTH_KEEPING
from leadaudit.workspace.weights import (
    SHIPPED,
    WeightsVersion,
    all_weights,
    estimate_weights,
    use_weights,
    version_in_force,
    weights_named,
)
from leadaudit.workspace.weights_effect import WeightsEffect, weights_effect

_HELD: Final = "weights_effect"
_MOVE_COLUMNS: Final = (
    Column(label="Who", align="delivered"),
    Column(label="Would be"),
    Column(label="Whom", align="delivered"),
    Column(label="Why", align="word"),
)
_LEVEL_COLUMNS: Final = (
    Column(label="What is compared"),
    Column(label="How alike"),
    Column(label="Bits in force", align="number"),
    Column(label="Bits then", align="number"),
)
_COLUMNS: Final = (
    Column(label=VERSION_HEADER[0], align="delivered"),
    Column(label=VERSION_HEADER[1], align="word"),
    Column(label=VERSION_HEADER[2], align="number"),
    Column(label=VERSION_HEADER[3]),
    Column(label=VERSION_HEADER[4], align="word"),
)


def show(workspace: Workspace, as_of: date) -> None:
    """The section *What agreements weigh* of a page."""
    with workspace.store.engine.connect() as connection:
        made, in_force = all_weights(connection), version_in_force(connection)
    st.subheader("What agreements weigh")
    parts.sentences(
        [
            in_force_sentence(in_force),
            "Weights made from your own records know which names, companies and titles are common there. "
            "You see what they would move before they are used, and can go back.",
        ]
    )
    _make(workspace, as_of)
    if made:
        rows: list[list[Cell]] = [_row(one) for one in made]
        parts.ledger(_COLUMNS, rows)
        _choose(workspace, as_of, [one.version for one in made], in_force)


def _make(workspace: Workspace, as_of: date) -> None:
    if sum(one.lines_read for one in workspace.deliveries()) > WORTH_KEEPING:
        st.caption("So many records take minutes: run `leadaudit weights estimate` once; what it makes stands here.")
        return
    if not st.button("Make weights from these records", key="make_weights"):
        return
    try:
        with st.spinner("Learning from the records"):
            version = estimate_weights(workspace.store, workspace.compared_inputs())
            st.session_state[_HELD] = weights_effect(workspace.store, version, as_of=as_of)
    except LeadauditError as error:
        parts.problem(str(error))
        return
    st.rerun()


def _row(one: WeightsVersion) -> list[Cell]:
    made = f"{one.made_at:%Y-%m-%d %H:%M}"
    return [one.version, made, count(one.records), one.author, "yes" if one.in_force else "no"]


def _choose(workspace: Workspace, as_of: date, made: list[str], in_force: str) -> None:
    """What another version would move, and the button that puts it in force."""
    others = {one: "Those that come with leadaudit" if one == SHIPPED else one for one in [*made, SHIPPED]}
    others.pop(in_force, None)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = parts.pick("Other weights", others, key="other_weights")
        if st.button("See what they would move", key="see_weights"):
            with st.spinner("Weighing every pair again"):
                st.session_state[_HELD] = weights_effect(workspace.store, chosen, as_of=as_of)
        effect = st.session_state.get(_HELD)
        is_seen = isinstance(effect, WeightsEffect) and effect.after == chosen and effect.before == in_force
        st.button("Put them in force", key="use_weights", on_click=_use, args=(workspace, chosen), disabled=not is_seen)
    if isinstance(effect, WeightsEffect) and is_seen:
        _told(workspace, effect)


def _told(workspace: Workspace, effect: WeightsEffect) -> None:
    """What they would move, some of whom, and what they say beside those in force."""
    parts.sentences([sentence for sentence in effect_sentences(effect) if sentence])
    rows: list[list[Cell]] = [
        [
            record_link(move.person, one),
            becomes,
            record_link(move.other, other),
            leads_to(move.person, move.other, "look at the two"),
        ]
        for move, one, becomes, other in move_rows(workspace.store, effect)
    ]
    if rows:
        parts.ledger(_MOVE_COLUMNS, rows, caption="Some of those who would move")
    with st.expander("What these weights say beside those in force"):
        before, after = (weights_named(workspace.store, one) for one in (effect.before, effect.after))
        parts.ledger(_LEVEL_COLUMNS, [[*row] for row in level_rows(before, after)])


def _use(workspace: Workspace, version: str) -> None:
    use_weights(workspace.store, version)
