"""How values reach the screen: numbers as the command line prints them, delivered text as text."""

import html
import re
import unicodedata
from typing import Final

from leadaudit.format import (
    UNDEFINED,
    UNKNOWN,
    count,
    day,
    exact_money,
    interval,
    money,
    percent,
    plural,
    share,
)

__all__ = [
    "UNDEFINED",
    "UNKNOWN",
    "count",
    "day",
    "exact_money",
    "file_size",
    "interval",
    "markup",
    "money",
    "percent",
    "plural",
    "rich",
    "share",
    "text",
    "visible",
]

# ASCII punctuation, all of which CommonMark lets a backslash take the meaning from; Streamlit adds $ and :.
_MARKDOWN: Final = re.compile(r"([!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~])")

# What is turned into something else after the backslashes are gone: ":word:", ":material/word:", ":word[" and bare
# addresses (user@host, http://host, www.host).  An invisible word joiner keeps them text.
_TURNED: Final = re.compile(r"(:(?=[A-Za-z0-9_+/\-])|@|www(?=\.))", re.IGNORECASE)

# Characters that reorder or hide what stands around them (Unicode bidirectional controls, zero-width).
_HIDDEN: Final = frozenset("\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")


def visible(value: str) -> str:
    """Text with its control and reordering characters shown as their code instead of acting."""
    return "".join(
        f"\\u{ord(one):04x}" if one in _HIDDEN or (unicodedata.category(one) == "Cc" and one not in "\t\n") else one
        for one in value
    )


def text(value: str | None) -> str:
    """Delivered text for a place that reads markdown: every character stands for itself."""
    if value is None:
        return UNKNOWN
    return _as_text(" ".join(visible(value).split()))


def markup(value: str | None) -> str:
    """Delivered text for a place that reads HTML."""
    return UNKNOWN if value is None else html.escape(visible(value), quote=True)


def rich(sentence: str) -> str:
    """A sentence of ours, in which ``**`` marks what matters, as markdown; all else stands for itself."""
    parts = sentence.split("**")
    return "".join(f"**{_as_text(part)}**" if at % 2 else _as_text(part) for at, part in enumerate(parts))


def _as_text(words: str) -> str:
    return _MARKDOWN.sub(r"\\\1", _TURNED.sub("\\1\u2060", visible(words)))


def file_size(byte_count: int) -> str:
    """A size as file managers show it: ``812 bytes``, ``42 KB``, ``3.1 MB``."""
    if byte_count < 1_000:
        return plural(byte_count, "byte")
    if byte_count < 1_000_000:
        return f"{byte_count / 1_000:,.0f} KB"
    return f"{byte_count / 1_000_000:,.1f} MB"
