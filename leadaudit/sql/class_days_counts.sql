-- class_days_counts: how many of each vendor's records had each class on days after their delivery.
-- Reads:   class_days  one row per record (tables.CLASS_DAYS)
-- Returns: one row per vendor, time and class, ordered by vendor, after_days (null last: now), class: vendor, after_days,
--          class, records, reached (records that are old enough)
with told as (
    select vendor, 0 as after_days, class_at_delivery as class from class_days
    union all
    select vendor, 30, class_day_30 from class_days
    union all
    select vendor, 60, class_day_60 from class_days
    union all
    select vendor, 90, class_day_90 from class_days
    union all
    select vendor, 180, class_day_180 from class_days
    union all
    select vendor, null, class_now from class_days
)
select
    vendor, after_days, class,
    count(*) as records,
    (sum(count(*)) over (partition by vendor, after_days))::bigint as reached
from told
where class is not null
group by vendor, after_days, class
order by vendor, after_days nulls last, class
