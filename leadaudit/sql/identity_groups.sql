-- identity_groups: the nodes that hold one and the same key.
-- Reads:   keys       one row per exact key (tables.KEYS)
--          described  one row per node, numbered from the earliest on (identity_described and node)
-- Returns: one row per node of a key that at least two nodes hold, ordered by rank, group_no, node: group_no
--          (the earliest groups of a rule first), rank (place of the rule in $rules, 0 the strongest), shared_line
--          (for phone keys: people of another surname hold the number too, it is a switchboard), node
-- Params:  $rules  the rules that can make one person of two nodes, strongest first
with repeated as (
    select rule, hash64
    from keys
    where list_contains($rules, rule)
    group by rule, hash64
    having count(*) > 1
),

switchboards as (
    select phone
    from described
    where phone is not null
    group by phone
    having min(last) <> max(last)
),

held as (
    select
        keys.hash64,
        described.node,
        list_position($rules, keys.rule) - 1 as rank,
        keys.rule = 'phone_and_last_name' and switchboards.phone is not null as shared_line
    from keys
    join repeated on repeated.rule = keys.rule and repeated.hash64 = keys.hash64
    join described on described.delivery = keys.delivery and described.line = keys.line
    left join switchboards on switchboards.phone = described.phone
    -- A role mailbox is read by several people: the address alone joins nobody.
    where keys.rule <> 'email' or described.email is not null
),

grouped as (
    select
        rank,
        shared_line,
        node,
        min(node) over (partition by rank, hash64) as first_node,
        count(*) over (partition by rank, hash64) as holders
    from held
)

select
    dense_rank() over (order by rank, first_node) - 1 as group_no,
    rank,
    shared_line,
    node
from grouped
where holders > 1
order by rank, group_no, node
