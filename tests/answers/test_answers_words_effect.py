from collections.abc import Mapping

from leadaudit.answers.words_effect import effect_rows, effect_sentences
from leadaudit.facts.words_effect import Change, WordsEffect, WordsKind


def effect(*changes: Change, records: int = 5120, **more: Mapping[str, tuple[str, ...]]) -> WordsEffect:
    return WordsEffect(records=records, changes=changes, joined=more.get("joined", {}), parted=more.get("parted", {}))


def change(kind: WordsKind, value: object, before: object, after: object, records: int) -> Change:
    def cells(side: object) -> tuple[str | None, ...]:
        return side if isinstance(side, tuple) else (side,)

    return Change(kind=kind, value=cells(value), before=cells(before), after=cells(after), records=records)


TITLES = [
    change(
        WordsKind.TITLE, ("RevOps Lead", None, None), ("manager", "sales", False, "ok"),
        ("manager", "operations", False, "ok"), 300,
    ),
    change(
        WordsKind.TITLE, (None, "Band 9", None), ("unknown", "unknown", False, "missing"),
        ("c_level", "unknown", True, "doubtful"), 40,
    ),
]  # fmt: skip
COMPANIES = [change(WordsKind.COMPANY, name, name.lower(), "northwell", 20) for name in ("Brackwater", "Hill")]
DOMAIN = change(WordsKind.DOMAIN, ("brackwater.example", "Northwell"), False, True, 7)
LOST = change(WordsKind.DOMAIN, ("hill.example", None), True, None, 1)
MAILBOX = change(WordsKind.MAILBOX, "welcome", False, True, 3)


def test_every_kind_is_told_in_its_own_sentence() -> None:
    told = effect_sentences(
        effect(*TITLES, *COMPANIES, DOMAIN, LOST, MAILBOX, joined={"northwell": ("brackwater", "hill", "northwell")})
    )
    assert told == (
        "**2 titles of 340 records** change level or function.",
        "**3 companies become one** (northwell: brackwater, hill, northwell).",
        "**40 records** change company.",
        "The mail domain becomes the employer's in 7 records and is judged otherwise in 1 record.",
        "**1 mailbox of 3 records** changes between person and function.",
        "5,120 records were looked at. People, classes and verdicts follow with the next answer.",
    )


def test_what_is_parted_is_told_the_other_way_round() -> None:
    told = effect_sentences(effect(*COMPANIES, parted={"northwell": ("brackwater", "hill")}))
    assert told[0] == "**1 company becomes 2** (northwell: brackwater, hill)."


def test_several_groups_are_counted_and_three_of_them_named() -> None:
    joined = {name: (name, f"{name} two") for name in ("ash", "elm", "fir", "oak")}
    told = effect_sentences(effect(*COMPANIES, joined=joined))
    assert told[0] == "**8 companies become 4** (ash: ash, ash two; elm: elm, elm two; fir: fir, fir two; ...)."


def test_no_effect_and_no_delivery_are_two_things() -> None:
    assert effect_sentences(effect()) == ("**These words change nothing** in the 5,120 records delivered so far.",)
    assert effect_sentences(effect(records=0)) == ("**Nothing is delivered yet**, so nothing changes today.",)


def test_the_ledger_says_what_each_value_means_now_and_then() -> None:
    assert effect_rows(effect(*TITLES, COMPANIES[0], DOMAIN, LOST, MAILBOX)) == [
        ("title", "RevOps Lead", "manager, sales", "manager, operations", "300"),
        (
            "title",
            "level: Band 9",
            "level not known, function not known",
            "C-level, function not known, somebody who learns, to be doubted",
            "40",
        ),
        ("company", "Brackwater", "brackwater", "northwell", "20"),
        ("mail domain", "brackwater.example at Northwell", "another company's", "the employer's", "7"),
        ("mail domain", "hill.example at no company named", "the employer's", "cannot tell", "1"),
        ("mailbox", "welcome", "a person's", "a function's", "3"),
    ]
