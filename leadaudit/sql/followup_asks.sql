-- followup_asks: what asking people brought, by the vendor that first delivered them.
-- Reads:   evidence  one row per thing done or said (tables.EVIDENCE)
--          subjects  one row per imported piece of evidence (tables.SUBJECTS)
--          classes   one row per read record (tables.CLASSES)
--          routed    one row per record given out (tables.ROUTED)
-- Returns: one row per vendor with somebody asked or held out, ordered by vendor: vendor, asked, answered, yes (people),
--          given, given_leads (given out to be asked and old enough to tell; of these, leads within $answer_days), held,
--          held_leads (the same of those held out)
-- Params:  $as_of, $answer_days
with homes as (
    select
        person,
        arg_min(vendor, (delivered_on, delivery, line)) as vendor,
        min(first_confirmed_lead_on) as lead_on
    from classes
    group by person
),
drawn as (
    select classes.person, routed.list, min(routed.routed_on) as routed_on
    from routed
    join classes using (delivery, line)
    where routed.list in ('ask', 'held_out') and routed.routed_on <= $as_of
    group by classes.person, routed.list
),
told as (
    select
        subjects.person,
        bool_or(evidence.kind in ('ask_yes', 'ask_no')) as answered,
        arg_max(evidence.kind, evidence.occurred_on) filter (where evidence.kind in ('ask_yes', 'ask_no')) = 'ask_yes' as yes
    from evidence
    join subjects using (evidence_id)
    where evidence.kind in ('asked', 'ask_yes', 'ask_no')
        and evidence.occurred_on <= $as_of
        and subjects.person is not null
    group by subjects.person
),
everybody as (
    select person from drawn
    union
    select person from told
),
each_person as (
    select
        homes.vendor,
        told.person is not null or given.person is not null as asked,
        coalesce(told.answered, false) as answered,
        coalesce(told.yes, false) as yes,
        -- whoever was held out and asked after all says nothing of either
        given.routed_on + $answer_days <= $as_of and held.person is null as given_tells,
        homes.lead_on > given.routed_on and homes.lead_on <= given.routed_on + $answer_days as given_lead,
        held.routed_on + $answer_days <= $as_of and given.person is null and told.person is null as held_tells,
        homes.lead_on > held.routed_on and homes.lead_on <= held.routed_on + $answer_days as held_lead
    from everybody
    join homes using (person)
    left join told using (person)
    left join drawn as given on given.person = everybody.person and given.list = 'ask'
    left join drawn as held on held.person = everybody.person and held.list = 'held_out'
)
select
    vendor,
    count(*) filter (where asked) as asked,
    count(*) filter (where answered) as answered,
    count(*) filter (where yes) as yes,
    count(*) filter (where given_tells) as given,
    count(*) filter (where given_tells and given_lead) as given_leads,
    count(*) filter (where held_tells) as held,
    count(*) filter (where held_tells and held_lead) as held_leads
from each_person
group by vendor
order by vendor
