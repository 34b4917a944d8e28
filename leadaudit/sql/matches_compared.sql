-- matches_compared: how many pairs of records were looked at, and how many were left out.
-- Reads:   blocking  one row per pair of inputs and blocking rule (identity.pairs.arriving.BLOCKING)
-- Returns: one row: inputs (pairs of inputs that share a value), compared (pairs looked at), pairs_skipped (left out as
--          too many records share the value; one met by another value is looked at all the same)
with between_two as (
    select
        delivery,
        other_delivery,
        any_value(compared) as compared,
        sum(pairs_skipped) as pairs_skipped
    from blocking
    group by delivery, other_delivery
)

select
    count(*) as inputs,
    (coalesce(sum(compared), 0))::bigint as compared,
    (coalesce(sum(pairs_skipped), 0))::bigint as pairs_skipped
from between_two
order by inputs
