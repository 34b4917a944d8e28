-- evidence_class_days: the class of each record on the day of its delivery and on days after it.
-- Reads:   classes  one row per record (tables.CLASSES)
--          decided  one row per record whose class can differ from today's: delivery, line, on_0, on_30, on_60, on_90, on_180
-- Returns: one row per record, ordered by delivery, line (tables.CLASS_DAYS)
-- Params:  $as_of
select
    classes.delivery, classes.line, classes.vendor, classes.delivered_on,
    coalesce(decided.on_0, classes.class) as class_at_delivery,
    case when classes.delivered_on + 30 <= $as_of then coalesce(decided.on_30, classes.class) end as class_day_30,
    case when classes.delivered_on + 60 <= $as_of then coalesce(decided.on_60, classes.class) end as class_day_60,
    case when classes.delivered_on + 90 <= $as_of then coalesce(decided.on_90, classes.class) end as class_day_90,
    case when classes.delivered_on + 180 <= $as_of then coalesce(decided.on_180, classes.class) end as class_day_180,
    classes.class as class_now
from classes
left join decided on decided.delivery = classes.delivery and decided.line = classes.line
order by classes.delivery, classes.line
