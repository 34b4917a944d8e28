-- identity_pair_nodes: pairs of records as pairs of node numbers; pairs of which one end is no node are left out.
-- Reads:   pairs      delivery, line, other_delivery, other_line, bits, p, judgement
--          described  one row per node, numbered from the earliest on (identity_described and node)
-- Returns: one row per pair, ordered by low, high: low (the earlier node), high, bits, p, judgement
select
    least(one.node, other.node) as low,
    greatest(one.node, other.node) as high,
    pairs.bits,
    pairs.p,
    pairs.judgement
from pairs
join described as one on one.delivery = pairs.delivery and one.line = pairs.line
join described as other on other.delivery = pairs.other_delivery and other.line = pairs.other_line
where one.node <> other.node
order by low, high
