-- contract_repeats: records that repeat an earlier one by the key, scope and look-back of their own contract.
-- Reads:   heads    one row per record (contract_heads with place and turn)
--          dedupes  one row per program whose contract speaks of repeats: program, key, scope, look_back_days
-- Returns: one row per record and code, ordered by place, code: place, code, program, key (email, phone,
--          email_and_phone), earlier_delivery, earlier_line, earlier_on; the earlier record is the latest before it
with used as (
    select distinct unnest(case key when 'email_or_phone' then ['email', 'phone'] else [key] end) as key
    from dedupes
    where scope <> 'none'
),

keyed as (
    select
        heads.place, heads.turn, heads.delivery, heads.vendor, heads.program, heads.delivered_on,
        used.key,
        case used.key
            when 'email' then heads.email_norm
            when 'phone' then heads.phone_e164
            else heads.email_norm || ' ' || heads.phone_e164
        end as value
    from heads
    cross join used
),

shared as (
    select key, value
    from keyed
    where value is not null
    group by key, value
    having count(*) > 1
),

repeated as (
    select keyed.*
    from keyed
    semi join shared on shared.key = keyed.key and shared.value = keyed.value
),

-- Within each circle the record before; inside a run of one delivery (or vendor) the one before the run.
before as (
    select
        *,
        lag(place) over same_delivery as place_in_delivery,
        lag(place) over same_program as before_in_program,
        lag(delivery) over same_program as delivery_before_in_program,
        lag(place) over same_vendor as before_in_vendor,
        lag(delivery) over same_vendor as delivery_before_in_vendor,
        lag(place) over anybody as before_of_anybody,
        lag(vendor) over anybody as vendor_before
    from repeated
    window
        same_delivery as (partition by key, value, delivery order by turn),
        same_program as (partition by key, value, vendor, program order by turn),
        same_vendor as (partition by key, value, vendor order by turn),
        anybody as (partition by key, value order by turn)
),

runs as (
    select
        *,
        last_value(case when delivery_before_in_program <> delivery then before_in_program end ignore nulls)
            over (same_program rows between unbounded preceding and current row) as place_in_program,
        last_value(case when delivery_before_in_vendor <> delivery then before_in_vendor end ignore nulls)
            over (same_vendor rows between unbounded preceding and current row) as place_in_vendor,
        last_value(case when vendor_before <> vendor then before_of_anybody end ignore nulls)
            over (anybody rows between unbounded preceding and current row) as place_elsewhere
    from before
    window
        same_program as (partition by key, value, vendor, program order by turn),
        same_vendor as (partition by key, value, vendor order by turn),
        anybody as (partition by key, value order by turn)
),

found as (
    select place, program, key, delivered_on, 'duplicate_delivery' as code, place_in_delivery as earlier_place
    from runs
    union all
    select runs.place, runs.program, runs.key, runs.delivered_on, 'duplicate_vendor',
        case dedupes.scope when 'program' then runs.place_in_program else runs.place_in_vendor end
    from runs
    join dedupes on dedupes.program = runs.program and dedupes.scope in ('program', 'vendor', 'all_vendors')
    union all
    select runs.place, runs.program, runs.key, runs.delivered_on, 'duplicate_cross_vendor', runs.place_elsewhere
    from runs
    join dedupes on dedupes.program = runs.program and dedupes.scope = 'all_vendors'
)

select
    found.place,
    found.code,
    found.program,
    found.key,
    earlier.delivery as earlier_delivery,
    earlier.line as earlier_line,
    earlier.delivered_on as earlier_on
from found
join dedupes on dedupes.program = found.program and dedupes.scope <> 'none'
    and (dedupes.key = found.key or (dedupes.key = 'email_or_phone' and found.key in ('email', 'phone')))
join heads as earlier on earlier.place = found.earlier_place
where dedupes.look_back_days is null or found.delivered_on - earlier.delivered_on <= dedupes.look_back_days
qualify row_number() over (partition by found.place, found.code order by found.key) = 1
order by found.place, found.code
