"""The answer in sentences; command line and app print the same words.

``**`` marks what matters most; everything else is plain text, not markdown.
"""

from leadaudit.answers.build import Loaded, build_story
from leadaudit.answers.next_steps import NextStep, next_steps
from leadaudit.answers.sentences import answer
from leadaudit.answers.story import Outcomes, Story, not_checked, with_outcomes

__all__ = [
    "Loaded",
    "NextStep",
    "Outcomes",
    "Story",
    "answer",
    "build_story",
    "next_steps",
    "not_checked",
    "with_outcomes",
]
