-- contract_return_days: the deadlines there are, so that the last day of each is worked out once.
-- Reads:   verdicts    one row per read record (tables.VERDICTS)
--          deliveries  one row per delivery (tables.DELIVERIES)
-- Returns: one row per program and deadline, ordered so: program, deadline_at (never null)
select distinct deliveries.program, verdicts.deadline_at
from verdicts
join deliveries on deliveries.delivery = verdicts.delivery
where verdicts.verdict = 'return' and verdicts.deadline_at is not null
order by deliveries.program, verdicts.deadline_at
