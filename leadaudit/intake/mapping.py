"""The proposal of what each delivered column is, and what a person must still answer about it."""

from collections.abc import Mapping as Lookup
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import pyarrow as pa

from leadaudit.errors import MappingError
from leadaudit.intake.fields import FIELDS, IGNORE
from leadaudit.intake.header_layout import Layout, read_layout
from leadaudit.intake.header_words import read_header
from leadaudit.intake.mapping_choose import Choice, choose
from leadaudit.intake.mapping_column import Candidate, candidates
from leadaudit.intake.mapping_file import SavedMapping, names_of_columns
from leadaudit.intake.mapping_looks import SPEAKS_AGAINST, SPEAKS_FOR
from leadaudit.intake.mapping_values import Profile, profile_columns, sample_columns
from leadaudit.intake.shapes import Shape
from leadaudit.vocabulary import DateOrder

CHOSEN: Final = "chosen by you"
SAVED: Final = "as last time"
# A field worth naming beside the one proposed.
ALSO_AT_LEAST: Final = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """What one delivered column is taken for.

    Args:
        column_no: 0-based position in the file.
        header: The header as delivered.
        field: The field it is mapped to; None when unmapped.
        confidence: How sure the proposal is, 0 to 1.
        reason: Why, in plain words, without a final stop.
        samples: Up to three different values.
        date_order: How its dates are written, once that was decided over the whole column.
        also: Other fields it could be, the likeliest first.
    """

    column_no: int
    header: str
    field: str | None
    confidence: float
    reason: str
    samples: tuple[str, ...] = ()
    date_order: DateOrder | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """Something about the columns that only a person can say.

    Args:
        about: Two columns claim a field that can have one, or dates that can be read in two orders.
        columns: The columns it is about, 0-based.
        field: The field.
        sentence: The question as the screen and the command line put it.
    """

    about: Literal["two_columns", "date_order"]
    columns: tuple[int, ...]
    field: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """What every column of a delivery is taken for.

    Args:
        columns: One entry per delivered column, in order.
        questions: What is still open.
    """

    columns: tuple[ColumnMapping, ...]
    questions: tuple[OpenQuestion, ...] = ()

    def columns_of(self, field: str) -> tuple[ColumnMapping, ...]:
        """The columns mapped to a field."""
        return tuple(column for column in self.columns if column.field == field)

    def column_of(self, field: str) -> ColumnMapping | None:
        """The first column mapped to a field, or None."""
        return next(iter(self.columns_of(field)), None)

    @property
    def unmapped(self) -> tuple[ColumnMapping, ...]:
        """The columns that belong to no field."""
        return tuple(column for column in self.columns if column.field is None)

    def with_choice(self, column_no: int, field: str | None) -> "Mapping":
        """The mapping with one column set by a person; a proposal for the same one-only field gives way.

        Args:
            column_no: The column, 0-based.
            field: The field; None or "ignore" leaves the column unmapped.

        Raises:
            MappingError: There is no such column or no such field.
        """
        mistake = _choice_mistake(self, column_no, field)
        if mistake:
            raise MappingError("mapping", mistake, "Name a column of the file and a field of the list")
        chosen = None if field == IGNORE else field
        columns = [_gives_way(column, chosen) if column.column_no != column_no else column for column in self.columns]
        columns[column_no] = replace(
            self.columns[column_no], field=chosen, confidence=1.0, reason=CHOSEN, date_order=None
        )
        kept = [one for one in self.questions if one.about == "date_order" and column_no not in one.columns]
        return Mapping(columns=tuple(columns), questions=(*two_column_questions(columns), *kept))

    def with_date_orders(self, orders: Lookup[int, DateOrder]) -> "Mapping":
        """The mapping with the way dates are written filled in; a question about those columns is answered.

        Args:
            orders: Column number to order.
        """
        columns = tuple(
            replace(column, date_order=orders.get(column.column_no, column.date_order)) for column in self.columns
        )
        open_ones = tuple(
            one for one in self.questions if one.about != "date_order" or not set(one.columns) <= set(orders)
        )
        return Mapping(columns=columns, questions=open_ones)

    def with_questions(self, questions: Sequence[OpenQuestion]) -> "Mapping":
        """The mapping with further open questions."""
        return replace(self, questions=(*self.questions, *questions))

    def to_saved(self) -> SavedMapping:
        """What to propose the next time the vendor's file has these headers."""
        named = list(zip(names_of_columns([column.header for column in self.columns]), self.columns, strict=True))
        return SavedMapping(
            columns={name: column.field or IGNORE for name, column in named},
            dates={name: column.date_order for name, column in named if column.date_order is not None},
        )


def _choice_mistake(mapping: Mapping, column_no: int, field: str | None) -> str:
    if not 0 <= column_no < len(mapping.columns):
        return f"there is no column {column_no + 1}; the file has {len(mapping.columns)}"
    return "" if field is None or field in FIELDS else f"there is no field '{field}'"


def _gives_way(column: ColumnMapping, field: str | None) -> ColumnMapping:
    if field is None or column.field != field or FIELDS[field].many or column.reason == CHOSEN:
        return column
    reason = f"you chose another column as {FIELDS[field].label.lower()}"
    return replace(column, field=None, confidence=1.0, reason=reason, date_order=None)


def two_column_questions(columns: Sequence[ColumnMapping]) -> tuple[OpenQuestion, ...]:
    """One question per field that only one column can be and several claim."""
    claims: dict[str, list[ColumnMapping]] = {}
    for column in columns:
        if column.field is not None and not FIELDS[column.field].many:
            claims.setdefault(column.field, []).append(column)
    return tuple(
        OpenQuestion(
            about="two_columns",
            columns=tuple(column.column_no for column in claiming),
            field=field,
            sentence=_two_columns_sentence(field, claiming),
        )
        for field, claiming in claims.items()
        if len(claiming) > 1
    )


def _two_columns_sentence(field: str, claiming: Sequence[ColumnMapping]) -> str:
    names = [f'{column.column_no + 1} "{column.header}"' for column in claiming]
    listed = f"{', '.join(names[:-1])} and {names[-1]}"
    return (
        f"Columns {listed} all look like {FIELDS[field].label} and only one can be it. Which one?"
        if len(names) > 2
        else f"Columns {listed} both look like {FIELDS[field].label} and only one can be it. Which one?"
    )


def propose_mapping(header: Sequence[str], lines: pa.Table, *, saved: SavedMapping | None = None) -> Mapping:
    """What each column most likely is, with what speaks for it.

    Args:
        header: The headers as delivered, one per column.
        lines: tables.LINES of the delivery; may be empty.
        saved: What was confirmed for the vendor before; it goes before any guess.
    """
    sampled = sample_columns(lines, len(header))
    profiles = profile_columns(sampled)
    known = _known_columns(header, saved)
    read = [read_header(text) for text in header]
    layout = _with_values(read_layout(read), profiles)
    options: list[list[Candidate]] = [
        []
        if at in known
        else candidates(words, layout, profiles[at], [*profiles[max(0, at - 1) : at], *profiles[at + 1 : at + 2]])
        for at, words in enumerate(read)
    ]
    choices = choose(options, read, sampled, [field for field, _ in known.values() if field != IGNORE])
    columns = tuple(
        _from_saved(at, header[at], known[at], profiles[at])
        if at in known
        else _from_choice(at, header[at], choices[at], options[at], profiles[at])
        for at in range(len(header))
    )
    return Mapping(columns=columns, questions=two_column_questions(columns))


def _with_values(layout: Layout, profiles: Sequence[Profile]) -> Layout:
    """The layout, known for a feed of intent by its values: domains and scores, and nobody's e-mail address."""
    shared = {shape: max((one.shares[shape] for one in profiles), default=0.0) for shape in Shape}
    is_feed = shared[Shape.DOMAIN] >= SPEAKS_FOR and shared[Shape.SCORE] == 1 and shared[Shape.EMAIL] < SPEAKS_AGAINST
    if not is_feed or layout.tags & {"person", "deal"}:
        return layout
    return replace(layout, tags=layout.tags - {"account"} | {"intent"})


def _known_columns(header: Sequence[str], saved: SavedMapping | None) -> dict[int, tuple[str, DateOrder | None]]:
    """Field and order of dates of the columns that were confirmed before."""
    if saved is None:
        return {}
    named = enumerate(names_of_columns(header))
    return {at: (saved.columns[name], saved.dates.get(name)) for at, name in named if saved.columns.get(name) in FIELDS}


def _from_choice(at: int, header: str, choice: Choice, options: Sequence[Candidate], profile: Profile) -> ColumnMapping:
    chosen = choice.candidate
    field = chosen.field if chosen is not None else None
    return ColumnMapping(
        column_no=at,
        header=header,
        field=field,
        confidence=round(chosen.confidence, 2) if chosen is not None else 0.0,
        reason=chosen.reason if chosen is not None else choice.reason or _why_unmapped(header, options),
        samples=profile.samples,
        also=tuple(one.field for one in options if one.field != field and one.confidence >= ALSO_AT_LEAST)[:3],
    )


def _why_unmapped(header: str, options: Sequence[Candidate]) -> str:
    if options:
        return f"too little speaks for {FIELDS[options[0].field].label.lower()}: {options[0].reason}"
    return "no field is known by these words" if header.strip() else "there is no header, and the values fit no field"


def _from_saved(at: int, header: str, known: tuple[str, DateOrder | None], profile: Profile) -> ColumnMapping:
    field, date_order = known
    return ColumnMapping(
        column_no=at,
        header=header,
        field=None if field == IGNORE else field,
        confidence=1.0,
        reason=SAVED,
        samples=profile.samples,
        date_order=date_order,
    )


def require_answered(mapping: Mapping, where: str) -> None:
    """Stop when something about the columns is still open.

    Args:
        mapping: The mapping about to be used.
        where: The file it is for.

    Raises:
        MappingError: A question is open, a column has an unknown field, or a one-only field has several columns.
    """
    open_ones = [question.sentence for question in mapping.questions]
    unknown = sorted({column.field for column in mapping.columns if column.field and column.field not in FIELDS})
    open_ones += [f"There is no field '{field}'." for field in unknown]
    known = [column for column in mapping.columns if column.field in FIELDS]
    asked = {question.field for question in mapping.questions if question.about == "two_columns"}
    open_ones += [one.sentence for one in two_column_questions(known) if one.field not in asked]
    if open_ones:
        what = (
            "1 question about its columns is open"
            if len(open_ones) == 1
            else f"{len(open_ones)} questions about its columns are open"
        )
        raise MappingError(where, f"{what}. {' '.join(open_ones)}"[:-1], "Answer with --map or on the page")
