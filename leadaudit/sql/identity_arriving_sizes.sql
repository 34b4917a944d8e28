-- identity_arriving_sizes: what each blocking rule brought together between an arriving input and another, and left out.
-- Reads:   keys  one row per record and blocking key: input (0: the arriving one), line, rule (its number), key
--          caps  one row per rule: rule, most_pairs
-- Returns: one row per input and rule, ordered by input, rule: input, rule, keys, keys_skipped, pairs_skipped,
--          line (the first line of the arriving input that holds the largest key left out; null: none was)
with sized as (
    select input, rule, key, count(*) as records, min(line) as line
    from keys
    group by input, rule, key
),

brought as (
    select
        other.input,
        own.rule,
        own.line,
        caps.most_pairs,
        case
            when other.input = 0 then own.records * (own.records - 1) // 2
            else own.records * other.records
        end as pairs
    from sized as own
    join sized as other on other.rule = own.rule and other.key = own.key
    join caps on caps.rule = own.rule
    where own.input = 0
)

select
    input,
    rule,
    count(*) as keys,
    count(*) filter (where pairs > most_pairs) as keys_skipped,
    (coalesce(sum(pairs) filter (where pairs > most_pairs), 0))::bigint as pairs_skipped,
    arg_max(line, (pairs, -line)) filter (where pairs > most_pairs) as line
from brought
where pairs > 0
group by input, rule
order by input, rule
