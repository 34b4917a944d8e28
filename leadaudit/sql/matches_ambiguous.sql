-- matches_ambiguous: people of ours who may be several people of the CRM, and the other way round.
-- Reads:   matches  one row per pair that may be one person (tables.MATCHES)
--          people   one row per record or CRM contact (tables.PEOPLE)
-- Returns: one row per person with a likely but not settled link to the CRM, ordered by contacts (most first), person:
--          person, contacts (CRM people it may be, its own included), likeliest (id of the likeliest contact), p
with contact_people as (
    select delivery, line, person
    from people
    where is_contact
),

open_pairs as (
    select delivery, line, person, other_delivery, other_line, other_person, p
    from matches
    where outcome in ('unsure', 'cut', 'cannot_tell')
),

sided as (
    select person, other_person, other_delivery as contact_delivery, other_line as contact_line, p from open_pairs
    union all
    select other_person, person, delivery, line, p from open_pairs
),

possible as (
    select
        sided.person,
        sided.other_person as contact_person,
        sided.contact_delivery || ':' || sided.contact_line as contact,
        sided.p
    from sided
    join contact_people on contact_people.delivery = sided.contact_delivery and contact_people.line = sided.contact_line
),

own as (
    select distinct person
    from contact_people
)

select
    possible.person,
    count(distinct possible.contact_person) + (any_value(own.person) is not null)::int as contacts,
    arg_max(possible.contact, (possible.p, possible.contact)) as likeliest,
    max(possible.p) as p
from possible
left join own on own.person = possible.person
group by possible.person
having count(distinct possible.contact_person) + (any_value(own.person) is not null)::int > 1
order by contacts desc, possible.person
