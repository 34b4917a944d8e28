-- followup_segments: what kind of message suits everybody delivered, and who is left alone.
-- Reads:   people  one row per person, as followup_people returns it
-- Returns: one row per person, ordered by person: person, delivery, line, vendor, class, tier, category, segment
--          (sales, hold: sales is talking to them, a category, introductory, permission_first, leave_alone), why (of those
--          left alone)
select
    person, delivery, line, vendor, class, tier, category,
    case
        when bar is not null or ask_bar = 'contradicted' then 'leave_alone'
        when class = 'lead' or tier = 'high' then 'sales'
        when is_engaged then 'hold'
        when not may_market and consent = 'asserted' then 'permission_first'
        when not may_market then 'leave_alone'
        when class = 'signal' and category in ('evaluation', 'pricing', 'implementation', 'renewal') then category
        else 'introductory'
    end as segment,
    case
        when bar is not null then bar
        when ask_bar = 'contradicted' then ask_bar
        when class = 'lead' or tier = 'high' or is_engaged or may_market or consent = 'asserted' then null
        else 'no_permission'
    end as why
from people
order by person
