-- contract_read: how many records each program delivered that were read.
-- Reads:   verdicts    one row per read record (tables.VERDICTS)
--          deliveries  one row per delivery (tables.DELIVERIES)
-- Returns: one row per program, ordered so: program, records
select deliveries.program, count(*) as records
from verdicts
join deliveries on deliveries.delivery = verdicts.delivery
where deliveries.program is not null
group by deliveries.program
order by deliveries.program
