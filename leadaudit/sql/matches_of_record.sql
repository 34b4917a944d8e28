-- matches_of_record: every pair one record is in, the likeliest first.
-- Reads:   matches  one row per pair that may be one person (tables.MATCHES)
-- Returns: one row per pair, ordered by p (never compared last), other: other_delivery, other_line, bits, p, outcome,
--          is_same (whether both ended as one person)
-- Params:  $delivery, $line
select
    case when delivery = $delivery and line = $line then other_delivery else delivery end as other_delivery,
    case when delivery = $delivery and line = $line then other_line else line end as other_line,
    bits,
    p,
    outcome,
    person = other_person as is_same
from matches
where (delivery = $delivery and line = $line) or (other_delivery = $delivery and other_line = $line)
order by p desc nulls last, 1, 2
