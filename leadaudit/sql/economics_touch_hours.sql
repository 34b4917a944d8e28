-- economics_touch_hours: hours that usable records waited for somebody of ours, where both ends have a time of the day.
-- Reads:   usable      one row per delivered line (tables.USABLE)
--          classes     one row per read record (tables.CLASSES)
--          deliveries  one row per delivery (tables.DELIVERIES)
--          followup    one row per read record of a person whom the CRM holds (tables.FOLLOWUP)
-- Returns: one row per vendor, month (first day of the month of t0), hours (whole ones begun, to the first touch or to the
--          end of $known_through; longer waits as $most_hours + 1), touched (by then), working_hours (without Saturday and
--          Sunday) and touched_working, ordered so: records (never null)
-- Params:  $known_through, $most_hours
-- A file received at midnight exactly came at a time nobody noted, and so did a touch with a day alone: neither is here.
with instants as (
    select
        classes.vendor,
        classes.delivered_on,
        -- hours since a Monday at midnight
        epoch(deliveries.received_at) / 3600 - 96 as since,
        coalesce(epoch(followup.first_touch_at), epoch(($known_through::date + 1)::timestamp)) / 3600 - 96 as until,
        followup.first_touch_at is not null as touched
    from followup
    join classes on classes.delivery = followup.delivery and classes.line = followup.line
    join usable on usable.delivery = followup.delivery and usable.line = followup.line and usable.usable
    join deliveries on deliveries.delivery = followup.delivery
    where classes.delivered_on = deliveries.received_at::date
        and deliveries.received_at <> date_trunc('day', deliveries.received_at)
        and classes.delivered_on <= $known_through::date
        and (followup.first_touch_at is not null or (followup.first_touch_on is null and not followup.worked))
        and coalesce(followup.first_touch_on <= $known_through::date, true)
),
waits as (
    select
        vendor,
        date_trunc('month', delivered_on)::date as month,
        touched,
        -- who was tried before the file came did not wait
        greatest(until - since, 0) as hours,
        greatest(
            floor(until / 168) * 120 + least(until - floor(until / 168) * 168, 120)
                - floor(since / 168) * 120 - least(since - floor(since / 168) * 168, 120),
            0
        ) as working_hours
    from instants
)
select
    vendor,
    month,
    least(ceil(hours), $most_hours::integer + 1)::integer as hours,
    touched and hours <= $most_hours::integer as touched,
    least(ceil(working_hours), $most_hours::integer + 1)::integer as working_hours,
    touched and working_hours <= $most_hours::integer as touched_working,
    count(*) as records
from waits
group by all
order by vendor, month, hours, touched, working_hours, touched_working
