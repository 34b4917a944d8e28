"""People's names: what to show, what to compare, and whether somebody is behind them at all."""

from dataclasses import dataclass, replace
from functools import lru_cache

from leadaudit.facts.folding import compact, tidy, words
from leadaudit.facts.name_doubts import (
    is_placeholder,
    is_possibly_a_test,
    is_test,
    looks_swapped,
    why_gibberish,
    why_no_person,
)
from leadaudit.facts.name_half import Half, folded_words, half_of, plain_half
from leadaudit.facts.name_splitting import SplitName, bare_words, split_full_name
from leadaudit.facts.name_words import name_words
from leadaudit.facts.words import is_missing
from leadaudit.vocabulary import ValueStatus

Args = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameFact:
    """A person's name.

    Args:
        first: Given names as they should be shown; None when there is none.
        last: Family name likewise, with its particles.
        first_key: Given names for comparison: folded, without initials behind the first; None unless usable.
        last_key: Family name likewise, particles included, nothing between the words.
        generation: jr, sr, ii, iii or iv.
        status: What became of the name.
        check: The check not passed; with status ok it is a note.
        args: Words for the check's sentence.
        is_test: Whether the name is a test entry, gibberish or an insult.
    """

    first: str | None = None
    last: str | None = None
    first_key: str | None = None
    last_key: str | None = None
    generation: str | None = None
    status: ValueStatus = ValueStatus.OK
    check: str | None = None
    args: Args = ()
    is_test: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Delivered:
    """The cells of a name, tidied; None when they say nothing."""

    first: str | None
    middle: str | None
    last: str | None
    full: str | None


def parse_name(
    *, first: str | None, middle: str | None, last: str | None, full: str | None, salutation: str | None
) -> NameFact:
    """The name of one person from the cells that hold it.

    Separate columns win over a whole name; a whole name in one of them is split.  Middle names and initials are
    dropped, since most files lack them.  Titles, degrees and nicknames in quotes are taken off.

    Args:
        first: Given name as delivered.
        middle: Middle name or initial.
        last: Family name.
        full: Whole name in one cell.
        salutation: Honorific; it tells that a single word is a family name.
    """
    fact = None if full is not None else _plain_name(first, last)
    return fact or _read_cells(first=first, middle=middle, last=last, full=full, has_salutation=salutation is not None)


def _plain_name(first: str | None, last: str | None) -> NameFact | None:
    """The name when both halves are one unsuspicious word each, as most are; None when it needs a closer look.

    A short cut that answers as ``_read_cells`` does, 20 times as fast.
    """
    given, family = plain_half(first), plain_half(last)
    if given is None or family is None or given.key == family.key:
        return None
    if f"{given.key}{family.key}" in name_words().profanity or looks_swapped(given.folded, family.folded):
        return None
    return NameFact(first=given.shown, last=family.shown, first_key=given.key, last_key=family.key)


def _read_cells(
    *, first: str | None, middle: str | None, last: str | None, full: str | None, has_salutation: bool
) -> NameFact:
    cells = _Delivered(
        first=_said(first, "first_name", beside=last),
        middle=_said(middle, "middle_name", beside=last),
        last=_said(last, "last_name", beside=first),
        full=_said(full, "full_name"),
    )
    given_text = " ".join(text for text in (cells.first, cells.last, cells.full) if text is not None)
    if given_text == "":
        return NameFact(status=ValueStatus.MISSING, check="name.missing", args=(("part", "name"),))
    named, dropped = _without_strangers(cells)
    if named.first is None and named.last is None and named.full is None:
        reason = dropped or "placeholder"
        return _nobody(cells, given_text, reason)
    split, was_split = _split(named, has_salutation=has_salutation)
    split, is_half = _without_placeholders(split)
    dropped = dropped or ("placeholder" if is_half else None)
    fact = _fact(split, given_text)
    if fact.status is ValueStatus.UNUSABLE:
        return fact
    if dropped is not None:
        return _doubt(fact, "name.placeholder" if dropped == "placeholder" else "name.not-a-name", given_text, dropped)
    if was_split and fact.check is None:
        args = (("value", given_text), ("first", fact.first or ""), ("last", fact.last or ""))
        return replace(fact, check="name.in-one-column", args=args)
    return fact


def _said(text: str | None, field: str, *, beside: str | None = None) -> str | None:
    if text is None or is_missing(text, field, beside=beside):
        return None
    return tidy(text) or None


def _without_strangers(cells: _Delivered) -> tuple[_Delivered, str | None]:
    """The cells without those that hold no name, and why the first of these does not."""
    first = _why_stranger(cells.first, beside=cells.last)
    last = _why_stranger(cells.last, beside=cells.first)
    full = _why_stranger(cells.full, beside=None)
    if cells.first is not None and cells.last is not None:
        both = why_no_person(f"{cells.first} {cells.last}")  # "Sales" | "Team"
        is_company = both == "company" and len(words(f"{cells.first} {cells.last}")) > 2  # Anna Ag is a person
        if both in {"profanity", "department"} or is_company:
            first = last = both
    kept = replace(
        cells,
        first=None if first else cells.first,
        last=None if last else cells.last,
        full=None if full else cells.full,
    )
    return kept, first or last or full


@lru_cache(maxsize=65_536)
def _why_stranger(text: str | None, *, beside: str | None) -> str | None:
    if text is None:
        return None
    has_other_half = beside is not None and not is_placeholder(beside, has_other_half=False)
    if is_placeholder(text, has_other_half=has_other_half):
        return "placeholder"
    return why_no_person(text)


def _nobody(cells: _Delivered, value: str, reason: str) -> NameFact:
    check = "name.placeholder" if reason == "placeholder" else "name.not-a-name"
    return NameFact(
        first=cells.first,
        last=cells.last if cells.first or cells.last else cells.full,
        status=ValueStatus.UNUSABLE,
        check=check,
        args=(("value", value), ("why", reason)),
        is_test=reason == "profanity",
    )


def _split(cells: _Delivered, *, has_salutation: bool) -> tuple[SplitName, bool]:
    """The words of the name, and whether a whole name had to be taken apart in a column of one half."""
    if cells.first is None and cells.last is None:
        return _split_whole(cells.full or "", has_salutation=has_salutation), False
    if cells.full is not None and (cells.first is None or cells.last is None):
        whole = _split_whole(cells.full, has_salutation=has_salutation)
        if whole.given and whole.family:
            return whole, False
    if cells.first is None:
        whole = split_full_name(cells.last or "")
        given = _middle_words(cells.middle)
        if given:
            return replace(whole, given=given, family=_column(cells.last).family), False
        return (whole, True) if "," in (cells.last or "") else _last_alone(cells.last or "", whole)
    if cells.last is None:
        whole = split_full_name(cells.first)
        return (whole, True) if whole.given and whole.family else (_column(cells.first, of_given=True), False)
    return _both(cells.first, cells.last)


def _without_placeholders(split: SplitName) -> tuple[SplitName, bool]:
    """The name without a half that only fills its place ("FNU Kumar"), and whether there was one."""
    given = is_placeholder(" ".join(split.given), has_other_half=bool(split.family))
    family = is_placeholder(" ".join(split.family), has_other_half=bool(split.given))
    if not given and not family:
        return split, False
    return replace(split, given=() if given else split.given, family=() if family else split.family), True


def _split_whole(text: str, *, has_salutation: bool) -> SplitName:
    whole = split_full_name(text)
    if has_salutation and whole.given and not whole.family:
        return replace(whole, given=(), family=whole.given)
    return whole


def _last_alone(text: str, whole: SplitName) -> tuple[SplitName, bool]:
    column = _column(text)
    # "García López" alone is a family name; "Anna Schmidt" alone is a person.
    first_word = words(whole.given[0])[:1] if whole.given else []
    is_whole = bool(whole.given and whole.family) and first_word != [] and _is_given(first_word[0])
    return (whole, True) if is_whole else (column, False)


def _is_given(word: str) -> bool:
    return word in name_words().given


def _middle_words(middle: str | None) -> tuple[str, ...]:
    found = () if middle is None else bare_words(middle).words
    return found if found and len(compact(found[0])) > 1 else ()


def _column(text: str | None, *, of_given: bool = False) -> SplitName:
    before, _, behind = (text or "").partition(",")
    bare = bare_words(before, keep_one=not of_given)
    degrees = bare_words(behind, keep_one=False, behind_comma=True)
    generation = bare.generation or degrees.generation
    if of_given:
        return SplitName(given=bare.words, generation=generation)
    return SplitName(family=bare.words, generation=generation)


def _both(first: str, last: str) -> tuple[SplitName, bool]:
    given, family = _column(first, of_given=True), _column(last)
    generation = family.generation or given.generation
    only_generation = len(family.family) == 1 and family.family[0].lower().strip(".") in {
        "jr",
        "sr",
        "jnr",
        "snr",
        "ii",
        "iii",
        "iv",
    }
    if only_generation and len(given.given) > 1:  # "John Smith" | "Jr."
        whole = split_full_name(f"{first} {last}")
        return whole, True
    first_words, last_words = folded_words(given.given), folded_words(family.family)
    if min(len("".join(first_words)), len("".join(last_words))) < 2:  # an initial says nothing about the other column
        return SplitName(given=given.given, family=family.family, generation=generation), False
    if len(first_words) > len(last_words) > 0 and first_words[-len(last_words) :] == last_words:
        return SplitName(given=given.given[: -len(last_words)], family=family.family, generation=generation), True
    if len(last_words) > len(first_words) > 0 and last_words[: len(first_words)] == first_words:
        return SplitName(given=given.given, family=family.family[len(first_words) :], generation=generation), True
    if len(first_words) > 1 and first_words == last_words:
        return split_full_name(first), True
    return SplitName(given=given.given, family=family.family, generation=generation), False


def _fact(split: SplitName, value: str) -> NameFact:
    given, family = half_of(split.given, is_given=True), half_of(split.family, is_given=False)
    fact = NameFact(
        first=given.shown, last=family.shown, first_key=given.key, last_key=family.key, generation=split.generation
    )  # fmt: skip
    if given.key is None and family.key is None:
        return _unusable(fact, "name.placeholder", value, "placeholder")
    if is_test(given.folded, family.folded):
        return _unusable(fact, "name.test-entry", value, "test")
    reasons = [why_gibberish(part) for part in (*split.given, *split.family)]
    reason = next(filter(None, reasons), None)
    # One word that nobody can say beside one that somebody can is a slip of the pen.
    if reason == "unpronounceable" and not all(reasons):
        return _doubt(fact, "name.gibberish", value, reason)
    if reason is not None:
        return _unusable(fact, "name.gibberish", value, reason)
    return _doubted(fact, given, family, value)


def _doubted(fact: NameFact, given: Half, family: Half, value: str) -> NameFact:
    if given.key is None or family.key is None:
        args = (("part", "first name" if given.key is None else "last name"), ("value", value))
        return replace(fact, status=ValueStatus.DOUBTFUL, check="name.missing", args=args)
    if any(character.isdigit() for character in given.key + family.key):
        return _doubt(fact, "name.not-a-name", value, "digits")
    if given.key == family.key:
        return _doubt(fact, "name.same-first-and-last", value, "same")
    if is_possibly_a_test(given.folded, family.folded):
        return _doubt(fact, "name.test-entry", value, "invented")
    if looks_swapped(given.folded, family.folded):
        return _doubt(fact, "name.swapped", value, "swapped")
    return fact


def _unusable(fact: NameFact, check: str, value: str, reason: str) -> NameFact:
    return replace(
        fact, first_key=None, last_key=None, status=ValueStatus.UNUSABLE, check=check,
        args=(("value", value), ("why", reason)), is_test=check != "name.not-a-name",
    )  # fmt: skip


def _doubt(fact: NameFact, check: str, value: str, reason: str) -> NameFact:
    return replace(fact, status=ValueStatus.DOUBTFUL, check=check, args=(("value", value), ("why", reason)))
