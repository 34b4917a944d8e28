-- evidence_attested: of each vendor, how many people it attested, how many of them we spoke to, how many deny.
-- Reads:   flags     one row per record, as evidence_flags returns it
--          evidence  one row per thing done or said (tables.EVIDENCE)
--          subjects  one row per imported piece of evidence (tables.SUBJECTS)
--          kinds     one row per kind of evidence: kind, role
-- Returns: one row per vendor that attested anybody, ordered by vendor: vendor, attested, contacted, denied (people)
-- Params:  $as_of
-- Contacted: since the statement somebody of ours tried to reach the person, or the person said something to us.
with known as (
    select evidence.*, kinds.role
    from evidence
    join kinds using (kind)
    where evidence.occurred_on <= $as_of and coalesce(evidence.observed_on, evidence.occurred_on) <= $as_of
),
attested as (
    select flags.vendor, flags.person, min(known.occurred_on) as said_on
    from known
    join flags on flags.delivery = known.delivery and flags.line = known.line
    where known.role = 'relayed_statement'
    group by flags.vendor, flags.person
),
told as (
    select subjects.person, known.role, known.occurred_on, known.named_vendor
    from known
    join subjects using (evidence_id)
    where known.source in ('first', 'crm')
        and (
            known.actor = 'rep'
            or known.role in ('explicit_yes', 'explicit_no', 'hard_no', 'denial')
            or known.kind in ('reply_neutral', 'wrong_person', 'autoreply_left')
        )
)
select
    attested.vendor,
    count(distinct attested.person) as attested,
    count(distinct attested.person) filter (where told.occurred_on >= attested.said_on) as contacted,
    count(distinct attested.person) filter (
        where told.occurred_on >= attested.said_on
            and told.role = 'denial'
            and (told.named_vendor is null or told.named_vendor = attested.vendor)
    ) as denied
from attested
left join told using (person)
group by attested.vendor
order by attested.vendor
