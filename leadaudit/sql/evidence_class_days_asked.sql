-- evidence_class_days_asked: for which records and days a class can differ from today's.
-- Reads:   flags     one row per record, as evidence_flags returns it
--          counted   one row per record and thing that counts for it, as evidence_counted returns it
--          reach     one row per record of whose address something is known, as evidence_reach returns it
--          outcomes  one row per outcome and person (tables.OUTCOMES)
--          returned  one row per record its vendor took back: delivery, line
--          horizons  one row per time after delivery: after_days
-- Returns: one row per such record and day that has come, ordered by delivery, line, after_days: delivery, line,
--          after_days, day, has_opportunity (the person stands on one that is, or was, open)
-- Params:  $as_of
-- Nothing else about a record has a day of its own: whoever is a repeat, or a competitor, is so on every day.
with changing as (
    select delivery, line from counted
    union
    select delivery, line from reach
    union
    select delivery, line from returned
    union
    select flags.delivery, flags.line
    from flags
    where flags.person in (select person from outcomes where kind = 'opportunity')
)
select
    flags.delivery, flags.line, horizons.after_days,
    flags.delivered_on + horizons.after_days as day,
    flags.person in (select person from outcomes where kind = 'opportunity') as has_opportunity
from changing
join flags on flags.delivery = changing.delivery and flags.line = changing.line
join horizons on flags.delivered_on + horizons.after_days <= $as_of
order by flags.delivery, flags.line, horizons.after_days
