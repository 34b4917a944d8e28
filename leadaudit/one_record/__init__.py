"""One record in full: what was delivered, what we made of it, what is found, and the rule that decided."""

from leadaudit.one_record.account import account_words
from leadaudit.one_record.places import Elsewhere, elsewhere
from leadaudit.one_record.proof import evidence_rows, finding_rows, finding_words, nothing_found, reason_rows
from leadaudit.one_record.record import Query, Record, asks, find_record
from leadaudit.one_record.values import delivered_line, value_rows
from leadaudit.one_record.words import answer, line_words, name_of, standing

__all__ = [
    "Elsewhere", "Query", "Record", "account_words", "answer", "asks", "delivered_line", "elsewhere", "evidence_rows",
    "find_record", "finding_rows", "finding_words", "line_words", "name_of", "nothing_found", "reason_rows", "standing",
    "value_rows",
]  # fmt: skip
