-- contract_returnable: every record the contract takes back, or that was claimed, and how it stands today.
-- Reads:   verdicts    one row per read record (tables.VERDICTS)
--          deliveries  one row per delivery (tables.DELIVERIES)
--          claims      one row per claimed record (tables.CLAIMS)
--          days        one row per program and deadline: program, deadline_at, last_on
--          terms       one row per program: program, cap (most records that may be returned, null: no cap),
--                      replacement_returnable
-- Returns: one row per record, ordered by delivery, line: delivery, line, vendor, program, code, clause, sentence,
--          amount_minor, deadline_at, last_on (null: no window), spec_confirmed_at, claim, standing (open, beyond_cap,
--          missed, replacement, or the state of its claim)
-- Params:  $as_of
-- Of more open records than the cap leaves room for those stand whose window ends first, then the dearest.
with held as (
    select * from claims where state <> 'cancelled'
),

used as (
    select program, count(*) as records from held where state <> 'refused' group by program
),

came_instead as (
    select distinct replacement_delivery as delivery, replacement_line as line
    from claims
    where replacement_line is not null
),

returned as (
    select
        verdicts.delivery,
        verdicts.line,
        deliveries.vendor,
        deliveries.program,
        coalesce(held.code, verdicts.code) as code,
        verdicts.clause,
        verdicts.sentence,
        coalesce(held.amount_minor, verdicts.amount_minor) as amount_minor,
        verdicts.deadline_at,
        days.last_on,
        verdicts.spec_confirmed_at,
        held.claim,
        case
            when held.state is not null then held.state
            when came_instead.line is not null and not terms.replacement_returnable then 'replacement'
            when days.last_on < $as_of then 'missed'
            else 'open'
        end as standing,
        terms.cap - coalesce(used.records, 0) as room
    from verdicts
    join deliveries on deliveries.delivery = verdicts.delivery
    left join terms on terms.program = deliveries.program
    left join days on days.program = deliveries.program and days.deadline_at = verdicts.deadline_at
    left join held on held.delivery = verdicts.delivery and held.line = verdicts.line
    left join came_instead on came_instead.delivery = verdicts.delivery and came_instead.line = verdicts.line
    left join used on used.program = deliveries.program
    where verdicts.verdict = 'return' or held.claim is not null
),

in_turn as (
    select
        *,
        row_number() over (
            partition by program, standing order by last_on nulls last, amount_minor desc nulls last, delivery, line
        ) as turn
    from returned
)

select
    delivery, line, vendor, program, code, clause, sentence, amount_minor, deadline_at, last_on, spec_confirmed_at, claim,
    case when standing = 'open' and turn > room then 'beyond_cap' else standing end as standing
from in_turn
order by delivery, line
