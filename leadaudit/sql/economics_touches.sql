-- economics_touches: how long usable records waited for somebody of ours to try to reach them.
-- Reads:   usable    one row per delivered line (tables.USABLE)
--          classes   one row per read record (tables.CLASSES)
--          followup  one row per read record of a person whom the CRM holds (tables.FOLLOWUP)
-- Returns: one row per vendor, month (first day of the month of t0), days (to the first touch, or to $known_through while
--          there is none), business_days (Monday to Friday among them) and touched, ordered so: records (never null)
-- Params:  $known_through
-- Worked records of which the CRM does not say when are in neither: their wait is not known.
with waits as (
    select
        classes.vendor,
        classes.delivered_on,
        coalesce(followup.first_touch_on, $known_through::date) as ended_on,
        followup.first_touch_on is not null as touched
    from followup
    join classes on classes.delivery = followup.delivery and classes.line = followup.line
    join usable on usable.delivery = followup.delivery and usable.line = followup.line and usable.usable
    where classes.delivered_on <= $known_through::date
        and (followup.first_touch_on is not null or not followup.worked)
        and coalesce(followup.first_touch_on <= $known_through::date, true)
),
-- Whole weeks have five business days; 1970-01-05 was a Monday.
counted as (
    select
        vendor,
        date_trunc('month', delivered_on)::date as month,
        ended_on - delivered_on as days,
        (ended_on - date '1970-01-05') // 7 * 5 + least((ended_on - date '1970-01-05') % 7 + 1, 5)
            - (delivered_on - date '1970-01-05') // 7 * 5 - least((delivered_on - date '1970-01-05') % 7 + 1, 5)
            as business_days,
        touched
    from waits
)
select vendor, month, days::integer as days, business_days::integer as business_days, touched, count(*) as records
from counted
group by vendor, month, days, business_days, touched
order by vendor, month, days, business_days, touched
