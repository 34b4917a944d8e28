"""Who may be one person, in numbers and sentences: what waits for a decision, how right joining was, vendors' overlap.

docs/method.md, "Who is the same person".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from leadaudit import sql
from leadaudit.economics.rates import Interval, RatePosterior
from leadaudit.format import UNDEFINED, count, percent, plural, share
from leadaudit.identity.pairs.rules import BY_NAME
from leadaudit.vocabulary import Judgement, MatchOutcome

Sources = Mapping[str, sql.Source]
# Which pairs are drawn by chance; the same ones every time, so that a decision stays about a random pair.
SEED: Final = "joined pairs"
LEVEL: Final = 0.9
JOINED: Final = MatchOutcome.SAME
WAITING: Final = MatchOutcome.UNSURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Two records that may be one person."""

    left: str
    right: str
    bits: float
    p: float
    outcome: MatchOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """Pairs for somebody to look at.

    Args:
        pairs: The first of them.
        left: How many there are in all.
    """

    pairs: tuple[Question, ...]
    left: int


def questions(
    paths: Sources,
    outcomes: Sequence[MatchOutcome],
    *,
    by_chance: bool,
    skip: frozenset[tuple[str, str]] = frozenset(),
    limit: int = 1,
) -> Questions:
    """Pairs for somebody to look at.

    Args:
        paths: Tables of an assessment.
        outcomes: What became of them: those that wait, those that were joined.
        by_chance: Whether their order tells nothing of them; else the likeliest come first.
        skip: Pairs decided since, by their ids in order.
        limit: The most that is returned.
    """
    params: dict[str, sql.Parameter] = {
        "outcomes": [one.value for one in outcomes],
        "seed": SEED if by_chance else None,
        "skipped": sorted(f"{left} {right}" for left, right in skip),
        "limit": limit,
    }
    rows = sql.run("matches_queue", {"matches": paths["matches"]}, params).to_pylist()
    found = (
        Question(
            left=f"{row['delivery']}:{row['line']}",
            right=f"{row['other_delivery']}:{row['other_line']}",
            bits=row["bits"],
            p=row["p"],
            outcome=MatchOutcome(row["outcome"]),
        )
        for row in rows
    )
    return Questions(pairs=(*found,), left=rows[0]["waiting"] if rows else 0)


def outcome_counts(paths: Sources) -> dict[MatchOutcome, int]:
    """Pairs of people (of records where they were joined) by what became of them."""
    rows = sql.run("matches_counts", {"matches": paths["matches"]}).to_pylist()
    return {MatchOutcome(row["outcome"]): row["people"] for row in rows}


def precision(drawn: Sequence[Judgement]) -> tuple[int, int, Interval] | None:
    """How many joined pairs drawn at random were right, of how many, and the interval; None before any was judged."""
    told = [one for one in drawn if one is not Judgement.CANNOT_TELL]
    if not told:
        return None
    right = sum(one is Judgement.SAME for one in told)
    return right, len(told), RatePosterior(events=right, trials=len(told)).interval(LEVEL)


def sentences(counts: Mapping[MatchOutcome, int], drawn: Sequence[Judgement]) -> tuple[str, ...]:
    """What waits, what was joined, and how right that was."""
    waiting, joined = counts.get(MatchOutcome.UNSURE, 0), counts.get(MatchOutcome.SAME, 0)
    first = (
        f"**{plural(waiting, 'pair')} of people may be one person: nobody is joined before somebody says so.**"
        if waiting
        else "**No pair of people waits for a decision.**"
    )
    likeness = f"{plural(joined, 'pair')} of records without a key in common {'was' if joined == 1 else 'were'} joined "
    cut = counts.get(MatchOutcome.CUT, 0)
    apart = f" {plural(cut, 'likely pair')} stayed apart, as joining would make one of two people." if cut else ""
    return (
        first,
        f"{likeness}because of all they say together.{apart}",
        precision_sentence(drawn, joined),
    )


def precision_sentence(drawn: Sequence[Judgement], joined: int) -> str:
    """How right joining was, as far as somebody checked."""
    found = precision(drawn)
    if found is None:
        return (
            "How many of the joined ones are right is not known yet: check some that are drawn at random."
            if joined
            else ""
        )
    right, told, interval = found
    between = f"{percent(interval.low or 0)} to {percent(interval.high or 0)}"
    return (
        f"Of joined pairs drawn at random and checked, {share(right, told)} were right ({percent(LEVEL)}: {between})."
    )


def compared(paths: Sources) -> dict[str, int]:
    """How many pairs of inputs share a value, pairs of records that were looked at, and pairs left out for a value."""
    [row] = sql.run("matches_compared", {"blocking": paths["blocking"]}).to_pylist()
    return dict(row)


def compared_sentences(paths: Sources, recall: float | None) -> tuple[str, ...]:
    """How many pairs were compared, how many were not and why, and how many that are one person that finds.

    Args:
        paths: Tables of an assessment.
        recall: Estimated share of the pairs that are one person which some value brings together; None: cannot tell.
    """
    row = compared(paths)
    looked = f"{plural(row['compared'], 'pair')} of records that share a value were compared."
    left_out = (
        f"{plural(row['pairs_skipped'], 'pair')} were not compared for one of their values, as too many records share "
        "it; most of them met by another one."
        if row["pairs_skipped"]
        else "No value was left out because too many records share it."
    )
    found = (
        "Too few pairs are one person yet to estimate how many share no value at all."
        if recall is None
        else f"Of all pairs that are one person an estimated {_nearly(recall)} share a value and so were compared, as "
        "far as the pairs that were found tell of those that were not."
    )
    return looked, left_out, found


def _nearly(recall: float) -> str:
    # Kinds of keys that never missed one another's pairs miss something all the same.
    return "99 % or more" if recall > 0.99 else percent(recall)


RULE_WORDS: Final[Mapping[str, str]] = {
    "email": "e-mail", "local_part": "mailbox name", "phone": "phone", "profile": "profile page",
    "person_id": "personal id", "name": "first and last name", "name_sound": "sound of the name",
    "last_company": "last name and company", "first_company": "first name and company",
    "last_domain": "last name and domain", "first_domain": "first name and domain",
    "starts_company": "beginnings of name and company", "title_company": "title and company",
    "title_company_start": "title, company and country", "title_name": "title and last name",
    "title_first": "title and first name", "last_city": "name and city", "ends": "first name and end of last name",
    "last": "last name", "title_country": "title and country", "street": "street", "postcode": "postal code",
    "first_street": "first name and street", "first_postcode": "first name and postal code",
    "born": "date of birth", "last_born": "last name and date of birth", "first_born": "first name and date of birth",
    "born_postcode": "date of birth and postal code", "first_born_year": "first name and year of birth",
    "city_born": "city and date of birth", "everybody": "nothing, few records as they are",
    "last_postcode": "last name and postal code", "starts_postcode": "beginning of name and postal code",
    "first_last_start": "first name and beginning of last name",
    "last_first_start": "last name and beginning of first name",
    "first_company_start": "first name and beginning of company",
    "last_company_start": "last name and beginning of company", "third_record": "records that are like both",
}  # fmt: skip
NOT_COMPARED_HEADER: Final = (
    "What they share", "Left out when shared by", "Values left out", "Pairs not compared", "For example that of",
)  # fmt: skip


def not_compared_rows(paths: Sources) -> list[tuple[str, str, str, str, str]]:
    """Values that too many records share to tell anything, by what they are; cells in the order of the header.

    The last is the id of a record that holds one of them.
    """
    return [
        (
            RULE_WORDS.get(row["rule"], row["rule"].replace("_", " ")),
            _limit_words(row["rule"]),
            f"{count(row['keys_skipped'])} of {count(row['keys'])}",
            count(row["pairs_skipped"]),
            f"{row['delivery']}:{row['line']}",
        )
        for row in sql.run("matches_not_compared", {"blocking": paths["blocking"]}).to_pylist()
    ]


def _limit_words(rule: str) -> str:
    """The most records whose pairs are looked at for one value; an earlier answer may know a rule that is no more."""
    return f"over {plural(BY_NAME[rule].most_records, 'record')}" if rule in BY_NAME else UNDEFINED
