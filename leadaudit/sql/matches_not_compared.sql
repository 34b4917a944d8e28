-- matches_not_compared: which keys were left out because too many records hold them.
-- Reads:   blocking  one row per pair of inputs and blocking rule (identity.pairs.arriving.BLOCKING)
-- Returns: one row per rule that left something out, the most pairs first: rule, keys, keys_skipped, pairs_skipped,
--          delivery, line (a record that holds the largest key left out)
select
    rule,
    sum(keys)::bigint as keys,
    sum(keys_skipped)::bigint as keys_skipped,
    sum(pairs_skipped)::bigint as pairs_skipped,
    arg_max(delivery, (pairs_skipped, delivery)) as delivery,
    arg_max(line, (pairs_skipped, delivery)) as line
from blocking
group by rule
having sum(keys_skipped) > 0
order by pairs_skipped desc, rule
