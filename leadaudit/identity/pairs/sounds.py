"""How a name sounds, roughly and in any western language: for names misheard or spelled by ear."""

import re
from functools import lru_cache
from typing import Final

# Letters and groups that are heard alike, longest first.  English, German, French and Spanish spellings together: a
# code only has to bring two spellings of one name together, it decides nothing.
_HEARD_ALIKE: Final = (
    ("tsch", "s"), ("sch", "s"), ("tch", "s"), ("ough", "of"), ("igh", "i"), ("ph", "f"), ("gh", "g"), ("kn", "n"),
    ("wr", "r"), ("ck", "k"), ("ch", "k"), ("sh", "s"), ("th", "t"), ("dt", "t"), ("tz", "s"), ("cz", "s"),
    ("qu", "k"), ("x", "ks"), ("ce", "se"), ("ci", "si"), ("cy", "sy"), ("c", "k"), ("q", "k"), ("z", "s"),
    ("v", "f"), ("w", "f"), ("d", "t"), ("b", "p"), ("g", "k"), ("j", "i"), ("y", "i"),
)  # fmt: skip
_LETTERS: Final = dict(_HEARD_ALIKE)
_GROUP: Final = re.compile("|".join(letters for letters, _ in _HEARD_ALIKE))
_NOT_HEARD: Final = re.compile(r"(?<!^)[aeiouh]+")
_TWICE: Final = re.compile(r"(.)(?=\1)")
_VOWELS: Final = frozenset("aeiou")


@lru_cache(maxsize=1 << 16)
def sound(name: str) -> str | None:
    """A code that names which sound alike share; None for what is not written in a to z, or too short to tell.

    Args:
        name: A folded name.
    """
    if len(name) < 3 or not name.isascii() or not name.isalpha():
        return None
    heard = _TWICE.sub("", _GROUP.sub(lambda found: _LETTERS[found[0]], name))
    code = _TWICE.sub("", _NOT_HEARD.sub("", heard))
    # All vowels in front count as one: Erik and Eric, but also Aylin and Eileen.
    return ("a" + code[1:] if code[0] in _VOWELS else code) if len(code) > 1 else None
