-- followup_labels: the four labels one person carries, and how many people carry the same four.
-- Reads:   classes     one row per read record (tables.CLASSES)
--          deliveries  one row per delivery (tables.DELIVERIES)
--          sold        one row per program: program, is_lead (sold as more than an opt-in)
--          links       one row per delivered person (tables.LINKS)
--          outcomes    one row per outcome and person (tables.OUTCOMES)
-- Returns: one row per combination, ordered by its labels: vendor, marketing, sales, evidence (lead or not_lead; sales:
--          undecided while sales neither took nor turned the person down), people
-- Params:  $as_of
-- Vendor: what it was sold as.  Marketing: passed on, that is held by the CRM.  Sales: a meeting or an opportunity, or
-- disqualified.  Evidence: was a lead at any time.
with people as (
    select
        classes.person,
        bool_or(sold.is_lead) as vendor,
        min(classes.first_lead_on) <= $as_of as evidence
    from classes
    join deliveries using (delivery)
    join sold using (program)
    where not list_contains(classes.flags, 'account_only') and classes.excluded_reason is distinct from 'own_employee'
    group by classes.person
),
done as (
    select
        person,
        bool_or(kind in ('meeting_set', 'meeting_held', 'opportunity', 'won')) as took,
        bool_or(kind in ('disqualified', 'lost')) as refused
    from outcomes
    where occurred_on <= $as_of
    group by person
)
select
    case when people.vendor then 'lead' else 'not_lead' end as vendor,
    case when links.linked then 'lead' else 'not_lead' end as marketing,
    case when done.took then 'lead' when done.refused then 'not_lead' else 'undecided' end as sales,
    case when people.evidence then 'lead' else 'not_lead' end as evidence,
    count(*) as people
from people
join links using (person)
left join done using (person)
group by all
order by vendor, marketing, sales, evidence
