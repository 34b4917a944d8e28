"""Words the user adds to ours: TOML of the same shape as the shipped tables, read in front of them."""

import hashlib
import json
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files

from leadaudit.errors import FileMistakesError


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """What is known beside a file: what a user adds to our word lists, and what mail domains answered.

    Args:
        role_names: Mailbox names that belong to a function.
        titles: Rules for job titles, TOML.
        companies: Legal forms and company words, TOML.
        industries: Industry groups, TOML.
        no_mail: Mail domains that were asked and take no mail.
        one_domain: For every domain of a company that has several, the one that stands for all of them.
    """

    role_names: frozenset[str] = frozenset()
    titles: str | None = None
    companies: str | None = None
    industries: str | None = None
    no_mail: frozenset[str] = frozenset()
    one_domain: Mapping[str, str] = field(default_factory=dict)

    @property
    def second_domains(self) -> dict[str, str]:
        """For every domain that another one of its company stands for, that other one."""
        return {domain: one for domain, one in sorted(self.one_domain.items()) if domain != one}

    @property
    def fingerprint(self) -> str | None:
        """sha256 of everything these words can change; None when there are none."""
        if self == OwnWords():
            return None
        said: list[object] = [sorted(self.role_names), self.titles, self.companies, self.industries]
        said += [sorted(self.one_domain.items()), sorted(self.no_mail)]
        return "sha256:" + hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def shipped_words(name: str) -> dict[str, object]:
    """A table of words that stands beside these modules."""
    return tomllib.loads((files(__package__) / name).read_text(encoding="utf-8"))


def own_words(
    text: str | None, *, where: str, mistakes: Callable[[Mapping[str, object]], Iterable[str]]
) -> dict[str, object]:
    """The user's words; none without a file.

    Args:
        text: The file's text.
        where: Its name, for the sentences about its mistakes.
        mistakes: What is not understood in its tables, one sentence each.

    Raises:
        FileMistakesError: It is not TOML, or holds mistakes; every one is named.
    """
    if text is None:
        return {}
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FileMistakesError(where, [f"not TOML: {error}. Correct the line that is named."]) from error
    if found := [*mistakes(tables)]:
        raise FileMistakesError(where, found)
    return tables
