"""What can be told of texts without comparing them letter by letter: enough to rule most pairs of them out."""

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Codes: TypeAlias = npt.NDArray[np.int32]
Bits: TypeAlias = npt.NDArray[np.uint64]

# A bit for each letter; those that share one leave more pairs to compare, never fewer.
_PLACES: Final = 64
_NOT_ASCII: Final = 0x80
_TEXTS_AT_ONCE: Final = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shapes:
    """What can be told of texts without comparing them letter by letter.

    Args:
        lengths: Letters of each text.
        letters: A bit for each letter that occurs in it.
        words: A bit for each word that occurs in it; different words may share one.
        numbers: Which digits it holds, -1 for none.
    """

    lengths: Codes
    letters: Bits
    words: Bits
    numbers: Codes

    def most_alike(self, left: Codes, right: Codes) -> npt.NDArray[np.float32]:
        """The most that ``similarity.letter_similarities`` can be: a letter that one of two lacks has to go."""
        lengths = self.lengths.take(left) + self.lengths.take(right)
        apart = np.bitwise_count(self.letters.take(left) ^ self.letters.take(right))
        return np.asarray(1 - apart / np.maximum(lengths, 1), np.float32)

    def fewest_slips(self, left: Codes, right: Codes) -> Codes:
        """The fewest that ``similarity.slips`` can find: a slip changes two letters at most."""
        return np.asarray((np.bitwise_count(self.letters.take(left) ^ self.letters.take(right)) + 1) // 2, np.int32)

    def may_contain(self, left: Codes, right: Codes) -> npt.NDArray[np.bool_]:
        """Whether all letters of one text might be in the other."""
        one, other = self.letters.take(left), self.letters.take(right)
        both = one & other
        return np.asarray((both == one) | (both == other))

    def may_share_a_word(self, left: Codes, right: Codes) -> npt.NDArray[np.bool_]:
        """Whether two texts might have a word in common."""
        return np.asarray((self.words.take(left) & self.words.take(right)) != 0)

    def are_numbered(self, left: Codes, right: Codes) -> npt.NDArray[np.bool_]:
        """Whether digits tell two texts apart: "firm 1" and "firm 2" are two, however alike."""
        one, other = self.numbers.take(left), self.numbers.take(right)
        return np.asarray((one >= 0) & (other >= 0) & (one != other))


def shapes_of(texts: pa.StringArray, *, of_words: bool = True) -> Shapes:
    """The shapes of some texts, none of them missing; without words and numbers where they tell nothing."""
    if not of_words:
        nothing = np.zeros(len(texts), np.uint64)
        return Shapes(lengths=_lengths(texts), letters=_letters(texts), words=nothing, numbers=nothing.astype(np.int32))
    digits = pc.replace_substring_regex(texts, "[^0-9]+", "").dictionary_encode()
    numbers = digits.indices.to_numpy().astype(np.int32)
    without = pc.index_in(pa.scalar(""), digits.dictionary).as_py() if len(texts) else None
    return Shapes(
        lengths=_lengths(texts),
        letters=_letters(texts),
        words=_words(texts),
        numbers=numbers if without is None else np.where(numbers == without, -1, numbers).astype(np.int32),
    )


def _lengths(texts: pa.StringArray) -> Codes:
    return np.asarray(pc.utf8_length(texts).to_numpy(), np.int32)


def _letters(texts: pa.StringArray) -> Bits:
    parts = [_letters_of_some(texts.slice(start, _TEXTS_AT_ONCE)) for start in range(0, len(texts), _TEXTS_AT_ONCE)]
    return np.concatenate([np.zeros(0, np.uint64), *parts])


def _letters_of_some(texts: pa.StringArray) -> Bits:
    starts = np.frombuffer(texts.buffers()[1], np.int32)[texts.offset : texts.offset + len(texts) + 1]
    written = texts.buffers()[2]
    signs = np.frombuffer(written or b"", np.uint8)[starts[0] : starts[-1]]
    found = np.zeros(len(texts), np.uint64)
    given = np.flatnonzero(starts[1:] > starts[:-1])
    if not len(given):
        return found
    begins = starts[:-1][given] - starts[0]
    bits = np.left_shift(np.uint64(1), (signs % _PLACES).astype(np.uint64))
    found[given] = np.bitwise_or.reduceat(bits, begins)
    # A letter beyond ASCII takes several bytes: it has to count as one.
    wide = given[np.maximum.reduceat(signs, begins) >= _NOT_ASCII]
    found[wide] = [_bits(text) for text in texts.take(pa.array(wide)).to_pylist()]
    return found


def _bits(signs: str) -> int:
    found = 0
    for sign in set(signs):
        found |= 1 << (ord(sign) % _PLACES)
    return found


def _words(texts: pa.StringArray) -> Bits:
    lists = pc.split_pattern(texts, " ")
    words = pc.list_flatten(lists).dictionary_encode()
    bits = np.left_shift(np.uint64(1), (words.indices.to_numpy() % _PLACES).astype(np.uint64))
    found = np.zeros(len(texts), np.uint64)
    counts = pc.list_value_length(lists).to_numpy()
    if len(texts):
        # Every text has a word, be it an empty one.
        found = np.bitwise_or.reduceat(bits, np.cumsum(counts) - counts)
    return found
