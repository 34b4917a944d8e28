-- evidence_freshness_cases: what each row says of how old its employer and title are.
-- Reads:   facts       one row per read record (tables.FACTS)
--          deliveries  one row per delivery (tables.DELIVERIES)
--          texts       one row per record: delivery, line, is_valid_address (a check said so; null: no check)
--          seen        one row per record, item and day (evidence_freshness_seen)
--          ageing      one row per level and function: seniority, function, job (one of the pairs that age alike)
-- Returns: one row per record, ordered by delivery, line: delivery, line, age_days (of the fact at $as_of), age_assumed,
--          domain_evidence, delivered_after (days from the start of ageing to the delivery), seen (items beside the record
--          itself with their days, in words; null: none), case_key (parts as freshness.py reads them; days count from
--          the start of ageing)
-- Params:  $as_of, $unknown_age_days (age of a fact of unknown date on the day it was first seen), $uses_job_start (whether
--          the model asks when a job started)
with dated as (
    select
        facts.delivery, facts.line,
        coalesce(ageing.job, 'unknown|unknown') as job,
        -- a row dated after its file arrived is a mistake of the row
        least(coalesce(facts.delivered_row_on, deliveries.delivered_on), deliveries.delivered_on) as seen_on,
        case
            when deliveries.profile_source in ('typed', 'called') then coalesce(facts.captured_on, facts.activity_on)
        end as stated_on,
        case when texts.is_valid_address then facts.email_verified_on end as checked_on,
        case when $uses_job_start then facts.job_started_on end as job_started_on,
        case
            when facts.email_is_free then null
            when facts.domain_is_employers then 'domain_match'
            when not facts.domain_is_employers then 'domain_mismatch'
        end as domain_evidence,
        facts.is_account_only is not true
            and (
                facts.company_key is not null
                or facts.website_domain is not null
                or (facts.email_domain is not null and facts.email_is_free is not true)
            ) as names_employer,
        facts.is_account_only is not true and facts.title is not null as names_title
    from facts
    join deliveries using (delivery)
    left join ageing
        on ageing.seniority = coalesce(facts.seniority, 'unknown') and ageing.function = coalesce(facts.function, 'unknown')
    left join texts on texts.delivery = facts.delivery and texts.line = facts.line
),
credible as (
    select
        * exclude (stated_on, checked_on),
        case when stated_on <= seen_on then stated_on end as stated_on,
        case
            when checked_on <= seen_on and checked_on <= $as_of and checked_on >= coalesce(case when stated_on <= seen_on then stated_on end, checked_on)
                then checked_on
        end as checked_on
    from dated
),
started as (
    select
        *,
        coalesce(stated_on, least(seen_on, coalesce(checked_on, seen_on)) - $unknown_age_days::int) as started_on
    from credible
),
-- What was seen before the fact date is about an older fact.
heard as (
    select
        seen.delivery, seen.line,
        string_agg(seen.item || '@' || (seen.seen_on - started.started_on), ',' order by seen.seen_on, seen.item) as items,
        string_agg(seen.item || ' ' || seen.seen_on, ', ' order by seen.seen_on, seen.item) as words
    from seen
    join started on started.delivery = seen.delivery and started.line = seen.line
    where seen.seen_on >= started.started_on and seen.seen_on <= $as_of
    group by seen.delivery, seen.line
)
select
    started.delivery, started.line,
    greatest($as_of - coalesce(checked_on, started_on), 0)::int as age_days,
    stated_on is null and checked_on is null as age_assumed,
    domain_evidence,
    (seen_on - started_on)::int as delivered_after,
    heard.words as seen,
    concat_ws(
        '|',
        job,
        greatest($as_of - started_on, 0),
        coalesce((checked_on - started_on)::text, ''),
        (seen_on - started_on),
        coalesce(domain_evidence, ''),
        concat_ws(',',
            case when names_employer then 'employer' end,
            case when names_title then 'title' end,
            case when stated_on is not null then 'stated' end),
        coalesce(heard.items, ''),
        coalesce(case when job_started_on <= started_on then started_on - job_started_on end::text, '')
    ) as case_key
from started
left join heard on heard.delivery = started.delivery and heard.line = started.line
order by started.delivery, started.line
