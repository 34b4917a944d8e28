"""Everything leadaudit raises on purpose.

Bad data is never an exception: it is a finding or an unreadable line.  A ``LeadauditError`` says that a job
cannot be done as asked, in one sentence a user can act on: *where: what is wrong. What to do.*
"""

from collections.abc import Sequence


class LeadauditError(Exception):
    """A job that cannot be done as asked, with a sentence for the person who asked.

    Args:
        where: The file, key, line or command the sentence is about.
        what: What is wrong there, without a final stop.
        remedy: What to do about it, without a final stop.
    """

    def __init__(self, where: str, what: str, remedy: str) -> None:
        self.where, self.what, self.remedy = where, what, remedy
        super().__init__(f"{where}: {what}. {remedy}.")


class NotATableError(LeadauditError):
    """The delivered bytes hold no table: a PDF, an image, an encrypted or broken workbook, nothing at all."""


class MappingError(LeadauditError):
    """The columns cannot be used as mapped: an unknown field, a single field given twice, an open question."""


class SplitError(LeadauditError):
    """A file cannot be taken apart as asked: some of its lines have no place yet."""


class UnknownNameError(LeadauditError):
    """Something was asked for by a name that does not exist here: a delivery, record, program, vendor or file."""


class AlreadyDeliveredError(LeadauditError):
    """The same bytes were already delivered under the same program."""


class WorkspaceError(LeadauditError):
    """The workspace folder cannot be used as it is: not one, made by a newer version, or held by a writer."""


class ConservationError(LeadauditError):
    """Counts or money do not close: a fault of ours, never of the data; nothing is shown or stored."""


class FileMistakesError(LeadauditError):
    """A program, buyer, policy or mapping file with mistakes, every one of them named.

    Args:
        where: The file's name.
        mistakes: One sentence each, starting with the key it is about.
    """

    def __init__(self, where: str, mistakes: Sequence[str]) -> None:
        self.mistakes = tuple(mistakes)
        count = "1 mistake" if len(self.mistakes) == 1 else f"{len(self.mistakes)} mistakes"
        super().__init__(where, f"{count} found\n  " + "\n  ".join(self.mistakes) + "\n", "Correct them and try again")

    def __str__(self) -> str:
        return "\n".join(f"{self.where}, {mistake}" for mistake in self.mistakes)
