-- contract_tracker: what came of each program, day by day.
-- Reads:   verdicts    one row per read record (tables.VERDICTS)
--          usable      one row per delivered line (tables.USABLE)
--          deliveries  one row per delivery (tables.DELIVERIES)
--          claims      one row per claimed record (tables.CLAIMS)
-- Returns: one row per program and day of delivery, ordered so: program, delivered_on, delivered (read records, those that
--          came instead of others left out), replacements, payable (accepted), in_review, usable, payable_minor (null: the
--          price is not known)
with came_instead as (
    select distinct replacement_delivery as delivery, replacement_line as line
    from claims
    where replacement_line is not null
)

select
    deliveries.program,
    deliveries.delivered_on,
    count(*) filter (where came_instead.line is null) as delivered,
    count(*) filter (where came_instead.line is not null) as replacements,
    count(*) filter (where verdicts.verdict = 'accept') as payable,
    count(*) filter (where verdicts.verdict = 'review') as in_review,
    count(*) filter (where usable.usable) as usable,
    sum(verdicts.amount_minor) filter (where verdicts.verdict = 'accept')::bigint as payable_minor
from verdicts
join deliveries on deliveries.delivery = verdicts.delivery
left join usable on usable.delivery = verdicts.delivery and usable.line = verdicts.line
left join came_instead on came_instead.delivery = verdicts.delivery and came_instead.line = verdicts.line
where deliveries.program is not null
group by deliveries.program, deliveries.delivered_on
order by deliveries.program, deliveries.delivered_on
