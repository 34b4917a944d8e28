-- evidence_class_days: the class of each record on the day of its delivery and on days after it.
-- Reads:   classes  one row per record (tables.CLASSES)
--          decided  one row per record and day that can differ from today: delivery, line, after_days, class
-- Returns: one row per record, ordered by delivery, line (tables.CLASS_DAYS)
-- Params:  $as_of
with changing as (
    select
        delivery, line,
        max(class) filter (where after_days = 0) as on_0,
        max(class) filter (where after_days = 30) as on_30,
        max(class) filter (where after_days = 60) as on_60,
        max(class) filter (where after_days = 90) as on_90,
        max(class) filter (where after_days = 180) as on_180
    from decided
    group by delivery, line
)
select
    classes.delivery, classes.line, classes.vendor, classes.delivered_on,
    case when changing.line is null then classes.class else changing.on_0 end as class_at_delivery,
    case
        when classes.delivered_on + 30 > $as_of then null
        when changing.line is null then classes.class
        else changing.on_30
    end as class_day_30,
    case
        when classes.delivered_on + 60 > $as_of then null
        when changing.line is null then classes.class
        else changing.on_60
    end as class_day_60,
    case
        when classes.delivered_on + 90 > $as_of then null
        when changing.line is null then classes.class
        else changing.on_90
    end as class_day_90,
    case
        when classes.delivered_on + 180 > $as_of then null
        when changing.line is null then classes.class
        else changing.on_180
    end as class_day_180,
    classes.class as class_now
from classes
left join changing on changing.delivery = classes.delivery and changing.line = classes.line
order by classes.delivery, classes.line
