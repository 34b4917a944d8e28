-- identity_block_pairs: the pairs of nodes that some key brings together.
-- Reads:   keys    one row per node and key (identity_block_keys)
--          caps    one row per rule: rule, most_pairs (of one key), bit (a number with one bit)
-- Params:  $between  whether pairs are looked for between two tables, not within one
-- Returns: one row per pair, ordered by l, r: l (the smaller node), r, rules (the bits of the rules that found it)
with kept as (
    select keys.rule, keys.key
    from keys
    join caps on caps.rule = keys.rule
    group by keys.rule, keys.key
    having
        case
            when $between then count(*) filter (where is_right) * count(*) filter (where not is_right)
            else count(*) * (count(*) - 1) // 2
        end between 1 and min(caps.most_pairs)
),

held as (
    select caps.bit, keys.key, keys.node, keys.is_right
    from keys
    join kept on kept.rule = keys.rule and kept.key = keys.key
    join caps on caps.rule = keys.rule
)

select
    one.node as l,
    other.node as r,
    bit_or(one.bit) as rules
from held as one
join held as other
    on other.bit = one.bit and other.key = one.key and other.node > one.node
where not $between or one.is_right <> other.is_right
group by one.node, other.node
order by l, r
