-- matches_counts: how many pairs came out how.
-- Reads:   matches  one row per pair that may be one person (tables.MATCHES)
-- Returns: one row per outcome, ordered by outcome: outcome, pairs, people (pairs of people; of records where joined)
select
    outcome,
    count(*) as pairs,
    count(distinct case
        when person = other_person then delivery || ':' || line || ' ' || other_delivery || ':' || other_line
        else least(person, other_person) || ' ' || greatest(person, other_person)
    end) as people
from matches
group by outcome
order by outcome
