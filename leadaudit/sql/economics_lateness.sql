-- economics_lateness: how old records were when the vendor delivered them.
-- Reads:   classes  one row per read record (tables.CLASSES)
--          facts    one row per read record (tables.FACTS)
--          reasons  one row per record and clause (tables.REASONS)
-- Returns: one row per vendor, month (first day of the month of t0) and days (from the day the record was captured to t0; null
--          where the record does not say, or names a later day), ordered so: records, late (of them, later than the
--          contract allows; counts, never null)
with late as (
    select distinct delivery, line from reasons where code = 'late' and status = 'violated'
)
select
    classes.vendor,
    date_trunc('month', classes.delivered_on)::date as month,
    case when facts.captured_on <= classes.delivered_on then (classes.delivered_on - facts.captured_on)::integer end as days,
    count(*) as records,
    count(late.line) as late
from classes
join facts on facts.delivery = classes.delivery and facts.line = classes.line
left join late on late.delivery = classes.delivery and late.line = classes.line
group by classes.vendor, month, days
order by classes.vendor, month, days nulls last
