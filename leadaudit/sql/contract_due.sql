-- contract_due: what can be claimed, by when it must be.
-- Reads:   returnable  one row per record (contract_returnable)
-- Returns: one row per vendor, program, standing, reason and last day, ordered so: vendor, program, standing, code,
--          last_on (null: no window), records, amount_minor (null: the price is not known)
select vendor, program, standing, code, last_on, count(*) as records, sum(amount_minor)::bigint as amount_minor
from returnable
group by vendor, program, standing, code, last_on
order by vendor, program, standing, code, last_on nulls last
