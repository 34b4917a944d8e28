-- export_credited: every credited outcome for a workbook, without anything of the person but our own id.
-- Reads:   credits  one row per record and outcome (tables.CREDITS)
-- Returns: one row per record and outcome, ordered by vendor, kind, occurred_on, delivery, line, outcome_id: vendor,
--          delivery, line, kind, occurred_on, days (from t0), standing, turn (1: the person's first), vendors (that share
--          it), fractional, first, last
-- Params:  $limit
select vendor, delivery, line, kind, occurred_on, days, standing, turn, k as vendors, fractional, first, last
from credits
order by vendor, kind, occurred_on, delivery, line, outcome_id
limit $limit
