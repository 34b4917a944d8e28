-- identity_matches: what became of every pair that may be one person.
-- Reads:   pairs      low, high (numbers of nodes), bits, p, outcome
--          described  one row per node, numbered from the earliest on (identity_described and node)
--          labels     one row per node: node, root (earliest node of the person)
-- Returns: one row per pair (tables.MATCHES), ordered by delivery, line, other_delivery, other_line
-- What somebody said of two records is said of their people: no other pair of the same two waits for a decision.
with named as (
    select
        described.node,
        described.delivery,
        described.line,
        earliest.delivery || ':' || earliest.line as person
    from described
    join labels on labels.node = described.node
    join described as earliest on earliest.node = labels.root
    where described.node in (select low from pairs) or described.node in (select high from pairs)
),

ended as (
    select
        pairs.*,
        one as left_end,
        two as right_end,
        (one.delivery, one.line) <= (two.delivery, two.line) as in_order,
        least(one.person, two.person) as one_person,
        greatest(one.person, two.person) as two_person
    from pairs
    join named as one on one.node = pairs.low
    join named as two on two.node = pairs.high
),

told as (
    select
        one_person,
        two_person,
        case when bool_or(outcome = 'decided_different') then 'decided_different' else 'cannot_tell' end as said
    from ended
    where outcome in ('decided_different', 'cannot_tell') and one_person <> two_person
    group by one_person, two_person
)

select
    case when in_order then left_end.delivery else right_end.delivery end as delivery,
    case when in_order then left_end.line else right_end.line end as line,
    case when in_order then right_end.delivery else left_end.delivery end as other_delivery,
    case when in_order then right_end.line else left_end.line end as other_line,
    bits,
    p,
    case when ended.outcome = 'unsure' then coalesce(told.said, 'unsure') else ended.outcome end as outcome,
    case when in_order then left_end.person else right_end.person end as person,
    case when in_order then right_end.person else left_end.person end as other_person
from ended
left join told on told.one_person = ended.one_person and told.two_person = ended.two_person
order by 1, 2, 3, 4
