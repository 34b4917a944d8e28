-- identity_moved_people: whose records are another person, or several, once pairs weigh otherwise.
-- Reads:   before, after  one row per record or contact (tables.PEOPLE), the same ones
-- Returns: one row per person of before with other records, or with records apart, ordered by person: person,
--          records, parts (people of after who have one of them), others (people of before who have records of these)
with both_ as (
    select before.person as old_person, after.person as new_person
    from before
    join after on after.delivery = before.delivery and after.line = before.line
),

joined as (
    select new_person, count(distinct old_person) as old_people
    from both_
    group by new_person
)

select
    both_.old_person as person,
    count(*) as records,
    count(distinct both_.new_person) as parts,
    max(joined.old_people) - 1 as others
from both_
join joined on joined.new_person = both_.new_person
group by both_.old_person
having count(distinct both_.new_person) > 1 or max(joined.old_people) > 1
order by person
