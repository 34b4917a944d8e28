-- followup_signals: what a CRM is told of each lead and signal: type, time, tier and category.
-- Reads:   people    one row per person, as followup_people returns it
--          evidence  one row per thing done or said (tables.EVIDENCE)
--          subjects  one row per imported piece of evidence (tables.SUBJECTS)
--          classes   one row per read record (tables.CLASSES)
--          kinds     one row per evidence kind: kind, role
--          facts     one row per read record (tables.FACTS)
--          lists     one row per person on a list, as followup_lists returns it
--          contacts  one row per person the CRM holds: person, contact_id
-- Returns: one row per lead or signal that nothing bars, ordered by person: person, contact_id (null: not in the CRM), email,
--          first_name, last_name, company, domain, signal_type (kind of the newest thing that speaks for a purchase),
--          signal_on, tier, category, class, list, state, owner
-- Params:  $as_of
with told as (
    select
        coalesce(subjects.person, classes.person) as person,
        evidence.kind, evidence.occurred_on, evidence.evidence_id
    from evidence
    join kinds using (kind)
    left join subjects using (evidence_id)
    left join classes on classes.delivery = evidence.delivery and classes.line = evidence.line
    where evidence.occurred_on <= $as_of
        and coalesce(evidence.observed_on, evidence.occurred_on) <= $as_of
        and evidence.actor not in ('system', 'bot')
        and kinds.role in ('explicit_yes', 'relayed_statement', 'vendor_explicit', 'high_value', 'behaviour')
),
newest as (
    select person, arg_max(kind, (occurred_on, evidence_id)) as signal_type, max(occurred_on) as signal_on
    from told
    where person is not null
    group by person
)
select
    people.person, contacts.contact_id, facts.email_norm as email, facts.first_name, facts.last_name, facts.company,
    coalesce(facts.website_domain, case when not facts.email_is_free then facts.email_domain end) as domain,
    newest.signal_type, newest.signal_on, people.tier, people.category, people.class, lists.list, lists.state,
    coalesce(lists.owner, people.owner) as owner
from people
join facts using (delivery, line)
left join newest using (person)
left join lists using (person)
left join contacts using (person)
where people.class in ('lead', 'signal') and people.bar is null
order by people.person
