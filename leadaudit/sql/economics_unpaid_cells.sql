-- economics_unpaid_cells: contract price of records that cost nothing, by delivery and day.
-- Reads:   unpaid   one row per record that costs nothing, credited or come instead of another: delivery, line
--          usable   one row per delivered line (tables.USABLE)
--          classes  one row per read record (tables.CLASSES)
-- Returns: one row per delivery and t0, ordered so: delivery, delivered_on, unpaid_minor (never null)
select
    unpaid.delivery,
    classes.delivered_on,
    coalesce(sum(usable.amount_minor), 0)::bigint as unpaid_minor
from unpaid
join classes on classes.delivery = unpaid.delivery and classes.line = unpaid.line
join usable on usable.delivery = unpaid.delivery and usable.line = unpaid.line
group by unpaid.delivery, classes.delivered_on
order by unpaid.delivery, classes.delivered_on
