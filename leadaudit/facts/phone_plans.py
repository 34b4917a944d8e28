"""Numbering plans over columns of digits: what phonenumbers says of one number, said of a column of them.

The library's judgement is its metadata: regular expressions for each country and kind of number, which its sister in
C++ runs in RE2.  Arrow's kernels are RE2 too, so the patterns of the installed library itself run here over whole
columns, in the order of the library's own steps.  Nothing is copied and nothing grows old; tests compare the answers
with the library's over all regions.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import phonenumbers
import pyarrow as pa
import pyarrow.compute as pc
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata
from phonenumbers.phonemetadata import PhoneNumberDesc

from leadaudit.tables import FLAG, TEXT

Places: TypeAlias = npt.NDArray[np.int64]
Marks: TypeAlias = npt.NDArray[np.bool_]

_LONGEST_CALLING_CODE: Final = 3
# The kinds of number that make a number valid, the usual ones first: what they match, the others need not see.
_KINDS: Final = (
    "fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "voip", "personal_number", "pager", "uan",
    "voicemail",
)  # fmt: skip
_GROUP: Final = re.compile(r"\\(\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """The library's metadata of one country, with what every country has."""

    calling_code: int
    general: PhoneNumberDesc
    metadata: PhoneMetadata


def calling_codes(digits: pa.Array) -> Places:
    """The calling code that the digits of each row begin with; 0 where they begin with none."""
    beginnings = pc.utf8_slice_codeunits(digits, 0, _LONGEST_CALLING_CODE).dictionary_encode()
    codes = np.array([_calling_code(text) for text in beginnings.dictionary.to_pylist()], np.int64)
    return np.asarray(codes[beginnings.indices.to_numpy(zero_copy_only=False)], np.int64)


def _calling_code(beginning: str) -> int:
    # The shortest beginning that is a code is the code; none begins with 0.
    heads = (beginning[:length] for length in range(1, len(beginning) + 1))
    return next((int(head) for head in heads if head[0] != "0" and int(head) in COUNTRY_CODE_TO_REGION_CODE), 0)


def read_international(digits: pa.Array, calling_code: int) -> pa.RecordBatch:
    """Numbers that begin with a calling code.

    Args:
        digits: Texts of digits alone, the calling code among them.
        calling_code: The calling code of all of them.

    Returns:
        One row per number: ``e164``, ``national`` (its national significant number), ``region`` where it is valid,
        '001' for no country in particular, and ``had_code``, here always true.  ``e164`` and ``region`` are null
        where the library holds the number for invalid.
    """
    behind = pc.utf8_slice_codeunits(digits, len(str(calling_code)))
    national = _without_possible_trunk_prefix(behind, _main_plan(calling_code))
    return _located(national, calling_code, pa.array(np.ones(len(digits), np.bool_)))


def read_national(digits: pa.Array, country: str) -> pa.RecordBatch:
    """Numbers as somebody in a country writes them, with or without the country's calling code.

    Args:
        digits: Texts of digits alone that do not begin with what dials out of the country.
        country: ISO 3166-1 alpha-2, one of which the plan is known.

    Returns:
        As ``read_international``; ``had_code`` says that the calling code was written.
    """
    plan = _plan(country)
    code = str(plan.calling_code)
    had_code = pc.starts_with(digits, code)
    if not pc.any(had_code).as_py():
        return _located(_without_possible_trunk_prefix(digits, plan), plan.calling_code, had_code)
    behind = _without_trunk_prefix(pc.utf8_slice_codeunits(digits, len(code)), plan)
    is_better = pc.and_not(_is_general(behind, plan), _is_general(digits, plan))
    had_code = pc.and_(had_code, pc.or_(is_better, _is_too_long(digits, plan)))
    written = _without_possible_trunk_prefix(digits, plan)
    # Behind a calling code the library goes on with the plan of the country that gives the code its numbers.
    behind = _without_possible_trunk_prefix(behind, _main_plan(plan.calling_code))
    return _located(pc.if_else(had_code, behind, written), plan.calling_code, had_code)


def no_numbers(count: int) -> pa.RecordBatch:
    """As ``read_international`` of digits that begin with no calling code."""
    nothing = pa.nulls(count, TEXT)
    return pa.record_batch({"e164": nothing, "national": nothing, "region": nothing, "had_code": pa.nulls(count, FLAG)})


def begins_international(digits: pa.Array, country: str) -> pa.Array:
    """Whether digits begin with what dials out of a country."""
    prefix = _plan(country).metadata.international_prefix
    return _begins(digits, prefix) if prefix else pc.and_not(digits.is_valid(), digits.is_valid())


def dials_out_with(country: str | None) -> str | None:
    """What dials out of a country, a regular expression; None for a country without a plan."""
    return _plan(country).metadata.international_prefix if is_known(country) else None


def is_known(country: str | None) -> bool:
    """Whether the library has a plan for a country."""
    return country in phonenumbers.SUPPORTED_REGIONS


def calling_code_of(country: str) -> int:
    """The calling code of a country whose plan is known."""
    return _plan(country).calling_code


def is_written_with_zero(national: pa.Array, calling_code: int) -> pa.Array:
    """Whether a national number is written at home as itself behind a 0; null where its format is less simple."""
    zero = np.full(len(national), fill_value="no", dtype="<U3")
    is_open = np.arange(len(national))
    for form in _main_plan(calling_code).metadata.number_format:
        if not len(is_open):
            break
        texts = national.take(pa.array(is_open))
        chosen = _matches(texts, form.pattern)
        if form.leading_digits_pattern:  # the last one is the most detailed
            chosen = pc.and_(chosen, _begins(texts, form.leading_digits_pattern[-1]))
        is_chosen = _marks(chosen)
        zero[is_open[is_chosen]] = _zero_before(form.format or "", form.national_prefix_formatting_rule)
        is_open = is_open[~is_chosen]
    return pa.array(zero == "yes", FLAG, mask=zero == "???")


def _zero_before(form: str, rule: str | None) -> str:
    """Whether a format writes a 0 and else nothing but the number; '???' when it adds other digits or moves groups."""
    whole = re.sub(r"(\\\d)", rule, form, count=1) if rule else form
    first, *others = _GROUP.split(whole)[::2]
    added = re.sub(r"\D", "", first)
    groups = [int(group) for group in _GROUP.findall(whole)]
    if groups != sorted(groups) or re.search(r"\d", "".join(others)) or ("0" in added and added != "0"):
        return "???"
    return "yes" if added == "0" else "no"


def _located(national: pa.Array, calling_code: int, had_code: pa.Array) -> pa.RecordBatch:
    region = _regions(national, calling_code)
    e164 = pc.binary_join_element_wise(f"+{calling_code}", national, "")
    e164 = pc.if_else(region.is_valid(), e164, pa.scalar(None, TEXT))
    return pa.record_batch({"e164": e164, "national": national, "region": region, "had_code": had_code})


def _regions(national: pa.Array, calling_code: int) -> pa.Array:
    """Where numbers are valid; the country that gives the calling code its numbers comes first."""
    names = COUNTRY_CODE_TO_REGION_CODE[calling_code]
    is_main = _is_valid(national, _main_plan(calling_code))
    place = np.where(is_main, 0, -1)
    is_open = np.flatnonzero(~is_main)
    for number, name in enumerate(names if len(names) > 1 else ()):
        if not len(is_open):
            break
        texts, plan = national.take(pa.array(is_open)), _plan(name)
        is_valid = _is_valid(texts, plan)
        # Leading digits of its own decide for a region, even against its own numbers.
        is_chosen = _marks(_begins(texts, plan.metadata.leading_digits)) if plan.metadata.leading_digits else is_valid
        place[is_open[is_chosen & is_valid]] = number
        is_open = is_open[~is_chosen]
    return pa.array(names, TEXT).take(pa.array(place, mask=place < 0))


def _is_valid(national: pa.Array, plan: _Plan) -> Marks:
    """Whether numbers are of any kind that a plan knows."""
    is_open = np.flatnonzero(_marks(_is_of_kind(national, plan.general)))
    is_valid = np.zeros(len(national), np.bool_)
    for kind in _KINDS:
        if not len(is_open):
            break
        if kind == "mobile" and plan.metadata.same_mobile_and_fixed_line_pattern:
            continue
        texts = national if len(is_open) == len(national) else national.take(pa.array(is_open))
        found = _marks(_is_of_kind(texts, getattr(plan.metadata, kind)))
        is_valid[is_open[found]] = True
        is_open = is_open[~found]
    return is_valid


def _is_of_kind(national: pa.Array, kind: PhoneNumberDesc | None) -> pa.Array:
    if kind is None or not kind.national_number_pattern:
        return pa.array(np.zeros(len(national), np.bool_))
    is_matching = _matches(national, kind.national_number_pattern)
    return pc.and_(is_matching, _has_length(national, kind.possible_length)) if kind.possible_length else is_matching


def _without_possible_trunk_prefix(national: pa.Array, plan: _Plan) -> pa.Array:
    """Numbers without the digit that dials another town, unless what is left is too short for a number."""
    bare = _without_trunk_prefix(national, plan)
    if bare is national:
        return national
    general = plan.general
    is_long = pc.or_(_has_length(bare, general.possible_length), _is_too_long(bare, plan))
    return pc.if_else(pc.and_not(is_long, _has_length(bare, general.possible_length_local_only)), bare, national)


def _without_trunk_prefix(national: pa.Array, plan: _Plan) -> pa.Array:
    """Numbers without the digit that dials another town, unless only what was written looks like a number."""
    prefix = plan.metadata.national_prefix_for_parsing
    if not prefix:
        return national
    bare = _replaced(national, prefix, "")
    if plan.metadata.national_prefix_transform_rule:
        # Some countries take digits out of the prefix into the number: where its last group stands, by the rule.
        last = re.compile(prefix).groups
        has_last = pc.not_equal(_replaced(national, prefix, rf"\{last}"), bare)
        bare = pc.if_else(has_last, _replaced(national, prefix, plan.metadata.national_prefix_transform_rule), bare)
    if not pc.any(pc.not_equal(bare, national)).as_py():
        return national
    is_lost = pc.and_not(_is_general(national, plan), _is_general(bare, plan))
    return pc.if_else(is_lost, national, bare)


def _is_too_long(national: pa.Array, plan: _Plan) -> pa.Array:
    general = plan.general
    is_local = _has_length(national, general.possible_length_local_only)
    return pc.and_not(pc.greater(pc.binary_length(national), general.possible_length[-1]), is_local)


def _is_general(national: pa.Array, plan: _Plan) -> pa.Array:
    return _matches(national, plan.general.national_number_pattern)


def _has_length(national: pa.Array, lengths: tuple[int, ...]) -> pa.Array:
    return pc.is_in(pc.binary_length(national), pa.array(lengths, pa.int32()))


def _matches(texts: pa.Array, pattern: str | None) -> pa.Array:
    return pc.match_substring_regex(texts, f"^(?:{pattern})$")


def _begins(texts: pa.Array, pattern: str) -> pa.Array:
    return pc.match_substring_regex(texts, f"^(?:{pattern})")


def _replaced(texts: pa.Array, prefix: str, rule: str) -> pa.Array:
    return pc.replace_substring_regex(texts, f"^(?:{prefix})", rule, max_replacements=1)


def _marks(mask: pa.Array) -> Marks:
    return np.asarray(mask.to_numpy(zero_copy_only=False), np.bool_)


@cache
def _plan(country: str) -> _Plan:
    return _complete(PhoneMetadata.metadata_for_region(country), country)


@cache
def _main_plan(calling_code: int) -> _Plan:
    """The plan of the country that gives a calling code its numbers, or of a code without a country."""
    main = phonenumbers.region_code_for_country_code(calling_code)
    return _complete(PhoneMetadata.metadata_for_region_or_calling_code(calling_code, main), main)


def _complete(metadata: PhoneMetadata | None, country: str) -> _Plan:
    if metadata is None or metadata.general_desc is None or metadata.country_code is None:
        raise LookupError(f"phonenumbers knows no plan of {country}")
    return _Plan(calling_code=metadata.country_code, general=metadata.general_desc, metadata=metadata)
