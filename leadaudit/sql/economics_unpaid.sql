-- economics_unpaid: records that cost nothing, per delivery.
-- Reads:   unpaid    one row per record that costs nothing, credited or come instead of another: delivery, line
--          verdicts  one row per read record (tables.VERDICTS)
-- Returns: one row per delivery, ordered so: delivery, records, amount_minor (contract price of those whose price is known),
--          unpriced (those without one)
select
    unpaid.delivery,
    count(*) as records,
    coalesce(sum(verdicts.amount_minor), 0)::bigint as amount_minor,
    count(verdicts.line) - count(verdicts.amount_minor) as unpriced
from unpaid
left join verdicts on verdicts.delivery = unpaid.delivery and verdicts.line = unpaid.line
group by unpaid.delivery
order by unpaid.delivery
