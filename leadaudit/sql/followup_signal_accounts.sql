-- followup_signal_accounts: what a CRM is told of each company whose people are leads or signals.
-- Reads:   signals  one row per lead or signal, as followup_signals returns it
-- Returns: one row per company, ordered by domain, company: domain (null: not known), company, people, leads, signal_type,
--          signal_on (the newest), tier (the highest), category (of the newest that has one)
select
    domain,
    min(company) as company,
    count(*) as people,
    count(*) filter (where class = 'lead') as leads,
    arg_max(signal_type, signal_on) as signal_type,
    max(signal_on) as signal_on,
    case min(case tier when 'high' then 1 when 'med' then 2 when 'low' then 3 end)
        when 1 then 'high' when 2 then 'med' when 3 then 'low' end as tier,
    coalesce(arg_max(category, signal_on) filter (where category <> 'unmapped'), 'unmapped') as category
from signals
where domain is not null or company is not null
group by domain, case when domain is null then lower(trim(company)) end
order by domain, company
