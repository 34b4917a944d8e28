-- contract_amounts: the contract price of every record in minor units.
-- Reads:   priced  one row per record: place, pool (records whose price is rounded once, together)
--          pools   one row per pool: pool, share_minor, extra (how many of its first records carry one unit more)
-- Returns: one row per record, ordered by place: place, amount_minor
select
    priced.place,
    pools.share_minor + (row_number() over (partition by priced.pool order by priced.place) <= pools.extra)::bigint
        as amount_minor
from priced
join pools on pools.pool = priced.pool
order by priced.place
