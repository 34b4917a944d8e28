-- economics_vendor_months: the trend of each vendor by month of delivery.
-- Reads:   usable      one row per delivered line (tables.USABLE)
--          deliveries  one row per delivery (tables.DELIVERIES)
--          classes     one row per read record (tables.CLASSES)
--          verdicts    one row per read record (tables.VERDICTS)
--          freshness   one row per record (tables.FRESHNESS)
-- Returns: one row per vendor and month (first day of the month of t0), ordered so: lines, usable, amount_minor (contract price of the read records;
--          null: not known), returned (records the
--          contract returns), named (records that name an employer), still_there (of them, expected still there;
--          null where none does); counts never null
select
    deliveries.vendor,
    date_trunc('month', coalesce(classes.delivered_on, deliveries.delivered_on))::date as month,
    count(*) as lines,
    count(*) filter (where usable.usable) as usable,
    case
        when count(*) filter (where classes.line is not null and usable.amount_minor is null) = 0
            then coalesce(sum(usable.amount_minor) filter (where classes.line is not null), 0)::bigint
    end as amount_minor,
    count(*) filter (where verdicts.verdict = 'return') as returned,
    count(freshness.p_employer) as named,
    sum(freshness.p_employer) as still_there
from usable
join deliveries on deliveries.delivery = usable.delivery
left join classes on classes.delivery = usable.delivery and classes.line = usable.line
left join verdicts on verdicts.delivery = usable.delivery and verdicts.line = usable.line
left join freshness on freshness.delivery = usable.delivery and freshness.line = usable.line
group by deliveries.vendor, month
order by deliveries.vendor, month
