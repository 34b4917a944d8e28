-- evidence_reach: what is known, on a day of its own for each record, of whether its person can be reached at its address.
-- Reads:   days      one row per record asked about: delivery, line, day
--          facts     one row per read record (tables.FACTS)
--          people    one row per record or contact (tables.PEOPLE)
--          evidence  one row per thing done or said (tables.EVIDENCE)
--          subjects  one row per imported piece of evidence (tables.SUBJECTS)
--          kinds     one row per kind of evidence that speaks of an address: kind, reach
-- Returns: one row per record and day of which something is known, ordered by delivery, line, day: delivery, line, day,
--          email_gone, never_mail, wrong_person
-- The newest word on whether the mailbox is there stands; on one and the same day the one that says it is not.
with told as (
    select
        evidence.evidence_id, evidence.email, kinds.reach, evidence.occurred_on,
        greatest(evidence.occurred_on, coalesce(evidence.observed_on, evidence.occurred_on)) as seen_on
    from evidence
    join kinds using (kind)
    where evidence.occurred_on is not null
),
about as (
    select facts.delivery, facts.line, told.reach, told.occurred_on, told.seen_on
    from told
    join facts on facts.email_norm = told.email
    where told.reach <> 'wrong_person'
    union all
    -- Whoever turned out to be somebody else is so in all records of the person, and at that address.
    select coalesce(people.delivery, facts.delivery), coalesce(people.line, facts.line), told.reach, told.occurred_on, told.seen_on
    from told
    left join subjects on subjects.evidence_id = told.evidence_id
    left join people on people.person = subjects.person and not people.is_contact
    left join facts on facts.email_norm = told.email and people.line is null
    where told.reach = 'wrong_person' and coalesce(people.line, facts.line) is not null
)
select
    days.delivery, days.line, days.day,
    coalesce(
        arg_max(about.reach, (about.occurred_on, about.reach = 'gone')) filter (where about.reach in ('works', 'gone')) = 'gone',
        false
    ) as email_gone,
    bool_or(about.reach = 'never_mail') as never_mail,
    bool_or(about.reach = 'wrong_person') as wrong_person
from days
join about on about.delivery = days.delivery and about.line = days.line
where about.seen_on <= days.day
group by days.delivery, days.line, days.day
order by days.delivery, days.line, days.day
