-- economics_followed_days: followed people by vendor and by the days of what became of them, without who they are.
-- Reads:   people  followed people, as economics_followed returns them
-- Returns: one row per vendor, is_first, days and amount that differ, ordered by these: vendor, is_first, delivered_on,
--          lead_on, meeting_set_on, meeting_held_on, opportunity_on, won_on, touched_on (null: none so far), won_minor
--          (null: nothing), people (how many)
select
    vendor, is_first, delivered_on, lead_on, meeting_set_on, meeting_held_on, opportunity_on, won_on, touched_on,
    won_minor, count(*) as people
from people
group by all
order by
    vendor, is_first, delivered_on, lead_on, meeting_set_on, meeting_held_on, opportunity_on, won_on, touched_on,
    won_minor
