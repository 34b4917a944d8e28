-- economics_credit_cells: credited outcomes counted by delivery, day, kind and how well the person was known.
-- Reads:   credits     one row per record and outcome (tables.CREDITS)
--          classes     one row per read record (tables.CLASSES)
-- Returns: one row per delivery, t0, kind, standing, is_first (the person's first of the kind; leads of both kinds are one
--          kind), in_time (by $known_through) and currency, ordered so: records, fractional, first, last (sums of shares),
--          any_minor, fractional_minor, first_minor, last_minor (the shares' parts of the amounts; null without amount)
-- Params:  $known_through
with parts as (
    select
        credits.delivery, classes.delivered_on, credits.kind, credits.standing, credits.turn = 1 as is_first,
        credits.occurred_on <= $known_through::date as in_time,
        credits.currency, credits.fractional, credits.first, credits.last,
        credits.amount_minor::double / credits.people as part_minor
    from credits
    join classes on classes.delivery = credits.delivery and classes.line = credits.line
)
select
    delivery, delivered_on, kind, standing, is_first, in_time, currency,
    count(*) as records,
    sum(fractional)::double as fractional,
    sum(first)::double as first,
    sum(last)::double as last,
    sum(part_minor) as any_minor,
    sum(part_minor * fractional) as fractional_minor,
    sum(part_minor * first) as first_minor,
    sum(part_minor * last) as last_minor
from parts
group by delivery, delivered_on, kind, standing, is_first, in_time, currency
order by delivery, delivered_on, kind, standing, is_first, in_time, currency
