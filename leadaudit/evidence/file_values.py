"""What a cell of a file of evidence says: the kind of evidence it is.

The words are in ``file_values.toml``.  Source of the codes: RFC 3463 (enhanced status codes) and RFC 5321, section 4.2.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from leadaudit.evidence.wording import folded

# What we have no word for: logged, listed, and able to do nothing.
UNRECOGNISED: Final = "unrecognised"

_HARD: Final = "hard_bounce"
_SOFT: Final = "soft_bounce"
_ENHANCED: Final = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_BASIC: Final = re.compile(r"(?<![\d.])([245])(\d)(\d)(?![\d.])")
# X.1: the address itself is bad; of the others only a mailbox that is disabled (X.2.1) is gone.
_ADDRESS: Final = "1"
_GONE: Final = ("2", "1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a row says.

    Args:
        kind: Id in ``policy/evidence_kinds.toml``.
        doubt: Check that names what is doubtful about it; None: nothing.
    """

    kind: str
    doubt: str | None = None


def kind_of_words(what: str, cell: str | None) -> str | None:
    """The kind of evidence that a cell of some kind of file names; None: no word of it is known.

    Args:
        what: Kind of file: a table of ``file_values.toml``.
        cell: The delivered text.
    """
    if cell is None:
        return None
    text = f" {folded(cell.replace('_', ' '))} "
    return next((kind for phrase, kind in phrases(what) if f" {phrase} " in text), None)


@cache
def phrases(what: str) -> tuple[tuple[str, str], ...]:
    """Phrase and kind, the longest phrase first."""
    tables: Mapping[str, Mapping[str, str]] = tomllib.loads(
        (files(__package__) / "file_values.toml").read_text(encoding="utf-8")
    )
    found = [(phrase.strip(), kind) for kind, text in tables[what].items() for phrase in text.split(",")]
    return tuple(sorted(found, key=lambda one: (-len(one[0]), one)))


def read_bounce(status: str | None, code: str | None, text: str | None) -> Said:
    """What came of a mail: hard only where the mailbox is not there; what is blocked, full or late is soft.

    Where the word and the code say different things, the one that says less stands.

    Args:
        status: Type of bounce, or name of the event.
        code: SMTP code, enhanced or plain.
        text: What the other server wrote.
    """
    named = kind_of_words("bounces", status)
    if named is not None and named not in (_HARD, _SOFT):
        return Said(kind=named)
    by_code = _by_code(code) or _by_code(status) or _by_code(text)
    if named is not None and by_code is not None and named != by_code:
        return Said(kind=_SOFT, doubt="evidence.bounce-contradicts-itself")
    kind = named or by_code or kind_of_words("bounces", text)
    if kind not in (_HARD, _SOFT):
        return Said(kind=UNRECOGNISED, doubt="evidence.unknown-word")
    return Said(kind=kind)


def _by_code(text: str | None) -> str | None:
    enhanced = _ENHANCED.search(text or "")
    if enhanced is not None:
        kind, subject, detail = enhanced.groups()
        if kind == "2":
            return None
        return _HARD if kind == "5" and (subject == _ADDRESS or (subject, detail) == _GONE) else _SOFT
    basic = _BASIC.search(text or "")
    if basic is None or basic[1] == "2":
        return None
    # 550 and 553 are about the mailbox; 552 is a full one, 554 says nothing.
    return _HARD if basic[0] in {"550", "551", "553"} else _SOFT


def read_verification(status: str | None, detail: str | None) -> Said:
    """What a checking tool found; the more careful of the state and its detail stands."""
    found = [kind for kind in (kind_of_words("verification", text) for text in (status, detail)) if kind is not None]
    if not found:
        return Said(kind=UNRECOGNISED, doubt="evidence.unknown-word")
    return Said(kind=min(found, key=_CAREFUL.index))


_CAREFUL: Final = (
    "address_spamtrap", "address_abuse", "address_do_not_mail", "address_invalid", "employer_wrong", "profile_left",
    "title_wrong", "wrong_number", "address_unknown", "address_catch_all", "address_valid",
)  # fmt: skip

# Paths that name a page; a form that was sent is named by its event.
_PAGES: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("pricing_page", re.compile(r"\b(pricing|prices?|plans|preise?|preisliste|tarife?s?|prix|precios|tarifas)\b")),
    ("demo_video", re.compile(r"\b(demo[-_ ]?video|product[-_ ]?tour|video[-_ ]?demo)\b")),
    (
        "product_page",
        re.compile(r"\b(products?|produkte?|produits?|productos?|features|funktionen|solutions?|platform)\b"),
    ),
)


def read_visit(event: str | None, url: str | None) -> Said:
    """What somebody did on our pages: a form that was sent, else the page, else a visit and no more."""
    named = kind_of_words("web", event)
    if named is not None and named not in ("page_view", "email_click"):
        return Said(kind=named)
    path = re.sub(r"^\w+://[^/]*", "", (url or "").lower()).partition("?")[0]
    page = next((kind for kind, pattern in _PAGES if pattern.search(path)), None)
    if named is None and not url:
        return Said(kind=UNRECOGNISED, doubt="evidence.unknown-word")
    return Said(kind=page or "page_view")


def read_attendance(status: str | None, event_type: str | None, minutes: str | None) -> Said:
    """Whether somebody was there: live, later, or only on the list.

    Args:
        status: Attended, on demand, registered, no show.
        event_type: Webinar, conference ...
        minutes: How long; nobody is there for 0 minutes.
    """
    kind = kind_of_words("webinar", status)
    format_said = kind_of_words("webinar", event_type)
    if kind == "webinar_live" and format_said == "webinar_on_demand":
        kind = "webinar_on_demand"
    if kind is None and format_said == "webinar_on_demand":
        kind = format_said
    stayed = re.search(r"\d+", minutes or "")
    if kind is None and stayed is not None:
        kind = "webinar_live" if int(stayed[0]) else "webinar_missed"
    if kind is None:
        return Said(kind=UNRECOGNISED, doubt="evidence.unknown-word")
    if kind == "webinar_live" and stayed is not None and int(stayed[0]) == 0 and ":" not in (minutes or ""):
        return Said(kind="webinar_missed", doubt="evidence.attended-nothing")
    in_person = {"conference", "trade show", "workshop", "seminar", "messe", "konferenz", "salon", "feria", "congreso"}
    words = f" {folded(event_type or '')} "
    if kind == "webinar_live" and any(f" {word} " in words for word in in_person):
        return Said(kind="event_attend")
    return Said(kind=kind)


def read_named(what: str, status: str | None, text: str | None) -> Said:
    """What a reply, an answer or an unsubscription is, by its label, else by what was written."""
    kind = kind_of_words(what, status) or (kind_of_words(what, text) if status is None else None)
    if kind is None:
        return Said(kind=UNRECOGNISED, doubt="evidence.unknown-word")
    return Said(kind=kind)
