-- outcomes_evidence: what the CRM says that people did, as rows of the evidence log.
-- Reads:   steps  one row per thing and name, as outcomes_steps returns it
--          names  one row per name that stands for somebody, as outcomes_names returns it
--          kinds  one row per evidence kind: kind, category
--          reasons  one row per reason for disqualifying somebody, or result of a call: reason, kind (null: it says nothing of
--                   what they want), found_out (null: it found out nothing about the record)
-- Returns: one row per thing and person (tables.EVIDENCE), ordered by evidence_id
-- Params:  $as_of
-- Calls and mails of our own people are no evidence of what the person wants, only of what they found out.
-- A thing that names a person twice is one piece of evidence.
with told as (
    select
        steps.source, steps.source_id, steps.kind, steps.asset, names.contact_id, names.person,
        case steps.kind
            when 'meeting_set' then 'meeting_booked'
            when 'meeting_held' then 'meeting_held'
            when 'opportunity' then 'opp_contact'
            when 'attended' then 'webinar_live'
            when 'no_show' then 'meeting_missed'
            when 'disqualified' then reasons.kind
            when 'contacted' then reasons.found_out
        end as evidence_kind,
        case when steps.ref_kind = 'email' then steps.ref when names.contact_id is null then names.email end as email,
        case when steps.kind = 'opportunity' then coalesce(steps.role_on, steps.occurred_on) else steps.occurred_on end as done_on,
        steps.observed_on,
        coalesce(names.person, steps.ref) as whom
    from steps
    join names using (source, ref_kind, ref)
    left join reasons on reasons.reason = steps.reason
    where (
            steps.kind in ('meeting_set', 'meeting_held', 'no_show', 'opportunity', 'attended')
            or (steps.kind = 'disqualified' and reasons.kind is not null)
            or (steps.kind = 'contacted' and reasons.found_out is not null)
        )
        and (steps.ref_kind = 'email' or names.contact_id is not null or names.email is not null)
),
once as (
    select *
    from told
    where done_on <= $as_of
    qualify row_number() over (
        partition by source, source_id, evidence_kind, whom
        order by done_on, email is not null, contact_id, email
    ) = 1
)
select
    md5(concat_ws('|', 'crm', source, source_id, evidence_kind, done_on::text, case when email is null then contact_id else email end))
        as evidence_id,
    null::text as delivery,
    null::integer as line,
    email,
    null::text as phone,
    case when email is null then contact_id end as crm_id,
    evidence_kind as kind,
    case evidence_kind when 'webinar_live' then 'person' else 'rep' end as actor,
    'crm' as source,
    done_on as occurred_on,
    greatest(observed_on, done_on) as observed_on,
    null::timestamptz as imported_at,
    kinds.category,
    asset,
    replace(once.kind, '_', ' ') as raw_ref,
    null::text as account,
    null::text as named_vendor
from once
join kinds on kinds.kind = once.evidence_kind
qualify row_number() over (partition by evidence_id order by email) = 1
order by evidence_id
