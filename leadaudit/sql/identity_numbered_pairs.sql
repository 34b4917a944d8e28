-- identity_numbered_pairs: pairs with the numbers of their records.
-- Reads:   nodes   one row per record: delivery, line, number
--          pairs   one row per pair: delivery, line, other_delivery, other_line and what is said of it
-- Returns: the pairs whose two records are there, ordered by l, r: l (the smaller number), r, and all of the pair
select
    least(one.number, other.number) as l,
    greatest(one.number, other.number) as r,
    pairs.*
from pairs
join nodes as one on one.delivery = pairs.delivery and one.line = pairs.line
join nodes as other on other.delivery = pairs.other_delivery and other.line = pairs.other_line
order by l, r
