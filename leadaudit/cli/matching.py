"""``leadaudit duplicates, decide, decisions, overlap``: who is the same person, and who sold them first."""

from typing import Annotated, Final

import typer

from leadaudit.answers.matching import (
    NOT_COMPARED_HEADER,
    WAITING,
    compared,
    compared_sentences,
    outcome_counts,
    questions,
    sentences,
)
from leadaudit.answers.overlap import (
    OVERLAP_HEADER,
    PEOPLE_HEADER,
    days_words,
    named_words,
    overlap_sentences,
    paid_words,
)
from leadaudit.cli.show import as_csv, as_json, as_table, out, progress
from leadaudit.cli.store import AsOf, Folder, Json, opened
from leadaudit.errors import UnknownNameError
from leadaudit.format import count, percent, plural, share
from leadaudit.kept_apart import WHY_CUT, ambiguous_links, cut_pairs, not_compared, recall_of
from leadaudit.pair_view import look_at, pair_words
from leadaudit.vocabulary import Judgement
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.decisions import KeptDecision, place_of
from leadaudit.workspace.near import names_of
from leadaudit.workspace.page_counts import overlap_of, overlap_people_of, promised_by

Csv = Annotated[bool, typer.Option("--csv", help="Print CSV.")]

# Pairs that fit on a screen; --json gives all up to this many more.
SHOWN: Final = 20
_MOST: Final = 10_000


def add_commands(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command("duplicates")(list_questions)
    app.command("decide")(decide)
    app.command("decisions")(list_decisions)
    app.command("overlap")(show_overlap)


def list_questions(
    workspace: Folder = None,
    as_of: AsOf = None,
    apart: Annotated[
        bool, typer.Option("--apart", help="List what was kept apart, unsure links to the CRM, and what was compared.")
    ] = False,
    json: Json = False,
) -> None:
    """List records that may be one person and wait for a decision."""
    store = opened(workspace)
    with progress() as report:
        found = store.assessment(as_of=None if as_of is None else as_of.date(), report=report)
    if apart:
        _show_apart(store, found, as_document=json)
        return
    waiting = questions(found.paths, (WAITING,), by_chance=False, limit=_MOST if json else SHOWN)
    if json:
        as_json([{"left": one.left, "right": one.right, "p": one.p, "bits": one.bits} for one in waiting.pairs])
        return
    drawn = [one.judgement for one in store.decisions() if one.in_force and one.drawn]
    for sentence in sentences(outcome_counts(found.paths), drawn):
        if sentence:
            out.print(sentence.replace("**", ""))
    for one in waiting.pairs:
        pair = look_at(store, one.left, one.right)
        out.print(f"\n{one.left}  {one.right}")
        if pair is not None:
            out.print(f"  {pair.who}\n  {pair_words(pair.explanation)}")
    if waiting.left > len(waiting.pairs):
        out.print(f"\n{count(len(waiting.pairs))} of {count(waiting.left)} are listed; --json gives all of them.")


def _show_apart(store: Workspace, found: StoredAssessment, *, as_document: bool) -> None:
    """Likely pairs that were cut, people who may be several of the CRM, and what was compared at all."""
    most = _MOST if as_document else SHOWN
    cuts, cut = cut_pairs(store, found, most=most)
    links, ambiguous = ambiguous_links(store, found, most=most)
    recall = recall_of(store, found)
    if as_document:
        as_json(
            {
                "cut": [
                    {"left": one.left.record, "right": one.right.record, "why": one.why, "instead": one.instead}
                    for one in cuts
                ],
                "ambiguous": [
                    {
                        "person": one.person.record,
                        "contacts": one.contacts,
                        "likeliest": one.likeliest.record,
                        "p": one.p,
                    }
                    for one in links
                ],
                "compared": {**compared(found.paths), "recall": recall},
            }
        )
        return
    out.print(f"Alike, but kept apart: {plural(cut, 'pair')}{f'. {WHY_CUT}' if cut else ''}")
    for pair in cuts:
        out.print(f"\n{pair.left.record}, {pair.left.who}\n{pair.right.record}, {pair.right.who}\n  {pair.why}")
        if pair.instead:
            out.print(f"  {pair.instead}")
    out.print(f"\nMay be several people of the CRM: {plural(ambiguous, 'person', 'people')}")
    for one in links:
        others = f"{plural(one.contacts, 'person', 'people')} of the CRM"
        out.print(f"\n{one.person.record}, {one.person.who}: may be {others}")
        out.print(f"  {percent(one.p)} likely {one.likeliest.who}, {one.likeliest.record}")
    out.print("")
    for sentence in compared_sentences(found.paths, recall):
        out.print(sentence)
    if skipped := [(*row, one.who) for row, one in not_compared(store, found)]:
        as_table([title.lower() for title in NOT_COMPARED_HEADER], skipped, right=(1, 2, 3))


def decide(
    left: Annotated[str, typer.Argument(help="<delivery>:<line> of one record or CRM contact.")],
    right: Annotated[str, typer.Argument(help="Of the other.")],
    same: Annotated[bool, typer.Option("--same", help="They are one person.")] = False,
    different: Annotated[bool, typer.Option("--different", help="They are two people.")] = False,
    cannot_tell: Annotated[bool, typer.Option("--cannot-tell", help="Nobody could say.")] = False,
    note: Annotated[str, typer.Option(help="Why.")] = "",
    author: Annotated[str | None, typer.Option(help="Who says so; left out: you.")] = None,
    workspace: Folder = None,
) -> None:
    """Say whether two records are one person; it holds for every later answer until it is taken back."""
    said = [judgement for judgement, is_said in zip(Judgement, (same, different, cannot_tell), strict=True) if is_said]
    if len(said) != 1:
        raise UnknownNameError("decide", "one answer is needed", "Give --same, --different or --cannot-tell")
    number = opened(workspace).decide(left, right, said[0], note=note, author=author)
    out.print(f"Decision {number} is kept: {_WORDS[said[0]]}. Take it back with leadaudit decisions --undo {number}")


_WORDS: Final = {
    Judgement.SAME: "one person",
    Judgement.DIFFERENT: "two people",
    Judgement.CANNOT_TELL: "cannot tell",
}


def list_decisions(
    workspace: Folder = None,
    undo: Annotated[int | None, typer.Option(help="Take back the decision of this number.")] = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """List what was decided about two records, newest first, or take a decision back."""
    store = opened(workspace)
    if undo is not None:
        store.take_back(undo)
        out.print(f"Decision {undo} is taken back.")
        return
    rows = [_decision_row(one) for one in store.decisions()]
    if json:
        as_json(rows)
    elif csv:
        as_csv(_DECISION_HEADER, rows)
    else:
        names = names_of(store.store, [place_of(str(row[end])) for row in rows for end in _ENDS])
        for row in rows:
            row |= {end: names.get(place_of(str(row[end])), row[end]) for end in _ENDS}
            row["judgement"] = _WORDS[Judgement(str(row["judgement"]))]
        shown = ("decision", *_ENDS, "judgement", "author", "in_force", "note")
        header = ("no.", "one record", "the other", "decided", "by", "in force", "note")
        as_table(header, [[_cell(row[name]) for name in shown] for row in rows], right=(0,))


_ENDS: Final = ("left", "right")
_DECISION_HEADER: Final = (
    "decision", "left", "right", "judgement", "note", "author", "decided_at", "drawn", "in_force",
)  # fmt: skip


def _decision_row(one: KeptDecision) -> dict[str, object]:
    return {
        "decision": one.number,
        "left": one.left,
        "right": one.right,
        "judgement": one.judgement.value,
        "note": one.note,
        "author": one.author,
        "decided_at": one.decided_at,
        "drawn": one.drawn,
        "in_force": one.in_force,
    }


def _cell(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def show_overlap(
    workspace: Folder = None,
    as_of: AsOf = None,
    people: Annotated[
        bool, typer.Option("--people", help="List everybody behind the numbers: both records, days, price; as CSV.")
    ] = False,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Say which vendors delivered the same people: who was first, how much later the other, and what was paid twice."""
    with progress() as report:
        found = opened(workspace).assessment(as_of=None if as_of is None else as_of.date(), report=report)
    rows = overlap_people_of(found) if people else overlap_of(found)
    if json:
        as_json(rows)
        return
    if csv or people:
        as_csv(PEOPLE_HEADER if people else OVERLAP_HEADER, rows)
        return
    if len({one.head.vendor for one in found.deliveries}) < 2:
        out.print(
            "Fewer than two vendors delivered anything by this day, so nobody can have delivered the same people."
        )
        return
    for sentence in overlap_sentences(rows, promised_by(found)):
        out.print(sentence.replace("**", ""))
    if rows:
        header = ("first", "then", "people", "companies", "days later", "to be paid again", "exclusive")
        as_table(header, [_overlap_words(row) for row in rows], right=(2, 3, 4, 5, 6))


def _overlap_words(row: dict[str, object]) -> tuple[str, ...]:
    number = {name: int(str(row[name])) for name in ("people", "vendor_people", "accounts", "paid", "not_exclusive")}
    paid = paid_words(row) if row["is_baseline"] else f"{count(number['paid'])}, {paid_words(row)}"
    return (
        named_words(row, "first_vendor"), named_words(row, "vendor"), share(number["people"], number["vendor_people"]),
        count(number["accounts"]), days_words(row), paid, count(number["not_exclusive"]),
    )  # fmt: skip
