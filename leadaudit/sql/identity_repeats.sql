-- identity_repeats: who delivered each record's person before, and besides.
-- Reads:   people    one row per record or CRM contact (tables.PEOPLE)
--          nodes     one row per record or CRM contact (tables.NODES)
--          contacts  one row per CRM person in force (tables.CONTACTS)
-- Returns: one row per record (tables.REPEATS), ordered by delivery, line; without look-back: any earlier
--          record of the same vendor counts; the contact is the one created first
-- Params:  $as_of
with several as (
    -- Whoever is there once repeats nobody: only the others are compared.
    select person
    from people
    group by person
    having count(*) > 1
),

delivered as (
    select
        people.delivery,
        people.line,
        people.person,
        nodes.vendor,
        nodes.delivered_on,
        row_number() over (
            partition by people.person, nodes.vendor
            order by nodes.delivered_on nulls last, nodes.received_at nulls last, people.delivery, people.line
        ) as turn
    from people
    join several on several.person = people.person
    join nodes on nodes.delivery = people.delivery and nodes.line = people.line
    where not people.is_contact
),

first_of_vendor as (
    select person, vendor, delivery, line
    from delivered
    where turn = 1
),

vendors as (
    select distinct person, vendor
    from delivered
    where delivered_on <= $as_of
),

besides as (
    select
        first_of_vendor.person,
        first_of_vendor.vendor,
        list(vendors.vendor order by vendors.vendor) as also_delivered_by
    from first_of_vendor
    join vendors on vendors.person = first_of_vendor.person and vendors.vendor <> first_of_vendor.vendor
    group by first_of_vendor.person, first_of_vendor.vendor
),

known as (
    select
        people.person,
        contacts.contact_id,
        contacts.created_on,
        row_number() over (
            partition by people.person
            order by contacts.created_on nulls last, contacts.source, contacts.contact_id
        ) as turn
    from people
    join contacts on contacts.delivery = people.delivery and contacts.line = people.line
    where people.is_contact
)

select
    people.delivery,
    people.line,
    people.person,
    people.rule,
    case when delivered.turn > 1 then first_of_vendor.delivery end as earlier_delivery,
    case when delivered.turn > 1 then first_of_vendor.line end as earlier_line,
    besides.also_delivered_by,
    known.contact_id,
    known.created_on as contact_created_on
from people
left join delivered on delivered.delivery = people.delivery and delivered.line = people.line
left join first_of_vendor
    on first_of_vendor.person = delivered.person and first_of_vendor.vendor is not distinct from delivered.vendor
left join besides on besides.person = delivered.person and besides.vendor is not distinct from delivered.vendor
left join known on known.person = delivered.person and known.turn = 1
where not people.is_contact
order by people.delivery, people.line
