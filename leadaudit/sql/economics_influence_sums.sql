-- economics_influence_sums: opportunities at companies a vendor delivered people of, ready to be converted.
-- Reads:   influence  one row per vendor and opportunity (tables.INFLUENCE)
-- Returns: one row per vendor, currency and day, ordered by them: vendor, currency, opened_on, opportunities, named (naming a
--          person it delivered), amount_minor (null where one has no amount)
select
    vendor, currency, opened_on,
    count(*) as opportunities,
    count(*) filter (where names_delivered) as named,
    case when count(amount_minor) = count(*) then sum(amount_minor)::bigint end as amount_minor
from influence
group by vendor, currency, opened_on
order by vendor, currency, opened_on
