-- identity_block_sizes: what each blocking rule brings together and what it leaves out.
-- Reads:   keys    one row per node and key (identity_block_keys)
--          caps    one row per rule: rule, most_pairs (of one key)
-- Params:  $between  whether pairs are looked for between two tables, not within one
-- Returns: one row per rule that any key comes from, ordered by rule: rule, keys, keys_skipped, pairs_skipped,
--          largest_key_records, largest_key_node (a node that holds the largest key)
with held as (
    select
        rule,
        key,
        min(node) as node,
        count(*) as records,
        case
            when $between then count(*) filter (where is_right) * count(*) filter (where not is_right)
            else count(*) * (count(*) - 1) // 2
        end as pairs
    from keys
    group by rule, key
)

select
    held.rule,
    count(*) as keys,
    count(*) filter (where held.pairs > caps.most_pairs) as keys_skipped,
    (coalesce(sum(held.pairs) filter (where held.pairs > caps.most_pairs), 0))::bigint as pairs_skipped,
    max(held.records) as largest_key_records,
    arg_max(held.node, (held.records, -held.node)) as largest_key_node
from held
join caps on caps.rule = held.rule
where held.pairs > 0
group by held.rule
order by held.rule
