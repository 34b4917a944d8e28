"""The catalogue of checks: what each is called, and the sentence that says how a value failed it.

A finding stores the check's id and the words it needs; the sentence is made when somebody reads it, so that
better wording reaches old findings too.  The catalogue is ``checks.toml``: one check, one place.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final

from leadaudit.vocabulary import FindingStatus, ValueStatus

# What a check not passed means, by what became of the value.
STATUS_OF: Final = {
    ValueStatus.UNUSABLE: FindingStatus.PROBLEM,
    ValueStatus.DOUBTFUL: FindingStatus.DOUBT,
    ValueStatus.OK: FindingStatus.NOTE,
    ValueStatus.MISSING: FindingStatus.NOTE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One question about a value.

    Args:
        id: Published once and never renamed, such as ``email.not-an-address``.
        title: A few words for lists and counts.
        sentence: What is wrong, with the finding's words in braces; ``{field}`` is the field's name in words.
        words: For a word that is a code, such as why, what to write for each code.
    """

    id: str
    title: str
    sentence: str
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@cache
def catalogue() -> Mapping[str, Check]:
    """Every check there is, by id."""
    read = tomllib.loads((files(__package__) / "checks.toml").read_text(encoding="utf-8"))
    return {
        check_id: Check(
            id=check_id,
            title=entry["title"],
            sentence=entry["sentence"],
            words={name: words for name, words in entry.items() if isinstance(words, dict)},
        )
        for check_id, entry in read.items()
    }


def sentence(check_id: str, args: Mapping[str, str], *, field: str | None = None) -> str:
    """What a finding says, as one sentence for the person who reads the record.

    Args:
        check_id: Id of the check, one of the catalogue.
        args: The finding's words.
        field: Canonical field the finding is about.
    """
    check = catalogue()[check_id]
    spoken = {name: check.words.get(name, {}).get(word, word) for name, word in args.items()}
    named = (field or "value").removesuffix("_at").replace("_", " ")
    return check.sentence.format_map(_Words(spoken | {"field": named}))


class _Words(dict[str, str]):
    """The words of a sentence; one that a finding does not have is left out, never an error."""

    def __missing__(self, key: str) -> str:
        return ""
