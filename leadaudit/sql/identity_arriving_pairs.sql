-- identity_arriving_pairs: the pairs of one input's records with each other and with those of other inputs.
-- Reads:   keys  one row per record and blocking key: input (0: the arriving one), line, rule (its number), key
--          caps  one row per rule: rule, most_pairs (that one key may bring between two inputs), bit
-- Returns: one row per pair, ordered by input, line, other_line: input (of the other record), line (of the arriving
--          input), other_line, rules (bits of the rules that found it)
-- The caps hold for each pair of inputs by itself, so that a third one can neither add nor take away a pair.
with sized as (
    select input, rule, key, count(*) as records
    from keys
    group by input, rule, key
),

kept as (
    select other.input, own.rule, own.key, caps.bit
    from sized as own
    join sized as other on other.rule = own.rule and other.key = own.key
    join caps on caps.rule = own.rule
    where
        own.input = 0
        and case
            when other.input = 0 then own.records * (own.records - 1) // 2
            else own.records * other.records
        end between 1 and caps.most_pairs
),

-- A step of its own: joined in one go, records could meet by their keys before the keys of too many are left out.
own as materialized (
    select kept.input, keys.line, kept.rule, kept.key, kept.bit
    from kept
    join keys on keys.input = 0 and keys.rule = kept.rule and keys.key = kept.key
)

select
    own.input,
    own.line,
    other.line as other_line,
    bit_or(own.bit) as rules
from own
join keys as other on other.input = own.input and other.rule = own.rule and other.key = own.key
where own.input > 0 or other.line > own.line
group by own.input, own.line, other.line
order by own.input, own.line, other.line
