-- record_suspended: vendors whose relayed statements count as their own answers alone.
-- Reads:   attested  one row per vendor that relayed statements (tables.ATTESTED)
-- Returns: one row per such vendor, ordered by vendor: vendor
select vendor from attested where is_suspended order by vendor
