"""One page as one file that needs nothing else: no script, no font to fetch, no link that leads nowhere.

It prints on A4.  What it is put together from is markup of ours, in which delivered text is escaped already.
"""

import html
import re
from collections.abc import Mapping, Sequence
from typing import Final

# Addresses are taken out even of pages that name nobody: a sentence may quote what a file said.
_ADDRESS: Final = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+\.[A-Za-z]{2,}")
_LINK: Final = re.compile(r"</?a\b[^>]*>")
_ESCAPED: Final = re.compile(r"\\([^A-Za-z0-9\s])")

# Nothing is fetched and nothing runs, whatever an editor or a mail program adds.
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

STYLE: Final = """
@page { size: A4; margin: 14mm 14mm 16mm; }
:root { color-scheme: light; }
body { font: 15px/1.5 Inter, system-ui, sans-serif; font-feature-settings: "tnum"; color: #1C2126; background: #FBFBF8;
  max-width: 62rem; margin: 2rem auto; padding: 0 1.25rem; }
h1 { font-size: 1.65rem; line-height: 1.25; margin: 0 0 .6rem; }
h2 { font-size: 1.1rem; margin: 1.4rem 0 .3rem; break-after: avoid; }
.la-answer { font-size: 1.15rem; margin: 0 0 .4rem; } .la-more { margin: .3rem 0; }
.small, footer { color: #5B626B; font-size: .82rem; }
.figures { display: flex; flex-wrap: wrap; gap: 1.5rem; margin: 1rem 0; break-inside: avoid; }
.figures > div { flex: 1 1 9rem; } .figures b { display: block; font-size: 1.6rem; font-weight: 600; line-height: 1.3; }
table { border-collapse: collapse; width: 100%; font-size: .85rem; line-height: 1.35; margin: .3rem 0 1rem; }
caption { text-align: left; font-weight: 600; }
th, td { text-align: left; vertical-align: top; padding: .32rem .8rem .32rem 0; border-bottom: 1px solid #D9D9D2; }
thead th { font-weight: 500; color: #5B626B; border-bottom-color: #8A8F98; }
thead { display: table-header-group; } tr { break-inside: avoid; }
td.n, th.n { text-align: right; white-space: nowrap; } td.w { white-space: nowrap; }
tr.total td { font-weight: 600; border-bottom-color: #8A8F98; }
.la-soft { color: #5B626B; } td::before { content: none; }
.note { border-left: 3px solid #E69F00; padding: .2rem .8rem; margin: .6rem 0; }
figure { margin: .6rem 0 1rem; break-inside: avoid; } figure svg { max-width: 100%; height: auto; }
pre { white-space: pre-wrap; font-size: .78rem; }
footer { margin-top: 2rem; border-top: 1px solid #D9D9D2; padding-top: .4rem; }
@media print { body { margin: 0; padding: 0; max-width: none; background: none; font-size: 11px; }
  h1 { font-size: 1.5rem; } .figures { gap: 1rem; margin: .6rem 0; } table { margin-bottom: .6rem; }
  .one-sheet { font-size: 8.5px; line-height: 1.35; } .one-sheet h1 { font-size: 15px; }
  .one-sheet .la-answer { font-size: 11px; } .one-sheet .figures b { font-size: 15px; }
  .one-sheet .figures { gap: .6rem; margin: .3rem 0; } .one-sheet p { margin: .2rem 0; }
  .one-sheet .columns { columns: 2; column-gap: 7mm; column-fill: balance; }
  .one-sheet h2 { font-size: 9.5px; margin: .4rem 0 .1rem; }
  .one-sheet table { font-size: 7.6px; margin: .1rem 0 .3rem; line-height: 1.2; }
  .one-sheet th, .one-sheet td { padding: .12rem .25rem .12rem 0; } .one-sheet th.n { white-space: normal; }
  .one-sheet .small { font-size: 7px; } footer { font-size: 7px; margin-top: .4rem; } }
@media (max-width: 640px) { table { display: block; overflow-x: auto; } }
"""


def page_file(title: str, pieces: Sequence[str], *, made: str, one_sheet: bool = False) -> str:
    """The whole file.

    Args:
        title: Of the window.
        pieces: Markup of ours from top to bottom.
        made: Where it comes from and when, for its foot.
        one_sheet: Whether it is printed small, in two columns below the figures, so that one sheet holds it.
    """
    body = without_addresses(_in_columns(pieces) if one_sheet else "\n".join(pieces))
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{html.escape(title)}</title><style>{STYLE}</style></head>\n<body>\n{body}\n"
        f"<footer>{html.escape(made)}</footer>\n</body></html>\n"
    )


def _in_columns(pieces: Sequence[str]) -> str:
    """What stands up to the figures over the whole width, the rest in columns."""
    at = next((number for number, piece in enumerate(pieces, start=1) if 'class="figures"' in piece), 0)
    above, below = "\n".join(pieces[:at]), "\n".join(pieces[at:])
    return f'<div class="one-sheet">{above}<div class="columns">{below}</div></div>'


def without_addresses(markup: str) -> str:
    """Markup with every e-mail address taken out."""
    return _ADDRESS.sub("(address left out)", markup)


def without_links(markup: str) -> str:
    """Markup whose links are plain words: they lead into an app that the reader does not have."""
    return _LINK.sub("", markup)


def paragraph(markdown: str, *, kind: str = "") -> str:
    """A sentence of ours as the app writes it: escaped, ``**`` marks what matters."""
    parts = _ESCAPED.sub(lambda found: f"&#{ord(found[1])};", markdown.replace("\u2060", "")).split("**")
    # What is left are letters, blanks and our own marks; a "<" that nobody escaped is shown, not obeyed.
    words = "".join(f"<b>{_plain(part)}</b>" if at % 2 else _plain(part) for at, part in enumerate(parts))
    return f'<p class="{kind}">{words}</p>' if kind else f"<p>{words}</p>"


def _plain(part: str) -> str:
    return part.replace("<", "&lt;").replace(">", "&gt;").replace("  \n", "<br>")


def heading(words: str, *, level: int) -> str:
    """A heading; its words as the app writes them."""
    return paragraph(words).replace("<p>", f"<h{level}>").replace("</p>", f"</h{level}>")


def figures(shown: Sequence[Mapping[str, str]]) -> str:
    """The few numbers at the top: label, value, of."""
    cells = "".join(
        f"<div>{html.escape(one['label'])}<b>{html.escape(one['value'])}</b>{paragraph(one['of'], kind='small')}</div>"
        for one in shown
    )
    return f'<div class="figures">{cells}</div>'
