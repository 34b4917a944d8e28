-- contract_won: how often each vendor accepted each reason.
-- Reads:   claims  one row per claimed record (tables.CLAIMS)
-- Returns: one row per vendor and reason, ordered so: vendor, code, asked (sent and not cancelled), answered, won
select
    vendor,
    code,
    count(*) filter (where state not in ('prepared', 'cancelled')) as asked,
    count(*) filter (where state in ('accepted', 'refused', 'credited', 'replaced')) as answered,
    count(*) filter (where state in ('accepted', 'credited', 'replaced')) as won
from claims
group by vendor, code
having asked > 0
order by vendor, code
