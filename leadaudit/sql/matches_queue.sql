-- matches_queue: pairs of people somebody should look at, or joined pairs drawn at random for a check.
-- Reads:   matches  one row per pair that may be one person (tables.MATCHES)
-- Returns: one row per pair of people (of records where they are joined), ordered by place: delivery, line,
--          other_delivery, other_line, bits, p, outcome, person and other_person (of either end), waiting (how many
--          there are in all)
-- Params:  $outcomes  vocabulary.MatchOutcome; $seed  the order of a random draw, null: the likeliest first
--          $skipped  "<delivery>:<line> <delivery>:<line>" of pairs of records that are left out; $limit
with asked as (
    select *
    from matches
    where list_contains($outcomes, outcome)
),

best as (
    -- Several records of two people make many pairs: one question is enough.
    select
        *,
        row_number() over (
            partition by
                case when person = other_person then delivery || ':' || line else least(person, other_person) end,
                case
                    when person = other_person then other_delivery || ':' || other_line
                    else greatest(person, other_person)
                end
            order by p desc, delivery, line, other_delivery, other_line
        ) as turn
    from asked
)

select
    delivery,
    line,
    other_delivery,
    other_line,
    bits,
    p,
    outcome,
    person,
    other_person,
    count(*) over () as waiting
from best
where
    turn = 1
    and not list_contains($skipped, delivery || ':' || line || ' ' || other_delivery || ':' || other_line)
order by
    case
        when $seed is not null
            then md5($seed || delivery || ':' || line || ' ' || other_delivery || ':' || other_line)
    end,
    p desc,
    delivery,
    line,
    other_delivery,
    other_line
limit $limit
