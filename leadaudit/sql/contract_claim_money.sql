-- contract_claim_money: where the money of returned records is, by program.
-- Reads:   returnable  one row per record (contract_returnable)
-- Returns: one row per program, ordered so: vendor, program, and of each standing the records and their money (a sum is 0
--          where there are none): claimable (open), beyond_cap, missed, claimed (prepared, sent, accepted), refused,
--          credited, replaced
select
    vendor,
    program,
    count(*) filter (where standing = 'open') as claimable,
    coalesce(sum(amount_minor) filter (where standing = 'open'), 0)::bigint as claimable_minor,
    count(*) filter (where standing = 'beyond_cap') as beyond_cap,
    coalesce(sum(amount_minor) filter (where standing = 'beyond_cap'), 0)::bigint as beyond_cap_minor,
    count(*) filter (where standing in ('missed', 'replacement')) as missed,
    coalesce(sum(amount_minor) filter (where standing in ('missed', 'replacement')), 0)::bigint as missed_minor,
    count(*) filter (where standing in ('prepared', 'sent', 'accepted')) as claimed,
    coalesce(sum(amount_minor) filter (where standing in ('prepared', 'sent', 'accepted')), 0)::bigint as claimed_minor,
    count(*) filter (where standing = 'refused') as refused,
    coalesce(sum(amount_minor) filter (where standing = 'refused'), 0)::bigint as refused_minor,
    count(*) filter (where standing = 'credited') as credited,
    coalesce(sum(amount_minor) filter (where standing = 'credited'), 0)::bigint as credited_minor,
    count(*) filter (where standing = 'replaced') as replaced,
    coalesce(sum(amount_minor) filter (where standing = 'replaced'), 0)::bigint as replaced_minor
from returnable
group by vendor, program
order by vendor, program
