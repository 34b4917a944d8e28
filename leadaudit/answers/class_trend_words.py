"""Whether higher classes led to more meetings: the back-test of the classes in words.

Source: docs/method.md, "Signals".
"""

from collections.abc import Sequence
from typing import Final

from leadaudit.format import plural, share
from leadaudit.signals.trend import class_trend
from leadaudit.vocabulary import RecordClass
from leadaudit.words import CLASSES

# In the order in which rates should rise.
ORDER: Final = (RecordClass.UNPROVEN, RecordClass.OPT_IN, RecordClass.SIGNAL, RecordClass.LEAD)
# Above this a trend is no more chance than one thrown coin in twenty.
_CHANCE: Final = 0.05
_HARDLY_EVER: Final = 0.001


def class_trend_sentences(met: Sequence[int], records: Sequence[int], *, what: str = "met with us") -> tuple[str, ...]:
    """What became of each class, whether that rises with it, and which neighbours are the wrong way round for sure.

    Args:
        met: People with the outcome, in the order of ``ORDER``.
        records: People old enough to tell, likewise.
        what: The outcome, completing "20 of 400 ...".
    """
    counted = [f"{CLASSES[one]}: {share(hits, of)}" for one, hits, of in zip(ORDER, met, records, strict=True) if of]
    found = class_trend(met, records)
    if found is None:
        return (f"Nothing can be said of the classes yet: {'; '.join(counted) or 'nobody is old enough to tell'}.",)
    rising = "More of the higher classes" if found.z > 0 else "Fewer of the higher classes"
    trend = f"{rising} {what}; {_by_chance(found.p)}" if found.p <= _CHANCE else f"No trend can be told in who {what}"
    told = [f"{trend} ({'; '.join(counted)})."]
    if found.reversed_pairs:
        pairs = [f"{CLASSES[ORDER[high]]} below {CLASSES[ORDER[low]]}" for low, high in found.reversed_pairs]
        told.append(
            f"**{plural(len(pairs), 'class is', 'classes are')} the wrong way round, at least 90 % sure**: "
            f"{'; '.join(pairs)}. Look at the rules of these classes."
        )
    elif not found.is_monotone:
        told.append("Neighbours that stand the wrong way round are explained by chance.")
    return tuple(told)


def _by_chance(p: float) -> str:
    """How often chance alone shows as much."""
    if p < _HARDLY_EVER:
        return "chance alone would show as much less than once in 1,000 times"
    return f"chance alone would show as much once in {round(1 / p):,} times"
