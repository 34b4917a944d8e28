"""What to know of a vendor before buying: fourteen questions, answered from contract and data, else asked."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from leadaudit.answers.returns import WonRow
from leadaudit.contract.program import Program
from leadaudit.contract.terms import day_words
from leadaudit.contract.verdict import returnable_reasons
from leadaudit.economics.summary import Summary
from leadaudit.format import plural, share
from leadaudit.vocabulary import ConsentState, ProfileSource
from leadaudit.words import reason_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of the sheet.

    Args:
        asked: The question, as it may be sent to the vendor.
        answer: What contract or data say; None: the vendor has to be asked.
        evidence: Where the answer stands; None without one.
    """

    asked: str
    answer: str | None
    evidence: str | None


def questions(programs: Sequence[Program], summary: Summary, won: Iterable[WonRow]) -> tuple[Question, ...]:
    """The sheet of one vendor.

    Args:
        programs: Those bought from it, at least one.
        summary: What is known of its records.
        won: How often it agreed to claims.
    """
    read, answered = sum(summary.consent.values()), list(won)
    usable = share(summary.usable.records, summary.lines.delivered)
    data = f"{plural(len(summary.deliveries), 'delivery', 'deliveries')} here"
    return (
        _each("Do you collect the records yourself, or from whom do you get them?", programs, _sub_supplier),
        _each("How do you come by employer and title?", programs, _profile_source),
        _each("Did intent data choose the accounts?", programs, _intent),
        _each("Which wording did people see, and may we have every version with its dates?", programs, _wordings),
        _known(
            "What share of the records comes with proof of permission?",
            share(summary.consent[ConsentState.PROVEN] + summary.consent[ConsentState.PROVEN_BY_PROGRAM], read),
            data,
        ),
        _known(
            "What share only claims a permission?", share(summary.consent[ConsentState.ASSERTED], read), data
        ),
        _each("What do we owe a return by, counted from what?", programs, _window),
        _each("Which reasons do you take back, and which do you refuse?", programs, _reasons),
        _each("What do we get for a returned record?", programs, _remedy),
        _each("What is a repeat, among which records, and how far back?", programs, _dedupe),
        _each("Which spec is confirmed, and since when does it bind?", programs, _specs),
        _each("Which of our lists do you hold, and since when?", programs, _lists),
        _known("How many of the delivered lines could be used?", usable, data),
        Question(
            asked="How often did you agree to what we returned?",
            answer=share(sum(row.won for row in answered), sum(row.answered for row in answered)) if answered else None,
            evidence="claims here" if answered else None,
        ),
    )  # fmt: skip


def _known(asked: str, answer: str, evidence: str) -> Question:
    return Question(asked=asked, answer=answer, evidence=evidence)


def _each(asked: str, programs: Sequence[Program], say: Callable[[Program], str | None]) -> Question:
    """A question to every program; unanswered while one of them is silent."""
    said: Mapping[str, str | None] = {program.id: say(program) for program in programs}
    if any(words is None for words in said.values()):
        return Question(asked=asked, answer=None, evidence=None)
    distinct = set(said.values())
    words = (
        str(next(iter(distinct)))
        if len(distinct) == 1
        else "; ".join(f"{name}: {words}" for name, words in said.items())
    )
    return Question(asked=asked, answer=words, evidence=f"program {', '.join(said)}")


def _sub_supplier(program: Program) -> str | None:
    return program.sub_supplier


def _profile_source(program: Program) -> str | None:
    return None if program.profile_source is ProfileSource.UNKNOWN else program.profile_source.value


def _intent(program: Program) -> str | None:
    return None if "intent_input" not in program.model_fields_set else "yes" if program.intent_input else "no"


def _wordings(program: Program) -> str | None:
    return plural(len(program.wording), "stored wording") if program.wording else None


def _window(program: Program) -> str | None:
    terms = program.returns
    if terms.window is None:
        return None
    return f"{terms.window} {terms.unit.value.replace('_', ' ')} from {terms.clock.value.replace('_', ' ')}"


def _reasons(program: Program) -> str | None:
    if "returnable" not in program.returns.model_fields_set:
        return None
    taken = ", ".join(sorted(reason_name(code) for code in returnable_reasons(program)))
    refused = ", ".join(sorted(reason_name(code) for code in program.returns.refused))
    return f"takes back {taken}" + (f"; refuses {refused}" if refused else "")


def _remedy(program: Program) -> str | None:
    return program.returns.remedy.value if "remedy" in program.returns.model_fields_set else None


def _dedupe(program: Program) -> str | None:
    terms = program.dedupe
    if terms is None:
        return None
    back = "without end" if terms.look_back_days is None else f"{terms.look_back_days} days back"
    return (
        f"the same {terms.key.value.replace('_', ' ')} among records of {terms.scope.value.replace('_', ' ')}, {back}"
    )


def _specs(program: Program) -> str | None:
    days = [spec.in_force_from for spec in program.spec if spec.in_force_from is not None]
    if not program.spec:
        return None
    return "from the start" if not days else f"binding from {', '.join(day_words(day.date()) for day in sorted(days))}"


def _lists(program: Program) -> str | None:
    named = sorted(
        {
            f"{listed.value.replace('_', ' ')}" + (f" since {day_words(spec.lists_supplied_on)}")
            for spec in program.spec
            for listed in spec.lists
            if spec.lists_supplied_on is not None
        }
    )
    return ", ".join(named) or None
