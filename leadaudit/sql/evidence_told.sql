-- evidence_told: what was found out about records after they came, as far as a contract may speak of it.
-- Reads:   facts       one row per read record (tables.FACTS)
--          deliveries  one row per delivery (tables.DELIVERIES)
--          people      one row per record or contact (tables.PEOPLE)
--          evidence    one row per imported thing done or said (tables.EVIDENCE)
--          subjects    one row per imported piece of evidence (tables.SUBJECTS)
--          reach       one row per record of whose address something is known, as evidence_reach returns it
-- Returns: one row per record and reason, the earliest that says so, ordered by delivery, line, code: delivery, line, code
--          (vocabulary.ReasonCode), told_on, words (what the source said; null: nothing)
-- Params:  $as_of
with known as (
    select *
    from evidence
    where occurred_on <= $as_of and coalesce(observed_on, occurred_on) <= $as_of
        and kind in ('hard_bounce', 'autoreply_left', 'profile_left', 'denied_engagement')
),
told as (
    select facts.delivery, facts.line, 'bounced' as code, known.occurred_on, known.asset
    from known
    join facts on facts.email_norm = known.email
    join reach on reach.delivery = facts.delivery and reach.line = facts.line
    where known.kind = 'hard_bounce' and reach.email_gone
    union all
    select facts.delivery, facts.line, 'left_company', known.occurred_on, null
    from known
    join facts on facts.email_norm = known.email
    where known.kind = 'autoreply_left'
    union all
    select known.delivery, known.line, 'left_company', known.occurred_on, null
    from known
    where known.kind = 'profile_left' and known.line is not null
    union all
    select people.delivery, people.line, 'registrant_denial', known.occurred_on, null
    from known
    join subjects on subjects.evidence_id = known.evidence_id
    join people on people.person = subjects.person and not people.is_contact
    join deliveries on deliveries.delivery = people.delivery
    where known.kind = 'denied_engagement'
        and (known.named_vendor is null or known.named_vendor = deliveries.vendor)
)
select delivery, line, code, min(occurred_on) as told_on, arg_min(asset, occurred_on) as words
from told
group by delivery, line, code
order by delivery, line, code
