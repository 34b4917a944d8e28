-- evidence_cases: what the decision table asks of each record.
-- Reads:   flags      one row per record, as evidence_flags returns it
--          freshness  one row per record (tables.FRESHNESS)
--          counted    one row per record and thing that counts for it, as evidence_counted returns it
--          kinds      one row per kind of evidence: kind, live_days (an older one supports nothing; null: it does not expire)
-- Returns: one row per record, ordered by delivery, line: the columns of flags, p_employer, p_title, case_key (parts as
--          classify.py reads them), took_back (the person unsubscribed, complained or denied ever having asked)
-- Params:  $as_of, $min_employer_p
with events as (
    select
        delivery, line,
        -- in any order that is always the same: the table puts them in order itself
        array_to_string(
            list_sort(
                list(concat_ws(',', counted.kind, $as_of - occurred_on, actor, source, category))
                    filter (where kinds.live_days is null or $as_of - occurred_on <= kinds.live_days)
            ),
            ';'
        ) as events,
        bool_or(role in ('hard_no', 'denial') and actor not in ('system', 'bot')) as took_back
    from counted
    join kinds on kinds.kind = counted.kind
    group by delivery, line
)
select
    flags.*,
    freshness.p_employer,
    freshness.p_title,
    concat_ws(
        '#',
        flags.flags,
        -- the table asks only whether the employer reaches the limit
        case when freshness.p_employer is null then '' when freshness.p_employer >= $min_employer_p then '1' else '0' end,
        coalesce(events.events, '')
    ) as case_key,
    coalesce(events.took_back, false) as took_back
from flags
left join freshness using (delivery, line)
left join events using (delivery, line)
order by flags.delivery, flags.line
