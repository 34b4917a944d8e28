-- economics_crm_count: from what the CRM counts for a vendor by lead source to what is credited, person by person.
-- Reads:   contacts  one row per CRM person in force (tables.CONTACTS)
--          people    one row per record or contact (tables.PEOPLE)
--          classes   one row per read record (tables.CLASSES)
--          outcomes  one row per outcome and person (tables.OUTCOMES)
--          credits   one row per record and outcome (tables.CREDITS)
-- Returns: one row per vendor and thing counted or taken off, ordered by vendor, step, contact_id, outcome_id, person:
--          vendor, step, contact_id (null: the CRM names another source), outcome_id, person, delivery, line, number (theirs
--          counts up, what is taken off is positive, what is added below 0; theirs less all of it is what is credited)
-- Params:  $kind (of tables.OUTCOMES), $net_new_only
with vendors as (
    select distinct vendor, regexp_replace(lower(vendor), '[^a-z0-9]', '', 'g') as name from classes
),
named as (
    select vendors.vendor, contacts.contact_id, people.person, outcomes.outcome_id, outcomes.occurred_on
    from contacts
    join vendors on contains(regexp_replace(lower(contacts.lead_source), '[^a-z0-9]', '', 'g'), vendors.name)
    join people on people.delivery = contacts.delivery and people.line = contacts.line
    join outcomes on outcomes.person = people.person and outcomes.kind = $kind
),
ours as (
    select vendor, person, outcome_id, min(delivery) as delivery, min(line) as line, min(standing) as standing,
        min(turn) as turn, sum(fractional) as fractional
    from credits
    where kind = $kind
    group by vendor, person, outcome_id
),
delivered as (
    select vendor, person, min(delivery) as delivery, min(line) as line from classes group by vendor, person
),
judged as (
    select
        named.vendor, named.contact_id, named.outcome_id, named.person,
        coalesce(ours.delivery, delivered.delivery) as delivery, coalesce(ours.line, delivered.line) as line,
        ours.fractional,
        case
            when delivered.person is null then 'not_delivered'
            when row_number() over (
                partition by named.vendor, named.person, named.outcome_id order by named.contact_id
            ) > 1 then 'duplicate'
            when ours.person is null then 'outside_window'
            when ours.standing not in ('net_new') and ($net_new_only or ours.standing <> 're_engaged') then 'known_before'
            when ours.turn > 1 then 'further'
            else 'ours'
        end as step
    from named
    left join delivered on delivered.vendor = named.vendor and delivered.person = named.person
    left join ours
        on ours.vendor = named.vendor and ours.person = named.person and ours.outcome_id = named.outcome_id
),
added as (
    select ours.*
    from ours
    anti join named
        on named.vendor = ours.vendor and named.person = ours.person and named.outcome_id = ours.outcome_id
    where ours.turn = 1 and (ours.standing = 'net_new' or (not $net_new_only and ours.standing = 're_engaged'))
)
select vendor, 'theirs' as step, contact_id, outcome_id, person, delivery, line, 1.0::double as number from judged
union all
select vendor, step, contact_id, outcome_id, person, delivery, line, 1.0::double from judged where step <> 'ours'
union all
select vendor, 'shared', contact_id, outcome_id, person, delivery, line, 1 - fractional from judged
where step = 'ours' and fractional < 1
union all
select vendor, 'added', null, outcome_id, person, delivery, line, -fractional from added
order by vendor, step, contact_id, outcome_id, person
