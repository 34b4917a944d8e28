-- weights_moves: two records each for people who would be joined or parted once pairs weigh otherwise.
-- Reads:   before, after  one row per record or contact (tables.PEOPLE), the same ones
-- Returns: one row per person of after made of several of before, and per person of before who would be several; first
--          those, then these, ordered by person: becomes_one, person (its earliest record), other (of the person it would
--          be one with, else of the part that would be another person), parts (how many people it is made of, or makes)
with both_ as (
    select distinct before.person as old_person, after.person as new_person
    from before
    join after on after.delivery = before.delivery and after.line = before.line
),

joined as (
    select new_person, min(old_person) as person, count(*) as parts
    from both_
    group by new_person
    having count(*) > 1
),

parted as (
    select old_person as person, count(*) as parts
    from both_
    group by old_person
    having count(*) > 1
)

select true as becomes_one, joined.person, min(both_.old_person) as other, min(joined.parts) as parts
from joined
join both_ on both_.new_person = joined.new_person and both_.old_person <> joined.person
group by joined.new_person, joined.person
union all
select false as becomes_one, parted.person, min(both_.new_person) as other, min(parted.parts) as parts
from parted
join both_ on both_.old_person = parted.person and both_.new_person <> parted.person
group by parted.person
order by becomes_one desc, person, other
