"""What erasing one person takes away, in words; said before, because there is no way back."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from leadaudit.format import plural

NO_WAY_BACK: Final = (
    "There is no way back: the lines are emptied in the delivered files themselves, and backups of the folder that "
    "were made before are not touched."
)
WHAT_STAYS: Final = (
    "Of each record stay its delivery and line, its class, what the contract said of it and its amounts. A later file "
    "that holds one of these addresses is kept as it comes, and the person in it is suppressed."
)


def planned_sentences(
    what: Sequence[str], *, addresses: Sequence[str], claims: Sequence[str], decisions: int
) -> tuple[str, ...]:
    """What would go, and that it cannot be brought back.

    Args:
        what: What each line that would be emptied is.
        addresses: The person's addresses.
        claims: Claims that hold one of the records.
        decisions: Decisions about the records.
    """
    if not what:
        first = (
            "**Nobody of this address is here.** It is remembered, so that a later file does not bring the person in."
        )
    else:
        counted = [
            plural(number, f"line of kind {kind}", f"lines of kind {kind}") for kind, number in Counter(what).items()
        ]
        first = f"**{plural(len(what), 'line')} would be emptied**: {', '.join(sorted(counted))}."
    also = [f"Addresses that are this person's alone: {', '.join(addresses)}."] if len(addresses) > 1 else []
    if claims:
        also.append(f"The sent file of {' and '.join(claims)} is removed; ids and amounts stay.")
    if decisions:
        also.append(f"{plural(decisions, 'decision')} about these records would go.")
    return (first, *also, WHAT_STAYS, NO_WAY_BACK)


def erased_sentence(*, lines: int, files: int) -> str:
    """What was done."""
    return f"Erased: {plural(lines, 'line')} emptied, {plural(files, 'file')} written anew or removed."
