-- followup_trust: what was wrong with what vendors delivered, beside what we did not do with it.
-- Reads:   classes   one row per read record (tables.CLASSES)
--          usable    one row per delivered line (tables.USABLE)
--          verdicts  one row per read record (tables.VERDICTS)
--          followup  one row per record of a person the CRM holds (tables.FOLLOWUP)
-- Returns: one row per vendor, ordered by vendor: vendor, delivered, not_usable, returnable, denied (lines); due (usable
--          records delivered $first_try_days ago or more), not_passed_on (of these, the CRM does not hold the person),
--          not_tried, tried_late (of these; a try without a day is in time)
-- Params:  $as_of, $first_try_days
select
    usable.vendor,
    count(*) as delivered,
    count(*) filter (where not usable.usable) as not_usable,
    count(*) filter (where verdicts.verdict = 'return') as returnable,
    count(*) filter (where classes.excluded_reason = 'denied_engagement') as denied,
    count(*) filter (where usable.usable and classes.delivered_on + $first_try_days <= $as_of) as due,
    count(*) filter (
        where usable.usable and classes.delivered_on + $first_try_days <= $as_of and followup.line is null
    ) as not_passed_on,
    count(*) filter (
        where usable.usable and classes.delivered_on + $first_try_days <= $as_of and not followup.worked
    ) as not_tried,
    count(*) filter (
        where usable.usable and classes.delivered_on + $first_try_days <= $as_of and followup.worked
            and followup.first_touch_on > classes.delivered_on + $first_try_days
    ) as tried_late
from usable
left join classes using (delivery, line)
left join verdicts using (delivery, line)
left join followup using (delivery, line)
group by usable.vendor
order by usable.vendor
