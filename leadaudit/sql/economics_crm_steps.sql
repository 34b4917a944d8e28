-- economics_crm_steps: how many things each vendor's CRM count has and loses at every step.
-- Reads:   counted  one row per vendor and thing counted or taken off (economics_crm_count.sql)
-- Returns: one row per vendor and step, ordered so: vendor, step, number (as in economics_crm_count.sql)
select vendor, step, sum(number) as number
from counted
group by vendor, step
order by vendor, step
