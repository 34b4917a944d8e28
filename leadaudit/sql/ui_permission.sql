-- ui_permission: usable records by what they prove about permission.
-- Reads:   usable (tables.USABLE), consent (tables.CONSENT)
-- Returns: one row per delivery and consent state, ordered so: delivery, vendor, state, number (never null)
select
    usable.delivery,
    usable.vendor,
    consent.state,
    count(*) as number
from usable
join consent on consent.delivery = usable.delivery and consent.line = usable.line
where usable.usable
group by usable.delivery, usable.vendor, consent.state
order by usable.delivery, usable.vendor, consent.state
