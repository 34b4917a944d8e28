"""The parts every page is put together from: answer, provenance, figures, ledger, calculation, download."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar, TypeVarTuple
from urllib.parse import urlencode

import streamlit as st

from leadaudit.ui.format import markup, rich, text

Given = TypeVarTuple("Given")
Picked = TypeVar("Picked")

Align = Literal["text", "number", "delivered", "word"]
_CLASS = {"text": "", "number": "n", "delivered": "d", "word": "w"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One of the few numbers at the top of a page.

    Args:
        label: What it is.
        value: The number, as people read it.
        of: Its denominator or basis, in words.
        history: Earlier values, oldest first, for a small line.
    """

    label: str
    value: str
    of: str
    history: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A cell that leads to a page."""

    words: str
    page: str
    params: tuple[tuple[str, str], ...] = ()

    @property
    def address(self) -> str:
        """The page with its filters, relative to the app; the day asked about goes along."""
        day = st.query_params.get("as_of")
        params = [*self.params, *([("as_of", day)] if day else [])]
        return f"{self.page}?{urlencode(params)}" if params else self.page


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a ledger; numbers stand on the right, delivered text may break anywhere.

    Args:
        label: Its head.
        align: What it holds.
        width: Share of the table in percent, where several tables below one another should agree.
    """

    label: str
    align: Align = "text"
    width: int | None = None


Cell = str | Link | None


def answer(sentences: Sequence[str]) -> None:
    """The answer at the top of a page, up to what matters most in large type, the rest below it.

    ``**`` marks what matters; everything else stands for itself.
    """
    at = next((number for number, sentence in enumerate(sentences, start=1) if "**" in sentence), 1)
    first, rest = (" ".join(map(_emphasised, part)) for part in (sentences[:at], sentences[at:]))
    below = f'<p class="la-more">{rest}</p>' if rest else ""
    st.html(f'<p class="la-answer">{first}</p>{below}')


def _emphasised(sentence: str) -> str:
    # A number and its sign stay on one line.
    parts = [markup(part).replace(" %", "\u00a0%") for part in sentence.split("**")]
    return "".join(f"<b>{part}</b>" if at % 2 else part for at, part in enumerate(parts))


def small(words: str) -> None:
    """The small print: where an answer comes from, or what a line is; every character stands for itself."""
    st.caption(text(words))


def figures(shown: Sequence[Figure]) -> None:
    """At most four figures side by side, each with what it is a part of."""
    for place, figure in zip(st.columns(len(shown)), shown, strict=True):
        with place.container(gap=None):
            st.metric(figure.label, figure.value, chart_data=list(figure.history) or None)
            st.caption(text(figure.of))


def ledger(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    *,
    caption: str | None = None,
    total: Sequence[Cell] | None = None,
    beside: bool = False,
) -> None:
    """A table like a page of a ledger: totals first, numbers right, links in place; prints and reads aloud.

    On a narrow screen every row becomes a card; ``beside`` keeps columns that are there to be compared side by side.
    """
    head = "".join(_head(column) for column in columns)
    body = "".join(_row(columns, row, "") for row in rows)
    first = "" if total is None else _row(columns, total, ' class="total"')
    titled = "" if caption is None else f"<caption>{markup(caption)}</caption>"
    st.html(
        f'<div class="la-ledger {"beside" if beside else "cards"}"><table>{titled}<thead><tr>{head}</tr></thead>'
        f"<tbody>{first}{body}</tbody></table></div>"
    )


def _head(column: Column) -> str:
    width = "" if column.width is None else f' style="width: {column.width}%"'
    return f'<th scope="col" class="{_CLASS[column.align]}"{width}>{markup(column.label)}</th>'


def _row(columns: Sequence[Column], cells: Sequence[Cell], kind: str) -> str:
    shown = "".join(
        f'<td class="{_CLASS[column.align]}" data-label="{markup(column.label)}">{_cell(cell)}</td>'
        for column, cell in zip(columns, cells, strict=True)
    )
    return f"<tr{kind}>{shown}</tr>"


def _cell(cell: Cell) -> str:
    match cell:
        case None:
            return '<span class="la-soft">–</span>'
        case Link():
            return f'<a href="{markup(cell.address)}" target="_self">{markup(cell.words)}</a>'
        case _:
            return markup(cell)


def facts(pairs: Sequence[tuple[str, Cell]]) -> None:
    """A short list of names and values."""
    rows = "".join(f"<tr><td class='la-soft'>{markup(name)}</td><td>{_cell(cell)}</td></tr>" for name, cell in pairs)
    st.html(f'<div class="la-ledger"><table><tbody>{rows}</tbody></table></div>')


def raw_lines(lines: Sequence[tuple[int, str]], *, marked: int | None = None) -> None:
    """Lines of a file as they are, with their numbers; one may be marked as that of the column names.

    One line alone is wrapped; several keep their columns below one another.
    """
    kind = "la-raw one" if len(lines) == 1 else "la-raw"
    shown = "\n".join(_raw_line(number, words, is_marked=number == marked) for number, words in lines)
    st.html(f'<pre class="{kind}" tabindex="0">{shown}</pre>')


def _raw_line(number: int, words: str, *, is_marked: bool) -> str:
    line = markup(words) or " "
    return f'<span class="no">{number}</span>{f"<b>{line}</b>" if is_marked else line}'


def sentences(shown: Sequence[str]) -> None:
    """Some sentences of ours, one below the other."""
    for sentence in shown:
        st.markdown(rich(sentence))


def calculation(words: Sequence[str], *, source: str, queries: Sequence[str] = ()) -> None:
    """How the page's numbers are made: two sentences, the section of the method, the queries."""
    with st.expander("How this is calculated"):
        sentences(words)
        named = f" · Queries: {', '.join(f'leadaudit/sql/{name}.sql' for name in queries)}" if queries else ""
        st.caption(text(f"docs/method.md, {source}{named}"))


def download(label: str, make: Callable[[*Given], str], *given: *Given, file_name: str, key: str) -> None:
    """A CSV made when it is asked for; cells that a spreadsheet would run are made harmless."""
    st.download_button(
        label,
        data=lambda: make(*given).encode("utf-8-sig"),
        file_name=file_name,
        mime="text/csv",
        on_click="ignore",
        key=key,
    )


def empty(what: str, needed: str, *, page: str, button: str) -> None:
    """What will stand here, what it needs, and the one button that gets there."""
    sentences([f"{what} {needed}"])
    if st.button(button, type="primary"):
        st.switch_page(page)


def problem(sentence: str) -> None:
    """A mistake in our own words: where, what is wrong, what to do."""
    st.error("  \n".join(text(line) for line in sentence.splitlines()))


def titled(
    title: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, nothing: str | None = None
) -> None:
    """A ledger under a heading; without rows a sentence that there is nothing, or no heading at all."""
    if not rows and nothing is None:
        return
    st.subheader(title)
    if rows:
        ledger(columns, rows)
    else:
        sentences([nothing or ""])


def pick(label: str, words: Mapping[Picked, str], *, key: str) -> Picked:
    """A choice among words of ours; the first stands until another is made."""
    chosen = st.selectbox(label, list(words), format_func=lambda one: words[one], key=key)
    return next(iter(words)) if chosen is None else chosen
