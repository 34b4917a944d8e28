"""Who some records are, and which record of another person comes nearest to one."""

from collections.abc import Sequence, Set
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from leadaudit.identity.decisions import Place
from leadaudit.identity.pairs.described import DESCRIBED
from leadaudit.identity.pairs.explanation import nearest_other
from leadaudit.sql import Source, run
from leadaudit.tables import LINE, TEXT
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.file_store import Store
from leadaudit.workspace.ready import Ready, ready, rows_of
from leadaudit.workspace.weights import weights_in_force

# A value that more records of one input hold tells nothing of who is near.
_MOST_HOLDERS: Final = 200
_NOBODY: Final = "Nobody named"

# As they are written behind a name.
_GENERATIONS: Final = {"jr": "Jr", "sr": "Sr", "ii": "II", "iii": "III", "iv": "IV"}

Numbers = npt.NDArray[np.int64]


def names_of(store: Store, places: Sequence[Place]) -> dict[Place, str]:
    """What records and CRM contacts are called, with their company: "Ada Moor at Tidewell Ltd".

    Args:
        store: The workspace.
        places: The records; those that are not here are left out.
    """
    inputs = [ready(store, name) for name in sorted({delivery for delivery, _ in places})]
    facts = [one.paths[0] for one in inputs if "facts" in one.files]
    if not facts:
        return {}
    names, lines = zip(*sorted(set(places)), strict=True)
    tables: dict[str, Source] = {
        "facts": facts,
        "wanted": pa.table({"delivery": pa.array(names, TEXT), "line": pa.array(lines, LINE)}),
    }
    rows = run("matches_who", tables).to_pylist()
    parts = ("first_name", "last_name", "generation", "company")
    return {(row["delivery"], row["line"]): who(*(row[part] for part in parts)) for row in rows}


def who(first: object, last: object, generation: object, company: object) -> str:
    """A person in words, as far as the record says; father and son do not read alike."""
    suffix = _GENERATIONS.get(str(generation), "")
    named = " ".join(str(part) for part in (first, last) if part) or _NOBODY
    named = f"{named} {suffix}" if suffix else named
    return f"{named} at {company}" if company else named


def inputs_of(found: StoredAssessment) -> list[str]:
    """Ids of the deliveries and CRM imports that share a value with one another in an assessment."""
    blocking = pq.read_table(found.paths["blocking"][0], columns=["delivery", "other_delivery"])
    return sorted({name for column in blocking.columns for name in column.unique().to_pylist()})


def nearest_apart(store: Store, names: Sequence[str], record: Place, *, same: Set[Place]) -> Place | None:
    """The record of another person that is most like one, among those that share something with it.

    Args:
        store: The workspace.
        names: The inputs to look into.
        record: The record.
        same: Records of its own person.

    Returns:
        None where nobody else shares a value that few hold.
    """
    own = ready(store, record[0])
    keys = own.blocks.filter(np.asarray(own.blocks["line"].to_numpy() == record[1]))
    found = [DESCRIBED.empty()]
    for name in sorted(names):
        other = own if name == record[0] else ready(store, name)
        lines = sorted(_holders(other, keys) - {line for delivery, line in same if delivery == name})
        if lines:
            found.append(DESCRIBED.require(rows_of(other.said, np.array(lines, np.int64))))
    here = DESCRIBED.require(rows_of(own.said, np.array([record[1]], np.int64)))
    nearest = nearest_other(here, pa.concat_tables(found), weights_in_force(store)) if here.num_rows else None
    return None if nearest is None else (nearest[0]["delivery"][0].as_py(), nearest[0]["line"][0].as_py())


def _holders(other: Ready, keys: pa.Table) -> set[int]:
    """Lines of an input that hold one of some blocking keys, but for keys that very many hold."""
    rules, held = other.blocks["rule"].to_numpy(), other.blocks["key"].to_numpy()
    found: set[int] = set()
    for rule, key in zip(keys["rule"].to_numpy(), keys["key"].to_numpy(), strict=True):
        start, stop = np.searchsorted(rules, rule, side="left"), np.searchsorted(rules, rule, side="right")
        first = start + np.searchsorted(held[start:stop], key, side="left")
        last = start + np.searchsorted(held[start:stop], key, side="right")
        if last - first <= _MOST_HOLDERS:
            found |= set(other.blocks["line"][int(first) : int(last)].to_pylist())
    return found
