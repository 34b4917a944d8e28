-- followup_signal_deals: what a CRM is told of each open opportunity whose people are leads or signals.
-- Reads:   signals   one row per lead or signal, as followup_signals returns it
--          outcomes  one row per outcome and person (tables.OUTCOMES)
-- Returns: one row per open opportunity, ordered by deal_id: deal_id, people, signal_type, signal_on (the newest), tier (the
--          highest), category (of the newest that has one)
-- Params:  $as_of
select
    regexp_replace(outcomes.source_id, '^[a-z_]+:', '') as deal_id,
    count(distinct signals.person) as people,
    arg_max(signals.signal_type, signals.signal_on) as signal_type,
    max(signals.signal_on) as signal_on,
    case min(case signals.tier when 'high' then 1 when 'med' then 2 when 'low' then 3 end)
        when 1 then 'high' when 2 then 'med' when 3 then 'low' end as tier,
    coalesce(arg_max(signals.category, signals.signal_on) filter (where signals.category <> 'unmapped'), 'unmapped') as category
from outcomes
join signals using (person)
where outcomes.kind = 'opportunity' and outcomes.occurred_on <= $as_of and (outcomes.state = 'open' or outcomes.due_on > $as_of)
group by deal_id
order by deal_id
