"""What a page is asked: the workspace, the day, the filters; all of it in the URL or on disk, none in the session."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import streamlit as st

from leadaudit.errors import LeadauditError
from leadaudit.ui import navigation
from leadaudit.workspace import Workspace

WORKSPACE_VARIABLE: Final = "LEADAUDIT_WORKSPACE"

# Filters that name what a page speaks of; a link carries them from page to page.
FILTERS: Final = ("vendor", "delivery", "class", "usable", "reason", "verdict", "consent", "q")

# In the session of a page that is made for a file to share, not for somebody's screen.
COPY_MARK: Final = "made_to_be_shared"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a page is narrowed to.

    Args:
        filters: Filter to value, as the URL has them.
    """

    filters: Mapping[str, str]

    def of(self, name: str) -> str | None:
        """The value of one filter."""
        return self.filters.get(name)

    @property
    def params(self) -> dict[str, str | None]:
        """Every filter, for a query; null where it narrows nothing."""
        return {name: self.filters.get(name) for name in FILTERS}


def require_workspace() -> Workspace:
    """The workspace the app was started on; without one the page says how to name it, and ends."""
    navigation.require_frame()
    folder = _folder()
    if folder is None:
        st.title("Which workspace?")
        st.markdown(
            "A workspace is the folder in which deliveries and answers are kept. Start the app with "
            f"`leadaudit app --workspace FOLDER`, or set `{WORKSPACE_VARIABLE}`."
        )
        st.stop()
    try:
        return _open(str(folder.resolve()))
    except LeadauditError as error:
        st.error(str(error))
        st.stop()


def _folder() -> Path | None:
    """As given after ``--`` on the command line, else the one in the environment."""
    given = sys.argv[1:]
    if "--workspace" in given[:-1]:
        return Path(given[given.index("--workspace") + 1])
    named = os.environ.get(WORKSPACE_VARIABLE)
    return Path(named) if named else None


@st.cache_resource(max_entries=8)
def _open(folder: str) -> Workspace:
    return Workspace.open(Path(folder))


def as_of(workspace: Workspace) -> date:
    """The day the answers speak for: the URL's, else today in UTC; it goes along from page to page."""
    written = st.query_params.get("as_of") or st.session_state.get("as_of_kept")
    chosen, last = _day(written), workspace.last_day()
    if chosen is None or chosen >= last:
        return last
    # Before the first delivery there is nothing to say.
    asked = max(chosen, _first_day(workspace))
    st.session_state["as_of_kept"] = asked.isoformat()
    st.query_params["as_of"] = asked.isoformat()
    return asked


def _first_day(workspace: Workspace) -> date:
    last = workspace.last_day()
    return min((one.head.delivered_on for one in workspace.deliveries()), default=last)


def choose_as_of(workspace: Workspace) -> None:
    """Let people ask for another day; the URL keeps it."""
    last = workspace.last_day()
    st.date_input(
        "Answers as of",
        value=as_of(workspace),
        min_value=min(_first_day(workspace), last),
        max_value=last,
        key="as_of_choice",
        format="YYYY-MM-DD",
        on_change=_keep_as_of,
        args=(last,),
        help="Everything is judged as it was known at the end of this day, UTC.",
    )


def _keep_as_of(today: date) -> None:
    chosen = st.session_state["as_of_choice"]
    st.session_state.pop("as_of_kept", None)
    st.query_params.pop("as_of", None)
    if isinstance(chosen, date) and chosen != today:
        st.query_params["as_of"] = chosen.isoformat()


def _day(written: str | None) -> date | None:
    try:
        return None if written is None else date.fromisoformat(written)
    except ValueError:
        return None


def scope() -> Scope:
    """The filters the URL has."""
    return Scope(filters={name: st.query_params[name] for name in FILTERS if st.query_params.get(name)})


def choose(
    name: str, label: str, options: Sequence[str], *, words: Mapping[str, str] | None = None, without: str = "all"
) -> None:
    """A filter as a choice; the URL keeps it, so that a page can be sent to somebody.

    Args:
        name: Its word in the URL.
        label: What stands above it.
        options: Values.
        words: Words for them.
        without: What holds while none is chosen.
    """
    chosen = st.query_params.get(name)
    known = options if chosen is None or chosen in options else (*options, chosen)
    st.selectbox(
        label,
        known,
        index=None if chosen is None else list(known).index(chosen),
        format_func=lambda option: (words or {}).get(option, option),
        placeholder=without,
        key=f"filter_{name}_{chosen}",
        on_change=_keep,
        args=(name, f"filter_{name}_{chosen}"),
    )


def search(label: str, *, placeholder: str) -> None:
    """A filter by words; the URL keeps them."""
    chosen = st.query_params.get("q", "")
    key = f"filter_q_{chosen}"
    st.text_input(label, value=chosen, placeholder=placeholder, key=key, on_change=_keep, args=("q", key))


def _keep(name: str, key: str) -> None:
    value = st.session_state[key]
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)
    st.query_params.pop("page", None)


def page_number() -> int:
    """Which page of a long table is open, from 1."""
    written = st.query_params.get("page", "1")
    return max(int(written), 1) if written.isdecimal() else 1


def choose_page(pages: int) -> None:
    """Leaf through a long table; the URL keeps the page."""
    if pages < 2:
        return
    at = min(page_number(), pages)
    key = f"page_{at}_{pages}"
    st.pagination(pages, default=at, key=key, on_change=_keep_page, args=(key,))


def _keep_page(key: str) -> None:
    st.query_params["page"] = str(st.session_state[key])


def param(name: str) -> str | None:
    """One word of the URL, such as the record that is open."""
    return st.query_params.get(name)


def set_params(**values: str | None) -> None:
    """Change words of the URL; None removes one."""
    for name, value in values.items():
        if value is None:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = value


def is_copy() -> bool:
    """Whether the page is made for a file to share: then it names no person."""
    return COPY_MARK in st.session_state


def one_of(name: str, known: Sequence[str]) -> str | None:
    """A word of the URL when it is one of the known ones."""
    value = st.query_params.get(name)
    return value if value in known else None
