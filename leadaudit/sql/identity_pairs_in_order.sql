-- identity_pairs_in_order: pairs with their smaller record first, whichever input it came from.
-- Reads:   pairs   one row per pair: delivery, line, other_delivery, other_line and what is said of it
-- Returns: the same pairs, ordered by delivery, line, other_delivery, other_line
select
    pairs.* replace (
        case when turned then other_delivery else delivery end as delivery,
        case when turned then other_line else line end as line,
        case when turned then delivery else other_delivery end as other_delivery,
        case when turned then line else other_line end as other_line
    )
from (
    select pairs.*, (other_delivery, other_line) < (delivery, line) as turned
    from pairs
) as pairs
order by delivery, line, other_delivery, other_line
