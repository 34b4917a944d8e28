"""A page as one file: the page itself is run, and what it shows is written down without its controls.

So a file can never say anything else than the page, whichever page it is.  Run as a process of its own
(``python -m leadaudit.ui.page_copy``): beside everybody else's pages it would slow them all.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Final

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element, Node

from leadaudit.errors import LeadauditError
from leadaudit.export.page_file import figures, heading, page_file, paragraph, without_links
from leadaudit.export.picture import drawing
from leadaudit.export.print_file import print_pdf
from leadaudit.ui.sharing import WITHOUT_PEOPLE
from leadaudit.ui.state import COPY_MARK

_PATIENCE_SECONDS: Final = 600
_MADE: Final = "Made with leadaudit. The figures are those of the day named above."
_HEADINGS: Final = {"Title": 1, "Header": 2, "Subheader": 2}
_NOTES: Final = frozenset({"Warning", "Error", "Info", "Success"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which page, of what, for whom.

    Args:
        page: Its name, as in its address.
        params: Words of its address.
        names_people: Whether a page that shows people may be written too.
    """

    page: str
    params: Mapping[str, str]
    names_people: bool = False

    @property
    def is_one_sheet(self) -> bool:
        """Whether it is to be printed on one sheet: the card of one vendor."""
        return self.page == "vendor_scorecards" and "vendor" in self.params


def copy_of(script: Path, asked: Asked) -> str:
    """The page as one HTML file; the workspace is that of the environment.

    Args:
        script: app.py.
        asked: Which page.

    Raises:
        LeadauditError: There is no such page, it shows people and nobody asked for that, or it failed.
    """
    require_shareable(asked, sorted(one.stem for one in (script.parent / "pages").glob("*.py")))
    app = AppTest.from_file(str(script), default_timeout=_PATIENCE_SECONDS)
    if not asked.names_people:
        app.session_state[COPY_MARK] = True
    if "as_of" in asked.params:
        app.query_params["as_of"] = asked.params["as_of"]
    app.run()
    for name, value in asked.params.items():
        app.query_params[name] = value
    app.switch_page(f"pages/{asked.page}.py").run()
    if app.exception:
        raise LeadauditError(f"page {asked.page}", "it could not be shown", "Open it in the app to see why")
    title = app.title[0].value if app.title else asked.page.replace("_", " ")
    return page_file(_plain(title), list(pieces(app.main)), made=_MADE, one_sheet=asked.is_one_sheet)


def require_shareable(asked: Asked, known: list[str]) -> None:
    """Refuse a page that is not there, or that shows people.

    Raises:
        LeadauditError: Either.
    """
    if asked.page not in known:
        raise LeadauditError(f"page {asked.page}", "there is none of that name", f"Pages are {', '.join(known)}")
    if asked.page not in WITHOUT_PEOPLE and not asked.names_people:
        raise LeadauditError(
            f"page {asked.page}", "it shows people", "Give --with-people when the reader may see their names"
        )


def pieces(node: Node) -> Iterator[str]:
    """What a page shows, from top to bottom, as markup; controls are left out."""
    if not isinstance(node, Block):
        yield from _piece(node)
        return
    label = getattr(node, "label", "")
    if type(node).__name__ == "Expander" and label:
        yield heading(str(label), level=2)
    children = list(node.children.values())
    metrics = [one for child in children for one in _metrics(child)]
    if metrics and all(_is_column(child) for child in children):
        yield figures(metrics)
        return
    for child in children:
        yield from pieces(child)


def _piece(element: Node) -> Iterator[str]:
    kind = type(element).__name__
    if not isinstance(element, Element):
        return
    if kind in _HEADINGS:
        yield heading(str(element.value), level=_HEADINGS[kind])
    elif kind == "Markdown":
        yield paragraph(str(element.value))
    elif kind == "Caption":
        yield paragraph(str(element.value), kind="small")
    elif kind in _NOTES:
        yield paragraph(str(element.value), kind="note")
    elif kind == "Html":
        body = str(element.proto.body)
        if not body.lstrip().startswith("<style"):
            yield without_links(body)
    elif element.type == "vega_lite_chart":
        yield f"<figure>{drawing(json.loads(element.proto.spec))}</figure>"


def _is_column(node: Node) -> bool:
    return type(node).__name__ == "Column"


def _metrics(node: Node) -> Iterator[dict[str, str]]:
    """Figures of one column: label, value and the words below."""
    if not isinstance(node, Block):
        return
    found = [one for one in _leaves(node) if type(one).__name__ in {"Metric", "Caption"}]
    for one, below in zip_longest(found, found[1:]):
        if type(one).__name__ == "Metric":
            words = "" if below is None or type(below).__name__ != "Caption" else str(below.value)
            yield {"label": str(one.proto.label), "value": str(one.proto.body), "of": words}


def _leaves(node: Node) -> Iterator[Element]:
    if isinstance(node, Block):
        for child in node.children.values():
            yield from _leaves(child)
    elif isinstance(node, Element):
        yield node


def _plain(words: str) -> str:
    return words.replace("\\", "").replace("\u2060", "")


def main(arguments: list[str]) -> int:
    """Write one page to a file; what stands in the way goes to stderr."""
    given = argparse.ArgumentParser()
    given.add_argument("script", type=Path)
    given.add_argument("page")
    given.add_argument("--out", type=Path, required=True)
    given.add_argument("--param", action="append", default=[])
    given.add_argument("--with-people", action="store_true")
    chosen = given.parse_args(arguments)
    params = dict(one.split("=", 1) for one in chosen.param)
    try:
        page = copy_of(chosen.script, Asked(page=chosen.page, params=params, names_people=chosen.with_people))
        if chosen.out.suffix.lower() == ".pdf":
            print_pdf(page, chosen.out)
        else:
            chosen.out.write_text(page, encoding="utf-8")
    except LeadauditError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
